//! A village's register: which column holds what, and what its lines come to. Nothing is written.

use std::path::Path;

use chrono::NaiveDate;

use super::frame_error::{Fault, FrameCause, column_letters};
use super::frame_read::{Content, content, load};
use super::frame_xlsx;
use super::register_error::RegisterError;
use super::register_grid::{Grid, Line, Value};
use super::register_heading::{self, Heading};
use super::register_rows;
use crate::base::message::Message;
use crate::domain::identity;
use crate::domain::kind::Kind;
use crate::domain::prelist::Plan;
use crate::instrument::{Instrument, ItemType};

use calamine::Reader as _;

/// What a column of a register holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Nothing that is taken.
    Ignored,
    /// Name or code of the village.
    Village,
    /// Number or name of the group.
    Group,
    /// What tells households apart; from 1 to 999 also their number.
    Household,
    /// Identity number of the head.
    HeadId,
    /// How many people the household has.
    Members,
    /// A note on the person.
    Note,
    /// An item of a household or person.
    Item(Kind, String),
}

/// Words of the targets that are no items.
const STRUCTURE: [(&str, Target); 7] = [
    ("ignored", Target::Ignored),
    ("village", Target::Village),
    ("group", Target::Group),
    ("household", Target::Household),
    ("head_id", Target::HeadId),
    ("members", Target::Members),
    ("note", Target::Note),
];
/// Another word for what is not taken.
const NONE: &str = "none";

impl Target {
    /// Returns the word by which the target is named.
    #[must_use]
    pub fn word(&self) -> &str {
        if let Self::Item(_, item) = self {
            return item;
        }
        let found = STRUCTURE.iter().find(|(_, target)| target == self);
        found.map_or(NONE, |(word, _)| word)
    }

    /// Finds a target by its word; items of households come before those of persons.
    #[must_use]
    pub fn parse(word: &str, instrument: &Instrument) -> Option<Self> {
        if word == NONE {
            return Some(Self::Ignored);
        }
        if let Some((_, target)) = STRUCTURE.iter().find(|(known, _)| *known == word) {
            return Some(target.clone());
        }
        let all = Self::all(instrument);
        all.into_iter().find(|target| target.word() == word)
    }

    /// Lists every target in the order in which it is offered.
    #[must_use]
    pub fn all(instrument: &Instrument) -> Vec<Self> {
        let mut all: Vec<Self> = STRUCTURE.into_iter().map(|(_, target)| target).collect();
        for kind in [Kind::Person, Kind::Household] {
            let items = instrument.items(kind).iter();
            let taken = items.filter(|item| {
                let is_several = matches!(item.item_type, ItemType::Multi { .. });
                let is_result = item.id == "disposition";
                !item.hidden && !item.retired && !is_several && !is_result && !is_number(&item.id)
            });
            all.extend(taken.map(|item| Self::Item(kind, item.id.clone())));
        }
        all
    }
}

/// Numbers are given by the program.
fn is_number(item: &str) -> bool {
    [Kind::Household, Kind::Person]
        .map(Kind::number_item)
        .contains(&Some(item))
}

/// A column and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// Column, from 0.
    pub column: usize,
    /// Its heading as written; empty where it has none.
    pub heading: String,
    /// What it holds; none where nobody knows, so that it is not taken.
    pub target: Option<Target>,
    /// Lines with something in it.
    pub filled: usize,
    /// What its first filled cell holds.
    pub sample: String,
}

impl Mapped {
    /// Returns the letters of the column.
    #[must_use]
    pub fn letters(&self) -> String {
        column_letters(u32::try_from(self.column).unwrap_or(u32::MAX))
    }
}

/// Why a line holds no person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// The heading of a further page.
    Heading,
    /// Sums.
    Sum,
    /// A title or note.
    Note,
    /// The name of the group of the lines below.
    Group,
}

/// A line that holds no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Line of the file.
    pub line: u64,
    /// Why.
    pub why: Skip,
    /// What it says.
    pub text: String,
}

/// A cell that is odd or was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// Line of the file.
    pub line: u64,
    /// The cell, such as `C12`, or the line alone.
    pub cell: String,
    /// What is odd and what to do.
    pub message: Message,
}

/// What is asked of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterRequest {
    /// Sheet of the workbook; none for the first that is a register.
    pub sheet: Option<String>,
    /// Headings, or letters of columns, and what they hold in place of what is guessed.
    pub columns: Vec<(String, Target)>,
    /// Nobody is born after this date.
    pub reference: NaiveDate,
}

/// A register that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Sheet that was read; empty for text.
    pub sheet: String,
    /// Sheets that were not read.
    pub other_sheets: Vec<String>,
    /// First and last line of the heading.
    pub heading: (u64, u64),
    /// Columns from the left.
    pub columns: Vec<Mapped>,
    /// Households and persons, with the BLAKE3 of the file.
    pub plan: Plan,
    /// Lines without a person.
    pub skipped: Vec<Skipped>,
    /// Cells to look at.
    pub oddities: Vec<Oddity>,
}

