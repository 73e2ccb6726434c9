//! What cases of the rules on stays and households cannot show: rules that completeness upholds,
//! and a county without a prefecture.

use labor_census::domain::answer::{Answer, Reason};
use labor_census::domain::kind::Kind;
use labor_census::instrument::compile::{Trial, fill_round};
use labor_census::instrument::{Enforced, Instrument, statement};
use labor_census::store::RecordRef;

use crate::field::Field;

/// Answers items; `!word` is a reason.
fn answer(field: &mut Field, record: RecordRef, items: &[(&str, &str)]) {
    let typed = |typed: &str| match typed.strip_prefix('!') {
        Some(word) => Answer::Reason(word.parse::<Reason>().unwrap()),
        None => Answer::Value(typed.to_owned()),
    };
    let items = items
        .iter()
        .map(|(id, text)| ((*id).to_owned(), typed(text)));
    let items: Vec<_> = items.collect();
    field.census.apply(record, &items).unwrap();
    field.census.leave().unwrap();
}

/// Items of a record that are gaps, and reasons of the gaps that are no items.
fn gaps(field: &Field, record: RecordRef) -> Vec<String> {
    let all = field.census.gaps("620825", None, 1000).unwrap();
    let own = all.into_iter().filter(|gap| gap.record == record);
    own.map(|gap| gap.item.unwrap_or_else(|| gap.reason.to_owned()))
        .collect()
}

fn assert_upheld_by_completeness(rule: &str) {
    let instrument = Instrument::embedded().unwrap();
    let rule = instrument.rule(rule).unwrap();
    assert_eq!(rule.enforced_by, Some(Enforced::Completeness));
    assert_eq!(rule.level.word(), "hard");
}

#[test]
fn completeness_upholds_e11() {
    assert_upheld_by_completeness("E11");
    let mut field = Field::new();
    let out = [
        ("birth_ym", "1990-03"),
        ("residence", "3"),
        ("went_out", "1"),
    ];
    let person = field.person(&out);
    let stay = field.list(person, Kind::Episode);
    answer(
        &mut field,
        stay,
        &[("start_ym", "2026-03"), ("employer", "兰石厂")],
    );
    let open = gaps(&field, stay);
    let has = |item: &str| open.iter().any(|gap| gap == item);
    assert!(
        has("industry") && has("month_income") && !has("employer"),
        "{open:?}"
    );
    let findings = field.census.findings(stay).unwrap();
    assert!(findings.iter().all(|finding| finding.rule != "E11"));
    // A proxy who does not know has answered.
    answer(
        &mut field,
        stay,
        &[("industry", "!proxy"), ("month_income", "!proxy")],
    );
    let open = gaps(&field, stay);
    let has = |item: &str| open.iter().any(|gap| gap == item);
    assert!(!has("industry") && !has("month_income"), "{open:?}");
}

#[test]
fn completeness_upholds_h14() {
    assert_upheld_by_completeness("H14");
    for (result, is_gap) in [
        ("11", true),
        ("13", true),
        ("14", true),
        ("12", false),
        ("45", false),
    ] {
        let mut field = Field::new();
        let household = field.household;
        answer(&mut field, household, &[("disposition", result)]);
        let open = gaps(&field, household);
        assert_eq!(
            open.iter().any(|gap| gap == "no_persons"),
            is_gap,
            "{result}: {open:?}"
        );
        field.person(&[("name", "王建国")]);
        let open = gaps(&field, household);
        assert!(
            !open.iter().any(|gap| gap == "no_persons"),
            "{result}: {open:?}"
        );
    }
}

#[test]
fn completeness_upholds_h16() {
    assert_upheld_by_completeness("H16");
    let mut field = Field::new();
    let household = field.household;
    answer(&mut field, household, &[("disposition", "13")]);
    let open = gaps(&field, household);
    let has = |item: &str| open.iter().any(|gap| gap == item);
    assert!(has("proxy_name") && has("proxy_tie"), "{open:?}");
    answer(
        &mut field,
        household,
        &[("proxy_name", "李四"), ("proxy_tie", "!unknown")],
    );
    let open = gaps(&field, household);
    let has = |item: &str| open.iter().any(|gap| gap == item);
    assert!(!has("proxy_name") && !has("proxy_tie"), "{open:?}");
    // A member who answered needs no name.
    answer(
        &mut field,
        household,
        &[("disposition", "11"), ("informant", "1")],
    );
    let open = gaps(&field, household);
    assert!(!open.iter().any(|gap| gap.starts_with("proxy")), "{open:?}");
}

/// Says whether E06 is raised on a stay in a county that is directly under its province.
fn is_raised(level: &str, place: &str) -> bool {
    let instrument = Instrument::embedded().unwrap();
    let trial = Trial::new(&instrument).unwrap();
    fill_round(&trial.connection, &instrument, 2026, "2026-11-15").unwrap();
    for kind in Kind::ALL {
        let sql = format!("INSERT INTO {} (id, parent) VALUES (1, 1)", kind.table());
        trial.connection.execute(&sql, []).unwrap();
    }
    let sql = "UPDATE round SET county_code = '429004'";
    trial.connection.execute(sql, []).unwrap();
    let sql = "UPDATE episode SET dest_level = ?1, dest_place = ?2";
    trial.connection.execute(sql, [level, place]).unwrap();
    let query = statement::rule_query(&instrument, Kind::Episode);
    let raised = trial.connection.query_row(&query.sql, [1], |row| {
        let columns = query.columns.iter().enumerate().filter(|(_, column)| {
            instrument.rules[column.rule].id == "E06" && column.part == statement::RulePart::Raised
        });
        let mut raised = columns.map(|(at, _)| row.get::<_, Option<bool>>(at));
        raised.try_fold(false, |any, one| Ok(any | (one? == Some(true))))
    });
    raised.unwrap()
}

/// A county with 90 in its third and fourth digit has no prefecture: the county beside it, whose
/// code begins alike, is elsewhere in the province.
#[test]
fn a_county_directly_under_its_province_knows_no_level_2() {
    let expected = [
        ("1", "429004", false),
        ("2", "429005", true),
        ("2", "420000", true),
        ("3", "429005", false),
        ("3", "420102", false),
        ("3", "420000", false),
        ("3", "429004", true),
        ("3", "110101", true),
        ("4", "110101", false),
        ("4", "429005", true),
    ];
    for (level, place, is_wrong) in expected {
        assert_eq!(is_raised(level, place), is_wrong, "{level} {place}");
    }
}

/// What a rule on the household rests on beside the items: whether a person is complete, and the
/// names that its message says.
#[test]
fn findings_follow_what_is_missing_and_named_of_a_person() {
    let mut field = Field::new();
    let household = field.household;
    let child = [
        ("name", "王小明"),
        ("relation", "2"),
        ("id_number", "620825202503159913"),
        ("ethnic", "01"),
        ("hukou_type", "9"),
        ("hukou_place", "1"),
        ("residence", "1"),
    ];
    let person = field.person(&child);
    answer(&mut field, household, &[("disposition", "24")]);
    let said = |field: &Field| {
        let findings = field.census.findings(household).unwrap();
        let found = findings.into_iter().find(|finding| finding.rule == "H15");
        found.map(|finding| finding.en)
    };
    assert_eq!(said(&field), None, "health is missing");
    answer(&mut field, person, &[("health", "1")]);
    assert!(said(&field).is_some_and(|text| text.contains("1 王小明")));
    answer(&mut field, person, &[("name", "王晓明")]);
    assert!(said(&field).is_some_and(|text| text.contains("1 王晓明")));
}
