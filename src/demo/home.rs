//! One household, from who lives in it to its answers.

use uuid::Uuid;

use super::chance::Chance;
use super::closing;
use super::form::{self, Form, Member, StayForm, set};
use super::names;
use super::number::Numbers;
use super::person::{Person, Union};
use super::plan::Round;
use super::roster::{self, Way};
use super::words::Words;
use super::{life, work};

/// Year and month from which numbers begin with the county's present code.
const RECODED: i32 = 12 * 2002 + 9;

/// Names that are thought of before one is given twice.
const NAMES_TRIED: usize = 40;

/// A household with its answers.
#[derive(Debug, Clone)]
pub(super) struct Home {
    pub(super) id: Uuid,
    pub(super) way: Way,
    pub(super) form: Form,
    pub(super) members: Vec<Member>,
    /// Visits, each with its id: answers without the time.
    pub(super) visits: Vec<(Uuid, Form)>,
}

/// What households of a village share.
pub(super) struct Village<'a> {
    pub(super) round: &'a Round,
    pub(super) words: &'a Words,
    /// Surnames that most of the village bears.
    pub(super) surnames: Vec<String>,
    /// Time at which the village was begun, for ids.
    pub(super) millis: u64,
}

/// Makes a household.
pub(super) fn make(
    chance: &mut Chance,
    village: &Village<'_>,
    numbers: &mut Numbers,
    number: i32,
) -> Home {
    let id = chance.uuid(village.millis);
    let mut home = Home {
        id,
        way: Way::Home,
        form: Form::new(),
        members: Vec::new(),
        visits: Vec::new(),
    };
    set(&mut home.form, "hh_no", number.to_string());
    set(&mut home.form, "addr_note", address(chance, village.words));
    if closing::nobody(chance, village, &mut home) {
        return home;
    }
    let (mut people, way) = roster::make(chance, village.round);
    home.way = way;
    name(chance, village, numbers, &mut people);
    for person in &mut people {
        life::live(chance, village.words, village.round, person);
    }
    work::work(chance, village.words, village.round, &mut people, way);
    register(chance, &mut people, way);
    for person in &mut people {
        person.number = identity(chance, village, numbers, person);
    }
    let mut line = 0;
    for person in people {
        line += 1;
        home.members.push(member(chance, village, person, line));
    }
    closing::close(chance, village, &mut home);
    home
}

fn address(chance: &mut Chance, words: &Words) -> String {
    let (what, where_to) = ("address.1", "address.2");
    format!(
        "{}{}",
        words.pick(what, chance),
        words.pick(where_to, chance)
    )
}

/// Names everybody: blood kin of the head bear his surname, who married in her own.
fn name(chance: &mut Chance, village: &Village<'_>, numbers: &mut Numbers, people: &mut [Person]) {
    let words = village.words;
    let own = match chance.pick(&village.surnames) {
        Some(surname) if chance.percent(78) => surname.clone(),
        _ => words.pick("surname", chance).to_owned(),
    };
    let years: Vec<i32> = people.iter().map(Person::year).collect();
    let young = years.iter().copied().max().unwrap_or_default();
    let sons = names::shared(words, chance, true, young);
    let daughters = names::shared(words, chance, false, young);
    let mut given: Vec<String> = Vec::new();
    for person in people.iter_mut() {
        let other = words.pick("surname", chance).to_owned();
        let is_kin = !person.is_incomer
            && person.relation != "9"
            && (person.relation != "3" || person.is_male)
            && person.relation != "4";
        let surname = if is_kin { &own } else { &other };
        let shared = match person.relation {
            "2" | "7" if person.is_male => Some(sons.as_str()),
            "2" | "7" => Some(daughters.as_str()),
            _ => None,
        };
        let sex_and_year = (person.is_male, person.year());
        for _ in 0..NAMES_TRIED {
            person.name = names::full(words, chance, surname, sex_and_year, shared);
            if !given.contains(&person.name) && numbers.name(&person.name, person.born) {
                break;
            }
        }
        given.push(person.name.clone());
    }
}

/// Sets where people are registered.
fn register(chance: &mut Chance, people: &mut [Person], way: Way) {
    let has_parents = people.iter().any(|one| matches!(one.relation, "2" | "6"));
    for person in people {
        let is_home = person.residence == "1";
        if person.relation == "7" && is_home && !has_parents {
            // A grandchild is registered with its parents, who have a household of their own.
            person.residence = "4";
        } else if way == Way::Dormitory {
            person.residence = if chance.percent(80) { "4" } else { "5" };
            person.hukou_place =
                chance.code(&[("2", 30), ("3", 42), ("4", 10), ("5", 10), ("6", 8)]);
        } else if person.is_incomer && is_home && person.age < 34 && chance.percent(9) {
            // Her booklet is still at her parents'.
            person.residence = "4";
            person.hukou_place =
                chance.code(&[("1", 12), ("2", 28), ("3", 40), ("4", 10), ("6", 10)]);
        } else if is_home && person.age <= 8 && chance.mille(if person.age < 2 { 90 } else { 6 }) {
            person.hukou_place = "7";
        }
    }
}

/// Gives an identity number, or none to a few.
fn identity(
    chance: &mut Chance,
    village: &Village<'_>,
    numbers: &mut Numbers,
    person: &Person,
) -> Option<String> {
    let share = match person.age {
        0 => 160,
        1 => 60,
        _ => 5,
    };
    if chance.mille(share) || person.hukou_place == "7" && person.residence != "6" {
        return None;
    }
    let (here, before) = match village.round.county.as_str() {
        "620825" => ("620825", "622726"),
        code => (code, code),
    };
    let is_recent = person.born >= RECODED;
    let origin = if is_recent {
        "origin.new"
    } else {
        "origin.old"
    };
    let elsewhere = village.words.pick(origin, chance).to_owned();
    let far = village.words.pick(origin, chance).to_owned();
    let is_foreign = (person.is_incomer || person.relation == "9") && chance.percent(38);
    let own = if is_recent { here } else { before };
    let other = if is_recent { before } else { here };
    let addresses = if is_foreign {
        [elsewhere.as_str(), own, other, far.as_str()]
    } else {
        [own, other, elsewhere.as_str(), far.as_str()]
    };
    numbers.give(chance, &addresses, person.born, person.is_male)
}

fn member(chance: &mut Chance, village: &Village<'_>, person: Person, line: i32) -> Member {
    let id = chance.uuid(village.millis);
    let form = form::person(chance, village.round, &person, line);
    let mut number = 0;
    let stays = person.stays.iter().map(|stay| {
        number += 1;
        StayForm {
            id: chance.uuid(village.millis),
            stay: stay.clone(),
            form: form::stay(chance, stay, number),
        }
    });
    Member {
        id,
        form,
        stays: stays.collect(),
        person,
    }
}

impl Home {
    /// Counts members.
    pub(super) fn count(&self, is: impl Fn(&Person) -> bool) -> usize {
        self.members
            .iter()
            .filter(|member| is(&member.person))
            .count()
    }

    /// Tells whether somebody who is listed is single and alone.
    pub(super) fn is_single_old(&self) -> bool {
        self.members.first().is_some_and(|head| {
            self.members.len() == 1 && head.person.age >= 62 && head.person.union != Union::Paired
        })
    }
}
