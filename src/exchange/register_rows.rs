//! From lines to households: who belongs together, line by line.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::frame_error::Place;
use super::register::{Oddity, Skip, Skipped, Target};
use super::register_grid::{Grid, Line, Value};
use super::register_heading::Heading;
use super::register_household::{self, Draft};
use super::register_value::{self};
use super::register_words::{WORDS, plain};
use crate::base::message::Message;
use crate::base::text::{fold_width, tidy_text};
use crate::domain::kind::Kind;
use crate::domain::prelist::{Plan, PlanGroup, PlanVillage};
use crate::instrument::Instrument;

/// The relation of the head to himself.
pub(super) const HEAD: &str = "0";
/// Most characters of a name that stands alone on its line; a longer one is a title.
const LONE_NAME_CHARS_MAX: usize = 4;

/// What the lines come to.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) plan: Plan,
    pub(super) skipped: Vec<Skipped>,
    pub(super) oddities: Vec<Oddity>,
}

/// Takes all lines below the heading.
pub(super) fn take(
    grid: &Grid,
    heading: &Heading,
    (instrument, reference): (&Instrument, NaiveDate),
) -> Lines {
    let mut taker = Taker {
        grid,
        heading,
        instrument,
        reference,
        lines: Lines::default(),
        village: (String::new(), 0),
        group: Some((None, String::new())),
        drafts: Vec::new(),
        current: None,
        keys: HashMap::new(),
        numbers: HashMap::new(),
    };
    for line in grid.lines.get(heading.body..).unwrap_or_default() {
        taker.line(line);
    }
    let drafts = std::mem::take(&mut taker.drafts);
    for draft in drafts {
        let group = draft.group.clone();
        let mut closed = register_household::close(draft, instrument);
        taker.lines.oddities.append(&mut closed.oddities);
        let place = group_of(&mut taker.lines.plan, group);
        place.households.push(closed.household);
    }
    taker.lines.oddities.sort_by_key(|oddity| oddity.line);
    taker.lines
}

/// A group as it is written: its village with the line that names it, its number, its name.
pub(super) type Written = ((String, u64), Option<u32>, String);

fn group_of(plan: &mut Plan, ((village, line), number, name): Written) -> &mut PlanGroup {
    let villages = &mut plan.villages;
    let at = villages.iter().position(|known| known.name == village);
    let at = at.unwrap_or_else(|| {
        villages.push(PlanVillage {
            name: village,
            line,
            groups: Vec::new(),
        });
        villages.len() - 1
    });
    let groups = &mut villages[at].groups;
    let same = |known: &PlanGroup| known.number == number && known.name == name;
    let at = groups.iter().position(same).unwrap_or_else(|| {
        groups.push(PlanGroup {
            number,
            name,
            ..PlanGroup::default()
        });
        groups.len() - 1
    });
    &mut groups[at]
}

pub(super) struct Taker<'a> {
    pub(super) grid: &'a Grid,
    pub(super) heading: &'a Heading,
    pub(super) instrument: &'a Instrument,
    pub(super) reference: NaiveDate,
    pub(super) lines: Lines,
    pub(super) village: (String, u64),
    pub(super) group: Option<(Option<u32>, String)>,
    pub(super) drafts: Vec<Draft>,
    /// The household of the line before.
    pub(super) current: Option<usize>,
    /// Households by group and by what tells them apart.
    pub(super) keys: HashMap<(Written, String), usize>,
    /// Lines by identity number.
    pub(super) numbers: HashMap<String, u64>,
}

/// What a line says of the household it belongs to.
pub(super) struct Belongs {
    pub(super) key: String,
    pub(super) head: String,
    pub(super) is_head: bool,
    pub(super) name: String,
}

