//! One person in two households.

use super::Reach;
use super::bench::{At, Bench, Hits, hard, is_local, is_pupil, note, soft, unnumber};
use crate::demo::form::{Member, set, value};
use crate::demo::person::Union;

/// Tells whether a household may take in a copy.
fn can_take(bench: &Bench<'_>) -> Option<()> {
    // A five-guarantee household with somebody able to work would be a finding of its own.
    let is_open = value(&bench.home.form, "hh_category")? != "3";
    (bench.is_usual() && is_open).then_some(())
}

/// Lists a child of another household here too, with the same number.
fn twice(bench: &mut Bench<'_>, reach: Reach, rule: &'static str) -> Hits {
    can_take(bench)?;
    let (donor, copy) = bench.donors.take(reach, is_pupil)?;
    let at = bench.add(copy, "9");
    Some(vec![
        hard(rule, At::Donor(donor), "id_number"),
        hard(rule, At::Member(at), "id_number"),
    ])
}

pub(super) fn v11(bench: &mut Bench<'_>) -> Hits {
    twice(bench, Reach::Village, "V11")
}

pub(super) fn t04(bench: &mut Bench<'_>) -> Hits {
    twice(bench, Reach::Township, "T04")
}

pub(super) fn x01(bench: &mut Bench<'_>) -> Hits {
    twice(bench, Reach::County, "X01")
}

/// Somebody who studies away from home is listed where he lives: true, and linked.
fn moved(bench: &mut Bench<'_>, reach: Reach, rule: &'static str) -> Hits {
    can_take(bench)?;
    // A household on the five guarantees has nobody who could work.
    (value(&bench.home.form, "hh_category")? != "3").then_some(())?;
    let studies_away = |member: &Member| {
        member.person.residence == "7" && member.person.hukou_place == "1" && is_local(member)
    };
    let (donor, mut copy) = bench.donors.take(reach, studies_away)?;
    copy.person.residence = "4";
    set(&mut copy.form, "residence", "4");
    let at = bench.add(copy, "9");
    Some(vec![
        note(rule, At::Donor(donor), "id_number"),
        note(rule, At::Member(at), "id_number"),
    ])
}

pub(super) fn v11_moved(bench: &mut Bench<'_>) -> Hits {
    moved(bench, Reach::Village, "V11")
}

pub(super) fn t04_moved(bench: &mut Bench<'_>) -> Hits {
    moved(bench, Reach::Township, "T04")
}

pub(super) fn x01_moved(bench: &mut Bench<'_>) -> Hits {
    moved(bench, Reach::County, "X01")
}

/// The same name, sex, and birth in another village, without a number here.
pub(super) fn x02(bench: &mut Bench<'_>) -> Hits {
    can_take(bench)?;
    let reach = if bench.chance.percent(50) {
        Reach::Township
    } else {
        Reach::County
    };
    let (donor, mut copy) = bench.donors.take(reach, is_pupil)?;
    unnumber(&mut copy);
    let at = bench.add(copy, "9");
    Some(vec![
        soft("X02", At::Donor(donor), "name"),
        soft("X02", At::Member(at), "name"),
    ])
}

/// A wife is listed at her parents' too.
pub(super) fn x03(bench: &mut Bench<'_>) -> Hits {
    can_take(bench)?;
    let can_farm = value(&bench.home.form, "farmland_mu")? != "0.0";
    (!bench.has_relation("7") && can_farm).then_some(())?;
    let head = bench.home.members.first()?.person.age;
    let is_wife = |member: &Member| {
        let person = &member.person;
        matches!(person.relation, "1" | "6")
            && person.union == Union::Paired
            && is_plain_wife(member)
            && head - person.age >= 16
    };
    // Her husband is not there, and must not look like one who lives alone elsewhere.
    (bench.donors.spouseless != bench.donors.village).then_some(())?;
    let (donor, mut copy) = bench.donors.take(Reach::Village, is_wife)?;
    bench.donors.leaves_spouse();
    unnumber(&mut copy);
    copy.person.has_small_children = false;
    let at = bench.add(copy, "2");
    Some(vec![
        soft("X03", At::Donor(donor), "name"),
        soft("X03", At::Member(at), "name"),
        soft("G08", At::Member(at), "marital"),
    ])
}

/// Tells whether nothing is remarkable about a wife at home.
pub(super) fn is_plain_wife(member: &Member) -> bool {
    let person = &member.person;
    !person.is_male
        && (22..=45).contains(&person.age)
        && person.residence == "1"
        && person.hukou_place == "1"
        && person.ability == "1"
        && person.health == "1"
        && person.skills.is_empty()
        && person.stays.is_empty()
        && is_local(member)
}
