//! A village is closed by two people: declared, disputed, agreed, signed, changed, signed again.

use labor_census::coverage::{Accepted, SignError, Why, sign, stance};
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::store::{
    Census, Filter, Handshake, NodeState, RecordRef, Seal, StoreError, ThreadState,
};

use crate::small::{Small, VILLAGE, assert_sound, tools, value};

pub const ENUMERATOR: (&str, Role) = ("张明", Role::Enumerator);
pub const REVIEWER: (&str, Role) = ("王芳", Role::VillagePoint);
pub const STATION: (&str, Role) = ("赵军", Role::Township);

pub fn be(census: &mut Census, (name, role): (&str, Role)) {
    census.sign_in(name, role).unwrap();
}

fn whys(census: &Census, unit: RecordRef) -> Vec<Why> {
    let blocks = stance(census, unit).unwrap().blocks;
    blocks.iter().map(|block| block.why).collect()
}

fn state(census: &Census, unit: RecordRef) -> NodeState {
    census.node(unit).unwrap().state
}

/// A group whose only household stands empty.
pub fn finished() -> Small {
    let mut small = Small::new(tools());
    let head = ("head_name".to_owned(), value("王建国"));
    small.census.apply(small.household, &[head]).unwrap();
    small.census.dispose(small.household, "45", None).unwrap();
    small
        .census
        .write(small.group, "declared_households", value("1"))
        .unwrap();
    small.census.leave().unwrap();
    small
}

pub fn agreed() -> Small {
    let mut small = finished();
    small.census.declare(small.group, 1, 0).unwrap();
    be(&mut small.census, REVIEWER);
    small.census.agree(small.group).unwrap();
    small
}

pub fn signed() -> Small {
    let mut small = agreed();
    sign(&mut small.census, small.group, &Accepted::new()).unwrap();
    small
}

#[test]
fn whoever_declared_a_group_exhausted_does_not_agree_to_it() {
    let mut small = finished();
    let (census, group) = (&mut small.census, small.group);
    assert_eq!(whys(census, group), [Why::NotDeclared]);
    assert!(matches!(
        census.agree(group),
        Err(StoreError::RoleNeeded(_))
    ));
    census.declare(group, 1, 0).unwrap();
    assert_eq!(whys(census, group), [Why::NotAnswered]);
    be(census, REVIEWER);
    census.dispute(group, "沟对面还有一户").unwrap();
    assert_eq!(whys(census, group), [Why::Disputed]);
    let Handshake::Disputed(declared, answer) = census.handshake(group).unwrap() else {
        panic!("not disputed")
    };
    assert_eq!((declared.by.as_str(), declared.households), ("张明", 1));
    assert_eq!(
        (answer.by.as_str(), answer.reason.as_str()),
        ("王芳", "沟对面还有一户")
    );
    // The reviewer lists the household herself and declares: then another person must agree.
    let found = census.list(group, Kind::Household, None).unwrap();
    census.write(found, "head_name", value("李秀英")).unwrap();
    census.dispose(found, "45", None).unwrap();
    census.leave().unwrap();
    assert_eq!(
        whys(census, group),
        [Why::HouseholdsMissing, Why::Outdated][1..]
    );
    census.declare(group, 2, 0).unwrap();
    assert!(matches!(
        census.agree(group),
        Err(StoreError::OtherPersonNeeded(by)) if by == "王芳"
    ));
    be(census, STATION);
    census.agree(group).unwrap();
    assert_eq!(whys(census, group), []);
    assert_sound(census);
}

#[test]
fn a_sign_off_breaks_by_another_answer_and_is_whole_again_with_the_old_one() {
    let mut small = signed();
    let (group, household) = (small.group, small.household);
    let census = &mut small.census;
    assert_eq!(state(census, group), NodeState::Signed);
    assert_eq!(census.status(None).unwrap().signed.groups, 1);
    census
        .write(household, "head_name", value("王建军"))
        .unwrap();
    // Before the record is left as well.
    assert_eq!(state(census, group), NodeState::Changed);
    census.leave().unwrap();
    assert_eq!(state(census, group), NodeState::Changed);
    let since = census.changed_since(group).unwrap();
    assert_eq!(since.len(), 1);
    assert_eq!(
        (since[0].record, since[0].items.as_slice()),
        (household, &["head_name".to_owned()][..])
    );
    assert_eq!(whys(census, group), [Why::Unexplained]);
    census
        .write(household, "head_name", value("王建国"))
        .unwrap();
    census.leave().unwrap();
    assert_eq!(state(census, group), NodeState::Signed);
    census.annotate(household, None, "门锁着").unwrap();
    census.return_with(household, None, "问过邻居吗").unwrap();
    census.leave().unwrap();
    assert_eq!(state(census, group), NodeState::Returned);
    assert!(matches!(census.seal_of(group).unwrap(), Seal::Intact(_)));
    assert_sound(census);
}

