//! The statements of an area check: rules over many records at once, and the figures of units.
//!
//! A statement gives failing rows alone, so that a sound county costs one pass over its tables.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use crate::domain::kind::Kind;

use super::figure::Source;
use super::item::Condition;
use super::list::Lists;
use super::questionnaire::Instrument;
use super::rule::{Branch, Rule};
use super::{schema, token};

/// Digits of a path down to the group, which is what figures are added up from.
const GROUP_DIGITS: usize = 14;

/// Rules of one kind over the records of an area.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Kind of record.
    pub kind: Kind,
    /// A SELECT of the records that break at least one rule, with the bounds of their paths as
    /// `?1` and `?2`. Its first columns are [`Scan::FIXED`].
    pub sql: String,
    /// Whose truth its further columns tell: places of the rule and of its branch.
    pub columns: Vec<(usize, usize)>,
}

/// What a finding says: values for the placeholders of its message.
#[derive(Clone, Debug)]
pub struct Said {
    /// A SELECT with the record's number as `?1`.
    pub sql: String,
    /// Names of the placeholders, in order.
    pub names: Vec<String>,
}

impl Scan {
    /// How many columns come before those of the rules: number of the record, path, UUID, who
    /// filled its household in, whether that is completed, and findings on the record that were
    /// settled.
    pub const FIXED: usize = 6;
}

/// The scans that a check of an area takes.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// One for each rule that compares records of several households, and for each on townships
    /// and the county: over the whole area at once.
    pub wide: Vec<Scan>,
    /// One for each kind of record, with all rules that rest on one household alone, or compare
    /// those of one group or village.
    pub rows: Vec<Scan>,
    /// One for each rule on groups and villages, whose figures may rest on what was found below.
    pub units: Vec<Scan>,
    /// What is looked up where a branch is broken, by places of the rule and of the branch.
    pub said: HashMap<(usize, usize), Said>,
    /// Figures that rules read, by name.
    pub figures: BTreeSet<String>,
}

/// Plans the check of an area of a kind.
#[must_use]
pub fn plan(instrument: &Instrument, area: Kind) -> Plan {
    plan_of(instrument, area, |_| true)
}

/// Plans the rules that hint at gaps, in an area of a kind.
#[must_use]
pub fn hint_plan(instrument: &Instrument, area: Kind) -> Plan {
    plan_of(instrument, area, Rule::is_hint)
}

fn plan_of(instrument: &Instrument, area: Kind, is_wanted: impl Fn(&Rule) -> bool) -> Plan {
    let mut plan = Plan::default();
    let rules = instrument.rules.iter().enumerate();
    for (rule, entry) in rules.filter(|(_, entry)| is_wanted(entry)) {
        for (place, branch) in entry.branches.iter().enumerate() {
            plan.said
                .extend(said(branch).map(|said| ((rule, place), said)));
        }
    }
    for kind in Kind::ALL {
        let is_seen = |branch: &Branch| {
            let scope = branch.scope.map(Kind::ancestry).unwrap_or_default();
            scope.contains(&area)
        };
        let within = |branch: &Branch| match branch.scope {
            None | Some(Kind::Household) => true,
            // What is narrowed rests on a look at the whole area.
            Some(Kind::Group | Kind::Village) => {
                kind > Kind::Group && branch.among.is_none() && is_seen(branch)
            }
            Some(_) => false,
        };
        let mut rows = branches(instrument, kind, within);
        rows.retain(|(rule, _, _)| instrument.rules.get(*rule).is_some_and(&is_wanted));
        plan.rows.extend(scan(instrument, kind, &rows));
        let mut asked = branches(instrument, kind, |branch| {
            !within(branch) && is_seen(branch)
        });
        asked.retain(|(rule, _, _)| instrument.rules.get(*rule).is_some_and(&is_wanted));
        for placed in asked {
            let conditions = placed.2.fills.iter().map(|(_, fill)| fill);
            for condition in conditions.chain([&placed.2.when]) {
                plan.figures.extend(condition.figures.iter().cloned());
            }
            let scans = match kind {
                Kind::Group | Kind::Village => &mut plan.units,
                _ => &mut plan.wide,
            };
            scans.extend(scan(instrument, kind, &[placed]));
        }
    }
    plan
}

