//! The two statements of a kind: what is asked of a record, and which rules it breaks.

use std::collections::HashMap;

use crate::domain::kind::Kind;

use super::emit::emit;
use super::item::{Column, Condition, Required};
use super::questionnaire::Instrument;
use super::schema;

/// What one column of a state query tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Whether the record is asked at all: 1, 0, or NULL.
    RecordUniverse,
    /// Whether the item is asked: 1, 0, or NULL. No column means: always.
    Universe,
    /// Whether an empty answer is a gap: 1, 0, or NULL; only 1 makes it one.
    Required,
    /// Value of an item while it has no answer of its own.
    Derive,
    /// Value offered.
    Preset,
    /// Value of a derived column.
    Derived,
}

/// One column of a state query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateColumn {
    /// What it tells.
    pub role: Role,
    /// Of which item or derived column; empty for the record.
    pub id: String,
}

/// The state of one record in one row.
///
/// The row is computed from the values that stand in the tables. A caller that parks answers or
/// writes derived values runs it again, until nothing changes; `passes` is the most it takes.
#[derive(Clone, Debug)]
pub struct StateQuery {
    /// A SELECT with the record's `id` as `?1`.
    pub sql: String,
    /// What its columns tell, in order.
    pub columns: Vec<StateColumn>,
    /// Most runs until nothing changes.
    pub passes: usize,
}

/// Which part of a rule a column of a rule query is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RulePart {
    /// 1 where the finding is raised, 0 where not or where something is not known yet.
    Raised,
    /// Value for a placeholder of the message; NULL unless raised.
    Fill(String),
}

/// One column of a rule query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleColumn {
    /// Place in [`Instrument::rules`].
    pub rule: usize,
    /// Place in the rule's branches.
    pub branch: usize,
    /// Which part.
    pub part: RulePart,
}

/// All rules of a kind on one record in one row.
#[derive(Clone, Debug)]
pub struct RuleQuery {
    /// A SELECT with the record's `id` as `?1`.
    pub sql: String,
    /// What its columns tell, in order.
    pub columns: Vec<RuleColumn>,
}

/// Writes the state query of a kind: for each item in order its universe, requiredness, derived
/// value, and preset, and the derived columns where they stand among the items.
#[must_use]
pub fn state_query(instrument: &Instrument, kind: Kind) -> StateQuery {
    let mut columns = Vec::new();
    let mut parts = Vec::new();
    let mut put = |role, id: &str, condition: &Condition| {
        columns.push(StateColumn {
            role,
            id: id.to_owned(),
        });
        parts.push(match role {
            Role::RecordUniverse | Role::Universe | Role::Required => truth(condition),
            Role::Derive | Role::Preset | Role::Derived => format!("({})", emit(&condition.sql)),
        });
    };
    if let Some(condition) = instrument.kind_universe(kind) {
        put(Role::RecordUniverse, "", condition);
    }
    for column in instrument.columns(kind) {
        match column {
            Column::Derived(derived) => put(Role::Derived, &derived.id, &derived.value),
            Column::Item(item) if item.retired => {}
            Column::Item(item) => {
                let required = match &item.required {
                    Required::When(condition) => Some(condition),
                    _ => None,
                };
                let own = [
                    (Role::Universe, item.universe.as_ref()),
                    (Role::Required, required),
                    (Role::Derive, item.derive.as_ref()),
                    (Role::Preset, item.preset.as_ref()),
                ];
                for (role, condition) in own {
                    if let Some(condition) = condition {
                        put(role, &item.id, condition);
                    }
                }
            }
        }
    }
    StateQuery {
        sql: select(kind, &parts),
        columns,
        passes: passes(instrument, kind),
    }
}

/// Writes the rule query of a kind, of the rules that are evaluated on leaving a field, in the
/// order of the catalog.
#[must_use]
pub fn rule_query(instrument: &Instrument, kind: Kind) -> RuleQuery {
    rule_query_of(instrument, kind, &|_, _| true)
}

