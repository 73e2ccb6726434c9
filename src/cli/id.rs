use std::io::{self, BufRead, BufWriter, Read, Write};

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::args::{Format, Id};
use super::failure::Failure;
use super::session::Session;
use super::{Outcome, outcome};
use crate::base::message::Message;
use crate::domain::identity::{Sex, Verdict, examine};

/// Longest line of input; an identity number has eighteen characters.
const LINE_BYTES_MAX: u64 = 4096;

/// Judges identity numbers, one JSON object a line unless text is asked for.
pub(super) fn run(session: &Session, args: &Id) -> Result<Outcome, Failure> {
    let date = args
        .reference_date
        .unwrap_or_else(|| session.clock.now().date_naive());
    let mut judge = Judge {
        session,
        date,
        out: BufWriter::new(io::stdout().lock()),
        all_valid: true,
    };
    if args.numbers.is_empty() {
        judge.stdin()?;
    } else {
        for number in &args.numbers {
            judge.number(number)?;
        }
    }
    judge.out.flush()?;
    Ok(outcome(args.strict, !judge.all_valid))
}

struct Judge<'a, W: Write> {
    session: &'a Session,
    date: NaiveDate,
    out: W,
    all_valid: bool,
}

impl<W: Write> Judge<'_, W> {
    fn stdin(&mut self) -> Result<(), Failure> {
        let mut input = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let read = (&mut input)
                .take(LINE_BYTES_MAX)
                .read_until(b'\n', &mut line);
            let read = read.map_err(|error| {
                Failure::user(Message::new("cli.input_failed").with("cause", error))
            })?;
            if read == 0 {
                return Ok(());
            }
            // Other bytes than text are shown as what they are: no number.
            let line = String::from_utf8_lossy(&line);
            let number = line.trim_matches(['\r', '\n', '\u{FEFF}']);
            if !number.trim().is_empty() {
                self.number(number)?;
            }
        }
    }

    fn number(&mut self, number: &str) -> Result<(), Failure> {
        let verdict = examine(number, self.date);
        self.all_valid &= verdict.valid;
        if self.session.format() == Some(Format::Text) {
            writeln!(self.out, "{}", self.line(&verdict))?;
        } else {
            writeln!(self.out, "{}", document(&verdict))?;
        }
        Ok(())
    }

    fn line(&self, verdict: &Verdict) -> String {
        let wording = &self.session.wording;
        let word = if verdict.valid {
            "cli.id_valid"
        } else {
            "cli.id_invalid"
        };
        let problems = verdict
            .problems
            .iter()
            .map(|problem| wording.say(&problem.message()));
        let problems: Vec<String> = problems.collect();
        format!(
            "{} {} {}",
            verdict.normalized,
            wording.text(word),
            problems.join(" ")
        )
        .trim_end()
        .to_owned()
    }
}

fn document(verdict: &Verdict) -> Value {
    let sex = verdict.sex.map(|sex| match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    });
    let problems: Vec<&str> = verdict
        .problems
        .iter()
        .map(|problem| problem.id())
        .collect();
    json!({
        "number": verdict.number,
        "valid": verdict.valid,
        "normalized": verdict.normalized,
        "legacy": verdict.legacy,
        "birth_date": verdict.birth_date.map(|date| date.to_string()),
        "sex": sex,
        "address_known": verdict.address_known,
        "problems": problems,
    })
}
