//! Identity numbers, telephone numbers, and names against the worked examples of the rules.
//! Every number is synthetic (sequence 990 to 999) or a specimen of the standard itself.

use chrono::NaiveDate;
use labor_census::domain::county::Address;
use labor_census::domain::identity::{Problem, Sex, Verdict, examine, mask};
use labor_census::domain::name::{self, NameProblem};
use labor_census::domain::phone::{self, PhoneKind, PhoneProblem};
use proptest::prelude::*;

const fn reference() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 12, 31).expect("the day exists")
}

fn verdict(number: &str) -> Verdict {
    examine(number, reference())
}

fn ids(number: &str) -> Vec<&'static str> {
    verdict(number)
        .problems
        .into_iter()
        .map(Problem::id)
        .collect()
}

#[test]
fn worked_examples_have_their_verdicts() {
    let cases: [(&str, &[&str]); 13] = [
        ("620825199003159912", &[]),
        ("622726196811029920", &[]),
        ("62242419751212996X", &[]),
        ("620825200002299927", &[]),
        ("440524188001010014", &["too_old", "address"]),
        ("620825199003159913", &["check"]),
        ("620825199002309915", &["date"]),
        ("620522199708169934", &["check"]),
        ("620522197908169934", &[]),
        ("620825203503159918", &["future"]),
        ("11010519491231002X", &[]),
        ("620825190002299920", &["date"]),
        ("629999199003159910", &["address"]),
    ];
    for (number, expected) in cases {
        assert_eq!(ids(number), expected, "{number}");
        let hard = expected.iter().any(|id| *id != "address");
        assert_eq!(verdict(number).valid, !hard, "{number}");
    }
}

#[test]
fn the_number_says_birth_date_sex_and_address() {
    let male = verdict("620825199003159912");
    assert_eq!(male.birth_date, NaiveDate::from_ymd_opt(1990, 3, 15));
    assert_eq!(male.sex, Some(Sex::Male));
    assert!(male.address_known && !male.legacy);
    assert_eq!(verdict("622726196811029920").sex, Some(Sex::Female));
    assert_eq!(
        Address::look_up("620825"),
        Address::County { name: "庄浪县" }
    );
    assert!(matches!(
        Address::look_up("622726"),
        Address::Withdrawn { .. }
    ));
    assert!(matches!(
        Address::look_up("622424"),
        Address::Withdrawn { .. }
    ));
    assert_eq!(Address::look_up("440524"), Address::Unknown);
    assert_eq!(Address::look_up("830000"), Address::ResidencePermit);
}

#[test]
fn legacy_number_is_lengthened_and_flagged() {
    let legacy = verdict("622726681102992");
    assert_eq!(legacy.normalized, "622726196811029920");
    assert!(legacy.valid && legacy.legacy);
    assert_eq!(legacy.problems, [Problem::Legacy]);
    assert_eq!(ids("622726681302992"), ["date", "legacy"]);
}

#[test]
fn typing_variants_are_the_same_number() {
    let canonical = "62082519880706990X";
    for typed in [
        canonical,
        "62082519880706990x",
        " 620825 19880706 990x ",
        "６２０８２５１９８８０７０６９９０Ｘ",
        "620825\u{3000}19880706990X",
    ] {
        let verdict = verdict(typed);
        assert_eq!(verdict.normalized, canonical, "{typed}");
        assert!(verdict.valid && verdict.problems.is_empty(), "{typed}");
        assert_eq!(verdict.number, typed);
    }
}

#[test]
fn only_the_first_failure_is_reported() {
    assert_eq!(
        verdict("62082519900315991").problems,
        [Problem::Length { length: 17 }]
    );
    assert_eq!(verdict("").problems, [Problem::Length { length: 0 }]);
    let letter = Problem::Character {
        position: 7,
        found: 'A',
    };
    assert_eq!(verdict("620825A99002309913").problems, [letter]);
    let early_x = Problem::Character {
        position: 3,
        found: 'X',
    };
    assert_eq!(verdict("62X825199003159912").problems, [early_x]);
    assert_eq!(verdict("62X825900315991").problems, [early_x]);
}

#[test]
fn age_bounds_are_the_reference_date_and_120_years_before() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("the day exists");
    let number = "620825199003159912";
    let at = |date| examine(number, date).problems;
    assert_eq!(at(day(1990, 3, 15)), []);
    assert_eq!(at(day(1990, 3, 14)), [Problem::Future]);
    assert_eq!(at(day(2110, 3, 15)), []);
    assert_eq!(at(day(2110, 3, 16)), [Problem::TooOld]);
}

#[test]
fn masks_keep_six_and_four() {
    assert_eq!(mask("620825199003159912"), "620825********9912");
    assert_eq!(mask("622726681102992"), "622726*****2992");
    assert_eq!(mask("6208251990"), "**********");
    assert_eq!(mask(""), "");
    assert_eq!(phone::mask("13800000991"), "138****0991");
}

