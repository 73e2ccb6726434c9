//! From people to answers, in the order of the questionnaire.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::chance::Chance;
use super::number::mobile;
use super::person::Person;
use super::plan::{Round, month_text};
use super::stay::Stay;
use crate::domain::answer::{Answer, Reason};

/// Answers of one record, by item.
pub(super) type Form = BTreeMap<&'static str, Answer>;

/// Sets an item to a value.
pub(super) fn set(form: &mut Form, item: &'static str, value: impl Into<String>) {
    form.insert(item, Answer::Value(value.into()));
}

/// Sets an item to a reason.
pub(super) fn reason(form: &mut Form, item: &'static str, reason: Reason) {
    form.insert(item, Answer::Reason(reason));
}

/// Returns the value of an item.
pub(super) fn value<'f>(form: &'f Form, item: &str) -> Option<&'f str> {
    form.get(item).and_then(Answer::value)
}

/// A stay with its answers.
#[derive(Debug, Clone)]
pub(super) struct StayForm {
    pub(super) id: Uuid,
    pub(super) stay: Stay,
    pub(super) form: Form,
}

/// A person with answers.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) id: Uuid,
    pub(super) person: Person,
    pub(super) form: Form,
    pub(super) stays: Vec<StayForm>,
}

/// Writes the answers of a person.
pub(super) fn person(chance: &mut Chance, round: &Round, person: &Person, line: i32) -> Form {
    let mut form = Form::new();
    set(&mut form, "line_no", line.to_string());
    set(&mut form, "name", person.name.as_str());
    set(&mut form, "relation", person.relation);
    identity(chance, round, person, &mut form);
    if person.residence == "9" {
        if person.age >= 16 {
            set(&mut form, "went_out", "2");
        }
        return form;
    }
    if person.age >= 15 {
        set(&mut form, "marital", person.union.code());
    }
    if person.age >= 16 {
        set(&mut form, "political", political(chance, person));
    }
    if person.age >= 6 {
        set(&mut form, "in_school", person.in_school);
        set(&mut form, "education", person.education.to_string());
    }
    set(&mut form, "health", person.health);
    if !person.is_asked_about_work() {
        return form;
    }
    set(&mut form, "labour_ability", person.ability);
    set(&mut form, "activity", person.activity);
    if matches!(person.activity, "6" | "7" | "8") {
        set(&mut form, "not_work_reason", why_not(chance, person));
    }
    let went_out = if person.went_out() { "1" } else { "2" };
    set(&mut form, "went_out", went_out);
    if person.is_labor() {
        labor(chance, person, &mut form);
    }
    if person.went_out() || matches!(person.activity, "3" | "5") {
        set(&mut form, "is_leader", "2");
    }
    if (18..=30).contains(&person.age) {
        let kind = youth(chance, person);
        set(&mut form, "youth_kind", kind);
    }
    if person.went_out() {
        rights(chance, person, &mut form);
    }
    form
}

fn identity(chance: &mut Chance, round: &Round, person: &Person, form: &mut Form) {
    if let Some(number) = &person.number {
        let is_old = !round.is_late && (1900..1950).contains(&person.year());
        set(form, "id_number", number.as_str());
        if is_old && chance.mille(6) {
            // Fifteen digits: without the century and the check character.
            let legacy = number.chars().enumerate();
            let legacy = legacy.filter(|(at, _)| !matches!(at, 6 | 7 | 17));
            set(
                form,
                "id_number",
                legacy.map(|(_, c)| c).collect::<String>(),
            );
        }
    } else {
        reason(form, "id_number", Reason::None);
        set(form, "id_missing", id_missing(person));
        set(form, "sex", if person.is_male { "1" } else { "2" });
        set(form, "birth_ym", month_text(person.born));
    }
    set(form, "ethnic", if chance.mille(6) { "03" } else { "01" });
    let is_unified = round.year() >= 2015;
    let usual = if is_unified { "9" } else { "2" };
    let hukou_type = match person.hukou_place {
        "7" if person.residence != "6" => "0",
        _ if !is_unified && chance.mille(25) => "1",
        _ => usual,
    };
    set(form, "hukou_type", hukou_type);
    set(form, "hukou_place", person.hukou_place);
    set(form, "residence", person.residence);
}

