//! Reads the items and derived columns of one kind.

use std::collections::HashSet;

use toml::Spanned;

use crate::domain::kind::Kind;

use super::fault::FaultKind;
use super::item::{Condition, Derived, Item, Place, Required};
use super::item_type::ItemType;
use super::list::Lists;
use super::load::Reader;
use super::load_lists::nearest;
use super::questionnaire::KindItems;
use super::raw::{KindFile, RawDerived, RawItem, RawRequired, Text};
use super::section::{Label, Section};

const TYPES: &str = "code, multi, int, dec, ym, date, text, id, tel";
const REASONS: [&str; 1] = ["none"];
/// Greatest length of a text whose item does not say.
const TEXT_MAX: i64 = 60;

pub(super) fn read(
    reader: &mut Reader<'_>,
    kind: Kind,
    raw: KindFile,
    sections: &[Section],
    lists: &Lists,
) -> KindItems {
    let starts = raw.item.iter().map(|item| item.span().start);
    let mut order: Vec<usize> = starts
        .chain(raw.derived.iter().map(|derived| derived.span().start))
        .collect();
    order.sort_unstable();
    let position = |start: usize| order.iter().position(|at| *at == start).unwrap_or_default();
    let universe = raw.universe.map(|text| condition(reader, text));
    let mut part = KindItems {
        universe,
        ..KindItems::default()
    };
    let mut seen = HashSet::new();
    for raw in raw.item {
        let (start, place) = (raw.span().start, reader.of(&raw));
        let raw = raw.into_inner();
        once(reader, &mut seen, &raw.id);
        if let Some(item) = item(reader, kind, raw, sections, lists, place, position(start)) {
            part.items.push(item);
        }
    }
    for raw in raw.derived {
        let (start, place) = (raw.span().start, reader.of(&raw));
        let raw = raw.into_inner();
        once(reader, &mut seen, &raw.id);
        if let Some(derived) = derived(reader, kind, raw, lists, place, position(start)) {
            part.derived.push(derived);
        }
    }
    parts(reader, &part.items);
    part
}

fn once(reader: &mut Reader<'_>, seen: &mut HashSet<String>, id: &Text) {
    let place = reader.of(id);
    let name = id.get_ref();
    let common = ["id", "parent", "uuid", "path", "live"].contains(&name.as_str());
    if common || !seen.insert(name.clone()) {
        reader.fault(FaultKind::Duplicate, &place, &[("id", name)]);
    }
    let plain = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || !name.starts_with(|c: char| c.is_ascii_lowercase()) || name.contains("__") {
        reader.fault(
            FaultKind::UnknownWord,
            &place,
            &[("word", name), ("fits", "a-z 0-9 _")],
        );
    }
}

/// A part names an item of its own kind.
fn parts(reader: &mut Reader<'_>, items: &[Item]) {
    for item in items {
        for whole in item.part_of.iter().chain(&item.legacy_of) {
            if !items
                .iter()
                .any(|other| other.id == *whole && other.part_of.is_none())
            {
                let near = nearest(whole, items.iter().map(|item| item.id.as_str()));
                let args = [("item", whole.as_str()), ("near", near.as_str())];
                reader.fault(FaultKind::UnknownItem, &item.place, &args);
            }
        }
    }
}

pub(super) fn condition(reader: &Reader<'_>, text: Text) -> Condition {
    let place = reader.of(&text);
    Condition::new(text.into_inner(), place)
}

fn item(
    reader: &mut Reader<'_>,
    kind: Kind,
    raw: RawItem,
    sections: &[Section],
    lists: &Lists,
    place: Place,
    position: usize,
) -> Option<Item> {
    let id = raw.id.get_ref().clone();
    let label = reader.label(&place, &id, raw.zh.as_ref(), raw.en.as_ref());
    let help = help(reader, &place, &id, &raw);
    let own = || sections.iter().filter(|section| section.kind == kind);
    if !own().any(|section| section.id == *raw.section.get_ref()) {
        let near = nearest(
            raw.section.get_ref(),
            own().map(|section| section.id.as_str()),
        );
        let at = reader.of(&raw.section);
        let args = [
            ("section", raw.section.get_ref().as_str()),
            ("near", near.as_str()),
        ];
        reader.fault(FaultKind::UnknownSection, &at, &args);
    }
    for word in raw.reasons.iter().chain(&raw.empty_reason) {
        if !REASONS.contains(&word.get_ref().as_str()) {
            let at = reader.of(word);
            let args = [("word", word.get_ref().as_str()), ("fits", "none")];
            reader.fault(FaultKind::UnknownWord, &at, &args);
        }
    }
    let bounds = (raw.min.as_ref(), raw.max.as_ref());
    let item_type = item_type(
        reader,
        &raw.type_word,
        raw.list.as_ref(),
        bounds,
        raw.scale,
        lists,
    );
    let required = required(reader, raw.required);
    let take = |text: Option<Text>| text.map(|text| condition(reader, text));
    Some(Item {
        universe: take(raw.universe),
        derive: take(raw.derive),
        preset: take(raw.preset),
        required,
        id,
        kind,
        section: raw.section.into_inner(),
        item_type: item_type?,
        unit: raw.unit.map(Spanned::into_inner),
        tags: raw.tags,
        label,
        help,
        head_preset: raw.head_preset,
        reasons: raw.reasons.into_iter().map(Spanned::into_inner).collect(),
        empty_reason: raw.empty_reason.map(Spanned::into_inner),
        part_of: raw.part_of.map(Spanned::into_inner),
        legacy_of: raw.legacy_of.map(Spanned::into_inner),
        hidden: raw.hidden,
        before_roster: raw.before_roster,
        retired: raw.retired,
        position,
        place,
    })
}