/// Valid numbers of many dates, sequences, and addresses; the check digit by the table of the
/// standard and not by the routine under test.
fn valid_number() -> impl Strategy<Value = String> {
    let address = prop::sample::select(vec!["620825", "622726", "622424", "620522", "110105"]);
    (
        address,
        1900_i32..2012,
        1_u32..=12,
        1_u32..=28,
        990_u32..=999,
    )
        .prop_map(|(address, year, month, day, sequence)| {
            let digits = format!("{address}{year}{month:02}{day:02}{sequence}");
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum: u32 = digits
                .chars()
                .zip(weights)
                .map(|(c, weight)| c.to_digit(10).expect("a digit") * weight)
                .sum();
            let check = "10X98765432"
                .chars()
                .nth((sum % 11) as usize)
                .expect("a remainder");
            format!("{digits}{check}")
        })
}

proptest! {
    #[test]
    fn every_single_slip_is_found(number in valid_number(), place in 0_usize..18, by in 1_u8..10) {
        prop_assert!(verdict(&number).valid);
        let mut bytes = number.clone().into_bytes();
        bytes[place] = match bytes[place] {
            b'X' => b'0' + by,
            digit => b'0' + (digit - b'0' + by) % 10,
        };
        let wrong = String::from_utf8(bytes).expect("digits");
        prop_assert!(!verdict(&wrong).valid, "{} became {}", number, wrong);
    }

    #[test]
    fn every_swap_of_neighbors_is_found(number in valid_number(), place in 0_usize..17) {
        let mut bytes = number.clone().into_bytes();
        bytes.swap(place, place + 1);
        let swapped = String::from_utf8(bytes).expect("digits");
        prop_assert_eq!(verdict(&swapped).valid, swapped == number);
    }

    #[test]
    fn any_text_has_a_verdict(text in "\\PC{0,24}") {
        let verdict = verdict(&text);
        prop_assert!(verdict.valid || !verdict.problems.is_empty());
        prop_assert!(verdict.problems.iter().filter(|problem| problem.is_hard()).count() <= 1);
        prop_assert_eq!(mask(&text).chars().count(), text.chars().count());
    }
}

#[test]
fn telephone_numbers_have_kind_and_problem() {
    let check = |number, year| {
        let verdict = phone::examine(number, year);
        (verdict.normalized, verdict.kind, verdict.problem)
    };
    let mobile = Some(PhoneKind::Mobile);
    let fixed = Some(PhoneKind::Fixed);
    assert_eq!(
        check("138 0000 0991", 2012),
        ("13800000991".into(), mobile, None)
    );
    assert_eq!(
        check("+86-13800000991", 2012),
        ("13800000991".into(), mobile, None)
    );
    assert_eq!(check("１３８０００００９９１", 2012).1, mobile);
    assert_eq!(
        check("0933-6620991", 2012),
        ("09336620991".into(), fixed, None)
    );
    assert_eq!(
        check("010-66200991", 2012),
        ("01066200991".into(), fixed, None)
    );
    assert_eq!(check("17700000991", 2012).2, Some(PhoneProblem::TooNew));
    assert_eq!(check("17700000991", 2026).2, None);
    assert_eq!(check("15400000991", 2012).2, Some(PhoneProblem::TooNew));
    assert_eq!(check("14700000991", 2012).2, None);
    assert_eq!(
        check("14000000991", 2026),
        ("14000000991".into(), mobile, Some(PhoneProblem::Machine))
    );
    assert_eq!(check("12000000991", 2012).2, Some(PhoneProblem::Service));
    assert_eq!(
        check("1380000099", 2012).2,
        Some(PhoneProblem::Shape { length: 10 })
    );
    let letter = PhoneProblem::Character {
        position: 4,
        found: 'o',
    };
    assert_eq!(check("138o0000991", 2012).2, Some(letter));
}

#[test]
fn names_follow_the_rule_of_characters() {
    assert_eq!(name::problem("王小明", false), None);
    assert_eq!(name::problem("买买提•吐尔逊", false), None);
    assert_eq!(name::problem("𠮷田", false), None);
    assert_eq!(
        name::problem("王", false),
        Some(NameProblem::Length { length: 1 })
    );
    assert_eq!(
        name::problem("", false),
        Some(NameProblem::Length { length: 0 })
    );
    assert_eq!(
        name::problem(&"王".repeat(31), false),
        Some(NameProblem::Length { length: 31 })
    );
    let digit = NameProblem::Character {
        position: 2,
        found: '1',
    };
    assert_eq!(name::problem("王1", false), Some(digit));
    let latin = NameProblem::Character {
        position: 1,
        found: 'J',
    };
    assert_eq!(name::problem("John Smith", false), Some(latin));
    assert_eq!(name::problem("John Smith", true), None);
    let dot = NameProblem::Character {
        position: 1,
        found: '·',
    };
    assert_eq!(name::problem("·王明", false), Some(dot));
    assert_eq!(
        name::problem("未取名", false),
        Some(NameProblem::Placeholder)
    );
    assert_eq!(
        name::problem("王\u{E000}", false),
        Some(NameProblem::PrivateUse)
    );
}

#[test]
fn placeholders_are_whole_texts() {
    for text in ["无", "不详", "同上", "x", "Ｘ", " 无 "] {
        assert!(name::is_placeholder(text), "{text}");
    }
    for text in ["无锡电子厂", "零工", "自家商店", "同上村砖厂"] {
        assert!(!name::is_placeholder(text), "{text}");
    }
}
