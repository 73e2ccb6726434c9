//! What is shown of a register before anything is written.

use super::register::{Register, Skip, Target};
use crate::base::message::Message;
use crate::base::text::veil;
use crate::domain::prelist::{PlanGroup, PlanHousehold, PlanPerson};
use crate::instrument::Instrument;
use crate::wording::Wording;

impl Skip {
    /// Returns the wording key of the reason.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Heading => "exchange.register.skip_heading",
            Self::Sum => "exchange.register.skip_sum",
            Self::Note => "exchange.register.skip_note",
            Self::Group => "exchange.register.skip_group",
        }
    }

    /// Returns the stable id used in results.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Sum => "sum",
            Self::Note => "note",
            Self::Group => "group",
        }
    }
}

impl Target {
    /// Says what a column holds.
    #[must_use]
    pub fn label(target: Option<&Self>, wording: &Wording, instrument: &Instrument) -> String {
        let key = match target {
            None => "exchange.register.target_none",
            Some(Self::Ignored) => "exchange.register.target_ignored",
            Some(Self::Village) => "exchange.register.target_village",
            Some(Self::Group) => "exchange.register.target_group",
            Some(Self::Household) => "exchange.register.target_household",
            Some(Self::HeadId) => "exchange.register.target_head_id",
            Some(Self::Members) => "exchange.register.target_members",
            Some(Self::Note) => "exchange.register.target_note",
            Some(Self::Item(kind, item)) => {
                let label = instrument.item(*kind, item).map(|item| &item.label);
                return label.map_or_else(String::new, |label| {
                    wording.label(&label.zh, &label.en).into_owned()
                });
            }
        };
        wording.text(key).to_owned()
    }
}

impl Register {
    /// Lists the first households, a line each: group, number, and who is in it.
    #[must_use]
    pub fn preview(&self, most: usize, wording: &Wording, instrument: &Instrument) -> Vec<String> {
        let groups = self.plan.groups();
        let households =
            groups.flat_map(|group| group.households.iter().map(move |one| (group, one)));
        households
            .take(most)
            .map(|(group, one)| wording.say(&household(group, one, instrument, wording)))
            .collect()
    }
}

fn household(
    group: &PlanGroup,
    one: &PlanHousehold,
    instrument: &Instrument,
    wording: &Wording,
) -> Message {
    let named = group.number.map(|number| format!("{number:02}"));
    let number = one
        .number
        .map_or_else(|| "-".to_owned(), |number| format!("{number:03}"));
    let people: Vec<String> = one
        .persons
        .iter()
        .map(|person| who(person, instrument, wording))
        .collect();
    Message::new("exchange.register.household")
        .with("line", one.line)
        .with("group", named.unwrap_or_else(|| veil(&group.name)))
        .with("number", number)
        .with("people", people.join(" "))
}

fn who(person: &PlanPerson, instrument: &Instrument, wording: &Wording) -> String {
    let list = instrument.lists.get("list_relation");
    let relation = list.and_then(|list| list.code(person.value("relation")));
    let name = veil(person.value("name"));
    relation.map_or_else(
        || name.clone(),
        |code| format!("{name}({})", wording.label(&code.label.zh, &code.label.en)),
    )
}