/// Help may be absent, but not in one language alone.
fn help(reader: &mut Reader<'_>, place: &Place, id: &str, raw: &RawItem) -> Label {
    if raw.help_zh.is_none() && raw.help_en.is_none() {
        return Label::default();
    }
    reader.label(place, id, raw.help_zh.as_ref(), raw.help_en.as_ref())
}

fn required(reader: &mut Reader<'_>, raw: Option<Spanned<RawRequired>>) -> Required {
    let Some(raw) = raw else {
        return Required::Never;
    };
    let place = reader.of(&raw);
    match raw.into_inner() {
        RawRequired::Flag(true) => Required::Always,
        RawRequired::Flag(false) => Required::Never,
        RawRequired::Text(word) if word == "auto" => Required::Auto,
        RawRequired::Text(sql) => Required::When(Condition::new(sql, place)),
    }
}

fn derived(
    reader: &mut Reader<'_>,
    kind: Kind,
    raw: RawDerived,
    lists: &Lists,
    place: Place,
    position: usize,
) -> Option<Derived> {
    let id = raw.id.get_ref().clone();
    let label = reader.label(&place, &id, raw.zh.as_ref(), raw.en.as_ref());
    let word = &raw.type_word;
    let item_type = if word.get_ref() == "text" && raw.list.is_some() {
        known_list(reader, raw.list.as_ref(), lists, word).map(|list| ItemType::Code { list })
    } else {
        item_type(
            reader,
            word,
            raw.list.as_ref(),
            (None, None),
            raw.scale,
            lists,
        )
    };
    Some(Derived {
        value: condition(reader, raw.value),
        id,
        kind,
        item_type: item_type?,
        unit: raw.unit.map(Spanned::into_inner),
        label,
        aggregate: raw.aggregate,
        hidden: raw.hidden,
        position,
        place,
    })
}

fn item_type(
    reader: &mut Reader<'_>,
    word: &Text,
    list: Option<&Text>,
    (min, max): (Option<&Spanned<i64>>, Option<&Spanned<i64>>),
    scale: Option<u8>,
    lists: &Lists,
) -> Option<ItemType> {
    let least = min.map(|min| *min.get_ref());
    let most = max.map(|max| *max.get_ref());
    // An item that gives one bound alone has 0 for the least, a set or text at least one of all.
    let usual = i64::from(matches!(word.get_ref().as_str(), "multi" | "text"));
    let from = least.unwrap_or(usual);
    if let Some(to) = most.filter(|to| from > *to) {
        let at = min
            .or(max)
            .map_or_else(|| reader.of(word), |bound| reader.of(bound));
        let texts = [from.to_string(), to.to_string()];
        let args = [("min", texts[0].as_str()), ("max", texts[1].as_str())];
        reader.fault(FaultKind::Bounds, &at, &args);
    }
    let (min, max) = (least.unwrap_or(0), most.unwrap_or(i64::from(u32::MAX)));
    match word.get_ref().as_str() {
        "code" => known_list(reader, list, lists, word).map(|list| ItemType::Code { list }),
        "multi" => {
            known_list(reader, list, lists, word).map(|list| ItemType::Multi { list, max: most })
        }
        "int" => Some(ItemType::Int { min, max }),
        "dec" => Some(ItemType::Dec {
            scale: scale.unwrap_or(1),
            min,
            max,
        }),
        "text" => Some(ItemType::Text {
            min: least.unwrap_or(1),
            max: most.unwrap_or(TEXT_MAX),
        }),
        "ym" => Some(ItemType::Ym),
        "date" => Some(ItemType::Date),
        "id" => Some(ItemType::Id),
        "tel" => Some(ItemType::Tel),
        other => {
            let at = reader.of(word);
            reader.fault(
                FaultKind::UnknownType,
                &at,
                &[("word", other), ("fits", TYPES)],
            );
            None
        }
    }
}

fn known_list(
    reader: &mut Reader<'_>,
    list: Option<&Text>,
    lists: &Lists,
    word: &Text,
) -> Option<String> {
    let Some(list) = list else {
        let at = reader.of(word);
        reader.fault(FaultKind::ListUnnamed, &at, &[("word", word.get_ref())]);
        return None;
    };
    let name = list.get_ref().as_str();
    if lists.get(name).is_some() {
        return Some(name.to_owned());
    }
    let at = reader.of(list);
    let near = nearest(name, lists.iter().map(|list| list.id.as_str()));
    reader.fault(
        FaultKind::UnknownList,
        &at,
        &[("list", name), ("near", &near)],
    );
    None
}