impl Taker<'_> {
    pub(super) fn cell<'l>(&self, line: &'l Line, target: &Target) -> &'l Value {
        let column = self.heading.column(target);
        column.map_or(&Value::Empty, |column| line.cell(column))
    }

    pub(super) fn item<'l>(&self, line: &'l Line, kind: Kind, item: &str) -> &'l Value {
        let column = self.heading.item(kind, item);
        column.map_or(&Value::Empty, |column| line.cell(column))
    }

    pub(super) fn has(&self, kind: Kind, item: &str) -> bool {
        self.heading.item(kind, item).is_some()
    }

    fn line(&mut self, line: &Line) {
        if let Some(why) = self.skip(line) {
            let texts: Vec<String> = line.filled().map(|(_, cell)| cell.text()).collect();
            self.lines.skipped.push(Skipped {
                line: line.number,
                why,
                text: texts.join(" "),
            });
            return;
        }
        let name = self.name(line);
        if name.is_empty() {
            self.warn(line, None, Message::new("exchange.register.no_name"));
            return;
        }
        self.place(line);
        let relation = self.taken(line, Kind::Person, "relation").value;
        let head = self.item(line, Kind::Household, "head_name").text();
        let head = crate::base::text::tidy_name(&head);
        let is_head = match &relation {
            Some(code) => code == HEAD,
            // Without a relation the head is who bears his name.
            None => head == name && !self.has(Kind::Person, "relation"),
        };
        let belongs = Belongs {
            key: plain(&self.cell(line, &Target::Household).text()),
            head,
            is_head,
            name,
        };
        let at = self.household(line, &belongs);
        self.of_household(line, at, &belongs);
        self.person(line, at, &belongs);
    }

    /// Returns the name on a line: of a person, else of the head where only heads are listed.
    fn name(&self, line: &Line) -> String {
        let cell = if self.has(Kind::Person, "name") {
            self.item(line, Kind::Person, "name")
        } else {
            self.item(line, Kind::Household, "head_name")
        };
        register_value::person_name(cell).value.unwrap_or_default()
    }

    /// Says why a line holds no person; none where it does, or should.
    fn skip(&mut self, line: &Line) -> Option<Skip> {
        if self.heading.repeats(line) {
            return Some(Skip::Heading);
        }
        let mut filled = line.filled();
        let (first, value) = filled.next()?;
        let text = value.text();
        let is_lone = filled.next().is_none();
        if is_lone && WORDS.is_group_line(&text) && self.heading.column(&Target::Group).is_none() {
            self.group = Some((WORDS.group_number(&text), String::new()));
            self.current = None;
            return Some(Skip::Group);
        }
        let says = |item| !self.item(line, Kind::Person, item).is_empty();
        let says_more = ["relation", "id_number", "sex", "birth_ym", "ethnic"]
            .into_iter()
            .any(says);
        let name = self.name(line);
        if !says("id_number") && (WORDS.is_sum(&text) || WORDS.is_sum(&name)) {
            return Some(Skip::Sum);
        }
        // The head of a page says who writes and when.
        let is_said = name.is_empty() && !says("id_number") && fold_width(&text).contains(':');
        if is_said {
            return Some(Skip::Note);
        }
        if says_more {
            return None;
        }
        let is_title = is_lone
            && (name.chars().count() > LONE_NAME_CHARS_MAX
                || self.grid.merged_to(line.number, first) > first);
        let is_note = name.is_empty() || fold_width(&name).contains(':') || is_title;
        is_note.then_some(Skip::Note)
    }

    /// Takes village and group of a line; empty cells are those of the line above.
    fn place(&mut self, line: &Line) {
        let village = self.cell(line, &Target::Village).text();
        if !village.is_empty() && village != self.village.0 {
            self.village = (village, line.number);
            self.current = None;
            self.group = Some((None, String::new()));
        }
        let text = self.cell(line, &Target::Group).text();
        if text.is_empty() {
            return;
        }
        let number = WORDS.group_number(&text);
        let name = if number.is_some() {
            String::new()
        } else {
            tidy_text(&text)
        };
        let group = Some((number, name));
        if group != self.group {
            self.group = group;
            self.current = None;
        }
    }

    fn written(&self) -> Written {
        let (number, name) = self.group.clone().unwrap_or_default();
        (self.village.clone(), number, name)
    }

    /// Returns the household of a line, which it may begin.
    fn household(&mut self, line: &Line, belongs: &Belongs) -> usize {
        let written = self.written();
        let has_key = self.heading.column(&Target::Household).is_some();
        let current = self.current.and_then(|at| Some((at, self.drafts.get(at)?)));
        let goes_on = current.filter(|(_, draft)| {
            let is_second_head = belongs.is_head && draft.has_head();
            if has_key {
                let is_same = belongs.key.is_empty() || belongs.key == draft.key;
                return is_same && !(belongs.key.is_empty() && is_second_head);
            }
            let is_same = belongs.head.is_empty() || belongs.head == draft.head;
            // Only a line before his own can have begun the household of a head.
            let is_begun = !belongs.is_head || draft.head == belongs.name;
            is_same && is_begun && !is_second_head
        });
        let by_key = || {
            let key = (written.clone(), belongs.key.clone());
            let is_known = has_key && !belongs.key.is_empty();
            is_known.then(|| self.keys.get(&key).copied()).flatten()
        };
        let at = goes_on.map(|(at, _)| at).or_else(by_key);
        let at = at.unwrap_or_else(|| {
            self.drafts.push(Draft {
                line: line.number,
                group: written.clone(),
                key: belongs.key.clone(),
                head: belongs.head.clone(),
                ..Draft::default()
            });
            let at = self.drafts.len() - 1;
            if !belongs.key.is_empty() {
                self.keys.insert((written, belongs.key.clone()), at);
            }
            at
        });
        self.current = Some(at);
        at
    }

    pub(super) fn warn(&mut self, line: &Line, column: Option<usize>, message: Message) {
        let place = Place {
            line: line.number,
            column: column.and_then(|column| u32::try_from(column).ok()),
        };
        self.lines.oddities.push(Oddity {
            line: line.number,
            cell: place.cell(),
            message,
        });
    }
}
