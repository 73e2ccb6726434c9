//! Planted faults: small edits of a finished household, each named by the rule that it breaks, with
//! every finding that follows from it.
//!
//! A household gets one fault at most, and a household from which something is copied none, so
//! that no two of them meet. The findings of a file with faults are those of the same file without,
//! and the listed ones.

mod area;
mod bench;
mod gap;
mod hint;
mod household;
mod item;
mod lone;
mod pairs;
mod person;
mod stay;
mod table;
mod units;
mod work;

use std::collections::HashSet;

use uuid::Uuid;

use self::bench::{At, Bench, Hit};
use self::table::PLANTERS;
use super::chance::Chance;
use super::form::{Form, Member, set, value};
use super::home::Home;
use super::plan::Round;
use super::village::{Group, Made};
use super::words::Words;
use crate::domain::kind::Kind;
use crate::instrument::Level;

/// Parts of the share of faults.
const SHARES: i32 = 1_000_000;
/// Donors that are kept of each village.
const DONORS_MAX: usize = 24;

/// One finding that must be raised because of a planted fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Number of the fault; several findings may follow from one.
    pub number: usize,
    /// Id of the rule.
    pub rule: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// Kind of the record on which it is raised.
    pub kind: Kind,
    /// Codes as people read them, from the township down.
    pub path: Vec<String>,
    /// The record; none for a village or group, which the store names.
    pub record: Option<Uuid>,
    /// The item that has the cursor.
    pub cell: &'static str,
    /// `breach`, `gap`, `duplicate`, or `hint`.
    pub what: &'static str,
}

/// How far a donor's village may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The same village.
    Village,
    /// Another village of the township.
    Township,
    /// Another township.
    County,
}

/// Somebody of whom a copy may be listed elsewhere.
#[derive(Debug, Clone)]
struct Donor {
    member: Member,
    village: String,
    path: Vec<String>,
    is_used: bool,
}

/// Everybody of whom a copy may be listed.
#[derive(Debug, Default)]
struct Donors {
    all: Vec<Donor>,
    /// The village that is planted now.
    village: String,
    leaders: HashSet<String>,
    /// Wrong numbers that were planted.
    numbers: HashSet<String>,
    /// The last village in which somebody married has no spouse.
    spouseless: String,
}

impl Donors {
    /// Notes that a wrong number is planted; false when it was before, so that none is planted
    /// twice and looks like one person in two places.
    fn plants(&mut self, number: &str) -> bool {
        self.numbers.insert(number.to_owned())
    }

    /// Notes that somebody married has no spouse in the village; false when somebody else was noted
    /// before, so that no two look like a couple that lives apart.
    fn leaves_spouse(&mut self) -> bool {
        let is_first = self.spouseless != self.village;
        self.spouseless.clone_from(&self.village);
        is_first
    }

    /// Takes a donor who suits, each only once.
    fn take(&mut self, reach: Reach, suits: impl Fn(&Member) -> bool) -> Option<(usize, Member)> {
        let here = self.village.as_str();
        let is_within = |donor: &Donor| {
            let is_village = donor.village == here;
            let is_township = donor.village.get(..9) == here.get(..9);
            match reach {
                Reach::Village => is_village,
                Reach::Township => is_township && !is_village,
                Reach::County => !is_township,
            }
        };
        let place = self
            .all
            .iter()
            .position(|donor| !donor.is_used && is_within(donor) && suits(&donor.member))?;
        let donor = self.all.get_mut(place)?;
        donor.is_used = true;
        Some((place, donor.member.clone()))
    }

    /// Tells whether a name could be mistaken for that of a leader.
    fn leads(&self, name: &str) -> bool {
        let mut leaders = self.leaders.iter();
        leaders.any(|leader| leader.contains(name) || name.contains(leader.as_str()))
    }
}

/// Plants faults from village to village.
#[derive(Debug, Default)]
pub(super) struct Planting {
    donors: Donors,
    /// How often each planter was at work, and each of those of groups.
    done: Vec<usize>,
    done_of_groups: [usize; hint::PLANTS.len()],
    /// The township that is planted now, and whether a village of it was left out.
    township: (String, bool),
    n_faults: usize,
}

