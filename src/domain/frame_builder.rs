//! Checks a frame row by row: codes nest, names agree, nothing stands twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use thiserror::Error;

use crate::domain::frame::{Frame, FrameColumn, FrameGroup, FrameRow, FrameTownship, FrameVillage};

/// Greatest number of rows of one frame; the largest county has 1,180 villages of under 40 groups.
pub const FRAME_ROWS_MAX: u32 = 100_000;
/// Greatest number of characters of a name.
pub const FRAME_NAME_CHARS_MAX: usize = 40;
/// Greatest number of a group in its village.
pub const GROUP_NUMBER_MAX: u32 = 99;
/// Greatest number of households that a row may expect.
pub const EXPECTED_HOUSEHOLDS_MAX: u32 = 99_999;
/// Greatest number of persons that a row may expect.
pub const EXPECTED_PERSONS_MAX: u32 = 999_999;

/// What is wrong with a row, and in which column.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{column:?}: {cause:?}")]
pub struct RowFault {
    /// The column to mend.
    pub column: FrameColumn,
    /// What is wrong there.
    pub cause: RowCause,
}

/// What is wrong in a cell of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowCause {
    /// A code of the wrong length or with other characters than digits.
    Code {
        /// The text of the cell.
        value: String,
        /// Digits that the code must have.
        digits: usize,
    },
    /// A code that a spreadsheet rounded or wrote as a power of ten.
    Rounded {
        /// The text of the cell.
        value: String,
    },
    /// A code that does not begin with the code of the unit above.
    Outside {
        /// The code.
        value: String,
        /// Code of the unit above, as the same row gives it.
        parent: String,
    },
    /// A second county.
    TwoCounties {
        /// Code of this row.
        value: String,
        /// Code of the rows before.
        first: String,
    },
    /// The same village, or the same group of a village, as in an earlier row.
    Duplicate {
        /// Code of the village, or number of the group.
        value: String,
        /// Line of the earlier row.
        line: u64,
    },
    /// A code that carries another name in an earlier row.
    TwoNames {
        /// The code.
        code: String,
        /// Name of this row.
        name: String,
        /// Name of the earlier row.
        other: String,
        /// Line of the earlier row.
        line: u64,
    },
    /// An empty cell that must have a text.
    Empty,
    /// A name of more than [`FRAME_NAME_CHARS_MAX`] characters.
    LongName {
        /// Characters of the name.
        length: usize,
    },
    /// A number that is not whole, or out of range.
    Number {
        /// The text of the cell.
        value: String,
        /// Least number allowed.
        min: u32,
        /// Greatest number allowed.
        max: u32,
    },
    /// More rows than [`FRAME_ROWS_MAX`].
    TooManyRows,
}

/// A name and the line that gave it first.
type Named = (String, u64);

/// Collects the rows of a frame and refuses the first that contradicts the rules or an earlier row.
#[derive(Debug, Default)]
pub struct FrameBuilder {
    county: Option<(String, Named)>,
    townships: HashMap<String, Named>,
    villages: HashMap<String, VillageRows>,
    rows: u32,
}

#[derive(Debug)]
struct VillageRows {
    named: Named,
    /// Line and expectations of the row without a group.
    whole: Option<(u64, Expected)>,
    groups: HashMap<u32, (u64, Expected)>,
}

type Expected = (Option<u32>, Option<u32>);

impl FrameBuilder {
    /// Adds a row that stands on a line of the file.
    ///
    /// # Errors
    ///
    /// [`RowFault`] with the column to mend; the builder is of no further use then.
    pub fn add(&mut self, row: &FrameRow, line: u64) -> Result<(), RowFault> {
        self.rows += 1;
        if self.rows > FRAME_ROWS_MAX {
            return Err(fault(FrameColumn::CountyCode, RowCause::TooManyRows));
        }
        let county = code(row, FrameColumn::CountyCode, 6, "")?;
        let township = code(row, FrameColumn::TownshipCode, 9, &county)?;
        let village = code(row, FrameColumn::VillageCode, 12, &township)?;
        self.add_county(county, named(row, FrameColumn::County, line)?)?;
        self.add_township(township, named(row, FrameColumn::Township, line)?)?;
        let rows = self.village(village.clone(), named(row, FrameColumn::Village, line)?)?;
        let expected = (
            number(
                row,
                FrameColumn::ExpectedHouseholds,
                0,
                EXPECTED_HOUSEHOLDS_MAX,
            )?,
            number(row, FrameColumn::ExpectedPersons, 0, EXPECTED_PERSONS_MAX)?,
        );
        rows.add(
            &village,
            number(row, FrameColumn::Group, 1, GROUP_NUMBER_MAX)?,
            expected,
            line,
        )
    }

    /// Returns the frame, `None` when no row was added.
    #[must_use]
    pub fn finish(self) -> Option<Frame> {
        let (county_code, (county, _)) = self.county?;
        let mut townships: Vec<FrameTownship> = self
            .townships
            .into_iter()
            .map(|(code, (name, _))| FrameTownship {
                code,
                name,
                villages: Vec::new(),
            })
            .collect();
        townships.sort_by(|a, b| a.code.cmp(&b.code));
        let mut villages: Vec<FrameVillage> = self
            .villages
            .into_iter()
            .map(|(code, rows)| rows.finish(code))
            .collect();
        villages.sort_by(|a, b| a.code.cmp(&b.code));
        // Both are ordered by code, so the villages of a township follow each other.
        let mut villages = villages.into_iter().peekable();
        for township in &mut townships {
            while let Some(village) = villages.next_if(|v| v.code.starts_with(&township.code)) {
                township.villages.push(village);
            }
        }
        Some(Frame {
            county_code,
            county,
            townships,
        })
    }

