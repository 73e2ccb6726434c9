//! Division codes: levels, parents, parts, and the check character of printed keys.

use labor_census::domain::check_character::check_character;
use labor_census::domain::division::{
    AreaCode, DivisionCode, DivisionError, TownshipType, VillageType,
};
use labor_census::domain::kind::Kind;

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code of the test")
}

#[test]
fn length_gives_the_level_and_cutting_gives_the_parents() {
    let episode = code("620825108207030120201");
    let line = [
        (Kind::Episode, "620825108207030120201"),
        (Kind::Person, "6208251082070301202"),
        (Kind::Household, "62082510820703012"),
        (Kind::Group, "62082510820703"),
        (Kind::Village, "620825108207"),
        (Kind::Township, "620825108"),
        (Kind::County, "620825"),
    ];
    let mut place = Some(episode.clone());
    for (level, text) in line {
        let here = place.expect("a parent");
        assert_eq!((here.level(), here.as_str()), (level, text));
        assert_eq!(episode.ancestor(level).as_ref(), Some(&here));
        assert!(episode.starts_with(&here));
        place = here.parent();
    }
    assert_eq!(place, None);
}

#[test]
fn parts_and_children_fit_together() {
    let person = code("6208251082070301202");
    let parts: Vec<&str> = person.parts().map(|(_, part)| part).collect();
    assert_eq!(parts, ["620825", "108", "207", "03", "012", "02"]);
    assert_eq!(person.own_part(), "02");
    assert_eq!(
        code("62082510820703").child(12),
        Some(code("62082510820703012"))
    );
    assert_eq!(code("62082510820703").child(1000), None);
    assert_eq!(code("620825108207").child(0), None);
    assert_eq!(code("620825108207030120201").child(1), None);
}

#[test]
fn segments_name_the_type() {
    let village = code("620825108207");
    assert_eq!(village.township_type(), Some(TownshipType::Town));
    assert_eq!(village.village_type(), Some(VillageType::Villagers));
    assert_eq!(
        code("620825200").township_type(),
        Some(TownshipType::Township)
    );
    assert_eq!(
        code("620825100001").village_type(),
        Some(VillageType::Residents)
    );
    assert_eq!(code("620825").township_type(), None);
}

#[test]
fn wrong_codes_say_what_is_wrong() {
    let error = |text: &str| text.parse::<DivisionCode>().expect_err("a fault");
    assert_eq!(error(""), DivisionError::Length { length: 0 });
    assert_eq!(error("6208251"), DivisionError::Length { length: 7 });
    assert_eq!(
        error("62O825"),
        DivisionError::Character {
            position: 3,
            found: 'O'
        }
    );
    assert_eq!(
        error("62082510820700"),
        DivisionError::Zero { level: Kind::Group }
    );
    assert_eq!(code(" ６２０８２５ 108 ").as_str(), "620825108");
}

#[test]
fn areas_reach_from_county_to_person() {
    for digits in ["620825", "620825108", "620825108207", "62082510820703"] {
        let area: AreaCode = digits.parse().expect("an area");
        assert!(area.covers(&code("62082510820703012")));
        assert!(!area.covers(&code("620826")));
    }
    assert!("62082510820703012".parse::<AreaCode>().is_ok());
    assert!("6208251082070301202".parse::<AreaCode>().is_ok());
    assert!("620825108207030120201".parse::<AreaCode>().is_err());
}

#[test]
fn printed_keys_carry_the_check_character_of_the_identity_number() {
    // Worked in the rules: 62082519900315991 has the remainder 10 and the check character 2.
    assert_eq!(check_character("62082519900315991"), Some('2'));
    assert_eq!(check_character("62242419751212996"), Some('X'));
    // By hand, powers of 2 from the right: 5*2 + 2*4 + 8*8 + 0*16 + 2*32 + 6*64 = 530,
    // 530 mod 11 = 2, and 12 - 2 = 10 is written X.
    assert_eq!(code("620825").printed(), "620825-X");
    assert_eq!("620825-x".parse(), Ok(code("620825")));
    assert_eq!(
        "620825-1".parse::<DivisionCode>(),
        Err(DivisionError::Check)
    );
}

#[test]
fn kinds_form_a_tree() {
    for kind in Kind::ALL {
        assert_eq!(kind.id().parse(), Ok(kind));
        for child in kind.children() {
            assert_eq!(child.parent(), Some(kind));
        }
    }
    assert_eq!(Kind::Group.table(), "villagers_group");
    assert_eq!(
        Kind::Person.ancestry(),
        [
            Kind::County,
            Kind::Township,
            Kind::Village,
            Kind::Group,
            Kind::Household,
            Kind::Person
        ]
    );
}
