//! Hints at gaps that no single form can show: pass, hit, and boundary of each, by hand; and the
//! pages of them.

use labor_census::check::{self, Hints};
use labor_census::domain::kind::Kind;
use labor_census::store::{Census, RecordRef, Standing};

use crate::county::{
    COUNTY, County, FAR_VILLAGE, Items, NEXT_VILLAGE, VILLAGE, add, fill, group, raised,
};

/// Tries a scene in a county and takes it back.
fn scene<T>(county: &mut County, work: impl FnOnce(&mut Census) -> T) -> T {
    county.census.rehearse(|census| Ok(work(census))).unwrap()
}

/// Lists a household of a number with a result, and those who live in it.
fn home(census: &mut Census, group: RecordRef, number: u32, result: &str, people: &[Items<'_>]) {
    let household = census.list(group, Kind::Household, Some(number)).unwrap();
    fill(census, household, &[("hh_type", "1")]);
    for person in people {
        add(census, household, Kind::Person, person);
    }
    if !result.is_empty() {
        fill(census, household, &[("disposition", result)]);
    }
}

/// Where a rule is raised below the first group of the village, and in which words.
fn said(census: &Census, rule: &str) -> Vec<(String, String)> {
    let found = raised(census, VILLAGE, rule);
    found
        .into_iter()
        .map(|(path, level, says)| {
            assert_eq!(level, "soft");
            let below = path.strip_prefix(&format!("{VILLAGE}01")).unwrap();
            (below.to_owned(), says)
        })
        .collect()
}

fn saying(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(path, says): &(&str, &str)| ((*path).to_owned(), (*says).to_owned());
    wanted.iter().map(owned).collect()
}

const NOBODY: &[Items<'_>] = &[];

/// G01: a number that no household of the group ever had; one that was taken out keeps its number.
#[test]
fn g01_holes_in_household_numbers() {
    let mut county = County::new(&[]);
    let cases: [(&[(u32, &str)], &[(&str, &str)]); 7] = [
        (&[(1, "11"), (2, ""), (3, "21")], &[]),
        (
            &[(1, "11"), (2, "11"), (5, "11")],
            &[("005", "户编号跳号：2之后是5，缺2个")],
        ),
        (&[(2, "")], &[("002", "户编号跳号：0之后是2，缺1个")]),
        (
            &[(2, "11"), (4, "11")],
            &[
                ("002", "户编号跳号：0之后是2，缺1个"),
                ("004", "户编号跳号：2之后是4，缺1个"),
            ],
        ),
        // Listed in error, and vacant: they are listed all the same.
        (&[(1, "11"), (2, "48"), (3, "11")], &[]),
        (&[(1, "45"), (2, "11")], &[]),
        (
            &[(1, "11"), (3, "45"), (4, "11")],
            &[("004", "户编号跳号：1之后是4，缺1个")],
        ),
    ];
    for (homes, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            for (number, result) in homes {
                home(census, group, *number, result, NOBODY);
            }
            said(census, "G01")
        });
        assert_eq!(found, saying(wanted), "{homes:?}");
    }
}

/// G02: the same among the persons of a household, completed or not.
#[test]
fn g02_holes_in_line_numbers() {
    let mut county = County::new(&[]);
    let cases: [(&[(u32, &str)], &[(&str, &str)]); 5] = [
        (&[(1, ""), (2, ""), (3, "")], &[]),
        (
            &[(1, ""), (4, "")],
            &[("00104", "序号跳号：1之后是4，缺2个")],
        ),
        (&[(2, "")], &[("00102", "序号跳号：0之后是2，缺1个")]),
        (&[(1, ""), (2, "2"), (3, "")], &[]),
        (
            &[(1, ""), (3, "1"), (4, "")],
            &[("00104", "序号跳号：1之后是4，缺1个")],
        ),
    ];
    for (lines, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            let household = add(census, group, Kind::Household, &[]);
            for (line, result) in lines {
                let person = census.list(household, Kind::Person, Some(*line)).unwrap();
                if !result.is_empty() {
                    fill(census, person, &[("disposition", result)]);
                }
            }
            said(census, "G02")
        });
        assert_eq!(found, saying(wanted), "{lines:?}");
    }
}

