use std::io::{self, BufRead, IsTerminal, Write};

use serde_json::{Value, json};

use super::Outcome;
use super::args::Prelist;
use super::failure::Failure;
use super::session::Session;
use super::status::area_code;
use crate::base::files::hex;
use crate::base::message::Message;
use crate::exchange::{Register, RegisterRequest, Skip, Target, read_register};
use crate::instrument::Instrument;
use crate::store::{Prelisted, Reader, RecordRef};

/// Households that are shown before anything is written.
const SHOWN: usize = 5;
/// Columns of headings and letters in the table of columns.
const HEADING_CELLS: usize = 20;

/// Shows what a register says, and lists its households and persons.
pub(super) fn run(session: &Session, args: &Prelist) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let area = reader.area(area_code(&args.area))?;
    let request = request(&reader, args)?;
    let instrument = reader.instrument().clone();
    let register = read_register(&args.register, &request, &instrument)?;
    let foreseen = reader.foresee(area, &register.plan)?;
    drop(reader);
    let shown = Shown {
        session,
        args,
        register: &register,
        instrument: &instrument,
    };
    if args.dry_run {
        let end = Message::new("cli.prelist.dry");
        return shown.print(&foreseen, false, Some(&end));
    }
    if args.yes {
        let done = write(session, area, &register)?;
        return shown.print(&done, true, Some(&done_message(&done)));
    }
    if session.is_json() || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        shown.print(&foreseen, false, None)?;
        return Err(Failure::user(Message::new("cli.prelist.yes")));
    }
    let question = Message::new("cli.prelist.question");
    shown.print(&foreseen, false, Some(&question))?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    let answer = crate::base::text::fold_width(answer.trim()).to_lowercase();
    if !matches!(answer.as_str(), "y" | "yes" | "1") {
        return shown.say(&Message::new("cli.prelist.dry"));
    }
    let done = write(session, area, &register)?;
    shown.say(&done_message(&done))
}

fn write(session: &Session, area: RecordRef, register: &Register) -> Result<Prelisted, Failure> {
    let mut census = session.census()?;
    let done = census.prelist(area, &register.plan)?;
    census.close()?;
    Ok(done)
}

/// Reads what is said of columns.
fn request(reader: &Reader, args: &Prelist) -> Result<RegisterRequest, Failure> {
    let mut columns = Vec::with_capacity(args.columns.len());
    for told in &args.columns {
        let wrong = |key| {
            let words = Target::all(reader.instrument());
            let words: Vec<&str> = words.iter().map(Target::word).collect();
            let message = Message::new(key).with("value", told);
            Failure::user(message.with("items", words.join(", ")))
        };
        let (heading, word) = told
            .rsplit_once('=')
            .ok_or_else(|| wrong("cli.prelist.column_form"))?;
        let target = Target::parse(word.trim(), reader.instrument())
            .ok_or_else(|| wrong("cli.prelist.column_item"))?;
        columns.push((heading.trim().to_owned(), target));
    }
    Ok(RegisterRequest {
        sheet: args.sheet.clone(),
        columns,
        reference: reader.round().reference_date,
    })
}

/// Says what was listed.
fn done_message(done: &Prelisted) -> Message {
    Message::new("cli.prelist.done")
        .with("groups", done.groups)
        .with("households", done.households)
        .with("persons", done.persons)
        .with("already", done.already)
}

/// A register that is shown.
struct Shown<'a> {
    session: &'a Session,
    args: &'a Prelist,
    register: &'a Register,
    instrument: &'a Instrument,
}

