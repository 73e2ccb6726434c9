//! Finding the heading of a register: one line, or two where the upper one spans columns.

use std::collections::BTreeSet;
use std::path::Path;

use super::register::Target;
use super::register_error::RegisterError;
use super::register_grid::{Grid, Line, Value};
use super::register_words::{WORDS, plain};
use crate::domain::kind::Kind;
use crate::instrument::Instrument;

/// Lines from the top among which the heading is looked for.
const LINES_SEARCHED: usize = 60;
/// Fewest columns of a heading that must be known.
const KNOWN_MIN: usize = 2;

/// A column of the heading.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) at: usize,
    /// What is shown of its heading.
    pub(super) text: String,
    /// Its own words and those over it, to know them again on a later page.
    parts: [String; 2],
    pub(super) target: Option<Target>,
    /// Whether a person said what it holds by its letters alone.
    is_by_letters: bool,
}

/// The heading of a register.
#[derive(Debug)]
pub(super) struct Heading {
    /// First and last line of it.
    pub(super) lines: (u64, u64),
    /// Place of the first line below it in the grid.
    pub(super) body: usize,
    pub(super) columns: Vec<Column>,
}

impl Column {
    /// Says whether a person means this column, by its heading or its letters.
    pub(super) fn is_named(&self, named: &str) -> bool {
        let column = u32::try_from(self.at).unwrap_or(u32::MAX);
        let letters = super::frame_error::column_letters(column);
        self.is_headed(named) || letters.to_lowercase() == plain(named)
    }

    /// Says whether a person means this column by its heading.
    fn is_headed(&self, named: &str) -> bool {
        let named = plain(named);
        let is_heading = |text: &str| !text.is_empty() && plain(text) == named;
        is_heading(&self.text) || self.parts.iter().any(|part| is_heading(part))
    }
}

impl Heading {
    /// Returns the column that holds something.
    pub(super) fn column(&self, target: &Target) -> Option<usize> {
        let found = self.columns.iter();
        let mut found = found.filter(|column| column.target.as_ref() == Some(target));
        found.next().map(|column| column.at)
    }

    /// Returns the column of an item.
    pub(super) fn item(&self, kind: Kind, item: &str) -> Option<usize> {
        self.column(&Target::Item(kind, item.to_owned()))
    }

    /// Says whether a line repeats the heading, or one line of it.
    pub(super) fn repeats(&self, line: &Line) -> bool {
        let cells: Vec<(usize, String)> = line
            .filled()
            .map(|(column, cell)| (column, plain(&cell.text())))
            .collect();
        let same = cells.iter().filter(|(column, text)| {
            let own = self.columns.iter().find(|own| own.at == *column);
            own.is_some_and(|own| own.parts.iter().any(|part| plain(part) == *text))
        });
        let same = same.count();
        same >= KNOWN_MIN && same * 2 >= cells.len()
    }

    /// Says whether households can be told apart.
    pub(super) fn fits(&self, path: &Path) -> Result<(), RegisterError> {
        let has_household = self.column(&Target::Household).is_some()
            || self.item(Kind::Household, "head_name").is_some()
            || self.item(Kind::Person, "relation").is_some();
        let has_name = self.item(Kind::Person, "name").is_some()
            || self.item(Kind::Household, "head_name").is_some();
        let path = || path.to_owned();
        match (has_name, has_household) {
            (false, _) => Err(RegisterError::NoHeading { path: path() }),
            (_, false) => Err(RegisterError::NoHouseholds { path: path() }),
            _ => Ok(()),
        }
    }

    /// Counts the columns whose content is known from this line. Of those that a person names by
    /// their letters, which are the same on every line, one that is left out tells nothing.
    fn known(&self) -> usize {
        let known = self.columns.iter().filter(|column| match column.target {
            None => false,
            Some(Target::Ignored) => !column.text.is_empty() && !column.is_by_letters,
            Some(_) => true,
        });
        known.count()
    }
}

/// What a person says that columns hold.
type Told<'a> = &'a [(String, Target)];

/// Finds the heading: the line that names most, the first of several; but of two that follow each
/// other the second, because a title with two parts stands over a heading like a line of it.
pub(super) fn find(grid: &Grid, told: Told<'_>, instrument: &Instrument) -> Option<Heading> {
    let searched = grid.lines.len().min(LINES_SEARCHED);
    let mut best: Option<(usize, Heading)> = None;
    for at in 0..searched {
        let Some(one) = candidate(grid, at, told, instrument) else {
            continue;
        };
        let is_better = best.as_ref().is_none_or(|(before, held)| {
            let (new, old) = (one.known(), held.known());
            new > old || (new == old && at == before + 1)
        });
        if is_better {
            best = Some((at, one));
        }
    }
    best.map(|(_, heading)| heading)
}

