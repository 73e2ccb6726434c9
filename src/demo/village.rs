//! A village: its enumerators, its groups, its households, and when they were visited.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone};

use super::chance::Chance;
use super::form::{Form, set};
use super::home::{self, Home, Village};
use super::number::{Numbers, mobile};
use super::person::Person;
use super::plan::Round;
use super::words::Words;
use super::{leaders, names};
use crate::domain::frame::FrameVillage;

/// Households that one enumerator takes in a village.
const ENUMERATOR_HOUSEHOLDS: usize = 110;
/// Households of a group, about.
const GROUP_HOUSEHOLDS: usize = 42;
/// Fewest and most groups of a village.
const GROUPS: (usize, usize) = (3, 8);
/// Households that an enumerator visits in a day.
const DAY_HOUSEHOLDS: usize = 14;
/// Days within which the villages are begun, counted from three days after the reference date.
const BEGIN_DAYS: i32 = 12;
/// How often the people of a village are made up before an odd village is let pass.
const ATTEMPTS: usize = 12;
/// Persons below which no figure of a village is remarked on.
const SMALL: usize = 150;
/// Men for a hundred women, laborers and round ages in a hundred persons, of an ordinary village.
const MEN: std::ops::RangeInclusive<usize> = 89..=121;
const LABOR: std::ops::RangeInclusive<usize> = 46..=71;
const ROUND_AGES: usize = 26;
/// Seconds that the clocks of the county are ahead of Greenwich.
const OFFSET_SECONDS: i32 = 8 * 3600;

/// What is shared by the villages of a file.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) numbers: Numbers,
    /// Names of leaders.
    pub(super) leaders: HashSet<String>,
    /// Names of enumerators.
    pub(super) staff: HashSet<String>,
}

/// Somebody who goes from door to door.
#[derive(Debug, Clone)]
pub(super) struct Enumerator {
    pub(super) name: String,
    pub(super) form: Form,
}

/// A group with its households.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) form: Form,
    pub(super) homes: Vec<Home>,
}

/// A village that is made up.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) enumerators: Vec<Enumerator>,
    pub(super) groups: Vec<Group>,
    /// When the first door was knocked at.
    pub(super) begun: DateTime<FixedOffset>,
}

/// Makes up a village.
pub(super) fn make(
    round: &Round,
    words: &Words,
    frame: &FrameVillage,
    shared: &mut Shared,
) -> Made {
    let mut chance = Chance::new(round.plan.seed, &frame.code);
    let begun = begun(round, &mut chance);
    let village = Village {
        round,
        words,
        surnames: surnames(words, &mut chance, &frame.name),
        millis: u64::try_from(begun.timestamp_millis()).unwrap_or_default(),
    };
    let enumerators = enumerators(&mut chance, &village, shared);
    let sizes = sizes(&mut chance, round.plan.households);
    let mut homes = Vec::new();
    for attempt in 0..ATTEMPTS {
        homes = people(&village, &frame.code, &sizes, attempt, &mut shared.numbers);
        if is_ordinary(&homes) {
            break;
        }
    }
    let name = frame.name.as_str();
    leaders::appoint(&mut chance, name, &mut homes, &mut shared.leaders);
    let mut homes = homes.into_iter();
    let mut groups = Vec::new();
    for (place, size) in sizes.iter().enumerate() {
        let homes: Vec<Home> = homes.by_ref().take(*size).collect();
        let mut group = Group {
            form: group(&mut chance, words, place + 1),
            homes,
        };
        declare(&mut group);
        groups.push(group);
    }
    Made {
        enumerators,
        groups,
        begun,
    }
}

/// Makes the households of a village, group by group.
fn people(
    village: &Village<'_>,
    code: &str,
    sizes: &[usize],
    attempt: usize,
    numbers: &mut Numbers,
) -> Vec<Home> {
    let mut homes = Vec::new();
    for (place, size) in sizes.iter().enumerate() {
        for number in 1..=*size {
            let part = format!("{code}/{attempt}/{place}/{number}");
            let mut own = Chance::new(village.round.plan.seed, &part);
            let number = i32::try_from(number).unwrap_or(i32::MAX);
            homes.push(home::make(&mut own, village, numbers, number));
        }
    }
    homes
}

/// Tells whether a village is far from where its figures would be remarked on, so that a few
/// planted faults do not make the difference. Small villages are never remarked on.
fn is_ordinary(homes: &[Home]) -> bool {
    let all = || {
        let members = homes.iter().flat_map(|home| &home.members);
        members.map(|member| &member.person)
    };
    let share = |is: &dyn Fn(&Person) -> bool, of: &dyn Fn(&Person) -> bool| {
        let n_of = all().filter(|person| of(person)).count().max(1);
        100 * all().filter(|person| is(person)).count() / n_of
    };
    let n_listed = all().count();
    let men = share(&|one| one.is_male, &|one| !one.is_male);
    let is_registered = |one: &Person| one.hukou_place == "1" && one.residence != "4";
    let labor = share(&|one| is_registered(one) && one.is_labor(), &is_registered);
    let round = share(&|one| one.age % 5 == 0, &|_| true);
    n_listed < SMALL || MEN.contains(&men) && LABOR.contains(&labor) && round < ROUND_AGES
}

