//! The store: what is typed is durable, parked answers come back, counts agree with a recount.

use std::sync::Arc;

use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::domain::answer::{Answer, Reason};
use labor_census::domain::frame::{Frame, FrameTownship, FrameVillage};
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::instrument::Instrument;
use labor_census::store::{
    Access, Census, FileState, NodeState, Passphrase, RecordRef, Setup, Status, StoreError, Tools,
    Window, probe,
};

fn tools() -> Tools {
    Tools {
        instrument: Arc::new(Instrument::embedded().unwrap()),
        clock: Clock::fixed("2026-11-24T08:30:00+08:00".parse().unwrap()),
        randomness: Randomness::seeded(b"test"),
    }
}

fn frame() -> Frame {
    let village = |code: &str, name: &str| FrameVillage {
        code: code.to_owned(),
        name: name.to_owned(),
        groups: Vec::new(),
        expected_households: None,
        expected_persons: None,
    };
    Frame {
        county_code: "620825".to_owned(),
        county: "庄浪县".to_owned(),
        townships: vec![FrameTownship {
            code: "620825100".to_owned(),
            name: "水洛镇".to_owned(),
            villages: vec![
                village("620825100201", "李碾村"),
                village("620825100202", "贾门村"),
            ],
        }],
    }
}

fn setup() -> Setup {
    Setup {
        person: "张明".to_owned(),
        role: Role::Enumerator,
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
    }
}

struct Field {
    _folder: tempfile::TempDir,
    path: std::path::PathBuf,
    census: Census,
    group: RecordRef,
    household: RecordRef,
}

fn field() -> Field {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lcen");
    let mut census = Census::create(&path, &Access::Plain, &setup(), &frame(), tools()).unwrap();
    let village = census.area("620825100201").unwrap();
    let group = census.list(village, Kind::Group, None).unwrap();
    let household = census.list(group, Kind::Household, None).unwrap();
    Field {
        _folder: folder,
        path,
        census,
        group,
        household,
    }
}

fn value(text: &str) -> Answer {
    Answer::Value(text.to_owned())
}

fn status_of(census: &Census, record: RecordRef, item: &str) -> (Status, Option<String>) {
    let index = census
        .instrument()
        .items(record.kind)
        .iter()
        .position(|i| i.id == item)
        .unwrap();
    let cell = census.cells(record).unwrap().remove(index);
    (cell.status, cell.value)
}

#[test]
fn an_identity_number_fills_sex_and_birth_month_at_once() {
    let mut field = field();
    let person = field
        .census
        .list(field.household, Kind::Person, None)
        .unwrap();
    field
        .census
        .write(person, "id_number", value("620825199003159912"))
        .unwrap();
    assert_eq!(
        status_of(&field.census, person, "sex"),
        (Status::Derived, Some("1".to_owned()))
    );
    let birth = (Status::Derived, Some("1990-03".to_owned()));
    assert_eq!(status_of(&field.census, person, "birth_ym"), birth);
    // An answer of its own goes before; taking it back lets the derived value return.
    field
        .census
        .write(person, "birth_ym", value("1991-04"))
        .unwrap();
    assert_eq!(
        status_of(&field.census, person, "birth_ym").0,
        Status::Answered
    );
    field
        .census
        .write(person, "birth_ym", Answer::Cleared)
        .unwrap();
    assert_eq!(status_of(&field.census, person, "birth_ym"), birth);
}

