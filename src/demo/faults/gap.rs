//! Required answers that are missing.

use super::bench::{At, Bench, Hits, hard, has};
use crate::demo::form::{Form, value};

/// Items of a person on which no other question and no rule rests, and that can simply be missing.
const PERSON: &[&str] = &[
    "ethnic",
    "hukou_type",
    "mobile",
    "skill_level",
    "want_trade",
    "health",
];
/// The same of a stay.
const STAY: &[&str] = &[
    "occupation",
    "insurance",
    "injury",
    "year_income",
    "export_mode",
];
/// The same of a household.
const HOUSEHOLD: &[&str] = &["hh_phone", "hh_category", "labour_pop"];

fn without(form: &mut Form, item: &'static str) -> Option<()> {
    form.remove(item).map(|_| ())
}

pub(super) fn i18_person(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    let item = bench.chance.pick(PERSON).copied()?;
    let at = bench.member(|member| {
        let person = &member.person;
        // A certificate and an ability that other answers rest on stay.
        member.form.contains_key(item)
            && (item != "skill_level" || person.certificate == "0" && person.ability != "2")
            && (item != "health" || person.age < 60 && person.health == "1")
    })?;
    without(bench.form(at)?, item)?;
    Some(vec![hard("I18", At::Member(at), item)])
}

pub(super) fn i18_stay(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    let item = bench.chance.pick(STAY).copied()?;
    let at = bench.stay(|member, stay| {
        stay.form.contains_key(item)
            && stay.stay.injury == "1"
            && stay.stay.base == "00"
            && stay.stay.mode != "4"
            && !stay.stay.is_seasonal
            && has(&member.form, "is_leader", &["2"])
    })?;
    without(bench.stay_form(at)?, item)?;
    Some(vec![hard("I18", At::Stay(at.0, at.1), item)])
}

pub(super) fn i18_household(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    let item = bench.chance.pick(HOUSEHOLD).copied()?;
    if item == "labour_pop" {
        super::household::h13(bench)?;
    }
    without(&mut bench.home.form, item)?;
    Some(vec![hard("I18", At::Home, item)])
}

/// A special rule that upholds one item of a person.
fn special(
    bench: &mut Bench<'_>,
    rule: &'static str,
    item: &'static str,
    suits: impl Fn(&Form) -> bool,
) -> Hits {
    bench.is_completed().then_some(())?;
    let at = bench.member(|member| member.form.contains_key(item) && suits(&member.form))?;
    without(bench.form(at)?, item)?;
    Some(vec![hard(rule, At::Member(at), item)])
}

pub(super) fn p03(bench: &mut Bench<'_>) -> Hits {
    special(bench, "P03", "id_missing", |_| true)
}

pub(super) fn p32(bench: &mut Bench<'_>) -> Hits {
    // The trade is asked only of some kinds, so it would wait for the kind.
    special(bench, "P32", "train_kind", |form| {
        has(form, "train_kind", &["1", "6"])
    })
}

pub(super) fn p36(bench: &mut Bench<'_>) -> Hits {
    special(bench, "P36", "youth_kind", |_| true)
}

/// Somebody was away and no stay is listed.
pub(super) fn p21(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    let at = bench.member(|member| {
        member.stays.len() == 1
            && !has(&member.form, "is_leader", &["1"])
            && member.stays.iter().all(|stay| {
                stay.stay.arrears == "1" && stay.stay.injury == "1" && stay.stay.mode != "4"
            })
            && has(&member.form, "rights_issue", &["0"])
            && member.person.is_male
            && member.person.age < 40
            && member.person.education < 3
    })?;
    bench.home.members.get_mut(at)?.stays.clear();
    Some(vec![hard("P21", At::Member(at), "went_out")])
}

pub(super) fn e11(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    let item = *bench.chance.pick(&["employer", "month_income"])?;
    let at = bench.stay(|_, stay| {
        stay.stay.end.is_none() && value(&stay.form, item).is_some() && stay.stay.arrears == "1"
    })?;
    without(bench.stay_form(at)?, item)?;
    Some(vec![hard("E11", At::Stay(at.0, at.1), item)])
}

pub(super) fn h16(bench: &mut Bench<'_>) -> Hits {
    (bench.result() == "13").then_some(())?;
    let item = *bench.chance.pick(&["proxy_name", "proxy_tie"])?;
    without(&mut bench.home.form, item)?;
    Some(vec![hard("H16", At::Home, item)])
}

/// Complete, and nobody on the list.
pub(super) fn h14(bench: &mut Bench<'_>) -> Hits {
    let stated = super::bench::int(&bench.home.form, "labour_pop")?;
    let is_alone = bench.is_completed() && bench.home.members.len() == 1 && stated < 2;
    (is_alone && !is_remarkable(bench)).then_some(())?;
    bench.home.members.clear();
    for item in ["hukou_pop", "present_pop", "away_pop", "labour_pop"] {
        crate::demo::form::set(&mut bench.home.form, item, "0");
    }
    Some(vec![hard("H14", At::Home, "disposition")])
}

/// Tells whether the one member has a finding of his own.
fn is_remarkable(bench: &Bench<'_>) -> bool {
    let is_plain = |member: &crate::demo::form::Member| {
        super::bench::is_local(member)
            && member.person.stays.is_empty()
            && matches!(member.person.ability, "4" | "5")
    };
    !bench.home.members.iter().all(is_plain)
}