/// Returns the time at which the first household of the village is visited.
fn begun(round: &Round, chance: &mut Chance) -> DateTime<FixedOffset> {
    let days = i64::from(3 + chance.below(BEGIN_DAYS));
    let date = round.plan.reference_date + TimeDelta::days(days);
    let minutes = u32::try_from(chance.below(40)).unwrap_or_default();
    at(date, 8, 20 + minutes.min(39))
}

fn at(date: NaiveDate, hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let zone = FixedOffset::east_opt(OFFSET_SECONDS);
    let local = date.and_time(time);
    zone.and_then(|zone| zone.from_local_datetime(&local).single())
        .unwrap_or_else(|| local.and_utc().fixed_offset())
}

impl Made {
    /// Returns who visits the household at a place of the village's list, and when.
    pub(super) fn visit(&self, place: usize) -> (&str, DateTime<FixedOffset>) {
        let n_enumerators = self.enumerators.len().max(1);
        let own = place / n_enumerators;
        let name = self
            .enumerators
            .get(place % n_enumerators)
            .map_or("", |enumerator| enumerator.name.as_str());
        let (day, turn) = (own / DAY_HOUSEHOLDS, own % DAY_HOUSEHOLDS);
        // Half an hour a household, with an hour and a half at noon.
        let minutes = turn * 34 + if turn * 2 >= DAY_HOUSEHOLDS { 90 } else { 0 } + place % 7;
        let days = TimeDelta::days(i64::try_from(day).unwrap_or_default());
        let minutes = TimeDelta::minutes(i64::try_from(minutes).unwrap_or_default());
        (name, self.begun + days + minutes)
    }
}

impl Made {
    /// Tells whether the household at a place is visited by the first enumerator on the first day.
    pub(super) fn is_first_day(&self, place: usize) -> bool {
        let n_enumerators = self.enumerators.len().max(1);
        place.is_multiple_of(n_enumerators) && place / n_enumerators < DAY_HOUSEHOLDS
    }
}

/// Picks the surnames of the village: the one in its name, and two or three more.
fn surnames(words: &Words, chance: &mut Chance, name: &str) -> Vec<String> {
    let mut surnames: Vec<String> = Vec::new();
    if let Some(own) = words.surname_of(name) {
        surnames.extend([own.to_owned(), own.to_owned(), own.to_owned()]);
    }
    for _ in 0..chance.range(2, 4) {
        surnames.push(words.pick("surname", chance).to_owned());
    }
    surnames
}

fn enumerators(chance: &mut Chance, village: &Village<'_>, shared: &mut Shared) -> Vec<Enumerator> {
    let n_wanted = village
        .round
        .plan
        .households
        .div_ceil(ENUMERATOR_HOUSEHOLDS)
        .max(1);
    let mut found = Vec::new();
    while found.len() < n_wanted {
        let surname = village.words.pick("surname", chance);
        let year = village.round.year() - chance.range(24, 48);
        let is_male = chance.percent(55);
        let name = names::full(village.words, chance, surname, (is_male, year), None);
        // Staff are told apart by their names.
        if !shared.staff.insert(name.clone()) {
            continue;
        }
        let mut form = Form::new();
        set(&mut form, "name", name.as_str());
        set(&mut form, "role", "1");
        set(&mut form, "phone", mobile(chance));
        found.push(Enumerator { name, form });
    }
    found
}

/// Parts the households of a village into groups.
fn sizes(chance: &mut Chance, n_households: usize) -> Vec<usize> {
    let n_groups = (n_households / GROUP_HOUSEHOLDS)
        .clamp(GROUPS.0, GROUPS.1)
        .min(n_households.max(1));
    let mut sizes = vec![n_households / n_groups; n_groups];
    if let Some(first) = sizes.first_mut() {
        *first += n_households % n_groups;
    }
    for place in 1..n_groups {
        let fifth = sizes.get(place).map_or(0, |size| size / 5);
        let moved = chance.below(i32::try_from(fifth + 1).unwrap_or(1));
        let moved = usize::try_from(moved).unwrap_or_default();
        if let Some(from) = sizes.get_mut(place) {
            *from -= moved;
        }
        if let Some(to) = sizes.get_mut(place - 1) {
            *to += moved;
        }
    }
    sizes
}

fn group(chance: &mut Chance, words: &Words, number: usize) -> Form {
    let mut form = Form::new();
    set(&mut form, "number", number.to_string());
    if chance.percent(60) {
        set(&mut form, "name", words.pick("group", chance));
    }
    form
}

/// Lets the head of a group declare what is there.
pub(super) fn declare(group: &mut Group) {
    let homes = &group.homes;
    let n_people: usize = homes.iter().map(|home| home.members.len()).sum();
    let n_homes = homes.len().to_string();
    set(&mut group.form, "declared_households", n_homes);
    set(&mut group.form, "declared_persons", n_people.to_string());
}
