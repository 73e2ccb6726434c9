//! Faults of groups as wholes: what hints are raised on, and what the ledger lacks.
//!
//! Nobody is made up or taken away: households of the village change places, numbers, or a few
//! answers on which nothing else rests. A group gets one fault at most, and what the fault rests on
//! gets no other.

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::bench::{int, is_local, unnumber};
use crate::demo::chance::Chance;
use crate::demo::form::{Member, set, value};
use crate::demo::home::Home;
use crate::demo::roster::Way;
use crate::demo::village::{Group, Made, declare};
use crate::domain::kind::Kind;
use crate::instrument::Level;

/// Households of a run that is planted: one-person households, and identical answers.
const SINGLES: usize = 5;
const ALIKE: usize = 4;
/// Persons of a planted group without births at least, and of one without migrants.
const BIRTHLESS: usize = 105;
const STAYERS: usize = 55;

/// A record that a fault is raised on.
pub(super) struct Hit {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    pub(super) kind: Kind,
    /// The household, and the person; none for the group itself.
    pub(super) at: Option<(Uuid, Option<Uuid>)>,
    pub(super) cell: &'static str,
    pub(super) what: &'static str,
}

/// The groups of a village while they are rearranged.
pub(super) struct Ground<'a> {
    pub(super) chance: &'a mut Chance,
    pub(super) made: &'a mut Made,
    /// Month of the reference date, as an index.
    pub(super) month: i32,
    /// Groups without infants: whoever moved in or out would make a hint of it, or end one.
    pub(super) is_fixed: Vec<bool>,
    /// Groups that have a fault already.
    pub(super) is_done: Vec<bool>,
    /// Households that get no other fault.
    pub(super) taken: HashSet<Uuid>,
}

