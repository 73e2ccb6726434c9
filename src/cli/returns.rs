use serde_json::{Value, json};
use uuid::Uuid;

use super::Outcome;
use super::args_signoff::{Returns, ReturnsIn, ThreadsIn};
use super::failure::Failure;
use super::keyboard::sit;
use super::session::Session;
use super::signoff_text::role_key;
use super::status::unit;
use crate::base::message::Message;
use crate::domain::division::codes;
use crate::store::{Reader, RecordRef, StoreError, Thread, ThreadState};

/// Lists returned work, returns some with a question, answers, or closes.
pub(super) fn run(session: &Session, verb: &Returns) -> Result<Outcome, Failure> {
    let (document, lines) = match verb {
        Returns::List(args) => return list(session, args),
        Returns::Ask(args) => sit(session, &args.who, |census| {
            let record = record(census, &args.path)?;
            let id = census.return_with(record, args.item.as_deref(), &args.text)?;
            told(session, census, &id)
        }),
        Returns::Answer(args) => sit(session, &args.who, |census| {
            let known = known(census, &args.thread)?;
            census.reply(known.record, &known.id, &args.text)?;
            told(session, census, &known.id)
        }),
        Returns::Close(args) => sit(session, &args.who, |census| {
            let known = known(census, &args.thread)?;
            census.close_thread(known.record, &known.id, &args.text)?;
            told(session, census, &known.id)
        }),
    }?;
    session.print(&document, &lines)?;
    Ok(Outcome::Done)
}

fn list(session: &Session, args: &ReturnsIn) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let area = reader.node(unit(&reader, args.area.as_ref())?)?.path;
    let states: &[ThreadState] = match args.state {
        ThreadsIn::Open => &[ThreadState::Asked, ThreadState::Answered],
        ThreadsIn::Asked => &[ThreadState::Asked],
        ThreadsIn::Answered => &[ThreadState::Answered],
        ThreadsIn::Closed => &[ThreadState::Closed],
        ThreadsIn::All => &[
            ThreadState::Asked,
            ThreadState::Answered,
            ThreadState::Closed,
        ],
    };
    let mut listed = Vec::new();
    for state in states {
        listed.extend(reader.threads_below(&area, *state)?);
    }
    listed.sort_by(|a, b| (&a.path, a.record, &a.id).cmp(&(&b.path, b.record, &b.id)));
    let mut documents = Vec::new();
    let mut text = Vec::new();
    for one in &listed {
        let mut threads = reader.threads(one.record)?.into_iter();
        let Some(thread) = threads.find(|thread| thread.id == one.id) else {
            continue;
        };
        documents.push(document(&reader, &thread)?);
        text.extend(lines(session, &reader, &thread)?);
    }
    let total = listed.len();
    text.push(session.say(&Message::new("cli.returns.total").with("total", total)));
    session.print(&json!({ "returns": documents, "total": total }), &text)?;
    Ok(Outcome::Done)
}

/// Finds the record of a path: the codes people read, one whole code, or the id for ever.
fn record(reader: &Reader, path: &[String]) -> Result<RecordRef, Failure> {
    let found = match path {
        [one] => match one.parse::<Uuid>() {
            Ok(id) => reader.record_of(id)?,
            Err(_) => Some(reader.area(one)?),
        },
        _ => reader.resolve(path)?,
    };
    Ok(found.ok_or_else(|| StoreError::NoSuchUnit(path.join(" ")))?)
}

fn known(reader: &Reader, id: &str) -> Result<Thread, Failure> {
    let found = reader.thread(id)?;
    Ok(found.ok_or_else(|| StoreError::NoSuchThread(id.to_owned()))?)
}

fn told(session: &Session, reader: &Reader, id: &str) -> Result<(Value, Vec<String>), Failure> {
    let thread = known(reader, id)?;
    Ok((document(reader, &thread)?, lines(session, reader, &thread)?))
}

fn document(reader: &Reader, thread: &Thread) -> Result<Value, Failure> {
    let messages = thread.messages.iter().map(|message| {
        json!({
            "by": message.by,
            "role": message.role,
            "at": message.at,
            "text": message.text,
            "closes": message.closes,
        })
    });
    let messages: Vec<Value> = messages.collect();
    Ok(json!({
        "thread": thread.id,
        "state": thread.state.word(),
        "level": thread.record.kind.id(),
        "path": codes(&reader.node(thread.record)?.path),
        "record": reader.uuid(thread.record)?.to_string(),
        "item": thread.item,
        "messages": messages,
    }))
}

/// One line for the thread, one for each message.
fn lines(session: &Session, reader: &Reader, thread: &Thread) -> Result<Vec<String>, Failure> {
    let wording = &session.wording;
    let instrument = reader.instrument();
    let id = thread.item.as_deref().unwrap_or_default();
    let item = instrument.item(thread.record.kind, id);
    let item = item.map(|item| wording.label(&item.label.zh, &item.label.en));
    let state = match thread.state {
        ThreadState::Asked => "cli.gap.asked",
        ThreadState::Answered => "cli.gap.answered",
        ThreadState::Closed => "cli.returns.closed",
    };
    let place = codes(&reader.node(thread.record)?.path).join(" ");
    let head = [
        place.as_str(),
        item.as_deref().unwrap_or_default(),
        wording.text(state),
    ];
    let head: Vec<&str> = head.into_iter().filter(|part| !part.is_empty()).collect();
    let mut lines = vec![format!("{}  {}", head.join("  "), thread.id)];
    for message in &thread.messages {
        let key = if message.closes {
            "cli.returns.closing"
        } else {
            "cli.returns.message"
        };
        let said = Message::new(key)
            .with("by", &message.by)
            .with("role", role_key(&message.role))
            .with("at", &message.at)
            .with("text", &message.text);
        lines.push(format!("  {}", session.say(&said)));
    }
    Ok(lines)
}
