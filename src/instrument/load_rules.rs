//! Reads the rules and expands those that hold for every item of a type, unit, or tag.

use std::collections::{BTreeMap, HashSet};

use toml::Spanned;

use crate::domain::kind::Kind;

use super::fault::{Fault, FaultKind};
use super::item::{Condition, Item, Place};
use super::list::CodeList;
use super::load::{Reader, Source, file};
use super::load_lists::nearest;
use super::questionnaire::Instrument;
use super::raw::{RawBranch, RawGap, RawRule, RulesFile, Text};
use super::rule::{Branch, Claim, Enforced, Hint, Level, Rule};
use super::section::Label;

const LEVELS: &str = "hard, soft, note";
/// Most codes that are compared one by one; beyond it a look-up in the list is faster.
const CODES_MAX: usize = 16;
const ENFORCED: &str = "universe, completeness, ledger, exchange";
/// Kinds of units that can hold all that a rule compares.
const SCOPES: [Kind; 5] = [
    Kind::Household,
    Kind::Group,
    Kind::Village,
    Kind::Township,
    Kind::County,
];

pub(super) fn read(source: &Source, instrument: &Instrument, faults: &mut Vec<Fault>) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut seen = HashSet::new();
    if source.below("rules/").next().is_none() {
        // Without rules everything would look sound.
        file(source, "rules/item.toml", faults);
    }
    for path in source.below("rules/") {
        let Some(mut reader) = file(source, path, faults) else {
            continue;
        };
        for raw in reader
            .parse::<RulesFile>()
            .map(|raw| raw.rule)
            .unwrap_or_default()
        {
            let place = reader.of(&raw);
            let raw = raw.into_inner();
            if !seen.insert(raw.id.get_ref().clone()) {
                let place = reader.of(&raw.id);
                reader.fault(FaultKind::Duplicate, &place, &[("id", raw.id.get_ref())]);
            }
            rules.push(rule(&mut reader, instrument, &raw, place));
        }
        faults.append(&mut reader.faults);
    }
    rules
}

fn level(reader: &mut Reader<'_>, word: &Text) -> Level {
    let level = Level::parse(word.get_ref());
    if level.is_none() {
        let place = reader.of(word);
        let args = [("word", word.get_ref().as_str()), ("fits", LEVELS)];
        reader.fault(FaultKind::UnknownWord, &place, &args);
    }
    level.unwrap_or(Level::Hard)
}

fn rule(reader: &mut Reader<'_>, instrument: &Instrument, raw: &RawRule, place: Place) -> Rule {
    let id = raw.id.get_ref().clone();
    let message = reader.label(&place, &id, raw.zh.as_ref(), raw.en.as_ref());
    let level = level(reader, &raw.level);
    let enforced_by = raw.enforced_by.as_ref().and_then(|word| {
        let enforced = Enforced::parse(word.get_ref());
        if enforced.is_none() {
            let place = reader.of(word);
            let args = [("word", word.get_ref().as_str()), ("fits", ENFORCED)];
            reader.fault(FaultKind::UnknownWord, &place, &args);
        }
        enforced
    });
    let hint = raw.hint.then(|| hint(reader, raw, &place));
    let mut rule = Rule {
        id,
        level,
        message,
        enforced_by,
        branches: Vec::new(),
        claims: Vec::new(),
        hint,
        place,
    };
    for on in &raw.on {
        let branches = branches(reader, instrument, raw, &rule, on);
        rule.branches.extend(branches);
    }
    for gap in &raw.gap {
        rule.claims.extend(claim(reader, instrument, gap.get_ref()));
    }
    if rule.branches.is_empty() && rule.enforced_by.is_none() && raw.on.is_empty() {
        reader.fault(FaultKind::DeadRule, &rule.place, &[("rule", &rule.id)]);
    }
    rule
}

/// A hint has a name and an explanation in both languages.
fn hint(reader: &mut Reader<'_>, raw: &RawRule, place: &Place) -> Hint {
    let id = raw.id.get_ref();
    let title = (raw.title_zh.as_ref(), raw.title_en.as_ref());
    let why = (raw.why_zh.as_ref(), raw.why_en.as_ref());
    Hint {
        title: reader.label(place, id, title.0, title.1),
        why: reader.label(place, id, why.0, why.1),
    }
}

fn claim(reader: &mut Reader<'_>, instrument: &Instrument, raw: &RawGap) -> Option<Claim> {
    let kind = reader.kind(&raw.kind)?;
    let items = items(reader, instrument, kind, &raw.items);
    let when = raw.when.as_ref();
    let when = when.map(|sql| Condition::new(sql.get_ref().clone(), reader.of(sql)));
    Some(Claim { kind, items, when })
}

/// The items that a branch points at; each must be one of its kind.
fn items(
    reader: &mut Reader<'_>,
    instrument: &Instrument,
    kind: Kind,
    ids: &[Text],
) -> Vec<String> {
    for id in ids {
        if instrument.column(kind, id.get_ref()).is_none() {
            let near = instrument.columns(kind);
            let near = nearest(id.get_ref(), near.iter().map(super::item::Column::id));
            let place = reader.of(id);
            let args = [("item", id.get_ref().as_str()), ("near", near.as_str())];
            reader.fault(FaultKind::UnknownItem, &place, &args);
        }
    }
    ids.iter().map(|id| id.get_ref().clone()).collect()
}