fn id_missing(person: &Person) -> &'static str {
    match person.age {
        0..=1 => "1",
        _ if person.hukou_place == "7" => "3",
        _ => "2",
    }
}

fn political(chance: &mut Chance, person: &Person) -> &'static str {
    if person.age < 28 && person.education >= 3 && chance.percent(42) {
        return "03";
    }
    let share = if person.is_male { 70 } else { 18 };
    if person.age >= 22 && chance.mille(share) {
        "01"
    } else {
        "13"
    }
}

fn why_not(chance: &mut Chance, person: &Person) -> &'static str {
    match person.activity {
        "8" if person.age >= 60 => chance.code(&[("5", 50), ("3", 35), ("4", 15)]),
        "8" => chance.code(&[("3", 84), ("4", 8), ("6", 8)]),
        "6" => chance.code(&[("1", 40), ("3", 22), ("8", 20), ("4", 8), ("2", 10)]),
        _ if person.age < 22 => chance.code(&[("2", 40), ("1", 40), ("7", 20)]),
        _ => chance.code(&[("1", 52), ("2", 28), ("4", 12), ("9", 8)]),
    }
}

fn labor(chance: &mut Chance, person: &Person, form: &mut Form) {
    let has_mobile = match person.age {
        ..=55 => 96,
        56..=64 => 84,
        _ => 52,
    };
    if chance.percent(has_mobile) {
        set(form, "mobile", mobile(chance));
    } else {
        reason(form, "mobile", Reason::None);
    }
    let mut skills = person.skills.clone();
    skills.sort();
    set(form, "skill_trade", some_or_none(&skills.join(";")));
    set(form, "skill_level", person.certificate);
    set(form, "farm_months", months(person.farm));
    set(form, "local_months", months(person.local));
    willing(chance, person, form);
    training(chance, person, form);
}

fn some_or_none(codes: &str) -> String {
    if codes.is_empty() { "99" } else { codes }.to_owned()
}

/// Writes half-months as months.
fn months(halves: i32) -> String {
    let half = if halves % 2 == 0 { 0 } else { 5 };
    format!("{}.{half}", halves / 2)
}

fn willing(chance: &mut Chance, person: &Person, form: &mut Form) {
    let age_max = if person.is_male { 58 } else { 52 };
    let is_away = matches!(person.activity, "4" | "5");
    let willing = if person.ability == "3" && person.age >= 18 {
        chance.code(&[("2", 14), ("4", 52), ("5", 30), ("9", 4)])
    } else if is_away && person.age <= 62 {
        chance.code(&[("1", 82), ("2", 9), ("3", 6), ("9", 3)])
    } else if person.age > age_max {
        chance.code(&[("4", 70), ("2", 12), ("5", 15), ("9", 3)])
    } else {
        chance.code(&[
            ("1", 26),
            ("2", 30),
            ("3", 5),
            ("4", 32),
            ("5", 5),
            ("9", 2),
        ])
    };
    set(form, "willing_out", willing);
    let trade = person.skills.first().map_or_else(
        || {
            let men: &[(&str, i32)] = &[("05", 40), ("98", 20), ("14", 12), ("16", 10), ("01", 18)];
            let women: &[(&str, i32)] = &[("16", 34), ("13", 26), ("04", 22), ("10", 18)];
            chance
                .code(if person.is_male { men } else { women })
                .to_owned()
        },
        Clone::clone,
    );
    if willing == "1" {
        let region = chance.code(&[
            ("13", 14),
            ("11", 16),
            ("12", 8),
            ("21", 16),
            ("22", 14),
            ("24", 8),
            ("31", 10),
            ("41", 6),
            ("42", 5),
            ("52", 6),
        ]);
        set(form, "want_dest", region);
    }
    if matches!(willing, "1" | "2" | "3") {
        set(form, "want_trade", trade);
    }
}

/// Trades that are taught in the county.
const TAUGHT: &[(&str, i32)] = &[
    ("01", 14),
    ("02", 16),
    ("03", 18),
    ("04", 14),
    ("05", 22),
    ("13", 10),
    ("20", 6),
];

