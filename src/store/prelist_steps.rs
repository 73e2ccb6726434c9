//! What a register would list: worked out before anything is written.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::error::{Result, StoreError};
use super::prelist::{Absent, Differing, Doubled, EXPECTED, Prelisted};
use super::reader::Reader;
use super::record::{self, RecordRef};
use crate::domain::kind::Kind;
use crate::domain::prelist::{Plan, PlanGroup, PlanHousehold, PlanPerson, PlanVillage};

/// What is to be done, worked out before anything is.
#[derive(Default)]
pub(super) struct Steps<'p> {
    pub(super) groups: Vec<GroupStep<'p>>,
    pub(super) expected: Vec<Expected>,
    pub(super) said: Prelisted,
}

pub(super) struct GroupStep<'p> {
    pub(super) village: RecordRef,
    pub(super) known: Option<RecordRef>,
    pub(super) number: u32,
    pub(super) name: &'p str,
    pub(super) households: Vec<HouseholdStep<'p>>,
    pub(super) counts: [u64; 2],
}

pub(super) struct HouseholdStep<'p> {
    pub(super) plan: &'p PlanHousehold,
    pub(super) id: Uuid,
    pub(super) known: Option<RecordRef>,
    pub(super) number: u32,
    pub(super) persons: Vec<(&'p PlanPerson, Uuid)>,
}

/// An expectation that is empty: the village's, or that of a group that is still to be listed.
pub(super) struct Expected {
    pub(super) village: RecordRef,
    pub(super) counts: [u64; 2],
}

/// Numbers of households by the number of their group.
type Used = HashMap<u32, HashSet<u32>>;

/// A group that is there.
struct Group {
    record: RecordRef,
    number: u32,
    name: String,
}

impl Reader {
    /// Tells what a register would list, without listing it.
    ///
    /// # Errors
    /// As when it is listed.
    pub fn foresee(&self, area: RecordRef, plan: &Plan) -> Result<Prelisted> {
        Ok(self.steps(area, plan)?.said)
    }

