//! The household under the planter's hands, and how a planter finds whom it needs.

use super::Donors;
use crate::demo::chance::Chance;
use crate::demo::form::{Form, Member, StayForm, reason, set, value};
use crate::demo::home::Home;
use crate::demo::number::number;
use crate::demo::person::Person;
use crate::demo::plan::{Round, month_text};
use crate::demo::roster::Way;
use crate::demo::words::Words;
use crate::domain::answer::Reason;
use crate::instrument::Level;

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// The household.
    Home,
    /// A member, by place.
    Member(usize),
    /// A stay, by the places of member and stay.
    Stay(usize, usize),
    /// The person of whom a copy was listed, by place among the donors.
    Donor(usize),
}

/// One finding that follows from a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    pub(super) at: At,
    /// The item that has the cursor.
    pub(super) cell: &'static str,
}

/// What a planter did: the findings that follow. None: nothing was changed.
pub(super) type Hits = Option<Vec<Hit>>;

pub(super) const fn hard(rule: &'static str, at: At, cell: &'static str) -> Hit {
    Hit {
        rule,
        level: Level::Hard,
        at,
        cell,
    }
}

pub(super) const fn soft(rule: &'static str, at: At, cell: &'static str) -> Hit {
    Hit {
        rule,
        level: Level::Soft,
        at,
        cell,
    }
}

pub(super) const fn note(rule: &'static str, at: At, cell: &'static str) -> Hit {
    Hit {
        rule,
        level: Level::Note,
        at,
        cell,
    }
}

/// A household and what is known around it.
pub(super) struct Bench<'a> {
    pub(super) chance: &'a mut Chance,
    pub(super) round: &'a Round,
    pub(super) home: &'a mut Home,
    pub(super) words: &'a Words,
    pub(super) donors: &'a mut Donors,
    /// Time of the village, for ids.
    pub(super) millis: u64,
}

