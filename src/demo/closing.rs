//! The result of the visit, the counts, and what is asked of the household as a whole.

use super::chance::Chance;
use super::form::{Form, reason, set, value};
use super::home::{Home, Village};
use super::names;
use super::number::mobile;
use super::person::Person;
use super::roster::Way;
use crate::domain::answer::Reason;

/// Least share of working members' households without land, in a hundred.
const LANDLESS_PERCENT: i32 = 3;

/// Decides whether nobody is found behind the door; then the household ends with that.
pub(super) fn nobody(chance: &mut Chance, village: &Village<'_>, home: &mut Home) -> bool {
    let result = chance.code(&[
        ("", 9570),
        ("45", 260),
        ("41", 50),
        ("46", 15),
        ("47", 15),
        ("21", 35),
        ("23", 30),
        ("25", 10),
        ("27", 15),
    ]);
    if result.is_empty() {
        return false;
    }
    set(&mut home.form, "disposition", result);
    set(&mut home.form, "hh_type", "1");
    if !matches!(result, "45" | "46") {
        set(&mut home.form, "head_name", someone(chance, village));
    }
    let n_visits = match result {
        "21" | "27" => 2,
        "23" => 3,
        _ => 1,
    };
    let remark = if result == "21" {
        "remark.refuse"
    } else {
        "remark.away"
    };
    for _ in 0..n_visits {
        let is_open = matches!(result, "21" | "23" | "27");
        let remark = is_open.then(|| village.words.pick(remark, chance).to_owned());
        visit(chance, village, home, result, remark.as_deref());
    }
    true
}

fn visit(
    chance: &mut Chance,
    village: &Village<'_>,
    home: &mut Home,
    result: &str,
    remark: Option<&str>,
) {
    let mut form = Form::new();
    set(&mut form, "result", result);
    if let Some(remark) = remark {
        set(&mut form, "remark", remark);
    }
    home.visits.push((chance.uuid(village.millis), form));
}

/// Makes the name of somebody of the village.
fn someone(chance: &mut Chance, village: &Village<'_>) -> String {
    let surname = match chance.pick(&village.surnames) {
        Some(surname) => surname.clone(),
        None => village.words.pick("surname", chance).to_owned(),
    };
    let is_male = chance.percent(70);
    let year = village.round.year() - chance.range(28, 62);
    names::full(village.words, chance, &surname, (is_male, year), None)
}

/// Fills in the household's own answers.
pub(super) fn close(chance: &mut Chance, village: &Village<'_>, home: &mut Home) {
    let is_dormitory = home.way == Way::Dormitory;
    let head = home.members.first().map(|head| head.person.name.clone());
    let head = head.filter(|_| !is_dormitory);
    let head = head.unwrap_or_else(|| someone(chance, village));
    set(
        &mut home.form,
        "hh_type",
        if is_dormitory { "2" } else { "1" },
    );
    set(&mut home.form, "head_name", head);
    if chance.percent(95) {
        set(&mut home.form, "hh_phone", mobile(chance));
    } else {
        reason(&mut home.form, "hh_phone", Reason::None);
    }
    set(
        &mut home.form,
        "form_minutes",
        chance.range(9, 38).to_string(),
    );
    counts(chance, home);
    holding(chance, home);
    informant(chance, village, home);
    let result = value(&home.form, "disposition").unwrap_or("11").to_owned();
    if result == "13" {
        unknown(chance, home);
    }
    if chance.percent(8) {
        let remark = village.words.pick("remark.away", chance).to_owned();
        visit(chance, village, home, "24", Some(&remark));
    }
    visit(chance, village, home, &result, None);
}

/// Leaves open what kin or neighbors do not know.
fn unknown(chance: &mut Chance, home: &mut Home) {
    for member in &mut home.members {
        if value(&member.form, "mobile").is_some() && chance.percent(12) {
            reason(&mut member.form, "mobile", Reason::Proxy);
        }
        for stay in &mut member.stays {
            if chance.percent(10) {
                reason(&mut stay.form, "employer", Reason::Proxy);
            }
            if chance.percent(14) {
                reason(&mut stay.form, "month_income", Reason::Proxy);
                reason(&mut stay.form, "year_income", Reason::Proxy);
            }
        }
    }
}

