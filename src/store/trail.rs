//! Verifying the chains of events: nothing inside was altered, nothing is missing in between.

use std::collections::{HashMap, HashSet};

use super::error::Result;
use super::event::{Body, EventId, hex};
use super::reader::Reader;

/// A chain that does not hold, with its first bad event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// UUID of the scope.
    pub scope: String,
    /// The writer.
    pub writer: String,
    /// Number of the event in the chain.
    pub seq: u64,
    /// What is wrong: `hash`, `unreadable`, `label`, `gap`, `predecessor`, `parent`.
    pub what: &'static str,
}

/// The outcome of a verification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Events looked at.
    pub events: u64,
    /// Chains looked at.
    pub chains: u64,
    /// Chains that do not hold.
    pub breaks: Vec<Break>,
}

/// Where a chain stands while it is read.
struct Link {
    seq: u64,
    id: EventId,
}

impl Reader {
    /// Recomputes the id of every event and follows every chain.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn verify_trail(&self) -> Result<Verified> {
        let known = self.event_ids()?;
        let mut statement = self.conn.prepare(
            "SELECT event.id, event.seq, event.bytes, writer.name, record.uuid, event.scope,
                event.writer
             FROM event JOIN writer ON writer.id = event.writer
             JOIN record ON record.id = event.scope
             ORDER BY event.scope, event.writer, event.seq, event.local",
        )?;
        let mut verified = Verified::default();
        let mut chains: HashMap<(i64, i64), Option<Link>> = HashMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            verified.events += 1;
            let id = EventId(row.get(0)?);
            let seq = row.get::<_, i64>(1)?.unsigned_abs();
            let bytes: Vec<u8> = row.get(2)?;
            let writer = hex(&row.get::<_, [u8; 16]>(3)?);
            let scope = uuid::Uuid::from_bytes(row.get(4)?).to_string();
            let chain = chains
                .entry((row.get(5)?, row.get(6)?))
                .or_insert(Some(Link {
                    seq: 0,
                    id: EventId([0; 16]),
                }));
            // After the first bad event a chain says nothing any more.
            let Some(last) = chain else { continue };
            let expected = Expected {
                id,
                seq,
                writer: &writer,
                scope: &scope,
            };
            match fault(&expected, last, &bytes, &known) {
                None => *last = Link { seq, id },
                Some(what) => {
                    *chain = None;
                    verified.breaks.push(Break {
                        scope,
                        writer,
                        seq,
                        what,
                    });
                }
            }
        }
        verified.chains = chains.len() as u64;
        Ok(verified)
    }

    fn event_ids(&self) -> Result<HashSet<EventId>> {
        let mut statement = self.conn.prepare("SELECT id FROM event")?;
        let ids = statement.query_map([], |row| row.get(0).map(EventId))?;
        Ok(ids.collect::<std::result::Result<_, _>>()?)
    }
}

/// What the columns beside the bytes say of an event.
struct Expected<'a> {
    id: EventId,
    seq: u64,
    writer: &'a str,
    scope: &'a str,
}

fn fault(
    expected: &Expected<'_>,
    last: &Link,
    bytes: &[u8],
    known: &HashSet<EventId>,
) -> Option<&'static str> {
    if EventId::of(bytes) != expected.id {
        return Some("hash");
    }
    let Ok(body) = Body::decode(bytes) else {
        return Some("unreadable");
    };
    if body.seq != expected.seq || body.writer != expected.writer || body.scope != expected.scope {
        return Some("label");
    }
    if body.seq != last.seq + 1 {
        return Some("gap");
    }
    let parents: Vec<Option<EventId>> = body
        .parents
        .iter()
        .map(|text| EventId::parse(text))
        .collect();
    if body.seq > 1 && parents != [Some(last.id)] {
        return Some("predecessor");
    }
    let is_known = |parent: &Option<EventId>| parent.is_some_and(|id| known.contains(&id));
    (!parents.iter().all(is_known)).then_some("parent")
}
