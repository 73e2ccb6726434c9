//! Faults of one stay.

use super::bench::{At, Bench, Hits, hard, has, int, soft};
use super::work::{is_paid, respan};
use crate::demo::form::{Member, StayForm, set, value};
use crate::demo::stay::Span;

/// Tells whether a stay is over and its person at home.
fn is_over(member: &Member, stay: &StayForm) -> bool {
    stay.stay.end.is_some() && member.person.residence == "1" && is_paid(stay)
}

pub(super) fn e01(bench: &mut Bench<'_>) -> Hits {
    let month = bench.round.month;
    let is_early = |stay: &StayForm| stay.stay.end.is_some_and(|end| end < month);
    let at = bench.stay(|member, stay| is_over(member, stay) && is_early(stay))?;
    let end = bench.home.members.get(at.0)?.stays.get(at.1)?.stay.end?;
    let span = Span {
        start: end + 1,
        end: Some(end),
    };
    respan(bench, at, span)?;
    Some(vec![
        hard("E01", At::Stay(at.0, at.1), "end_ym"),
        soft("E05", At::Member(at.0), "went_out"),
    ])
}

/// Begun after the reference month.
pub(super) fn e02(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|member, stay| {
        member.person.residence == "2" && stay.stay.end.is_none() && is_paid(stay)
    })?;
    let span = Span {
        start: bench.round.month + 1,
        end: None,
    };
    respan(bench, at, span)?;
    Some(vec![
        hard("E02", At::Stay(at.0, at.1), "start_ym"),
        soft("E05", At::Member(at.0), "went_out"),
    ])
}

/// Ended after the reference month.
pub(super) fn e02_end(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(is_over)?;
    let start = bench.home.members.get(at.0)?.stays.get(at.1)?.stay.start;
    let span = Span {
        start,
        end: Some(bench.round.month + 1),
    };
    respan(bench, at, span)?;
    Some(vec![hard("E02", At::Stay(at.0, at.1), "end_ym")])
}

/// Picks somebody with two stays of which the later goes on, and who was paid for both.
fn twice(bench: &mut Bench<'_>) -> Option<(usize, i32, i32)> {
    let month = bench.round.last;
    let at = bench.member(|member| match member.stays.as_slice() {
        [late, early] => {
            late.stay.end.is_none()
                && matches!(member.person.residence, "2" | "3")
                && late.stay.start + 1 < month
                && [late, early]
                    .into_iter()
                    .all(|stay| is_paid(stay) && value(&stay.form, "month_income").is_some())
        }
        _ => false,
    })?;
    let stays = &bench.home.members.get(at)?.stays;
    Some((at, stays.first()?.stay.start, stays.get(1)?.stay.start))
}

/// Returns the finding on too many months where they are too many.
fn months(bench: &Bench<'_>, at: usize, early: i32) -> Vec<super::bench::Hit> {
    let late = bench.home.members.get(at).and_then(|one| one.stays.first());
    let is_labor = bench
        .home
        .members
        .get(at)
        .is_some_and(|member| member.person.is_labor());
    if is_labor && late.map_or(0, |stay| stay.stay.halves) + early > 25 {
        vec![soft("P24", At::Member(at), "farm_months")]
    } else {
        Vec::new()
    }
}

pub(super) fn e03(bench: &mut Bench<'_>) -> Hits {
    let (at, late, start) = twice(bench)?;
    let span = Span {
        start,
        end: Some(late + 1),
    };
    let halves = respan(bench, (at, 1), span)?;
    let mut hits = vec![hard("E03", At::Stay(at, 0), "start_ym")];
    hits.extend(months(bench, at, halves));
    Some(hits)
}

pub(super) fn e04(bench: &mut Bench<'_>) -> Hits {
    let (at, _, start) = twice(bench)?;
    let halves = respan(bench, (at, 1), Span { start, end: None })?;
    let mut hits = vec![hard("E04", At::Stay(at, 1), "end_ym")];
    hits.extend(months(bench, at, halves));
    Some(hits)
}

pub(super) fn e05(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|member, stay| {
        member.person.residence == "2" && stay.stay.end.is_none() && is_paid(stay)
    })?;
    let span = Span {
        start: bench.round.last,
        end: None,
    };
    respan(bench, at, span)?;
    Some(vec![soft("E05", At::Member(at.0), "went_out")])
}

/// Tells whether a stay was in another province.
fn is_far(stay: &StayForm) -> bool {
    stay.stay.level == "4" && !stay.stay.is_seasonal && stay.stay.base == "00"
}

pub(super) fn e06(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| is_far(stay))?;
    let level = bench.chance.code(&[("1", 1), ("2", 1), ("3", 1)]);
    set(bench.stay_form(at)?, "dest_level", level);
    Some(vec![hard("E06", At::Stay(at.0, at.1), "dest_place")])
}

