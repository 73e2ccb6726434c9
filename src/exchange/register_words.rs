//! The words of registers, as data: headings, relations, numbers of groups, and what is no line.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::base::text::{fold_width, tidy_text};
use crate::instrument::CodeList;

/// The table of words.
const TABLE: &str = include_str!("../../assets/register/headings.toml");
/// Greatest number of a group.
const GROUP_MAX: u32 = 99;

/// The table as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    column: Vec<RawColumn>,
    over: Vec<RawOver>,
    group: RawGroup,
    line: RawLine,
    suffixes: HashMap<String, Vec<String>>,
    leads: HashMap<String, Vec<String>>,
    words: Vec<RawWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    item: String,
    headings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOver {
    prefix: String,
    headings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    around: Vec<String>,
    marks: Vec<String>,
    digits: Vec<String>,
    ten: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLine {
    sums: Vec<String>,
    nothing: Vec<String>,
    lunar: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    list: String,
    code: String,
    words: Vec<String>,
}

/// The table, ready to be looked up.
pub(super) struct Words {
    headings: HashMap<String, String>,
    over: HashMap<String, String>,
    codes: HashMap<(String, String), String>,
    raw: Raw,
}

/// The words that every register is read with.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(Words::load);

/// Brings a heading or word into the form in which it is compared: half-width, small letters, no
/// spaces, and nothing in brackets.
pub(super) fn plain(text: &str) -> String {
    let folded = fold_width(&tidy_text(text)).to_lowercase();
    let mut depth = 0_usize;
    let mut plain = String::new();
    for c in folded.chars() {
        match c {
            '(' | '[' | '\u{3010}' => depth += 1,
            ')' | ']' | '\u{3011}' => depth = depth.saturating_sub(1),
            ':' | '*' | '\u{3001}' => {}
            c if depth == 0 && !c.is_whitespace() => plain.push(c),
            _ => {}
        }
    }
    plain
}

impl Words {
    fn load() -> Self {
        let raw: Raw = toml::from_str(TABLE).expect("the embedded table is read by the suite");
        let columns = raw.column.iter().flat_map(|column| {
            let headings = column.headings.iter();
            headings.map(|heading| (plain(heading), column.item.clone()))
        });
        let over = raw.over.iter().flat_map(|over| {
            let headings = over.headings.iter();
            headings.map(|heading| (plain(heading), over.prefix.clone()))
        });
        let words = raw.words.iter().flat_map(|entry| {
            let words = entry.words.iter();
            words.map(|word| ((entry.list.clone(), plain(word)), entry.code.clone()))
        });
        Self {
            headings: columns.collect(),
            over: over.collect(),
            codes: words.collect(),
            raw,
        }
    }

    /// Returns the item under a heading.
    pub(super) fn heading(&self, heading: &str) -> Option<&str> {
        self.headings.get(&plain(heading)).map(String::as_str)
    }

    /// Returns what a heading over several columns puts before theirs.
    pub(super) fn prefix(&self, heading: &str) -> Option<&str> {
        self.over.get(&plain(heading)).map(String::as_str)
    }

    /// Returns the code that a word means in a list: a word of the table, a label with or without
    /// its usual ending, or the code itself.
    pub(super) fn code(&self, list: &CodeList, word: &str) -> Option<String> {
        let word = plain(word);
        let leads = self.raw.leads.get(&list.id).into_iter().flatten();
        let bare = leads.filter_map(|lead| word.strip_prefix(lead.as_str()));
        let forms: Vec<&str> = std::iter::once(word.as_str())
            .chain(bare.filter(|rest| !rest.is_empty()))
            .collect();
        forms.iter().find_map(|form| self.code_of(list, form))
    }

    fn code_of(&self, list: &CodeList, word: &str) -> Option<String> {
        let entry = self.codes.get(&(list.id.clone(), word.to_owned()));
        if let Some(code) = entry.filter(|code| list.contains(code)) {
            return Some(code.clone());
        }
        let endings = self.raw.suffixes.get(&list.id);
        let fits = |label: &str| {
            let label = plain(label);
            let mut endings = endings.into_iter().flatten();
            !label.is_empty()
                && (label == word
                    || endings.any(|end| label.strip_suffix(end.as_str()) == Some(word)))
        };
        let rows = list.rows.iter();
        let mut rows = rows.filter(|row| fits(&row.label.zh) || fits(&row.label.en));
        let found = rows.next().map(|row| row.code.clone());
        found.or_else(|| list.code(word).map(|row| row.code.clone()))
    }

    /// Returns the number of a group, written in either kind of digits.
    pub(super) fn group_number(&self, text: &str) -> Option<u32> {
        let plain = plain(text);
        let mut rest = plain.as_str();
        loop {
            let mut around = self.raw.group.around.iter();
            let shorter = around.find_map(|word| {
                let word = word.as_str();
                rest.strip_prefix(word).or_else(|| rest.strip_suffix(word))
            });
            match shorter {
                Some(shorter) => rest = shorter,
                None => break,
            }
        }
        let number = rest.parse().ok().or_else(|| self.han_number(rest));
        number.filter(|number| (1..=GROUP_MAX).contains(number))
    }

    /// Says whether a line of its own names the group of the lines below it.
    pub(super) fn is_group_line(&self, text: &str) -> bool {
        let plain = plain(text);
        let marked = self.raw.group.marks.iter().any(|mark| {
            let mark = mark.as_str();
            plain.ends_with(mark) || plain.starts_with(mark)
        });
        marked && self.group_number(text).is_some()
    }

    /// Reads a number below 100 that is written in Han digits.
    fn han_number(&self, text: &str) -> Option<u32> {
        let digit = |text: &str| {
            let digits = self.raw.group.digits.iter();
            let place = digits.enumerate().find(|(_, digit)| *digit == text)?;
            u32::try_from(place.0).ok()
        };
        match text.split_once(self.raw.group.ten.as_str()) {
            None => digit(text),
            Some((tens, ones)) => {
                let tens = if tens.is_empty() { 1 } else { digit(tens)? };
                let ones = if ones.is_empty() { 0 } else { digit(ones)? };
                Some(tens * 10 + ones)
            }
        }
    }

    /// Says whether a cell begins a line of sums.
    pub(super) fn is_sum(&self, text: &str) -> bool {
        let plain = plain(text);
        let mut sums = self.raw.line.sums.iter();
        sums.any(|sum| plain.starts_with(sum.as_str()))
    }

    /// Says whether a cell says that there is nothing.
    pub(super) fn is_nothing(&self, text: &str) -> bool {
        let folded = fold_width(&tidy_text(text)).to_lowercase();
        folded.is_empty() || self.raw.line.nothing.contains(&folded)
    }

    /// Says whether a date is one of the old calendar.
    pub(super) fn is_lunar(&self, text: &str) -> bool {
        let folded = fold_width(text).to_lowercase();
        let mut marks = self.raw.line.lunar.iter();
        marks.any(|mark| folded.contains(mark.as_str()))
    }
}