impl Shown<'_> {
    fn print(
        &self,
        said: &Prelisted,
        is_written: bool,
        end: Option<&Message>,
    ) -> Result<Outcome, Failure> {
        let document = if self.session.is_json() {
            self.document(said, is_written)
        } else {
            Value::Null
        };
        let mut lines = self.columns();
        lines.extend(self.households());
        lines.extend(self.oddities());
        lines.extend(self.differences(said));
        lines.push(self.session.say(&self.counts(said)));
        lines.extend(end.map(|end| self.session.say(end)));
        self.session.print(&document, &lines)?;
        Ok(Outcome::Done)
    }

    fn say(&self, message: &Message) -> Result<Outcome, Failure> {
        writeln!(io::stdout().lock(), "{}", self.session.say(message))?;
        Ok(Outcome::Done)
    }

    fn counts(&self, said: &Prelisted) -> Message {
        let plan = &self.register.plan;
        Message::new("cli.prelist.counts")
            .with("path", self.args.register.display())
            .with("households", plan.households().count())
            .with("persons", plan.n_persons())
            .with("groups", plan.groups().count())
            .with("oddities", self.register.oddities.len())
            .with("doubled", said.doubled.len())
            .with("already", said.already)
    }

    /// Lists what each column holds.
    fn columns(&self) -> Vec<String> {
        let wording = &self.session.wording;
        let pad = |text: &str| crate::base::text::pad_end(text, HEADING_CELLS);
        let columns = self.register.columns.iter().map(|column| {
            let held = Target::label(column.target.as_ref(), wording, self.instrument);
            let (letters, heading) = (column.letters(), pad(&column.heading));
            format!(
                "{letters:>3}  {heading}  -> {}  {}",
                pad(&held),
                column.sample
            )
        });
        columns.collect()
    }

    /// Lists the first households with their people.
    fn households(&self) -> Vec<String> {
        let wording = &self.session.wording;
        self.register.preview(SHOWN, wording, self.instrument)
    }

    /// Lists lines without a person by kind, and cells to look at.
    fn oddities(&self) -> Vec<String> {
        let session = self.session;
        let mut lines = Vec::new();
        for why in [Skip::Heading, Skip::Sum, Skip::Note, Skip::Group] {
            let skipped = self.register.skipped.iter().filter(|line| line.why == why);
            let skipped: Vec<String> = skipped.map(|line| line.line.to_string()).collect();
            if !skipped.is_empty() {
                let message = Message::new("cli.prelist.skipped")
                    .with("why", why.key())
                    .with("count", skipped.len())
                    .with("lines", skipped.join(" "));
                lines.push(session.say(&message));
            }
        }
        if !self.register.other_sheets.is_empty() {
            let names = self.register.other_sheets.join(", ");
            lines.push(session.say(&Message::new("cli.prelist.sheets").with("sheets", names)));
        }
        let oddities = self.register.oddities.iter();
        lines.extend(oddities.map(|one| format!("{}: {}", one.cell, session.say(&one.message))));
        lines
    }

    /// Says where the register and the census file differ.
    fn differences(&self, said: &Prelisted) -> Vec<String> {
        said.messages()
            .iter()
            .map(|one| self.session.say(one))
            .collect()
    }

    fn document(&self, said: &Prelisted, is_written: bool) -> Value {
        let register = self.register;
        let plan = &register.plan;
        let columns = register.columns.iter().map(|column| {
            json!({
                "column": column.letters(),
                "heading": column.heading,
                "item": column.target.as_ref().map(Target::word),
                "filled": column.filled,
                "sample": column.sample,
            })
        });
        let skipped = register.skipped.iter();
        let skipped =
            skipped.map(|one| json!({"line": one.line, "why": one.why.id(), "text": one.text}));
        let oddities = register.oddities.iter().map(|one| {
            let what = one.message.key.rsplit('.').next();
            let message = self.session.say(&one.message);
            json!({"line": one.line, "cell": one.cell, "what": what, "message": message})
        });
        let doubled = said.doubled.iter();
        let doubled =
            doubled.map(|one| json!({"line": one.line, "head": one.head, "path": one.path}));
        let absent = said.absent.iter();
        let absent = absent.map(
            |one| json!({"line": one.line, "village": one.name, "households": one.households}),
        );
        let differing = said.differing.iter().map(|one| {
            json!({"path": one.path, "item": one.item, "held": one.held, "register": one.counted})
        });
        json!({
            "file": self.args.register.display().to_string(),
            "blake3": hex(&plan.file),
            "sheet": register.sheet,
            "other_sheets": register.other_sheets,
            "heading": [register.heading.0, register.heading.1],
            "columns": columns.collect::<Vec<_>>(),
            "groups": plan.groups().count(),
            "households": plan.households().count(),
            "persons": plan.n_persons(),
            "listed": {
                "groups": said.groups, "households": said.households, "persons": said.persons,
            },
            "already": said.already,
            "doubled": doubled.collect::<Vec<_>>(),
            "absent": absent.collect::<Vec<_>>(),
            "differing": differing.collect::<Vec<_>>(),
            "skipped": skipped.collect::<Vec<_>>(),
            "warnings": oddities.collect::<Vec<_>>(),
            "written": is_written,
        })
    }
}