pub(super) fn e07(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| is_far(stay))?;
    let form = bench.stay_form(at)?;
    let province = value(form, "dest_place")?.get(..2)?.to_owned();
    set(form, "dest_place", format!("{province}0000"));
    Some(vec![soft("E07", At::Stay(at.0, at.1), "dest_place")])
}

pub(super) fn e08(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| stay.stay.base != "00")?;
    set(bench.stay_form(at)?, "export_mode", "6");
    Some(vec![soft("E08", At::Stay(at.0, at.1), "export_mode")])
}

pub(super) fn e09(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| {
        stay.stay.base == "00"
            && !stay.stay.place.starts_with("35")
            && !stay.stay.is_own
            && matches!(stay.stay.mode, "6" | "7")
    })?;
    let form = bench.stay_form(at)?;
    set(form, "base", "01");
    set(form, "export_mode", "1");
    Some(vec![soft("E09", At::Stay(at.0, at.1), "base")])
}

pub(super) fn e10(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| {
        stay.stay.base == "00" && !stay.stay.is_own && matches!(stay.stay.mode, "6" | "7")
    })?;
    let name = bench.words.pick("unknown_leader", bench.chance).to_owned();
    let form = bench.stay_form(at)?;
    set(form, "export_mode", "4");
    set(form, "leader_name", name);
    Some(vec![soft("E10", At::Stay(at.0, at.1), "leader_name")])
}

pub(super) fn e12(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| is_paid(stay) && int(&stay.form, "year_income").is_some())?;
    let form = bench.stay_form(at)?;
    let (month, year) = (int(form, "month_income")?, int(form, "year_income")?);
    set(form, "year_income", (year * 2 + month * 2).to_string());
    Some(vec![soft("E12", At::Stay(at.0, at.1), "year_income")])
}

pub(super) fn e13(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|member, stay| {
        stay.stay.end.is_none() && member.person.activity == "4" && !stay.stay.is_own
    })?;
    set(bench.stay_form(at)?, "contract", "6");
    Some(vec![soft("E13", At::Stay(at.0, at.1), "contract")])
}

pub(super) fn e14(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| {
        is_paid(stay) && int(&stay.form, "year_income").is_some_and(|year| year > 400)
    })?;
    set(bench.stay_form(at)?, "arrears_amount", "300");
    Some(vec![hard("E14", At::Stay(at.0, at.1), "arrears_amount")])
}

pub(super) fn e15(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| is_paid(stay) && int(&stay.form, "year_income").is_some())?;
    let form = bench.stay_form(at)?;
    let year = int(form, "year_income")?;
    set(form, "arrears", "2");
    set(form, "arrears_amount", (year + 1000).to_string());
    Some(vec![soft("E15", At::Stay(at.0, at.1), "arrears_amount")])
}

pub(super) fn e16(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|member, stay| {
        stay.stay.injury == "1" && !has(&member.form, "rights_issue", &["3"])
    })?;
    set(bench.stay_form(at)?, "injury", "5");
    Some(vec![hard("E16", At::Stay(at.0, at.1), "injury")])
}

pub(super) fn e17(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| {
        stay.stay.injury == "1" && has(&stay.form, "insurance", &["5", "3;5", "0"])
    })?;
    set(bench.stay_form(at)?, "injury", "3");
    Some(vec![soft("E17", At::Stay(at.0, at.1), "insurance")])
}

pub(super) fn e18(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| stay.stay.injury == "1")?;
    set(bench.stay_form(at)?, "insurance", "1;4;5");
    Some(vec![soft("E18", At::Stay(at.0, at.1), "insurance")])
}

pub(super) fn e19(bench: &mut Bench<'_>) -> Hits {
    let is_late = bench.round.is_late;
    let at = bench.stay(|_, stay| stay.stay.is_seasonal)?;
    let halves = bench.home.members.get(at.0)?.stays.get(at.1)?.stay.halves;
    let season = if is_late { 31_000 } else { 8_400 };
    let form = bench.stay_form(at)?;
    set(
        form,
        "month_income",
        (season * 2 / halves.max(1)).to_string(),
    );
    set(form, "year_income", season.to_string());
    Some(vec![soft("E19", At::Stay(at.0, at.1), "start_ym")])
}

/// A woman in a mine; one of middle schooling and age, so that nothing else is odd about it.
pub(super) fn e20(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|member, stay| {
        let person = &member.person;
        !person.is_male
            && !stay.stay.is_seasonal
            && !stay.stay.is_own
            && if person.age < 40 {
                person.education <= 2
            } else {
                person.education >= 3
            }
    })?;
    let form = bench.stay_form(at)?;
    set(form, "industry", "06");
    set(form, "occupation", "616");
    Some(vec![soft("E20", At::Stay(at.0, at.1), "industry")])
}

pub(super) fn e21(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| {
        !matches!(
            stay.stay.industry.as_str(),
            "01" | "02" | "03" | "04" | "05" | "78"
        )
    })?;
    set(bench.stay_form(at)?, "occupation", "501");
    Some(vec![soft("E21", At::Stay(at.0, at.1), "occupation")])
}
