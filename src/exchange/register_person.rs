//! What a line of a register says of its household and of its person.

use super::register::Target;
use super::register_grid::Line;
use super::register_household::Member;
use super::register_rows::{Belongs, HEAD, Taker};
use super::register_value::{self, Taken};
use crate::base::message::Message;
use crate::domain::calendar::YearMonth;
use crate::domain::identity;
use crate::domain::kind::Kind;

impl Taker<'_> {
    /// Takes what a line says of its household: what is written first stands.
    pub(super) fn of_household(&mut self, line: &Line, at: usize, belongs: &Belongs) {
        let heading = self.heading;
        for column in &heading.columns {
            let Some(Target::Item(Kind::Household, item)) = &column.target else {
                continue;
            };
            if item == "head_name" {
                continue;
            }
            let item = item.clone();
            let taken = self.taken(line, Kind::Household, &item);
            if let Some(why) = taken.odd {
                self.warn(line, self.heading.item(Kind::Household, &item), why);
            }
            let Some(value) = taken.value else { continue };
            let Some(draft) = self.drafts.get_mut(at) else {
                continue;
            };
            match draft.answers.iter().find(|(known, _)| *known == item) {
                None => draft.answers.push((item, value)),
                Some((_, held)) if *held == value => {}
                // A second telephone is the person's own.
                Some(_) if item == "hh_phone" => draft.spare_phone = Some(value),
                Some(_) => {
                    let message = Message::new("exchange.register.second");
                    let column = self.heading.item(Kind::Household, &item);
                    self.warn(line, column, message.with("value", value));
                }
            }
        }
        let members = self.cell(line, &Target::Members).text().parse::<u32>().ok();
        let number = self.cell(line, &Target::HeadId);
        let number = register_value::number(number, self.reference);
        if let Some(draft) = self.drafts.get_mut(at) {
            draft.members = draft.members.or(members);
            draft.head_number = draft.head_number.take().or(number.value);
            if draft.head.is_empty() {
                draft.head.clone_from(&belongs.head);
            }
        }
        if let Some(why) = number.odd {
            self.warn(line, self.heading.column(&Target::HeadId), why);
        }
    }

    /// Takes the person of a line.
    pub(super) fn person(&mut self, line: &Line, at: usize, belongs: &Belongs) {
        let mut answers = vec![("name".to_owned(), belongs.name.clone())];
        let heading = self.heading;
        for column in &heading.columns {
            let Some(Target::Item(kind, item)) = &column.target else {
                continue;
            };
            let is_name = matches!(item.as_str(), "name" | "head_name");
            if *kind != Kind::Person && !is_name {
                continue;
            }
            let taken = self.taken(line, *kind, item);
            if let Some(why) = taken.odd {
                self.warn(line, Some(column.at), why);
            }
            answers.extend(
                taken
                    .value
                    .filter(|_| !is_name)
                    .map(|value| (item.clone(), value)),
            );
        }
        let has = |answers: &[(String, String)], item| answers.iter().any(|(id, _)| id == item);
        if belongs.is_head && !has(&answers, "relation") {
            answers.push(("relation".to_owned(), HEAD.to_owned()));
        }
        let spare = self
            .drafts
            .get_mut(at)
            .and_then(|draft| draft.spare_phone.take());
        if let Some(phone) = spare.filter(|_| !has(&answers, "mobile")) {
            answers.push(("mobile".to_owned(), phone));
        }
        self.agree(line, &mut answers);
        let note = self.cell(line, &Target::Note).text();
        let member = Member {
            line: line.number,
            answers,
            note,
        };
        if let Some(draft) = self.drafts.get_mut(at) {
            draft.members_named.push(member);
        }
    }

    /// Holds sex and birth against the identity number: where it says the same it is enough.
    fn agree(&mut self, line: &Line, answers: &mut Vec<(String, String)>) {
        let value = |answers: &[(String, String)], item: &str| {
            let found = answers.iter().find(|(known, _)| known == item);
            found.map(|(_, value)| value.clone())
        };
        let Some(number) = value(answers, "id_number") else {
            return;
        };
        let verdict = identity::examine(&number, self.reference);
        if let Some(earlier) = self.numbers.insert(verdict.normalized.clone(), line.number) {
            let message = Message::new("exchange.register.twice")
                .with("value", identity::mask(&number))
                .with("earlier", earlier);
            let column = self.heading.item(Kind::Person, "id_number");
            self.warn(line, column, message);
        }
        if !verdict.valid {
            return;
        }
        let told_birth = verdict.birth_date.map(YearMonth::of);
        let told = [
            ("sex", verdict.sex.map(|sex| sex.code().to_owned())),
            ("birth_ym", told_birth.map(|month| month.to_string())),
        ];
        for (item, told) in told {
            let Some(written) = value(answers, item) else {
                continue;
            };
            if Some(&written) == told.as_ref() {
                answers.retain(|(known, _)| known != item);
                continue;
            }
            let key = match item {
                "sex" => "exchange.register.sex_differs",
                _ => "exchange.register.birth_differs",
            };
            self.warn(
                line,
                self.heading.item(Kind::Person, item),
                Message::new(key),
            );
        }
    }

    pub(super) fn taken(&self, line: &Line, kind: Kind, item: &str) -> Taken {
        let known = self.instrument.item(kind, item);
        let cell = self.item(line, kind, item);
        known.map_or_else(Taken::default, |known| {
            register_value::answer(cell, known, self.instrument, self.reference)
        })
    }
}
