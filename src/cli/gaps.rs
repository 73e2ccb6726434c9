use std::io::{self, BufWriter, Write};

use serde_json::{Value, json};

use super::args::Area;
use super::failure::Failure;
use super::session::Session;
use super::status::unit;
use super::{Outcome, outcome, table};
use crate::domain::kind::Kind;
use crate::store::{Gap, Reader};

/// Gaps read at once; all of a county would not fit the memory of a small laptop.
const PAGE: usize = 500;

/// Lists every open unit and item of an area, without a limit.
pub(super) fn run(session: &Session, args: &Area) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let record = unit(&reader, args.area.as_ref())?;
    let area = reader.node(record)?.path;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut total = 0_usize;
    let mut after: Option<String> = None;
    if session.is_json() {
        write!(out, "{{\"gaps\":[")?;
    }
    loop {
        let page = reader.gaps(&area, after.as_deref(), PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.sort.clone());
        if session.is_json() {
            for (index, gap) in page.iter().enumerate() {
                let comma = if total + index > 0 { "," } else { "" };
                write!(out, "{comma}{}", document(&reader, gap)?)?;
            }
        } else {
            let rows: Vec<Vec<String>> =
                page.iter().map(|gap| row(session, &reader, gap)).collect();
            for line in table::align(&rows, usize::MAX) {
                writeln!(out, "{line}")?;
            }
        }
        total += page.len();
    }
    if session.is_json() {
        writeln!(out, "],\"total\":{total}}}")?;
    } else {
        let message = crate::base::message::Message::new("cli.gaps_total").with("total", total);
        writeln!(out, "{}", session.say(&message))?;
    }
    out.flush()?;
    Ok(outcome(args.strict, total > 0))
}

fn document(reader: &Reader, gap: &Gap) -> Result<Value, Failure> {
    let level = match &gap.thread {
        _ if gap.is_item => "item",
        Some(_) => "return",
        None => gap.record.kind.id(),
    };
    let mut fields = json!({
        "level": level,
        "path": path(&gap.path),
        "record": reader.uuid(gap.record)?.to_string(),
        "item": gap.item,
        "reason": gap.reason,
    });
    if let (Some(thread), Value::Object(fields)) = (&gap.thread, &mut fields) {
        fields.insert("thread".to_owned(), Value::from(thread.id.as_str()));
        if let Some(last) = thread.messages.last() {
            fields.insert("text".to_owned(), Value::from(last.text.as_str()));
            fields.insert("by".to_owned(), Value::from(last.by.as_str()));
            fields.insert("at".to_owned(), Value::from(last.at.as_str()));
        }
    }
    Ok(fields)
}

/// Returns the codes as people write them: the group with two digits, the household with three.
pub(super) fn path(codes: &[String]) -> Vec<String> {
    let kinds = [Kind::Township, Kind::Village, Kind::Group, Kind::Household];
    let kinds = kinds.into_iter().map(Some).chain(std::iter::repeat(None));
    let padded = codes.iter().zip(kinds).map(|(code, kind)| match kind {
        Some(Kind::Group) => format!("{code:0>2}"),
        Some(Kind::Household) => format!("{code:0>3}"),
        _ => code.clone(),
    });
    padded.collect()
}

fn row(session: &Session, reader: &Reader, gap: &Gap) -> Vec<String> {
    let item = gap
        .item
        .as_deref()
        .and_then(|id| reader.instrument().item(gap.record.kind, id));
    let reason = || session.wording.text(reason_key(gap.reason)).to_owned();
    let label = item.map(|item| session.wording.label(&item.label.zh, &item.label.en));
    let said = gap
        .thread
        .as_ref()
        .and_then(|thread| thread.messages.last());
    let what = match (label, said) {
        (Some(label), Some(said)) => format!("{}: {label}: {}", reason(), said.text),
        (None, Some(said)) => format!("{}: {}", reason(), said.text),
        (Some(label), None) if gap.is_item => label.into_owned(),
        _ => reason(),
    };
    let names: Vec<&str> = gap
        .names
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .collect();
    vec![path(&gap.path).join(" "), names.join(" "), what]
}

fn reason_key(reason: &str) -> &'static str {
    match reason {
        "no_groups" => "cli.gap.no_groups",
        "groups_missing" => "cli.gap.groups_missing",
        "no_households" => "cli.gap.no_households",
        "households_missing" => "cli.gap.households_missing",
        "no_result" => "cli.gap.no_result",
        "disputed" => "cli.gap.disputed",
        "signed_then_changed" => "cli.gap.changed",
        "no_persons" => "cli.gap.no_persons",
        "no_episodes" => "cli.gap.no_episodes",
        "asked" => "cli.gap.asked",
        "answered" => "cli.gap.answered",
        _ => "cli.gap.missing",
    }
}
