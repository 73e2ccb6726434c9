//! Codes of places, from the county to an episode.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::base::message::Message;
use crate::base::text::fold_width;
use crate::domain::check_character::check_character;
use crate::domain::kind::Kind;

/// The levels that carry a code and the number of digits of each.
const LEVELS: [(Kind, usize); 7] = [
    (Kind::County, 6),
    (Kind::Township, 9),
    (Kind::Village, 12),
    (Kind::Group, 14),
    (Kind::Household, 17),
    (Kind::Person, 19),
    (Kind::Episode, 21),
];

/// A code that cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DivisionError {
    /// Something other than a digit, at a position counted from 1.
    #[error("{found:?} at position {position} is no digit")]
    Character {
        /// Position counted from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// A number of digits that no level has.
    #[error("no level has a code of {length} digits")]
    Length {
        /// Digits that were given.
        length: usize,
    },
    /// A part that is all zeros, which numbers nothing.
    #[error("the part for the {level} is zero")]
    Zero {
        /// The level of the part.
        level: Kind,
    },
    /// A check character that does not belong to the digits.
    #[error("the check character does not fit")]
    Check,
}

impl DivisionError {
    /// Says the fault in the user's language.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Character { position, found } => Message::new("domain.division_character")
                .with("position", position)
                .with("found", found),
            Self::Length { length } => {
                Message::new("domain.division_length").with("length", length)
            }
            Self::Zero { level } => Message::new("domain.division_zero").with("level", level.key()),
            Self::Check => Message::new("domain.division_check"),
        }
    }
}

/// The code of one place in the tree, from the county (6 digits) to an episode (21).
///
/// Twelve digits are the national code of a village; group (2), household (3), person (2), and
/// episode (2) are numbered by the census. A code begins with the codes of all that hold it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode(String);

impl DivisionCode {
    /// Returns the level that the number of digits stands for.
    #[must_use]
    pub fn level(&self) -> Kind {
        let level = LEVELS.iter().find(|(_, digits)| *digits == self.0.len());
        level.map_or(Kind::County, |(kind, _)| *kind)
    }

    /// Returns the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the code of what holds this place; none for the county.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.ancestor(self.level().parent()?)
    }

    /// Returns the code of the given level that holds this place, or the place itself.
    #[must_use]
    pub fn ancestor(&self, level: Kind) -> Option<Self> {
        let (_, digits) = LEVELS.iter().find(|(kind, _)| *kind == level)?;
        self.0.get(..*digits).map(|code| Self(code.to_owned()))
    }

    /// Tells whether this place lies in the other or is the other.
    #[must_use]
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Returns the last part, which numbers the place within its parent: `03` of a group.
    ///
    /// For a county, township, or village that is the last two or three digits of the code.
    #[must_use]
    pub fn own_part(&self) -> &str {
        self.parts().last().map_or("", |(_, part)| part)
    }

    /// Returns the code of a place within this one by its number; none at the lowest level or
    /// when the number does not fit its digits.
    #[must_use]
    pub fn child(&self, number: u32) -> Option<Self> {
        let place = LEVELS.iter().position(|(kind, _)| *kind == self.level())?;
        let (_, digits) = LEVELS.get(place + 1)?;
        let width = digits - self.0.len();
        let code = format!("{}{number:0width$}", self.0);
        code.parse()
            .ok()
            .filter(|child: &Self| child.0.len() == *digits)
    }

    /// Returns each level from the county down with its own digits.
    pub fn parts(&self) -> impl Iterator<Item = (Kind, &str)> {
        let mut from = 0;
        LEVELS.iter().map_while(move |(kind, to)| {
            let part = self.0.get(from..*to)?;
            from = *to;
            Some((*kind, part))
        })
    }

    /// Returns the code as it stands on paper: a dash and a check character after it.
    #[must_use]
    pub fn printed(&self) -> String {
        // Every code holds only digits, so the check character is always there.
        check_character(&self.0).map_or_else(String::new, |check| format!("{}-{check}", self.0))
    }

    /// Returns what the township digits say of its type; none above a township.
    #[must_use]
    pub fn township_type(&self) -> Option<TownshipType> {
        Some(match self.number(Kind::Township)? {
            1..=99 => TownshipType::Subdistrict,
            100..=199 => TownshipType::Town,
            200..=399 => TownshipType::Township,
            400..=599 => TownshipType::Farm,
            _ => TownshipType::Other,
        })
    }

    /// Returns what the village digits say of its type; none above a village.
    #[must_use]
    pub fn village_type(&self) -> Option<VillageType> {
        Some(match self.number(Kind::Village)? {
            1..=199 => VillageType::Residents,
            200..=399 => VillageType::Villagers,
            400..=499 => VillageType::LikeResidents,
            500..=599 => VillageType::LikeVillagers,
            _ => VillageType::Other,
        })
    }

    fn number(&self, level: Kind) -> Option<u32> {
        self.parts()
            .find(|(kind, _)| *kind == level)?
            .1
            .parse()
            .ok()
    }
}

