//! Guesses at mistyped identity numbers against numbers worked out by an independent search of all
//! texts one slip away. Every number is synthetic (sequence 990 to 999).

use chrono::NaiveDate;
use labor_census::domain::county::Address;
use labor_census::domain::identity::examine;
use labor_census::domain::identity_guess::{GUESSES_MAX, guesses};
use proptest::prelude::*;

const fn reference() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 12, 31).expect("the day exists")
}

fn guessed(text: &str) -> Vec<String> {
    guesses(text, reference(), &|code| Address::look_up(code).is_known())
}

#[test]
fn the_number_that_was_meant_is_proposed_first() {
    for (typed, meant) in [
        // Digits 9 and 10 swapped: example 8 of the rules.
        ("620522199708169934", "620522197908169934"),
        ("620852199003159912", "620825199003159912"),
        ("62O825199003159912", "620825199003159912"),
        ("62o825199003l59912", "620825199003159912"),
        ("62082519880706990*", "62082519880706990X"),
        ("62082519880706990\u{d7}", "62082519880706990X"),
        ("6208 2519 9003 I59 912", "620825199003159912"),
        ("\u{ff16}\u{ff12}O825199003159912", "620825199003159912"),
        ("6208251990003159912", "620825199003159912"),
        ("62082519900359912", "620825199003159912"),
    ] {
        let proposed = guessed(typed);
        assert_eq!(
            proposed.first().map(String::as_str),
            Some(meant),
            "{typed}: {proposed:?}"
        );
    }
}

#[test]
fn a_look_alike_letter_leaves_one_proposal() {
    assert_eq!(guessed("62O825199003159912"), ["620825199003159912"]);
}

#[test]
fn swaps_go_before_digits_and_known_places_before_unknown_ones() {
    // Swaps that pass: ..03195913 alone. Digits next to the right one on the keyboard: two.
    let proposed = guessed("620825199003159913");
    let first = [
        "620825199003195913",
        "620825199003259913",
        "620825199003159912",
    ];
    assert_eq!(proposed.get(..3).unwrap(), first);
    assert_eq!(proposed.len(), GUESSES_MAX);
    // 620852 is in no list, so what keeps it stands behind the swap that makes a county of it.
    assert_eq!(guessed("620852199003159912")[0], "620825199003159912");
    let swaps = guessed("622726198611029920");
    assert_eq!(
        swaps.get(..2).unwrap(),
        ["622726189611029920", "622726196811029920"]
    );
}

#[test]
fn a_missing_digit_is_guessed_where_few_fit() {
    let mut proposed = guessed("62082519900315991");
    proposed.sort();
    let fitting = [
        "620825199003145991",
        "620825199003153991",
        "620825199003159891",
        "620825199003159912",
        "620825199003159971",
    ];
    assert_eq!(proposed, fitting);
}

#[test]
fn nothing_is_proposed_for_a_number_that_passes_or_is_far_off() {
    for typed in [
        "",
        "620825199003159912",
        "622726681102992",
        // The check character fits, so no single slip can be the cause.
        "620825199002309915",
        "620825203503159918",
        "620825",
        "王建国",
        "6208251990",
    ] {
        assert_eq!(guessed(typed), Vec::<String>::new(), "{typed}");
    }
}

proptest! {
    #[test]
    fn a_guess_always_passes_and_is_never_what_was_typed(typed in "[0-9XOl*]{14,20}") {
        for proposed in guessed(&typed) {
            prop_assert!(examine(&proposed, reference()).valid);
            prop_assert_ne!(&proposed, &typed);
        }
        prop_assert!(guessed(&typed).len() <= GUESSES_MAX);
    }

    #[test]
    fn a_swap_in_a_sound_number_is_undone(
        year in 1930..2010_u32,
        month in 1..=12_u32,
        at in 1..18_usize,
    ) {
        let body = format!("620825{year}{month:02}15993");
        let check = labor_census::domain::check_character::check_character(&body).unwrap();
        let number = format!("{body}{check}");
        let mut swapped: Vec<char> = number.chars().collect();
        swapped.swap(at - 1, at);
        let typed: String = swapped.into_iter().collect();
        prop_assume!(typed != number);
        prop_assert!(guessed(&typed).contains(&number), "{} {:?}", typed, guessed(&typed));
    }
}
