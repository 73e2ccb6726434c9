//! Faults of one item.

use super::bench::{At, Bench, Hit, Hits, checked, hard, has, int, is_local, is_pupil, note, soft};
use crate::demo::form::{reason, set, value};
use crate::demo::plan::month_text;
use crate::domain::answer::Reason;

pub(super) fn i01(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| member.person.relation != "0")?;
    let form = bench.form(at)?;
    let name = format!("{}3", value(form, "name")?);
    set(form, "name", name);
    Some(vec![hard("I01", At::Member(at), "name")])
}

/// Gives somebody with a number of this county another one.
fn misnumber(
    bench: &mut Bench<'_>,
    hits: impl Fn(At) -> Vec<Hit>,
    of: impl Fn(&str) -> Option<String>,
) -> Hits {
    let at = bench.member(is_local)?;
    let number = value(bench.form(at)?, "id_number")?.to_owned();
    let wrong = of(&number)?;
    bench.donors.plants(&wrong).then_some(())?;
    bench.renumber(at, &wrong)?;
    Some(hits(At::Member(at)))
}

pub(super) fn i02(bench: &mut Bench<'_>) -> Hits {
    let hits = |at| vec![hard("I02", at, "id_number")];
    misnumber(bench, hits, |number| {
        let end = number.char_indices().nth(16)?.0;
        number.get(..end).map(str::to_owned)
    })
}

pub(super) fn i03(bench: &mut Bench<'_>) -> Hits {
    let hits = |at| vec![hard("I03", at, "id_number")];
    misnumber(bench, hits, |number| {
        let chars = number.chars().enumerate();
        Some(chars.map(|(at, c)| if at == 9 { 'O' } else { c }).collect())
    })
}

/// Replaces the date of a number.
fn dated(number: &str, date: &str) -> Option<String> {
    checked(&format!(
        "{}{date}{}",
        number.get(..6)?,
        number.get(14..17)?
    ))
}

pub(super) fn i04(bench: &mut Bench<'_>) -> Hits {
    let hits = |at| vec![hard("I04", at, "id_number")];
    misnumber(bench, hits, |number| {
        dated(number, &format!("{}0230", number.get(6..10)?))
    })
}

pub(super) fn i05(bench: &mut Bench<'_>) -> Hits {
    let year = bench.round.year() + 9;
    let hits = |at| vec![hard("I05", at, "id_number")];
    misnumber(bench, hits, |number| {
        dated(number, &format!("{year}{}", number.get(10..14)?))
    })
}

pub(super) fn i06(bench: &mut Bench<'_>) -> Hits {
    let hits = |at| vec![hard("I06", at, "id_number")];
    misnumber(bench, hits, |number| {
        let (digits, check) = number.split_at_checked(17)?;
        let other = if check == "5" { "6" } else { "5" };
        Some(format!("{digits}{other}"))
    })
}

pub(super) fn i07(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        is_local(member) && matches!(member.person.hukou_place, "1" | "2" | "3")
    })?;
    let number = value(bench.form(at)?, "id_number")?.to_owned();
    let digits = format!("629999{}", number.get(6..17)?);
    let unknown = checked(&digits)?;
    bench.donors.plants(&unknown).then_some(())?;
    bench.renumber(at, &unknown)?;
    let at = At::Member(at);
    Some(vec![
        soft("I07", at.clone(), "id_number"),
        note("P05", at, "hukou_place"),
    ])
}

pub(super) fn i08(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| is_local(member) && member.person.year() < 1990)?;
    let form = bench.form(at)?;
    let number = value(form, "id_number")?.chars().enumerate();
    let legacy = number.filter(|(at, _)| !matches!(at, 6 | 7 | 17));
    let legacy: String = legacy.map(|(_, c)| c).collect();
    set(form, "id_number", legacy);
    Some(vec![soft("I08", At::Member(at), "id_number")])
}

pub(super) fn i09(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        member.person.age < 6 && is_local(member) && member.person.residence == "1"
    })?;
    bench.unnumber(at)?;
    let later = month_text(bench.round.month + 2);
    let form = bench.form(at)?;
    set(form, "id_missing", "1");
    set(form, "birth_ym", later);
    Some(vec![hard("I09", At::Member(at), "birth_ym")])
}

