//! From a village that is made up to what the store loads.

use chrono::{DateTime, FixedOffset, TimeDelta};
use uuid::Uuid;

use super::form::{Form, Member, StayForm, set};
use super::home::Home;
use super::person::Person;
use super::stay::Stay;
use super::village::Made;
use crate::domain::calendar::months_text;
use crate::domain::kind::Kind;
use crate::store::{Sheet, Typed};

/// Returns the sheets of the enumerators of a village.
pub(super) fn staff(made: &Made) -> Vec<Sheet> {
    let forms = made.enumerators.iter().map(|one| &one.form);
    forms
        .map(|form| sheet(Kind::Staff, Uuid::nil(), form))
        .collect()
}

/// Returns the sheets of the groups of a village, with everything below them.
pub(super) fn groups(made: &Made) -> Vec<Sheet> {
    let mut place = 0;
    let mut sheets = Vec::new();
    for group in &made.groups {
        let mut sheet = sheet(Kind::Group, Uuid::nil(), &group.form);
        let (name, at) = made.visit(place);
        sheet.typed = Some(typed(name, at));
        let number = super::form::value(&group.form, "number").unwrap_or_default();
        for home in &group.homes {
            let (name, at) = made.visit(place);
            let mut household = household(home, name, at);
            household.hints.push(("she_code", number.to_owned()));
            sheet.below.push(household);
            place += 1;
        }
        sheets.push(sheet);
    }
    sheets
}

fn typed(by: &str, at: DateTime<FixedOffset>) -> Typed {
    Typed {
        by: by.to_owned(),
        at,
    }
}

fn household(home: &Home, by: &str, at: DateTime<FixedOffset>) -> Sheet {
    let mut form = home.form.clone();
    set(&mut form, "visit_date", at.date_naive().to_string());
    set(&mut form, "enumerator", by);
    let mut sheet = sheet(Kind::Household, home.id, &form);
    sheet.typed = Some(typed(by, at));
    let disposition = super::form::value(&home.form, "disposition").unwrap_or_default();
    let is_done = matches!(disposition, "11" | "13" | "14");
    let is_out = matches!(
        disposition,
        "41" | "42" | "43" | "44" | "45" | "46" | "47" | "48"
    );
    sheet.hints.extend([
        ("completed", u8::from(is_done).to_string()),
        ("out_of_scope", u8::from(is_out).to_string()),
        ("live_persons", home.members.len().to_string()),
    ]);
    sheet.below = home.members.iter().map(person).collect();
    let n_visits = home.visits.len();
    for (place, (id, form)) in home.visits.iter().enumerate() {
        // Visits before the last were on earlier days.
        let days = i64::try_from(n_visits - 1 - place).unwrap_or_default();
        let at = at - TimeDelta::days(days);
        let mut form = form.clone();
        let time = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        set(&mut form, "visited_at", time);
        sheet.below.push(self::sheet(Kind::Visit, *id, &form));
    }
    sheet
}

fn person(member: &Member) -> Sheet {
    let mut sheet = sheet(Kind::Person, member.id, &member.form);
    sheet.hints.extend(hints(&member.person));
    sheet.below = member.stays.iter().map(stay).collect();
    sheet
}

/// Returns what follows from a person's answers.
fn hints(person: &Person) -> Vec<(&'static str, String)> {
    let mut hints = vec![("age", person.age.to_string())];
    if person.number.is_some() {
        let sex = if person.is_male { "1" } else { "2" };
        hints.push(("sex", sex.to_owned()));
        hints.push(("birth_ym", super::plan::month_text(person.born)));
        hints.push(("id_state", "ok".to_owned()));
    }
    let is_asked = !matches!(person.residence, "6" | "8");
    hints.push(("lf", u8::from(person.is_labor()).to_string()));
    if person.age >= 16 && is_asked {
        let halves: i32 = person.stays.iter().map(|stay| stay.halves).sum();
        hints.push((
            "out_months",
            months_text(u16::try_from(halves).unwrap_or_default()),
        ));
    }
    let is_open = person.stays.iter().any(|stay| stay.end.is_none());
    hints.push(("open_away", u8::from(is_open).to_string()));
    hints
}

fn stay(stay: &StayForm) -> Sheet {
    let mut sheet = sheet(Kind::Episode, stay.id, &stay.form);
    let is_organized = matches!(stay.stay.mode, "1" | "2" | "3" | "4" | "5");
    let halves = u16::try_from(stay.stay.halves).unwrap_or_default();
    sheet.hints = vec![
        ("organised", u8::from(is_organized).to_string()),
        ("months", months_text(halves)),
        ("seasonal", u8::from(stay.stay.is_seasonal).to_string()),
        ("dest_region", region(&stay.stay).to_owned()),
        ("industry_section", stay.stay.section.clone()),
    ];
    sheet
}

/// Returns the region of a destination: the codes of the questionnaire's list, by the beginning of
/// the county's code.
fn region(stay: &Stay) -> &'static str {
    const BY_PLACE: [(&str, &str); 18] = [
        ("6201", "11"),
        ("62", "12"),
        ("64", "21"),
        ("6590", "23"),
        ("65", "22"),
        ("61", "24"),
        ("63", "24"),
        ("15", "25"),
        ("11", "31"),
        ("12", "32"),
        ("13", "33"),
        ("31", "41"),
        ("32", "42"),
        ("33", "43"),
        ("35", "51"),
        ("44", "52"),
        ("46", "53"),
        ("", "60"),
    ];
    match stay.level.as_str() {
        "1" | "2" => "13",
        "5" => "70",
        "6" => "89",
        _ if stay.base == "04" => "23",
        _ => {
            let mut known = BY_PLACE.iter();
            known
                .find(|(start, _)| stay.place.starts_with(start))
                .map_or("60", |(_, region)| region)
        }
    }
}

/// Returns the derived origin of a unit: found in the field unless it says otherwise.
fn origin(kind: Kind) -> Vec<(&'static str, String)> {
    match kind {
        Kind::Group | Kind::Household | Kind::Person => vec![("origin", "2".to_owned())],
        _ => Vec::new(),
    }
}

fn sheet(kind: Kind, id: Uuid, form: &Form) -> Sheet {
    let answers = form.iter();
    Sheet {
        kind,
        id,
        answers: answers
            .map(|(item, answer)| ((*item).to_owned(), answer.clone()))
            .collect(),
        hints: if form.contains_key("origin") {
            Vec::new()
        } else {
            origin(kind)
        },
        typed: None,
        below: Vec::new(),
    }
}