/// Reads a register from a CSV or XLSX file; what it is decides the content, not the name.
///
/// # Errors
///
/// [`RegisterError`] with the file, what is wrong with it, and what to do.
pub fn read(
    path: &Path,
    request: &RegisterRequest,
    instrument: &Instrument,
) -> Result<Register, RegisterError> {
    let bytes = load(path).map_err(|fault| RegisterError::from(fault.of(path)))?;
    parse(path, &bytes, request, instrument)
}

/// Reads a register from the bytes of a file; the path serves the messages and the ending alone.
///
/// # Errors
///
/// As [`read`].
pub fn parse(
    path: &Path,
    bytes: &[u8],
    request: &RegisterRequest,
    instrument: &Instrument,
) -> Result<Register, RegisterError> {
    let wrong = |fault: Fault| RegisterError::from(fault.of(path));
    let hash = *blake3::hash(bytes).as_bytes();
    let found = match content(path, bytes).map_err(wrong)? {
        Content::Text(text) => {
            let grid = Grid::of_text(text).map_err(wrong)?;
            let heading = register_heading::find(&grid, &request.columns, instrument);
            heading.map(|heading| (String::new(), grid, heading, Vec::new()))
        }
        Content::Workbook => sheet(bytes, request, instrument).map_err(wrong)?,
    };
    let Some((sheet, grid, heading, others)) = found else {
        return Err(RegisterError::NoHeading {
            path: path.to_owned(),
        });
    };
    for (named, _) in &request.columns {
        if !heading.columns.iter().any(|column| column.is_named(named)) {
            return Err(RegisterError::NoColumn {
                path: path.to_owned(),
                heading: named.clone(),
                headings: heading.columns.iter().map(|c| c.text.clone()).collect(),
            });
        }
    }
    heading.fits(path)?;
    let is_first = others.first().is_none_or(|(before, _)| !before);
    let file = if is_first {
        hash
    } else {
        hash_of_sheet(hash, &sheet)
    };
    let taken = register_rows::take(&grid, &heading, (instrument, request.reference));
    if taken.plan.n_persons() == 0 && taken.plan.households().count() == 0 {
        return Err(RegisterError::NoPersons {
            path: path.to_owned(),
        });
    }
    Ok(Register {
        sheet,
        other_sheets: others.into_iter().map(|(_, name)| name).collect(),
        heading: heading.lines,
        columns: mapped(&grid, &heading),
        plan: Plan { file, ..taken.plan },
        skipped: taken.skipped,
        oddities: taken.oddities,
    })
}

/// A sheet with its heading, and the other ones: whether each stands before it, and its name.
type Found = (String, Grid, Heading, Vec<(bool, String)>);

/// Finds the sheet that is asked for, else the first that is a register.
fn sheet(
    bytes: &[u8],
    request: &RegisterRequest,
    instrument: &Instrument,
) -> Result<Option<Found>, Fault> {
    let mut book = frame_xlsx::open(bytes)?;
    let sheets = book.sheet_names();
    if let Some(asked) = &request.sheet
        && !sheets.contains(asked)
    {
        return Err(Fault::file(FrameCause::NoSheet {
            sheet: asked.clone(),
            sheets,
        }));
    }
    let mut found = None;
    let mut others = Vec::new();
    for name in sheets {
        let is_asked = request.sheet.as_ref().is_none_or(|asked| *asked == name);
        if found.is_none() && is_asked {
            let grid = Grid::of_sheet(&mut book, &name)?;
            if let Some(heading) = register_heading::find(&grid, &request.columns, instrument) {
                found = Some((name, grid, heading));
                continue;
            }
        }
        others.push((found.is_none(), name));
    }
    Ok(found.map(|(name, grid, heading)| (name, grid, heading, others)))
}

/// Names the lines of a sheet that is not the first apart from those of the first.
fn hash_of_sheet(file: [u8; 32], sheet: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&file);
    hasher.update(sheet.as_bytes());
    *hasher.finalize().as_bytes()
}

/// Says of each column what it holds and how much.
fn mapped(grid: &Grid, heading: &Heading) -> Vec<Mapped> {
    let body = grid.lines.get(heading.body..).unwrap_or_default();
    let body: Vec<&Line> = body.iter().filter(|line| !heading.repeats(line)).collect();
    let columns = heading.columns.iter().map(|column| {
        let mut cells = body
            .iter()
            .map(|line| line.cell(column.at))
            .filter(|cell| !cell.is_empty());
        let sample = cells.next().map(Value::text);
        // A list on a screen never shows a whole identity number.
        let sample = sample.map(|text| match &column.target {
            Some(Target::HeadId) => identity::mask(&text),
            Some(Target::Item(_, item)) if item == "id_number" => identity::mask(&text),
            _ => text,
        });
        Mapped {
            column: column.at,
            heading: column.text.clone(),
            target: column.target.clone(),
            filled: usize::from(sample.is_some()) + cells.count(),
            sample: sample.unwrap_or_default(),
        }
    });
    let is_shown = |one: &Mapped| !one.heading.is_empty() || one.filled > 0;
    columns.filter(is_shown).collect()
}
