//! Closing a household of a register: who heads it, and whether it is as large as it says.

use super::register::Oddity;
use super::register_rows::{HEAD, Written};
use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::domain::prelist::{PlanHousehold, PlanPerson};
use crate::instrument::Instrument;

/// Greatest number of a household.
const NUMBER_MAX: u32 = 999;

/// A person while the household is read.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) line: u64,
    pub(super) answers: Vec<(String, String)>,
    pub(super) note: String,
}

/// A household while it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) line: u64,
    pub(super) group: Written,
    /// What tells it apart, as it is compared.
    pub(super) key: String,
    /// Name of the head, where a column gives it.
    pub(super) head: String,
    pub(super) head_number: Option<String>,
    pub(super) answers: Vec<(String, String)>,
    /// A telephone beside that of the household, for the person of the line.
    pub(super) spare_phone: Option<String>,
    pub(super) members: Option<u32>,
    pub(super) members_named: Vec<Member>,
}

/// A household that is closed.
pub(super) struct Closed {
    pub(super) household: PlanHousehold,
    pub(super) oddities: Vec<Oddity>,
}

impl Draft {
    /// Says whether somebody is its head by relation.
    pub(super) fn has_head(&self) -> bool {
        self.members_named.iter().any(is_head)
    }
}

fn is_head(member: &Member) -> bool {
    value(member, "relation") == HEAD
}

fn value<'m>(member: &'m Member, item: &str) -> &'m str {
    let found = member.answers.iter().find(|(known, _)| known == item);
    found.map_or("", |(_, value)| value)
}

/// Puts the head first and says what does not agree.
pub(super) fn close(mut draft: Draft, instrument: &Instrument) -> Closed {
    let mut oddities = Vec::new();
    let mut odd = |line: u64, message: Message| {
        oddities.push(Oddity::new(line, line.to_string(), message));
    };
    place_head(&mut draft, &mut odd);
    let named = u32::try_from(draft.members_named.len()).unwrap_or(u32::MAX);
    // Where only heads are listed, nobody is missing.
    let differs = |members: &u32| *members != named && named > 1;
    if let Some(members) = draft.members.filter(differs) {
        let message = Message::new("exchange.register.members").with("count", members);
        odd(draft.line, message.with("named", named));
    }
    let mut answers = vec![("head_name".to_owned(), draft.head)];
    answers.append(&mut draft.answers);
    in_order(&mut answers, Kind::Household, instrument);
    let persons = draft.members_named.into_iter().map(|mut member| {
        in_order(&mut member.answers, Kind::Person, instrument);
        PlanPerson {
            line: member.line,
            answers: member.answers,
            note: member.note,
        }
    });
    let household = PlanHousehold {
        line: draft.line,
        number: household_number(&draft.key),
        members: draft.members,
        answers,
        persons: persons.collect(),
    };
    Closed {
        household,
        oddities,
    }
}

/// Puts the head first: who is it by relation, else who bears the name of the head.
fn place_head(draft: &mut Draft, odd: &mut impl FnMut(u64, Message)) {
    let people = &mut draft.members_named;
    let heads = people.iter().filter(|member| is_head(member)).count();
    if let Some(second) = people.iter().filter(|member| is_head(member)).nth(1) {
        let message = Message::new("exchange.register.two_heads").with("count", heads);
        odd(second.line, message.with("value", value(second, "name")));
    }
    let by_name = |member: &Member| value(member, "name") == draft.head;
    let found = people.iter().position(is_head);
    let found = found.or_else(|| people.iter().position(by_name));
    match found {
        Some(at) => {
            let head = people.remove(at);
            people.insert(0, head);
        }
        None if draft.head.is_empty() => {
            let first = people.first().map_or("", |first| value(first, "name"));
            let message = Message::new("exchange.register.no_head").with("value", first);
            odd(draft.line, message);
        }
        None => {
            let message = Message::new("exchange.register.head_absent");
            odd(draft.line, message.with("value", &draft.head));
        }
    }
    let Some(head) = people.first_mut() else {
        return;
    };
    if draft.head.is_empty() {
        value(head, "name").clone_into(&mut draft.head);
    } else if value(head, "name") != draft.head && found.is_some() {
        let message = Message::new("exchange.register.head_differs");
        let message = message.with("value", &draft.head);
        odd(head.line, message.with("name", value(head, "name")));
    }
    let takes = value(head, "id_number").is_empty() && value(head, "name") == draft.head;
    if let Some(number) = draft.head_number.take().filter(|_| takes) {
        head.answers.push(("id_number".to_owned(), number));
    }
}

/// Puts answers into the order in which they are asked.
fn in_order(answers: &mut [(String, String)], kind: Kind, instrument: &Instrument) {
    let items = instrument.items(kind);
    answers.sort_by_key(|(id, _)| items.iter().position(|item| item.id == *id));
}

/// Returns the number of a household, where what tells it apart can be one.
fn household_number(key: &str) -> Option<u32> {
    let digits = key.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number = digits.parse().ok();
    number.filter(|number| (1..=NUMBER_MAX).contains(number))
}
