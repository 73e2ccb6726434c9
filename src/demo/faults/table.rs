//! The planters, by rule.

use super::bench::{Bench, Hits};
use super::{gap, household, item, lone, pairs, person, stay, work};

/// A small edit that breaks a rule.
pub(super) struct Planter {
    /// `breach`, `gap`, `duplicate`, or `hint`.
    pub(super) what: &'static str,
    /// Edits the household and says what follows, or changes nothing.
    pub(super) plant: fn(&mut Bench<'_>) -> Hits,
}

const fn breach(plant: fn(&mut Bench<'_>) -> Hits) -> Planter {
    Planter {
        what: "breach",
        plant,
    }
}

const fn missing(plant: fn(&mut Bench<'_>) -> Hits) -> Planter {
    Planter { what: "gap", plant }
}

const fn duplicate(plant: fn(&mut Bench<'_>) -> Hits) -> Planter {
    Planter {
        what: "duplicate",
        plant,
    }
}

const fn hint(plant: fn(&mut Bench<'_>) -> Hits) -> Planter {
    Planter {
        what: "hint",
        plant,
    }
}

pub(super) const PLANTERS: &[Planter] = &[
    breach(item::i01),
    breach(item::i02),
    breach(item::i03),
    breach(item::i04),
    breach(item::i05),
    breach(item::i06),
    breach(item::i07),
    breach(item::i08),
    breach(item::i09),
    breach(item::i10),
    breach(item::i11),
    breach(item::i12),
    breach(item::i13),
    breach(item::i14),
    breach(item::i15),
    breach(item::i16),
    breach(item::i17),
    breach(item::i20),
    breach(item::i20_name),
    breach(item::p34),
    breach(item::p35),
    breach(item::x04),
    breach(person::p01),
    breach(person::p02),
    breach(person::p04),
    breach(person::p06),
    breach(person::p06_reverse),
    breach(person::p07),
    breach(person::p08),
    breach(person::p09),
    breach(person::p10),
    breach(person::p11),
    breach(person::p12),
    breach(person::p15),
    breach(person::p16),
    breach(person::p17),
    breach(person::p18),
    breach(person::p30),
    breach(person::p31),
    breach(person::p33),
    breach(person::p37),
    breach(person::p40),
    breach(person::p41),
    breach(person::p42),
    breach(person::h07),
    breach(work::p14),
    breach(work::p19),
    breach(work::p20),
    breach(work::p23),
    breach(work::p24),
    breach(work::p24_hard),
    breach(work::p25),
    breach(work::p27),
    breach(work::p28),
    breach(work::p38),
    breach(work::p38_reverse),
    breach(work::p39),
    breach(stay::e01),
    breach(stay::e02),
    breach(stay::e02_end),
    breach(stay::e03),
    breach(stay::e04),
    breach(stay::e05),
    breach(stay::e06),
    breach(stay::e07),
    breach(stay::e08),
    breach(stay::e09),
    breach(stay::e10),
    breach(stay::e12),
    breach(stay::e13),
    breach(stay::e14),
    breach(stay::e15),
    breach(stay::e16),
    breach(stay::e17),
    breach(stay::e18),
    breach(stay::e19),
    breach(stay::e20),
    breach(stay::e21),
    breach(household::h01),
    breach(household::h06),
    breach(household::h02),
    breach(household::h03),
    breach(household::h04),
    breach(household::h05),
    duplicate(household::h08),
    duplicate(household::h09),
    breach(household::h10),
    breach(household::h11),
    breach(household::h12),
    breach(household::h12_away),
    breach(household::h13),
    breach(household::h15),
    breach(household::h17),
    breach(household::h18),
    breach(household::h19),
    breach(household::h20),
    breach(household::h21),
    breach(household::p05),
    breach(household::h07_spouse),
    duplicate(pairs::v11),
    duplicate(pairs::t04),
    duplicate(pairs::x01),
    duplicate(pairs::v11_moved),
    duplicate(pairs::t04_moved),
    duplicate(pairs::x01_moved),
    duplicate(pairs::x02),
    duplicate(pairs::x03),
    hint(lone::g02),
    hint(lone::g07),
    hint(lone::g08),
    missing(gap::i18_person),
    missing(gap::i18_stay),
    missing(gap::i18_household),
    missing(gap::p03),
    missing(gap::p32),
    missing(gap::p36),
    missing(gap::p21),
    missing(gap::e11),
    missing(gap::h16),
    missing(gap::h14),
];
