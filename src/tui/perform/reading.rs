//! What is read for the pages.

use crate::check;
use crate::domain::kind::Kind;
use crate::store::{
    Census, Filter, Finding, Gap, Node, RecordRef, StoreError, Thread, ThreadState, Twin, Window,
};
use crate::tui::effect::{Effect, FormData, Household, Manner, Outcome};
use crate::tui::model::find::HITS_MAX;
use crate::tui::model::form::is_by_proxy;
use crate::tui::model::{missing, walk};

use super::{Done, concerns, deed, home};

/// Persons of a household, or stays of a person, that are read for a form.
const CHILDREN_MAX: usize = 99;
/// Visits of a household that are read for a form.
const VISITS_MAX: usize = 20;

pub(super) fn read(census: &Census, effect: Effect) -> Done {
    Ok(Some(match effect {
        Effect::LoadHome => Outcome::Home(Box::new(home::read(census)?)),
        Effect::Resume => match census.place()? {
            Some(place) => forms(census, place.record, place.item, Manner::Chain)?,
            None => Outcome::NoPlace,
        },
        Effect::LoadColumn {
            column,
            parent,
            kind,
            after,
        } => {
            let goes_on = after.is_some();
            let window = Window {
                after,
                limit: walk::PAGE,
            };
            let nodes = census.children(parent, kind, &window)?;
            Outcome::Column {
                column,
                parent,
                nodes,
                goes_on,
            }
        }
        Effect::LocateTree(record) => tree(census, record)?,
        Effect::LocatePlace => tree(census, place(census)?)?,
        Effect::Open {
            record,
            item,
            manner,
        } => forms(census, record, item, manner)?,
        Effect::OpenPath { path, manner } => forms(census, census.area(&path)?, None, manner)?,
        Effect::Gaps {
            area,
            after,
            filter,
        } => gaps(census, area, after, &filter)?,
        Effect::Hints {
            area,
            after,
            around,
        } => hints(census, area, after, around)?,
        Effect::NextGap { area, after } => match gap_after(census, &area, after)? {
            Some(gap) => forms(census, gap.record, gap.item, Manner::Gap)?,
            None => Outcome::NoGap,
        },
        Effect::ReadNote(record) => Outcome::Note {
            record,
            text: census.note(record)?.unwrap_or_default(),
        },
        Effect::Find(query) => {
            let hits = census.find(&query, HITS_MAX)?;
            Outcome::Found { query, hits }
        }
        Effect::Status(area) => Outcome::Status(Box::new(deed::reviewed(census, &area)?)),
        _ => return Ok(None),
    }))
}

/// Finds the gap that is nearest to a record: in its household, its group, then its area. Around
/// the end of each, because what stands before is as open as what comes after.
fn gap_after(census: &Census, area: &str, after: RecordRef) -> Result<Option<Gap>, StoreError> {
    let mut scopes = vec![area.to_owned()];
    let mut near = census.trail(after)?;
    near.push(census.node(after)?);
    let near = near.into_iter();
    scopes.extend(
        near.filter(|node| matches!(node.record.kind, Kind::Group | Kind::Household))
            .map(|node| node.path),
    );
    let last = census.instrument().items(after.kind).last();
    let from = Some((after, last.map(|item| item.id.as_str())));
    for scope in scopes.iter().rev() {
        for from in [from, None] {
            // The record itself was looked through by its form.
            let gap = gap_of_form(census, scope, from)?;
            if let Some(gap) = gap.filter(|gap| from.is_some() || gap.record != after) {
                return Ok(Some(gap));
            }
        }
    }
    Ok(None)
}

/// Finds the first gap that a form can mend: what is open of a village or above it, is mended
/// elsewhere, and is passed over.
fn gap_of_form<'a>(
    census: &'a Census,
    scope: &str,
    mut from: Option<(RecordRef, Option<&'a str>)>,
) -> Result<Option<Gap>, StoreError> {
    let mut passed = Vec::new();
    while let Some(gap) = census.next_gap(scope, from)? {
        if !matches!(
            gap.record.kind,
            Kind::County | Kind::Township | Kind::Village
        ) {
            return Ok(Some(gap));
        }
        let last = census.instrument().items(gap.record.kind).last();
        from = Some((gap.record, last.map(|item| item.id.as_str())));
        // One that stays where it is would be found for ever.
        if passed.contains(&gap.record) {
            return Ok(None);
        }
        passed.push(gap.record);
    }
    Ok(None)
}