impl Planting {
    /// Plants faults in a village and returns the findings that follow.
    pub(super) fn plant(
        &mut self,
        (round, words): (&Round, &Words),
        code: &str,
        leaders: &HashSet<String>,
        made: &mut Made,
    ) -> Vec<Fault> {
        let share = i32::try_from(round.plan.faults).unwrap_or(SHARES);
        if share == 0 {
            return Vec::new();
        }
        code.clone_into(&mut self.donors.village);
        self.donors.leaders.clone_from(leaders);
        self.done.resize(PLANTERS.len(), 0);
        if let Some(fault) = self.left_out(round, code, made) {
            return vec![fault];
        }
        let (of_groups, taken) = self.groups(round, code, made);
        let mut chance = Chance::new(round.plan.seed, &format!("faults/{code}"));
        let millis = u64::try_from(made.begun.timestamp_millis()).unwrap_or_default();
        let mut faults = Vec::new();
        let mut n_kept = 0;
        for group in &mut made.groups {
            let place = place_of(code, &group.form);
            for home in &mut group.homes {
                let is_kept = chance.below(SHARES) >= share;
                if is_kept || taken.contains(&home.id) {
                    n_kept += self.keep(home, &place, n_kept);
                    continue;
                }
                let mut bench = Bench {
                    chance: &mut chance,
                    round,
                    words,
                    home,
                    donors: &mut self.donors,
                    millis,
                };
                let Some((planter, hits)) = choose(&mut bench, &self.done) else {
                    continue;
                };
                if let Some(done) = self.done.get_mut(planter) {
                    *done += 1;
                }
                self.n_faults += 1;
                let what = PLANTERS
                    .get(planter)
                    .map_or("breach", |planter| planter.what);
                for hit in hits {
                    faults.extend(self.fault(&hit, what, home, &place));
                }
            }
        }
        for group in &mut made.groups {
            let place = place_of(code, &group.form);
            let mut fewer = of_groups.iter().filter(|fault| fault.rule == "G06");
            if !fewer.any(|fault| fault.path == place) {
                keep_declared(group);
            }
        }
        self.errors(code, &mut faults);
        self.whole(&mut chance, made, code, &mut faults);
        faults.extend(of_groups);
        faults
    }

    /// Keeps a few members of a household without faults as donors.
    fn keep(&mut self, home: &Home, place: &[String], n_kept: usize) -> usize {
        if n_kept >= DONORS_MAX || value(&home.form, "disposition") != Some("11") {
            return 0;
        }
        let donor = home.members.iter().find(|member| {
            bench::is_pupil(member)
                || pairs::is_plain_wife(member)
                || member.person.residence == "7"
        });
        let Some(member) = donor else {
            return 0;
        };
        self.donors.all.push(Donor {
            member: member.clone(),
            village: self.donors.village.clone(),
            path: member_path(place, home, member),
            is_used: false,
        });
        1
    }

    fn fault(&self, hit: &Hit, what: &'static str, home: &Home, place: &[String]) -> Option<Fault> {
        let home_path = home_path(place, home);
        let (kind, path, record) = match hit.at {
            At::Home => (Kind::Household, home_path, home.id),
            At::Member(at) => {
                let member = home.members.get(at)?;
                (Kind::Person, member_path(place, home, member), member.id)
            }
            At::Stay(at, stay) => {
                let member = home.members.get(at)?;
                let stay = member.stays.get(stay)?;
                let mut path = member_path(place, home, member);
                path.push(value(&stay.form, "episode_no")?.to_owned());
                (Kind::Episode, path, stay.id)
            }
            At::Donor(at) => {
                let donor = self.donors.all.get(at)?;
                (Kind::Person, donor.path.clone(), donor.member.id)
            }
        };
        Some(Fault {
            number: self.n_faults,
            rule: hit.rule,
            level: hit.level,
            kind,
            path,
            record: Some(record),
            cell: hit.cell,
            what,
        })
    }
}

/// Lets the head of a group declare no more people than are left, where some were taken out.
fn keep_declared(group: &mut Group) {
    let n_listed: usize = group.homes.iter().map(|home| home.members.len()).sum();
    let n_listed = i32::try_from(n_listed).unwrap_or(i32::MAX);
    let declared = bench::int(&group.form, "declared_persons");
    if declared.is_some_and(|declared| declared > n_listed) {
        set(&mut group.form, "declared_persons", n_listed.to_string());
    }
}

/// Lets the planter that was least at work of those that can plant something.
fn choose(bench: &mut Bench<'_>, done: &[usize]) -> Option<(usize, Vec<Hit>)> {
    let mut order: Vec<(usize, i32, usize)> = (0..PLANTERS.len())
        .map(|place| {
            let times = done.get(place).copied().unwrap_or_default();
            (times, bench.chance.below(1000), place)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().find_map(|(_, _, place)| {
        let planter = PLANTERS.get(place)?;
        Some((place, (planter.plant)(bench)?))
    })
}

fn township(code: &str) -> String {
    code.get(..9).unwrap_or(code).to_owned()
}

/// Returns the codes of a group.
fn place_of(code: &str, group: &Form) -> Vec<String> {
    let number = value(group, "number").unwrap_or_default();
    vec![township(code), code.to_owned(), format!("{number:0>2}")]
}

fn home_path(place: &[String], home: &Home) -> Vec<String> {
    let number = value(&home.form, "hh_no").unwrap_or_default();
    let mut path = place.to_vec();
    path.push(format!("{number:0>3}"));
    path
}

fn member_path(place: &[String], home: &Home, member: &Member) -> Vec<String> {
    let mut path = home_path(place, home);
    path.extend(value(&member.form, "line_no").map(str::to_owned));
    path
}