/// A line that no household has. A code out of its list cannot be stored at all.
pub(super) fn i10(bench: &mut Bench<'_>) -> Hits {
    bench.is_usual().then_some(())?;
    set(&mut bench.home.form, "informant", "120");
    Some(vec![hard("I10", At::Home, "informant")])
}

pub(super) fn i11(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    set(&mut bench.home.form, "hh_phone", "1380013");
    Some(vec![hard("I11", At::Home, "hh_phone")])
}

pub(super) fn i12(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| {
        let halves: i32 = member.person.stays.iter().map(|stay| stay.halves).sum();
        member.person.is_labor() && halves + member.person.local <= 18
    })?;
    set(bench.form(at)?, "farm_months", "2.3");
    Some(vec![hard("I12", At::Member(at), "farm_months")])
}

pub(super) fn i13(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| has(&stay.form, "arrears", &["1"]))?;
    let form = bench.stay_form(at)?;
    reason(form, "month_income", Reason::Unknown);
    set(form, "year_income", "-1");
    let at = At::Stay(at.0, at.1);
    // Nothing owed is still more than less than nothing.
    Some(vec![
        hard("I13", at.clone(), "year_income"),
        soft("E15", at, "arrears_amount"),
    ])
}

pub(super) fn i14(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| has(&stay.form, "arrears", &["1"]) && !stay.stay.is_seasonal)?;
    let halves = bench.home.members.get(at.0)?.stays.get(at.1)?.stay.halves;
    let form = bench.stay_form(at)?;
    set(form, "month_income", "200");
    set(form, "year_income", (200 * halves / 2).to_string());
    Some(vec![soft("I14", At::Stay(at.0, at.1), "month_income")])
}

pub(super) fn i15(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    set(&mut bench.home.form, "farmland_mu", "-5");
    Some(vec![hard("I15", At::Home, "farmland_mu")])
}

pub(super) fn i16(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| has(&stay.form, "insurance", &["5"]))?;
    set(bench.stay_form(at)?, "insurance", "0;5");
    Some(vec![hard("I16", At::Stay(at.0, at.1), "insurance")])
}

pub(super) fn i17(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| member.person.is_labor() && member.person.skills.is_empty())?;
    set(bench.form(at)?, "train_want", "01;02;03;05");
    Some(vec![hard("I17", At::Member(at), "train_want")])
}

pub(super) fn i20(bench: &mut Bench<'_>) -> Hits {
    let at = bench.stay(|_, stay| value(&stay.form, "employer").is_some())?;
    let nothing = bench.words.pick("nothing", bench.chance).to_owned();
    set(bench.stay_form(at)?, "employer", nothing);
    Some(vec![soft("I20", At::Stay(at.0, at.1), "employer")])
}

/// A name that stands for none.
pub(super) fn i20_name(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(is_pupil)?;
    let name = bench.words.pick("placeholder", bench.chance).to_owned();
    set(bench.form(at)?, "name", name);
    Some(vec![soft("I20", At::Member(at), "name")])
}

pub(super) fn p34(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| has(&member.form, "is_leader", &["2"]))?;
    let name = value(bench.form(at)?, "name")?.to_owned();
    (!bench.donors.leads(&name)).then_some(())?;
    let form = bench.form(at)?;
    set(form, "is_leader", "1");
    set(form, "leader_people", "0");
    let at = At::Member(at);
    Some(vec![
        hard("P34", at.clone(), "leader_people"),
        soft("P35", at, "leader_people"),
    ])
}

pub(super) fn p35(bench: &mut Bench<'_>) -> Hits {
    let at = bench
        .member(|member| int(&member.form, "leader_people").is_some_and(|people| people >= 5))?;
    set(bench.form(at)?, "leader_people", "3");
    Some(vec![soft("P35", At::Member(at), "leader_people")])
}

/// Somebody who says he leads many and whom nobody names.
pub(super) fn x04(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| has(&member.form, "is_leader", &["2"]))?;
    let name = value(bench.form(at)?, "name")?.to_owned();
    (!bench.donors.leads(&name)).then_some(())?;
    let form = bench.form(at)?;
    set(form, "is_leader", "1");
    set(form, "leader_people", "40");
    Some(vec![soft("X04", At::Member(at), "leader_people")])
}
