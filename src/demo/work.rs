//! Who works at what, who is away, and since when.

use super::chance::Chance;
use super::person::{Person, Union};
use super::plan::Round;
use super::roster::Way;
use super::stay::{Span, Stay};
use super::words::Words;

/// Half-months of a year.
const YEAR: i32 = 24;
/// Months of absence from which somebody is away for long.
const LONG: i32 = 6;

/// How somebody's year went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Year {
    /// Away now, for half a year or more.
    Long,
    /// Away now, for less.
    Short,
    /// Back from a season of picking.
    Picking,
    /// Back for good.
    Back,
    /// In the township all year.
    Home,
}

/// Fills in activity, months, and stays of everybody of a household.
pub(super) fn work(
    chance: &mut Chance,
    words: &Words,
    round: &Round,
    people: &mut [Person],
    way: Way,
) {
    for person in people.iter_mut() {
        one(chance, words, round, person, way);
    }
    if way == Way::AllAway {
        // Whom the earners take along is away as long as they are.
        for person in people.iter_mut().filter(|person| person.residence == "1") {
            person.residence = "3";
            if matches!(person.activity, "1" | "2" | "3") {
                person.activity = "8";
                (person.farm, person.local) = (0, 0);
            }
        }
    }
}

fn one(chance: &mut Chance, words: &Words, round: &Round, person: &mut Person, way: Way) {
    if person.age < 16 || special(chance, person, way) {
        return;
    }
    if matches!(person.ability, "4" | "5") {
        person.activity = if person.age >= 60 { "10" } else { "11" };
        return;
    }
    let year = year(chance, person, way);
    leave(chance, words, round, person, year);
    activity(chance, person, year);
    months(chance, person);
}

/// Sets those apart who neither work nor stay at home: soldiers, prisoners, the dead, students.
fn special(chance: &mut Chance, person: &mut Person, way: Way) -> bool {
    if person.in_school == "2" {
        person.activity = "9";
        let is_far = person.education >= 6 || chance.percent(35);
        if is_far && way != Way::Dormitory {
            person.residence = "7";
        }
        return true;
    }
    let is_recruit = person.is_male
        && (18..=23).contains(&person.age)
        && person.union == Union::Single
        && person.relation != "0"
        && person.health == "1";
    if is_recruit && way == Way::Home && chance.mille(32) {
        person.residence = "6";
        person.hukou_place = "7";
        person.ability = "";
        return true;
    }
    let is_grown = way == Way::Home && person.relation != "0" && person.age >= 20;
    if is_grown && chance.mille(1) {
        person.residence = "8";
        person.ability = "";
        return true;
    }
    // A head is never the one who died: the household would have another.
    let is_old = person.age >= 66 && person.relation != "0" && person.union == Union::Widowed;
    if is_old && chance.mille(4) {
        person.residence = "9";
        person.ability = "";
        return true;
    }
    false
}

/// Decides how the year went.
fn year(chance: &mut Chance, person: &Person, way: Way) -> Year {
    let is_middle = matches!(person.relation, "2" | "6") && person.union == Union::Paired;
    match way {
        Way::Dormitory => return Year::Home,
        Way::AllAway if person.age < 60 => return Year::Long,
        Way::LeftBehind if is_middle => return Year::Long,
        _ => {}
    }
    if person.ability == "3" && !chance.percent(12) {
        return Year::Home;
    }
    let share = match (person.is_male, person.age) {
        (true, 16..=24) => 58,
        (true, 25..=45) => 47,
        (true, 46..=54) => 31,
        (true, 55..=60) | (false, 45..=52) => 14,
        (true, 61..=66) => 4,
        (false, 16..=24) if person.union == Union::Single => 54,
        (false, 16..=44) if person.has_small_children => 10,
        (false, 16..=44) => 28,
        (false, 53..=58) => 6,
        _ => 0,
    };
    if !chance.percent(share) {
        return Year::Home;
    }
    let is_picker = !person.is_male && (22..=56).contains(&person.age);
    let picks = if is_picker { 30 } else { 2 };
    match chance.below(100) {
        at if at < picks => Year::Picking,
        at if at < picks + (100 - picks) * 60 / 100 => Year::Long,
        at if at < picks + (100 - picks) * 74 / 100 => Year::Short,
        _ => Year::Back,
    }
}