/// G03: as many persons as the round says and nobody under three, at the reference date of
/// November 2026; of whom the age is unknown may be an infant.
#[test]
fn g03_groups_without_births() {
    let mut county = County::new(&[("births_persons_min", 4.0)]);
    let hit: &[(&str, &str)] = &[("", "第1社登记4人，没有3岁以下的孩子")];
    let cases: [(&[&str], &str, &[(&str, &str)]); 6] = [
        (&["1980-01", "1982-01", "2010-05"], "2023-11", hit),
        (&["1980-01", "1982-01", "2010-05"], "2023-12", &[]),
        (&["1980-01", "1982-01"], "2010-05", &[]),
        (&["1980-01", "1982-01", "2010-05"], "2026-10", &[]),
        (&["1980-01", "1982-01", "2010-05"], "", &[]),
        (&["1980-01", "1982-01", "1950-01"], "1952-01", hit),
    ];
    for (born, last, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            let months: Vec<[(&str, &str); 1]> =
                born.iter().map(|month| [("birth_ym", *month)]).collect();
            let people: Vec<Items<'_>> = months.iter().map(|items| &items[..]).collect();
            home(census, group, 1, "11", &people);
            let month = [("birth_ym", last)];
            let one: Items<'_> = if last.is_empty() { &[] } else { &month };
            home(census, group, 2, "13", &[one]);
            said(census, "G03")
        });
        assert_eq!(found, saying(wanted), "{born:?} and {last:?}");
    }
    // Who is listed in a household that is not complete does not count.
    let found = scene(&mut county, |census| {
        let group = group(census, VILLAGE);
        let grown: Items<'_> = &[("birth_ym", "1980-01")];
        home(census, group, 1, "11", &[grown, grown, grown]);
        home(census, group, 2, "24", &[grown]);
        said(census, "G03")
    });
    assert!(found.is_empty(), "{found:?}");
}

/// G04: as many persons as the round says and nobody went out; an answer that was refused may hide
/// one.
#[test]
fn g04_groups_without_migrants() {
    let mut county = County::new(&[("migrants_persons_min", 3.0)]);
    let hit: &[(&str, &str)] = &[("", "第1社登记3人，没有一人外出从业")];
    let cases: [(&[&str], &[(&str, &str)]); 5] = [
        (&["2", "2", "2"], hit),
        (&["2", "2"], &[]),
        (&["2", "1", "2"], &[]),
        (&["2", "!refused", "2"], &[]),
        // A child is not asked.
        (&["2", "", "2"], hit),
    ];
    for (answers, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            for (number, answer) in (1..).zip(answers) {
                let born = if answer.is_empty() {
                    "2015-01"
                } else {
                    "1985-01"
                };
                let mut items = vec![("birth_ym", born), ("residence", "1")];
                if !answer.is_empty() {
                    items.push(("went_out", *answer));
                }
                home(census, group, number, "11", &[&items]);
            }
            said(census, "G04")
        });
        assert_eq!(found, saying(wanted), "{answers:?}");
    }
}

/// G05: from five completed households in a row up; what is not complete does not stand between
/// them. It is told once, on the last.
#[test]
fn g05_runs_of_one_person_households() {
    let mut county = County::new(&[]);
    let cases: [(&[(usize, &str)], &[(&str, &str)]); 6] = [
        (&[(1, "11"); 4], &[]),
        (
            &[(1, "11"); 5],
            &[("005", "第1户到第5户，连续5户都只有一人")],
        ),
        (
            &[
                (2, "11"),
                (1, "11"),
                (1, "13"),
                (1, "14"),
                (1, "11"),
                (1, "11"),
                (1, "11"),
                (3, "11"),
            ],
            &[("007", "第2户到第7户，连续6户都只有一人")],
        ),
        (
            &[
                (1, "11"),
                (1, "11"),
                (0, "45"),
                (1, "11"),
                (1, "11"),
                (1, "11"),
            ],
            &[("006", "第1户到第6户，连续5户都只有一人")],
        ),
        (
            &[
                (1, "11"),
                (1, "11"),
                (2, "11"),
                (1, "11"),
                (1, "11"),
                (1, "11"),
            ],
            &[],
        ),
        (
            &[
                (1, "11"),
                (1, "11"),
                (1, "24"),
                (1, "11"),
                (1, "11"),
                (2, "11"),
            ],
            &[],
        ),
    ];
    for (homes, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            for (number, (n_people, result)) in (1..).zip(homes) {
                let nothing: Items<'_> = &[];
                home(census, group, number, result, &vec![nothing; *n_people]);
            }
            said(census, "G05")
        });
        assert_eq!(found, saying(wanted), "{homes:?}");
    }
}

