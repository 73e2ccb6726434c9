use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::Outcome;
use super::args::Enter;
use super::enter_line::{At, Entry, parse};
use super::failure::Failure;
use super::keyboard::sit;
use super::session::Session;
use crate::base::files::FileError;
use crate::base::message::Message;
use crate::domain::answer::Answer;
use crate::domain::division::codes;
use crate::domain::kind::Kind;
use crate::store::{
    Census, Fault, Finding, Reader, RecordRef, Seal, Sealed, Standing, StoreError, is_signable,
};

/// Longest line of input.
const LINE_BYTES_MAX: u64 = 1024 * 1024;
/// The element of a path that asks for the next number.
const NEW: &str = "new";
/// Digits of the codes at the head of a path.
const COUNTY_DIGITS: usize = 6;
const TOWNSHIP_DIGITS: usize = 9;

/// Enters a file of JSON lines as if it were typed: a transaction a line, an answer a line.
pub(super) fn run(session: &Session, args: &Enter) -> Result<Outcome, Failure> {
    let input = input(&args.lines)?;
    let (n_bad, n_good) = sit(session, &args.who, |census| {
        let mut run = Run {
            session,
            census,
            out: BufWriter::new(io::stdout().lock()),
            n_bad: 0,
            n_good: 0,
        };
        run.lines(input)?;
        Ok((run.n_bad, run.n_good))
    })?;
    if n_bad == 0 {
        return Ok(Outcome::Done);
    }
    Err(Failure::user(
        Message::new("cli.enter_bad")
            .with("bad", n_bad)
            .with("good", n_good),
    ))
}

fn input(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).map_err(|error| FileError::new(path, &error))?;
    Ok(Box::new(BufReader::new(file)))
}

/// Why a line was not entered.
enum LineError {
    /// The line is wrong; the next may be right.
    Line(Message),
    /// The file or the disk failed; the next would fail too.
    Store(StoreError),
}

impl From<StoreError> for LineError {
    fn from(error: StoreError) -> Self {
        match error.fault() {
            Fault::Call => Self::Line(error.message()),
            _ => Self::Store(error),
        }
    }
}

impl From<Message> for LineError {
    fn from(message: Message) -> Self {
        Self::Line(message)
    }
}

struct Run<'a, W: Write> {
    session: &'a Session,
    census: &'a mut Census,
    out: W,
    n_bad: u64,
    n_good: u64,
}

