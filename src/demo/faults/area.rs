//! Faults of a village as a whole. They touch nothing that a fault of a household rests on.

use super::Fault;
use crate::demo::chance::Chance;
use crate::demo::form::{Form, set, value};
use crate::demo::home::Home;
use crate::demo::number::mobile;
use crate::demo::village::{Group, Made};

/// Households that share a telephone: more than any village has by chance.
const PHONE_HOUSEHOLDS: usize = 7;

/// Gives one telephone to several households.
pub(super) fn phone(chance: &mut Chance, made: &mut Made, faults: &[Fault]) -> bool {
    let is_planted = |home: &Home| faults.iter().any(|fault| fault.record == Some(home.id));
    let homes = made.groups.iter_mut().flat_map(|group| &mut group.homes);
    let mut with_phone: Vec<&mut Home> = homes
        .filter(|home| value(&home.form, "hh_phone").is_some() && !is_planted(home))
        .take(PHONE_HOUSEHOLDS)
        .collect();
    if with_phone.len() < PHONE_HOUSEHOLDS {
        return false;
    }
    let phone = mobile(chance);
    for home in &mut with_phone {
        set(&mut home.form, "hh_phone", phone.as_str());
    }
    true
}

/// Lets the first enumerator fill the forms of his first day in a minute each.
pub(super) fn hurry(made: &mut Made) -> bool {
    let places: Vec<bool> = (0..made.groups.iter().map(|group| group.homes.len()).sum())
        .map(|place| made.is_first_day(place))
        .collect();
    let homes = made.groups.iter_mut().flat_map(|group| &mut group.homes);
    let mut n_hurried = 0;
    for (home, is_first) in homes.zip(places) {
        if is_first && home.form.contains_key("form_minutes") {
            set(&mut home.form, "form_minutes", "1.0");
            n_hurried += 1;
        }
    }
    n_hurried > 0
}

/// Makes an empty dwelling one that was not found.
pub(super) fn undecided(made: &mut Made) -> bool {
    let mut homes = made.groups.iter_mut().flat_map(|group| &mut group.homes);
    let Some(home) = homes.find(|home| value(&home.form, "disposition") == Some("45")) else {
        return false;
    };
    set(&mut home.form, "disposition", "33");
    for (_, visit) in &mut home.visits {
        set(visit, "result", "33");
    }
    true
}

/// Adds a group without households and returns its number.
pub(super) fn empty_group(made: &mut Made) -> String {
    let number = made.groups.len() + 1;
    let mut form = Form::new();
    set(&mut form, "number", number.to_string());
    set(&mut form, "declared_households", "12");
    made.groups.push(Group {
        form,
        homes: Vec::new(),
    });
    format!("{number:0>2}")
}
