//! A page in words, before it is text or HTML.

/// Everything a sheet says, in order, in one language.
#[derive(Debug)]
pub(super) struct Page {
    /// Tag of the language, as HTML wants it.
    pub(super) tag: &'static str,
    /// Title.
    pub(super) title: String,
    /// The unit.
    pub(super) unit: String,
    /// Says in large letters that the sheet does not hold, and below it why; none where it does.
    pub(super) banner: Option<(String, Vec<String>)>,
    /// Stands at the foot of every page, so that pages of two sheets are not mixed.
    pub(super) foot: String,
    /// The rest.
    pub(super) parts: Vec<Part>,
}

/// A part of a page.
#[derive(Debug)]
pub(super) enum Part {
    /// What the parts behind it are about.
    Heading(String),
    /// Names of facts and the facts.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// Sentences.
    Lines(Vec<String>),
    /// Digits to be compared one by one.
    Digits(Vec<String>),
    /// Where people sign, and where the stamp goes.
    Signing(Signing),
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    /// Headings of the columns.
    pub(super) columns: Vec<Column>,
    /// Its rows, each with a cell a column.
    pub(super) rows: Vec<Vec<String>>,
    /// Whether the last row sums up those before it.
    pub(super) has_sum: bool,
}

/// A column of a table.
#[derive(Debug)]
pub(super) struct Column {
    /// Heading.
    pub(super) heading: String,
    /// What it holds.
    pub(super) holds: Holds,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Words, from the left, wrapped.
    Words,
    /// Short words that are never wrapped on paper.
    Word,
    /// Numbers, from the right.
    Number,
    /// Nothing: a box to be ticked by hand.
    Box,
}

/// Places to sign.
#[derive(Debug)]
pub(super) struct Signing {
    /// What is signed for.
    pub(super) oath: String,
    /// Who signs, and what is known of them already.
    pub(super) people: Vec<(String, String)>,
    /// Name of the line for a signature by hand.
    pub(super) signature: String,
    /// Where the date is written.
    pub(super) date: String,
    /// Where the stamp goes.
    pub(super) stamp: String,
}

impl Table {
    /// Makes a table of headings parted by commas.
    pub(super) fn new(headings: &str, holds: &[Holds], rows: Vec<Vec<String>>) -> Self {
        let columns = headings.split(',').zip(holds);
        let columns = columns.map(|(heading, holds)| Column {
            heading: heading.to_owned(),
            holds: *holds,
        });
        Self {
            columns: columns.collect(),
            rows,
            has_sum: false,
        }
    }
}
