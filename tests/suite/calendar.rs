//! Months, ages, and episode months against the examples of the errata.

use chrono::NaiveDate;
use labor_census::domain::calendar::{
    YearMonth, age_at, date_text, half_months, last_month, months_text, parse_date_typed,
};
use proptest::prelude::*;

fn month(text: &str) -> YearMonth {
    text.parse().expect("a month of the test")
}

fn day(text: &str) -> NaiveDate {
    parse_date_typed(text).expect("a day of the test")
}

fn months(start: &str, end: Option<&str>) -> String {
    months_text(half_months(month(start), end.map(month), day("2012-12-31")))
}

#[test]
fn episode_months_match_the_examples() {
    assert_eq!(months("2012-08", Some("2012-11")), "3.0");
    assert_eq!(months("2009-01", None), "12.0");
    assert_eq!(months("2012-02", Some("2012-06")), "4.0");
    assert_eq!(months("2012-06", None), "6.5");
    assert_eq!(months("2005-01", Some("2007-12")), "0.0");
    assert_eq!(months("2012-05", Some("2012-05")), "1.0");
    assert_eq!(months("2012-12", None), "0.5");
    assert_eq!(months("2013-01", None), "0.0");
    assert_eq!(months("2012-01", Some("2012-12")), "11.0");
    assert_eq!(months("2011-12", Some("2012-01")), "0.5");
    assert_eq!(months("2011-12", Some("2011-12")), "0.0");
}

#[test]
fn the_year_ends_with_the_month_of_a_reference_day_from_the_16th() {
    assert_eq!(last_month(day("2012-11-15")), month("2012-10"));
    assert_eq!(last_month(day("2012-11-16")), month("2012-11"));
    assert_eq!(last_month(day("2012-01-01")), month("2011-12"));
}

#[test]
fn age_counts_months_and_not_days() {
    // Born 1996-11-20, reference 2012-11-15: 16, although the birthday is five days off.
    assert_eq!(age_at(month("1996-11"), month("2012-11")), 16);
    assert_eq!(age_at(month("1996-12"), month("2012-11")), 15);
    assert_eq!(age_at(month("2012-12"), month("2012-11")), -1);
}

#[test]
fn typed_months_become_canonical() {
    for typed in [
        "1990-3",
        "1990-03",
        "1990.03",
        "1990/3",
        "199003",
        "1990年3月",
        "１９９０．３",
    ] {
        let read = YearMonth::parse_typed(typed).map(|month| month.to_string());
        assert_eq!(read.as_deref(), Ok("1990-03"), "{typed}");
    }
    for typed in [
        "",
        "1990",
        "1990-13",
        "199000",
        "90-3",
        "1990-3-15",
        "1990-003",
        "-1990-3",
        "x",
    ] {
        assert!(YearMonth::parse_typed(typed).is_err(), "{typed}");
    }
    assert!("1990-3".parse::<YearMonth>().is_err());
}

#[test]
fn typed_dates_become_canonical() {
    for typed in [
        "1990-3-5",
        "1990.03.05",
        "19900305",
        "1990年3月5日",
        "1990 3 5",
    ] {
        assert_eq!(
            parse_date_typed(typed).map(date_text).as_deref(),
            Ok("1990-03-05"),
            "{typed}"
        );
    }
    for typed in ["1990-02-30", "1900-02-29", "1990-03", "900305", "19900a05"] {
        assert!(parse_date_typed(typed).is_err(), "{typed}");
    }
    assert!(parse_date_typed("2000-02-29").is_ok());
}

fn any_month() -> impl Strategy<Value = YearMonth> {
    (2005_i32..2016, 1_u32..=12).prop_filter_map("exists", |(y, m)| YearMonth::new(y, m))
}

proptest! {
    #[test]
    fn months_round_trip(month in any_month()) {
        prop_assert_eq!(YearMonth::from_mi(month.mi()), Some(month));
        prop_assert_eq!(month.to_string().parse(), Ok(month));
    }

    #[test]
    fn episode_months_stay_within_the_year(
        start in any_month(),
        end in prop::option::of(any_month()),
    ) {
        prop_assert!(half_months(start, end, day("2012-12-31")) <= 24);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
        let _ = YearMonth::parse_typed(&text);
        let _ = parse_date_typed(&text);
    }
}
