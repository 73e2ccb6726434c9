//! Filling a census file with a population.

use super::chance::Chance;
use super::faults::{Fault, Planting};
use super::plan::{Plan, Round};
use super::sheets;
use super::village::{self, Shared};
use super::words::Words;
use crate::domain::frame::{Frame, FrameTownship, FrameVillage};
use crate::store::{Census, Result, Sheet};

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

/// A village of the population, as the store takes it.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Code of the village.
    pub village: String,
    /// Its enumerators, to be put below the county.
    pub staff: Vec<Sheet>,
    /// Its groups with everything below them.
    pub groups: Vec<Sheet>,
    /// Findings that follow from faults planted in it.
    pub faults: Vec<Fault>,
}

/// Makes up one village after the other; the order is part of the outcome, because every identity
/// number is given out once.
#[derive(Debug)]
pub struct Population {
    words: Words,
    round: Round,
    shared: Shared,
    planting: Planting,
    filled: Filled,
}

impl Population {
    /// Begins with nobody.
    #[must_use]
    pub fn new(plan: &Plan, county_code: &str) -> Self {
        Self {
            words: Words::read(),
            round: Round::new(plan, county_code),
            shared: Shared::default(),
            planting: Planting::default(),
            filled: Filled::default(),
        }
    }

    /// Makes up the next village.
    pub fn village(&mut self, frame: &FrameVillage) -> Batch {
        let mut made = village::make(&self.round, &self.words, frame, &mut self.shared);
        let about = (&self.round, &self.words);
        let leaders = &self.shared.leaders;
        let faults = self.planting.plant(about, &frame.code, leaders, &mut made);
        self.filled.villages += 1;
        for home in made.groups.iter().flat_map(|group| &group.homes) {
            self.filled.households += 1;
            self.filled.persons += home.members.len();
            let stays = home.members.iter().map(|member| member.stays.len());
            self.filled.episodes += stays.sum::<usize>();
        }
        Batch {
            village: frame.code.clone(),
            staff: sheets::staff(&made),
            groups: sheets::groups(&made),
            faults,
        }
    }
}

/// Fills a file that was made from the frame of the plan; `progress` hears of each village: how
/// many are done, of how many. Returns how many of each it got, and the planted faults.
///
/// # Errors
/// When the disk fails; then the file is of no use.
pub fn fill(
    census: &mut Census,
    plan: &Plan,
    frame: &Frame,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(Filled, Vec<Fault>)> {
    let mut population = Population::new(plan, &frame.county_code);
    let n_villages = frame.village_count();
    let mut faults = Vec::new();
    let county = census.county();
    let mut loader = census.loader()?;
    for township in &frame.townships {
        population.filled.townships += 1;
        for village in &township.villages {
            let batch = population.village(village);
            let unit = loader.census().area(&batch.village)?;
            loader.load(county, &batch.staff)?;
            loader.load(unit, &batch.groups)?;
            for mut fault in batch.faults {
                if fault.record.is_none() {
                    // A township or village by itself, or a group.
                    let is_township = fault.path.len() == 1;
                    let code = fault.path.iter().skip(usize::from(!is_township));
                    let code: String = code.map(String::as_str).collect();
                    let named = loader.census().area(&code)?;
                    fault.record = Some(loader.census().uuid(named)?);
                }
                faults.push(fault);
            }
            progress(population.filled.villages, n_villages);
        }
    }
    loader.finish()?;
    Ok((population.filled, faults))
}