#[test]
fn an_answer_that_stops_applying_is_parked_and_comes_back() {
    let mut field = field();
    let census = &mut field.census;
    let person = census.list(field.household, Kind::Person, None).unwrap();
    census.write(person, "birth_ym", value("1990-03")).unwrap();
    census.write(person, "residence", value("1")).unwrap();
    census.write(person, "went_out", value("1")).unwrap();
    let episode = census.list(person, Kind::Episode, None).unwrap();
    census.write(episode, "dest_level", value("4")).unwrap();
    assert_eq!(status_of(census, episode, "dest_level").0, Status::Answered);
    census.write(person, "went_out", value("2")).unwrap();
    assert_eq!(
        status_of(census, episode, "dest_level"),
        (Status::NotApplicable, None)
    );
    census.write(person, "birth_ym", value("2015-03")).unwrap();
    assert_eq!(
        status_of(census, person, "went_out"),
        (Status::NotApplicable, None)
    );
    census.write(person, "birth_ym", value("1990-03")).unwrap();
    census.write(person, "went_out", value("1")).unwrap();
    let back = (Status::Answered, Some("4".to_owned()));
    assert_eq!(status_of(census, episode, "dest_level"), back);
    assert_eq!(
        census.rebuild(true).unwrap().differing,
        Vec::<String>::new()
    );
    assert!(census.verify_trail().unwrap().breaks.is_empty());
}

#[test]
fn an_item_resting_on_an_unknown_gate_takes_over_the_reason() {
    let mut field = field();
    let census = &mut field.census;
    let person = census.list(field.household, Kind::Person, None).unwrap();
    assert_eq!(status_of(census, person, "activity").0, Status::NotReached);
    census
        .write(person, "birth_ym", Answer::Reason(Reason::Unknown))
        .unwrap();
    census.write(person, "residence", value("1")).unwrap();
    assert_eq!(status_of(census, person, "activity").0, Status::Inherited);
    census.write(person, "birth_ym", value("1980-01")).unwrap();
    assert_eq!(status_of(census, person, "activity").0, Status::Missing);
}

#[test]
fn two_values_of_one_item_are_two_events() {
    let mut field = field();
    let census = &mut field.census;
    let person = census.list(field.household, Kind::Person, None).unwrap();
    census.leave().unwrap();
    let before = census.verify_trail().unwrap().events;
    census.write(person, "name", value("李秀英")).unwrap();
    census.write(person, "education", value("2")).unwrap();
    census.write(person, "education", value("3")).unwrap();
    census.leave().unwrap();
    assert_eq!(census.verify_trail().unwrap().events, before + 2);
}

#[test]
fn undo_takes_back_the_last_change_as_a_new_event() {
    let mut field = field();
    let census = &mut field.census;
    let person = census.list(field.household, Kind::Person, None).unwrap();
    census.write(person, "name", value("李秀英")).unwrap();
    census.write(person, "name", value("李秀荣")).unwrap();
    let undone = census.undo().unwrap().unwrap();
    assert_eq!(undone.to, value("李秀英"));
    assert_eq!(
        status_of(census, person, "name").1.as_deref(),
        Some("李秀英")
    );
    census.undo().unwrap().unwrap();
    assert_eq!(status_of(census, person, "name"), (Status::Missing, None));
    // Next is the listing itself: a disposition, never a deletion.
    census.undo().unwrap().unwrap();
    let node = census.node(person).unwrap();
    assert_eq!(node.state, NodeState::Disposed);
    assert_eq!(
        census.rebuild(true).unwrap().differing,
        Vec::<String>::new()
    );
}

#[test]
fn a_vacant_household_takes_its_persons_out_of_the_count_and_back() {
    let mut field = field();
    let census = &mut field.census;
    let person = census.list(field.household, Kind::Person, None).unwrap();
    census.write(person, "name", value("王建国")).unwrap();
    census.leave().unwrap();
    assert_eq!(census.node(field.group).unwrap().tally.persons, 1);
    census.dispose(field.household, "45", None).unwrap();
    census.leave().unwrap();
    let tally = census.node(field.group).unwrap().tally;
    assert_eq!(
        (tally.persons, tally.households, tally.households_disposed),
        (0, 1, 1)
    );
    assert_eq!(tally.households_complete, 1);
    census
        .dispose(field.household, "24", Some("周五晚上再来"))
        .unwrap();
    census.leave().unwrap();
    let node = census.node(field.household).unwrap();
    assert_eq!((node.tally.persons, node.visits), (1, 2));
    assert_eq!(
        census.rebuild(true).unwrap().differing,
        Vec::<String>::new()
    );
}