#[test]
fn a_changed_group_is_signed_again_only_with_a_reason() {
    let mut small = signed();
    let (group, household) = (small.group, small.household);
    let census = &mut small.census;
    census
        .write(household, "head_name", value("王建军"))
        .unwrap();
    assert!(matches!(
        sign(census, group, &Accepted::new()),
        Err(SignError::Blocked(blocks)) if blocks[0].why == Why::Unexplained
    ));
    assert!(matches!(
        census.unseal(group, " "),
        Err(StoreError::ReasonNeeded)
    ));
    census.unseal(group, "户主姓名写错").unwrap();
    sign(census, group, &Accepted::new()).unwrap();
    assert_eq!(state(census, group), NodeState::Signed);
    // Taken back without a change: no longer signed, although nothing differs.
    census.unseal(group, "签早了").unwrap();
    assert_eq!(state(census, group), NodeState::Changed);
    assert_eq!(census.status(None).unwrap().signed.groups, 0);
    assert_sound(census);
}

#[test]
fn a_village_is_signed_when_its_groups_are() {
    let mut small = agreed();
    let (group, household) = (small.group, small.household);
    let census = &mut small.census;
    let village = census.area(VILLAGE).unwrap();
    assert_eq!(whys(census, village), [Why::Unsigned, Why::NotDeclared]);
    sign(census, group, &Accepted::new()).unwrap();
    be(census, ENUMERATOR);
    census.declare(village, 1, 0).unwrap();
    assert!(matches!(
        sign(census, village, &Accepted::new()),
        Err(SignError::Store(StoreError::RoleNeeded(_)))
    ));
    be(census, REVIEWER);
    census.agree(village).unwrap();
    let sign_off = sign(census, village, &Accepted::new()).unwrap();
    assert_eq!(sign_off.children.len(), 1);
    assert_eq!(sign_off.answers, census.digest(village).unwrap().answers);
    assert_eq!(sign_off.known.counts["household_added"], 1);
    assert_eq!(state(census, village), NodeState::Signed);
    // The township mends a name: both break, and it accepts the group with a reason.
    be(census, STATION);
    census
        .write(household, "head_name", value("王建军"))
        .unwrap();
    census.leave().unwrap();
    assert_eq!(state(census, group), NodeState::Changed);
    assert_eq!(state(census, village), NodeState::Changed);
    census.unseal(village, "按户口本改正户主姓名").unwrap();
    assert_eq!(whys(census, village), [Why::Broken]);
    // What is not right below, or needs it not, is not among the accepted.
    let township = census.area("620825100").unwrap();
    let accepted = Accepted::from([
        (group, "只改了一个字".to_owned()),
        (township, "不相干".to_owned()),
    ]);
    let sign_off = sign(census, village, &accepted).unwrap();
    let uuid = census.uuid(group).unwrap().to_string();
    assert_eq!(sign_off.known.accepted[&uuid], "只改了一个字");
    assert_eq!(sign_off.known.accepted.len(), 1);
    assert_eq!(whys(census, village), []);
    assert_eq!(state(census, village), NodeState::Signed);
    assert_eq!(state(census, group), NodeState::Changed);
    assert_sound(census);
}

#[test]
fn returned_work_goes_to_and_fro_until_the_reviewer_closes_it() {
    let mut small = finished();
    let (group, household) = (small.group, small.household);
    let census = &mut small.census;
    assert!(matches!(
        census.return_with(household, None, "人数不符"),
        Err(StoreError::RoleNeeded(Role::VillagePoint))
    ));
    be(census, REVIEWER);
    let thread = census
        .return_with(household, Some("head_name"), "与户口本不符")
        .unwrap();
    let returned = |census: &Census| {
        let filter = Filter {
            returns: true,
            ..Filter::NONE
        };
        let open = census.openings("620825", None, 10, &filter).unwrap();
        open.iter()
            .map(|gap| (gap.item.clone(), gap.reason))
            .collect::<Vec<_>>()
    };
    assert_eq!(returned(census), [(Some("head_name".to_owned()), "asked")]);
    assert_eq!(state(census, household), NodeState::Returned);
    assert_eq!(state(census, group), NodeState::Returned);
    assert_eq!(census.status(None).unwrap().tally.returns, 1);
    be(census, ENUMERATOR);
    census
        .reply(household, &thread, "户口本上是曾用名")
        .unwrap();
    assert_eq!(
        returned(census),
        [(Some("head_name".to_owned()), "answered")]
    );
    assert!(census.close_thread(household, &thread, "").is_err());
    be(census, REVIEWER);
    census.close_thread(household, &thread, "好").unwrap();
    assert_eq!(returned(census), []);
    assert_eq!(census.status(None).unwrap().tally.returns, 0);
    // A word after the closing opens it again.
    be(census, ENUMERATOR);
    census.reply(household, &thread, "户主又改回原名").unwrap();
    let threads = census.threads(household).unwrap();
    assert_eq!(threads[0].state, ThreadState::Answered);
    assert_eq!(threads[0].messages.len(), 4);
    assert_eq!(threads[0].messages[0].text, "与户口本不符");
    assert_sound(census);
}

