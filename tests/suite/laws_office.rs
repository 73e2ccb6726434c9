//! Laws of ledger, sign-off, and returned work: whatever is typed in whatever order, the ledger
//! closes, a sign-off stands exactly while the answers are those that were signed, and nothing that
//! somebody said is lost.

use std::path::Path;

use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::store::{
    ALONG, Access, Balance, Census, Counts, Digest, Ledger, OPEN, Reader, RecordRef, Seal, Sealed,
    ThreadState, Window, is_signable,
};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::laws::{Act, Sitting, any_act};
use crate::small::{self, Small, VILLAGE, assert_sound, tools, value};

/// What the office does between two acts at the keyboard. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Deed {
    Type(Act),
    Declare(usize),
    Answer(usize, bool),
    Sign(usize),
    Unseal(usize),
    Return(usize),
    Reply(usize, bool),
    Prelist(usize),
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let place = || 0_usize..1000;
    prop_oneof![
        12 => any_act().prop_map(Deed::Type),
        1 => place().prop_map(Deed::Declare),
        1 => (place(), any::<bool>()).prop_map(|(on, agrees)| Deed::Answer(on, agrees)),
        2 => place().prop_map(Deed::Sign),
        1 => place().prop_map(Deed::Unseal),
        1 => place().prop_map(Deed::Return),
        1 => (place(), any::<bool>()).prop_map(|(on, closes)| Deed::Reply(on, closes)),
        1 => place().prop_map(Deed::Prelist),
    ]
}

fn be(census: &mut Census, role: Role) {
    let name = if role == Role::Enumerator {
        "张明"
    } else {
        "赵军"
    };
    census.sign_in(name, role).unwrap();
}

/// The group, and the units above it.
fn chain(census: &Census) -> [RecordRef; 4] {
    let codes = [&format!("{VILLAGE}01"), VILLAGE, "620825100", "620825"];
    codes.map(|code| census.area(code).unwrap())
}

fn deed(sitting: &mut Sitting, deed: &Deed) {
    let chain = chain(sitting.census());
    let unit = |on: usize| chain[on % chain.len()];
    let records = sitting.listed.clone();
    let record = |on: usize| records[on % records.len()].0;
    let census = sitting.census();
    // What is refused is tried elsewhere; here the file must stay sound whatever comes.
    match deed {
        // What the office did is on no paper of the sitting.
        Deed::Type(Act::Undo) => drop(census.undo()),
        Deed::Type(act) => sitting.act(act),
        Deed::Declare(on) => census.declare(unit(*on), 1, 1).unwrap(),
        Deed::Answer(on, agrees) => {
            be(census, Role::County);
            let _ = match agrees {
                true => census.agree(unit(*on)),
                false => census.dispute(unit(*on), "少一户"),
            };
        }
        Deed::Sign(on) => {
            be(census, Role::County);
            let _ = census.sign_off(unit(*on), Counts::default());
        }
        Deed::Unseal(on) => {
            let _ = census.unseal(unit(*on), "重查");
        }
        Deed::Return(on) => {
            be(census, Role::County);
            census.return_with(record(*on), None, "核对").unwrap();
        }
        Deed::Reply(on, closes) => {
            let on = record(*on);
            if let Some(thread) = census.threads(on).unwrap().pop() {
                let _ = match closes {
                    true => census.close_thread(on, &thread.id, ""),
                    false => census.reply(on, &thread.id, "已核对"),
                };
            }
        }
        Deed::Prelist(on) => {
            let on = record(*on);
            if matches!(on.kind, Kind::Household | Kind::Person) {
                let _ = census.write(on, "origin", value("1"));
            }
        }
    }
    be(sitting.census(), Role::Enumerator);
}

/// Lists every unit that has a ledger.
fn nodes(reader: &Reader) -> Vec<RecordRef> {
    let mut found = Vec::new();
    let mut open = vec![reader.county()];
    while let Some(unit) = open.pop() {
        found.push(unit);
        let below = unit.kind.children().first().copied();
        if let Some(kind) = below.filter(|kind| is_signable(*kind) || *kind == Kind::Household) {
            let children = reader.children(unit, kind, &Window::first(99)).unwrap();
            open.extend(children.iter().map(|node| node.record));
        }
    }
    found
}

/// Everything that is kept of a unit and must be what is worked out anew.
type Kept = (RecordRef, Ledger, Digest, Sealed);

fn kept(reader: &Reader) -> Vec<Kept> {
    let units = nodes(reader).into_iter();
    let of = |unit| {
        let ledger = reader.ledger(unit).unwrap();
        let digest = reader.digest(unit).unwrap();
        let seal = reader.sealed(unit).unwrap();
        (unit, ledger, digest, seal)
    };
    units.map(of).collect()
}

