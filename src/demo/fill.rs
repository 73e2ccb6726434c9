//! Filling a census file with a population.

use super::chance::Chance;
use super::plan::{Plan, Round};
use super::sheets;
use super::village::{self, Shared};
use super::words::Words;
use crate::domain::frame::{Frame, FrameTownship};
use crate::store::{Census, Result};

/// How many of each a file got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    /// Townships.
    pub townships: usize,
    /// Villages.
    pub villages: usize,
    /// Households, those without anybody included.
    pub households: usize,
    /// Persons.
    pub persons: usize,
    /// Stays away for work.
    pub episodes: usize,
}

/// Returns the name under which the file is opened.
#[must_use]
pub fn trainer() -> String {
    Words::read()
        .pick("trainer", &mut Chance::new(0, ""))
        .to_owned()
}

/// Cuts a frame down to the townships and villages of a plan; street offices come last.
#[must_use]
pub fn frame_of(plan: &Plan, mut frame: Frame) -> Frame {
    let is_rural = |township: &FrameTownship| {
        // 001 to 099 are the numbers of street offices.
        let number = township.code.get(6..9).and_then(|code| code.parse().ok());
        number.is_some_and(|number: u32| number >= 100)
    };
    let n_rural = frame.townships.iter().filter(|one| is_rural(one)).count();
    let (mut n_left, mut n_urban) = (plan.townships, plan.townships.saturating_sub(n_rural));
    frame.townships.retain(|township| {
        let of_kind = if is_rural(township) {
            &mut n_left
        } else {
            &mut n_urban
        };
        let is_taken = *of_kind > 0;
        *of_kind = of_kind.saturating_sub(1);
        is_taken
    });
    for township in &mut frame.townships {
        township.villages.truncate(plan.villages);
        for village in &mut township.villages {
            village.groups.clear();
        }
    }
    frame
}

/// Fills a file that was made from the frame of the plan; `progress` hears of each village: how
/// many are done, of how many.
///
/// # Errors
/// When the disk fails; then the file is of no use.
pub fn fill(
    census: &mut Census,
    plan: &Plan,
    frame: &Frame,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Filled> {
    let words = Words::read();
    let round = Round::new(plan, &frame.county_code);
    let mut shared = Shared::default();
    let n_villages = frame.village_count();
    let mut filled = Filled {
        townships: frame.townships.len(),
        ..Filled::default()
    };
    let county = census.county();
    let mut loader = census.loader()?;
    for township in &frame.townships {
        for village in &township.villages {
            let made = village::make(&round, &words, village, &mut shared);
            let unit = loader.census().area(&village.code)?;
            loader.load(county, &sheets::staff(&made))?;
            loader.load(unit, &sheets::groups(&made))?;
            filled.villages += 1;
            for home in made.groups.iter().flat_map(|group| &group.homes) {
                filled.households += 1;
                filled.persons += home.members.len();
                let stays = home.members.iter().map(|member| member.stays.len());
                filled.episodes += stays.sum::<usize>();
            }
            progress(filled.villages, n_villages);
        }
    }
    loader.finish()?;
    Ok(filled)
}
