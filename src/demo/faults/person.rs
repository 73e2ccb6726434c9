//! Faults between the answers of one person: who they are, schooling, health.

use super::bench::{At, Bench, Hits, hard, has, int, is_local, is_pupil, note, soft, state};
use crate::demo::form::{Member, set, value};
use crate::demo::person::Union;
use crate::demo::plan::month_text;

/// Picks a pupil of some ages.
fn pupil(bench: &mut Bench<'_>, ages: std::ops::RangeInclusive<i32>) -> Option<usize> {
    bench.member(|member| is_pupil(member) && ages.contains(&member.person.age))
}

/// Tells whether somebody is a student of some ages.
fn is_student(member: &Member, ages: std::ops::RangeInclusive<i32>) -> bool {
    member.person.in_school == "2" && ages.contains(&member.person.age)
}

pub(super) fn p01(bench: &mut Bench<'_>) -> Hits {
    let at = pupil(bench, 7..=14)?;
    let member = bench.home.members.get_mut(at)?;
    state(member);
    let other = if member.person.is_male { "2" } else { "1" };
    set(&mut member.form, "sex", other);
    Some(vec![soft("P01", At::Member(at), "sex")])
}

pub(super) fn p02(bench: &mut Bench<'_>) -> Hits {
    let month = bench.round.month;
    let keeps = |member: &Member| {
        let person = &member.person;
        (month - person.born - 1) / 12 == person.age && is_pupil(member)
    };
    let at = bench.member(keeps)?;
    let member = bench.home.members.get_mut(at)?;
    state(member);
    // A month later, and still of the same age.
    let later = month_text(member.person.born + 1);
    set(&mut member.form, "birth_ym", later);
    Some(vec![soft("P02", At::Member(at), "birth_ym")])
}

pub(super) fn p04(bench: &mut Bench<'_>) -> Hits {
    let at = pupil(bench, 7..=14)?;
    bench.unnumber(at)?;
    set(bench.form(at)?, "id_missing", "1");
    Some(vec![soft("P04", At::Member(at), "id_missing")])
}

pub(super) fn p06(bench: &mut Bench<'_>) -> Hits {
    let at = pupil(bench, 7..=14)?;
    set(bench.form(at)?, "education", "1");
    Some(vec![hard("P06", At::Member(at), "education")])
}

/// The reverse: never at school, and yet schooled.
pub(super) fn p06_reverse(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        member.person.age > 30
            && has(&member.form, "in_school", &["3"])
            && member.person.residence != "9"
    })?;
    set(bench.form(at)?, "in_school", "5");
    Some(vec![hard("P06", At::Member(at), "education")])
}

pub(super) fn p07(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| is_student(member, 18..=19))?;
    set(bench.form(at)?, "education", "2");
    Some(vec![soft("P07", At::Member(at), "education")])
}

pub(super) fn p08(bench: &mut Bench<'_>) -> Hits {
    let at = pupil(bench, 9..=14)?;
    set(bench.form(at)?, "education", "4");
    Some(vec![soft("P08", At::Member(at), "education")])
}

pub(super) fn p09(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| is_student(member, 20..=26))?;
    set(bench.form(at)?, "education", "2");
    let at = At::Member(at);
    Some(vec![
        soft("P07", at.clone(), "education"),
        soft("P09", at, "education"),
    ])
}

pub(super) fn p10(bench: &mut Bench<'_>) -> Hits {
    let at = pupil(bench, 8..=14)?;
    set(bench.form(at)?, "in_school", "4");
    Some(vec![soft("P10", At::Member(at), "in_school")])
}

pub(super) fn p11(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| is_student(member, 15..=16))?;
    set(bench.form(at)?, "education", "7");
    Some(vec![soft("P11", At::Member(at), "education")])
}

pub(super) fn p12(bench: &mut Bench<'_>) -> Hits {
    (!bench.has_relation("7")).then_some(())?;
    let at = bench.member(|member| {
        let person = &member.person;
        let below = if person.is_male { 16..=21 } else { 16..=19 };
        below.contains(&person.age)
            && person.relation == "2"
            && has(&member.form, "marital", &["10"])
    })?;
    // Nobody is listed to whom a child of the house could be married.
    (!bench.has_relation("6") && bench.donors.leaves_spouse()).then_some(())?;
    set(bench.form(at)?, "marital", "20");
    Some(vec![
        soft("P12", At::Member(at), "marital"),
        soft("G08", At::Member(at), "marital"),
    ])
}

