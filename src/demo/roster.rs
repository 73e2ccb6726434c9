//! Who lives together: couples, their parents and children, old people alone, dormitories.

use super::chance::Chance;
use super::person::{Person, Union};
use super::plan::Round;

/// How a household lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// At home, some of them away for work.
    Home,
    /// The middle generation is away, grandparents keep the children.
    LeftBehind,
    /// All are away.
    AllAway,
    /// A dormitory.
    Dormitory,
}

/// Shapes of households, with their weights.
const SHAPES: &[(&str, i32)] = &[
    ("couple", 38),
    ("old_head", 17),
    ("young_head", 16),
    ("old_couple", 10),
    ("old_alone", 5),
    ("bachelor", 3),
    ("left_behind", 7),
    ("all_away", 4),
];
/// Dormitories in a thousand households.
const DORMITORY_MILLE: i32 = 4;

/// The members of a household in the order of their lines.
struct Roster<'a> {
    chance: &'a mut Chance,
    round: &'a Round,
    people: Vec<Person>,
}

/// Makes the members of a household.
pub(super) fn make(chance: &mut Chance, round: &Round) -> (Vec<Person>, Way) {
    let mut roster = Roster {
        chance,
        round,
        people: Vec::new(),
    };
    if roster.chance.mille(DORMITORY_MILLE) {
        roster.dormitory();
        return (roster.people, Way::Dormitory);
    }
    let way = match roster.chance.code(SHAPES) {
        "old_head" => roster.old_head(Way::Home),
        "left_behind" => roster.old_head(Way::LeftBehind),
        "young_head" => roster.young_head(),
        "old_couple" => roster.old_couple(),
        "old_alone" => roster.old_alone(),
        "bachelor" => roster.bachelor(),
        "all_away" => roster.couple((27, 46), Way::AllAway),
        _ => roster.couple((25, 56), Way::Home),
    };
    (roster.people, way)
}

