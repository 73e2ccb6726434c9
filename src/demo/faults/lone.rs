//! Faults of a household that hints are raised on: somebody is missing from the list.

use super::bench::{At, Bench, Hits, int, soft};
use crate::demo::form::{set, value};
use crate::demo::roster::Way;

/// The last line leaves a number out.
pub(super) fn g02(bench: &mut Bench<'_>) -> Hits {
    (bench.home.members.len() > 1).then_some(())?;
    let last = bench.home.members.len() - 1;
    let line = int(bench.form(last)?, "line_no")?;
    let next = (line + 1).to_string();
    if int(&bench.home.form, "informant") == Some(line) {
        set(&mut bench.home.form, "informant", next.as_str());
    }
    set(bench.form(last)?, "line_no", next);
    Some(vec![soft("G02", At::Member(last), "line_no")])
}

/// A grandchild whose parents live elsewhere is registered here.
pub(super) fn g07(bench: &mut Bench<'_>) -> Hits {
    bench.is_completed().then_some(())?;
    let at = bench.member(|member| {
        let person = &member.person;
        person.relation == "7" && person.age < 16 && person.residence == "4"
    })?;
    bench.home.members.get_mut(at)?.person.residence = "1";
    set(bench.form(at)?, "residence", "1");
    bench.shift("hukou_pop", 1);
    Some(vec![soft("G07", At::Member(at), "relation")])
}

/// A man who lives without a wife is given as married; one in a village, so that no two of them
/// could be each other's.
pub(super) fn g08(bench: &mut Bench<'_>) -> Hits {
    let is_alone = !bench.has_relation("1") && bench.home.way != Way::Dormitory;
    (is_alone && bench.is_completed()).then_some(())?;
    let head = bench.home.members.first()?;
    let is_single = value(&head.form, "marital").is_some_and(|marital| marital != "20");
    let is_man = head.person.relation == "0" && head.person.is_male;
    (is_man && is_single && bench.donors.leaves_spouse()).then_some(())?;
    set(bench.form(0)?, "marital", "20");
    Some(vec![soft("G08", At::Member(0), "marital")])
}