/// Units of a level that are on the list now: all but those listed in error or taken along.
fn on_the_list(balance: &Balance, kind: Kind) -> u64 {
    let of = |code: &str| balance.dispositions.get(code).copied().unwrap_or(0);
    match kind {
        Kind::Household => balance.listed() - of("48") - of(ALONG),
        Kind::Person => of(OPEN),
        _ => balance.listed(),
    }
}

fn assert_closed(reader: &Reader) {
    for (unit, ledger, _, sealed) in kept(reader) {
        for (kind, balance) in ledger.levels() {
            assert_eq!(balance.difference(), 0, "{kind:?} of {unit:?}");
        }
        let tally = reader.node(unit).unwrap().tally;
        let now = |balance, kind| on_the_list(balance, kind);
        assert_eq!(now(&ledger.groups, Kind::Group), tally.groups, "{unit:?}");
        assert_eq!(
            now(&ledger.households, Kind::Household),
            tally.households,
            "{unit:?}"
        );
        assert_eq!(
            now(&ledger.persons, Kind::Person),
            tally.persons,
            "{unit:?}"
        );
        if is_signable(unit.kind) {
            let seal = reader.seal_of(unit).unwrap();
            let wanted = match seal {
                Seal::Unsigned => Sealed::No,
                Seal::Intact(_) => Sealed::Intact,
                Seal::Broken { .. } => Sealed::Broken,
            };
            assert_eq!(sealed, wanted, "{unit:?}");
        }
    }
}

fn seals(census: &Census) -> Vec<Sealed> {
    let sealed = |unit| census.sealed(unit).unwrap();
    chain(census).map(sealed).into()
}

/// Signs the group and everything above it.
fn sign_all(census: &mut Census) {
    be(census, Role::County);
    for unit in chain(census) {
        if census.sealed(unit).unwrap() == Sealed::Broken {
            census.unseal(unit, "重签").unwrap();
        }
        census.sign_off(unit, Counts::default()).unwrap();
    }
    be(census, Role::Enumerator);
}

/// Answers of everybody, by record: what a sign-off is about.
fn answers(census: &Census) -> String {
    census.digest(census.county()).unwrap().answers
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases / 16,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_ledger_closes_whatever_is_done(deeds in prop::collection::vec(any_deed(), 1..40)) {
        let mut sitting = Sitting::new();
        for one in &deeds {
            deed(&mut sitting, one);
        }
        // Before the record under edit is left as well; the tallies are brought up when it is.
        for (unit, ledger, ..) in kept(sitting.census()) {
            for (kind, balance) in ledger.levels() {
                assert_eq!(balance.difference(), 0, "{kind:?} of {unit:?}");
            }
        }
        sitting.census().leave().unwrap();
        assert_closed(sitting.census());
        assert_sound(sitting.census());
        let census = sitting.census();
        let anew = kept(census);
        census.keep_ledgers().unwrap();
        prop_assert_eq!(&kept(census), &anew);
        let reader = Census::reading(&sitting.small.path, &Access::Plain, &tools()).unwrap();
        prop_assert_eq!(kept(&reader), anew);
        assert_closed(&reader);
    }

    #[test]
    fn a_sign_off_stands_while_the_answers_do(
        before in prop::collection::vec(any_act(), 1..20),
        after in prop::collection::vec(any_act(), 1..12),
    ) {
        let mut sitting = Sitting::new();
        for act in &before {
            sitting.act(act);
        }
        sitting.census().leave().unwrap();
        sign_all(sitting.census());
        let signed = answers(sitting.census());
        prop_assert_eq!(seals(sitting.census()), [Sealed::Intact; 4]);
        // Others were at the keyboard since: what was typed before is not taken back.
        for act in after.iter().filter(|act| !matches!(act, Act::Undo)) {
            sitting.act(act);
            // A change anywhere below breaks every seal above, and only a change does.
            let wanted = if answers(sitting.census()) == signed {
                Sealed::Intact
            } else {
                Sealed::Broken
            };
            prop_assert_eq!(seals(sitting.census()), [wanted; 4], "after {:?}", act);
            // A group that is out of the count is not counted as signed.
            let group = sitting.small.group;
            let is_out = sitting.census().node(group).unwrap().disposition.is_some();
            let n_groups = sitting.census().status(None).unwrap().signed.groups;
            let n_wanted = u64::from(wanted == Sealed::Intact && !is_out);
            prop_assert_eq!(n_groups, n_wanted);
        }
        sitting.census().leave().unwrap();
        assert_sound(sitting.census());
    }

    #[test]
    fn an_old_value_typed_again_makes_a_sign_off_whole(
        before in prop::collection::vec(any_act(), 1..20),
        on in 0_usize..1000, item in 0_usize..1000, v in 0_usize..1000,
    ) {
        let mut sitting = Sitting::new();
        for act in &before {
            sitting.act(act);
        }
        sitting.census().leave().unwrap();
        sign_all(sitting.census());
        let (record, item, values) = sitting.item(on, item).unwrap();
        let n_steps = sitting.steps.len();
        sitting.set(record, item, &value(values[v % values.len()]));
        sitting.census().leave().unwrap();
        // Words about the answers are no answers.
        be(sitting.census(), Role::County);
        let seals_then = seals(sitting.census());
        let thread = sitting.census().return_with(record, None, "核对").unwrap();
        sitting.census().reply(record, &thread, "对").unwrap();
        sitting.census().annotate(record, None, "门锁着").unwrap();
        confirm_all(sitting.census(), record);
        prop_assert_eq!(&seals(sitting.census()), &seals_then);
        let step = sitting.steps.get(n_steps).cloned();
        let is_changed = step.is_some();
        prop_assert_eq!(seals_then == [Sealed::Broken; 4], is_changed);
        let (_, was) = step.unwrap_or((record, Vec::new()));
        sitting.census().apply(record, &was).unwrap();
        sitting.census().leave().unwrap();
        prop_assert_eq!(seals(sitting.census()), [Sealed::Intact; 4]);
        assert_sound(sitting.census());
    }
}