type Plant = fn(&mut Ground<'_>, usize) -> Option<Hit>;

/// What is planted in groups.
pub(super) const PLANTS: [Plant; 9] = [
    hole, fewer, unlisted, open, singles, answers, heads, births, migrants,
];

const fn of_group(rule: &'static str, cell: &'static str) -> Hit {
    Hit {
        rule,
        level: Level::Soft,
        kind: Kind::Group,
        at: None,
        cell,
        what: "hint",
    }
}

const fn of_home(rule: &'static str, home: Uuid, cell: &'static str) -> Hit {
    Hit {
        rule,
        level: Level::Soft,
        kind: Kind::Household,
        at: Some((home, None)),
        cell,
        what: "hint",
    }
}

const fn missing(cell: &'static str) -> Hit {
    Hit {
        level: Level::Hard,
        what: "gap",
        ..of_group("V01", cell)
    }
}

/// Tells whether a household was completed.
fn is_completed(home: &Home) -> bool {
    matches!(value(&home.form, "disposition"), Some("11" | "13" | "14"))
}

/// Tells whether kin live in a completed household.
fn is_kin(home: &Home) -> bool {
    is_completed(home) && home.way != Way::Dormitory
}

/// Tells whether nobody in a household is under three, so that it may leave its group.
pub(super) fn is_grown(home: &Home) -> bool {
    let mut members = home.members.iter();
    members.all(|member| member.person.age >= 3)
}

/// A few numbers are left out in the middle.
fn hole(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    let by = ground.chance.range(1, 2);
    let homes = &mut ground.made.groups.get_mut(at)?.homes;
    let middle = homes.len() / 2;
    let place = (middle..homes.len()).find(|place| homes.get(*place).is_some_and(is_completed))?;
    (place > 0).then_some(())?;
    for home in homes.iter_mut().skip(place) {
        let number = int(&home.form, "hh_no")?;
        set(&mut home.form, "hh_no", (number + by).to_string());
    }
    Some(of_home("G01", homes.get(place)?.id, "hh_no"))
}

/// The head of the group knows of more people.
fn fewer(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    // So many more that a few who are listed twice do not make up for them.
    let more = ground.chance.range(15, 29);
    let group = ground.made.groups.get_mut(at)?;
    let declared = int(&group.form, "declared_persons")?;
    set(
        &mut group.form,
        "declared_persons",
        (declared + more).to_string(),
    );
    Some(of_group("G06", "declared_persons"))
}

/// The head of the group knows of more households.
fn unlisted(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    let more = ground.chance.range(1, 4);
    let group = ground.made.groups.get_mut(at)?;
    let declared = int(&group.form, "declared_households")?;
    set(
        &mut group.form,
        "declared_households",
        (declared + more).to_string(),
    );
    Some(missing("declared_households"))
}

/// A household of the register got no result.
fn open(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    let homes = &mut ground.made.groups.get_mut(at)?.homes;
    let is_empty = |home: &&mut Home| value(&home.form, "disposition") == Some("45");
    let home = homes.iter_mut().find(is_empty)?;
    home.form.remove("disposition");
    home.visits.clear();
    set(&mut home.form, "origin", "1");
    ground.taken.insert(home.id);
    Some(missing("expected_households"))
}

impl Ground<'_> {
    /// Groups whose households may change places with those of a group; it comes first.
    fn sources(&self, at: usize) -> Vec<usize> {
        let is_loose = |place: &usize| self.is_fixed.get(*place) == Some(&false);
        let others = (0..self.made.groups.len()).filter(|place| *place != at);
        let free = others.filter(|place| self.is_done.get(*place) == Some(&false));
        let all = std::iter::once(at).chain(free);
        let loose: Vec<usize> = all.filter(is_loose).collect();
        if loose.contains(&at) {
            loose
        } else {
            Vec::new()
        }
    }

    /// Moves households of the village, found by their ids, to the end of a group, in their order;
    /// nothing else is planted in them.
    fn move_to_end(&mut self, at: usize, ids: &[Uuid]) -> Option<()> {
        let mut moved: Vec<Home> = Vec::new();
        for group in &mut self.made.groups {
            let (own, rest) = std::mem::take(&mut group.homes)
                .into_iter()
                .partition(|home| ids.contains(&home.id));
            group.homes = rest;
            let own: Vec<Home> = own;
            moved.extend(own);
        }
        self.taken.extend(ids);
        let group = self.made.groups.get_mut(at)?;
        group.homes.extend(moved);
        self.renumber();
        Some(())
    }

    /// Gives the households of groups without a fault their numbers anew.
    fn renumber(&mut self) {
        for (group, _) in free(&mut self.made.groups, &self.is_done) {
            for (number, home) in (1..).zip(&mut group.homes) {
                set(&mut home.form, "hh_no", number.to_string());
            }
            declare(group);
        }
    }

    /// Lists the households of a group and of those that may change places with it.
    fn homes(&self, at: usize) -> Vec<&Home> {
        let sources = self.sources(at).into_iter();
        let groups = sources.filter_map(|place| self.made.groups.get(place));
        let homes = groups.flat_map(|group| &group.homes);
        homes
            .filter(|home| !self.taken.contains(&home.id))
            .collect()
    }

    /// Parts a group: those that do not suit go to a neighbor, and nothing else is planted in those
    /// that stay.
    fn part(&mut self, at: usize, stays: &HashSet<Uuid>) -> Option<()> {
        let to = *self.sources(at).get(1)?;
        let group = self.made.groups.get_mut(at)?;
        let (own, gone) = std::mem::take(&mut group.homes)
            .into_iter()
            .partition(|home| stays.contains(&home.id));
        group.homes = own;
        self.taken.extend(stays);
        let gone: Vec<Home> = gone;
        self.made.groups.get_mut(to)?.homes.extend(gone);
        self.renumber();
        Some(())
    }
}

fn free<'g>(
    groups: &'g mut [Group],
    is_done: &'g [bool],
) -> impl Iterator<Item = (&'g mut Group, &'g bool)> {
    groups.iter_mut().zip(is_done).filter(|(_, done)| !**done)
}

/// The last households of a group have one person each.
fn singles(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    let homes = ground.homes(at).into_iter();
    let single = homes.filter(|home| is_kin(home) && home.members.len() == 1);
    let ids: Vec<Uuid> = single.map(|home| home.id).take(SINGLES).collect();
    (ids.len() == SINGLES).then_some(())?;
    ground.move_to_end(at, &ids)?;
    let last = ground.made.groups.get(at)?.homes.last()?.id;
    Some(of_home("G05", last, "live_persons"))
}

/// Returns the first of the kinds of households of which there are enough, with their ids.
fn alike<K: Ord>(homes: &[&Home], key: impl Fn(&Home) -> Option<K>) -> Option<Vec<Uuid>> {
    let mut by_key: BTreeMap<K, Vec<Uuid>> = BTreeMap::new();
    for home in homes.iter().filter(|home| is_kin(home) && is_grown(home)) {
        if let Some(key) = key(home) {
            by_key.entry(key).or_default().push(home.id);
        }
    }
    let mut kinds = by_key.into_values();
    let mut ids = kinds.find(|ids| ids.len() >= ALIKE)?;
    ids.truncate(ALIKE);
    Some(ids)
}

