// tidy: table

use unicode_segmentation::UnicodeSegmentation;

use super::width::{grapheme_width, width};

/// Marks that must not begin a line.
const CLOSING: &str = "，。、；：？！）】》〉」』〕］｝”’…—·％℃,.;:?!)]}%";
/// Marks that must not end a line.
const OPENING: &str = "（【《〈「『〔［｛“‘([{";

/// What holds neighbors together when a line is broken, from strict to loose.
///
/// A unit that is wider than the whole line is cut again by the next looser glue; the last one
/// cuts between any two graphemes, so that every text can be wrapped at every width.
#[derive(Clone, Copy)]
struct Glue {
    words: bool,
    opening: bool,
    closing: bool,
}

const GLUES: [Glue; 4] = [
    Glue {
        words: true,
        opening: true,
        closing: true,
    },
    Glue {
        words: false,
        opening: true,
        closing: true,
    },
    Glue {
        words: false,
        opening: false,
        closing: true,
    },
    Glue {
        words: false,
        opening: false,
        closing: false,
    },
];

/// Returns the text in lines of at most `cells`, by Chinese rules of punctuation.
///
/// Breaks between Han characters and at spaces; keeps closing marks off the start of a line and
/// opening marks off its end where the width allows. Spaces at a break vanish, line feeds stay
/// breaks, other control characters are dropped. A width of 0 counts as 1. One character that is
/// wider than the line is the only thing that may exceed the width.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, cells, &mut lines);
    }
    lines
}

fn wrap_paragraph(paragraph: &str, cells: usize, lines: &mut Vec<String>) {
    let graphemes: Vec<&str> = paragraph
        .graphemes(true)
        .filter(|g| !g.contains(char::is_control))
        .collect();
    let first = lines.len();
    let mut line = String::new();
    let mut used = 0;
    for unit in fitting_units(&graphemes, cells, &GLUES) {
        let wide = width(&unit);
        if used + wide > cells && !line.is_empty() {
            lines.push(trim_line_end(&line));
            line.clear();
            used = 0;
        }
        // Spaces that follow a break belong to the break, an indent of the paragraph does not.
        if line.is_empty() && is_space(&unit) && lines.len() > first {
            continue;
        }
        line.push_str(&unit);
        used += wide;
    }
    if !line.is_empty() || lines.len() == first {
        lines.push(trim_line_end(&line));
    }
}

/// Cuts graphemes into units that fit the line, each as strictly glued as possible.
fn fitting_units(graphemes: &[&str], cells: usize, glues: &[Glue]) -> Vec<String> {
    let Some((glue, looser)) = glues.split_first() else {
        return graphemes.iter().map(ToString::to_string).collect();
    };
    let mut fitting = Vec::new();
    for unit in units(graphemes, *glue) {
        let text = unit.concat();
        if width(&text) <= cells {
            fitting.push(text);
        } else {
            fitting.extend(fitting_units(&unit, cells, looser));
        }
    }
    fitting
}

fn units<'a>(graphemes: &[&'a str], glue: Glue) -> Vec<Vec<&'a str>> {
    let mut units: Vec<Vec<&str>> = Vec::new();
    let mut previous: Option<&str> = None;
    for &grapheme in graphemes {
        let glued = previous.is_some_and(|before| holds(before, grapheme, glue));
        match units.last_mut() {
            Some(unit) if glued => unit.push(grapheme),
            _ => units.push(vec![grapheme]),
        }
        previous = Some(grapheme);
    }
    units
}

fn holds(before: &str, after: &str, glue: Glue) -> bool {
    if is_space(before) || is_space(after) {
        return false;
    }
    glue.closing && CLOSING.contains(after)
        || glue.opening && OPENING.contains(before)
        || glue.words && grapheme_width(before) < 2 && grapheme_width(after) < 2
}

fn is_space(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn trim_line_end(line: &str) -> String {
    line.trim_end().to_owned()
}
