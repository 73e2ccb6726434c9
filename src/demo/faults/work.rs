//! Faults between a person's work, months, and stays.

use super::bench::{At, Bench, Hits, hard, has, soft};
use crate::demo::chance::Chance;
use crate::demo::form::{self, Member, StayForm, set, value};
use crate::demo::plan::month_text;
use crate::demo::stay::{Span, Stay};

/// Gives a stay other months, and the income that goes with them. Months at home that no longer fit
/// into the year go; where no month is left at all, one of farming stays.
pub(super) fn respan(bench: &mut Bench<'_>, (at, stay): (usize, usize), span: Span) -> Option<i32> {
    let halves = span.halves(bench.round);
    let member = bench.home.members.get_mut(at)?;
    let others: i32 = member.stays.iter().map(|one| one.stay.halves).sum();
    let one = member.stays.get_mut(stay)?;
    let away = others - one.stay.halves + halves;
    set(&mut one.form, "start_ym", month_text(span.start));
    match span.end {
        Some(end) => set(&mut one.form, "end_ym", month_text(end)),
        None => {
            one.form.remove("end_ym");
        }
    }
    let month = value(&one.form, "month_income").and_then(|text| text.parse::<i32>().ok());
    if let Some(month) = month {
        let year = month * halves / 2;
        set(&mut one.form, "year_income", year.to_string());
    }
    if !member.form.contains_key("farm_months") {
        return Some(halves);
    }
    let at_home = member.person.farm + member.person.local;
    if away + at_home > 24 {
        set(&mut member.form, "farm_months", "0.0");
        set(&mut member.form, "local_months", "0.0");
    } else if away + at_home == 0 {
        set(&mut member.form, "farm_months", "1.0");
    }
    Some(halves)
}

/// Tells whether nothing is owed, so that a smaller income offends nobody.
pub(super) fn is_paid(stay: &StayForm) -> bool {
    has(&stay.form, "arrears", &["1"]) && !stay.stay.is_seasonal
}

pub(super) fn p14(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|member, stay| {
        is_paid(stay)
            && stay.stay.end.is_none()
            && member.person.age < 24
            && member.person.residence == "3"
    })?;
    let born = bench.home.members.get(at.0)?.person.born;
    respan(
        bench,
        at,
        Span {
            start: born + 15 * 12 + 8,
            end: None,
        },
    )?;
    Some(vec![soft("P14", At::Stay(at.0, at.1), "start_ym")])
}

/// Adds a short stay in the summer to a student.
fn holiday(bench: &mut Bench<'_>, suits: impl Fn(&Member) -> bool) -> Option<usize> {
    let last = bench.round.last;
    let suits = |member: &Member| {
        member.person.in_school == "2"
            && member.person.stays.is_empty()
            && !matches!(member.person.ability, "4" | "5")
            && member.person.born + 16 * 12 < last - 5
            && has(&member.form, "went_out", &["2"])
            && suits(member)
    };
    let at = bench.member(suits)?;
    let span = Span {
        start: last - 4,
        end: Some(last - 2),
    };
    let mut chance = Chance::new(bench.round.plan.seed, "holiday");
    let person = &bench.home.members.get(at)?.person;
    let stay = (0..9).find_map(|_| {
        let stay = Stay::make(&mut chance, bench.words, bench.round, person, span)?;
        let is_plain = !stay.is_own && stay.base == "00" && stay.arrears == "1";
        Some(stay).filter(|stay| is_plain && stay.injury == "1")
    })?;
    let form = form::stay(&mut chance, &stay, 1);
    let id = bench.chance.uuid(bench.millis);
    let member = bench.home.members.get_mut(at)?;
    member.stays.push(StayForm { id, stay, form });
    set(&mut member.form, "went_out", "1");
    set(&mut member.form, "is_leader", "2");
    set(&mut member.form, "rights_issue", "0");
    Some(at)
}

pub(super) fn p19(bench: &mut Bench<'_>) -> Hits {
    let at = holiday(bench, |member| {
        member.person.education <= 5 && member.person.residence != "3"
    })?;
    Some(vec![soft("P19", At::Member(at), "went_out")])
}

