//! Faults between the members of a household, and of its counts.

use super::bench::{
    At, Bench, Hits, checked, hard, has, int, is_local, is_pupil, note, soft, unnumber,
};
use crate::demo::form::{Member, set, value};
use crate::demo::person::Union;
use crate::demo::roster::Way;

/// Tells whether a household of kin was completed.
fn is_kin(bench: &Bench<'_>) -> Option<()> {
    (bench.is_completed() && bench.home.way != Way::Dormitory).then_some(())
}

/// Sets the relation of a member.
fn relate(bench: &mut Bench<'_>, member: usize, relation: &str) -> Option<()> {
    set(bench.form(member)?, "relation", relation);
    Some(())
}

/// Nobody is the head.
pub(super) fn h01(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    (bench.home.members.len() == 1).then_some(())?;
    relate(bench, 0, "9")?;
    Some(vec![
        hard("H01", At::Home, "head_name"),
        soft("H10", At::Home, "head_name"),
    ])
}

/// The mother of an unmarried head is given as his wife.
pub(super) fn h06(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    (bench.home.members.len() == 2).then_some(())?;
    let at = bench.member(|member| member.person.relation == "3" && !member.person.is_male)?;
    let head = &bench.home.members.first()?.person;
    let mother = &bench.home.members.get(at)?.person;
    let is_far = mother.age - head.age > 20;
    (is_far && head.is_male && head.relation == "0").then_some(())?;
    set(bench.form(0)?, "marital", "20");
    set(bench.form(at)?, "marital", "20");
    relate(bench, at, "1")?;
    Some(vec![soft("H06", At::Home, "head_name")])
}

/// A grown daughter is given as another spouse.
pub(super) fn h02(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    (bench.has_relation("1") && !bench.has_children()).then_some(())?;
    (!bench.has_relation("7")).then_some(())?;
    let at = bench.member(|member| {
        member.person.relation == "2" && !member.person.is_male && member.person.age >= 20
    })?;
    let head = bench.home.members.first()?.person.age;
    let gap = head - bench.home.members.get(at)?.person.age;
    set(bench.form(at)?, "marital", "20");
    relate(bench, at, "1")?;
    let mut hits = vec![hard("H02", At::Home, "head_name")];
    if gap > 20 {
        hits.push(soft("H06", At::Home, "head_name"));
    }
    Some(hits)
}

/// Husband and wife are both men on paper.
pub(super) fn h03(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    let at = bench.member(|member| {
        let person = &member.person;
        person.relation == "1"
            && is_local(member)
            && !person.went_out()
            && (22..=54).contains(&person.age)
            && person.residence == "1"
    })?;
    bench.unnumber(at)?;
    set(bench.form(at)?, "sex", "1");
    Some(vec![hard("H03", At::Home, "head_name")])
}

/// A grandparent and a grandchild change places.
pub(super) fn h04(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    let [elder, child] = bench.home.members.as_mut_slice() else {
        return None;
    };
    let is_young = child.person.relation == "7" && (6..=17).contains(&child.person.age);
    // What was noted of the elder would move along with the line.
    let is_plain = super::bench::is_local(elder) && elder.person.age < 70;
    (is_young && is_plain && elder.person.relation == "0").then_some(())?;
    set(&mut elder.form, "relation", "5");
    set(&mut elder.form, "line_no", "2");
    set(&mut child.form, "relation", "0");
    set(&mut child.form, "line_no", "1");
    let informant = int(&bench.home.form, "informant")?;
    if informant == 1 {
        set(&mut bench.home.form, "informant", "2");
    }
    Some(vec![soft("H04", At::Home, "head_name")])
}

/// A child of the head is given as a parent.
pub(super) fn h05(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    (!bench.has_relation("7") && !bench.has_relation("6")).then_some(())?;
    let at = bench.member(|member| member.person.relation == "2" && member.person.age >= 16)?;
    relate(bench, at, "3")?;
    Some(vec![soft("H05", At::Home, "head_name")])
}

/// Two members have one number; it does not fit the birth of the second.
pub(super) fn h08(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(is_pupil)?;
    let one = bench.home.members.get(at)?;
    let (sex, born) = (one.person.is_male, one.person.born);
    let number = value(&one.form, "id_number")?.to_owned();
    let other = bench.member(|member| {
        is_pupil(member) && member.person.is_male == sex && member.person.born != born
    })?;
    bench.renumber(other, &number)?;
    Some(vec![
        hard("H08", At::Home, "live_persons"),
        soft("P02", At::Member(other), "birth_ym"),
    ])
}

/// The same child is listed twice.
pub(super) fn h09(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    let at = bench.member(is_pupil)?;
    let mut copy = bench.home.members.get(at)?.clone();
    unnumber(&mut copy);
    bench.add(copy, "9");
    Some(vec![soft("H09", At::Home, "live_persons")])
}

