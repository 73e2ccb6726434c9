//! How one item is asked: which choices stand in the open, which are picked from a list.

use std::sync::Arc;

use crate::base::text;
use crate::instrument::{Code, CodeList, Instrument, Item, ItemType};

/// Most codes that are shown in the open and chosen by one digit.
pub const OPEN_CODES_MAX: usize = 10;

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

/// Says whether the codes of a list are few enough to stand in the open.
#[must_use]
pub fn is_open(list: &CodeList) -> bool {
    list.rows.iter().filter(|row| !row.kept).count() <= OPEN_CODES_MAX
}

/// Says whether typed digits can only be part of a code.
fn is_digits(typed: &str) -> bool {
    !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit())
}

/// Lists the codes that fit what is typed: by code, by label, or by pinyin.
///
/// `most` bounds the answer, because a list of places has thousands of rows.
#[must_use]
pub fn matching<'a>(list: &'a CodeList, typed: &str, proxy: bool, most: usize) -> Vec<&'a Code> {
    let typed = text::fold_width(typed);
    let typed = typed.trim();
    let fits = |row: &&Code| {
        if typed.is_empty() {
            return true;
        }
        let by_code = row
            .code
            .to_ascii_lowercase()
            .starts_with(&typed.to_ascii_lowercase());
        if is_digits(typed) {
            return by_code;
        }
        by_code
            || text::matches(typed, &row.label.zh)
            || row.label.en.to_lowercase().contains(&typed.to_lowercase())
    };
    list.offered(proxy).filter(fits).take(most).collect()
}

/// Finds the code that typed digits settle on: the only one that begins so.
#[must_use]
pub fn settled<'a>(list: &'a CodeList, typed: &str, proxy: bool) -> Option<&'a Code> {
    let typed = text::fold_width(typed);
    let typed = typed.trim();
    if !is_digits(typed) {
        return None;
    }
    let mut begins = list
        .offered(proxy)
        .filter(|row| row.code.starts_with(typed));
    let first = begins.next()?;
    // In a long list a lone match may be a slip; there the whole code must be typed.
    let whole = first.code == typed || is_open(list);
    (begins.next().is_none() && whole).then_some(first)
}

/// Finds the code that is typed in full, though longer ones begin with it.
#[must_use]
pub fn exact<'a>(list: &'a CodeList, typed: &str) -> Option<&'a Code> {
    let typed = text::fold_width(typed);
    list.code(typed.trim())
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