pub(super) fn form(census: &Census, record: RecordRef) -> Result<FormData, StoreError> {
    let listed = |kind, limit| census.children(record, kind, &Window::first(limit));
    let children = match record.kind {
        Kind::Household => listed(Kind::Person, CHILDREN_MAX)?,
        Kind::Person => listed(Kind::Episode, CHILDREN_MAX)?,
        _ => Vec::new(),
    };
    let household = household(census, record)?;
    let form = census.form(record)?;
    Ok(FormData {
        concerns: concerns::around(census, &form, &children, household.as_ref())?,
        form,
        visits: match record.kind {
            Kind::Household => listed(Kind::Visit, VISITS_MAX)?,
            _ => Vec::new(),
        },
        children,
        note: census.note(record)?,
        twins: twins(census, record)?,
        household,
        threads: open_threads(census, record)?,
        unlisted: None,
    })
}

/// Reads what was returned of a record and not settled.
fn open_threads(census: &Census, record: RecordRef) -> Result<Vec<Thread>, StoreError> {
    let mut threads = census.threads(record)?;
    threads.retain(|thread| thread.state != ThreadState::Closed);
    Ok(threads)
}

/// Reads the people who may be a person, as far as nobody told them apart.
fn twins(census: &Census, record: RecordRef) -> Result<Vec<Twin>, StoreError> {
    if record.kind != Kind::Person || census.node(record)?.disposition.is_some() {
        return Ok(Vec::new());
    }
    let mut twins = census.twins(record)?;
    twins.retain(|twin| twin.apart.is_none());
    Ok(twins)
}

/// Returns the household where work stopped, or the unit above households; else the county.
fn place(census: &Census) -> Result<RecordRef, StoreError> {
    let Some(place) = census.place()? else {
        return Ok(census.county());
    };
    let above = census.trail(place.record)?;
    let household = above
        .iter()
        .find(|node| node.record.kind == Kind::Household);
    Ok(household.map_or(place.record, |node| node.record))
}

/// Reads the household of a person or a stay.
fn household(census: &Census, record: RecordRef) -> Result<Option<Household>, StoreError> {
    if !matches!(record.kind, Kind::Person | Kind::Episode) {
        return Ok(None);
    }
    let mut trail = census.trail(record)?.into_iter();
    let Some(node) = trail.find(|node| node.record.kind == Kind::Household) else {
        return Ok(None);
    };
    let window = Window::first(CHILDREN_MAX);
    let cells = census.cells(node.record)?;
    Ok(Some(Household {
        members: census.children(node.record, Kind::Person, &window)?,
        is_by_proxy: is_by_proxy(census.instrument(), &cells),
        node,
    }))
}

pub(super) fn forms(
    census: &Census,
    record: RecordRef,
    item: Option<String>,
    manner: Manner,
) -> Result<Outcome, StoreError> {
    let mut forms = Vec::new();
    if matches!(manner, Manner::Chain | Manner::Gap) {
        for above in census.trail(record)? {
            if matches!(above.record.kind, Kind::Household | Kind::Person) {
                forms.push(form(census, above.record)?);
            }
        }
    }
    forms.push(form(census, record)?);
    Ok(Outcome::Forms {
        forms,
        item,
        manner,
    })
}

fn tree(census: &Census, record: RecordRef) -> Result<Outcome, StoreError> {
    let mut chain: Vec<RecordRef> = census
        .trail(record)?
        .into_iter()
        .map(|node| node.record)
        .collect();
    chain.push(record);
    chain.retain(|unit| unit.kind == Kind::County || walk::KINDS.contains(&unit.kind));
    let selected: Vec<RecordRef> = chain.iter().skip(1).copied().collect();
    let mut columns = Vec::new();
    for (at, kind) in walk::KINDS.iter().enumerate().take(selected.len().max(1)) {
        let Some(parent) = chain.get(at) else { break };
        let sought = selected.get(at).copied();
        columns.push((*parent, children_to(census, *parent, *kind, sought)?));
    }
    Ok(Outcome::Tree { columns, selected })
}