/// A branch with its places in the catalog.
type Placed<'a> = (usize, usize, &'a Branch);

fn branches(
    instrument: &Instrument,
    kind: Kind,
    fits: impl Fn(&Branch) -> bool,
) -> Vec<Placed<'_>> {
    let rules = instrument.rules.iter().enumerate();
    rules
        .flat_map(|(rule, entry)| {
            let branches = entry.branches.iter().enumerate();
            branches.map(move |(branch, own)| (rule, branch, own))
        })
        .filter(|(_, _, own)| own.kind == kind && fits(own))
        .collect()
}

fn scan(instrument: &Instrument, kind: Kind, branches: &[Placed<'_>]) -> Option<Scan> {
    let first = branches.first()?;
    let mut columns = Vec::new();
    let mut parts = Vec::new();
    let mut any = Vec::new();
    for (rule, branch, own) in branches {
        let when = plain(&own.when.sql, &instrument.lists);
        columns.push((*rule, *branch));
        // As a condition and not as a value, so that what stands first can spare the rest.
        parts.push(format!("CASE WHEN ({when}) THEN 1 ELSE 0 END"));
        any.push(format!("({when})"));
    }
    let conditions = branches
        .iter()
        .flat_map(|(_, _, own)| [&own.when].into_iter().chain(&own.among));
    let table = kind.table();
    let mut sql = format!(
        "SELECT {table}.id, {table}.path,\n \
         (SELECT record.uuid FROM record WHERE record.id = {table}.id),\n {},\n \
         {table}.soft_confirmed + {table}.excepted,\n {}\n{}\n\
         WHERE {table}.path >= ?1 AND {table}.path < ?2 AND {table}.live",
        household(kind).unwrap_or("NULL, 0"),
        parts.join(",\n "),
        from(kind, conditions),
    );
    if let (Some(among), 1) = (&first.2.among, branches.len()) {
        let _ = write!(sql, "\n AND ({})", plain(&among.sql, &instrument.lists));
    }
    let _ = write!(sql, "\n AND ({})", any.join("\n OR "));
    Some(Scan { kind, sql, columns })
}

/// Writes the statement that looks up what a branch says; none where it says the same always.
fn said(branch: &Branch) -> Option<Said> {
    let parts: Vec<&str> = branch
        .fills
        .iter()
        .map(|(_, fill)| fill.sql.as_str())
        .collect();
    let names = branch.fills.iter().map(|(name, _)| name.clone());
    let fills = branch.fills.iter().map(|(_, fill)| fill);
    (!parts.is_empty()).then(|| Said {
        sql: format!(
            "SELECT ({})\n{} WHERE {}.id = ?1",
            parts.join("),\n ("),
            from(branch.kind, fills),
            branch.kind.table()
        ),
        names: names.collect(),
    })
}

/// What a scan tells of the household of a record.
const fn household(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Household | Kind::Person | Kind::Episode | Kind::Visit => {
            Some("household.enumerator, household.completed")
        }
        _ => None,
    }
}

/// Writes the tables of a scan, joined in the order in which they are walked; without the
/// ancestors that no condition reads.
fn from<'a>(kind: Kind, conditions: impl Iterator<Item = &'a Condition>) -> String {
    let mut read = BTreeSet::from([kind]);
    if household(kind).is_some() {
        read.insert(Kind::Household);
    }
    let mut has_figures = false;
    for condition in conditions {
        read.extend(condition.reads.iter().map(|read| read.kind));
        has_figures |= !condition.figures.is_empty();
        let tokens = token::tokens(&condition.sql).unwrap_or_default();
        let named = Kind::ALL.into_iter();
        read.extend(named.filter(|kind| token::has_word(&tokens, kind.table())));
    }
    let line = kind.ancestry();
    let top = line
        .iter()
        .position(|kind| read.contains(kind))
        .unwrap_or(0);
    let mut sql = format!("FROM {}", kind.table());
    let mut child = kind;
    for parent in line.into_iter().skip(top).rev().skip(1) {
        let (above, below) = (parent.table(), child.table());
        let _ = write!(sql, " CROSS JOIN {above} ON {above}.id = {below}.parent");
        child = parent;
    }
    if has_figures {
        let (figure, table) = (schema::FIGURE, kind.table());
        let _ = write!(sql, " CROSS JOIN {figure} ON {figure}.record = {table}.id");
    }
    sql.push_str(" CROSS JOIN round");
    sql
}

