//! Finds what `SQLite` cannot: orders, rings, items nobody can be asked, rules that cannot speak.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::kind::Kind;

use super::compile::Trial;
use super::fault::{Fault, FaultKind, InstrumentError};
use super::figure::Figure;
use super::item::{Column, Condition, Item, Read, Required};
use super::questionnaire::Instrument;
use super::{lint_rules, reach, token};

/// Examines a compiled questionnaire.
///
/// # Errors
/// Fails with all faults found, by file and line.
pub(super) fn lint(instrument: &Instrument, trial: &Trial) -> Result<(), InstrumentError> {
    let mut faults = Vec::new();
    orders(instrument, &mut faults);
    strange_codes(instrument, &mut faults);
    lint_rules::placeholders(instrument, &mut faults);
    registry(instrument, &mut faults);
    if faults.is_empty() {
        reachable(instrument, trial, &mut faults)?;
        presets(instrument, trial, &mut faults)?;
        lint_rules::dead_rules(instrument, trial, &mut faults)?;
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(InstrumentError::refused(faults))
}

/// What a condition belongs to, for the question what it may read.
struct Owner<'a> {
    kind: Kind,
    id: &'a str,
    /// Place of its column; reads of its own record must come earlier. None: anywhere.
    position: Option<usize>,
}

/// Universes, presets, derivations, and derived columns read earlier columns of their own record
/// and anything of their ancestors; requiredness may read anything of both.
fn orders(instrument: &Instrument, faults: &mut Vec<Fault>) {
    let edges = edges(instrument);
    let mut told = BTreeSet::new();
    for kind in Kind::ALL {
        if let Some(universe) = instrument.kind_universe(kind) {
            let owner = Owner {
                kind,
                id: kind.id(),
                position: Some(0),
            };
            reads(instrument, &owner, universe, &edges, &mut told, faults);
        }
        for column in instrument.columns(kind) {
            let position = Some(column.position());
            let owner = Owner {
                kind,
                id: column.id(),
                position,
            };
            match column {
                Column::Derived(derived) if derived.aggregate => {
                    aggregate(&owner, &derived.value, faults);
                }
                Column::Derived(derived) => {
                    reads(
                        instrument,
                        &owner,
                        &derived.value,
                        &edges,
                        &mut told,
                        faults,
                    );
                }
                Column::Item(item) => {
                    for condition in [&item.universe, &item.derive, &item.preset]
                        .into_iter()
                        .flatten()
                    {
                        reads(instrument, &owner, condition, &edges, &mut told, faults);
                    }
                    if let Required::When(condition) = &item.required {
                        let owner = Owner {
                            position: None,
                            ..owner
                        };
                        reads(instrument, &owner, condition, &edges, &mut told, faults);
                    }
                }
            }
        }
    }
}

type Edges = BTreeMap<Read, BTreeSet<Read>>;

/// Which column rests on which, through universes, derivations, and derived columns.
fn edges(instrument: &Instrument) -> Edges {
    let mut edges = Edges::new();
    for kind in Kind::ALL {
        for column in instrument.columns(kind) {
            let conditions: Vec<&Condition> = match column {
                Column::Item(item) => [&item.universe, &item.derive]
                    .into_iter()
                    .flatten()
                    .collect(),
                Column::Derived(derived) if derived.aggregate => Vec::new(),
                Column::Derived(derived) => vec![&derived.value],
            };
            let reads = conditions
                .into_iter()
                .flat_map(|condition| condition.reads.clone());
            edges.insert(
                Read {
                    kind,
                    id: column.id().to_owned(),
                },
                reads.collect(),
            );
        }
    }
    edges
}