/// G06: fewer persons than the head of the group declared, else than were expected, once every
/// household has a result.
#[test]
fn g06_fewer_persons_than_declared() {
    let mut county = County::new(&[]);
    let cases: [(Items<'_>, &[(usize, &str)], &[(&str, &str)]); 8] = [
        (&[("declared_persons", "3")], &[(2, "11"), (1, "11")], &[]),
        (&[("declared_persons", "2")], &[(2, "11"), (1, "11")], &[]),
        (
            &[("declared_persons", "5")],
            &[(2, "11"), (1, "11"), (0, "45")],
            &[("", "第1社申报5人，登记3人，少2人")],
        ),
        (
            &[("declared_persons", "5")],
            &[(2, "11"), (1, "11"), (0, "")],
            &[],
        ),
        (&[], &[(2, "11")], &[]),
        (&[("declared_persons", "5")], &[], &[]),
        (
            &[("expected_persons", "4")],
            &[(3, "13")],
            &[("", "第1社申报4人，登记3人，少1人")],
        ),
        (
            &[("expected_persons", "4"), ("declared_persons", "3")],
            &[(3, "13")],
            &[],
        ),
    ];
    for (declared, homes, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            fill(census, group, declared);
            for (number, (n_people, result)) in (1..).zip(homes) {
                let nothing: Items<'_> = &[];
                home(census, group, number, result, &vec![nothing; *n_people]);
            }
            said(census, "G06")
        });
        assert_eq!(found, saying(wanted), "{declared:?} {homes:?}");
    }
}

/// G10: people of a register who went out of the count with their household, each without a word.
#[test]
fn g10_prelisted_persons_taken_out_with_their_household() {
    let mut county = County::new(&[]);
    // The result of the household, the origin and the handling of its two persons.
    let cases: [(&str, &[(&str, &str)], &[(&str, &str)]); 5] = [
        (
            "45",
            &[("1", ""), ("1", "")],
            &[("", "第1社预登的2人随户撤下，没有说明去向：1户")],
        ),
        (
            "45",
            &[("1", "4"), ("1", "")],
            &[("", "第1社预登的1人随户撤下，没有说明去向：1户")],
        ),
        ("45", &[("1", "4"), ("1", "3")], &[]),
        ("45", &[("2", ""), ("2", "")], &[]),
        ("11", &[("1", ""), ("1", "")], &[]),
    ];
    for (result, people, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            let items: Vec<Vec<(&str, &str)>> = people
                .iter()
                .map(|(origin, handling)| {
                    let mut items = vec![("origin", *origin)];
                    if !handling.is_empty() {
                        items.push(("disposition", handling));
                    }
                    items
                })
                .collect();
            let people: Vec<Items<'_>> = items.iter().map(Vec::as_slice).collect();
            home(census, group, 1, result, &people);
            said(census, "G10")
        });
        assert_eq!(found, saying(wanted), "{result} {people:?}");
    }
}

/// Somebody by relation, month of birth, residence, and marital status.
type Kin = (&'static str, &'static str, &'static str, &'static str);

