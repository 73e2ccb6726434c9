//! A page as text for a monospaced font, in which a Han character takes two cells.

use super::page::{Column, Holds, Page, Part, Signing, Table};
use crate::base::text::{pad_end, pad_start, width, wrap};

/// Cells of a line: A4 upright in 10 points, with margins.
const WIDTH: usize = 96;
/// Cells between two columns.
const GAP: usize = 2;
/// Cells that a column of words keeps when a table is too wide.
const WORDS_MIN: usize = 8;
/// Cells that any other column keeps.
const CELLS_MIN: usize = 4;
/// What stands in a box to be ticked.
const BOX: &str = "[  ]";
/// Cells and lines of the place for the stamp.
const STAMP: (usize, usize) = (28, 9);
/// Cells of a line for a signature.
const SIGNATURE: usize = 22;

/// Writes a page as lines.
pub(super) fn lines(page: &Page) -> Vec<String> {
    let mut out = vec![centered(&page.title), centered(&page.unit)];
    if let Some((large, why)) = &page.banner {
        banner(&mut out, large, why);
    }
    out.push("=".repeat(WIDTH));
    for part in &page.parts {
        match part {
            Part::Heading(heading) => out.extend([String::new(), format!("[ {heading} ]")]),
            Part::Facts(facts) => self::facts(&mut out, facts),
            Part::Table(table) => self::table(&mut out, table),
            Part::Lines(lines) => {
                out.extend(lines.iter().flat_map(|line| wrap(line, WIDTH)));
            }
            Part::Digits(lines) => out.extend(lines.iter().map(|line| format!("    {line}"))),
            Part::Signing(signing) => self::signing(&mut out, signing),
        }
    }
    out.push("=".repeat(WIDTH));
    out.push(page.foot.clone());
    for line in &mut out {
        line.truncate(line.trim_end().len());
    }
    out
}

fn centered(text: &str) -> String {
    let mut lines = wrap(text, WIDTH);
    for line in &mut lines {
        let indent = WIDTH.saturating_sub(width(line)) / 2;
        line.insert_str(0, &" ".repeat(indent));
    }
    lines.join("\n")
}

/// Says in letters that are set wide apart, between two thick lines, that a sheet does not hold.
fn banner(out: &mut Vec<String>, large: &str, why: &[String]) {
    let letters: Vec<String> = large.chars().map(String::from).collect();
    let wide = letters.join("  ");
    out.push("#".repeat(WIDTH));
    out.push(String::new());
    // Long words in letters would not fit when they are set apart.
    out.push(centered(if width(&wide) <= WIDTH { &wide } else { large }));
    out.push(String::new());
    for line in why {
        let wrapped = wrap(line, WIDTH - 8).into_iter().enumerate();
        out.extend(wrapped.map(|(at, line)| match at {
            0 => format!("    - {line}"),
            _ => format!("      {line}"),
        }));
    }
    out.push("#".repeat(WIDTH));
}

fn facts(out: &mut Vec<String>, facts: &[(String, String)]) {
    let names = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0) + GAP;
    for (name, fact) in facts {
        let lines = wrap(fact, WIDTH - names).into_iter().enumerate();
        out.extend(lines.map(|(at, line)| {
            let name = if at == 0 { name.as_str() } else { "" };
            pad_end(name, names) + &line
        }));
    }
}

fn table(out: &mut Vec<String>, table: &Table) {
    let widths = widths(table);
    let headings = table.columns.iter().map(|column| column.heading.clone());
    row(out, table, &widths, &headings.collect::<Vec<_>>());
    let rule = || {
        let lines = widths.iter().map(|width| "-".repeat(*width));
        lines.collect::<Vec<_>>().join(&" ".repeat(GAP))
    };
    out.push(rule());
    for (at, cells) in table.rows.iter().enumerate() {
        if table.has_sum && at + 1 == table.rows.len() {
            out.push(rule());
            row(out, table, &widths, cells);
        } else {
            row(out, table, &widths, &boxed(table, cells));
        }
    }
}

