use std::io::{self, Write};
use std::path::Path;

use super::csv_out::{CsvOut, WrittenFile};
use super::disposed;
use super::sheet::{Role, Sheet, UUID};
use crate::base::files::FileError;
use crate::domain::kind::Kind;
use crate::instrument::Instrument;
use crate::instrument::codebook::{HEADERS, Row, rows};
use crate::wording::{Language, Wording};

/// Headings before those of the instrument.
const COLUMN_HEADERS: [&str; 3] = ["file", "column", "role"];

/// Writes `codebook.csv`: one row for each column of the sheets.
pub(super) fn write(
    dir: &Path,
    instrument: &Instrument,
    sheets: &[Sheet],
) -> Result<WrittenFile, FileError> {
    let (zh, en) = (Wording::new(Language::ZhHans), Wording::new(Language::En));
    let known = rows(instrument);
    let mut out = CsvOut::create(dir, "codebook.csv")?;
    out.heading(COLUMN_HEADERS.into_iter().chain(HEADERS))?;
    for sheet in sheets {
        let plain = |out: &mut CsvOut, column: &str, role: &str, key: &str| {
            let cells = [
                sheet.file,
                column,
                role,
                sheet.kind.id(),
                "",
                zh.text(key),
                en.text(key),
            ];
            put(out, cells.into_iter().chain(["text"]))
        };
        for key in &sheet.keys {
            plain(&mut out, key.name, "key", key.label())?;
        }
        plain(&mut out, UUID, "key", "exchange.column.uuid")?;
        for column in &sheet.columns {
            let find = |row: &&Row| row.kind == sheet.kind && row.id == column.item;
            let Some(row) = known.iter().find(find) else {
                continue;
            };
            if column.role == Role::Reason {
                plain(&mut out, &column.name, "reason", "exchange.column.reason")?;
                continue;
            }
            let role = if column.role == Role::Item {
                "item"
            } else {
                "derived"
            };
            put(
                &mut out,
                [sheet.file, &column.name, role]
                    .into_iter()
                    .chain(row.cells()),
            )?;
        }
    }
    for key in disposed::keys() {
        let cells = [disposed::FILE, key.name, "key", "", ""];
        let labels = [zh.text(key.label()), en.text(key.label()), "text"];
        put(&mut out, cells.into_iter().chain(labels))?;
    }
    for (name, key) in disposed::COLUMNS {
        let cells = [disposed::FILE, name, "ledger", "", ""];
        let labels = [zh.text(key), en.text(key), "text"];
        put(&mut out, cells.into_iter().chain(labels))?;
    }
    out.finish()
}

/// Writes one row, filled up with empty cells so that all rows are of one length.
fn put<'a>(out: &mut CsvOut, cells: impl Iterator<Item = &'a str>) -> Result<(), FileError> {
    let mut width = 0;
    for cell in cells {
        out.text(cell.as_bytes());
        width += 1;
    }
    for _ in width..COLUMN_HEADERS.len() + HEADERS.len() {
        out.text(b"");
    }
    out.end_row()
}

/// Prints the whole questionnaire as CSV.
///
/// # Errors
///
/// The fault of the writer.
pub fn print_csv(instrument: &Instrument, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(HEADERS)?;
    for row in rows(instrument) {
        writer.write_record(row.cells())?;
    }
    writer.flush()
}

/// Prints the whole questionnaire as Markdown: one table a kind, then the long code lists.
///
/// # Errors
///
/// The fault of the writer.
pub fn print_markdown(
    instrument: &Instrument,
    wording: &Wording,
    out: &mut dyn Write,
) -> io::Result<()> {
    let label = |zh: &str, en: &str| cell(&wording.label(zh, en));
    writeln!(
        out,
        "# {}",
        label(&instrument.title.zh, &instrument.title.en)
    )?;
    let rows = rows(instrument);
    for kind in Kind::ALL {
        let mut of_kind = rows.iter().filter(|row| row.kind == kind).peekable();
        if of_kind.peek().is_none() {
            continue;
        }
        writeln!(out, "\n## {} `{}`\n", wording.text(kind.key()), kind.id())?;
        let headings = wording.text("exchange.codebook_headings");
        writeln!(out, "| {} |", headings.replace(',', " | "))?;
        writeln!(out, "|{}", "---|".repeat(headings.split(',').count()))?;
        for row in of_kind {
            writeln!(
                out,
                "| `{}` | {} | {} | {} | {} | {} | {} |",
                row.id,
                label(&row.label.zh, &row.label.en),
                cell(&row.item_type),
                label(&row.codes.zh, &row.codes.en),
                code(&row.universe),
                code(&row.required),
                label(&row.help.zh, &row.help.en),
            )?;
        }
    }
    Ok(())
}

/// Makes a text fit a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', r"\|").replace(['\r', '\n'], " ")
}

fn code(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("`{}`", cell(text))
    }
}