/// Lists one completed household for each list of kin and returns where a rule is raised.
fn among(county: &mut County, rule: &str, homes: &[&[Kin]], result: &str) -> Vec<String> {
    scene(county, |census| {
        let group = group(census, VILLAGE);
        for (number, kin) in (1..).zip(homes) {
            let items: Vec<Vec<(&str, &str)>> = kin
                .iter()
                .map(|(relation, born, residence, marital)| {
                    let sex = if marital.ends_with('f') { "2" } else { "1" };
                    let marital = marital.trim_end_matches('f');
                    let mut items = vec![
                        ("relation", *relation),
                        ("birth_ym", *born),
                        ("sex", sex),
                        ("residence", *residence),
                    ];
                    if !marital.is_empty() {
                        items.push(("marital", marital));
                    }
                    items
                })
                .collect();
            let people: Vec<Items<'_>> = items.iter().map(Vec::as_slice).collect();
            home(census, group, number, result, &people);
        }
        let found = said(census, rule).into_iter();
        found.map(|(path, _)| path).collect()
    })
}

/// G07: a child under 16 at home whose parents, by the relations, are not in the list.
#[test]
fn g07_children_without_a_parent() {
    let mut county = County::new(&[]);
    let old: Kin = ("0", "1955-01", "1", "30");
    let son: Kin = ("2", "1985-01", "3", "20");
    let wife: Kin = ("6", "1987-01", "3", "20f");
    let cases: [(&[Kin], &[&str]); 15] = [
        (&[old, son, wife, ("7", "2015-05", "1", "")], &[]),
        (&[old, son, ("7", "2015-05", "1", "")], &[]),
        (&[old, wife, ("7", "2015-05", "1", "")], &[]),
        (&[old, ("7", "2015-05", "1", "")], &["00102"]),
        // Sixteen in the month of the reference date; the month after it is not.
        (&[old, ("7", "2010-12", "1", "")], &["00102"]),
        (&[old, ("7", "2010-11", "1", "10")], &[]),
        // Registered with another household, or at school away.
        (&[old, ("7", "2015-05", "4", "")], &[]),
        (&[old, ("7", "2015-05", "7", "")], &[]),
        // A young uncle is no father: fourteen years older, and fifteen.
        (
            &[old, ("2", "2001-05", "1", "10"), ("7", "2015-05", "1", "")],
            &["00103"],
        ),
        (
            &[old, ("2", "2000-05", "1", "10"), ("7", "2015-05", "1", "")],
            &[],
        ),
        (&[old, ("2", "2015-05", "1", "")], &[]),
        (
            &[("1", "1985-01", "1", "20f"), ("2", "2015-05", "1", "")],
            &[],
        ),
        (
            &[("9", "1985-01", "1", "20"), ("2", "2015-05", "1", "")],
            &["00102"],
        ),
        (
            &[("0", "2000-01", "1", "10"), ("8", "2015-05", "1", "")],
            &["00102"],
        ),
        (
            &[
                ("0", "2000-01", "1", "10"),
                ("3", "1975-01", "3", "30f"),
                ("8", "2015-05", "1", ""),
            ],
            &[],
        ),
    ];
    for (kin, wanted) in cases {
        let found = among(&mut county, "G07", &[kin], "11");
        assert_eq!(found, wanted, "{kin:?}");
    }
    let alone: &[Kin] = &[old, ("7", "2015-05", "1", "")];
    assert!(
        among(&mut county, "G07", &[alone], "24").is_empty(),
        "not complete"
    );
}