/// Puts boxes where something is to be ticked.
fn boxed(table: &Table, cells: &[String]) -> Vec<String> {
    let cells = table.columns.iter().zip(cells);
    let cells = cells.map(|(column, cell)| match column.holds {
        Holds::Box => BOX.to_owned(),
        _ => cell.clone(),
    });
    cells.collect()
}

/// Writes a row in as many lines as its tallest cell takes.
fn row(out: &mut Vec<String>, table: &Table, widths: &[usize], cells: &[String]) {
    let cells: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(cell, *width))
        .collect();
    let n_lines = cells.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..n_lines {
        let columns = table.columns.iter().zip(widths).zip(&cells);
        let line = columns.map(|((column, width), lines)| {
            let text = lines.get(at).map_or("", String::as_str);
            match column.holds {
                Holds::Number => pad_start(text, *width),
                _ => pad_end(text, *width),
            }
        });
        out.push(line.collect::<Vec<_>>().join(&" ".repeat(GAP)));
    }
}

/// Gives each column what it needs; where that is too much, the widest gives way.
fn widths(table: &Table) -> Vec<usize> {
    let widest = |(at, column): (usize, &Column)| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let cells = cells.map(|cell| width(cell)).max().unwrap_or(0);
        let cells = if column.holds == Holds::Box {
            cells.max(BOX.len())
        } else {
            cells
        };
        cells.max(width(&column.heading)).max(1)
    };
    let mut widths: Vec<usize> = table.columns.iter().enumerate().map(widest).collect();
    let gaps = GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > WIDTH {
        let gives = |at: usize, min: usize, is_words: bool| {
            let holds = table.columns.get(at).map(|column| column.holds);
            let width = widths.get(at).copied().unwrap_or(0);
            width > min && (holds == Some(Holds::Words) || !is_words)
        };
        let columns = || 0..widths.len();
        let widest = |at: &usize| widths.get(*at).copied();
        let giving = columns()
            .filter(|at| gives(*at, WORDS_MIN, true))
            .max_by_key(widest)
            .or_else(|| {
                columns()
                    .filter(|at| gives(*at, CELLS_MIN, false))
                    .max_by_key(widest)
            });
        let Some(width) = giving.and_then(|at| widths.get_mut(at)) else {
            break;
        };
        *width -= 1;
    }
    widths
}

fn signing(out: &mut Vec<String>, signing: &Signing) {
    out.push(String::new());
    out.push("-".repeat(WIDTH));
    out.extend(wrap(&signing.oath, WIDTH));
    let stamp = stamp(&signing.stamp);
    let cells = WIDTH - STAMP.0 - GAP;
    let names = signing.people.iter().map(|(name, _)| width(name)).max();
    let names = names.unwrap_or(0) + GAP;
    let mut left = Vec::new();
    for (name, who) in &signing.people {
        let known = wrap(who, cells - names).into_iter().enumerate();
        left.extend(known.map(|(at, line)| {
            let name = if at == 0 { name.as_str() } else { "" };
            pad_end(name, names) + &line
        }));
        let line = "_".repeat(SIGNATURE);
        let indent = " ".repeat(names);
        left.push(String::new());
        left.push(format!(
            "{indent}{} {line} {}",
            signing.signature, signing.date
        ));
        left.push(String::new());
    }
    for at in 0..left.len().max(stamp.len()) {
        let text = left.get(at).map_or("", String::as_str);
        let edge = stamp.get(at).map_or("", String::as_str);
        out.push(pad_end(text, cells + GAP) + edge);
    }
}

/// Draws the place for the stamp.
fn stamp(words: &str) -> Vec<String> {
    let (cells, lines) = STAMP;
    let edge = format!("+{}+", "-".repeat(cells - 2));
    let inside = (0..lines).map(|at| {
        let words = if at == lines / 2 { words } else { "" };
        let before = (cells - 2).saturating_sub(width(words)) / 2;
        let inside = pad_end(&(" ".repeat(before) + words), cells - 2);
        format!("|{inside}|")
    });
    let mut drawn = vec![edge.clone()];
    drawn.extend(inside);
    drawn.push(edge);
    drawn
}
