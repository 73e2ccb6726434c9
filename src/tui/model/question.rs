//! How one item is asked: which choices stand in the open, which are picked from a list.

use std::collections::HashMap;
use std::sync::Arc;

use crate::base::text::{self, Fit};
use crate::instrument::{Code, CodeList, Instrument, Item, ItemType, Required};
use crate::store::Node;

/// Most codes that are shown in the open and chosen by one digit.
pub const OPEN_CODES_MAX: usize = 10;

/// Name of the list of the persons of a household, which the questionnaire does not hold.
const PERSONS: &str = "persons";
/// Name of the list that says who answers where no person of the household does.
const OUTSIDERS: &str = "list_outsider";

/// The manner in which an item is answered.
#[derive(Clone, Debug)]
pub enum Shape {
    /// One code; few codes stand in the open.
    One(Arc<CodeList>),
    /// Several codes, at most so many where a bound is set.
    Set(Arc<CodeList>, Option<i64>),
    /// Typed text of some kind.
    Text,
}

/// Says how an item is answered.
#[must_use]
pub fn shape(instrument: &Instrument, item: &Item) -> Shape {
    let list = item
        .item_type
        .list()
        .and_then(|list| instrument.lists.get(list))
        .cloned();
    match (&item.item_type, list) {
        (ItemType::Multi { max, .. }, Some(list)) => Shape::Set(list, *max),
        (_, Some(list)) => Shape::One(list),
        _ => Shape::Text,
    }
}

/// Lists the persons of a household and whoever else may stand where one of them is asked for.
#[must_use]
pub fn persons(instrument: &Instrument, members: &[Node]) -> Arc<CodeList> {
    let living = members.iter().filter(|node| node.disposition.is_none());
    let names = living.map(|node| (node.number.clone(), node.name.clone()));
    let persons = CodeList::of_names(PERSONS, names.collect());
    Arc::new(match instrument.lists.get(OUTSIDERS) {
        Some(outsiders) => persons.with(outsiders),
        None => persons,
    })
}

/// Says whether digits alone can answer at once. Line numbers are typed as numbers are, and Enter
/// ends them.
fn settles(list: &CodeList) -> bool {
    list.id != PERSONS
}

/// Says whether the codes of a list are few enough to stand in the open.
#[must_use]
pub fn is_open(list: &CodeList) -> bool {
    list.rows.iter().filter(|row| !row.kept).count() <= OPEN_CODES_MAX
}

/// Says whether typed digits can only be part of a code.
fn is_digits(typed: &str) -> bool {
    !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit())
}

/// How well a code fits what is typed, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Code,
    CodeStart,
    /// How a name is found, and whose: that of the code (0) or of an area around it.
    Name(Fit, usize),
}

/// Lists the codes that fit what is typed, by code, by label, or by pinyin, the best first.
///
/// With nothing typed, they are all in the order of the list; the code that excludes all others
/// goes first where the list is long, so that it is never out of sight.
#[must_use]
pub fn matching<'a>(list: &'a CodeList, typed: &str, proxy: bool) -> Vec<&'a Code> {
    let typed = text::fold_width(typed);
    let typed = typed.trim().to_lowercase();
    let mut rows: Vec<&Code> = list.offered(proxy).collect();
    if typed.is_empty() {
        if !is_open(list) {
            rows.sort_by_key(|row| list.none.as_ref() != Some(&row.code));
        }
        return rows;
    }
    // Thousands of counties lie in a few hundred areas, so these are looked at once each.
    let mut areas = HashMap::new();
    let mut ranked: Vec<(Rank, &Code)> = rows
        .into_iter()
        .filter_map(|row| Some((rank(row, &typed, &mut areas)?, row)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, row)| row).collect()
}

fn rank<'a>(row: &'a Code, typed: &str, areas: &mut HashMap<&'a str, Option<Fit>>) -> Option<Rank> {
    let code = row.code.to_ascii_lowercase();
    if code == typed {
        return Some(Rank::Code);
    }
    if code.starts_with(typed) {
        return Some(Rank::CodeStart);
    }
    if is_digits(typed) {
        return None;
    }
    let own = text::fit(typed, &row.label.zh);
    let english = row.label.en.to_lowercase();
    // First letters of pinyin go before English words, because short ones look alike.
    let english = if english.starts_with(typed) {
        Some(Fit::Spelled)
    } else {
        english.contains(typed).then_some(Fit::Rare)
    };
    let around = row.within.iter().rev().map(|area| {
        *areas
            .entry(area.zh.as_str())
            .or_insert_with(|| text::fit(typed, &area.zh))
    });
    [own, english]
        .into_iter()
        .map(|fit| (fit, 0))
        .chain(around.zip(1..))
        .filter_map(|(fit, whose)| Some(Rank::Name(fit?, whose)))
        .min()
}

/// Finds the code that typed digits settle on: the only one that begins so.
///
/// With `whole`, it must be typed in full.
#[must_use]
pub fn settled<'a>(list: &'a CodeList, typed: &str, proxy: bool, whole: bool) -> Option<&'a Code> {
    let typed = text::fold_width(typed);
    let typed = typed.trim();
    if !is_digits(typed) || !settles(list) {
        return None;
    }
    let mut begins = list
        .offered(proxy)
        .filter(|row| row.code.starts_with(typed));
    let first = begins.next()?;
    // In a long list a lone match may be a slip; there the whole code must be typed.
    let settles = first.code == typed || (is_open(list) && !whole);
    (begins.next().is_none() && settles).then_some(first)
}

/// Finds the codes that fit what is typed, but for one that is not offered.
#[must_use]
pub fn matching_but<'a>(list: &'a CodeList, typed: &str, without: Option<&str>) -> Vec<&'a Code> {
    let mut fitting = matching(list, typed, true);
    fitting.retain(|code| Some(code.code.as_str()) != without);
    fitting
}

/// Says whether an item may stay empty, so that a part of a code is no answer to it.
#[must_use]
pub const fn is_optional(item: &Item) -> bool {
    item.empty_reason.is_some() || matches!(item.required, Required::Never)
}

/// Finds the place of the choice that Enter takes for what is typed, among those that fit.
///
/// It is the best one, but digits that only begin a code take it where there is no other and the
/// item must be answered.
#[must_use]
pub fn best(item: &Item, fitting: &[&Code], typed: &str) -> Option<usize> {
    let typed = text::fold_width(typed);
    let typed = typed.trim();
    let first = fitting.first().filter(|_| !typed.is_empty())?;
    let sure =
        !is_digits(typed) || first.code == typed || (fitting.len() == 1 && !is_optional(item));
    sure.then_some(0)
}

/// Finds the code that is typed in full, though longer ones begin with it; case does not count.
#[must_use]
pub fn exact<'a>(list: &'a CodeList, typed: &str) -> Option<&'a Code> {
    let typed = text::fold_width(typed);
    let typed = typed.trim();
    let same = |row: &&Code| row.code.eq_ignore_ascii_case(typed);
    list.code(typed).or_else(|| list.rows.iter().find(same))
}

/// Splits a stored set into its codes.
#[must_use]
pub fn codes(value: &str) -> Vec<String> {
    value
        .split(';')
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}
