//! The ledger and the five: how many there are, and whether anybody is missed.

use super::page::{Holds, Part, Table};
use super::words::{Words, number};
use crate::coverage::block::Why;
use crate::domain::kind::Kind;
use crate::store::{ALONG, Balance, Handshake, OPEN};

/// Returns the two tables of counts.
pub(super) fn parts(words: &Words<'_>) -> Vec<Part> {
    let mut parts = words.ledger();
    parts.extend(words.five());
    parts
}

/// One of the five.
struct Line {
    /// Level of what may be missed; of items that below a person.
    level: Kind,
    /// Wording key.
    name: &'static str,
    should: Option<u64>,
    there: u64,
    lacking: Option<u64>,
    /// Wording keys and numbers.
    notes: Vec<(&'static str, u64)>,
}

impl Words<'_> {
    /// Tells both sides of the ledger, level by level.
    fn ledger(&self) -> Vec<Part> {
        let status = &self.sheet.status;
        let (tally, expected, signed) = (&status.tally, &status.expected, &status.signed);
        let levels = status.ledger.levels();
        let below = levels.into_iter().filter(|(kind, _)| *kind > self.kind());
        let mut is_even = true;
        let rows = below.map(|(kind, balance)| {
            let (expected, complete, signed) = match kind {
                Kind::Village => (expected.villages, tally.villages_complete, signed.villages),
                Kind::Group => (expected.groups, tally.groups_complete, signed.groups),
                Kind::Household => {
                    let complete = tally.households_complete;
                    (expected.households, complete, signed.households)
                }
                _ => (expected.persons, tally.persons_complete, signed.persons),
            };
            is_even &= balance.difference() == 0;
            vec![
                self.text(kind.key()),
                number(expected),
                balance.prelisted.to_string(),
                balance.added.to_string(),
                balance.listed().to_string(),
                self.results(kind, balance),
                complete.to_string(),
                signed.to_string(),
                balance.difference().to_string(),
            ]
        });
        let rows = rows.collect();
        let (number, word) = (Holds::Number, Holds::Word);
        let holds = [
            word,
            number,
            number,
            number,
            number,
            Holds::Words,
            number,
            number,
            number,
        ];
        let table = Table::new(&self.text("coverage.sheet.ledger_headings"), &holds, rows);
        let verdict = if is_even {
            "coverage.sheet.even"
        } else {
            "coverage.sheet.uneven"
        };
        vec![
            Part::Heading(self.text("coverage.sheet.ledger")),
            Part::Table(table),
            Part::Lines(vec![self.text(verdict)]),
        ]
    }

    /// Says how many units came to which end.
    fn results(&self, kind: Kind, balance: &Balance) -> String {
        let ends = balance.dispositions.iter().map(|(code, n)| {
            let word = match (code.as_str(), kind) {
                (OPEN, Kind::Household) => self.text("coverage.sheet.no_result"),
                (OPEN, _) => self.text("coverage.sheet.counted"),
                (ALONG, _) => self.text("coverage.sheet.along"),
                (code, _) => self.result(kind, code),
            };
            format!("{word} {n}")
        });
        ends.collect::<Vec<_>>()
            .join(&self.text("coverage.sheet.between"))
    }

    /// Tells for each of the five whether something is missed.
    fn five(&self) -> Vec<Part> {
        let rows = self.five_lines().into_iter();
        let below = rows.filter(|line| line.level > self.kind());
        let rows = below.map(|line| {
            let notes = self.remarks(&line);
            let there = line.there.to_string();
            vec![
                self.text(line.name),
                number(line.should),
                there,
                number(line.lacking),
                notes,
            ]
        });
        let holds = [
            Holds::Word,
            Holds::Number,
            Holds::Number,
            Holds::Number,
            Holds::Words,
        ];
        let headings = self.text("coverage.sheet.five_headings");
        vec![
            Part::Heading(self.text("coverage.sheet.five")),
            Part::Table(Table::new(&headings, &holds, rows.collect())),
        ]
    }

    fn five_lines(&self) -> [Line; 5] {
        let (status, gaps) = (&self.sheet.status, &self.sheet.gaps);
        let (tally, expected) = (&status.tally, &status.expected);
        let groups = tally.groups.saturating_sub(tally.groups_disposed);
        let items = tally.answered + tally.reasoned;
        let of = |level, name, expected: Option<u64>, there: u64, notes| Line {
            level,
            name,
            should: expected,
            there,
            lacking: expected.map(|expected| expected.saturating_sub(there)),
            notes,
        };
        // A unit with too many does not make up for one with too few: what each lacks is summed.
        let by_unit = |line: Line, lacking: u64| Line {
            lacking: line
                .should
                .map(|_| lacking)
                .or((lacking > 0).then_some(lacking)),
            ..line
        };
        let no_groups = vec![("coverage.no_groups", gaps.villages)];
        let no_households = vec![
            ("coverage.no_households", gaps.groups),
            ("coverage.no_result", gaps.households),
        ];
        let no_persons = vec![
            ("coverage.no_persons", self.blocked(Why::NoPersons)),
            ("coverage.no_episodes", self.blocked(Why::NoEpisodes)),
            ("coverage.sheet.persons_incomplete", gaps.persons),
        ];
        let (village, group) = (
            "coverage.sheet.no_village_missed",
            "coverage.sheet.no_group_missed",
        );
        let household = "coverage.sheet.no_household_missed";
        let (person, item) = (
            "coverage.sheet.no_person_missed",
            "coverage.sheet.no_item_missed",
        );
        let groups = of(Kind::Group, group, expected.groups, groups, no_groups);
        let (listed, all) = (tally.households, expected.households);
        let households = of(Kind::Household, household, all, listed, no_households);
        [
            of(
                Kind::Village,
                village,
                expected.villages,
                tally.villages,
                Vec::new(),
            ),
            by_unit(groups, gaps.groups_missing),
            by_unit(households, gaps.unlisted),
            of(
                Kind::Person,
                person,
                expected.persons,
                tally.persons,
                no_persons,
            ),
            of(
                Kind::Episode,
                item,
                Some(tally.applicable),
                items,
                Vec::new(),
            ),
        ]
    }

    fn remarks(&self, line: &Line) -> String {
        let notes = line.notes.iter().filter(|(_, n)| *n > 0);
        let mut notes: Vec<String> = notes.map(|(key, n)| self.count(key, *n)).collect();
        let is_agreed = matches!(self.sheet.stance.handshake, Handshake::Agreed(..));
        match line.lacking {
            None if is_agreed => notes.push(self.text("coverage.sheet.as_agreed")),
            None => notes.push(self.text("coverage.sheet.nothing_expected")),
            Some(0) if notes.is_empty() => notes.push(self.text("coverage.sheet.nothing_missed")),
            Some(lacking) => {
                let short = line.should.unwrap_or_default().saturating_sub(line.there);
                if lacking > short {
                    notes.push(self.text("coverage.sheet.not_offset"));
                }
            }
        }
        let reasoned = self.sheet.status.tally.reasoned;
        if line.level == Kind::Episode && reasoned > 0 {
            notes.push(self.count("coverage.sheet.reasons", reasoned));
        }
        notes.join(&self.text("coverage.sheet.between"))
    }

    /// Returns how often something blocks.
    fn blocked(&self, why: Why) -> u64 {
        let mut blocks = self.sheet.stance.blocks.iter();
        blocks
            .find(|block| block.why == why)
            .map_or(0, |block| block.count)
    }
}