impl<W: Write> Run<'_, W> {
    fn lines(&mut self, mut input: Box<dyn BufRead>) -> Result<(), Failure> {
        let mut number = 0_u64;
        loop {
            let mut line = Vec::new();
            let read = read_line(&mut input, &mut line)?;
            if read == 0 {
                self.out.flush()?;
                return Ok(());
            }
            number += 1;
            if read as u64 > LINE_BYTES_MAX {
                let long = Message::new("cli.enter_long_line").with("max", LINE_BYTES_MAX);
                self.answer(number, Err(LineError::Line(long)))?;
                while !line.ends_with(b"\n") && read_line(&mut input, &mut line)? > 0 {}
                continue;
            }
            let Ok(text) = std::str::from_utf8(&line) else {
                self.answer(
                    number,
                    Err(LineError::Line(Message::new("cli.enter_encoding"))),
                )?;
                continue;
            };
            let text = text.trim_start_matches('\u{FEFF}').trim();
            if !text.is_empty() {
                let done = self.line(text);
                self.answer(number, done)?;
            }
        }
    }

    fn answer(&mut self, number: u64, done: Result<Map, LineError>) -> Result<(), Failure> {
        let mut answer = Map::new();
        answer.insert("line".to_owned(), Value::from(number));
        match done {
            Ok(fields) => {
                self.n_good += 1;
                answer.extend(fields);
            }
            Err(LineError::Line(message)) => {
                self.n_bad += 1;
                if let Some((_, item)) = message.args.iter().find(|(name, _)| *name == "item") {
                    answer.insert("item".to_owned(), Value::from(item.as_str()));
                }
                answer.insert("error".to_owned(), Value::from(self.session.say(&message)));
            }
            Err(LineError::Store(error)) => {
                self.out.flush()?;
                return Err(error.into());
            }
        }
        writeln!(self.out, "{}", Value::Object(answer))?;
        // The caller may wait for each answer before it sends the next line.
        self.out.flush()?;
        Ok(())
    }

    fn line(&mut self, text: &str) -> Result<Map, LineError> {
        let entry = parse(text, self.census.instrument())?;
        let n_events = self.census.event_count()?;
        let signed = signed_above(self.census, &entry)?;
        let (record, listed, parked, broke) = self.census.transact(|census| {
            let (record, listed) = find(census, &entry)?;
            let written = census.apply(record, &entry.answers)?;
            let mut parked = written.parked;
            match &entry.disposition {
                Some((Answer::Value(code), remark)) => {
                    census.dispose(record, code, remark.as_deref())?;
                }
                Some((answer, _)) => {
                    let written = census.write(record, "disposition", answer.clone())?;
                    parked.extend(written.parked);
                }
                None => {}
            }
            for (rule, reason) in &entry.confirm {
                confirm(census, record, rule, reason)?;
            }
            census.leave()?;
            let broke = broken(census, &signed, entry.unseal.as_deref())?;
            Ok::<_, LineError>((record, listed, parked, broke))
        })?;
        let n_events = self.census.event_count()? - n_events;
        let code = self.census.node(record)?.path;
        let findings = self.census.findings(record)?;
        let findings = findings.iter().map(|found| self.finding(found, &code));
        let fields = json!({
            "record": self.census.uuid(record)?.to_string(),
            "path": codes(&code),
            "listed": listed.iter().map(|kind| kind.id()).collect::<Vec<_>>(),
            "events": n_events,
            "parked": parked,
            "findings": findings.collect::<Vec<_>>(),
        });
        let Value::Object(mut fields) = fields else {
            return Ok(Map::new());
        };
        if let Some(broke) = broke {
            fields.insert("broke".to_owned(), Value::from(broke));
        }
        Ok(fields)
    }

    fn finding(&self, found: &Finding, code: &str) -> Value {
        json!({
            "rule": found.rule,
            "level": found.level.word(),
            "path": codes(code),
            "items": found.items,
            "message": self.session.wording.label(&found.zh, &found.en),
            "confirmed": found.standing != Standing::Open,
        })
    }
}

type Map = serde_json::Map<String, Value>;

/// Lists the units above what a line names that were ever signed, the innermost first, with how
/// each sign-off stands. A path that leads nowhere is told when the line is entered.
fn signed_above(census: &Census, entry: &Entry) -> Result<Vec<(RecordRef, Sealed)>, LineError> {
    let from = match &entry.at {
        At::Record(id) => census.record_of(*id)?,
        At::Path(path) => match village(census, path) {
            Ok((village, [group, ..])) => Some(
                census
                    .child(village, group)
                    .ok()
                    .flatten()
                    .unwrap_or(village),
            ),
            Ok((village, [])) => Some(village),
            Err(_) => None,
        },
    };
    let Some(from) = from else {
        return Ok(Vec::new());
    };
    let above = census.trail(from)?;
    let line = above.iter().map(|node| node.record).rev();
    let mut signed = Vec::new();
    for unit in std::iter::once(from).chain(line) {
        if is_signable(unit.kind) {
            let sealed = census.sealed(unit)?;
            signed.push((unit, sealed));
        }
    }
    signed.retain(|(_, sealed)| *sealed != Sealed::No);
    Ok(signed)
}

/// Returns the code of the innermost unit whose sign-off a line broke. Where the line says why, it
/// is kept for every unit that nobody explained.
fn broken(
    census: &mut Census,
    signed: &[(RecordRef, Sealed)],
    why: Option<&str>,
) -> Result<Option<String>, LineError> {
    let mut broke = None;
    for (unit, before) in signed {
        if census.sealed(*unit)? != Sealed::Broken {
            continue;
        }
        if *before == Sealed::Intact && broke.is_none() {
            broke = Some(census.node(*unit)?.path);
        }
        if let (Some(why), Seal::Broken { unsealed: None, .. }) = (why, census.seal_of(*unit)?) {
            census.unseal(*unit, why)?;
        }
    }
    Ok(broke)
}

