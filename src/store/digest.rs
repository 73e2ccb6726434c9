//! The content digest: equal content, equal digest, on any machine and in any order of arrival.
//!
//! A Merkle hash without ids: of a record its kind, its items by id with their distinct answers,
//! and the sorted hashes of its children. Parked and disposed included; event ids, times, actors,
//! and devices left out. Cached per record; a write clears the cache up the path.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;

use super::census::Census;
use super::error::Result;
use super::event::{hex, word};
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::register::Aside;
use crate::domain::kind::Kind;

/// The digests of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Over answers.
    pub answers: String,
    /// Over answers, notes, confirmations, and decisions.
    pub content: String,
}

/// Answers and notes of one record and all below it.
type Pair = [blake3::Hash; 2];

impl Reader {
    /// Returns the digests of a unit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn digest(&self, record: RecordRef) -> Result<Digest> {
        let open = self.open_path()?;
        Ok(digest(self.digest_pair(record, (&open, false))?))
    }

    /// Returns the digest of the answers of a unit, as bytes.
    pub(super) fn answers(&self, record: RecordRef) -> Result<[u8; 32]> {
        let open = self.open_path()?;
        let [answers, _] = self.digest_pair(record, (&open, false))?;
        Ok(*answers.as_bytes())
    }

    /// Works a digest out, or takes what is kept of it. Nothing is kept of the records on the way
    /// to the open event, because what is typed there clears nothing until it is sealed.
    fn digest_pair(&self, record: RecordRef, (open, keep): (&BTreeSet<i64>, bool)) -> Result<Pair> {
        let kept: Option<Vec<u8>> = self
            .conn
            .prepare_cached("SELECT digest FROM record WHERE id = ?1")?
            .query_row([record.id], |row| row.get(0))?;
        let is_open = open.contains(&record.id);
        if let Some(pair) = kept.as_deref().and_then(split)
            && !is_open
        {
            return Ok(pair);
        }
        let aside = Aside::read(&self.conn, record.id)?;
        let items = self.digest_items(record, &aside)?;
        let mut below: Vec<Pair> = Vec::new();
        for kind in record.kind.children() {
            for id in record::children(&self.conn, record.id, *kind)? {
                let child = RecordRef { kind: *kind, id };
                below.push(self.digest_pair(child, (open, keep))?);
            }
        }
        let none = BTreeMap::new();
        let answers = below.iter().map(|pair| pair[0]);
        let content = below.iter().map(|pair| pair[1]);
        let pair = [
            combine(record.kind, &items, &none, answers),
            combine(record.kind, &items, &aside.said(), content),
        ];
        if keep && !is_open {
            let bytes: Vec<u8> = pair.iter().flat_map(|hash| *hash.as_bytes()).collect();
            self.conn
                .prepare_cached("UPDATE record SET digest = ?2 WHERE id = ?1")?
                .execute(params![record.id, bytes])?;
        }
        Ok(pair)
    }

    /// Returns the distinct answers of each item of a record, as words.
    fn digest_items(
        &self,
        record: RecordRef,
        aside: &Aside,
    ) -> Result<BTreeMap<String, BTreeSet<String>>> {
        let own = self.own(record, aside)?;
        let mut items: BTreeMap<String, BTreeSet<String>> = own
            .iter()
            .map(|(item, answer)| (item.clone(), BTreeSet::from([word(answer)])))
            .collect();
        for (item, words) in &aside.conflicts {
            items.insert(item.clone(), words.clone());
        }
        // When a visit was made is no content: two laptops that did the same work agree.
        for fact in ["visited_at", "visit_date", "enumerator", "form_minutes"] {
            items.remove(fact);
        }
        Ok(items)
    }
}

impl Census {
    /// Returns the digests of a unit and keeps those of everything below, in one transaction.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_digest(&mut self, record: RecordRef) -> Result<Digest> {
        self.transact(|census| {
            let open = census.open_path()?;
            Ok(digest(census.digest_pair(record, (&open, true))?))
        })
    }
}

fn digest([answers, content]: Pair) -> Digest {
    Digest {
        answers: hex(answers.as_bytes()),
        content: hex(content.as_bytes()),
    }
}

fn split(bytes: &[u8]) -> Option<Pair> {
    let (answers, content) = bytes.split_at_checked(32)?;
    let hash = |half: &[u8]| blake3::Hash::from_slice(half).ok();
    Some([hash(answers)?, hash(content)?])
}

fn combine(
    kind: Kind,
    items: &BTreeMap<String, BTreeSet<String>>,
    notes: &BTreeMap<String, String>,
    below: impl Iterator<Item = blake3::Hash>,
) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut put = |text: &str| {
        // The length goes first, so that no two lists of texts hash alike.
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    put(kind.id());
    for (item, answers) in items {
        put(item);
        put(&answers.len().to_string());
        for answer in answers {
            put(answer);
        }
    }
    for (item, note) in notes {
        put("@note");
        put(item);
        put(note);
    }
    let mut below: Vec<[u8; 32]> = below.map(Into::into).collect();
    below.sort_unstable();
    for hash in below {
        hasher.update(&hash);
    }
    hasher.finalize()
}
