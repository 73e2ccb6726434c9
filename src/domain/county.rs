//! County codes, those of today and the withdrawn ones.

use std::collections::HashMap;
use std::sync::OnceLock;

const CURRENT: &str = include_str!("../../assets/instrument/lists/gb2260_county_2023.csv");
const WITHDRAWN: &str = include_str!("../../assets/instrument/lists/gb2260_county_historic.csv");
const PROVINCES: &str = include_str!("../../assets/instrument/lists/gb2260_province.csv");

/// What is known of the first six digits of an identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// A county of today.
    County {
        /// Its Chinese name.
        name: &'static str,
    },
    /// A county code that is no longer given out but stays in the numbers of the older.
    Withdrawn {
        /// The Chinese name at the time.
        name: &'static str,
    },
    /// A residence permit of Hong Kong, Macao, or Taiwan (81 to 83).
    ResidencePermit,
    /// In no list; the lists are not complete, so this proves nothing.
    Unknown,
}

impl Address {
    /// Looks up a six-digit county code.
    #[must_use]
    pub fn look_up(code: &str) -> Self {
        static TABLE: OnceLock<HashMap<&'static str, Address>> = OnceLock::new();
        // A permit carries 810000, 820000, or 830000 and no county.
        if matches!(code, "810000" | "820000" | "830000") {
            return Self::ResidencePermit;
        }
        TABLE
            .get_or_init(load)
            .get(code)
            .copied()
            .unwrap_or(Self::Unknown)
    }

    /// Tells whether the code is in a list.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Self::Unknown
    }

    /// Returns the Chinese name of the county.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::County { name } | Self::Withdrawn { name } => Some(name),
            Self::ResidencePermit | Self::Unknown => None,
        }
    }
}

/// Returns the Chinese name of the province of a two-digit or longer code.
#[must_use]
pub fn province_name(code: &str) -> Option<&'static str> {
    let prefix: String = code.chars().take(2).collect();
    rows(PROVINCES)
        .find(|(code, _)| code.starts_with(&prefix))
        .map(|(_, name)| name)
}

fn load() -> HashMap<&'static str, Address> {
    let withdrawn = rows(WITHDRAWN).map(|(code, name)| (code, Address::Withdrawn { name }));
    let current = rows(CURRENT).map(|(code, name)| (code, Address::County { name }));
    // A code that is in both lists was given out again: the later entry wins.
    withdrawn.chain(current).collect()
}

/// Reads code and Chinese name of each row; these lists quote no field.
fn rows(csv: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    csv.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(',');
        Some((fields.next()?, fields.next()?))
    })
}
