//! Leaders who take people of their village along, and those who go with them.

use std::collections::HashSet;

use super::chance::Chance;
use super::form::set;
use super::home::Home;

/// Migrants of a village for one leader.
const FOLLOWING: i32 = 38;
/// Fewest people who make somebody a leader.
const PEOPLE_MIN: i32 = 5;

/// Makes some migrants leaders. A name leads only once in the county, so that everybody can tell
/// who is meant.
pub(super) fn appoint(
    chance: &mut Chance,
    village: &str,
    homes: &mut [Home],
    known: &mut HashSet<String>,
) {
    let mut free = candidates(homes);
    let n_free = i32::try_from(free.len()).unwrap_or(0);
    let n_leaders = n_free / FOLLOWING + i32::from(chance.below(FOLLOWING) < n_free % FOLLOWING);
    for _ in 0..n_leaders {
        let Some(place) = free.iter().position(|place| leads(homes, *place, known)) else {
            return;
        };
        if i32::try_from(free.len()).unwrap_or(0) <= PEOPLE_MIN {
            return;
        }
        let leader = free.swap_remove(place);
        let mut n_led = 0;
        let wanted = chance.range(PEOPLE_MIN, 11);
        let Some(name) = name_of(homes, leader) else {
            return;
        };
        while n_led < wanted && !free.is_empty() {
            let at = chance.below(i32::try_from(free.len()).unwrap_or(i32::MAX));
            let follower = free.swap_remove(usize::try_from(at).unwrap_or_default());
            follow(homes, follower, &format!("{name} {village}"));
            n_led += 1;
        }
        let claimed = n_led + chance.below(n_led / 3 + 1);
        lead(homes, leader, claimed.max(PEOPLE_MIN));
        known.insert(name);
    }
}

/// Home and member, by place.
type At = (usize, usize);

/// Lists those who are away now, on their own or through kin.
fn candidates(homes: &[Home]) -> Vec<At> {
    let mut found = Vec::new();
    for (home, one) in homes.iter().enumerate() {
        for (member, person) in one.members.iter().enumerate() {
            let stay = person.stays.first().map(|stay| &stay.stay);
            let is_free = stay.is_some_and(|stay| {
                stay.end.is_none()
                    && !stay.is_own
                    && stay.base == "00"
                    && matches!(stay.mode, "6" | "7")
            });
            if is_free {
                found.push((home, member));
            }
        }
    }
    found
}

fn leads(homes: &[Home], (home, member): At, known: &HashSet<String>) -> bool {
    let member = homes.get(home).and_then(|home| home.members.get(member));
    member.is_some_and(|member| {
        let person = &member.person;
        person.is_male && (27..=56).contains(&person.age) && !known.contains(&person.name)
    })
}

fn name_of(homes: &[Home], (home, member): At) -> Option<String> {
    let member = homes.get(home)?.members.get(member)?;
    Some(member.person.name.clone())
}

fn follow(homes: &mut [Home], (home, member): At, leader: &str) {
    let member = homes
        .get_mut(home)
        .and_then(|home| home.members.get_mut(member));
    if let Some(stay) = member.and_then(|member| member.stays.first_mut()) {
        stay.stay.mode = "4";
        set(&mut stay.form, "export_mode", "4");
        set(&mut stay.form, "leader_name", leader);
    }
}

fn lead(homes: &mut [Home], (home, member): At, people: i32) {
    let member = homes
        .get_mut(home)
        .and_then(|home| home.members.get_mut(member));
    if let Some(member) = member {
        set(&mut member.form, "is_leader", "1");
        set(&mut member.form, "leader_people", people.to_string());
    }
}
