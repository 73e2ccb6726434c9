use serde_json::{Map, Value, json};

use super::Outcome;
use super::args_signoff::{Accept, SheetOf, Signing, Signoff};
use super::failure::Failure;
use super::keyboard::sit;
use super::session::Session;
use super::signoff_text::lines;
use super::status::area_code;
use crate::base::message::Message;
use crate::coverage::{
    Accepted, Block, SignError, Stance, sheet, sheet_text, sign, stance, write_sheet,
};
use crate::domain::division::codes;
use crate::store::{
    Census, Declaration, Handshake, Node, Note, Reader, RecordRef, Seal, SignOff, Since,
};

/// Declares, agrees to, disputes, signs, or unseals a unit, or shows how it stands.
pub(super) fn run(session: &Session, verb: &Signoff) -> Result<Outcome, Failure> {
    match verb {
        Signoff::Declare(args) => act(session, &args.unit, |census, unit| {
            let tally = census.node(unit)?.tally;
            let households = args.households.unwrap_or(tally.households);
            let persons = args.persons.unwrap_or(tally.persons);
            Ok(census.declare(unit, households, persons)?)
        }),
        Signoff::Agree(unit) => act(session, unit, |census, unit| Ok(census.agree(unit)?)),
        Signoff::Dispute(args) => act(session, &args.unit, |census, unit| {
            Ok(census.dispute(unit, &args.reason)?)
        }),
        Signoff::Unseal(args) => act(session, &args.unit, |census, unit| {
            Ok(census.unseal(unit, &args.reason)?)
        }),
        Signoff::Sign(args) => signed(session, &args.unit, &args.accept),
        Signoff::Show(args) => {
            let reader = session.reader()?;
            let unit = reader.area(area_code(&args.area))?;
            let stance = stance(&reader, unit)?;
            let mut told = Told::of(&reader, unit)?;
            told.blocks = Some(stance.blocks.clone());
            told.stance = Some(stance);
            session.print(&told.document(session, &reader)?, &lines(session, &told))?;
            Ok(Outcome::Done)
        }
        Signoff::Sheet(args) => print_sheet(session, args),
    }
}

/// Prints the sheet of a unit, or writes it to a file and says so.
fn print_sheet(session: &Session, args: &SheetOf) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let unit = reader.area(area_code(&args.area))?;
    let (language, clock) = (session.wording.language(), &session.clock);
    let Some(out) = &args.out else {
        let text = sheet_text(&sheet(&reader, unit, clock)?, language);
        let document = json!({ "area": area_code(&args.area), "text": text });
        session.print(&document, &[text.trim_end().to_owned()])?;
        return Ok(Outcome::Done);
    };
    write_sheet(&reader, unit, language, clock, out, args.replace)?;
    let path = out.display().to_string();
    let message = Message::new("cli.signoff.sheet").with("path", &path);
    let document = json!({ "area": area_code(&args.area), "path": path });
    session.print(&document, &[session.say(&message)])?;
    Ok(Outcome::Done)
}

/// Lets whoever is named do something to a unit, and prints how it stands then.
fn act(
    session: &Session,
    args: &Signing,
    work: impl FnOnce(&mut Census, RecordRef) -> Result<(), Failure>,
) -> Result<Outcome, Failure> {
    let (document, lines) = sit(session, &args.who, |census| {
        let unit = census.area(area_code(&args.area))?;
        work(census, unit)?;
        let told = Told::of(census, unit)?;
        Ok((told.document(session, census)?, lines(session, &told)))
    })?;
    session.print(&document, &lines)?;
    Ok(Outcome::Done)
}

/// Signs a unit. What blocks it is told in the document and as a failure of the data.
fn signed(session: &Session, args: &Signing, accept: &[Accept]) -> Result<Outcome, Failure> {
    let (document, lines, blocked) = sit(session, &args.who, |census| {
        let unit = census.area(area_code(&args.area))?;
        let mut accepted = Accepted::new();
        for Accept { area, reason } in accept {
            accepted.insert(census.area(area_code(area))?, reason.clone());
        }
        let blocked = match sign(census, unit, &accepted) {
            Ok(_) => None,
            Err(SignError::Blocked(blocks)) => Some(blocks),
            Err(error) => return Err(error.into()),
        };
        let mut told = Told::of(census, unit)?;
        told.blocks.clone_from(&blocked);
        let document = told.document(session, census)?;
        Ok((document, lines(session, &told), blocked))
    })?;
    let Some(blocks) = blocked else {
        session.print(&document, &lines)?;
        return Ok(Outcome::Done);
    };
    if session.is_json() {
        session.print(&document, &[])?;
    }
    Err(SignError::Blocked(blocks).into())
}

