//! What the unit is signed with all the same: what is asked, excepted, not reached, returned, and
//! changed.

use super::Cut;
use super::page::{Holds, Part, Table};
use super::words::{Words, minute};
use crate::base::message::Message;
use crate::instrument::Level;
use crate::store::{Seal, ThreadState};

/// Returns the lists; those that are empty are named together.
pub(super) fn parts(words: &Words<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let is_signed = matches!(words.sheet.stance.seal, Seal::Intact(_));
    // A draft tells it in its banner.
    if is_signed && !words.sheet.stance.blocks.is_empty() {
        parts.push(Part::Heading(words.text("coverage.sheet.blocks")));
        parts.push(Part::Lines(words.blocks()));
    }
    let lists = [
        open(words),
        settled(words),
        unreached(words),
        returned(words),
        accepted(words),
        changed(words),
    ];
    let mut empty = Vec::new();
    for list in lists {
        if list.table.rows.is_empty() {
            empty.extend(list.is_usual.then(|| words.text(list.name)));
            continue;
        }
        let heading = Message::new("coverage.sheet.with_count")
            .with("name", words.text(list.name))
            .with("count", list.total);
        parts.push(Part::Heading(words.say(&heading)));
        parts.push(Part::Table(list.table));
        if list.hidden > 0 {
            let hidden = words.count("coverage.sheet.hidden", list.hidden);
            parts.push(Part::Lines(vec![hidden]));
        }
    }
    if !empty.is_empty() {
        let names = empty.join(&words.text("coverage.sheet.between"));
        let names = Message::new("coverage.sheet.empty").with("names", names);
        parts.push(Part::Lines(vec![String::new(), words.say(&names)]));
    }
    parts
}

/// A list under its name.
struct List {
    name: &'static str,
    /// Whether it is worth saying that there is nothing of it.
    is_usual: bool,
    total: u64,
    hidden: u64,
    table: Table,
}

impl List {
    fn new<T>(
        words: &Words<'_>,
        name: &'static str,
        (headings, holds): (&'static str, &[Holds]),
        cut: &Cut<T>,
        row: impl Fn(&T) -> Vec<String>,
    ) -> Self {
        let rows = cut.first.iter().map(row).collect();
        Self {
            name,
            is_usual: true,
            total: cut.total,
            hidden: cut.hidden(),
            table: Table::new(&words.text(headings), holds, rows),
        }
    }
}

fn open(words: &Words<'_>) -> List {
    let open = &words.sheet.open;
    let is_signed = open.iter().any(|rule| rule.when_signed.is_some());
    let (mut headings, mut holds) = (
        "coverage.sheet.open_headings",
        vec![
            Holds::Word,
            Holds::Word,
            Holds::Number,
            Holds::Words,
            Holds::Words,
        ],
    );
    if is_signed {
        headings = "coverage.sheet.open_headings_signed";
        holds.insert(3, Holds::Number);
    }
    let rows = open.iter().map(|rule| {
        let said = words.label(&rule.words);
        let (kind, said) = match &rule.hint {
            Some(title) => {
                let titled = Message::new("coverage.sheet.titled")
                    .with("title", words.label(title))
                    .with("words", said);
                ("coverage.sheet.hint", words.say(&titled))
            }
            None => ("coverage.sheet.soft", said),
        };
        let mut row = vec![rule.rule.clone(), words.text(kind), rule.count.to_string()];
        row.extend(rule.when_signed.map(|n| n.to_string()));
        row.push(said);
        row.push(words.place(&rule.place));
        row
    });
    List {
        name: "coverage.sheet.open",
        is_usual: true,
        total: open.iter().map(|rule| rule.count).sum(),
        hidden: 0,
        table: Table::new(&words.text(headings), &holds, rows.collect()),
    }
}

fn settled(words: &Words<'_>) -> List {
    let holds = [
        Holds::Word,
        Holds::Word,
        Holds::Words,
        Holds::Words,
        Holds::Words,
    ];
    let shape = ("coverage.sheet.settled_headings", &holds[..]);
    let cut = &words.sheet.settled;
    List::new(words, "coverage.sheet.settled", shape, cut, |settled| {
        let kind = match settled.level {
            Level::Hard => "coverage.sheet.excepted",
            _ => "coverage.sheet.confirmed",
        };
        vec![
            settled.rule.clone(),
            words.text(kind),
            words.place(&settled.place),
            words.label(&settled.words),
            words.reasoned(&settled.note),
        ]
    })
}

fn unreached(words: &Words<'_>) -> List {
    let holds = [Holds::Words, Holds::Words, Holds::Number];
    let shape = ("coverage.sheet.unreached_headings", &holds[..]);
    let cut = &words.sheet.unreached;
    List::new(words, "coverage.sheet.unreached", shape, cut, |household| {
        vec![
            words.place(&household.place),
            words.label(&household.result),
            household.visits.to_string(),
        ]
    })
}

fn returned(words: &Words<'_>) -> List {
    let holds = [
        Holds::Words,
        Holds::Words,
        Holds::Words,
        Holds::Words,
        Holds::Word,
    ];
    let shape = ("coverage.sheet.returned_headings", &holds[..]);
    let cut = &words.sheet.returned;
    List::new(words, "coverage.sheet.returned", shape, cut, |returned| {
        let state = match returned.state {
            ThreadState::Answered => "coverage.sheet.answered",
            _ => "coverage.sheet.asked",
        };
        let item = returned.item.as_ref().map(|item| words.label(item));
        vec![
            words.place(&returned.place),
            item.unwrap_or_default(),
            returned.text.clone(),
            format!("{} {}", returned.by, minute(&returned.at)),
            words.text(state),
        ]
    })
}

fn accepted(words: &Words<'_>) -> List {
    let rows = words.sheet.accepted.iter();
    let rows = rows.map(|unit| vec![words.place(&unit.place), unit.reason.clone()]);
    let rows: Vec<Vec<String>> = rows.collect();
    let headings = words.text("coverage.sheet.accepted_headings");
    List {
        name: "coverage.sheet.accepted",
        is_usual: false,
        total: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        hidden: 0,
        table: Table::new(&headings, &[Holds::Words, Holds::Words], rows),
    }
}

fn changed(words: &Words<'_>) -> List {
    let holds = [Holds::Words, Holds::Words, Holds::Words];
    let shape = ("coverage.sheet.changed_headings", &holds[..]);
    let cut = &words.sheet.changed;
    let list = List::new(words, "coverage.sheet.changed", shape, cut, |changed| {
        let items = changed.items.iter().map(|item| {
            if item.zh.is_empty() {
                words.text("coverage.sheet.moved")
            } else {
                words.label(item)
            }
        });
        let items: Vec<String> = items.collect();
        vec![
            words.place(&changed.place),
            items.join(&words.text("coverage.sheet.between")),
            format!("{} {}", changed.by, minute(&changed.at)),
        ]
    });
    List {
        is_usual: false,
        ..list
    }
}