fn confirm_all(census: &mut Census, record: RecordRef) {
    let mut open = census.findings(record).unwrap();
    open.retain(labor_census::store::Finding::is_open);
    for found in open {
        let _ = census.confirm(record, &found.rule, found.cell(), "核对过");
    }
}

/// Copies the events that only another laptop has, as merging will, and works everything out anew.
fn take_over(path: &Path, other: &Path) -> Census {
    let file = Connection::open(path).unwrap();
    let other = other.display().to_string();
    file.execute("ATTACH ?1 AS other", [other]).unwrap();
    file.execute_batch(
        "INSERT OR IGNORE INTO writer (name) SELECT name FROM other.writer;
         INSERT INTO event (id, scope, writer, seq, record, bytes)
         SELECT theirs.id, theirs.scope, own.id, theirs.seq, theirs.record, theirs.bytes
         FROM other.event AS theirs JOIN other.writer ON writer.id = theirs.writer
         JOIN main.writer AS own ON own.name = other.writer.name
         WHERE theirs.id NOT IN (SELECT id FROM main.event) ORDER BY theirs.local;",
    )
    .unwrap();
    drop(file);
    let mut census = small::open(path, b"ours").unwrap();
    census.rebuild(false).unwrap();
    census
}

/// What each of two laptops says in a thread that both know, without knowing of the other.
fn said_at_once(ours: fn(&mut Census, RecordRef, &str), theirs: fn(&mut Census, RecordRef, &str)) {
    let mut small = Small::new(tools());
    let household = small.household;
    be(&mut small.census, Role::County);
    let thread = small
        .census
        .return_with(household, None, "人数不符")
        .unwrap();
    small.census.close().unwrap();
    let other = small.folder.path().join("other.lcen");
    std::fs::copy(&small.path, &other).unwrap();
    for (path, seed, say) in [(&small.path, b"ours", ours), (&other, b"them", theirs)] {
        let mut census = small::open(path, seed).unwrap();
        say(&mut census, household, &thread);
        census.close().unwrap();
    }
    let mut both = take_over(&small.path, &other);
    let found = both.thread(&thread).unwrap().unwrap();
    assert_eq!(found.messages.len(), 3, "{found:?}");
    assert_eq!(found.messages[0].text, "人数不符");
    let mut texts: Vec<&str> = found.messages[1..]
        .iter()
        .map(|m| m.text.as_str())
        .collect();
    texts.sort_unstable();
    assert_eq!(texts, ["他们说的", "我们说的"]);
    // Whoever closed had not seen the other word: it stays open.
    assert_ne!(found.state, ThreadState::Closed);
    assert_eq!(both.status(None).unwrap().tally.returns, 1);
    assert!(both.rebuild(true).unwrap().differing.is_empty());
}

#[test]
fn nothing_that_two_laptops_say_at_once_is_lost() {
    let answer = |census: &mut Census, on: RecordRef, thread: &str| {
        be(census, Role::Enumerator);
        census.reply(on, thread, "我们说的").unwrap();
    };
    said_at_once(answer, |census, on, thread| {
        be(census, Role::County);
        census.reply(on, thread, "他们说的").unwrap();
    });
    said_at_once(answer, |census, on, thread| {
        be(census, Role::County);
        census.close_thread(on, thread, "他们说的").unwrap();
    });
}