/// Reads a heading that begins on a line.
fn candidate(grid: &Grid, at: usize, told: Told<'_>, instrument: &Instrument) -> Option<Heading> {
    let one = heading(grid, (None, at), told, instrument);
    let is_over = at + 1 < grid.lines.len() && can_be_over(grid, at) && is_sub(grid, at + 1);
    let two = is_over.then(|| heading(grid, (Some(at), at + 1), told, instrument));
    let two = two.filter(|two| two.known() > one.known());
    let best = two.unwrap_or(one);
    let names = [(Kind::Person, "name"), (Kind::Household, "head_name")];
    let mut names = names.iter();
    let has_name = names.any(|(kind, item)| best.item(*kind, item).is_some());
    (has_name && best.known() >= KNOWN_MIN).then_some(best)
}

/// A line over another heading names more than one thing; a title names one.
fn can_be_over(grid: &Grid, at: usize) -> bool {
    let Some(line) = grid.lines.get(at) else {
        return false;
    };
    let texts: BTreeSet<String> = line.filled().map(|(_, cell)| cell.text()).collect();
    texts.len() > 1
}

/// A line of headings holds no numbers and no dates.
fn is_sub(grid: &Grid, at: usize) -> bool {
    let Some(line) = grid.lines.get(at) else {
        return false;
    };
    let mut cells = line.filled();
    cells.all(|(_, cell)| match cell {
        Value::Text(text) => !plain(text).chars().any(|c| c.is_ascii_digit()),
        _ => false,
    })
}

/// Reads a heading of one line, or of one with another over it.
fn heading(
    grid: &Grid,
    (over, at): (Option<usize>, usize),
    told: Told<'_>,
    instrument: &Instrument,
) -> Heading {
    let empty = Vec::new();
    let over = over.and_then(|over| grid.lines.get(over));
    let spans = over.map_or(empty, |over| spans(grid, over));
    let line = grid.lines.get(at);
    let width = grid.lines.iter().skip(at).filter_map(|line| {
        let last = line.filled().last();
        last.map(|(column, _)| column + 1)
    });
    let width = width.max().unwrap_or(0);
    let mut columns: Vec<Column> = Vec::new();
    for column in 0..width {
        let own = line.map_or_else(String::new, |line| line.cell(column).text());
        let above = spans.iter().find(|(range, _)| range.contains(&column));
        let above = above.map_or("", |(_, text)| text.as_str()).to_owned();
        let (text, word) = named(&own, &above);
        let mut found = Column {
            at: column,
            text,
            parts: [own, above],
            target: None,
            is_by_letters: false,
        };
        let asked = told.iter().find(|(named, _)| found.is_named(named));
        found.is_by_letters = asked.is_some_and(|(named, _)| !found.is_headed(named));
        found.target = match asked {
            Some((_, target)) => Some(target.clone()),
            None => word.and_then(|word| Target::parse(word, instrument)),
        };
        columns.push(found);
    }
    only_once(&mut columns, told);
    let number = |at: usize| grid.lines.get(at).map_or(0, |line| line.number);
    let first = over.map_or_else(|| number(at), |over| over.number);
    Heading {
        lines: (first, number(at)),
        body: at + 1,
        columns,
    }
}

/// Leaves each target to one column: to the one that a person says, else to the first.
fn only_once(columns: &mut [Column], told: Told<'_>) {
    let is_told = |column: &Column| told.iter().any(|(named, _)| column.is_named(named));
    for at in 0..columns.len() {
        let Some(column) = columns.get(at) else {
            continue;
        };
        let target = column.target.clone();
        let taken = target.is_some_and(|target| {
            target != Target::Ignored
                && columns.iter().enumerate().any(|(other, one)| {
                    one.target.as_ref() == Some(&target)
                        && other != at
                        && (is_told(one) && !is_told(column)
                            || (is_told(one) == is_told(column) && other < at))
                })
        });
        if let Some(column) = columns.get_mut(at).filter(|_| taken) {
            column.target = None;
        }
    }
}

/// Returns the columns under each text of a line: those merged with it, else those right of it
/// that are empty.
fn spans(grid: &Grid, line: &Line) -> Vec<(std::ops::Range<usize>, String)> {
    let filled: Vec<(usize, String)> = line
        .filled()
        .map(|(column, cell)| (column, cell.text()))
        .collect();
    let has_merged = grid.merged.iter().any(|area| area.lines.0 == line.number);
    let mut spans = Vec::with_capacity(filled.len());
    for (place, (column, text)) in filled.iter().enumerate() {
        let next = filled.get(place + 1).map_or(usize::MAX, |(next, _)| *next);
        let end = if has_merged {
            grid.merged_to(line.number, *column) + 1
        } else {
            next
        };
        spans.push((*column..end, text.clone()));
    }
    spans
}

/// Chooses what is shown of a heading and the word for what the column holds.
fn named(own: &str, above: &str) -> (String, Option<&'static str>) {
    let words = &*WORDS;
    if own.is_empty() {
        return (above.to_owned(), words.heading(above));
    }
    if let Some(prefix) = words.prefix(above).filter(|prefix| !prefix.is_empty())
        && let Some(word) = words.heading(&format!("{prefix}{}", plain(own)))
    {
        return (format!("{above}/{own}"), Some(word));
    }
    let joined = || words.heading(&format!("{}{}", plain(above), plain(own)));
    (own.to_owned(), words.heading(own).or_else(joined))
}
