//! Hints in the list of what is open: shown with their explanation, settled, jumped from.

use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::exchange::embedded_frame;
use labor_census::store::{Access, Census, Setup};
use labor_census::tui::model::Screen;
use labor_census::tui::seam::Session;
use labor_census::wording::Language;

use crate::county::{add, fill};
use crate::screens::{Desk, tools};

/// A village of the first chunk that is looked through, and one far behind it.
const NEAR: &str = "620825100206";
const FAR: &str = "620825101201";

/// A desk with a hole in the numbers of one village, and in another an old man with a grandchild
/// whose parents nobody listed, and his missing wife.
fn desk(size: (u16, u16)) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("census.lcen");
    let setup = Setup {
        person: "张明".to_owned(),
        role: Role::Enumerator,
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
    };
    let frame = embedded_frame();
    let mut census = Census::create(&path, &Access::Plain, &setup, &frame, tools()).unwrap();
    let group = |census: &mut Census, village: &str| {
        let village = census.area(village).unwrap();
        census.list(village, Kind::Group, Some(1)).unwrap()
    };
    let near = group(&mut census, NEAR);
    for number in [1, 2, 5] {
        let household = census.list(near, Kind::Household, Some(number)).unwrap();
        fill(
            &mut census,
            household,
            &[("disposition", "21"), ("head_name", "王建国")],
        );
    }
    let far = group(&mut census, FAR);
    let household = census.list(far, Kind::Household, Some(1)).unwrap();
    fill(
        &mut census,
        household,
        &[("hh_type", "1"), ("head_name", "李有福")],
    );
    let head = [("name", "李有福"), ("relation", "0"), ("sex", "1")];
    let head = [
        &head[..],
        &[
            ("birth_ym", "1955-03"),
            ("residence", "1"),
            ("marital", "20"),
        ],
    ];
    add(&mut census, household, Kind::Person, &head.concat());
    let child = [("name", "李小兵"), ("relation", "7"), ("sex", "1")];
    let child = [&child[..], &[("birth_ym", "2016-03"), ("residence", "1")]];
    add(&mut census, household, Kind::Person, &child.concat());
    fill(&mut census, household, &[("disposition", "11")]);
    census.leave().unwrap();
    Desk {
        session: Session::new(census, &tools(), size, Language::ZhHans),
        folder,
    }
}

fn rules(s: &Session) -> Vec<String> {
    let Screen::Missing(page) = s.app().screen() else {
        panic!("{}", s.screen());
    };
    let found = page.gaps.iter().filter_map(|gap| gap.finding.as_ref());
    found.map(|finding| finding.rule.clone()).collect()
}

#[test]
fn hints_are_explained_settled_and_lead_to_their_records() {
    for (size, name) in [((80, 24), "80x24"), ((120, 40), "120x40")] {
        let mut desk = desk(size);
        let s = &mut desk.session;
        s.type_keys("<A-m><F2><Left>");
        assert_eq!(rules(s), ["G01", "G08", "G07"], "{}", s.screen());
        insta::assert_snapshot!(format!("hints_{name}"), s.screen());
        s.type_keys("<Down><Down>");
        insta::assert_snapshot!(format!("hints_child_{name}"), s.screen());
        s.type_keys("<Enter>");
        let form = s.app().form().unwrap();
        assert_eq!(form.record().kind, Kind::Person, "{}", s.screen());
        assert!(s.screen().contains("李小兵"), "{}", s.screen());
        s.type_keys("<Esc><Home><F11>");
        insta::assert_snapshot!(format!("hints_confirm_{name}"), s.screen());
        s.type_keys("1");
        assert_eq!(rules(s), ["G08", "G07"], "{}", s.screen());
    }
}