impl Roster<'_> {
    fn add(&mut self, relation: &'static str, sex_and_age: (bool, i32), union: Union) {
        let person = Person::new(self.chance, self.round, relation, sex_and_age, union);
        self.people.push(person);
    }

    /// Adds a husband and his wife, who came from elsewhere; returns her age.
    fn pair(&mut self, relations: (&'static str, &'static str), age: i32) -> i32 {
        let younger = match self.chance.below(20) {
            0 => self.chance.range(5, 9),
            1..=3 => -self.chance.range(1, 2),
            _ => self.chance.range(0, 4),
        };
        let wife = (age - younger).max(19);
        self.add(relations.0, (true, age), Union::Paired);
        self.add(relations.1, (false, wife), Union::Paired);
        if let Some(wife) = self.people.last_mut() {
            wife.is_incomer = true;
        }
        wife
    }

    fn couple(&mut self, ages: (i32, i32), way: Way) -> Way {
        let age = self.chance.range(ages.0, ages.1);
        let mother = self.pair(("0", "1"), age);
        self.children("2", mother);
        way
    }

    /// A head of some sixty years with a married son.
    fn old_head(&mut self, way: Way) -> Way {
        let age = self.chance.range(47, 71);
        let wife = self.pair(("0", "1"), age);
        if self.chance.percent(14) {
            self.widow(1);
        }
        let son = (age.min(wife + 2) - self.chance.range(21, 26)).max(22);
        let mother = self.pair(("2", "6"), son);
        if self.chance.percent(12) {
            let brother = son - self.chance.range(2, 5);
            if brother >= 16 {
                self.add("2", (true, brother), Union::Single);
            }
        }
        if age >= 68 && self.chance.percent(8) {
            return way;
        }
        if self.chance.percent(8) && age < 66 {
            let parent = age + self.chance.range(20, 27);
            self.add("3", (false, parent), Union::Widowed);
        }
        self.children("7", mother);
        way
    }

    /// A head of some forty years with one or both parents.
    fn young_head(&mut self) -> Way {
        let age = self.chance.range(27, 54);
        let mother = self.pair(("0", "1"), age);
        let older = self.chance.range(21, 29);
        let relation = if self.chance.percent(5) { "4" } else { "3" };
        if self.chance.percent(52) && age + older < 84 {
            let father = age + older;
            self.add(relation, (true, father), Union::Paired);
            let younger = self.chance.range(0, 3);
            self.add(relation, (false, father - younger), Union::Paired);
        } else {
            let is_male = self.chance.percent(32);
            self.add(relation, (is_male, age + older), Union::Widowed);
        }
        if self.chance.percent(4) {
            let brother = age - self.chance.range(2, 8);
            if brother >= 20 {
                self.add("8", (true, brother), Union::Single);
            }
        }
        self.children("2", mother);
        Way::Home
    }

    fn old_couple(&mut self) -> Way {
        let age = self.chance.range(56, 83);
        self.pair(("0", "1"), age);
        if self.chance.percent(20) {
            self.grandchild(age - 46);
        }
        Way::Home
    }

    fn old_alone(&mut self) -> Way {
        let is_male = self.chance.percent(42);
        let age = self.chance.range(60, 90);
        let union = if self.chance.percent(5) {
            Union::Parted
        } else {
            Union::Widowed
        };
        self.add("0", (is_male, age), union);
        if age < 74 && self.chance.percent(22) {
            self.grandchild(age - 46);
        }
        Way::Home
    }

    fn bachelor(&mut self) -> Way {
        let age = self.chance.range(30, 64);
        let union = if self.chance.percent(25) {
            Union::Parted
        } else {
            Union::Single
        };
        self.add("0", (true, age), union);
        let is_with_mother = self.chance.percent(45);
        if is_with_mother && age < 60 {
            let mother = age + self.chance.range(20, 30);
            self.add("3", (false, mother), Union::Widowed);
        }
        Way::Home
    }

    /// A grandchild whose parents have a household of their own.
    fn grandchild(&mut self, age_max: i32) {
        let age = self.chance.range(2, age_max.clamp(3, 17));
        let is_male = self.chance.percent(53);
        self.add("7", (is_male, age), Union::Single);
    }

    /// Makes one of a couple, the latest if it is of that sex, a widow: the wife is taken out.
    fn widow(&mut self, place: usize) {
        let is_wife = |person: &Person| person.relation == "1";
        if self.people.get(place).is_some_and(is_wife) {
            self.people.remove(place);
        }
        if let Some(head) = self.people.first_mut() {
            head.union = Union::Widowed;
        }
    }

    /// Adds the children of a mother who live with their parents.
    fn children(&mut self, relation: &'static str, mother: i32) {
        // Households were larger before.
        let n_children = self.chance.code(if mother < 46 && self.round.is_late {
            &[("0", 5), ("1", 24), ("2", 53), ("3", 18)]
        } else if mother < 46 {
            &[("0", 5), ("1", 15), ("2", 50), ("3", 30)]
        } else {
            &[("0", 4), ("1", 12), ("2", 44), ("3", 29), ("4", 11)]
        });
        let mut age = mother - self.chance.range(20, 25);
        let mut has_small = false;
        for _ in 0..n_children.parse().unwrap_or(0) {
            if age < 0 {
                break;
            }
            let is_male = self.chance.percent(52);
            if self.stays_home(is_male, age) {
                self.add(relation, (is_male, age), Union::Single);
                has_small |= age < 12;
            }
            age -= self.chance.range(2, 4);
        }
        let is_mother = |person: &&mut Person| {
            person.relation == if relation == "2" { "1" } else { "6" } && !person.is_male
        };
        if let Some(mother) = self.people.iter_mut().find(is_mother) {
            mother.has_small_children = has_small;
        }
    }

    /// Tells whether a child still belongs to the parents' household.
    fn stays_home(&mut self, is_male: bool, age: i32) -> bool {
        let share = match (age, is_male) {
            (..=17, _) => 100,
            (18..=24, true) => 92,
            (18..=24, false) => 78,
            (25..=31, true) => 45,
            (25..=31, false) => 14,
            (_, true) => 8,
            _ => 1,
        };
        self.chance.percent(share)
    }

    fn dormitory(&mut self) {
        let n_people = self.chance.range(4, 11);
        for _ in 0..n_people {
            let is_male = self.chance.percent(60);
            let age = self.chance.range(18, 55);
            let union = if age > 26 && self.chance.percent(70) {
                Union::Paired
            } else {
                Union::Single
            };
            self.add("9", (is_male, age), union);
        }
    }
}
