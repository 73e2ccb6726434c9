//! Workbooks that would fill the memory or hold up the program are refused before they do.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use chrono::NaiveDate;
use labor_census::exchange::{
    FrameCause, Register, RegisterError, RegisterRequest, parse_frame, parse_register,
};
use labor_census::instrument::Instrument;
use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const TEXTS: &str = "xl/sharedStrings.xml";
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A register of a few people in a workbook.
fn register(more: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["姓名", "与户主关系", "户号"],
        ["王一", "户主", "1"],
        ["王二", "子", ""],
    ];
    for (line, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            sheet.write(line, column, text).expect("a cell");
        }
    }
    more(sheet);
    book.save_to_buffer().expect("a workbook")
}

/// Writes a workbook anew with one part changed.
fn changed(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let own = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("a part");
        if own == name {
            content = change(std::str::from_utf8(&content).expect("text")).into_bytes();
        }
        writer
            .start_file(own, SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(&content).expect("a part");
    }
    writer.finish().expect("an archive").into_inner()
}

fn read(bytes: &[u8]) -> Result<Register, FrameCause> {
    let request = RegisterRequest {
        reference: NaiveDate::from_ymd_opt(2026, 11, 1).expect("a date"),
        ..RegisterRequest::default()
    };
    let instrument = Instrument::embedded().expect("the instrument");
    let read = parse_register(Path::new("册.xlsx"), bytes, &request, &instrument);
    read.map_err(|error| match error {
        RegisterError::File(error) => error.cause,
        other => panic!("{other}"),
    })
}

/// Why a workbook is refused, as a register and as a frame alike.
fn refused(bytes: &[u8]) -> FrameCause {
    let cause = read(bytes).expect_err("a hostile workbook");
    let frame = parse_frame(Path::new("底册.xlsx"), bytes, None).expect_err("a hostile workbook");
    assert_eq!(frame.cause, cause);
    cause
}

fn is_unsound(cause: &FrameCause) -> bool {
    matches!(cause, FrameCause::NotWorkbook(_))
}

#[test]
fn a_list_of_texts_may_not_state_more_than_it_can_hold() {
    let sound = register(|_| {});
    assert_eq!(
        read(&changed(&sound, "", str::to_owned)).map(|r| r.plan.n_persons()),
        Ok(2)
    );
    let stating = |count: &str| {
        changed(&sound, TEXTS, |text| {
            assert!(text.contains("uniqueCount=\"8\""), "{text}");
            text.replace("uniqueCount=\"8\"", count)
        })
    };
    assert!(read(&stating("uniqueCount = '9'")).is_ok());
    assert_eq!(
        refused(&stating("uniqueCount=\"5000001\"")),
        FrameCause::TooLarge
    );
    assert!(is_unsound(&refused(&stating("uniqueCount=\"4000000\""))));
    assert!(is_unsound(&refused(&stating("uniqueCount=\"-1\""))));
    let twice = "uniqueCount=\"8\" a='>' uniqueCount=\"99999999999\"";
    assert_eq!(refused(&stating(twice)), FrameCause::TooLarge);
}

#[test]
fn a_list_of_texts_may_not_hide_its_head() {
    let sound = register(|_| {});
    let before = |inserted: &str| {
        changed(&sound, TEXTS, |text| {
            let text = text.replace("uniqueCount=\"8\"", "uniqueCount=\"99999999999\"");
            text.replace("<sst", &format!("{inserted}<sst"))
        })
    };
    let comment = "<!-- <sst uniqueCount=\"8\"> -->";
    assert_eq!(refused(&before(comment)), FrameCause::TooLarge);
    assert!(is_unsound(&refused(&before("<other/>"))));
    let short = "<!--><sst uniqueCount=\"7\"/> -->";
    assert!(is_unsound(&refused(&before(short))));
    let long = format!("<!-- {} -->", "a".repeat(70_000));
    assert!(is_unsound(&refused(&before(&long))));
}