#[test]
fn a_crash_in_the_middle_of_a_form_loses_nothing() {
    let field = field();
    let (path, household) = (field.path.clone(), field.household);
    let mut census = field.census;
    let person = census.list(household, Kind::Person, None).unwrap();
    census.write(person, "name", value("王建国")).unwrap();
    census
        .save_draft(person, "id_number", Some("620825199003"))
        .unwrap();
    // Dropped without being closed, as by a kill.
    drop(census);
    let census = Census::open(&path, &Access::Plain, tools()).unwrap();
    assert_eq!(
        status_of(&census, person, "name").1.as_deref(),
        Some("王建国")
    );
    assert_eq!(
        census.draft(person, "id_number").unwrap().as_deref(),
        Some("620825199003")
    );
    assert_eq!(census.node(field.group).unwrap().tally.persons, 1);
    assert!(census.verify_trail().unwrap().breaks.is_empty());
    let place = census.place().unwrap().map(|place| place.record);
    assert_eq!(
        place,
        Some(person),
        "work goes on in the record that was being filled"
    );
}

#[test]
fn the_digest_does_not_depend_on_ids_or_on_how_answers_were_split_into_events() {
    let digest = |seed: &[u8], leave_often: bool| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.lcen");
        let tools = Tools {
            randomness: Randomness::seeded(seed),
            ..tools()
        };
        let mut census = Census::create(&path, &Access::Plain, &setup(), &frame(), tools).unwrap();
        let village = census.area("620825100201").unwrap();
        let group = census.list(village, Kind::Group, None).unwrap();
        let household = census.list(group, Kind::Household, None).unwrap();
        for (item, text) in [("head_name", "王建国"), ("farmland_mu", "4.5")] {
            census.write(household, item, value(text)).unwrap();
            if leave_often {
                census.leave().unwrap();
            }
        }
        census.leave().unwrap();
        census.digest(census.county()).unwrap()
    };
    assert_eq!(digest(b"one", true), digest(b"two", false));
}

#[test]
fn each_kind_of_wrong_file_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lcen");
    let key = |text: &str| Access::Encrypted(Passphrase::new(text.to_owned()));
    let open = |access: &Access| Census::open(&path, access, tools());
    assert!(matches!(open(&Access::Plain), Err(StoreError::Missing(_))));
    let census = Census::create(&path, &key("正确"), &setup(), &frame(), tools()).unwrap();
    assert!(matches!(
        open(&key("正确")),
        Err(StoreError::PenHeld { .. })
    ));
    census.close().unwrap();
    assert_eq!(probe(&path).unwrap(), FileState::Encrypted);
    assert!(matches!(
        open(&key("错误")),
        Err(StoreError::WrongPassphrase)
    ));
    assert!(matches!(
        open(&Access::Plain),
        Err(StoreError::PassphraseNeeded)
    ));
    assert!(open(&key("正确")).is_ok());
    let bytes = std::fs::read(&path).unwrap();
    assert!(
        !bytes.windows(6).any(|part| part == "水洛".as_bytes()),
        "names stand in clear"
    );
    let mut newer = bytes;
    newer[4] = 9;
    std::fs::write(&path, &newer).unwrap();
    assert!(matches!(
        open(&key("正确")),
        Err(StoreError::NewerProgram(_))
    ));
    std::fs::write(&path, "这不是普查文件，只是一段文字").unwrap();
    assert!(matches!(open(&key("正确")), Err(StoreError::Foreign(_))));
    assert!(matches!(
        Census::create(&path, &Access::Plain, &setup(), &frame(), tools()),
        Err(StoreError::Exists(_))
    ));
}