/// Reads the children of a unit, page by page, until the one that is sought is among them.
fn children_to(
    census: &Census,
    parent: RecordRef,
    kind: Kind,
    sought: Option<RecordRef>,
) -> Result<Vec<Node>, StoreError> {
    let mut window = Window::first(walk::PAGE);
    let mut nodes: Vec<Node> = Vec::new();
    loop {
        let page = census.children(parent, kind, &window)?;
        let is_last = page.len() < walk::PAGE;
        let is_there = page.iter().any(|node| Some(node.record) == sought);
        window.after = page.last().map(|node| (node.path.clone(), node.record.id));
        nodes.extend(page);
        if is_last || is_there || sought.is_none() {
            return Ok(nodes);
        }
    }
}

fn gaps(
    census: &Census,
    area: String,
    after: Option<String>,
    filter: &Filter,
) -> Result<Outcome, StoreError> {
    let record = if area.is_empty() {
        census.county()
    } else {
        census.area(&area)?
    };
    let gaps = census.openings(&area, after.as_deref(), missing::PAGE, filter)?;
    let last = gaps.last().filter(|_| gaps.len() >= missing::PAGE);
    Ok(Outcome::Gaps {
        next: last.map(|gap| gap.sort.clone()),
        gaps,
        counts: census.gap_counts(record)?,
        name: census.node(record)?.name,
        area,
        after,
        village: Vec::new(),
    })
}

/// Villages that are looked through at once for hints: few while somebody waits for the page.
const FIRST_VILLAGES: usize = 8;
const MORE_VILLAGES: usize = 48;

/// Looks for open hints: a page of them, or those of the village of a record.
fn hints(
    census: &Census,
    area: String,
    after: Option<String>,
    around: Option<RecordRef>,
) -> Result<Outcome, StoreError> {
    let record = if area.is_empty() {
        census.county()
    } else {
        census.area(&area)?
    };
    let n_villages = after.as_ref().map_or(FIRST_VILLAGES, |_| MORE_VILLAGES);
    let of = around
        .map(|around| village_of(census, around))
        .transpose()?;
    let limit = of.as_ref().map_or(missing::PAGE, |_| missing::HELD_MAX);
    let looked = of.as_ref().map_or(record, |(village, _)| *village);
    let page = check::hints(census, looked, after.as_deref(), limit, n_villages)?;
    let open = page
        .found
        .into_iter()
        .filter(|found| found.finding.is_open());
    let gaps = open.map(|found| hint(census, found.finding));
    Ok(Outcome::Gaps {
        next: page.next,
        gaps: gaps.collect::<Result<_, _>>()?,
        counts: census.gap_counts(record)?,
        name: census.node(record)?.name,
        area,
        after,
        village: of.map(|(_, codes)| codes).unwrap_or_default(),
    })
}

/// Returns the village of a record, or the record itself above that, with its codes.
fn village_of(census: &Census, record: RecordRef) -> Result<(RecordRef, Vec<String>), StoreError> {
    let mut trail = census.trail(record)?;
    trail.push(census.node(record)?);
    trail.retain(|node| matches!(node.record.kind, Kind::Township | Kind::Village));
    let village = trail.last().map_or(record, |node| node.record);
    let codes = trail.into_iter().map(|node| node.number).collect();
    Ok((village, codes))
}

/// Says a hint as one of what is open.
fn hint(census: &Census, finding: Finding) -> Result<Gap, StoreError> {
    let mut trail = census.trail(finding.record)?;
    trail.push(census.node(finding.record)?);
    trail.retain(|node| node.record.kind != Kind::County);
    let cell = Some(finding.cell().to_owned());
    Ok(Gap {
        is_item: false,
        record: finding.record,
        path: trail.iter().map(|node| node.number.clone()).collect(),
        names: trail.into_iter().map(|node| node.name).collect(),
        sort: String::new(),
        item: cell.filter(|cell| !cell.is_empty()),
        reason: finding.level.word(),
        finding: Some(finding),
        thread: None,
        lacks: None,
    })
}