    /// Works out what a register lists.
    pub(super) fn steps<'p>(&self, area: RecordRef, plan: &'p Plan) -> Result<Steps<'p>> {
        let villages = self.villages_of(area)?;
        let mut steps = Steps::default();
        for one in &plan.villages {
            let Some(village) = named(&villages, area, &one.name) else {
                let households = one.groups.iter().map(|group| group.households.len());
                steps.said.absent.push(Absent {
                    line: one.line,
                    name: one.name.clone(),
                    households: count(households.sum()),
                });
                continue;
            };
            self.village_steps(village, one, &plan.file, &mut steps)?;
        }
        Ok(steps)
    }

    fn village_steps<'p>(
        &self,
        village: RecordRef,
        plan: &'p PlanVillage,
        file: &[u8; 32],
        steps: &mut Steps<'p>,
    ) -> Result<()> {
        let groups = self.groups_of(village)?;
        let known = self.listed_heads(village)?;
        let mut covered = HashSet::new();
        let mut used = HashMap::new();
        let mut counts = [0, 0];
        let mut largest = groups.iter().map(|group| group.number).max().unwrap_or(0);
        largest = plan
            .groups
            .iter()
            .filter_map(|group| group.number)
            .fold(largest, u32::max);
        for one in &plan.groups {
            let (found, number) = self.place_of(village, &groups, one, plan.groups.len())?;
            let number = number.unwrap_or_else(|| {
                largest += 1;
                largest
            });
            let own = [
                count(one.households.len()),
                u64::from(one.expected_persons()),
            ];
            counts = [counts[0] + own[0], counts[1] + own[1]];
            covered.extend(found.map(|group| group.record));
            let mut step = GroupStep {
                village,
                known: found.map(|group| group.record),
                number,
                name: &one.name,
                households: Vec::new(),
                counts: own,
            };
            steps.said.groups += u64::from(found.is_none());
            let facts = (file, &known, &mut used);
            self.household_steps(&mut step, one, facts, &mut steps.said)?;
            if let Some(group) = found {
                self.compare(group.record, own, &mut steps.said)?;
            }
            steps.groups.push(step);
        }
        // A register of some of the groups does not count the village.
        if groups.iter().all(|group| covered.contains(&group.record)) {
            self.compare(village, counts, &mut steps.said)?;
            steps.expected.push(Expected { village, counts });
        }
        Ok(())
    }

    fn household_steps<'p>(
        &self,
        step: &mut GroupStep<'p>,
        plan: &'p PlanGroup,
        (file, known, used): (&[u8; 32], &Heads, &mut Used),
        said: &mut Prelisted,
    ) -> Result<()> {
        let used = match used.entry(step.number) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(match step.known {
                Some(group) => self.household_numbers(group)?,
                None => HashSet::new(),
            }),
        };
        let written = plan.households.iter().filter_map(|one| one.number);
        let mut largest = used.iter().copied().chain(written).max().unwrap_or(0);
        for one in &plan.households {
            let id = record::line_id(file, Kind::Household, one.line);
            let found = self.own_line(id, step.village)?;
            let doubled = found.is_none().then(|| known.of(step.known, one)).flatten();
            if let Some(path) = doubled {
                said.doubled.push(Doubled {
                    line: one.line,
                    head: one.head().to_owned(),
                    path: path.clone(),
                });
                continue;
            }
            let number = match one.number {
                _ if found.is_some() => 0,
                Some(number) if used.insert(number) => number,
                _ => {
                    largest += 1;
                    used.insert(largest);
                    largest
                }
            };
            let mut persons = Vec::with_capacity(one.persons.len());
            for person in &one.persons {
                let id = record::line_id(file, Kind::Person, person.line);
                if self.own_line(id, step.village)?.is_none() {
                    persons.push((person, id));
                }
            }
            said.households += u64::from(found.is_none());
            said.persons += count(persons.len());
            let there = one.persons.len() - persons.len();
            said.already += u64::from(found.is_some()) + count(there);
            step.households.push(HouseholdStep {
                plan: one,
                id,
                known: found,
                number,
                persons,
            });
        }
        Ok(())
    }

    /// Finds a record that this file listed before; it must be of the same village.
    fn own_line(&self, id: Uuid, village: RecordRef) -> Result<Option<RecordRef>> {
        let Some(entry) = record::by_uuid(&self.conn, id)? else {
            return Ok(None);
        };
        if entry.scope != village.id {
            let path = self.node(entry.record)?.path;
            return Err(StoreError::PrelistedElsewhere(path));
        }
        Ok(Some(entry.record))
    }

    /// Finds the group of a plan, or the number that it is to be listed with.
    fn place_of<'g>(
        &self,
        village: RecordRef,
        groups: &'g [Group],
        plan: &PlanGroup,
        n_planned: usize,
    ) -> Result<(Option<&'g Group>, Option<u32>)> {
        if let Some(number) = plan.number {
            let found = groups.iter().find(|group| group.number == number);
            return Ok((found, Some(number)));
        }
        if !plan.name.is_empty() {
            let found = groups.iter().find(|group| group.name == plan.name);
            return Ok((found, found.map(|group| group.number)));
        }
        match groups {
            [] if n_planned == 1 => Ok((None, Some(1))),
            [only] => Ok((Some(only), Some(only.number))),
            _ => Err(StoreError::GroupNeeded(self.node(village)?.path)),
        }
    }

    fn villages_of(&self, area: RecordRef) -> Result<Vec<(RecordRef, String, String)>> {
        let filter = match area.kind {
            Kind::Village => "id = ?1",
            Kind::Township => "parent = ?1",
            Kind::County => "?1 IS NOT NULL",
            _ => return Err(StoreError::NoSuchUnit(self.node(area)?.path)),
        };
        let sql = format!(
            "SELECT id, path, coalesce(name, '') FROM village WHERE {filter} AND live
             ORDER BY path"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([area.id], |row| {
            let kind = Kind::Village;
            let id = row.get(0)?;
            Ok((RecordRef { kind, id }, row.get(1)?, row.get(2)?))
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn groups_of(&self, village: RecordRef) -> Result<Vec<Group>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, number, coalesce(name, '') FROM villagers_group
             WHERE parent = ?1 AND live AND number IS NOT NULL ORDER BY path, id",
        )?;
        let rows = statement.query_map([village.id], |row| {
            let kind = Kind::Group;
            let id = row.get(0)?;
            Ok(Group {
                record: RecordRef { kind, id },
                number: row.get(1)?,
                name: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn household_numbers(&self, group: RecordRef) -> Result<HashSet<u32>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT hh_no FROM household WHERE parent = ?1 AND hh_no BETWEEN 1 AND 999",
        )?;
        let rows = statement.query_map([group.id], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn compare(&self, unit: RecordRef, counts: [u64; 2], said: &mut Prelisted) -> Result<()> {
        let held = self.expectations(unit)?;
        for ((item, counted), held) in EXPECTED.into_iter().zip(counts).zip(held) {
            if let Some(held) = held.filter(|held| *held != counted) {
                said.differing.push(Differing {
                    path: self.node(unit)?.path,
                    item,
                    held,
                    counted,
                });
            }
        }
        Ok(())
    }

    /// Reads who heads a household of a village, with identity number, or without any.
    fn listed_heads(&self, village: RecordRef) -> Result<Heads> {
        let mut statement = self.conn.prepare_cached(
            "SELECT household.parent, household.head_name, household.path,
                (SELECT person.id_number FROM person WHERE person.parent = household.id
                    AND person.live AND person.name = household.head_name
                 ORDER BY person.line_no LIMIT 1)
             FROM household JOIN villagers_group ON villagers_group.id = household.parent
             WHERE villagers_group.parent = ?1 AND household.live
                AND household.head_name IS NOT NULL",
        )?;
        let mut rows = statement.query([village.id])?;
        let mut heads = Heads::default();
        while let Some(row) = rows.next()? {
            let (head, path): (String, String) = (row.get(1)?, row.get(2)?);
            match row.get::<_, Option<String>>(3)? {
                Some(number) => heads.numbered.insert((head, number), path),
                None => heads.bare.insert((row.get(0)?, head), path),
            };
        }
        Ok(heads)
    }
}

/// Heads of the households of a village, with the paths of their households.
#[derive(Default)]
struct Heads {
    /// By name and identity number.
    numbered: HashMap<(String, String), String>,
    /// By group and name, where nobody wrote a number down.
    bare: HashMap<(i64, String), String>,
}

impl Heads {
    /// Finds the household that a household of a register is.
    fn of(&self, group: Option<RecordRef>, plan: &PlanHousehold) -> Option<&String> {
        let head = plan.head().to_owned();
        let person = plan.persons.iter().find(|one| one.value("name") == head);
        let number = person.map_or("", |person| person.value("id_number"));
        if number.is_empty() {
            return self.bare.get(&(group?.id, head));
        }
        let number = crate::domain::identity::normalize(number);
        self.numbered.get(&(head, number))
    }
}

/// Finds the village that a register names: by code, by name, or by the one name that fits.
fn named(
    villages: &[(RecordRef, String, String)],
    area: RecordRef,
    name: &str,
) -> Option<RecordRef> {
    if name.is_empty() {
        return Some(area).filter(|area| area.kind == Kind::Village);
    }
    let exact = villages
        .iter()
        .find(|(_, code, known)| code == name || known == name);
    if let Some((record, ..)) = exact {
        return Some(*record);
    }
    let fits = |known: &str| {
        let begins = known.starts_with(name) || name.starts_with(known);
        !known.is_empty() && (begins || name.ends_with(known))
    };
    let mut fitting = villages.iter().filter(|(_, _, known)| fits(known));
    match (fitting.next(), fitting.next()) {
        (Some((record, ..)), None) => Some(*record),
        _ => None,
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
