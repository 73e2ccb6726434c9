//! The frame: the units that must exist, as the county hands them out.

/// The units of one county that must exist. The builder beside it alone makes one, so that the
/// codes nest and the names agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Six digits.
    pub county_code: String,
    /// Name of the county.
    pub county: String,
    /// Ordered by code; never empty.
    pub townships: Vec<FrameTownship>,
}

/// A township of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameTownship {
    /// Nine digits that begin with the county's code.
    pub code: String,
    /// Name of the township.
    pub name: String,
    /// Ordered by code; never empty.
    pub villages: Vec<FrameVillage>,
}

/// A village of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameVillage {
    /// Twelve digits that begin with the township's code.
    pub code: String,
    /// Name of the village.
    pub name: String,
    /// Ordered by number; empty where the frame gives no groups.
    pub groups: Vec<FrameGroup>,
    /// Households to be found; `None` where the frame says nothing.
    pub expected_households: Option<u32>,
    /// Persons to be found; `None` where the frame says nothing.
    pub expected_persons: Option<u32>,
}

/// A group of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameGroup {
    /// 1 to 99.
    pub number: u32,
    /// Local name; empty where the frame gives none.
    pub name: String,
    /// Households to be found; `None` where the frame says nothing.
    pub expected_households: Option<u32>,
    /// Persons to be found; `None` where the frame says nothing.
    pub expected_persons: Option<u32>,
}

impl Frame {
    /// Returns the number of villages.
    #[must_use]
    pub fn village_count(&self) -> usize {
        self.townships
            .iter()
            .map(|township| township.villages.len())
            .sum()
    }

    /// Returns the number of groups.
    #[must_use]
    pub fn group_count(&self) -> usize {
        let villages = self
            .townships
            .iter()
            .flat_map(|township| &township.villages);
        villages.map(|village| village.groups.len()).sum()
    }
}

/// A column of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrameColumn {
    /// Code of the county.
    CountyCode,
    /// Name of the county.
    County,
    /// Code of the township.
    TownshipCode,
    /// Name of the township.
    Township,
    /// Code of the village.
    VillageCode,
    /// Name of the village.
    Village,
    /// Number of the group.
    Group,
    /// Households expected.
    ExpectedHouseholds,
    /// Persons expected.
    ExpectedPersons,
}

impl FrameColumn {
    /// All columns in their usual order.
    pub const ALL: [Self; 9] = [
        Self::CountyCode,
        Self::County,
        Self::TownshipCode,
        Self::Township,
        Self::VillageCode,
        Self::Village,
        Self::Group,
        Self::ExpectedHouseholds,
        Self::ExpectedPersons,
    ];

    /// Returns the heading of the column.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::CountyCode => "county_code",
            Self::County => "county",
            Self::TownshipCode => "township_code",
            Self::Township => "township",
            Self::VillageCode => "village_code",
            Self::Village => "village",
            Self::Group => "group",
            Self::ExpectedHouseholds => "expected_households",
            Self::ExpectedPersons => "expected_persons",
        }
    }

    /// Tells whether a frame must have the column.
    #[must_use]
    pub const fn is_required(self) -> bool {
        !matches!(
            self,
            Self::Group | Self::ExpectedHouseholds | Self::ExpectedPersons
        )
    }

    /// Returns the column that a heading names.
    #[must_use]
    pub fn parse(heading: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.id() == heading)
    }
}

/// The texts of one row of a frame; absent columns are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameRow([String; FrameColumn::ALL.len()]);

impl FrameRow {
    /// Puts a text into a column.
    pub fn set(&mut self, column: FrameColumn, text: String) {
        if let Some(cell) = self.0.get_mut(column as usize) {
            *cell = text;
        }
    }

    /// Returns the text of a column.
    #[must_use]
    pub fn get(&self, column: FrameColumn) -> &str {
        self.0.get(column as usize).map_or("", String::as_str)
    }

    /// Tells whether no column has a text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(String::is_empty)
    }
}
