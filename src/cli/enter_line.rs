use serde_json::{Map, Value};
use uuid::Uuid;

use crate::base::message::Message;
use crate::domain::answer::{Answer, Reason};
use crate::domain::kind::Kind;
use crate::instrument::{Instrument, Item, ItemType};
use crate::store::ORIGIN;

/// Keys that a line may have.
const KEYS: [&str; 7] = [
    "unit",
    "path",
    "record",
    "items",
    "disposition",
    "confirm",
    "unseal",
];
/// Kinds of units that are entered; townships and villages come from the frame.
const UNITS: [Kind; 4] = [Kind::Group, Kind::Household, Kind::Person, Kind::Episode];

/// One line of entries, checked against the instrument before anything is written.
#[derive(Debug)]
pub(super) struct Entry {
    /// Kind of unit.
    pub(super) kind: Kind,
    /// Which unit.
    pub(super) at: At,
    /// Answers by item, in the order of the line.
    pub(super) answers: Vec<(String, Answer)>,
    /// Result of the visit, or how a row is handled, with a remark.
    pub(super) disposition: Option<(Answer, Option<String>)>,
    /// Reasons that settle findings, by rule.
    pub(super) confirm: Vec<(String, String)>,
    /// Why something signed is changed.
    pub(super) unseal: Option<String>,
}

/// How a line names its unit.
#[derive(Debug)]
pub(super) enum At {
    /// By the id it keeps for ever.
    Record(Uuid),
    /// By the codes people read, from the township or the village down.
    Path(Vec<String>),
}

/// Reads a line.
///
/// # Errors
///
/// A message that says what is wrong and what to write instead.
pub(super) fn parse(text: &str, instrument: &Instrument) -> Result<Entry, Message> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| Message::new("cli.enter_not_json").with("cause", error))?;
    let Value::Object(fields) = value else {
        return Err(wrong_type("line", r#"{"unit":"person"}"#));
    };
    if let Some(key) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let keys = KEYS.join(", ");
        return Err(Message::new("cli.enter_unknown_key")
            .with("key", key)
            .with("keys", keys));
    }
    let kind = unit(&fields)?;
    let mut entry = Entry {
        kind,
        at: at(&fields)?,
        answers: Vec::new(),
        disposition: None,
        confirm: confirm(&fields)?,
        unseal: unseal(&fields)?,
    };
    match fields.get("items") {
        None | Some(Value::Null) => {}
        Some(Value::Object(items)) => {
            for (id, value) in items {
                entry.item(instrument, id, value)?;
            }
        }
        Some(_) => return Err(wrong_type("items", r#"{"name":"text"}"#)),
    }
    if let Some(value) = fields.get("disposition") {
        entry.dispose(instrument, value)?;
    }
    Ok(entry)
}

impl Entry {
    fn item(&mut self, instrument: &Instrument, id: &str, value: &Value) -> Result<(), Message> {
        if id == "disposition" {
            return self.dispose(instrument, value);
        }
        // Only a register says that a unit was on it: whoever could change that could hide one.
        let item = instrument
            .item(self.kind, id)
            .filter(|item| item.id != ORIGIN);
        let item = item.ok_or_else(|| {
            Message::new("cli.enter_no_item")
                .with("item", id)
                .with("unit", self.kind)
        })?;
        let answer = answer(instrument, item, value)?;
        self.answers.push((id.to_owned(), answer));
        Ok(())
    }

    /// Takes a code, or a code with a remark; `null` opens the unit again.
    fn dispose(&mut self, instrument: &Instrument, value: &Value) -> Result<(), Message> {
        let item = instrument.item(self.kind, "disposition").ok_or_else(|| {
            Message::new("cli.enter_no_item")
                .with("item", "disposition")
                .with("unit", self.kind)
        })?;
        let (code, remark) = match value {
            Value::Object(fields) => {
                let code = fields.get("code").unwrap_or(&Value::Null);
                (
                    code,
                    fields
                        .get("remark")
                        .and_then(Value::as_str)
                        .map(str::to_owned),
                )
            }
            value => (value, None),
        };
        self.disposition = Some((answer(instrument, item, code)?, remark));
        Ok(())
    }
}

fn unit(fields: &Map<String, Value>) -> Result<Kind, Message> {
    let unit = fields
        .get("unit")
        .and_then(Value::as_str)
        .unwrap_or_default();
    UNITS
        .into_iter()
        .find(|kind| kind.id() == unit)
        .ok_or_else(|| {
            let units = UNITS.map(Kind::id).join(", ");
            Message::new("cli.enter_no_unit")
                .with("unit", unit)
                .with("units", units)
        })
}

fn unseal(fields: &Map<String, Value>) -> Result<Option<String>, Message> {
    match fields.get("unseal") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(reason)) => Ok(Some(reason.clone())),
        Some(_) => Err(wrong_type("unseal", "\"reason\"")),
    }
}

