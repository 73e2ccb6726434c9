//! Frames in workbooks: taken in, or refused with the cell.

use std::path::Path;

use labor_census::domain::frame_builder::RowCause;
use labor_census::exchange::{FrameCause, parse_frame};
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::frame::{HEADING, ROW, csv, refusal, table};

/// Makes a workbook of one sheet with the heading and whatever `fill` adds.
fn workbook(sheet: &str, fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("说明")
        .expect("a name")
        .write(0, 0, "说明")
        .expect("a cell");
    let sheet = book.add_worksheet().set_name(sheet).expect("a name");
    for (column, heading) in (0..).zip(HEADING.split(',')) {
        sheet.write(0, column, heading).expect("a cell");
    }
    put(sheet, 1, ROW);
    fill(sheet);
    book.save_to_buffer().expect("a workbook")
}

fn put(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, cells: &str) {
    for (column, cell) in (0..).zip(cells.split(',')) {
        sheet.write(row, column, cell).expect("a cell");
    }
}

#[test]
fn workbooks_are_taken_in_with_text_or_number_codes() {
    let plain = csv(&table(&[ROW])).expect("a plain frame");
    let path = Path::new("底册.xlsx");
    let text = workbook("底册", |_| {});
    assert_eq!(
        parse_frame(path, &text, None).expect("the usual sheet"),
        plain
    );
    let numbers = workbook("2026", |sheet| {
        sheet.write(1, 0, 620_825).expect("a cell");
        sheet.write(1, 2, 620_825_100).expect("a cell");
        sheet.write(1, 4, 620_825_100_201_u64).expect("a cell");
    });
    assert_eq!(
        parse_frame(path, &numbers, Some("2026")).expect("the named sheet"),
        plain
    );
    // Without a name and without the usual one the first sheet is read.
    let (cell, cause) = refusal(parse_frame(path, &numbers, None));
    assert_eq!(
        (cell.as_str(), cause),
        ("A1", FrameCause::UnknownHeading("说明".into()))
    );
}

#[test]
fn broken_workbooks_are_refused_with_their_cell() {
    let read = |bytes: &[u8], sheet| refusal(parse_frame(Path::new("a.xlsx"), bytes, sheet));
    let (_, cause) = read(&workbook("底册", |_| {}), Some("村表"));
    let sheets = vec!["说明".to_owned(), "底册".to_owned()];
    assert_eq!(
        cause,
        FrameCause::NoSheet {
            sheet: "村表".into(),
            sheets
        }
    );
    let formula = workbook("底册", |sheet| {
        let failed = Formula::new("=1/0").set_result("#DIV/0!");
        sheet.write_formula(1, 5, failed).expect("a cell");
    });
    let (cell, cause) = read(&formula, None);
    assert!(matches!(cause, FrameCause::Formula(_)), "{cause:?}");
    assert_eq!(cell, "F2");
    let merged = workbook("底册", |sheet| {
        sheet
            .merge_range(0, 0, 0, 1, "县", &Format::new())
            .expect("a range");
    });
    assert_eq!(read(&merged, None), ("A1".to_owned(), FrameCause::Merged));
    let rounded = workbook("底册", |sheet| {
        sheet.write(1, 4, "6.20825E+11").expect("a cell");
    });
    let cause = FrameCause::Row(RowCause::Rounded {
        value: "6.20825E+11".into(),
    });
    assert_eq!(read(&rounded, None), ("E2".to_owned(), cause));
    let broken = workbook("底册", |sheet| {
        sheet.write(1, 2, 620_825.5).expect("a cell");
    });
    let cause = FrameCause::Row(RowCause::Code {
        value: "620825.5".into(),
        digits: 9,
    });
    assert_eq!(read(&broken, None), ("C2".to_owned(), cause));
    let truth = workbook("底册", |sheet| {
        sheet.write(1, 5, true).expect("a cell");
    });
    assert_eq!(read(&truth, None), ("F2".to_owned(), FrameCause::CellKind));
    let twice = workbook("底册", |sheet| put(sheet, 2, ROW));
    let cause = RowCause::Duplicate {
        value: "620825100201".into(),
        line: 2,
    };
    assert_eq!(
        read(&twice, None),
        ("E3".to_owned(), FrameCause::Row(cause))
    );
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused_before_it_is_unpacked() {
    let mut bytes = workbook("底册", |_| {});
    let entry = bytes
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .expect("a part");
    // The stated size of the first part becomes 2 GiB.
    bytes[entry + 24..entry + 28].copy_from_slice(&[0, 0, 0, 0x80]);
    let (_, cause) = refusal(parse_frame(Path::new("a.xlsx"), &bytes, None));
    assert_eq!(cause, FrameCause::TooLarge);
}
