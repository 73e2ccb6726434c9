//! Faults of units as wholes: of groups, of a village, and a village that is left out.

use std::collections::HashSet;

use uuid::Uuid;

use super::hint::{self, Ground};
use super::{Fault, Planting, area, home_path, member_path, place_of, township};
use crate::demo::chance::Chance;
use crate::demo::plan::Round;
use crate::demo::village::Made;
use crate::domain::kind::Kind;
use crate::instrument::Level;

/// In how many of a hundred groups something is planted, and how many of a hundred villages are
/// left out.
const GROUP_PERCENT: i32 = 40;
const LEFT_OUT_PERCENT: i32 = 4;
impl Planting {
    /// Leaves a village out of a township that was begun: it has no group.
    pub(super) fn left_out(&mut self, round: &Round, code: &str, made: &mut Made) -> Option<Fault> {
        let own = township(code);
        if self.township.0 != own {
            self.township = (own, false);
            return None;
        }
        let mut chance = Chance::new(round.plan.seed, &format!("villages/{code}"));
        (!self.township.1 && chance.percent(LEFT_OUT_PERCENT)).then_some(())?;
        self.township.1 = true;
        made.groups.clear();
        self.n_faults += 1;
        Some(Fault {
            kind: Kind::Township,
            path: vec![township(code)],
            what: "gap",
            ..self.of_village("T01", Level::Hard, code)
        })
    }

    /// Plants what makes a group odd as a whole, in a part of the groups. Returns the findings that
    /// follow, and the households in which nothing else may be planted.
    pub(super) fn groups(
        &mut self,
        round: &Round,
        code: &str,
        made: &mut Made,
    ) -> (Vec<Fault>, HashSet<Uuid>) {
        let mut chance = Chance::new(round.plan.seed, &format!("groups/{code}"));
        let n_groups = made.groups.len();
        let groups = made.groups.iter();
        let is_fixed = groups.map(|group| group.homes.iter().all(hint::is_grown));
        let is_fixed = is_fixed.collect();
        let mut ground = Ground {
            chance: &mut chance,
            made,
            month: round.month,
            is_fixed,
            is_done: vec![false; n_groups],
            taken: HashSet::new(),
        };
        let mut faults = Vec::new();
        for at in 0..n_groups {
            let is_planted = ground.chance.percent(GROUP_PERCENT);
            if !is_planted || ground.is_done.get(at) != Some(&false) {
                continue;
            }
            let mut order: Vec<usize> = (0..hint::PLANTS.len()).collect();
            order.sort_by_key(|plant| self.done_of_groups.get(*plant).copied());
            for plant in order {
                let planter = hint::PLANTS.get(plant);
                let Some(hit) = planter.and_then(|planter| planter(&mut ground, at)) else {
                    continue;
                };
                if let Some(done) = self.done_of_groups.get_mut(plant) {
                    *done += 1;
                }
                if let Some(done) = ground.is_done.get_mut(at) {
                    *done = true;
                }
                self.n_faults += 1;
                faults.push((self.n_faults, at, hit));
                break;
            }
        }
        let taken = ground.taken;
        let faults = faults.into_iter();
        let faults = faults.filter_map(|found| of_group(code, made, &found));
        (faults.collect(), taken)
    }

    /// Plants faults of the village as a whole, each in a tenth of the villages.
    pub(super) fn whole(
        &mut self,
        chance: &mut Chance,
        made: &mut Made,
        code: &str,
        faults: &mut Vec<Fault>,
    ) {
        if chance.percent(10) && area::phone(chance, made, faults) {
            self.n_faults += 1;
            faults.push(self.of_village("V10", Level::Soft, code));
        }
        if chance.percent(10) && area::hurry(made) {
            self.n_faults += 1;
            faults.push(self.of_village("V09", Level::Soft, code));
        }
        if chance.percent(10) && area::undecided(made) {
            self.n_faults += 1;
            faults.push(self.of_village("V04", Level::Soft, code));
        }
        if chance.percent(10) {
            self.n_faults += 1;
            let number = area::empty_group(made);
            let mut fault = self.of_village("V02", Level::Hard, code);
            fault.kind = Kind::Group;
            fault.path.push(number);
            fault.cell = "declared_households";
            faults.push(fault);
        }
    }

    /// Adds what a village says of the hard errors and gaps in it. What compares villages is not
    /// counted there, because it depends on how large an area is checked.
    pub(super) fn errors(&self, code: &str, faults: &mut Vec<Fault>) {
        let has_errors = faults.iter().any(|fault| {
            fault.level == Level::Hard
                && !matches!(fault.rule, "T04" | "X01")
                && fault.path.get(1).is_some_and(|village| village == code)
        });
        if has_errors {
            faults.push(self.of_village("V03", Level::Hard, code));
        }
    }

    pub(super) fn of_village(&self, rule: &'static str, level: Level, code: &str) -> Fault {
        Fault {
            number: self.n_faults,
            rule,
            level,
            kind: Kind::Village,
            path: vec![township(code), code.to_owned()],
            record: None,
            cell: "",
            what: "breach",
        }
    }
}

/// Tells where the fault of a group is raised, once all of them have their places.
fn of_group(
    code: &str,
    made: &Made,
    (number, at, hit): &(usize, usize, hint::Hit),
) -> Option<Fault> {
    let group = made.groups.get(*at)?;
    let mut path = place_of(code, &group.form);
    let mut record = None;
    if let Some((home, member)) = hit.at {
        let home = group.homes.iter().find(|one| one.id == home)?;
        let member = member.and_then(|id| home.members.iter().find(|one| one.id == id));
        record = Some(member.map_or(home.id, |member| member.id));
        path = member.map_or_else(
            || home_path(&path, home),
            |member| member_path(&path, home, member),
        );
    }
    Some(Fault {
        number: *number,
        rule: hit.rule,
        level: hit.level,
        kind: hit.kind,
        path,
        record,
        cell: hit.cell,
        what: hit.what,
    })
}