pub(super) fn h10(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    let n_members = bench.home.members.len();
    // What was noted of the last would move along with the line.
    let is_plain = |member: &Member| is_pupil(member) || member.person.age < 6 && is_local(member);
    let is_last_plain = bench.home.members.last().is_some_and(is_plain);
    (n_members >= 3 && is_last_plain).then_some(())?;
    let line = value(&bench.home.members.get(n_members - 2)?.form, "line_no")?.to_owned();
    // What was noted of the last one would move along with the line.
    super::bench::is_local(bench.home.members.last()?).then_some(())?;
    set(bench.form(n_members - 1)?, "line_no", line);
    // An informant with the same line would be two persons.
    let informant = int(&bench.home.form, "informant")?;
    if informant >= i32::try_from(n_members).ok()? - 1 {
        set(&mut bench.home.form, "informant", "1");
    }
    Some(vec![hard("H10", At::Home, "live_persons")])
}

pub(super) fn h11(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    bench.shift("hukou_pop", 1);
    Some(vec![hard("H11", At::Home, "hukou_pop")])
}

pub(super) fn h12(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    bench.shift("present_pop", 2);
    Some(vec![hard("H12", At::Home, "present_pop")])
}

pub(super) fn h12_away(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    bench.shift("away_pop", 1);
    Some(vec![hard("H12", At::Home, "away_pop")])
}

pub(super) fn h13(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    let counts = |member: &Member| super::bench::is_counted_labor(&member.person);
    let n_labor = bench.home.members.iter().filter(|one| counts(one)).count();
    let stated = int(&bench.home.form, "labour_pop")?;
    // One whose count was off by two already is left alone.
    ((stated - i32::try_from(n_labor).ok()?).abs() < 2).then_some(())?;
    set(
        &mut bench.home.form,
        "labour_pop",
        (n_labor + 3).to_string(),
    );
    Some(vec![soft("H13", At::Home, "labour_pop")])
}

/// Refused for another reason, and yet everybody is on the list.
pub(super) fn h15(bench: &mut Bench<'_>) -> Hits {
    (bench.is_usual() && !bench.has_children()).then_some(())?;
    let counts = |member: &Member| super::bench::is_counted_labor(&member.person);
    let n_labor = bench.home.members.iter().filter(|one| counts(one)).count();
    let stated = int(&bench.home.form, "labour_pop")?;
    let farms = bench
        .home
        .members
        .iter()
        .any(|member| member.person.activity == "1");
    let is_landless = value(&bench.home.form, "farmland_mu") == Some("0.0");
    // Findings that rest on answers no longer asked would go.
    ((stated - i32::try_from(n_labor).ok()?).abs() < 2 && !(farms && is_landless)).then_some(())?;
    set(&mut bench.home.form, "disposition", "29");
    Some(vec![soft("H15", At::Home, "disposition")])
}

pub(super) fn h17(bench: &mut Bench<'_>) -> Hits {
    let is_away = bench.is_completed()
        && !bench.home.members.is_empty()
        && bench
            .home
            .members
            .iter()
            .all(|member| member.person.is_away());
    is_away.then_some(())?;
    let form = &mut bench.home.form;
    set(form, "disposition", "11");
    set(form, "informant", "1");
    form.remove("proxy_name");
    form.remove("proxy_tie");
    Some(vec![soft("H17", At::Home, "disposition")])
}

pub(super) fn h18(bench: &mut Bench<'_>) -> Hits {
    bench.is_usual().then_some(())?;
    let at = bench.member(is_pupil)?;
    let line = value(&bench.home.members.get(at)?.form, "line_no")?.to_owned();
    set(&mut bench.home.form, "informant", line);
    Some(vec![soft("H18", At::Home, "informant")])
}

pub(super) fn h19(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    bench.member(|member| {
        matches!(member.person.ability, "1" | "2") && (16..=59).contains(&member.person.age)
    })?;
    set(&mut bench.home.form, "hh_category", "3");
    Some(vec![soft("H19", At::Home, "hh_category")])
}

pub(super) fn h20(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    (value(&bench.home.form, "farmland_mu")? != "0.0").then_some(())?;
    let land = 60 * bench.home.members.len();
    set(&mut bench.home.form, "farmland_mu", land.to_string());
    Some(vec![soft("H20", At::Home, "farmland_mu")])
}

pub(super) fn h21(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    (value(&bench.home.form, "farmland_mu")? != "0.0").then_some(())?;
    bench.member(|member| member.person.activity == "1")?;
    set(&mut bench.home.form, "farmland_mu", "0.0");
    Some(vec![soft("H21", At::Home, "farmland_mu")])
}

/// A number of another province that fits in every other way.
pub(super) fn p05(bench: &mut Bench<'_>) -> Hits {
    let at = bench.member(|member| is_local(member) && member.person.hukou_place == "1")?;
    let number = value(bench.form(at)?, "id_number")?.to_owned();
    let digits = format!("610524{}", number.get(6..17)?);
    let foreign = checked(&digits)?;
    bench.donors.plants(&foreign).then_some(())?;
    bench.renumber(at, &foreign)?;
    Some(vec![note("P05", At::Member(at), "hukou_place")])
}

/// A wife who says she is a widow, beside her husband.
pub(super) fn h07_spouse(bench: &mut Bench<'_>) -> Hits {
    is_kin(bench)?;
    let at = bench.member(|member| {
        member.person.relation == "1"
            && member.person.union == Union::Paired
            && has(&member.form, "marital", &["20"])
    })?;
    set(bench.form(at)?, "marital", "30");
    Some(vec![hard("H07", At::Home, "head_name")])
}