/// Puts plain comparisons in place of the functions that look a code up: over many records a call
/// costs far more than the comparison.
fn plain(sql: &str, lists: &Lists) -> String {
    let sql = looked_up(sql, "all_in_list(", lists, |column, codes, call| {
        format!("({column} IN ({codes}) OR {call})")
    });
    looked_up(&sql, "in_list(", lists, |column, codes, _| {
        format!("{column} IN ({codes})")
    })
}

fn looked_up(
    sql: &str,
    function: &str,
    lists: &Lists,
    put: impl Fn(&str, &str, &str) -> String,
) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once(function) {
        out.push_str(before);
        // The name may be the end of a longer one.
        let is_whole = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let call = after.split_once(')').filter(|_| is_whole);
        let replaced = call.and_then(|(args, tail)| {
            let (column, list) = args.split_once(',')?;
            let list = list.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            let codes = codes(lists, list)?;
            Some((put(column, &codes, &format!("{function}{args})")), tail))
        });
        if let Some((text, tail)) = replaced {
            out.push_str(&text);
            rest = tail;
        } else {
            out.push_str(function);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn codes(lists: &Lists, list: &str) -> Option<String> {
    let list = lists.get(list)?;
    let quoted = list.rows.iter().map(|row| row.code.replace('\'', "''"));
    let codes: Vec<String> = quoted.map(|code| format!("'{code}'")).collect();
    Some(codes.join(", "))
}

/// One statement that gives figures.
#[derive(Clone, Debug)]
pub struct FigureQuery {
    /// A SELECT of a code and numbers, with the bounds of the paths as `?1` and `?2`.
    pub sql: String,
    /// The figures of the numbers, in order.
    pub figures: Vec<String>,
    /// Whether the codes are those of groups and the numbers are to be added up.
    pub is_sum: bool,
}

/// Writes the statements that fill the figures named: one pass for each kind of record, and one
/// for each figure that does not add up.
#[must_use]
pub fn figure_queries(instrument: &Instrument, wanted: &BTreeSet<String>) -> Vec<FigureQuery> {
    let mut queries = Vec::new();
    let own = || {
        instrument
            .figures
            .iter()
            .filter(|own| wanted.contains(&own.id))
    };
    for kind in Kind::ALL {
        let sums: Vec<(&String, &Condition)> = own()
            .filter_map(|figure| match &figure.source {
                Source::Sum { over, value } if *over == kind => Some((&figure.id, value)),
                _ => None,
            })
            .collect();
        if sums.is_empty() {
            continue;
        }
        let table = kind.table();
        let values: Vec<String> = sums
            .iter()
            .map(|(_, value)| format!("sum({})", plain(&value.sql, &instrument.lists)))
            .collect();
        queries.push(FigureQuery {
            sql: format!(
                "SELECT substr({table}.path, 1, {GROUP_DIGITS}), {}\n{}\n\
                 WHERE {table}.path >= ?1 AND {table}.path < ?2 AND {table}.live\nGROUP BY 1",
                values.join(",\n "),
                from(kind, sums.iter().map(|(_, value)| *value)),
            ),
            figures: sums.iter().map(|(id, _)| (*id).clone()).collect(),
            is_sum: true,
        });
    }
    for figure in own() {
        if let Source::Select(select) = &figure.source {
            queries.push(FigureQuery {
                sql: select.sql.replace("{from}", "?1").replace("{to}", "?2"),
                figures: vec![figure.id.clone()],
                is_sum: false,
            });
        }
    }
    queries
}

/// The text of a select without the bounds of the area, so that it can be read as it stands.
pub(super) fn without_bounds(sql: &str) -> String {
    sql.replace("{from}", "''").replace("{to}", "''")
}
