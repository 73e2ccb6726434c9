//! The codebook: the questionnaire as rows, for people and for other tools.

use crate::domain::kind::Kind;

use super::item::{Column, Item, Required};
use super::list::CodeList;
use super::questionnaire::Instrument;
use super::section::Label;

/// One row of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Kind of record.
    pub kind: Kind,
    /// Item or derived column.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// Type with its bounds, such as `int 1..99`.
    pub item_type: String,
    /// What its number counts; empty for none.
    pub unit: String,
    /// Name of its code list; empty for none.
    pub list: String,
    /// Codes with their meaning, `1=Male; 2=Female`, of lists that are not long.
    pub codes: Label,
    /// Condition under which it is asked, as SQL; empty for always.
    pub universe: String,
    /// `yes`, `no`, `auto`, `derived`, or the condition as SQL.
    pub required: String,
    /// Form help.
    pub help: Label,
}

/// Longest list whose codes are written out in a row; longer ones are tables of their own.
pub const CODES_IN_ROW_MAX: usize = 110;

/// Headers of the columns, in the order of [`Row::cells`].
pub const HEADERS: [&str; 13] = [
    "kind", "item", "label_zh", "label_en", "type", "unit", "list", "codes_zh", "codes_en",
    "universe", "required", "help_zh", "help_en",
];

impl Row {
    /// Lists the cells of the row in the order of [`HEADERS`].
    #[must_use]
    pub fn cells(&self) -> [&str; 13] {
        [
            self.kind.id(),
            &self.id,
            &self.label.zh,
            &self.label.en,
            &self.item_type,
            &self.unit,
            &self.list,
            &self.codes.zh,
            &self.codes.en,
            &self.universe,
            &self.required,
            &self.help.zh,
            &self.help.en,
        ]
    }
}

/// Lists all items and derived columns, kinds from the county down, each in asking order.
#[must_use]
pub fn rows(instrument: &Instrument) -> Vec<Row> {
    let all = Kind::ALL
        .into_iter()
        .flat_map(|kind| instrument.columns(kind));
    all.filter(|column| !matches!(column, Column::Derived(derived) if derived.hidden))
        .map(|column| row(instrument, column))
        .collect()
}

fn row(instrument: &Instrument, column: Column<'_>) -> Row {
    let item_type = column.item_type();
    let list = item_type.list().unwrap_or_default();
    let codes = instrument
        .lists
        .get(list)
        .map(|list| codes(list))
        .unwrap_or_default();
    let (kind, label, unit) = match column {
        Column::Item(item) => (item.kind, &item.label, &item.unit),
        Column::Derived(derived) => (derived.kind, &derived.label, &derived.unit),
    };
    let item = match column {
        Column::Item(item) => Some(item),
        Column::Derived(_) => None,
    };
    Row {
        kind,
        id: column.id().to_owned(),
        label: label.clone(),
        item_type: item_type.describe(),
        unit: unit.clone().unwrap_or_default(),
        list: list.to_owned(),
        codes,
        universe: item
            .and_then(|item| item.universe.as_ref())
            .map_or_else(String::new, |c| c.sql.clone()),
        required: item.map_or_else(|| "derived".to_owned(), required),
        help: item.map(|item| item.help.clone()).unwrap_or_default(),
    }
}

fn required(item: &Item) -> String {
    match &item.required {
        Required::Always => "yes".to_owned(),
        Required::Never => "no".to_owned(),
        Required::Auto => "auto".to_owned(),
        Required::When(condition) => condition.sql.clone(),
    }
}

fn codes(list: &CodeList) -> Label {
    if list.rows.len() > CODES_IN_ROW_MAX {
        return Label::default();
    }
    let join = |english: bool| {
        let rows = list
            .rows
            .iter()
            .map(|row| format!("{}={}", row.code, row.label.pick(english)));
        rows.collect::<Vec<_>>().join("; ")
    };
    Label {
        zh: join(false),
        en: join(true),
    }
}
