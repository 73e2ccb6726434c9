//! One stay away for work: where, for whom, how long, for how much.

use super::chance::Chance;
use super::person::Person;
use super::plan::Round;
use super::words::{Job, Place, Words};
use crate::domain::calendar::{YearMonth, half_months};

/// Mean monthly income in yuan, in rounds before 2020 and from then on.
const MONTH_INCOME: (i32, i32) = (470, 4100);
/// Least monthly income that is paid anywhere.
const MONTH_INCOME_MIN: (i32, i32) = (400, 1000);
/// Steps to which incomes are rounded.
const STEP: (i32, i32) = (10, 100);
/// Mean income of a month of picking.
const PICKING_INCOME: (i32, i32) = (900, 5200);

/// A stay.
#[derive(Debug, Clone)]
pub(super) struct Stay {
    /// First month, as an index.
    pub(super) start: i32,
    /// Last month, as an index; none while it goes on.
    pub(super) end: Option<i32>,
    pub(super) level: String,
    pub(super) place: String,
    pub(super) country: String,
    pub(super) base: String,
    /// Code of how the person was sent out.
    pub(super) mode: &'static str,
    pub(super) employer: String,
    pub(super) industry: String,
    /// Section of the industry.
    pub(super) section: String,
    pub(super) occupation: String,
    pub(super) contract: &'static str,
    pub(super) month_income: i32,
    pub(super) year_income: i32,
    pub(super) arrears: &'static str,
    pub(super) arrears_amount: i32,
    pub(super) injury: &'static str,
    pub(super) insurance: &'static str,
    /// Half-months within the year.
    pub(super) halves: i32,
    pub(super) is_own: bool,
    pub(super) is_seasonal: bool,
}

/// When a stay was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: i32,
    pub(super) end: Option<i32>,
}

impl Span {
    /// Returns the half-months within the year.
    pub(super) fn halves(self, round: &Round) -> i32 {
        let end = self.end.and_then(YearMonth::from_mi);
        let halves = YearMonth::from_mi(self.start)
            .map(|start| half_months(start, end, round.plan.reference_date));
        halves.map_or(0, i32::from)
    }
}

/// Chooses one of two by the time of the round.
const fn by_time(round: &Round, of: (i32, i32)) -> i32 {
    if round.is_late { of.1 } else { of.0 }
}

impl Stay {
    /// Makes a stay of somebody; none when nobody would take them.
    pub(super) fn make(
        chance: &mut Chance,
        words: &Words,
        round: &Round,
        person: &Person,
        span: Span,
    ) -> Option<Self> {
        let mut place = words.place(chance)?;
        let suits = |job: &&Job| job.suits(person.is_male, person.age, person.education);
        let asked = words.jobs.iter().find(|job| job.id == place.job);
        let job = match asked.filter(suits) {
            Some(job) => job,
            None if place.job.is_empty() => {
                words.job(chance, person.is_male, person.age, person.education)?
            }
            // Who does not suit the job that is done there goes to the county's neighbor.
            None => {
                place = words.place_of("00", "620102")?;
                words.job(chance, person.is_male, person.age, person.education)?
            }
        };
        let is_own = job.is_own == 1;
        if is_own && place.base != "00" {
            place = words.place_of("00", &place.county)?;
        }
        let mut stay = Self::at(place, span, round);
        stay.is_own = is_own;
        stay.employer = format!("{}{}", words.pick("brand", chance), job.ending);
        stay.industry.clone_from(&job.industry);
        stay.section.clone_from(&job.section);
        stay.occupation.clone_from(&job.occupation);
        stay.mode = mode(chance, place, is_own);
        stay.contract = contract(chance, job);
        stay.income(chance, round, job.income_percent);
        stay.rights(chance, job);
        Some(stay)
    }

    /// Makes a season of picking: cotton in Xinjiang, or vegetables in Ningxia.
    pub(super) fn picking(
        chance: &mut Chance,
        words: &Words,
        round: &Round,
        is_cotton: bool,
    ) -> Option<Self> {
        let (base, county, first, last) = match (is_cotton, chance.below(3)) {
            (true, 0) => ("04", "659006", 9, 10),
            (true, 1) => ("00", "652801", 8, 10),
            (true, _) => ("00", "652901", 9, 10),
            (false, 0) => ("00", "640121", 6, 8),
            (false, _) => ("00", "640302", 5, 7),
        };
        // The season of the year before where this year's is not over.
        let year = super::plan::year_of(round.last);
        let ends = (0..2).map(|back| 12 * (year - back) + last);
        let end = ends.into_iter().find(|end| *end <= round.last)?;
        let span = Span {
            start: end - (last - first),
            end: Some(end),
        };
        let known = words.place_of("00", county).cloned();
        let place = known.unwrap_or_else(|| Place::new("4", county, base));
        let mut stay = Self::at(&place, span, round);
        base.clone_into(&mut stay.base);
        stay.is_seasonal = true;
        let ending = if is_cotton { "cotton" } else { "vegetable" };
        stay.employer = words.pick(ending, chance).to_owned();
        "01".clone_into(&mut stay.industry);
        "A".clone_into(&mut stay.section);
        "501".clone_into(&mut stay.occupation);
        stay.mode = if base == "00" {
            chance.code(&[("6", 40), ("7", 25), ("1", 25), ("3", 10)])
        } else {
            chance.code(&[("1", 70), ("2", 30)])
        };
        stay.contract = chance.code(&[("3", 40), ("4", 45), ("5", 15)]);
        let mean = by_time(round, PICKING_INCOME);
        stay.pay(chance, round, mean);
        stay.insurance = chance.code(&[("5", 60), ("3;5", 25), ("0", 8), ("8", 7)]);
        Some(stay)
    }