pub(super) fn p20(bench: &mut Bench<'_>) -> Hits {
    let at = holiday(bench, |member| {
        member.person.education >= 6 && member.person.residence != "3"
    })?;
    Some(vec![soft("P20", At::Member(at), "went_out")])
}

pub(super) fn p23(bench: &mut Bench<'_>) -> Hits {
    let has_land = value(&bench.home.form, "farmland_mu").is_some_and(|land| land != "0.0");
    has_land.then_some(())?;
    let at = bench.member(|member| {
        member.person.activity == "1"
            && member.person.age > 30
            && member.person.farm > 0
            && !member.person.went_out()
            && member.person.is_labor()
    })?;
    set(bench.form(at)?, "activity", "4");
    Some(vec![soft("P23", At::Member(at), "went_out")])
}

/// Tells whether somebody's only stay takes some half-months of the year.
fn has_halves(member: &Member, halves: std::ops::RangeInclusive<i32>) -> bool {
    let total: i32 = member.person.stays.iter().map(|stay| stay.halves).sum();
    member.person.is_labor() && halves.contains(&total)
}

pub(super) fn p24(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| has_halves(member, 12..=20))?;
    let form = bench.form(at)?;
    set(form, "farm_months", "9.0");
    set(form, "local_months", "0.0");
    Some(vec![soft("P24", At::Member(at), "farm_months")])
}

pub(super) fn p24_hard(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| has_halves(member, 12..=24))?;
    let form = bench.form(at)?;
    set(form, "farm_months", "12.0");
    set(form, "local_months", "11.0");
    Some(vec![hard("P24", At::Member(at), "farm_months")])
}

pub(super) fn p25(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        matches!(member.person.activity, "1" | "2" | "3")
            && member.person.is_labor()
            && !member.person.went_out()
    })?;
    let form = bench.form(at)?;
    set(form, "farm_months", "0.0");
    set(form, "local_months", "0.0");
    Some(vec![soft("P25", At::Member(at), "activity")])
}

pub(super) fn p27(bench: &mut Bench<'_>) -> Hits {
    (!bench.has_children() && bench.is_usual()).then_some(())?;
    let at = bench.member(|member| {
        matches!(member.person.residence, "2" | "3") && member.person.went_out()
    })?;
    set(bench.form(at)?, "residence", "1");
    bench.shift("present_pop", 1);
    bench.shift("away_pop", -1);
    Some(vec![soft("P27", At::Member(at), "residence")])
}

pub(super) fn p28(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        let halves: i32 = member.person.stays.iter().map(|stay| stay.halves).sum();
        member.person.residence == "2" && (2..12).contains(&halves)
    })?;
    set(bench.form(at)?, "residence", "3");
    Some(vec![soft("P28", At::Member(at), "residence")])
}

pub(super) fn p38(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        has(&member.form, "rights_issue", &["0"])
            && member.stays.iter().all(|stay| stay.stay.arrears == "1")
    })?;
    let form = bench.form(at)?;
    set(form, "rights_issue", "1");
    set(form, "rights_help", "1");
    Some(vec![soft("P38", At::Member(at), "rights_issue")])
}

/// The reverse: wages are owed, and nothing is said of it.
pub(super) fn p38_reverse(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|member, stay| {
        is_paid(stay)
            && has(&member.form, "rights_issue", &["0"])
            && value(&stay.form, "year_income").is_some_and(|income| income.len() > 3)
    })?;
    let form = bench.stay_form(at)?;
    set(form, "arrears", "3");
    set(form, "arrears_amount", "500");
    Some(vec![soft("P38", At::Member(at.0), "rights_issue")])
}

pub(super) fn p39(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        has(&member.form, "rights_issue", &["0"])
            && member.stays.iter().all(|stay| stay.stay.injury == "1")
    })?;
    let form = bench.form(at)?;
    set(form, "rights_issue", "3");
    set(form, "rights_help", "4");
    Some(vec![soft("P39", At::Member(at), "rights_issue")])
}