#[test]
fn the_ledger_closes_at_every_level() {
    let mut small = finished();
    let group = small.group;
    let census = &mut small.census;
    let second = census.list(group, Kind::Household, None).unwrap();
    census.write(second, "head_name", value("李秀英")).unwrap();
    let one = census.list(second, Kind::Person, None).unwrap();
    census.write(one, "name", value("李秀英")).unwrap();
    let two = census.list(second, Kind::Person, None).unwrap();
    census.write(two, "name", value("李小龙")).unwrap();
    census.dispose(two, "2", None).unwrap();
    census.leave().unwrap();
    let county = census.county();
    let ledger = census.ledger(county).unwrap();
    let count = |balance: &labor_census::store::Balance, code: &str| {
        balance.dispositions.get(code).copied().unwrap_or(0)
    };
    let households = &ledger.households;
    assert_eq!((households.prelisted, households.added), (0, 2));
    assert_eq!((count(households, "45"), count(households, "open")), (1, 1));
    let persons = &ledger.persons;
    assert_eq!((persons.prelisted, persons.added), (0, 2));
    assert_eq!((count(persons, "2"), count(persons, "open")), (1, 1));
    for (_, balance) in ledger.levels() {
        assert_eq!(balance.difference(), 0);
    }
    let ledger = census.ledger(second).unwrap();
    assert_eq!(ledger.persons.listed(), 2);
    assert_eq!(count(&ledger.persons, "2"), 1);
    assert_eq!(ledger.persons.difference(), 0);
    // A disposed group takes its households along.
    census.dispose(group, "1", None).unwrap();
    census.leave().unwrap();
    let ledger = census.ledger(county).unwrap();
    assert_eq!(count(&ledger.groups, "1"), 1);
    assert_eq!(count(&ledger.households, "with_parent"), 2);
    assert_eq!(count(&ledger.persons, "with_parent"), 1);
    // What is kept says the same as what is worked out anew.
    census.keep_ledgers().unwrap();
    assert_eq!(census.ledger(county).unwrap(), ledger);
    assert_sound(census);
}

#[test]
fn what_is_taken_back_below_counts_no_longer_above() {
    let mut small = signed();
    let (group, household) = (small.group, small.household);
    let census = &mut small.census;
    let village = census.area(VILLAGE).unwrap();
    census.declare(village, 1, 0).unwrap();
    be(census, STATION);
    census.agree(village).unwrap();
    sign(census, village, &Accepted::new()).unwrap();
    be(census, ENUMERATOR);
    assert!(matches!(
        census.unseal(group, "试试"),
        Err(StoreError::RoleNeeded(Role::VillagePoint))
    ));
    be(census, REVIEWER);
    census.unseal(group, "签早了").unwrap();
    assert_eq!(state(census, group), NodeState::Changed);
    assert_eq!(state(census, village), NodeState::Changed);
    let told = |census: &Census| {
        let open = census.gaps("620825", None, 10).unwrap();
        open.iter()
            .map(|gap| (gap.record, gap.reason))
            .collect::<Vec<_>>()
    };
    let changed = "signed_then_changed";
    assert_eq!(told(census), [(village, changed), (group, changed)]);
    // An enumerator says why he changed something; that serves the village as well.
    sign(census, group, &Accepted::new()).unwrap();
    be(census, STATION);
    sign(census, village, &Accepted::new()).unwrap();
    be(census, ENUMERATOR);
    census
        .write(household, "head_name", value("王建军"))
        .unwrap();
    census.unseal(group, "户主姓名写错").unwrap();
    for unit in [group, village] {
        assert!(matches!(
            census.seal_of(unit).unwrap(),
            Seal::Broken { unsealed: Some(note), .. } if note.reason == "户主姓名写错"
        ));
    }
    assert_sound(census);
}

#[test]
fn a_group_of_the_frame_that_was_merged_away_is_not_missed() {
    let mut small = finished();
    let census = &mut small.census;
    let village = census.area(VILLAGE).unwrap();
    let second = census.list(village, Kind::Group, None).unwrap();
    census.write(second, "origin", value("1")).unwrap();
    census
        .write(village, "expected_groups", value("2"))
        .unwrap();
    census.dispose(second, "3", None).unwrap();
    census.leave().unwrap();
    let open = census.gaps("620825", None, 10).unwrap();
    assert_eq!(open, []);
    assert!(matches!(
        census.list(second, Kind::Household, None),
        Err(StoreError::TakenOut(_))
    ));
    assert_eq!(census.gap_counts(village).unwrap().groups_missing, 0);
    assert_sound(census);
}

#[test]
fn whoever_stands_as_high_as_the_one_who_asked_asks_on() {
    let mut small = finished();
    let household = small.household;
    let census = &mut small.census;
    be(census, STATION);
    let thread = census.return_with(household, None, "是空户吗").unwrap();
    let turn = |census: &Census| census.threads(household).unwrap()[0].state;
    assert_eq!(turn(census), ThreadState::Asked);
    be(census, REVIEWER);
    census.reply(household, &thread, "去看过，锁着门").unwrap();
    assert_eq!(turn(census), ThreadState::Answered);
    be(census, STATION);
    census.reply(household, &thread, "再问邻居").unwrap();
    assert_eq!(turn(census), ThreadState::Asked);
}
