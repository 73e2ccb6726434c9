/// Digits in a row that may be a telephone or identity number; dates and codes of villages that
/// people write have fewer or are not typed.
const DIGITS_MIN: usize = 11;

/// Returns a text with the digits of each long run hidden as stars, also where blanks or dashes
/// part it; a run is long from 11 digits on, as telephone and identity numbers of people are.
#[must_use]
pub fn veil(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        if c.is_numeric() || (!run.is_empty() && joins(c)) {
            run.push(c);
        } else {
            end(&mut run, &mut out);
            out.push(c);
        }
    }
    end(&mut run, &mut out);
    out
}

/// Says whether a character may stand within or at the end of a number that is typed.
fn joins(c: char) -> bool {
    let is_dash = matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{FF0D}');
    let is_mark = matches!(c, 'x' | 'X' | '\u{FF38}' | '\u{FF58}');
    is_dash || is_mark || c.is_whitespace()
}

/// Writes a run of digits, hidden where it is long.
fn end(run: &mut String, out: &mut String) {
    let is_long = run.chars().filter(|c| c.is_numeric()).count() >= DIGITS_MIN;
    let hidden = |c: char| if is_long && c.is_numeric() { '*' } else { c };
    out.extend(run.chars().map(hidden));
    run.clear();
}
