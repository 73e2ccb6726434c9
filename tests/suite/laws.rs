//! Laws of the store: whatever is typed in whatever order, the tables are what the events say, the
//! content depends on the last answers alone, and the counts agree with a recount by hand.

use std::collections::BTreeMap;

use labor_census::domain::answer::{Answer, Reason};
use labor_census::domain::kind::Kind;
use labor_census::store::{Cell, Census, NodeState, RecordRef, Status, StoreError, Tally, Window};
use proptest::prelude::*;

use crate::small::{self, Small, assert_sound, value};

/// What somebody at the keyboard does. Numbers choose among what there is at that moment.
#[derive(Debug, Clone)]
pub enum Act {
    List(Kind, usize),
    Write(usize, usize, usize),
    Reason(usize, usize, usize),
    Clear(usize, usize),
    Dispose(usize, usize),
    Leave,
    Undo,
}

/// Items that others rest on, with values that open and close them.
const ITEMS: &[(Kind, &str, &[&str])] = &[
    (Kind::Group, "declared_households", &["0", "2", "12"]),
    (Kind::Group, "name", &["阳坡社", "阴洼社"]),
    (Kind::Household, "disposition", &["11", "24", "13", "45"]),
    (Kind::Household, "hh_type", &["1", "2"]),
    (Kind::Household, "head_name", &["王建国", "李秀英"]),
    (Kind::Household, "informant", &["0", "1"]),
    (Kind::Household, "proxy_name", &["赵永平"]),
    (Kind::Household, "hukou_pop", &["1", "5"]),
    (Kind::Person, "name", &["王建国", "单秀英"]),
    (Kind::Person, "relation", &["0", "1", "2"]),
    (
        Kind::Person,
        "id_number",
        &["620825199003159912", "620825201503159911"],
    ),
    (Kind::Person, "sex", &["1", "2"]),
    (Kind::Person, "birth_ym", &["1990-03", "2015-03", "1950-01"]),
    (Kind::Person, "residence", &["1", "3", "6", "9"]),
    (Kind::Person, "in_school", &["2", "3"]),
    (Kind::Person, "labour_ability", &["1", "4"]),
    (Kind::Person, "went_out", &["1", "2"]),
    (Kind::Person, "activity", &["1", "4", "6"]),
    (Kind::Person, "willing_out", &["1", "4"]),
    (Kind::Person, "want_dest", &["22", "31"]),
    (Kind::Person, "skill_trade", &["99", "05;03"]),
    (Kind::Person, "farm_months", &["2.5", "0"]),
    (Kind::Episode, "dest_level", &["4", "6"]),
    (Kind::Episode, "dest_place", &["650102", "110105"]),
    (Kind::Episode, "dest_country", &["哈萨克斯坦"]),
    (Kind::Episode, "start_ym", &["2026-02", "2026-06"]),
    (Kind::Episode, "end_ym", &["2026-08"]),
];
const REASONS: [Reason; 4] = [
    Reason::Refused,
    Reason::Unknown,
    Reason::Proxy,
    Reason::None,
];
/// Kinds that are listed and walked, parents first.
const KINDS: [Kind; 7] = [
    Kind::County,
    Kind::Township,
    Kind::Village,
    Kind::Group,
    Kind::Household,
    Kind::Person,
    Kind::Episode,
];

pub fn any_act() -> impl Strategy<Value = Act> {
    let listed = prop::sample::select(vec![Kind::Household, Kind::Person, Kind::Episode]);
    let place = || 0_usize..1000;
    prop_oneof![
        3 => (listed, place()).prop_map(|(kind, under)| Act::List(kind, under)),
        14 => (place(), place(), place()).prop_map(|(on, item, v)| Act::Write(on, item, v)),
        3 => (place(), place(), 0..4_usize).prop_map(|(on, item, r)| Act::Reason(on, item, r)),
        3 => (place(), place()).prop_map(|(on, item)| Act::Clear(on, item)),
        1 => (place(), 0_usize..5).prop_map(|(on, code)| Act::Dispose(on, code)),
        2 => Just(Act::Leave),
        3 => Just(Act::Undo),
    ]
}

/// Values that are tried on an item.
pub type Values = &'static [&'static str];