    fn add_county(&mut self, code: String, named: Named) -> Result<(), RowFault> {
        let Some((first, known)) = &self.county else {
            self.county = Some((code, named));
            return Ok(());
        };
        if *first != code {
            let cause = RowCause::TwoCounties {
                value: code,
                first: first.clone(),
            };
            return Err(fault(FrameColumn::CountyCode, cause));
        }
        same_name(FrameColumn::County, &code, named, known)
    }

    fn add_township(&mut self, code: String, named: Named) -> Result<(), RowFault> {
        match self.townships.entry(code) {
            Entry::Vacant(entry) => {
                entry.insert(named);
                Ok(())
            }
            Entry::Occupied(entry) => {
                same_name(FrameColumn::Township, entry.key(), named, entry.get())
            }
        }
    }

    fn village(&mut self, code: String, named: Named) -> Result<&mut VillageRows, RowFault> {
        match self.villages.entry(code) {
            Entry::Vacant(entry) => Ok(entry.insert(VillageRows {
                named,
                whole: None,
                groups: HashMap::new(),
            })),
            Entry::Occupied(entry) => {
                same_name(FrameColumn::Village, entry.key(), named, &entry.get().named)?;
                Ok(entry.into_mut())
            }
        }
    }
}

impl VillageRows {
    fn add(
        &mut self,
        code: &str,
        group: Option<u32>,
        expected: Expected,
        line: u64,
    ) -> Result<(), RowFault> {
        let earlier = match group {
            None => self.whole.replace((line, expected)),
            Some(number) => self.groups.insert(number, (line, expected)),
        };
        let Some((earlier, _)) = earlier else {
            return Ok(());
        };
        let (column, value) = match group {
            None => (FrameColumn::VillageCode, code.to_owned()),
            Some(number) => (FrameColumn::Group, number.to_string()),
        };
        Err(fault(
            column,
            RowCause::Duplicate {
                value,
                line: earlier,
            },
        ))
    }

    fn finish(self, code: String) -> FrameVillage {
        let mut groups: Vec<FrameGroup> = self
            .groups
            .into_iter()
            .map(|(number, (_, (households, persons)))| FrameGroup {
                number,
                name: String::new(),
                expected_households: households,
                expected_persons: persons,
            })
            .collect();
        groups.sort_by_key(|group| group.number);
        let (households, persons) = self.whole.map_or((None, None), |(_, expected)| expected);
        FrameVillage {
            code,
            name: self.named.0,
            expected_households: households.or_else(|| total(&groups, |g| g.expected_households)),
            expected_persons: persons.or_else(|| total(&groups, |g| g.expected_persons)),
            groups,
        }
    }
}

/// Sums what the groups expect; one group without a number leaves the sum unknown, never less.
fn total(groups: &[FrameGroup], of: impl Fn(&FrameGroup) -> Option<u32>) -> Option<u32> {
    if groups.is_empty() {
        return None;
    }
    groups.iter().map(of).sum()
}

fn fault(column: FrameColumn, cause: RowCause) -> RowFault {
    RowFault { column, cause }
}

fn code(
    row: &FrameRow,
    column: FrameColumn,
    digits: usize,
    parent: &str,
) -> Result<String, RowFault> {
    let value = row.get(column).to_owned();
    if value.is_empty() {
        return Err(fault(column, RowCause::Empty));
    }
    if is_power_of_ten(&value) {
        return Err(fault(column, RowCause::Rounded { value }));
    }
    if value.len() != digits || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault(column, RowCause::Code { value, digits }));
    }
    // A number that lost its last digits ends in zeros, and no unit has the code 000.
    if !parent.is_empty() && value.ends_with("000") {
        return Err(fault(column, RowCause::Rounded { value }));
    }
    if !value.starts_with(parent) {
        return Err(fault(
            column,
            RowCause::Outside {
                value,
                parent: parent.to_owned(),
            },
        ));
    }
    Ok(value)
}

/// Tells whether the text looks like `6.20825E+11`.
fn is_power_of_ten(value: &str) -> bool {
    value.contains(['E', 'e']) && value.parse::<f64>().is_ok()
}

fn named(row: &FrameRow, column: FrameColumn, line: u64) -> Result<Named, RowFault> {
    let name = row.get(column);
    if name.is_empty() {
        return Err(fault(column, RowCause::Empty));
    }
    let length = name.chars().count();
    if length > FRAME_NAME_CHARS_MAX {
        return Err(fault(column, RowCause::LongName { length }));
    }
    Ok((name.to_owned(), line))
}

fn number(
    row: &FrameRow,
    column: FrameColumn,
    min: u32,
    max: u32,
) -> Result<Option<u32>, RowFault> {
    let value = row.get(column);
    if value.is_empty() {
        return Ok(None);
    }
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = value
        .parse()
        .ok()
        .filter(|number| digits && (min..=max).contains(number));
    parsed.map(Some).ok_or_else(|| {
        fault(
            column,
            RowCause::Number {
                value: value.to_owned(),
                min,
                max,
            },
        )
    })
}

fn same_name(
    column: FrameColumn,
    code: &str,
    (name, _): Named,
    (other, line): &Named,
) -> Result<(), RowFault> {
    if name == *other {
        return Ok(());
    }
    let (code, other, line) = (code.to_owned(), other.clone(), *line);
    Err(fault(
        column,
        RowCause::TwoNames {
            code,
            name,
            other,
            line,
        },
    ))
}