/// Adds the stays of the year and sets the residence.
fn leave(chance: &mut Chance, words: &Words, round: &Round, person: &mut Person, year: Year) {
    // Whoever left before 16 is listed as child labor; nobody is.
    let earliest = person.born + 16 * 12;
    let span = match year {
        Year::Home => return,
        Year::Picking => {
            let is_cotton = chance.percent(70);
            let stay = Stay::picking(chance, words, round, is_cotton);
            let stay = stay.filter(|stay| stay.start >= earliest && stay.halves >= 2);
            person.stays.extend(stay);
            return;
        }
        Year::Long => Span {
            start: round.last - long(chance),
            end: None,
        },
        Year::Short => Span {
            start: round.last - chance.range(1, LONG - 1),
            end: None,
        },
        Year::Back => {
            let end = round.last - chance.range(0, 5);
            Span {
                start: end - chance.range(2, 11),
                end: Some(end),
            }
        }
    };
    let start = span.start.max(earliest);
    let span = Span { start, ..span };
    // In the year that they turn 16 some have not been away for a month.
    if span.halves(round) < 2 || span.end.is_some_and(|end| end <= start) {
        return;
    }
    let Some(stay) = Stay::make(chance, words, round, person, span) else {
        return;
    };
    person.stays.push(stay);
    if span.end.is_none() {
        person.residence = if span.start <= round.last - LONG {
            "3"
        } else {
            "2"
        };
    }
    if chance.percent(13) {
        earlier(chance, words, round, person, start);
    }
}

/// Returns the months before the last since which somebody is away.
fn long(chance: &mut Chance) -> i32 {
    match chance.below(100) {
        0..=58 => chance.range(LONG, 9),
        59..=74 => chance.range(10, 24),
        _ => chance.range(25, 96),
    }
}

/// Adds a stay before the one that begins in a month.
fn earlier(chance: &mut Chance, words: &Words, round: &Round, person: &mut Person, next: i32) {
    let end = next - chance.range(0, 2);
    let span = Span {
        start: end - chance.range(2, 6),
        end: Some(end),
    };
    if span.halves(round) < 2 || span.start < person.born + 16 * 12 {
        return;
    }
    person
        .stays
        .extend(Stay::make(chance, words, round, person, span));
}

/// Sets the main activity at the reference date.
fn activity(chance: &mut Chance, person: &mut Person, year: Year) {
    let is_open = person.stays.first().is_some_and(|stay| stay.end.is_none());
    person.activity = if is_open {
        let is_own = person.stays.first().is_some_and(|stay| stay.is_own);
        if is_own { "5" } else { "4" }
    } else if person.relation == "9" {
        "2"
    } else if year == Year::Back && person.went_out() {
        chance.code(&[("1", 46), ("6", 32), ("2", 16), ("3", 6)])
    } else if person.age >= 62 && person.ability == "3" {
        chance.code(&[("1", 34), ("10", 46), ("8", 20)])
    } else if !person.is_male && person.has_small_children {
        chance.code(&[("1", 52), ("8", 34), ("2", 10), ("3", 4)])
    } else if person.age < 23 {
        chance.code(&[("1", 34), ("2", 26), ("7", 32), ("3", 4), ("12", 4)])
    } else if person.is_male {
        chance.code(&[("1", 66), ("2", 20), ("3", 7), ("7", 5), ("12", 2)])
    } else {
        chance.code(&[("1", 70), ("2", 11), ("3", 5), ("8", 12), ("7", 2)])
    };
}

/// Sets the months at home, which with those away never pass a year.
fn months(chance: &mut Chance, person: &mut Person) {
    let away: i32 = person.stays.iter().map(|stay| stay.halves).sum();
    let left = (YEAR - away).max(0);
    let (farm, local) = match person.activity {
        "1" => (chance.range(8, 18), chance.range(-6, 5)),
        "2" => (chance.range(0, 6), chance.range(10, 20)),
        "3" => (chance.range(0, 4), chance.range(16, 23)),
        "4" | "5" => (chance.range(-3, 5), chance.range(-10, 3)),
        "6" => (chance.range(0, 6), chance.range(-6, 2)),
        "8" | "10" | "12" => (chance.range(-2, 7), chance.range(-8, 2)),
        _ => (chance.range(-4, 3), chance.range(-4, 4)),
    };
    let (farm, local) = (farm.max(0), local.max(0));
    match person.activity {
        "2" | "3" => {
            person.local = local.min(left);
            person.farm = farm.min(left - person.local);
        }
        _ => {
            person.farm = farm.min(left);
            person.local = local.min(left - person.farm);
        }
    }
}
