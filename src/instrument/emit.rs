//! Conditions as they are handed to SQLite.
//!
//! For each list of `IN` SQLite builds an index at every execution; for one record this costs many
//! times the comparison itself. So `x IN ('1', '2')` on a column is emitted as
//! `(x = '1' OR x = '2')`, which means the same, NULL included.

/// Emits a condition.
pub(super) fn emit(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some((before, after)) = split_at_in(rest) {
        let (head, column, is_not) = operand(before);
        if let Some((codes, tail)) = list(after).filter(|_| !column.is_empty()) {
            let any: Vec<String> = codes
                .iter()
                .map(|code| format!("{column} = {code}"))
                .collect();
            let not = if is_not { "NOT " } else { "" };
            out.extend([head, not, "(", &any.join(" OR "), ")"]);
            rest = tail;
        } else {
            out.extend([before, IN]);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The keyword with its opening bracket, as the questionnaire writes it.
const IN: &str = " IN (";

/// Splits at the first `IN (` that stands outside quotes.
fn split_at_in(sql: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let at = from + sql.get(from..)?.find(IN)?;
        let before = sql.get(..at)?;
        if before.matches('\'').count() % 2 == 0 {
            return Some((before, sql.get(at + IN.len()..)?));
        }
        from = at + 1;
    }
}

/// Splits the column, and whether NOT follows it, from the end of a text; the column is empty where
/// something else stands there.
fn operand(before: &str) -> (&str, &str, bool) {
    let (before, is_not) = before
        .strip_suffix(" NOT")
        .map_or((before, false), |before| (before, true));
    let start = before
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
        .map_or(0, |at| at + 1);
    let (head, column) = before.split_at_checked(start).unwrap_or((before, ""));
    let is_column = column.starts_with(|c: char| c.is_ascii_alphabetic());
    (head, if is_column { column } else { "" }, is_not)
}

/// Reads literals up to the closing bracket; nothing for a list with anything else in it.
fn list(after: &str) -> Option<(Vec<&str>, &str)> {
    let (inside, tail) = after.split_once(')')?;
    let codes: Vec<&str> = inside.split(',').map(str::trim).collect();
    let is_literal = |code: &&str| {
        let text = code
            .strip_prefix('\'')
            .and_then(|code| code.strip_suffix('\''))
            .unwrap_or(code);
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
    };
    // A bare word would be a column; only numbers may stand without quotes.
    let is_closed = |code: &&str| code.starts_with('\'') || code.parse::<f64>().is_ok();
    (codes.iter().all(is_literal) && codes.iter().all(is_closed)).then_some((codes, tail))
}
