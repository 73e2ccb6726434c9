//! Hides numbers of people in what somebody typed.

/// Digits in a row that may be a telephone or identity number; dates and codes of villages that
/// people write have fewer or are not typed.
const DIGITS_MIN: usize = 11;

/// Returns a text with each long run of digits hidden, also where blanks or dashes part it.
pub(super) fn veil(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        let joins = !run.is_empty() && matches!(c, ' ' | '-' | 'x' | 'X');
        if c.is_numeric() || joins {
            run.push(c);
        } else {
            end(&mut run, &mut out);
            out.push(c);
        }
    }
    end(&mut run, &mut out);
    out
}

/// Writes a run of digits, hidden where it is long.
fn end(run: &mut String, out: &mut String) {
    let is_long = run.chars().filter(|c| c.is_numeric()).count() >= DIGITS_MIN;
    let hidden = |c: char| if is_long && c.is_numeric() { '*' } else { c };
    out.extend(run.chars().map(hidden));
    run.clear();
}