/// Writes the rule query of a kind with some of its rules alone; `chosen` takes the places of the
/// rule and of its branch.
#[must_use]
pub fn rule_query_of(
    instrument: &Instrument,
    kind: Kind,
    chosen: &dyn Fn(usize, usize) -> bool,
) -> RuleQuery {
    let mut columns = Vec::new();
    let mut conditions = Vec::new();
    let mut parts = Vec::new();
    for (rule, entry) in instrument.rules.iter().enumerate() {
        let branches = entry.branches.iter().enumerate();
        let own = branches
            .filter(|(place, own)| own.kind == kind && own.is_stored() && chosen(rule, *place));
        for (branch, own) in own {
            columns.push(RuleColumn {
                rule,
                branch,
                part: RulePart::Raised,
            });
            let name = format!("raised.rule_{}", conditions.len());
            // As a condition and not as a value, so that what stands first can spare the rest.
            conditions.push(format!(
                "CASE WHEN ({}) THEN 1 ELSE 0 END AS rule_{}",
                emit(&own.when.sql),
                conditions.len()
            ));
            parts.push(name.clone());
            for (fill, value) in &own.fills {
                columns.push(RuleColumn {
                    rule,
                    branch,
                    part: RulePart::Fill(fill.clone()),
                });
                parts.push(format!("CASE WHEN {name} THEN ({}) END", emit(&value.sql)));
            }
        }
    }
    RuleQuery {
        sql: filled(kind, &conditions, &parts),
        columns,
    }
}

/// Writes the statement that finds every live record of a kind on which some rule is raised;
/// nothing where the kind has no rules.
#[must_use]
pub fn raised_query(instrument: &Instrument, kind: Kind) -> Option<String> {
    let branches = instrument.rules.iter().flat_map(|rule| &rule.branches);
    let own = branches.filter(|branch| branch.kind == kind && branch.is_stored());
    let any: Vec<String> = own
        .map(|branch| format!("({})", emit(&branch.when.sql)))
        .collect();
    (!any.is_empty()).then(|| {
        format!(
            "SELECT {table}.id {} WHERE {table}.live AND ({})",
            schema::context(kind),
            any.join("\n OR "),
            table = kind.table()
        )
    })
}

/// Makes 1, 0, or NULL of any number that a condition may give.
fn truth(condition: &Condition) -> String {
    format!("NOT NOT ({})", emit(&condition.sql))
}

fn select(kind: Kind, parts: &[String]) -> String {
    let parts = if parts.is_empty() {
        "1".to_owned()
    } else {
        parts.join(",\n ")
    };
    format!(
        "SELECT {parts}\n{} WHERE {}.id = ?1",
        schema::context(kind),
        kind.table()
    )
}

/// Writes a statement that settles the conditions first, each once, and then looks up what is said
/// of those that hold.
fn filled(kind: Kind, conditions: &[String], parts: &[String]) -> String {
    if conditions.is_empty() {
        return select(kind, parts);
    }
    format!(
        "WITH raised AS MATERIALIZED ({})\nSELECT {}\n{} JOIN raised WHERE {}.id = ?1",
        select(kind, conditions),
        parts.join(",\n "),
        schema::context(kind),
        kind.table()
    )
}

/// Longest chain of columns that rest on one another within the kind, and one run to see that
/// nothing changes any more.
fn passes(instrument: &Instrument, kind: Kind) -> usize {
    let mut depth: HashMap<&str, usize> = HashMap::new();
    for column in instrument.columns(kind) {
        let reads = match column {
            Column::Item(item) => [&item.universe, &item.derive]
                .into_iter()
                .flatten()
                .flat_map(|c| &c.reads)
                .collect(),
            Column::Derived(derived) => derived.value.reads.iter().collect::<Vec<_>>(),
        };
        let own = reads.into_iter().filter(|read| read.kind == kind);
        let below = own
            .filter_map(|read| depth.get(read.id.as_str()))
            .max()
            .copied();
        depth.insert(column.id(), below.unwrap_or(0) + 1);
    }
    depth.values().max().copied().unwrap_or(0) + 1
}
