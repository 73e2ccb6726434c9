use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::args::{By, Check};
use super::failure::Failure;
use super::session::Session;
use super::status::unit;
use super::{Outcome, outcome, table};
use crate::base::message::Message;
use crate::check::{self, Changed, Count, Found, Hashes, Report, Step};
use crate::store::{Reader, Standing};

/// Lines laid out in columns together; a county's would not fit the memory of a small laptop.
const PAGE: usize = 500;
/// Key under which the rules of the last check of an area are kept on this laptop.
const LAST: &str = "checked";

/// Runs all rules over an area and prints what they find, or how much by rule, village, or
/// enumerator.
pub(super) fn run(session: &Session, args: &Check) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let record = unit(&reader, args.area.as_ref())?;
    let key = format!("{LAST} {}", reader.node(record)?.path);
    let mut out = Printer::new(session, args.by.is_none() || session.is_json());
    if session.is_json() {
        write!(out.out, "{{\"findings\":[")?;
    }
    let report = check::run(&reader, record, &mut |step| out.take(&step))?;
    out.flush()?;
    let last: Option<Hashes> = reader
        .local(&key)?
        .and_then(|text| serde_json::from_str(&text).ok());
    let found = |rule: &str| report.by_rule.get(rule).map_or(0, Count::total);
    let first = Hashes::new();
    let (hashes, changed) =
        check::changes(reader.instrument(), last.as_ref().unwrap_or(&first), found);
    // The first check has nothing to compare with.
    let changed = if last.is_some() { changed } else { Vec::new() };
    let mut out = out.out;
    if session.is_json() {
        let more = document(&report, &changed);
        let more = more.to_string();
        // The fields follow those that were streamed.
        let more = more.strip_prefix('{').unwrap_or(&more);
        writeln!(out, "],\"total\":{},{more}", report.all.total())?;
    } else {
        for line in lines(session, &reader, args.by, &report, &changed)? {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    drop(out);
    drop(reader);
    if last.as_ref() != Some(&hashes) {
        keep(session, &key, &hashes);
    }
    let is_open = report.all.hard + report.all.soft > 0;
    Ok(outcome(args.strict, is_open))
}

/// Keeps the rules of this check in the file; where somebody else has the pen, the next check
/// compares with an earlier one.
fn keep(session: &Session, key: &str, hashes: &Hashes) {
    let Ok(text) = serde_json::to_string(hashes) else {
        return;
    };
    if let Ok(census) = session.census()
        && census.set_local(key, &text).is_ok()
    {
        let _ = census.close();
    }
}

/// Prints findings as they come, and how far the check is.
struct Printer<'a> {
    session: &'a Session,
    out: BufWriter<io::StdoutLock<'static>>,
    /// Whether the findings themselves are wanted.
    is_listing: bool,
    is_watched: bool,
    n_told: u64,
    rows: Vec<Vec<String>>,
    failed: Option<io::Error>,
}

impl<'a> Printer<'a> {
    fn new(session: &'a Session, is_listing: bool) -> Self {
        Self {
            session,
            out: BufWriter::new(io::stdout().lock()),
            is_listing,
            is_watched: io::stderr().is_terminal(),
            n_told: 0,
            rows: Vec::new(),
            failed: None,
        }
    }

