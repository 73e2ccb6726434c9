//! Schooling, health, and ability to work, each by age and year of birth.

use super::chance::Chance;
use super::person::Person;
use super::plan::Round;
use super::words::Words;

/// Students in a thousand people of an age, in rounds before 2020 and from then on.
const STUDENTS: [(i32, i32, i32); 13] = [
    (14, 994, 997),
    (15, 930, 970),
    (16, 700, 860),
    (17, 600, 780),
    (18, 430, 620),
    (19, 250, 440),
    (20, 160, 350),
    (21, 120, 290),
    (22, 70, 170),
    (23, 25, 70),
    (24, 8, 30),
    (25, 3, 8),
    (200, 0, 0),
];

/// Fills in school, health, and ability.
pub(super) fn live(chance: &mut Chance, words: &Words, round: &Round, person: &mut Person) {
    health(chance, person);
    if person.age >= 6 {
        school(chance, words, round, person);
    }
    if person.age >= 16 {
        ability(chance, person);
    }
}

fn school(chance: &mut Chance, words: &Words, round: &Round, person: &mut Person) {
    let age = person.age;
    if age == 6 && chance.percent(22) {
        person.in_school = "1";
        return;
    }
    if is_student(chance, round, person) {
        person.in_school = "2";
        person.education = grade(chance, age);
        return;
    }
    if age < 15 {
        // A child that never went to school is too ill for it.
        person.in_school = "5";
        person.health = "6";
        return;
    }
    let schooled = words.education(chance, person.is_male, person.year());
    person.education = schooled.min(match age {
        ..=17 => 3,
        18..=20 => 5,
        21..=22 => 7,
        _ => 9,
    });
    if age == 15 {
        person.education = 3;
    }
    person.in_school = match person.education {
        1 => "5",
        2 if age < 40 => "4",
        _ if age > 15 && chance.percent(4) => "4",
        _ => "3",
    };
}

fn is_student(chance: &mut Chance, round: &Round, person: &Person) -> bool {
    if !matches!(person.union, super::person::Union::Single) || person.relation == "9" {
        return false;
    }
    let row = STUDENTS.iter().find(|(age, _, _)| person.age <= *age);
    let share = row.map_or(
        0,
        |(_, early, late)| if round.is_late { *late } else { *early },
    );
    chance.mille(share)
}

/// Returns the level that a student attends.
fn grade(chance: &mut Chance, age: i32) -> i32 {
    match age {
        ..=11 => 2,
        12 if chance.percent(45) => 2,
        12..=14 => 3,
        15 if chance.percent(55) => 3,
        15..=18 if chance.percent(32) => 5,
        15..=18 => 4,
        19 if chance.percent(35) => 4,
        _ => match chance.below(20) {
            0..=1 => 6,
            2..=10 => 7,
            _ => 8,
        },
    }
}

fn health(chance: &mut Chance, person: &mut Person) {
    let (weak, chronic, disabled) = match person.age {
        ..=15 => (12, 4, 6),
        16..=39 => (20, 10, 12),
        40..=59 => (90, 70, 30),
        60..=69 => (220, 200, 55),
        _ => (330, 300, 80),
    };
    let at = chance.below(1000);
    person.health = if at < disabled {
        "6"
    } else if at < disabled + chronic {
        "3"
    } else if at < disabled + chronic + weak {
        "2"
    } else {
        "1"
    };
}

fn ability(chance: &mut Chance, person: &mut Person) {
    let age = person.age;
    person.ability = match (person.health, age) {
        ("6", ..=69) => chance.code(&[("3", 60), ("4", 18), ("5", 22)]),
        ("6", _) => chance.code(&[("3", 10), ("4", 60), ("5", 30)]),
        (_, ..=17) => chance.code(&[("1", 80), ("3", 20)]),
        ("1" | "2", ..=59) => "1",
        ("3", ..=59) => chance.code(&[("1", 45), ("3", 48), ("4", 7)]),
        (_, 60..=64) => chance.code(&[("1", 52), ("3", 38), ("4", 10)]),
        (_, 65..=69) => chance.code(&[("1", 26), ("3", 44), ("4", 30)]),
        (_, 70..=74) => chance.code(&[("1", 1), ("3", 36), ("4", 63)]),
        (_, 75..=79) => chance.code(&[("3", 12), ("4", 88)]),
        _ => chance.code(&[("3", 4), ("4", 96)]),
    };
    // A student has no trade yet.
    if person.in_school == "2" || person.ability == "4" || person.ability == "5" {
        return;
    }
    skill(chance, person);
}

/// Trades that are learned at home, by sex.
const MEN: &[(&str, i32)] = &[
    ("05", 40),
    ("02", 16),
    ("20", 16),
    ("07", 6),
    ("06", 7),
    ("01", 5),
    ("22", 5),
    ("09", 4),
    ("03", 6),
    ("19", 4),
    ("08", 2),
];
const WOMEN: &[(&str, i32)] = &[
    ("20", 22),
    ("03", 14),
    ("04", 18),
    ("16", 10),
    ("13", 12),
    ("17", 6),
    ("21", 10),
    ("10", 6),
    ("15", 3),
    ("11", 3),
];

fn skill(chance: &mut Chance, person: &mut Person) {
    let share = match person.age {
        ..=19 => 18,
        20..=45 => 42,
        46..=60 => 30,
        _ => 14,
    };
    if !chance.percent(share) {
        return;
    }
    let trades = if person.is_male { MEN } else { WOMEN };
    person.skills.push(chance.code(trades).to_owned());
    if chance.percent(14) {
        let second = chance.code(trades).to_owned();
        if !person.skills.contains(&second) {
            person.skills.push(second);
        }
    }
    if person.age < 60 && person.education >= 3 && chance.percent(16) {
        person.certificate = chance.code(&[("5", 62), ("4", 28), ("3", 8), ("2", 2)]);
    }
    let is_able = person.ability == "1";
    if is_able && (person.certificate != "0" || chance.percent(45)) {
        person.ability = "2";
    }
}