fn training(chance: &mut Chance, person: &Person, form: &mut Form) {
    let share = if person.age <= 45 { 78 } else { 30 };
    if chance.mille(share) {
        set(form, "trained", "1");
        let kind = chance.code(&[
            ("1", 26),
            ("2", 20),
            ("8", 6),
            ("3", 18),
            ("4", 14),
            ("5", 7),
            ("7", 5),
            ("9", 4),
        ]);
        set(form, "train_kind", kind);
        if kind != "1" {
            set(form, "train_trade", chance.code(TAUGHT));
        }
    } else {
        set(form, "trained", "2");
    }
    let wants = person.age <= 50 && chance.percent(30);
    let wanted = if wants { chance.code(TAUGHT) } else { "99" };
    set(form, "train_want", wanted);
}

/// Returns the kind of youth, by the order in which the questionnaire asks.
fn youth(chance: &mut Chance, person: &Person) -> &'static str {
    let has_left = matches!(person.in_school, "3" | "4");
    if person.is_male && person.age >= 22 && has_left && chance.mille(25) {
        return "4";
    }
    match person.education {
        _ if matches!(person.activity, "1" | "2" | "3" | "4" | "5") => "5",
        6..=9 if has_left => "3",
        4..=5 if has_left => "2",
        3 if has_left => "1",
        _ => "9",
    }
}

fn rights(chance: &mut Chance, person: &Person, form: &mut Form) {
    let has = |codes: &[&str]| {
        person
            .stays
            .iter()
            .any(|stay| codes.contains(&stay.arrears))
    };
    let mut issues = Vec::new();
    if has(&["3"]) || (has(&["2"]) && chance.percent(60)) {
        issues.push("1");
    }
    if has(&["4"]) {
        issues.push("4");
    }
    let is_hurt = person
        .stays
        .iter()
        .any(|stay| matches!(stay.injury, "3" | "4" | "6"));
    if is_hurt && chance.percent(45) {
        issues.push("3");
    }
    if chance.mille(45) {
        issues.push(chance.code(&[("2", 20), ("5", 26), ("6", 20), ("7", 18), ("8", 16)]));
    }
    issues.sort_unstable();
    if issues.is_empty() {
        set(form, "rights_issue", "0");
        return;
    }
    set(form, "rights_issue", issues.join(";"));
    let help = chance.code(&[
        ("0", 38),
        ("1", 34),
        ("2", 8),
        ("3", 3),
        ("4", 4),
        ("5", 6),
        ("6", 5),
        ("7", 2),
    ]);
    set(form, "rights_help", help);
}

/// Writes the answers of a stay.
pub(super) fn stay(chance: &mut Chance, stay: &Stay, number: i32) -> Form {
    let mut form = Form::new();
    set(&mut form, "episode_no", number.to_string());
    set(&mut form, "dest_level", stay.level.as_str());
    if stay.level == "6" {
        set(&mut form, "dest_country", stay.country.as_str());
    } else {
        set(&mut form, "dest_place", stay.place.as_str());
    }
    set(&mut form, "base", stay.base.as_str());
    set(&mut form, "export_mode", stay.mode);
    set(&mut form, "employer", stay.employer.as_str());
    set(&mut form, "industry", stay.industry.as_str());
    set(&mut form, "occupation", stay.occupation.as_str());
    set(&mut form, "start_ym", month_text(stay.start));
    if let Some(end) = stay.end {
        set(&mut form, "end_ym", month_text(end));
    }
    set(&mut form, "contract", stay.contract);
    // Kin who answer for others often know neither.
    set(&mut form, "month_income", stay.month_income.to_string());
    set(&mut form, "year_income", stay.year_income.to_string());
    set(&mut form, "arrears", stay.arrears);
    set(&mut form, "arrears_amount", stay.arrears_amount.to_string());
    set(&mut form, "injury", stay.injury);
    set(&mut form, "insurance", stay.insurance);
    if stay.is_own && chance.percent(30) {
        set(&mut form, "insurance", "3;5");
    }
    form
}
