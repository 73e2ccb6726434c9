//! One person as the population is built, before there are answers.

use super::chance::Chance;
use super::plan::{Round, year_of};
use super::stay::Stay;

/// How a person stands to a spouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Union {
    /// Never married.
    Single,
    /// The spouse is listed in the household.
    Paired,
    /// The spouse died.
    Widowed,
    /// Divorced.
    Parted,
}

impl Union {
    /// Returns the code of the marital item.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Single => "10",
            Self::Paired => "20",
            Self::Widowed => "30",
            Self::Parted => "40",
        }
    }
}

/// A person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Code of the relation to the head.
    pub(super) relation: &'static str,
    pub(super) is_male: bool,
    /// Completed years at the reference date.
    pub(super) age: i32,
    /// Month of birth, as an index.
    pub(super) born: i32,
    pub(super) union: Union,
    /// Whether she came from elsewhere to marry.
    pub(super) is_incomer: bool,
    /// Whether she has small children to look after.
    pub(super) has_small_children: bool,
    pub(super) name: String,
    pub(super) number: Option<String>,
    /// Code of the place of registration.
    pub(super) hukou_place: &'static str,
    /// Code of the residence status.
    pub(super) residence: &'static str,
    /// Code of the school status; empty before school age.
    pub(super) in_school: &'static str,
    pub(super) education: i32,
    /// Code of the state of health.
    pub(super) health: &'static str,
    /// Code of the ability to work; empty where it is not asked.
    pub(super) ability: &'static str,
    /// Code of the main activity; empty where it is not asked.
    pub(super) activity: &'static str,
    /// Codes of the trades; empty for none.
    pub(super) skills: Vec<String>,
    /// Code of the certificate.
    pub(super) certificate: &'static str,
    /// Half-months of farming within the year.
    pub(super) farm: i32,
    /// Half-months of other work in the township.
    pub(super) local: i32,
    /// Stays away, the latest first.
    pub(super) stays: Vec<Stay>,
}

impl Person {
    /// Begins somebody of an age.
    pub(super) fn new(
        chance: &mut Chance,
        round: &Round,
        relation: &'static str,
        (is_male, age): (bool, i32),
        union: Union,
    ) -> Self {
        // Nobody is born in the month of the reference date, whose days may lie after it.
        let born = round.month - 12 * age - chance.range(1, 11);
        Self {
            relation,
            is_male,
            age,
            born,
            union,
            is_incomer: false,
            has_small_children: false,
            name: String::new(),
            number: None,
            hukou_place: "1",
            residence: "1",
            in_school: "",
            education: 1,
            health: "1",
            ability: "",
            activity: "",
            skills: Vec::new(),
            certificate: "0",
            farm: 0,
            local: 0,
            stays: Vec::new(),
        }
    }

    /// Returns the year of birth.
    pub(super) const fn year(&self) -> i32 {
        year_of(self.born)
    }

    /// Tells whether the questions on work are asked.
    pub(super) fn is_asked_about_work(&self) -> bool {
        self.age >= 16 && !matches!(self.residence, "6" | "8" | "9")
    }

    /// Tells whether the person is in the labor force.
    pub(super) fn is_labor(&self) -> bool {
        self.age >= 16
            && self.in_school != "2"
            && matches!(self.ability, "1" | "2" | "3")
            && matches!(self.residence, "1" | "2" | "3" | "4" | "5")
    }

    /// Tells whether the person went out for a month or more.
    pub(super) const fn went_out(&self) -> bool {
        !self.stays.is_empty()
    }

    /// Tells whether the person was at home at the reference date.
    pub(super) fn is_present(&self) -> bool {
        matches!(self.residence, "1" | "4" | "5")
    }

    /// Tells whether the person was away at the reference date.
    pub(super) fn is_away(&self) -> bool {
        matches!(self.residence, "2" | "3" | "6" | "7" | "8")
    }
}