    fn take(&mut self, step: &Step<'_>) -> ControlFlow<()> {
        let done = match step {
            Step::Progress(progress) => {
                self.watch(*progress);
                Ok(())
            }
            Step::Found(_) if !self.is_listing => Ok(()),
            Step::Found(found) => self.tell(found),
        };
        match done {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn tell(&mut self, found: &Found) -> io::Result<()> {
        if self.session.is_json() {
            let comma = if self.n_told > 0 { "," } else { "" };
            write!(self.out, "{comma}{}", finding(self.session, found))?;
        } else {
            self.rows.push(row(self.session, found));
            if self.rows.len() >= PAGE {
                self.print()?;
            }
        }
        self.n_told += 1;
        Ok(())
    }

    fn print(&mut self) -> io::Result<()> {
        for line in table::align(&std::mem::take(&mut self.rows), usize::MAX) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    fn watch(&self, progress: check::Progress) {
        if !self.is_watched {
            return;
        }
        let message = Message::new("cli.check_progress")
            .with("done", progress.done)
            .with("total", progress.total)
            .with("found", progress.found);
        let end = if progress.done == progress.total {
            "\n"
        } else {
            ""
        };
        // Nobody may be looking; the check goes on all the same.
        let _ = write!(io::stderr(), "\r{}{end}", self.session.say(&message));
    }

    fn flush(&mut self) -> Result<(), Failure> {
        if let Some(error) = self.failed.take() {
            return Err(error.into());
        }
        Ok(self.print()?)
    }
}

fn finding(session: &Session, found: &Found) -> Value {
    let finding = &found.finding;
    let (standing, note) = match &finding.standing {
        Standing::Open => ("open", None),
        Standing::Confirmed(note) => ("confirmed", Some(note)),
        Standing::Excepted(note) => ("excepted", Some(note)),
    };
    json!({
        "rule": finding.rule,
        "level": finding.level.word(),
        "path": found.codes(),
        "record": found.at.uuid.to_string(),
        "items": finding.items,
        "message": session.wording.label(&finding.zh, &finding.en),
        "confirmed": finding.standing != Standing::Open,
        "standing": standing,
        "reason": note.map(|note| &note.reason),
        "enumerator": found.at.enumerator,
    })
}

fn row(session: &Session, found: &Found) -> Vec<String> {
    let finding = &found.finding;
    let level = match finding.level {
        _ if finding.standing != Standing::Open => "cli.check.settled",
        crate::instrument::Level::Hard => "cli.check.hard",
        crate::instrument::Level::Soft => "cli.check.soft",
        crate::instrument::Level::Note => "cli.check.note",
    };
    let message = session.wording.label(&finding.zh, &finding.en);
    vec![
        found.codes().join(" "),
        finding.rule.clone(),
        session.wording.text(level).to_owned(),
        message.into_owned(),
    ]
}

fn document(report: &Report, changed: &[Changed]) -> Value {
    let counts = |counts: &std::collections::BTreeMap<String, Count>, name: &str| {
        let rows = counts.iter().map(|(of, count)| {
            json!({
                name: of,
                "hard": count.hard,
                "soft": count.soft,
                "note": count.note,
                "settled": count.settled,
            })
        });
        Value::Array(rows.collect())
    };
    let changed = changed.iter().map(
        |changed| json!({ "rule": changed.rule, "before": changed.before, "now": changed.now }),
    );
    json!({
        "by_rule": counts(&report.by_rule, "rule"),
        "by_village": counts(&report.by_village, "village"),
        "by_enumerator": counts(&report.by_enumerator, "enumerator"),
        "changed": changed.collect::<Vec<_>>(),
    })
}

/// What stands below the findings: the table that was asked for, the sums, the changed rules.
fn lines(
    session: &Session,
    reader: &Reader,
    by: Option<By>,
    report: &Report,
    changed: &[Changed],
) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    if let Some(by) = by {
        lines = counted(session, reader, by, report)?;
    }
    let all = &report.all;
    let total = Message::new("cli.check_total")
        .with("total", all.total())
        .with("hard", all.hard)
        .with("soft", all.soft)
        .with("note", all.note)
        .with("settled", all.settled);
    lines.push(session.say(&total));
    for changed in changed {
        let key = match (changed.before, changed.now) {
            (None, _) => "cli.check_rule_new",
            (_, None) => "cli.check_rule_gone",
            _ => "cli.check_rule_changed",
        };
        let message = Message::new(key)
            .with("rule", &changed.rule)
            .with("before", changed.before.unwrap_or(0))
            .with("now", changed.now.unwrap_or(0));
        lines.push(session.say(&message));
    }
    Ok(lines)
}

fn counted(
    session: &Session,
    reader: &Reader,
    by: By,
    report: &Report,
) -> Result<Vec<String>, Failure> {
    let (counts, heading) = match by {
        By::Rule => (&report.by_rule, "cli.check_by_rule"),
        By::Village => (&report.by_village, "cli.check_by_village"),
        By::Enumerator => (&report.by_enumerator, "cli.check_by_enumerator"),
    };
    let heading = session.wording.text(heading).split(',').map(str::to_owned);
    let mut rows: Vec<Vec<String>> = vec![heading.collect()];
    for (name, count) in counts {
        let name_of = match by {
            By::Rule => message_of(session, reader, name),
            By::Village => reader.node(reader.area(name)?)?.name,
            By::Enumerator => String::new(),
        };
        let mut row = vec![if name.is_empty() { "-" } else { name }.to_owned()];
        let numbers = [count.hard, count.soft, count.note, count.settled];
        row.extend(numbers.map(|number| number.to_string()));
        row.push(name_of);
        rows.push(row);
    }
    Ok(table::align(&rows, usize::MAX))
}

/// The message of a rule with an ellipsis for each value.
fn message_of(session: &Session, reader: &Reader, rule: &str) -> String {
    let Some(rule) = reader.instrument().rule(rule) else {
        return String::new();
    };
    let message = session.wording.label(&rule.message.zh, &rule.message.en);
    let mut text = String::new();
    let mut rest = message.as_ref();
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push('\u{2026}');
        rest = after.split_once('}').map_or("", |(_, tail)| tail);
    }
    text + rest
}