#[test]
fn gaps_come_in_walking_order_and_page_by_page() {
    let mut field = field();
    let census = &mut field.census;
    let person = census.list(field.household, Kind::Person, None).unwrap();
    census.write(person, "name", value("王建国")).unwrap();
    census.leave().unwrap();
    let all = census.gaps("620825", None, 1000).unwrap();
    let mut paged = Vec::new();
    let mut after: Option<String> = None;
    while let Some(gap) = census.gaps("620825", after.as_deref(), 1).unwrap().pop() {
        after = Some(gap.sort.clone());
        paged.push(gap);
    }
    assert_eq!(all, paged);
    let n_items = all.iter().filter(|gap| gap.is_item).count() as u64;
    assert_eq!(n_items, census.node(census.county()).unwrap().tally.missing);
    let empty: Vec<_> = all.iter().filter(|gap| gap.reason == "no_groups").collect();
    assert_eq!(empty.len(), 1, "one of two villages has no group");
}

#[test]
fn a_person_is_found_by_name_pinyin_and_tail_of_the_number() {
    let mut field = field();
    let census = &mut field.census;
    let person = census.list(field.household, Kind::Person, None).unwrap();
    census.write(person, "name", value("单秀英")).unwrap();
    census
        .write(person, "id_number", value("620825199003159920"))
        .unwrap();
    for query in ["单秀", "秀英", "sxy", "shanxiuying", "9920", "159920"] {
        let hits = census.find(query, 10).unwrap();
        assert!(hits.iter().any(|hit| hit.record == person), "{query}");
    }
    let hit = census.find("sxy", 10).unwrap().remove(0);
    assert_eq!(hit.masked_id.as_deref(), Some("620825********9920"));
    assert_eq!(
        census.find("001", 10).unwrap().remove(0).record,
        field.household
    );
}

#[test]
fn a_backup_equals_the_original_and_restores() {
    let mut field = field();
    let out = field.path.with_file_name("copy.lcen");
    let copied = field.census.backup(&out, false).unwrap();
    assert_eq!(
        copied.digest,
        field.census.digest(field.census.county()).unwrap()
    );
    assert!(matches!(
        field.census.backup(&out, false),
        Err(StoreError::Exists(_))
    ));
    let back = field.path.with_file_name("back.lcen");
    labor_census::store::restore(&out, &back, &Access::Plain, &tools()).unwrap();
    let again = Census::open(&back, &Access::Plain, tools()).unwrap();
    let kids = again
        .children(field.group, Kind::Household, &Window::first(10))
        .unwrap();
    assert_eq!(kids.len(), 1);
}

#[test]
fn what_rests_on_an_item_that_is_not_asked_is_not_waited_for() {
    // Of somebody who died in the field period nothing of training is asked: not the trade trained
    // either, which rests on items that are not asked themselves.
    let mut field = field();
    let census = &mut field.census;
    let person = census.list(field.household, Kind::Person, None).unwrap();
    census.write(person, "birth_ym", value("1965-03")).unwrap();
    census.write(person, "residence", value("9")).unwrap();
    for item in ["trained", "train_kind", "train_trade", "want_trade"] {
        assert_eq!(
            status_of(census, person, item).0,
            Status::NotApplicable,
            "{item}"
        );
    }
}

/// Stays of somebody who says now that he did not go out are parked; their numbers stay taken.
#[test]
fn a_parked_stay_keeps_its_number() {
    let mut field = field();
    let person = field
        .census
        .list(field.household, Kind::Person, None)
        .unwrap();
    let first = field.census.list(person, Kind::Episode, None).unwrap();
    let second = field.census.list(person, Kind::Episode, None).unwrap();
    for (item, text) in [
        ("birth_ym", "1990-03"),
        ("residence", "3"),
        ("went_out", "1"),
    ] {
        field.census.write(person, item, value(text)).unwrap();
    }
    let numbers = [first, second].map(|stay| field.census.node(stay).unwrap().number);
    assert_eq!(numbers, ["1", "2"]);
}
