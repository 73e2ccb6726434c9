//! The rules that the ledger of units upholds: households missing in a group, villages missing in a
//! township.

use labor_census::domain::kind::Kind;
use labor_census::store::Census;

use crate::county::{
    COUNTY, County, Items, NEXT_VILLAGE, TOWNSHIP, VILLAGE, add, fill, group, raised,
};

/// Tries a scene in a county and takes it back.
fn scene<T>(county: &mut County, work: impl FnOnce(&mut Census) -> T) -> T {
    county.census.rehearse(|census| Ok(work(census))).unwrap()
}

/// V01: more households are declared, or else expected, than are listed, vacant ones included and
/// those listed in error not; where nothing is declared, a household must have a result first.
#[test]
fn v01_households_missing() {
    let mut county = County::new(&[]);
    let two_of_three = "第1社漏户：申报3户，登记2户，少1户";
    let cases: [(Items<'_>, &[&str], &[&str]); 9] = [
        (&[("declared_households", "2")], &["11", ""], &[]),
        (&[("declared_households", "1")], &["11", ""], &[]),
        (
            &[("declared_households", "3")],
            &["11", ""],
            &[two_of_three],
        ),
        (&[("declared_households", "3")], &["", ""], &[two_of_three]),
        (
            &[("declared_households", "3")],
            &["11", "45"],
            &[two_of_three],
        ),
        (
            &[("declared_households", "3")],
            &["11", "45", "48"],
            &[two_of_three],
        ),
        (
            &[("expected_households", "3")],
            &["11", ""],
            &[two_of_three],
        ),
        // Nobody has been there yet.
        (&[("expected_households", "3")], &["", ""], &[]),
        // That is told by V02.
        (&[("declared_households", "3")], &[], &[]),
    ];
    for (declared, results, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            fill(census, group, declared);
            for result in results {
                let items = [("disposition", *result)];
                let items = if result.is_empty() { &[] } else { &items[..] };
                add(census, group, Kind::Household, items);
            }
            raised(census, VILLAGE, "V01")
        });
        assert_eq!(found, hard(wanted.iter()), "{declared:?} {results:?}");
    }
}

/// What V01 is wanted to say, hard, of the only group.
fn hard<'a>(says: impl Iterator<Item = &'a &'a str>) -> Vec<(String, &'static str, String)> {
    let own = || format!("{VILLAGE}01");
    says.map(|says| (own(), "hard", (*says).to_owned()))
        .collect()
}

/// V01: of a register before the walk, too: who was on it is looked for until there is a result.
#[test]
fn v01_prelisted_households_without_result() {
    let mut county = County::new(&[]);
    let says = "第1社预登的2户还没有结果：1、3";
    let cases: [(Items<'_>, &[(&str, &str)], Option<&str>); 5] = [
        (&[], &[("1", ""), ("2", ""), ("1", "")], None),
        (&[], &[("1", ""), ("1", "11"), ("1", "")], Some(says)),
        (&[], &[("1", ""), ("2", "11"), ("1", "")], Some(says)),
        (
            &[("declared_households", "3")],
            &[("1", ""), ("2", ""), ("1", "")],
            Some(says),
        ),
        (&[], &[("1", "21"), ("1", "11"), ("2", "")], None),
    ];
    for (declared, homes, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            fill(census, group, declared);
            for (origin, result) in homes {
                let items = [("origin", *origin), ("disposition", *result)];
                let n_items = if result.is_empty() { 1 } else { 2 };
                add(census, group, Kind::Household, &items[..n_items]);
            }
            raised(census, VILLAGE, "V01")
        });
        assert_eq!(found, hard(wanted.iter()), "{declared:?} {homes:?}");
    }
}

/// T01: a village without a group, in a township where another one is begun.
#[test]
fn t01_villages_missing() {
    let mut county = County::new(&[]);
    scene(&mut county, |census| {
        assert!(raised(census, COUNTY, "T01").is_empty(), "nothing is begun");
        group(census, VILLAGE);
        let says = "漏村1个：0家村委会".to_owned();
        let wanted = [(TOWNSHIP.to_owned(), "hard", says)];
        assert_eq!(raised(census, COUNTY, "T01"), wanted);
        assert_eq!(raised(census, TOWNSHIP, "T01"), wanted);
        assert!(
            raised(census, VILLAGE, "T01").is_empty(),
            "too small an area"
        );
        let other = group(census, NEXT_VILLAGE);
        assert!(raised(census, COUNTY, "T01").is_empty());
        // A group listed in error is none.
        fill(census, other, &[("disposition", "1")]);
        assert_eq!(raised(census, COUNTY, "T01"), wanted);
    });
}
