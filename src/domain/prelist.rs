//! What a register lets expect before the walk: households and named persons, as plain data.

/// Households and persons of one file, to be listed before the walk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// BLAKE3 of the file; with a line it names a record for ever.
    pub file: [u8; 32],
    /// Villages in the order of the file. One without a name where the file tells none apart.
    pub villages: Vec<PlanVillage>,
}

/// A village of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanVillage {
    /// Name or code as written; empty where the file has no column for it.
    pub name: String,
    /// Line on which it is first named.
    pub line: u64,
    /// Groups in the order of the file.
    pub groups: Vec<PlanGroup>,
}

/// A group of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanGroup {
    /// Number, where one is written.
    pub number: Option<u32>,
    /// Name, where one is written in place of a number.
    pub name: String,
    /// Households in the order of the file.
    pub households: Vec<PlanHousehold>,
}

/// A household of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanHousehold {
    /// Line of the file on which it begins.
    pub line: u64,
    /// Number as written, where it can be one of a household.
    pub number: Option<u32>,
    /// How many people it has by a column of its own.
    pub members: Option<u32>,
    /// Items and their values, as they are typed.
    pub answers: Vec<(String, String)>,
    /// Persons, the head first.
    pub persons: Vec<PlanPerson>,
}

/// A person of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanPerson {
    /// Line of the file.
    pub line: u64,
    /// Items and their values, as they are typed.
    pub answers: Vec<(String, String)>,
    /// What the register notes.
    pub note: String,
}

impl Plan {
    /// Goes through all groups.
    pub fn groups(&self) -> impl Iterator<Item = &PlanGroup> {
        self.villages.iter().flat_map(|village| &village.groups)
    }

    /// Goes through all households.
    pub fn households(&self) -> impl Iterator<Item = &PlanHousehold> {
        self.groups().flat_map(|group| &group.households)
    }

    /// Counts the persons.
    #[must_use]
    pub fn n_persons(&self) -> usize {
        self.households().map(|one| one.persons.len()).sum()
    }
}

impl PlanGroup {
    /// Counts the persons to be expected: those named, or as many as the file says there are.
    #[must_use]
    pub fn expected_persons(&self) -> u32 {
        let each = self.households.iter().map(|one| {
            let named = u32::try_from(one.persons.len()).unwrap_or(u32::MAX);
            one.members.map_or(named, |members| members.max(named))
        });
        each.fold(0, u32::saturating_add)
    }
}

impl PlanHousehold {
    /// Returns the name of the head.
    #[must_use]
    pub fn head(&self) -> &str {
        value(&self.answers, "head_name")
    }
}

impl PlanPerson {
    /// Returns what is written for an item; empty where nothing is.
    #[must_use]
    pub fn value(&self, item: &str) -> &str {
        value(&self.answers, item)
    }
}

fn value<'a>(answers: &'a [(String, String)], item: &str) -> &'a str {
    let found = answers.iter().find(|(known, _)| known == item);
    found.map_or("", |(_, value)| value)
}