/// G08: somebody married whose spouse is neither in the household, by the relations, nor may be
/// somebody of the village who lacks one, too.
#[test]
fn g08_spouses_not_found() {
    let mut county = County::new(&[]);
    let head: Kin = ("0", "1970-01", "1", "20");
    let wife: Kin = ("1", "1972-01", "1", "20f");
    let son: Kin = ("2", "1995-01", "3", "20");
    let daughter: Kin = ("2", "1997-01", "1", "20f");
    let in_law: Kin = ("6", "1996-01", "1", "20f");
    let single: Kin = ("2", "1998-01", "1", "10");
    let father: Kin = ("3", "1945-01", "1", "20");
    let mother: Kin = ("3", "1947-01", "1", "20f");
    let cases: [(&[&[Kin]], &[&str]); 21] = [
        (&[&[head, wife]], &[]),
        (&[&[head]], &["00101"]),
        (&[&[("0", "1970-01", "1", "30")]], &[]),
        (&[&[head, wife, son, in_law, single]], &[]),
        (&[&[head, wife, son]], &["00103"]),
        (&[&[head, wife, in_law]], &["00103"]),
        (&[&[head, wife, son, single]], &["00103"]),
        (&[&[head, wife, single, in_law]], &["00104"]),
        // Of two married children with one child-in-law the later one is told.
        (&[&[head, wife, son, in_law, daughter]], &["00105"]),
        (
            &[&[
                head,
                wife,
                son,
                in_law,
                daughter,
                ("6", "1994-01", "1", "20"),
            ]],
            &[],
        ),
        (
            &[&[head, wife, son, ("6", "1996-01", "1", "30f")]],
            &["00103"],
        ),
        (&[&[head, wife, father, mother]], &[]),
        (&[&[head, wife, father]], &["00103"]),
        // The old couple lives with one son each.
        (&[&[head, wife, father], &[head, wife, mother]], &[]),
        (
            &[&[head, wife, father], &[head, wife, father]],
            &["00103", "00203"],
        ),
        // A husband and a wife in two households; too far apart in age to be one couple.
        (&[&[head], &[("0", "1972-01", "1", "20f")]], &[]),
        (
            &[&[head], &[("0", "1949-11", "1", "20f")]],
            &["00101", "00201"],
        ),
        (&[&[head], &[("0", "1949-12", "1", "20f")]], &[]),
        // Whose wife says she is a widow is nobody else's husband.
        (
            &[
                &[head, ("1", "1972-01", "1", "30f")],
                &[("0", "1972-01", "1", "20f")],
            ],
            &["00201"],
        ),
        // A sibling with his wife, who is of the others.
        (
            &[&[
                head,
                wife,
                ("8", "1975-01", "1", "20"),
                ("9", "1976-01", "1", "20f"),
            ]],
            &[],
        ),
        (&[&[head, wife, ("8", "1975-01", "1", "20")]], &["00103"]),
    ];
    for (homes, wanted) in cases {
        let found = among(&mut county, "G08", homes, "11");
        assert_eq!(found, wanted, "{homes:?}");
    }
    assert!(
        among(&mut county, "G08", &[&[head]], "24").is_empty(),
        "not complete"
    );
}

/// Answers of one household that are compared, and the same with more or less land.
const COUNTS: Items<'_> = &[
    ("hukou_pop", "4"),
    ("present_pop", "3"),
    ("away_pop", "1"),
    ("farmland_mu", "6.5"),
    ("hh_category", "1"),
];

/// G09: from four neighbors in a row up with the same counts, land, and category, or whose heads
/// have the same schooling, activity, health, trades, and month of birth.
#[test]
fn g09_runs_of_identical_answers() {
    let mut county = County::new(&[]);
    let says = "第1户到第4户，连续4户的人数、耕地、户属性完全一样";
    let cases: [(&[&str], &[(&str, &str)]); 5] = [
        (&["6.5", "6.5", "6.5"], &[]),
        (&["6.5", "6.5", "6.5", "6.5"], &[("004", says)]),
        (&["6.5", "6.5", "6.4", "6.5", "6.5"], &[]),
        (&["6.5", "6.5", "6.5", "6.5", "6.4"], &[("004", says)]),
        (&["6.5", "6.5", "", "6.5", "6.5"], &[]),
    ];
    for (lands, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            for (number, land) in (1..).zip(lands) {
                home(census, group, number, "11", NOBODY);
                let household = format!("{VILLAGE}01{number:03}");
                let household = census.area(&household).unwrap();
                let mut items = COUNTS.to_vec();
                items.retain(|(item, _)| *item != "farmland_mu");
                if !land.is_empty() {
                    items.push(("farmland_mu", *land));
                }
                fill(census, household, &items);
            }
            said(census, "G09")
        });
        assert_eq!(found, saying(wanted), "{lands:?}");
    }
    let says = "第1户到第4户，连续4户户主的文化、从业、健康、技能、出生月份完全一样";
    // Born in one month of whichever year.
    let cases: [(&[&str], &[(&str, &str)]); 4] = [
        (&["1980-06", "1975-06", "1990-06"], &[]),
        (
            &["1980-06", "1975-06", "1990-06", "1966-06"],
            &[("00401", says)],
        ),
        (&["1980-06", "1975-06", "1990-06", "1966-07"], &[]),
        (&["1980-06", "1975-06", "", "1990-06", "1966-06"], &[]),
    ];
    for (months, wanted) in cases {
        let found = scene(&mut county, |census| {
            let group = group(census, VILLAGE);
            for (number, month) in (1..).zip(months) {
                let mut items = vec![
                    ("relation", "0"),
                    ("residence", "1"),
                    ("in_school", "3"),
                    ("education", "3"),
                    ("health", "1"),
                    ("labour_ability", "1"),
                    ("activity", "1"),
                    ("skill_trade", "05"),
                ];
                let born = if month.is_empty() { "1970-01" } else { month };
                items.push(("birth_ym", born));
                home(census, group, number, "11", &[&items]);
            }
            said(census, "G09")
        });
        assert_eq!(found, saying(wanted), "{months:?}");
    }
}