    fn at(place: &Place, span: Span, round: &Round) -> Self {
        Self {
            start: span.start,
            end: span.end,
            level: place.level.clone(),
            place: place.county.clone(),
            country: place.country.clone(),
            base: place.base.clone(),
            mode: "7",
            employer: String::new(),
            industry: String::new(),
            section: String::new(),
            occupation: String::new(),
            contract: "5",
            month_income: 0,
            year_income: 0,
            arrears: "1",
            arrears_amount: 0,
            injury: "1",
            insurance: "0",
            halves: span.halves(round),
            is_own: false,
            is_seasonal: false,
        }
    }

    fn income(&mut self, chance: &mut Chance, round: &Round, percent: i32) {
        let base = match self.base.as_str() {
            // The electronics firm paid by far the best of the bases.
            "01" if !round.is_late => 180,
            _ => 100,
        };
        let abroad = if matches!(self.level.as_str(), "5" | "6") {
            220
        } else {
            100
        };
        let mean = by_time(round, MONTH_INCOME);
        self.pay(
            chance,
            round,
            mean * percent / 100 * base / 100 * abroad / 100,
        );
    }

    /// Sets the incomes around a mean of the month.
    fn pay(&mut self, chance: &mut Chance, round: &Round, mean: i32) {
        let step = by_time(round, STEP);
        let spread = chance.range(62, 100) + chance.range(0, 38);
        // Least incomes differ too, else half a village would name one.
        let least = by_time(round, MONTH_INCOME_MIN) + step * chance.below(18);
        let month = (mean * spread / 100).max(least);
        self.month_income = (month / step * step).max(step);
        // What is said of the year is never quite the product.
        let share = chance.range(94, 104);
        let year = self.month_income * self.halves / 2 * share / 100;
        self.year_income = (year / step * step).max(0);
    }

    fn rights(&mut self, chance: &mut Chance, job: &Job) {
        let is_risky = matches!(job.industry.as_str(), "06" | "30" | "47" | "48" | "50");
        self.arrears = chance.code(if self.is_own {
            &[("1", 100)]
        } else if is_risky {
            &[("1", 905), ("2", 42), ("3", 43), ("4", 10)]
        } else {
            &[("1", 960), ("2", 16), ("3", 15), ("4", 9)]
        });
        if self.arrears != "1" {
            let part = self.year_income * chance.range(8, 45) / 100;
            self.arrears_amount = (part / 10 * 10).max(10).min(self.year_income.max(10));
        }
        self.injury = chance.code(if is_risky {
            &[("1", 965), ("2", 25), ("3", 5), ("4", 3), ("6", 2)]
        } else {
            &[("1", 988), ("2", 10), ("3", 1), ("4", 1)]
        });
        let is_formal = matches!(self.contract, "1" | "2");
        self.insurance = if is_formal {
            chance.code(&[
                ("1;5", 34),
                ("1;2;4;6", 24),
                ("1;2;4;6;7", 10),
                ("1;3;5", 32),
            ])
        } else if matches!(self.injury, "3" | "4" | "6") {
            chance.code(&[("1;5", 70), ("1;3;5", 25), ("5", 5)])
        } else {
            chance.code(&[("5", 48), ("3;5", 36), ("0", 9), ("5;8", 5), ("1;5", 2)])
        };
    }
}

fn mode(chance: &mut Chance, place: &Place, is_own: bool) -> &'static str {
    if is_own {
        return chance.code(&[("7", 78), ("6", 22)]);
    }
    if place.base != "00" {
        return chance.code(&[("1", 55), ("2", 35), ("5", 10)]);
    }
    chance.code(&[
        ("6", 48),
        ("7", 33),
        ("1", 5),
        ("2", 5),
        ("3", 4),
        ("5", 3),
        ("9", 2),
    ])
}

fn contract(chance: &mut Chance, job: &Job) -> &'static str {
    if job.is_own == 1 {
        return "6";
    }
    match job.industry.as_str() {
        "47" | "48" | "49" | "50" => chance.code(&[("4", 48), ("5", 28), ("3", 14), ("1", 10)]),
        "62" | "80" | "52" => chance.code(&[("4", 45), ("5", 25), ("1", 28), ("2", 2)]),
        _ => chance.code(&[("1", 62), ("2", 5), ("4", 18), ("5", 12), ("3", 3)]),
    }
}
