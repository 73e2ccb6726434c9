use crate::domain::kind::Kind;
use crate::instrument::{Column, Instrument, Item, ItemType};
use crate::store::Reader;

/// The codes that stand first in each row, cut out of the path of the record (`ids.md` §5).
pub(super) const KEYS: [Key; 7] = [
    Key {
        name: "county_code",
        kind: Kind::County,
        from: 0,
        to: 6,
    },
    Key {
        name: "township_code",
        kind: Kind::Township,
        from: 0,
        to: 9,
    },
    Key {
        name: "village_code",
        kind: Kind::Village,
        from: 0,
        to: 12,
    },
    Key {
        name: "group_key",
        kind: Kind::Group,
        from: 0,
        to: 14,
    },
    Key {
        name: "household_key",
        kind: Kind::Household,
        from: 0,
        to: 17,
    },
    Key {
        name: "person_key",
        kind: Kind::Person,
        from: 0,
        to: 19,
    },
    Key {
        name: "episode_no",
        kind: Kind::Episode,
        from: 19,
        to: 21,
    },
];
/// Name of the column of the record's id for ever.
pub(super) const UUID: &str = "uuid";

/// A key column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    from: usize,
    to: usize,
}

impl Key {
    /// Cuts the key out of the path of a record.
    pub(super) fn cut<'a>(&self, path: &'a [u8]) -> &'a [u8] {
        path.get(self.from..self.to).unwrap_or_default()
    }

    /// Returns the wording key of the column's name.
    pub(super) const fn label(&self) -> &'static str {
        match self.kind {
            Kind::County => "exchange.column.county_code",
            Kind::Township => "exchange.column.township_code",
            Kind::Village => "exchange.column.village_code",
            Kind::Group => "exchange.column.group_key",
            Kind::Household => "exchange.column.household_key",
            Kind::Person => "exchange.column.person_key",
            _ => "exchange.column.episode_no",
        }
    }
}

/// What a column of a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Item,
    Reason,
    Derived,
}

/// A column of a sheet behind the keys.
#[derive(Clone, Debug)]
pub(super) struct SheetColumn {
    pub(super) name: String,
    pub(super) item: String,
    pub(super) role: Role,
    /// Decimals of its numbers.
    pub(super) scale: usize,
    /// Place in the rows of the store.
    pub(super) index: usize,
}

/// One of the tables of an export: which kind of record, and which columns.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) kind: Kind,
    pub(super) file: &'static str,
    pub(super) keys: Vec<Key>,
    pub(super) columns: Vec<SheetColumn>,
    /// Places of path, id, and liveness in the rows of the store.
    pub(super) path: usize,
    pub(super) uuid: usize,
    pub(super) live: usize,
    /// Place of the disposition and the codes with which a unit that is out stays in the table.
    pub(super) out_of_scope: Option<(usize, Vec<String>)>,
    /// Places of origin and disposition, where the unit is part of the ledger.
    pub(super) ledger: Option<(usize, usize)>,
}

impl Sheet {
    /// Lays out the tables of a township.
    pub(super) fn all(reader: &Reader) -> Vec<Self> {
        [
            (Kind::Household, "households.csv"),
            (Kind::Person, "persons.csv"),
            (Kind::Episode, "episodes.csv"),
            (Kind::Group, "groups.csv"),
        ]
        .map(|(kind, file)| Self::new(reader, kind, file))
        .into()
    }

    fn new(reader: &Reader, kind: Kind, file: &'static str) -> Self {
        let instrument = reader.instrument();
        let stored = reader.row_columns(kind);
        let place = |name: &str| stored.iter().position(|stored| stored == name);
        let keys: Vec<Key> = KEYS.into_iter().filter(|key| key.kind <= kind).collect();
        let mut columns = Vec::new();
        for column in wanted(instrument, kind) {
            // The number of an episode is a key already, and a heading may stand only once.
            if keys.iter().all(|key| key.name != column.name) {
                columns.extend(place(&column.name).map(|index| SheetColumn { index, ..column }));
            }
        }
        let out_of_scope = matches!(kind, Kind::Group | Kind::Household)
            .then(|| Some((place("disposition")?, out_codes(instrument, kind))))
            .flatten();
        Self {
            kind,
            file,
            keys,
            columns,
            path: place("path").unwrap_or_default(),
            uuid: place(UUID).unwrap_or_default(),
            live: place("live").unwrap_or_default(),
            out_of_scope,
            ledger: place("origin").zip(place("disposition")),
        }
    }

    /// Returns the headings in order.
    pub(super) fn headings(&self) -> impl Iterator<Item = &str> {
        let keys = self.keys.iter().map(|key| key.name);
        let columns = self.columns.iter().map(|column| column.name.as_str());
        keys.chain([UUID]).chain(columns)
    }
}

/// Lists items with their reasons in asking order, then the derived columns.
fn wanted(instrument: &Instrument, kind: Kind) -> Vec<SheetColumn> {
    let column = |name: String, item: &str, role, item_type: &ItemType| SheetColumn {
        name,
        item: item.to_owned(),
        role,
        scale: scale(item_type),
        index: 0,
    };
    let mut columns = Vec::new();
    for item in instrument.items(kind).iter().filter(|item| !item.retired) {
        columns.push(column(
            item.id.clone(),
            &item.id,
            Role::Item,
            &item.item_type,
        ));
        if may_have_reason(item) {
            columns.push(column(
                item.reason_column(),
                &item.id,
                Role::Reason,
                &item.item_type,
            ));
        }
    }
    for derived in instrument
        .derived(kind)
        .iter()
        .filter(|derived| !derived.hidden)
    {
        columns.push(column(
            derived.id.clone(),
            &derived.id,
            Role::Derived,
            &derived.item_type,
        ));
    }
    columns
}

/// Only what is asked can be refused or unknown.
const fn may_have_reason(item: &Item) -> bool {
    !item.is_auto() && !item.hidden
}

fn scale(item_type: &ItemType) -> usize {
    match item_type {
        ItemType::Dec { scale, .. } => usize::from(*scale),
        _ => 0,
    }
}

/// Returns the dispositions that take a record out of the census.
fn out_codes(instrument: &Instrument, kind: Kind) -> Vec<String> {
    let list = match instrument.column(kind, "disposition") {
        Some(column @ Column::Item(_)) => column.item_type().list(),
        _ => None,
    };
    let rows = list
        .and_then(|list| instrument.lists.get(list))
        .map(|list| list.rows.iter());
    rows.into_iter()
        .flatten()
        .filter(|row| row.out)
        .map(|row| row.code.clone())
        .collect()
}