/// The scope as written, on the branch or else on the rule. Units that have no form are only ever
/// checked when asked, and so is what completeness upholds.
fn scope(reader: &mut Reader<'_>, rule: &Rule, word: Option<&Text>, kind: Kind) -> Option<Kind> {
    let Some(word) = word else {
        let is_asked = rule.enforced_by == Some(Enforced::Completeness);
        return match kind {
            Kind::County | Kind::Township | Kind::Village => Some(kind),
            _ => is_asked.then_some(Kind::Household),
        };
    };
    let line = kind.ancestry();
    let fits = |scope: &Kind| SCOPES.contains(scope) && line.contains(scope);
    let scope = word.get_ref().parse().ok().filter(fits);
    if scope.is_none() {
        let fits: Vec<&str> = SCOPES.into_iter().filter(fits).map(Kind::id).collect();
        let place = reader.of(word);
        let fits = fits.join(", ");
        let args = [("word", word.get_ref().as_str()), ("fits", fits.as_str())];
        reader.fault(FaultKind::UnknownWord, &place, &args);
    }
    scope
}

fn branches(
    reader: &mut Reader<'_>,
    instrument: &Instrument,
    raw: &RawRule,
    rule: &Rule,
    on: &Spanned<RawBranch>,
) -> Vec<Branch> {
    let place = reader.of(on);
    let on = on.get_ref();
    let level = on
        .level
        .as_ref()
        .map_or(rule.level, |word| level(reader, word));
    let message = if on.zh.is_some() || on.en.is_some() {
        reader.label(&place, &rule.id, on.zh.as_ref(), on.en.as_ref())
    } else {
        rule.message.clone()
    };
    let fills = on.fills.as_ref().unwrap_or(&raw.fills);
    let build = Build {
        on,
        fills,
        level,
        message,
        rule,
        scope: on.scope.as_ref().or(raw.scope.as_ref()),
    };
    let Some(word) = &on.each else {
        return build
            .named(reader, instrument, &place)
            .into_iter()
            .collect();
    };
    let mut found = Vec::new();
    let mut fits = false;
    for kind in Kind::ALL {
        for item in instrument.items(kind) {
            let chosen = item.answers_to(word.get_ref());
            fits |= chosen;
            let excepted = on.except.iter().any(|word| item.answers_to(word));
            if chosen && !excepted && !item.retired {
                found.extend(build.expanded(reader, instrument, item));
            }
        }
    }
    if !fits {
        reader.fault(FaultKind::DeadRule, &place, &[("rule", &rule.id)]);
    }
    found
}

/// The codes of a list as SQL literals.
fn quoted(list: &CodeList) -> String {
    let codes = list
        .rows
        .iter()
        .map(|row| format!("'{}'", row.code.replace('\'', "''")));
    codes.collect::<Vec<_>>().join(", ")
}

/// What the branches made from one `[[rule.on]]` have in common.
struct Build<'a> {
    on: &'a RawBranch,
    fills: &'a BTreeMap<String, Text>,
    level: Level,
    message: Label,
    rule: &'a Rule,
    scope: Option<&'a Text>,
}

impl Build<'_> {
    /// The branch of a rule that names its kind and items.
    fn named(
        &self,
        reader: &mut Reader<'_>,
        instrument: &Instrument,
        place: &Place,
    ) -> Option<Branch> {
        let Some(word) = &self.on.kind else {
            reader.fault(FaultKind::DeadRule, place, &[("rule", &self.rule.id)]);
            return None;
        };
        let kind = reader.kind(word)?;
        let items = items(reader, instrument, kind, &self.on.items);
        self.branch(reader, kind, items, None, &|sql| Some(sql.to_owned()))
    }

    /// The branch of one item that the rule holds for; none where the item lacks what the
    /// expression needs, such as a maximum.
    fn expanded(
        &self,
        reader: &mut Reader<'_>,
        instrument: &Instrument,
        item: &Item,
    ) -> Option<Branch> {
        let (min, max) = item.item_type.bounds();
        let list = item.item_type.list();
        let rows = list.and_then(|id| instrument.lists.get(id));
        let none = rows.and_then(|list| list.none.clone());
        let is_short = rows.is_some_and(|list| list.rows.len() <= CODES_MAX);
        let codes = rows.filter(|_| is_short).map(|list| quoted(list));
        let values = [
            ("{item}", Some(format!("{}.{}", item.kind.table(), item.id))),
            ("{list}", list.map(str::to_owned)),
            ("{none}", none),
            ("{codes}", codes),
            ("{long_list}", list.filter(|_| !is_short).map(str::to_owned)),
            ("{min}", min.map(|min| min.to_string())),
            ("{max}", max.map(|max| max.to_string())),
        ];
        let fill = |sql: &str| {
            values
                .iter()
                .try_fold(sql.to_owned(), |sql, (name, value)| {
                    if !sql.contains(name) {
                        return Some(sql);
                    }
                    value.as_ref().map(|value| sql.replace(name, value))
                })
        };
        let items = vec![item.id.clone()];
        self.branch(reader, item.kind, items, list.map(str::to_owned), &fill)
    }

    fn branch(
        &self,
        reader: &mut Reader<'_>,
        kind: Kind,
        items: Vec<String>,
        list: Option<String>,
        fill: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Branch> {
        let scope = scope(reader, self.rule, self.scope, kind);
        if let Some(among) = self.on.among.as_ref().filter(|_| scope.is_none()) {
            let place = reader.of(among);
            reader.fault(FaultKind::AmongUnscoped, &place, &[("rule", &self.rule.id)]);
        }
        let make = |text: &Text| Some(Condition::new(fill(text.get_ref())?, reader.of(text)));
        let mut fills = Vec::new();
        for (name, text) in self.fills {
            fills.push((name.clone(), make(text)?));
        }
        let when = make(&self.on.when)?;
        let among = self.on.among.as_ref().and_then(make);
        let (level, message) = (self.level, self.message.clone());
        Some(Branch {
            kind,
            items,
            when,
            level,
            message,
            fills,
            list,
            scope,
            among,
        })
    }
}