fn confirm(fields: &Map<String, Value>) -> Result<Vec<(String, String)>, Message> {
    let wrong = || wrong_type("confirm", r#"{"P11":"reason"}"#);
    let reasons = match fields.get("confirm") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(reasons)) => reasons,
        Some(_) => return Err(wrong()),
    };
    let reasons = reasons.iter().map(|(rule, reason)| {
        let reason = reason.as_str().ok_or_else(wrong)?;
        Ok((rule.clone(), reason.to_owned()))
    });
    reasons.collect()
}

fn at(fields: &Map<String, Value>) -> Result<At, Message> {
    match (fields.get("record"), fields.get("path")) {
        (Some(Value::String(id)), None) => id
            .parse()
            .map(At::Record)
            .map_err(|_| Message::new("cli.enter_no_record").with("record", id)),
        (None, Some(Value::Array(path))) => {
            let texts = path.iter().map(|part| part.as_str().map(str::to_owned));
            texts
                .collect::<Option<Vec<String>>>()
                .map(At::Path)
                .ok_or_else(|| wrong_type("path", r#"["620825100201","03","012"]"#))
        }
        (Some(_), Some(_)) | (None, None) => Err(Message::new("cli.enter_no_place")),
        (Some(_), None) => Err(wrong_type("record", "\"UUID\"")),
        (None, Some(_)) => Err(wrong_type("path", r#"["620825100201","03","012"]"#)),
    }
}

fn answer(instrument: &Instrument, item: &Item, value: &Value) -> Result<Answer, Message> {
    let typed = match (value, &item.item_type) {
        (Value::Null, _) => return Ok(Answer::Cleared),
        (Value::Object(fields), _) => return reason(item, fields),
        (Value::Array(codes), ItemType::Multi { .. }) => codes
            .iter()
            .map(|code| code.as_str())
            .collect::<Option<Vec<&str>>>()
            .ok_or_else(|| wrong_type(&item.id, r#"["01","07"]"#))?
            .join(";"),
        (_, ItemType::Multi { .. }) => return Err(wrong_type(&item.id, r#"["01","07"]"#)),
        (Value::Number(number), ItemType::Int { .. } | ItemType::Dec { .. }) => number.to_string(),
        (Value::String(text), _) => text.clone(),
        (_, ItemType::Int { .. } | ItemType::Dec { .. }) => {
            return Err(wrong_type(&item.id, "12"));
        }
        (_, ItemType::Code { .. }) => return Err(wrong_type(&item.id, "\"1\"")),
        _ => return Err(wrong_type(&item.id, "\"text\"")),
    };
    let malformed = |fault: crate::instrument::Malformed| {
        let mut message = fault.message();
        message.args.push(("item", item.id.clone()));
        message
    };
    instrument.entry(item, &typed).map_err(malformed)?;
    Ok(Answer::Value(typed))
}

fn reason(item: &Item, fields: &Map<String, Value>) -> Result<Answer, Message> {
    let word = match fields.get("reason") {
        Some(Value::String(word)) if fields.len() == 1 => word,
        _ => return Err(wrong_type(&item.id, r#"{"reason":"refused"}"#)),
    };
    let offered = |reason: &Reason| {
        !item.is_auto()
            && (*reason != Reason::None || item.reasons.iter().any(|id| id == reason.id()))
    };
    let reason = word.parse().ok().filter(offered);
    reason.map(Answer::Reason).ok_or_else(|| {
        let reasons = Reason::ALL.into_iter().filter(offered).map(Reason::id);
        Message::new("cli.enter_no_reason")
            .with("item", &item.id)
            .with("reason", word)
            .with("reasons", reasons.collect::<Vec<_>>().join(", "))
    })
}

fn wrong_type(key: &str, example: &str) -> Message {
    Message::new("cli.enter_wrong_type")
        .with("key", key)
        .with("example", example)
}