impl Bench<'_> {
    /// Picks a member that suits.
    pub(super) fn member(&mut self, suits: impl Fn(&Member) -> bool) -> Option<usize> {
        let places: Vec<usize> = (0..self.home.members.len())
            .filter(|place| self.home.members.get(*place).is_some_and(&suits))
            .collect();
        self.chance.pick(&places).copied()
    }

    /// Picks a stay that suits, of a person who has no other.
    pub(super) fn stay(
        &mut self,
        suits: impl Fn(&Member, &StayForm) -> bool,
    ) -> Option<(usize, usize)> {
        let member =
            self.member(|member| matches!(member.stays.as_slice(), [stay] if suits(member, stay)))?;
        Some((member, 0))
    }

    /// Returns the answers of a member.
    pub(super) fn form(&mut self, member: usize) -> Option<&mut Form> {
        Some(&mut self.home.members.get_mut(member)?.form)
    }

    /// Returns the answers of a stay.
    pub(super) fn stay_form(&mut self, (member, stay): (usize, usize)) -> Option<&mut Form> {
        let member = self.home.members.get_mut(member)?;
        Some(&mut member.stays.get_mut(stay)?.form)
    }

    /// Tells whether the household was completed by a member of an ordinary household.
    pub(super) fn is_usual(&self) -> bool {
        self.home.way != Way::Dormitory && self.result() == "11"
    }

    /// Tells whether the household was completed.
    pub(super) fn is_completed(&self) -> bool {
        matches!(self.result(), "11" | "13" | "14")
    }

    pub(super) fn result(&self) -> &str {
        value(&self.home.form, "disposition").unwrap_or_default()
    }

    /// Tells whether a person of some relation is listed.
    pub(super) fn has_relation(&self, relation: &str) -> bool {
        let mut members = self.home.members.iter();
        members.any(|member| value(&member.form, "relation") == Some(relation))
    }

    /// Tells whether somebody under 16 is listed.
    pub(super) fn has_children(&self) -> bool {
        let mut members = self.home.members.iter();
        members.any(|member| member.person.age < 16)
    }

    /// Adds to a count of the household.
    pub(super) fn shift(&mut self, item: &'static str, by: i32) {
        let now = value(&self.home.form, item).and_then(|text| text.parse::<i32>().ok());
        if let Some(now) = now {
            set(&mut self.home.form, item, (now + by).max(0).to_string());
        }
    }

    /// Takes somebody out of the labor force on paper, so that the stated number still fits.
    pub(super) fn drop_labor(&mut self, member: usize) {
        let counts = self
            .home
            .members
            .get(member)
            .is_some_and(|member| is_counted_labor(&member.person));
        if counts {
            self.shift("labour_pop", -1);
        }
    }

    /// Gives a member another number, with sex and month of birth as they were.
    pub(super) fn renumber(&mut self, member: usize, number: &str) -> Option<()> {
        let member = self.home.members.get_mut(member)?;
        set(&mut member.form, "id_number", number);
        state(member);
        Some(())
    }

    /// Takes the number of a member away, with sex and month of birth as they were.
    pub(super) fn unnumber(&mut self, member: usize) -> Option<()> {
        let member = self.home.members.get_mut(member)?;
        unnumber(member);
        Some(())
    }

    /// Adds a copy of somebody, who is then counted as one who lives here.
    pub(super) fn add(&mut self, mut copy: Member, relation: &'static str) -> usize {
        copy.id = self.chance.uuid(self.millis);
        let lines = self.home.members.iter().map(|member| {
            let line = value(&member.form, "line_no").and_then(|line| line.parse::<i32>().ok());
            line.unwrap_or_default()
        });
        let line = lines.max().unwrap_or_default() + 1;
        set(&mut copy.form, "line_no", line.to_string());
        set(&mut copy.form, "relation", relation);
        copy.person.relation = relation;
        self.shift("present_pop", 1);
        if copy.person.residence == "1" && copy.person.hukou_place == "1" {
            self.shift("hukou_pop", 1);
        }
        if is_counted_labor(&copy.person) {
            self.shift("labour_pop", 1);
        }
        self.home.members.push(copy);
        self.home.members.len() - 1
    }
}

/// Writes sex and month of birth out, where the number told them.
pub(super) fn state(member: &mut Member) {
    let sex = if member.person.is_male { "1" } else { "2" };
    set(&mut member.form, "sex", sex);
    set(&mut member.form, "birth_ym", month_text(member.person.born));
}

pub(super) fn unnumber(member: &mut Member) {
    reason(&mut member.form, "id_number", Reason::None);
    set(&mut member.form, "id_missing", "2");
    state(member);
}

/// Tells whether somebody is counted among the stated laborers.
pub(super) fn is_counted_labor(person: &Person) -> bool {
    person.is_labor() && matches!(person.residence, "1" | "2" | "3")
}

/// Tells whether somebody has a number of eighteen characters that this county gave out.
pub(super) fn is_local(member: &Member) -> bool {
    let number = value(&member.form, "id_number").unwrap_or_default();
    number.len() == 18 && (number.starts_with("620825") || number.starts_with("622726"))
}

/// Tells whether somebody is a pupil at home with nothing remarkable.
pub(super) fn is_pupil(member: &Member) -> bool {
    let person = &member.person;
    (7..=14).contains(&person.age)
        && person.in_school == "2"
        && person.residence == "1"
        && person.hukou_place == "1"
        && is_local(member)
}

/// Makes a number of other digits, with the check character that fits.
pub(super) fn checked(digits: &str) -> Option<String> {
    number(digits)
}

/// Tells whether a member has an item with one of some values.
pub(super) fn has(form: &Form, item: &str, values: &[&str]) -> bool {
    value(form, item).is_some_and(|value| values.contains(&value))
}

/// Reads a whole number.
pub(super) fn int(form: &Form, item: &str) -> Option<i32> {
    value(form, item)?.parse().ok()
}