/// Tells whether somebody of middle age is well and able.
fn is_able(member: &Member) -> bool {
    let person = &member.person;
    person.ability == "1"
        && person.health == "1"
        && person.is_labor()
        && (20..=57).contains(&person.age)
}

pub(super) fn p15(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(is_able)?;
    set(bench.form(at)?, "health", "6");
    Some(vec![soft("P15", At::Member(at), "labour_ability")])
}

pub(super) fn p16(bench: &mut Bench<'_>) -> Hits {
    (!bench.has_children()).then_some(())?;
    let at = bench.member(|member| {
        is_able(member)
            && is_plain_wish(member)
            && !member.person.went_out()
            && matches!(member.person.activity, "6" | "7" | "8" | "12")
    })?;
    set(bench.form(at)?, "labour_ability", "4");
    bench.drop_labor(at);
    Some(vec![soft("P16", At::Member(at), "labour_ability")])
}

pub(super) fn p17(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        member.person.age >= 70
            && member.person.ability == "3"
            && member.person.health != "6"
            && !member.person.went_out()
    })?;
    set(bench.form(at)?, "labour_ability", "1");
    Some(vec![soft("P17", At::Member(at), "labour_ability")])
}

pub(super) fn p18(bench: &mut Bench<'_>) -> Hits {
    (!bench.has_children()).then_some(())?;
    let at = bench.member(|member| {
        let person = &member.person;
        person.age >= 60
            && person.activity == "1"
            && !person.went_out()
            && (person.ability == "3" || person.ability == "1" && person.age < 70)
            && !has(&member.form, "willing_out", &["1"])
            && is_plain_wish(member)
    })?;
    set(bench.form(at)?, "labour_ability", "4");
    bench.drop_labor(at);
    Some(vec![soft("P18", At::Member(at), "labour_ability")])
}

/// Tells whether no trade is both known and wanted.
pub(super) fn is_plain_wish(member: &Member) -> bool {
    let wanted = value(&member.form, "train_want").unwrap_or("99");
    !member.person.skills.iter().any(|skill| skill == wanted)
}

pub(super) fn p30(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| is_able(member) && member.person.skills.is_empty())?;
    set(bench.form(at)?, "skill_level", "5");
    Some(vec![soft("P30", At::Member(at), "skill_trade")])
}

pub(super) fn p31(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| is_able(member) && member.person.skills.is_empty())?;
    set(bench.form(at)?, "labour_ability", "2");
    Some(vec![soft("P31", At::Member(at), "labour_ability")])
}

pub(super) fn p33(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        is_able(member)
            && has(&member.form, "train_want", &["99"])
            && member.person.skills.iter().any(|skill| skill != "98")
    })?;
    let skills = bench.home.members.get(at)?.person.skills.clone();
    let known = skills.into_iter().find(|skill| skill != "98")?;
    set(bench.form(at)?, "train_want", known);
    Some(vec![note("P33", At::Member(at), "train_want")])
}

pub(super) fn p37(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| has(&member.form, "youth_kind", &["5"]))?;
    set(bench.form(at)?, "youth_kind", "9");
    Some(vec![soft("P37", At::Member(at), "youth_kind")])
}

pub(super) fn p40(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        member.person.ability == "3"
            && member.person.age >= 18
            && has(&member.form, "willing_out", &["4", "5"])
    })?;
    let form = bench.form(at)?;
    set(form, "willing_out", "1");
    set(form, "want_dest", "21");
    set(form, "want_trade", "21");
    Some(vec![soft("P40", At::Member(at), "willing_out")])
}

pub(super) fn p41(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        (31..=44).contains(&member.person.age)
            && matches!(member.person.activity, "6" | "7" | "8")
            && is_able(member)
    })?;
    let form = bench.form(at)?;
    set(form, "activity", "10");
    form.remove("not_work_reason");
    Some(vec![soft("P41", At::Member(at), "activity")])
}

pub(super) fn p42(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        is_local(member) && member.person.residence == "1" && member.person.hukou_place == "1"
    })?;
    set(bench.form(at)?, "hukou_place", "4");
    bench.shift("hukou_pop", -1);
    Some(vec![soft("P42", At::Member(at), "residence")])
}

/// A head who says he never married, with his wife beside him.
pub(super) fn h07(bench: &mut Bench<'_>) -> Hits {
    bench.has_relation("1").then_some(())?;
    let at = bench.member(|member| {
        member.person.relation == "0"
            && member.person.union == Union::Paired
            && int(&member.form, "marital") == Some(20)
    })?;
    set(bench.form(at)?, "marital", "10");
    Some(vec![hard("H07", At::Home, "head_name")])
}