/// A file, and what a person with paper and pencil would know of it.
pub struct Sitting {
    pub small: Small,
    /// Records in the order of listing, with the place of the parent.
    pub listed: Vec<(RecordRef, usize)>,
    answers: BTreeMap<(RecordRef, String), Answer>,
    /// What each change replaced; nothing for a listing.
    pub steps: Vec<(RecordRef, Vec<(String, Answer)>)>,
}

impl Sitting {
    pub fn new() -> Self {
        let small = Small::new(small::tools());
        let listed = vec![(small.group, 0), (small.household, 0)];
        let steps = listed
            .iter()
            .map(|(record, _)| (*record, Vec::new()))
            .collect();
        Self {
            small,
            listed,
            answers: BTreeMap::new(),
            steps,
        }
    }

    pub fn census(&mut self) -> &mut Census {
        &mut self.small.census
    }

    pub fn act(&mut self, act: &Act) {
        match act {
            Act::List(kind, under) => self.list(*kind, *under),
            Act::Write(on, item, v) => {
                if let Some((record, item, values)) = self.item(*on, *item) {
                    self.set(record, item, &value(values[v % values.len()]));
                }
            }
            Act::Reason(on, item, reason) => {
                if let Some((record, item, _)) = self.item(*on, *item) {
                    self.set(record, item, &Answer::Reason(REASONS[*reason]));
                }
            }
            Act::Clear(on, item) => {
                if let Some((record, item, _)) = self.item(*on, *item) {
                    self.set(record, item, &Answer::Cleared);
                }
            }
            Act::Dispose(on, code) => {
                let (record, _) = self.listed[on % self.listed.len()];
                let is_household = record.kind == Kind::Household;
                let code = if is_household {
                    "42"
                } else {
                    ["1", "2", "3", "4", "9"][*code]
                };
                self.set(record, "disposition", &value(code));
            }
            Act::Leave => self.census().leave().unwrap(),
            Act::Undo => self.undo(),
        }
    }

    fn list(&mut self, kind: Kind, under: usize) {
        let parents: Vec<usize> = (0..self.listed.len())
            .filter(|at| Some(self.listed[*at].0.kind) == kind.parent())
            .collect();
        let Some(parent) = parents.get(under % parents.len().max(1)).copied() else {
            return;
        };
        let above = self.listed[parent].0;
        let record = match self.census().list(above, kind, None) {
            Ok(record) => record,
            // Nothing is listed in a group that was taken out.
            Err(StoreError::TakenOut(_)) => return,
            Err(error) => panic!("{error}"),
        };
        self.listed.push((record, parent));
        self.steps.push((record, Vec::new()));
    }

    /// Chooses a record and one of its items, with the values that are tried on it.
    pub fn item(&self, on: usize, item: usize) -> Option<(RecordRef, &'static str, Values)> {
        let (record, _) = self.listed[on % self.listed.len()];
        let of_kind: Vec<_> = ITEMS
            .iter()
            .filter(|(kind, ..)| *kind == record.kind)
            .collect();
        let (_, item, values) = of_kind.get(item % of_kind.len().max(1))?;
        Some((record, item, values))
    }

    pub fn set(&mut self, record: RecordRef, item: &str, answer: &Answer) {
        self.census().write(record, item, answer.clone()).unwrap();
        let instrument = self.small.census.instrument().clone();
        let entry = match answer {
            Answer::Value(text) => {
                let item = instrument.item(record.kind, item).unwrap();
                instrument.entry(item, text).unwrap()
            }
            _ => vec![(item.to_owned(), String::new())],
        };
        let mut step = Vec::new();
        for (item, text) in entry {
            let answer = if text.is_empty() {
                answer.clone()
            } else {
                Answer::Value(text)
            };
            let was = self.put(record, &item, answer.clone());
            if was != answer {
                step.push((item, was));
            }
        }
        if !step.is_empty() {
            self.steps.push((record, step));
        }
    }

    /// Notes an answer on paper and returns what stood there.
    fn put(&mut self, record: RecordRef, item: &str, answer: Answer) -> Answer {
        self.answers
            .insert((record, item.to_owned()), answer)
            .unwrap_or(Answer::Cleared)
    }

    pub fn undo(&mut self) {
        let undone = self.census().undo().unwrap();
        let Some((record, step)) = self.steps.pop() else {
            return assert_eq!(undone, None);
        };
        assert_eq!(undone.unwrap().record, record);
        if step.is_empty() {
            // Taking back a listing is a disposition: nothing is deleted.
            let code = if record.kind == Kind::Household {
                "48"
            } else {
                "1"
            };
            self.put(record, "disposition", value(code));
        }
        for (item, was) in step {
            self.put(record, &item, was);
        }
    }