fn counts(chance: &mut Chance, home: &mut Home) {
    let is_listed = |person: &Person| {
        person.hukou_place == "1" && matches!(person.residence, "1" | "2" | "3" | "6" | "7" | "8")
    };
    let n_registered = home.count(is_listed);
    let n_present = home.count(Person::is_present);
    let n_away = home.count(Person::is_away);
    set(&mut home.form, "hukou_pop", n_registered.to_string());
    set(&mut home.form, "present_pop", n_present.to_string());
    set(&mut home.form, "away_pop", n_away.to_string());
    let is_labor =
        |person: &Person| person.is_labor() && matches!(person.residence, "1" | "2" | "3");
    let n_labor = i32::try_from(home.count(is_labor)).unwrap_or(0);
    let stated = match chance.below(100) {
        0..=13 => n_labor - 1,
        14..=24 => n_labor + 1,
        25 => n_labor + 2,
        _ => n_labor,
    };
    set(&mut home.form, "labour_pop", stated.max(0).to_string());
}

fn holding(chance: &mut Chance, home: &mut Home) {
    let n_people = i32::try_from(home.members.len()).unwrap_or(0);
    let farms = home.count(|person| person.activity == "1") > 0;
    let is_landless = home.way == Way::Dormitory
        || !farms && chance.percent(LANDLESS_PERCENT * 4)
        || chance.mille(3);
    let tenths = if is_landless {
        0
    } else {
        (n_people * chance.range(9, 26)).max(12)
    };
    let land = format!("{}.{}", tenths / 10, tenths % 10);
    set(&mut home.form, "farmland_mu", land);
    let works =
        home.count(|person| matches!(person.ability, "1" | "2") && (16..=59).contains(&person.age));
    let category = if home.way == Way::Dormitory {
        "9"
    } else if home.is_single_old() && works == 0 && chance.percent(38) {
        "3"
    } else if works == 0 {
        chance.code(&[("1", 58), ("2", 32), ("4", 10)])
    } else {
        chance.code(&[("1", 830), ("2", 70), ("4", 72), ("5", 20), ("9", 8)])
    };
    set(&mut home.form, "hh_category", category);
}

/// Decides who answered, and with that the result of the visit.
fn informant(chance: &mut Chance, village: &Village<'_>, home: &mut Home) {
    let able = |member: &&super::form::Member| {
        member.person.is_present() && (18..=78).contains(&member.person.age)
    };
    let lines: Vec<usize> = (1..)
        .zip(&home.members)
        .filter(|(_, member)| able(member))
        .map(|(line, _)| line)
        .collect();
    let result = match lines.first() {
        None => chance.code(&[("13", 62), ("14", 38)]),
        Some(_) => chance.code(&[("11", 905), ("13", 45), ("14", 50)]),
    };
    set(&mut home.form, "disposition", result);
    if result == "13" {
        set(&mut home.form, "informant", "0");
        set(&mut home.form, "proxy_name", someone(chance, village));
        let tie = chance.code(&[("1", 52), ("2", 26), ("3", 22)]);
        set(&mut home.form, "proxy_tie", tie);
        return;
    }
    // By telephone those away answer too, except soldiers and prisoners.
    let is_reached =
        |member: &super::form::Member| !matches!(member.person.residence, "6" | "8" | "9");
    let any: Vec<usize> = (1..)
        .zip(&home.members)
        .filter(|(_, member)| member.person.age >= 16 && is_reached(member))
        .map(|(line, _)| line)
        .collect();
    let from = if result == "11" { &lines } else { &any };
    let line = if chance.percent(72) {
        from.first().copied()
    } else {
        chance.pick(from).copied()
    };
    set(&mut home.form, "informant", line.unwrap_or(1).to_string());
}