/// The type of a township by digits 7 to 9 (GB/T 10114-2003).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TownshipType {
    /// 001–099, an urban subdistrict.
    Subdistrict,
    /// 100–199, a town.
    Town,
    /// 200–399, a township.
    Township,
    /// 400–599, a government-run farm or similar unit.
    Farm,
    /// A range that the standard does not give out.
    Other,
}

/// The type of a village by digits 10 to 12 (coding rules of the statistics bureau).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VillageType {
    /// 001–199, a residents' committee.
    Residents,
    /// 200–399, a villagers' committee.
    Villagers,
    /// 400–499, similar to a residents' committee.
    LikeResidents,
    /// 500–599, similar to a villagers' committee.
    LikeVillagers,
    /// A range that the rules do not give out.
    Other,
}

impl FromStr for DivisionCode {
    type Err = DivisionError;

    /// Reads digits, full-width ones and spaces included, with or without a printed check
    /// character after a dash.
    fn from_str(text: &str) -> Result<Self, DivisionError> {
        let folded: String = fold_width(text).split_whitespace().collect();
        let (digits, check) = folded.split_once('-').map_or_else(
            || (folded.as_str(), None),
            |(digits, check)| (digits, Some(check.to_ascii_uppercase())),
        );
        let other = digits
            .chars()
            .enumerate()
            .find(|(_, c)| !c.is_ascii_digit());
        if let Some((index, found)) = other {
            return Err(DivisionError::Character {
                position: index + 1,
                found,
            });
        }
        let length = digits.len();
        if !LEVELS.iter().any(|(_, digits)| *digits == length) {
            return Err(DivisionError::Length { length });
        }
        let code = Self(digits.to_owned());
        let zero = code
            .parts()
            .find(|(_, part)| part.chars().all(|c| c == '0'));
        if let Some((level, _)) = zero {
            return Err(DivisionError::Zero { level });
        }
        if check.is_some_and(|check| check_character(digits).map(String::from) != Some(check)) {
            return Err(DivisionError::Check);
        }
        Ok(code)
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The area that a command works on: any place from the county to a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AreaCode(DivisionCode);

impl AreaCode {
    /// Returns the place.
    #[must_use]
    pub const fn code(&self) -> &DivisionCode {
        &self.0
    }

    /// Tells whether a place lies in the area.
    #[must_use]
    pub fn covers(&self, place: &DivisionCode) -> bool {
        place.starts_with(&self.0)
    }
}

impl FromStr for AreaCode {
    type Err = DivisionError;

    /// Reads a code of 6, 9, 12, 14, 17, or 19 digits.
    fn from_str(text: &str) -> Result<Self, DivisionError> {
        let code: DivisionCode = text.parse()?;
        if code.level() == Kind::Episode {
            return Err(DivisionError::Length {
                length: code.0.len(),
            });
        }
        Ok(Self(code))
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Cuts the code path of a record into the codes people read, from the township down: the group
/// with two digits, the household with three, persons and their stays by their bare number.
#[must_use]
pub fn codes(path: &str) -> Vec<String> {
    let whole = [(0, 9), (0, 12), (12, 14), (14, 17)].into_iter();
    let whole = whole.map_while(|(from, to)| path.get(from..to).map(str::to_owned));
    let bare = [(17, 19), (19, 21)].into_iter();
    let bare = bare.map_while(|(from, to)| path.get(from..to));
    whole
        .chain(bare.map(|part| part.trim_start_matches('0').to_owned()))
        .collect()
}