/// The last households of a group have the same counts, land, and category.
fn answers(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    let ids = alike(&ground.homes(at), |home| {
        let number = |item| int(&home.form, item);
        let has_land = value(&home.form, "farmland_mu")? != "0.0";
        let is_usual = value(&home.form, "hh_category")? == "1" && home.members.len() > 2;
        let counts = (
            number("hukou_pop")?,
            number("present_pop")?,
            number("away_pop")?,
        );
        (has_land && is_usual).then_some(counts)
    })?;
    ground.move_to_end(at, &ids)?;
    let homes = &mut ground.made.groups.get_mut(at)?.homes;
    let last = homes.last()?;
    let (last, land) = (last.id, value(&last.form, "farmland_mu")?.to_owned());
    for home in homes.iter_mut().filter(|home| ids.contains(&home.id)) {
        set(&mut home.form, "farmland_mu", land.as_str());
    }
    Some(of_home("G09", last, "hukou_pop"))
}

/// What is compared of heads beside the month of birth.
fn head_key(home: &Home) -> Option<[String; 4]> {
    let head = home.members.first()?;
    let is_usual = is_local(head)
        && (25..=59).contains(&head.person.age)
        && head.person.relation == "0"
        && value(&head.form, "is_leader") != Some("1");
    let item = |item| value(&head.form, item).map(str::to_owned);
    let key = [
        item("education")?,
        item("activity")?,
        item("health")?,
        item("skill_trade")?,
    ];
    is_usual.then_some(key)
}

/// Gives somebody the month of the year in which another was born, at the same age.
fn rebirth(member: &mut Member, month: i32, offset: i32) {
    let born = month - 12 * member.person.age - offset;
    if born == member.person.born {
        return;
    }
    member.person.born = born;
    member.person.number = None;
    unnumber(member);
}

/// The heads of the last households of a group have the same answers.
fn heads(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    let ids = alike(&ground.homes(at), head_key)?;
    ground.move_to_end(at, &ids)?;
    let month = ground.month;
    let homes = &mut ground.made.groups.get_mut(at)?.homes;
    let (last, person) = {
        let last = homes.last()?;
        (last.id, last.members.first()?)
    };
    let head = person.id;
    let offset = month - 12 * person.person.age - person.person.born;
    for home in homes.iter_mut().filter(|home| ids.contains(&home.id)) {
        rebirth(home.members.first_mut()?, month, offset);
    }
    Some(Hit {
        kind: Kind::Person,
        at: Some((last, Some(head))),
        ..of_home("G09", last, "education")
    })
}

/// Households with infants live in the next group.
fn births(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    let group = ground.made.groups.get(at)?;
    let grown = group.homes.iter().filter(|home| is_grown(home));
    let grown: Vec<&Home> = grown.collect();
    let completed = grown.iter().filter(|home| is_completed(home));
    let n_people: usize = completed.map(|home| home.members.len()).sum();
    (n_people >= BIRTHLESS).then_some(())?;
    let ids = grown.into_iter().map(|home| home.id).collect();
    ground.part(at, &ids)?;
    Some(of_group("G03", ""))
}

/// Households with migrants live in the next group, and so do those of one person; others without
/// migrants move in until there are enough.
fn migrants(ground: &mut Ground<'_>, at: usize) -> Option<Hit> {
    let own = ground.made.groups.get(at)?.homes.iter();
    let own: HashSet<Uuid> = own.map(|home| home.id).collect();
    let mut n_people = 0;
    let mut stays = Vec::new();
    for home in ground.homes(at) {
        let mut members = home.members.iter();
        let suits = is_kin(home)
            && home.members.len() > 1
            && members.all(|member| value(&member.form, "went_out") != Some("1"))
            && (own.contains(&home.id) || is_grown(home));
        if suits && n_people < STAYERS {
            n_people += home.members.len();
            stays.push(home.id);
        }
    }
    (n_people >= STAYERS).then_some(())?;
    ground.move_to_end(at, &stays)?;
    ground.part(at, &stays.into_iter().collect())?;
    Some(of_group("G04", ""))
}