    /// Lists the same units in a fresh file and gives each only its last answers.
    fn replayed(&self) -> Self {
        let mut fresh = Self::new();
        for (record, parent) in self.listed.iter().skip(2) {
            let above = fresh.listed[*parent].0;
            let listed = fresh.census().list(above, record.kind, None).unwrap();
            fresh.listed.push((listed, *parent));
        }
        for at in 0..self.listed.len() {
            let (old, new) = (self.listed[at].0, fresh.listed[at].0);
            let last: Vec<(String, Answer)> = self
                .answers
                .iter()
                .filter(|((record, _), answer)| *record == old && **answer != Answer::Cleared)
                .map(|((_, item), answer)| (item.clone(), answer.clone()))
                .collect();
            fresh.census().apply(new, &last).unwrap();
        }
        fresh.census().leave().unwrap();
        fresh
    }
}

/// Walks everything below a record that is in the count.
fn live(census: &Census, record: RecordRef, found: &mut Vec<(RecordRef, Vec<Cell>)>) {
    if census.node(record).unwrap().state == NodeState::Disposed {
        return;
    }
    found.push((record, census.cells(record).unwrap()));
    for kind in record
        .kind
        .children()
        .iter()
        .filter(|kind| KINDS.contains(kind))
    {
        for node in census.children(record, *kind, &Window::first(99)).unwrap() {
            live(census, node.record, found);
        }
    }
}

/// Counts the items of records by what their forms show.
fn recount(records: &[(RecordRef, Vec<Cell>)]) -> Tally {
    let mut tally = Tally::default();
    for (record, cells) in records {
        for cell in cells {
            let count = match cell.status {
                Status::Inherited => &mut tally.reasoned,
                _ if !cell.is_required => continue,
                Status::Reasoned => &mut tally.reasoned,
                Status::Answered | Status::Derived => &mut tally.answered,
                Status::Missing | Status::Preset => &mut tally.missing,
                _ => continue,
            };
            *count += 1;
            tally.applicable += 1;
        }
        match record.kind {
            Kind::Person => tally.persons += 1,
            Kind::Household => tally.households += 1,
            Kind::Group => tally.groups += 1,
            Kind::Village => tally.villages += 1,
            _ => {}
        }
    }
    tally
}

fn check(mut sitting: Sitting) {
    assert_sound(sitting.census());
    let census = &sitting.small.census;
    let county = census.county();
    let tally = census.node(county).unwrap().tally;
    let mut records = Vec::new();
    live(census, county, &mut records);
    let by_hand = recount(&records);
    let items = |t: &Tally| [t.applicable, t.answered, t.reasoned, t.missing];
    assert_eq!(items(&tally), items(&by_hand));
    assert_eq!(tally.persons, by_hand.persons);
    let mut gaps = Vec::new();
    while let Some(gap) = {
        let after = gaps
            .last()
            .map(|gap: &labor_census::store::Gap| gap.sort.as_str());
        census.gaps("620825", after, 1).unwrap().pop()
    } {
        assert!(gaps.last() != Some(&gap), "paging stands still at {gap:?}");
        gaps.push(gap);
    }
    assert_eq!(
        gaps.iter().filter(|gap| gap.is_item).count() as u64,
        tally.missing
    );
    assert_eq!(gaps, census.gaps("620825", None, 1000).unwrap());
    let fresh = sitting.replayed();
    let digest = |census: &Census| census.digest(census.county()).unwrap();
    assert_eq!(
        digest(census),
        digest(&fresh.small.census),
        "content depends on the way to it"
    );
    let fresh_tally = fresh
        .small
        .census
        .node(fresh.small.census.county())
        .unwrap()
        .tally;
    assert_eq!(tally, fresh_tally);
}

proptest! {
    #![proptest_config(ProptestConfig {
        // Each case is a sitting on two files of its own, and each act waits for the disk.
        cases: ProptestConfig::default().cases / 16,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_sitting_leaves_a_sound_file(acts in prop::collection::vec(any_act(), 1..40)) {
        let mut sitting = Sitting::new();
        for act in &acts {
            sitting.act(act);
        }
        sitting.census().leave().unwrap();
        check(sitting);
    }
}