/// Raises one hole in the numbers of each of some villages.
fn holes(census: &mut Census, villages: &[&str], numbers: &[u32]) {
    for village in villages {
        let group = group(census, village);
        for number in numbers {
            home(census, group, *number, "21", NOBODY);
        }
    }
}

fn paths(page: &Hints) -> Vec<String> {
    page.found
        .iter()
        .map(|found| found.at.path.clone())
        .collect()
}

/// Pages follow one another in walking order without loss, however short they are.
#[test]
fn hints_come_page_by_page() {
    let mut county = County::new(&[]);
    scene(&mut county, |census| {
        holes(census, &[VILLAGE, NEXT_VILLAGE, FAR_VILLAGE], &[2, 4, 6]);
        let area = census.area(COUNTY).unwrap();
        let whole = check::hints(census, area, None, 99, 99).unwrap();
        let wanted: Vec<String> = [VILLAGE, NEXT_VILLAGE, FAR_VILLAGE]
            .iter()
            .flat_map(|village| ["002", "004", "006"].map(|number| format!("{village}01{number}")))
            .collect();
        assert_eq!(paths(&whole), wanted);
        assert_eq!(whole.next, None);
        for (limit, n_villages) in [(1, 99), (2, 99), (3, 99), (4, 1), (99, 1), (99, 2)] {
            let mut all = Vec::new();
            let mut after = None;
            for _ in 0..20 {
                let page = check::hints(census, area, after.as_deref(), limit, n_villages).unwrap();
                assert!(page.found.len() <= limit);
                all.extend(paths(&page));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(after, None, "{limit} {n_villages}");
            assert_eq!(all, wanted, "{limit} {n_villages}");
        }
        let village = census.area(NEXT_VILLAGE).unwrap();
        let own = check::hints(census, village, None, 99, 99).unwrap();
        assert_eq!(paths(&own), wanted[3..6]);
    });
}

/// A confirmed hint stays so while its figures are the same.
#[test]
fn a_hint_is_confirmed_and_wakes() {
    let mut county = County::new(&[]);
    scene(&mut county, |census| {
        holes(census, &[VILLAGE], &[1, 4]);
        let area = census.area(VILLAGE).unwrap();
        let first = |census: &Census| {
            let page = check::hints(census, area, None, 9, 9).unwrap();
            page.found.first().unwrap().finding.clone()
        };
        let found = first(census);
        assert_eq!(
            (found.rule.as_str(), found.standing.clone()),
            ("G01", Standing::Open)
        );
        census.confirm_asked(&found, "册子缺页，已核对").unwrap();
        assert!(matches!(first(census).standing, Standing::Confirmed(_)));
        // One more household in the hole: two numbers missing become one.
        let group = census.area(&format!("{VILLAGE}01")).unwrap();
        census.list(group, Kind::Household, Some(2)).unwrap();
        assert_eq!(first(census).standing, Standing::Open);
    });
}