/// How a unit stands, as it is told.
pub(super) struct Told {
    pub(super) node: Node,
    pub(super) handshake: Handshake,
    pub(super) seal: Seal,
    /// What changed since it was signed.
    pub(super) changed: Vec<Since>,
    /// What blocks it, where that was worked out.
    pub(super) blocks: Option<Vec<Block>>,
    /// What the rules found, where they were run.
    pub(super) stance: Option<Stance>,
}

impl Told {
    fn of(reader: &Reader, unit: RecordRef) -> Result<Self, Failure> {
        let seal = reader.seal_of(unit)?;
        let changed = match &seal {
            Seal::Broken { .. } => reader.changed_since(unit)?,
            _ => Vec::new(),
        };
        Ok(Self {
            node: reader.node(unit)?,
            handshake: reader.handshake(unit)?,
            seal,
            changed,
            blocks: None,
            stance: None,
        })
    }

    fn document(&self, session: &Session, reader: &Reader) -> Result<Value, Failure> {
        let answer = match &self.handshake {
            Handshake::Disputed(_, note) | Handshake::Agreed(_, note) => Some(note),
            _ => None,
        };
        let unsealed = match &self.seal {
            Seal::Broken { unsealed, .. } => unsealed.as_ref(),
            _ => None,
        };
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("area", json!(self.node.path));
        put("name", json!(self.node.name));
        put("level", json!(self.node.record.kind.id()));
        put("state", json!(self.node.state.word()));
        let handshake = json!({
            "state": self.handshake.word(),
            "declared": self.handshake.declaration().map(declaration),
            "answer": answer.map(note),
        });
        put("handshake", handshake);
        let seal = json!({
            "state": self.seal.word(),
            "signed": self.seal.sign_off().map(sign_off),
            "unsealed": unsealed.map(note),
        });
        put("seal", seal);
        let changed = self.changed.iter().map(|since| since_of(reader, since));
        put("changed", Value::Array(changed.collect::<Result<_, _>>()?));
        if let Some(blocks) = &self.blocks {
            let blocks = blocks.iter().map(|block| of_block(session, reader, block));
            put("blocks", Value::Array(blocks.collect::<Result<_, _>>()?));
        }
        if let Some(stance) = &self.stance {
            put("soft_open", json!(stance.soft_open));
            put("soft_confirmed", json!(stance.soft_confirmed));
            put("excepted", json!(stance.excepted));
        }
        Ok(Value::Object(fields))
    }
}

fn declaration(declared: &Declaration) -> Value {
    json!({
        "by": declared.by,
        "role": declared.role,
        "at": declared.at,
        "households": declared.households,
        "persons": declared.persons,
        "listed": declared.listed,
    })
}

fn note(note: &Note) -> Value {
    json!({ "by": note.by, "role": note.role, "at": note.at, "reason": note.reason })
}

fn sign_off(signed: &SignOff) -> Value {
    json!({
        "by": signed.by,
        "role": signed.role,
        "at": signed.at,
        "answers": signed.answers,
        "edition": signed.edition,
        "children": signed.children.len(),
        "counts": signed.known.counts,
        "soft_open": signed.known.soft_open,
        "accepted": signed.known.accepted,
    })
}

fn since_of(reader: &Reader, since: &Since) -> Result<Value, Failure> {
    Ok(json!({
        "path": codes(&since.path),
        "record": reader.uuid(since.record)?.to_string(),
        "items": since.items,
        "by": since.by,
        "at": since.at,
    }))
}

fn of_block(session: &Session, reader: &Reader, block: &Block) -> Result<Value, Failure> {
    Ok(json!({
        "why": block.why.word(),
        "count": block.count,
        "path": codes(&block.path),
        "record": reader.uuid(block.record)?.to_string(),
        "item": block.item,
        "message": session.say(&block.message()),
    }))
}