/// The shortest way from a column back to itself.
fn ring(edges: &Edges, start: &Read) -> Option<Vec<Read>> {
    let mut ways = vec![vec![start.clone()]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let Some(next) = way.last().and_then(|last| edges.get(last)) else {
                continue;
            };
            for read in next {
                if read == start {
                    return Some(way);
                }
                if seen.insert(read.clone()) {
                    let mut way = way.clone();
                    way.push(read.clone());
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

fn reads(
    instrument: &Instrument,
    owner: &Owner<'_>,
    condition: &Condition,
    edges: &Edges,
    told: &mut BTreeSet<Vec<Read>>,
    faults: &mut Vec<Fault>,
) {
    let own = Read {
        kind: owner.kind,
        id: owner.id.to_owned(),
    };
    let tokens = token::tokens(&condition.sql).unwrap_or_default();
    if token::has_word(&tokens, "SELECT") {
        faults.push(FaultKind::ReadsOthers.at(&condition.place, &[("item", owner.id)]));
        return;
    }
    for read in &condition.reads {
        let column = instrument.column(read.kind, &read.id);
        if let Some(Column::Derived(derived)) = column
            && derived.aggregate
        {
            let args = [("item", owner.id), ("read", read.id.as_str())];
            faults.push(FaultKind::ReadsAggregate.at(&condition.place, &args));
            continue;
        }
        let later = column.map(|column| column.position());
        if read.kind != owner.kind || owner.position.is_none_or(|own| later < Some(own)) {
            continue;
        }
        if let Some(ring) = ring(edges, &own).filter(|ring| ring.contains(read)) {
            let mut members = ring.clone();
            members.sort();
            if told.insert(members) {
                let names: Vec<&str> = ring
                    .iter()
                    .chain(ring.first())
                    .map(|read| read.id.as_str())
                    .collect();
                let args = [("ring", names.join(" > "))];
                let args = args.each_ref().map(|(name, text)| (*name, text.as_str()));
                faults.push(FaultKind::Ring.at(&condition.place, &args));
            }
        } else {
            let args = [("item", owner.id), ("read", read.id.as_str())];
            faults.push(FaultKind::ReadsLater.at(&condition.place, &args));
        }
    }
}

/// An aggregate reads its children and itself, no siblings of its parents.
fn aggregate(owner: &Owner<'_>, value: &Condition, faults: &mut Vec<Fault>) {
    let line = owner.kind.ancestry();
    let fits =
        |read: &Read| line.contains(&read.kind) || read.kind.ancestry().contains(&owner.kind);
    if !value.reads.iter().all(fits) {
        faults.push(FaultKind::ReadsOthers.at(&value.place, &[("item", owner.id)]));
    }
}

/// Every code that a condition compares an item with must be in the item's list.
fn strange_codes(instrument: &Instrument, faults: &mut Vec<Fault>) {
    let mut all: Vec<&Condition> = Vec::new();
    for kind in Kind::ALL {
        all.extend(instrument.kind_universe(kind));
        for item in items(instrument).filter(|item| item.kind == kind) {
            all.extend(
                [&item.universe, &item.derive, &item.preset]
                    .into_iter()
                    .flatten(),
            );
            if let Required::When(condition) = &item.required {
                all.push(condition);
            }
        }
        all.extend(
            instrument
                .derived(kind)
                .iter()
                .map(|derived| &derived.value),
        );
    }
    for rule in &instrument.rules {
        let branches = rule.branches.iter();
        all.extend(branches.flat_map(|branch| [&branch.when].into_iter().chain(&branch.among)));
        all.extend(rule.claims.iter().filter_map(|claim| claim.when.as_ref()));
    }
    all.extend(instrument.figures.iter().filter_map(Figure::condition));
    for condition in all {
        let tokens = token::tokens(&condition.sql).unwrap_or_default();
        for (column, code) in token::compared(&tokens) {
            let read = condition.reads.iter().find(|read| read.id == column);
            let column = read.and_then(|read| instrument.column(read.kind, &read.id));
            let list = column.and_then(|column| column.item_type().list());
            let Some(list) = list.and_then(|list| instrument.lists.get(list)) else {
                continue;
            };
            if !list.contains(code) {
                let args = [("code", code), ("list", list.id.as_str())];
                faults.push(FaultKind::CodeNotInList.at(&condition.place, &args));
            }
        }
        for column in token::ordered(&tokens) {
            if is_unordered(instrument, condition, column) {
                let args = [("item", column)];
                faults.push(FaultKind::CodeRange.at(&condition.place, &args));
            }
        }
    }
}

/// Codes are texts: of unequal length their order is not that of their numbers, 10 is before 2.
fn is_unordered(instrument: &Instrument, condition: &Condition, column: &str) -> bool {
    let read = condition.reads.iter().find(|read| read.id == column);
    let column = read.and_then(|read| instrument.column(read.kind, &read.id));
    let list = column.and_then(|column| column.item_type().list());
    let rows = list
        .and_then(|id| instrument.lists.get(id))
        .map(|list| list.rows.as_slice())
        .unwrap_or_default();
    rows.windows(2)
        .any(|pair| matches!(pair, [a, b] if a.code.len() != b.code.len()))
}

/// A released item keeps its type and stays.
fn registry(instrument: &Instrument, faults: &mut Vec<Fault>) {
    for released in &instrument.registry {
        let Some(item) = instrument.item(released.kind, &released.id) else {
            let args = [("item", released.id.as_str())];
            faults.push(FaultKind::Withdrawn.at(&released.place, &args));
            continue;
        };
        let word = item.item_type.word();
        if word != released.type_word {
            let args = [
                ("item", item.id.as_str()),
                ("before", released.type_word.as_str()),
                ("after", word),
            ];
            faults.push(FaultKind::TypeChanged.at(&item.place, &args));
        }
    }
}

fn items(instrument: &Instrument) -> impl Iterator<Item = &Item> {
    let all = Kind::ALL
        .into_iter()
        .flat_map(|kind| instrument.items(kind));
    all.filter(|item| !item.retired)
}

fn reachable(
    instrument: &Instrument,
    trial: &Trial,
    faults: &mut Vec<Fault>,
) -> Result<(), InstrumentError> {
    for item in items(instrument) {
        let Some(universe) = &item.universe else {
            continue;
        };
        if reach::can_be_true(instrument, trial, universe)? == Some(false) {
            let args = [("item", item.id.as_str()), ("sql", universe.sql.as_str())];
            faults.push(FaultKind::Unreachable.at(&universe.place, &args));
        }
    }
    Ok(())
}

/// Texts that a preset can give must be codes of the list.
fn presets(
    instrument: &Instrument,
    trial: &Trial,
    faults: &mut Vec<Fault>,
) -> Result<(), InstrumentError> {
    for item in items(instrument) {
        let list = item
            .item_type
            .list()
            .and_then(|list| instrument.lists.get(list));
        let (Some(preset), Some(list)) = (&item.preset, list) else {
            continue;
        };
        for value in reach::values(instrument, trial, preset)? {
            if !value.split(';').all(|code| list.contains(code)) {
                let args = [("code", value.as_str()), ("list", list.id.as_str())];
                faults.push(FaultKind::PresetNotInList.at(&preset.place, &args));
            }
        }
    }
    Ok(())
}