/// Settles every open finding of a rule on a record.
fn confirm(
    census: &mut Census,
    record: RecordRef,
    rule: &str,
    reason: &str,
) -> Result<(), StoreError> {
    let mut found = census.findings(record)?;
    found.retain(|finding| finding.rule == rule);
    if found.is_empty() {
        return Err(StoreError::NotRaised(rule.to_owned()));
    }
    for finding in found.iter().filter(|finding| finding.is_open()) {
        census.confirm(record, rule, finding.cell(), reason)?;
    }
    Ok(())
}

/// Reads up to the end of a line, or as much of it as a line may have and one byte more.
fn read_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> Result<usize, Failure> {
    line.clear();
    input
        .take(LINE_BYTES_MAX + 1)
        .read_until(b'\n', line)
        .map_err(|error| Failure::user(Message::new("cli.input_failed").with("cause", error)))
}

/// Finds the unit of a line, listing it and what it stands under where they are missing.
fn find(census: &mut Census, entry: &Entry) -> Result<(RecordRef, Vec<Kind>), LineError> {
    let path = match &entry.at {
        At::Path(path) => path,
        At::Record(id) => {
            let found = census
                .record_of(*id)?
                .filter(|record| record.kind == entry.kind);
            let found =
                found.ok_or_else(|| Message::new("cli.enter_no_record").with("record", id))?;
            return Ok((found, Vec::new()));
        }
    };
    let (mut unit, rest) = village(census, path)?;
    let below = [Kind::Group, Kind::Household, Kind::Person, Kind::Episode];
    let depth = below
        .iter()
        .position(|kind| *kind == entry.kind)
        .map_or(0, |at| at + 1);
    if rest.len() != depth {
        return Err(path_message("cli.enter_path_length", path)
            .with("unit", entry.kind)
            .with("length", depth + 1)
            .into());
    }
    let mut listed = Vec::new();
    for (kind, code) in below.into_iter().zip(rest) {
        let known = if code == NEW {
            None
        } else {
            child(census, unit, code, path)?
        };
        unit = if let Some(known) = known {
            known
        } else {
            listed.push(kind);
            census.list(unit, kind, number(code, path)?)?
        };
    }
    Ok((unit, listed))
}

/// Finds the village of a path; the codes of county and township may stand before it.
fn village<'p>(
    reader: &Reader,
    path: &'p [String],
) -> Result<(RecordRef, &'p [String]), LineError> {
    let mut rest = path;
    let mut prefix = "";
    while let [code, after @ ..] = rest
        && [COUNTY_DIGITS, TOWNSHIP_DIGITS].contains(&code.len())
    {
        prefix = code;
        rest = after;
    }
    let no_village = || LineError::Line(path_message("cli.enter_no_village", path));
    let [code, after @ ..] = rest else {
        return Err(no_village());
    };
    if !code.starts_with(prefix) {
        return Err(no_village());
    }
    let found = reader.resolve(std::slice::from_ref(code))?;
    found
        .filter(|record| record.kind == Kind::Village)
        .map(|record| (record, after))
        .ok_or_else(no_village)
}

fn child(
    reader: &Reader,
    parent: RecordRef,
    code: &str,
    path: &[String],
) -> Result<Option<RecordRef>, LineError> {
    number(code, path)?;
    Ok(reader.child(parent, code)?)
}

fn number(code: &str, path: &[String]) -> Result<Option<u32>, LineError> {
    if code == NEW {
        return Ok(None);
    }
    let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
    let number = code.parse().ok().filter(|number| is_number && *number > 0);
    number.map(Some).ok_or_else(|| {
        path_message("cli.enter_path_number", path)
            .with("code", code)
            .into()
    })
}

fn path_message(key: &'static str, path: &[String]) -> Message {
    Message::new(key).with("path", path.join(" "))
}