#[test]
fn a_text_that_stands_in_many_cells_counts_each_time() {
    let note = "五".repeat(1300);
    let filled = |lines: u32| {
        register(|sheet| {
            for line in 3..lines {
                sheet.write(line, 0, "王三").expect("a cell");
                sheet.write(line, 1, "子").expect("a cell");
                sheet.write(line, 5, note.as_str()).expect("a cell");
            }
        })
    };
    assert!(read(&filled(100)).is_ok());
    // 17,300 times 3,900 bytes are more than 64 MiB.
    assert_eq!(read(&filled(17_300)), Err(FrameCause::TooLarge));
}

#[test]
fn an_archive_without_a_sound_list_of_parts_is_no_workbook() {
    let sound = register(|_| {});
    let (cut, _) = sound.split_at(sound.len() - 22);
    assert!(is_unsound(&refused(cut)));
    let prefixed = [b"PK\x03\x04 something else".as_slice(), &sound].concat();
    assert!(is_unsound(&refused(&prefixed)));
    // The list is where a large archive says, and nothing is there.
    let mut large = sound.clone();
    let place = large.len() - 6;
    large[place..place + 4].copy_from_slice(&[0xFF; 4]);
    assert!(is_unsound(&refused(&large)));
}

#[test]
fn a_part_may_not_unpack_to_more_than_is_stated() {
    let spaces = format!("{}</worksheet>", " ".repeat(1 << 20));
    let mut bytes = changed(&register(|_| {}), SHEET, |text| {
        text.replace("</worksheet>", &spaces)
    });
    assert!(read(&bytes).is_ok());
    // It states 64 KiB in place of 1 MiB.
    let name = bytes
        .windows(SHEET.len())
        .rposition(|window| window == SHEET.as_bytes());
    let entry = name.expect("a part") - 46;
    bytes[entry + 24..entry + 28].copy_from_slice(&[0, 0, 1, 0]);
    assert!(is_unsound(&refused(&bytes)));
}

#[test]
fn merged_ranges_are_bounded_and_looked_up_by_line() {
    let sound = register(|sheet| {
        for line in 3..3000 {
            sheet.write(line, 0, "王三").expect("a cell");
            sheet.write(line, 1, "子").expect("a cell");
        }
    });
    let merged = |count: u32| {
        let ranges: String = (0..count)
            .map(|n| format!("<mergeCell ref=\"F{}:H{}\"/>", 2 * n + 4, 2 * n + 5))
            .collect();
        let all = format!("</sheetData><mergeCells count=\"{count}\">{ranges}</mergeCells>");
        changed(&sound, SHEET, |text| text.replace("</sheetData>", &all))
    };
    assert_eq!(
        read(&merged(100_000)).map(|read| read.plan.n_persons()),
        Ok(2999)
    );
    assert_eq!(refused(&merged(100_001)), FrameCause::TooLarge);
}

#[test]
fn a_cell_within_a_merged_range_is_found_wherever_the_range_begins() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let heading = [
        "county_code",
        "county",
        "township_code",
        "township",
        "village_code",
        "village",
    ];
    let row = [
        "620825",
        "庄浪县",
        "620825100",
        "水洛镇",
        "620825100201",
        "东关村",
    ];
    for (column, (heading, text)) in (0..).zip(heading.iter().zip(row)) {
        sheet.write(0, column, *heading).expect("a cell");
        sheet.write(1, column, text).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    assert!(parse_frame(Path::new("a.xlsx"), &bytes, None).is_ok());
    let with = |range: &str| {
        let all = format!("</sheetData><mergeCells><mergeCell ref=\"{range}\"/></mergeCells>");
        let bytes = changed(&bytes, SHEET, |text| text.replace("</sheetData>", &all));
        parse_frame(Path::new("a.xlsx"), &bytes, None).map_err(|error| error.cause)
    };
    assert_eq!(with("B1:C2").map(|_| ()), Err(FrameCause::Merged));
    assert_eq!(with("A2:F2").map(|_| ()), Err(FrameCause::Merged));
    assert!(with("A3:F9").is_ok());
}
