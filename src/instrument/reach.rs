//! Tries conditions on combinations of candidate values, all in one statement each.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::kind::Kind;

use super::compile::Trial;
use super::fault::InstrumentError;
use super::item::{Column, Condition};
use super::item_type::ItemType;
use super::questionnaire::Instrument;
use super::token::{self, Token};

/// Most combinations that are tried; above it a condition counts as reachable.
const COMBINATIONS_MAX: usize = 2_000_000;
/// Longest list whose codes are all tried; of a longer one only those that the condition names.
const CODES_MAX: usize = 64;
/// Numbers that are tried where an item's range is wide, beside those near the condition's own.
const NUMBERS: std::ops::RangeInclusive<i64> = 0..=110;

/// Says whether any combination makes the condition true; none when it could not be tried.
pub(super) fn can_be_true(
    instrument: &Instrument,
    trial: &Trial,
    condition: &Condition,
) -> Result<Option<bool>, InstrumentError> {
    any(
        instrument,
        trial,
        condition,
        &format!("({})", condition.sql),
    )
}

/// Says whether any combination makes the condition true or false rather than unknown.
pub(super) fn can_be_known(
    instrument: &Instrument,
    trial: &Trial,
    condition: &Condition,
) -> Result<Option<bool>, InstrumentError> {
    any(
        instrument,
        trial,
        condition,
        &format!("({}) IS NOT NULL", condition.sql),
    )
}

fn any(
    instrument: &Instrument,
    trial: &Trial,
    condition: &Condition,
    test: &str,
) -> Result<Option<bool>, InstrumentError> {
    let Some(from) = combinations(instrument, condition) else {
        return Ok(None);
    };
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {from} WHERE {test})");
    let found: bool = trial.connection.query_row(&sql, [], |row| row.get(0))?;
    Ok(Some(found))
}

/// Lists the distinct values that the condition can give.
pub(super) fn values(
    instrument: &Instrument,
    trial: &Trial,
    condition: &Condition,
) -> Result<Vec<String>, InstrumentError> {
    let Some(from) = combinations(instrument, condition) else {
        return Ok(Vec::new());
    };
    let sql = &condition.sql;
    let sql =
        format!("SELECT DISTINCT CAST(({sql}) AS TEXT) FROM {from} WHERE ({sql}) IS NOT NULL");
    let mut statement = trial.connection.prepare(&sql)?;
    let found = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The tables of the context as cross joins of candidate values, and `round` as it stands; none
/// when a column's values cannot be listed or there are too many combinations.
fn combinations(instrument: &Instrument, condition: &Condition) -> Option<String> {
    let tokens = token::tokens(&condition.sql)?;
    if token::has_word(&tokens, "SELECT") {
        return None;
    }
    let mut tables: BTreeMap<Kind, Vec<(String, Vec<String>)>> = BTreeMap::new();
    let mut count = 1_usize;
    for read in &condition.reads {
        let column = instrument.column(read.kind, &read.id)?;
        let reason = format!("{}__reason", read.id);
        let table = tables.entry(read.kind).or_default();
        if token::has_word(&tokens, &reason) {
            let reasons = ["NULL", "'refused'", "'unknown'", "'proxy'", "'none'"];
            table.push((reason, reasons.map(str::to_owned).to_vec()));
            count = count.checked_mul(reasons.len())?;
        }
        let values = candidates(instrument, column, &tokens)?;
        count = count.checked_mul(values.len())?;
        table.push((read.id.clone(), values));
    }
    if count > COMBINATIONS_MAX {
        return None;
    }
    let mut from = vec!["round".to_owned()];
    for (kind, columns) in tables {
        let names: Vec<String> = columns
            .iter()
            .map(|(name, _)| format!("\"{name}__c\".column1 AS \"{name}\""))
            .collect();
        let values: Vec<String> = columns
            .iter()
            .map(|(name, values)| format!("(VALUES ({})) AS \"{name}__c\"", values.join("), (")))
            .collect();
        let table = kind.table();
        from.push(format!(
            "(SELECT {} FROM {}) AS {table}",
            names.join(", "),
            values.join(" JOIN ")
        ));
    }
    Some(from.join(" JOIN "))
}

/// Values of a column that can make a difference, as SQL; none for texts of any kind.
fn candidates(
    instrument: &Instrument,
    column: Column<'_>,
    tokens: &[Token],
) -> Option<Vec<String>> {
    let mut values = vec!["NULL".to_owned()];
    match column.item_type() {
        ItemType::Code { list } | ItemType::Multi { list, .. } => {
            let list = instrument.lists.get(list)?;
            let named = |code: &str| {
                tokens
                    .iter()
                    .any(|token| matches!(token, Token::Text(text) if text == code))
            };
            let all = list.rows.len() <= CODES_MAX;
            let codes = list.rows.iter().enumerate();
            let codes = codes.filter(|(at, row)| all || *at < 2 || named(&row.code));
            values.extend(codes.map(|(_, row)| format!("'{}'", row.code.replace('\'', "''"))));
        }
        ItemType::Int { min, max } | ItemType::Dec { min, max, .. } => {
            let written = tokens.iter().filter_map(|token| match token {
                Token::Number(number) => number.split('.').next()?.parse::<i64>().ok(),
                _ => None,
            });
            let near = written.flat_map(|number| [number - 1, number, number + 1]);
            let mut numbers: BTreeSet<i64> = near.collect();
            numbers.extend(NUMBERS);
            let own = matches!(column, Column::Item(_));
            numbers.retain(|number| !own || (*min..=*max).contains(number));
            values.extend(numbers.iter().map(i64::to_string));
        }
        ItemType::Ym | ItemType::Date | ItemType::Text { .. } | ItemType::Id | ItemType::Tel => {
            let only_null = tokens
                .iter()
                .all(|token| !matches!(token, Token::Mark('=' | '<' | '>')));
            if !only_null || token::has_word(tokens, "LIKE") || token::has_word(tokens, "IN") {
                return None;
            }
            values.push("'x'".to_owned());
        }
    }
    Some(values)
}
