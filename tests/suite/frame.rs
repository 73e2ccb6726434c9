//! Frames: what is taken in, and what is refused with its line, cell, and mend.

use std::path::{Path, PathBuf};

use labor_census::base::files::FileCause;
use labor_census::domain::frame::Frame;
use labor_census::domain::frame_builder::RowCause;
use labor_census::exchange::{FrameCause, FrameError, embedded_frame, parse_frame, read_frame};
use labor_census::wording::{Language, Wording};

pub const HEADING: &str = "county_code,county,township_code,township,village_code,village";
pub const ROW: &str = "620825,庄浪县,620825100,水洛镇,620825100201,东关村";

pub fn csv(text: &str) -> Result<Frame, FrameError> {
    parse_frame(Path::new("底册.csv"), text.as_bytes(), None)
}

pub fn table(rows: &[&str]) -> String {
    let mut text = HEADING.to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(row);
    }
    text
}

/// Returns the cell and the cause of a refusal, after holding its sentences to the rules.
pub fn refusal(read: Result<Frame, FrameError>) -> (String, FrameCause) {
    let error = read.expect_err("the frame must be refused");
    for language in [Language::ZhHans, Language::En] {
        let said = Wording::new(language).say(&error.message());
        assert!(
            !said.contains('{') && !said.contains("exchange."),
            "unfilled: {said}"
        );
        assert!(
            said.contains(&error.path.display().to_string()),
            "no file in: {said}"
        );
        if let Some(place) = error.place {
            assert!(
                said.contains(&place.line.to_string()),
                "no place in: {said}"
            );
        }
    }
    (
        error.place.map_or_else(String::new, |place| place.cell()),
        error.cause,
    )
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/frames")
        .join(name)
}

#[test]
fn real_frames_are_taken_in_whole() {
    let zhuanglang = embedded_frame();
    // Counts of the frames' own table of contents: townships, villages.
    assert_eq!(
        (zhuanglang.townships.len(), zhuanglang.village_count()),
        (19, 305)
    );
    assert_eq!(
        (zhuanglang.county_code.as_str(), zhuanglang.county.as_str()),
        ("620825", "庄浪县")
    );
    for (name, townships, villages) in [
        ("frame_621121_tongwei.csv", 18, 342),
        ("frame_620522_qinan.csv", 17, 436),
    ] {
        let frame = read_frame(&fixture(name), None).expect("a real frame");
        assert_eq!(
            (frame.townships.len(), frame.village_count()),
            (townships, villages),
            "{name}"
        );
    }
}

#[test]
fn mark_line_ends_quotes_order_and_blank_rows_do_not_matter() {
    let plain = csv(&table(&[ROW])).expect("a plain frame");
    let marked = format!("\u{FEFF}{HEADING}\r\n{ROW}\r\n\r\n,,,,,\r\n");
    assert_eq!(csv(&marked).expect("a frame as Excel writes it"), plain);
    let quoted = "\"village\",village_code,township,township_code,county,county_code\n\
        \"东关村\",\"620825100201\", 水洛镇 ,620825100,庄浪县,６２０８２５\n";
    assert_eq!(csv(quoted).expect("another order"), plain);
    let chinese = format!("县代码,县,乡镇代码,乡镇,村代码,村\n{ROW}\n");
    assert_eq!(csv(&chinese).expect("Chinese headings"), plain);
}

#[test]
fn groups_and_expectations_are_kept_and_absence_is_never_zero() {
    let text = format!(
        "{HEADING},group,expected_households,expected_persons\n\
         {ROW},02,31,120\n{ROW},1,29,\n\
         620825,庄浪县,620825100,水洛镇,620825100202,西关村,,0,\n"
    );
    let frame = csv(&text).expect("a frame with groups");
    let [east, west] = &frame.townships[0].villages[..] else {
        panic!("two villages")
    };
    let numbers: Vec<u32> = east.groups.iter().map(|group| group.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(
        (east.expected_households, east.expected_persons),
        (Some(60), None)
    );
    assert_eq!(
        (
            west.groups.len(),
            west.expected_households,
            west.expected_persons
        ),
        (0, Some(0), None)
    );
}

#[test]
fn broken_tables_are_refused_with_their_cell() {
    let other = "620825,庄浪县,620825101,南湖镇,620825101201,东关村";
    let cases: Vec<(&str, String, &str, FrameCause)> = vec![
        ("empty", String::new(), "", FrameCause::Empty),
        ("blank", " \n\r\n".into(), "", FrameCause::Empty),
        ("heading only", table(&[]), "", FrameCause::HeadingOnly),
        (
            "no heading",
            format!("{ROW}\n{other}"),
            "A1",
            FrameCause::UnknownHeading("620825".into()),
        ),
        (
            "missing column",
            "county_code,county,township_code,township,village\n".into(),
            "1",
            FrameCause::MissingHeadings(vec!["village_code"]),
        ),
        (
            "heading twice",
            format!("{HEADING},village\n{ROW},x"),
            "G1",
            FrameCause::HeadingTwice("village".into()),
        ),
        (
            "semicolons",
            table(&[ROW]).replace(',', ";"),
            "1",
            FrameCause::Delimiter,
        ),
        (
            "tabs",
            table(&[ROW]).replace(',', "\t"),
            "1",
            FrameCause::Delimiter,
        ),
        (
            "extra cell",
            table(&[ROW, &format!("{other},9")]),
            "G3",
            FrameCause::NoHeading("9".into()),
        ),
        (
            "XML",
            "<?xml version=\"1.0\"?><a/>".into(),
            "",
            FrameCause::Markup("XML"),
        ),
        (
            "HTML",
            "<!DOCTYPE html><HTML><table>".into(),
            "",
            FrameCause::Markup("HTML"),
        ),
        (
            "JSON",
            "[{\"county_code\":\"620825\"}]".into(),
            "",
            FrameCause::Markup("JSON"),
        ),
        (
            "zero byte",
            table(&[ROW, "620825,庄\0"]),
            "3",
            FrameCause::Nul,
        ),
        (
            "open quote",
            format!("{HEADING}\n\"{}", table(&[ROW; 99])),
            "2",
            FrameCause::LongLine,
        ),
    ];
    for (name, text, cell, cause) in cases {
        assert_eq!(refusal(csv(&text)), (cell.to_owned(), cause), "{name}");
    }
}

#[test]
fn broken_rows_are_refused_with_their_cell() {
    let cases: Vec<(&str, &str, RowCause)> = vec![
        (
            "620825,庄浪县,620825100,水洛镇,62082510020,西关村",
            "E3",
            RowCause::Code {
                value: "62082510020".into(),
                digits: 12,
            },
        ),
        (
            "62082A,庄浪县,620825100,水洛镇,620825100202,西关村",
            "A3",
            RowCause::Code {
                value: "62082A".into(),
                digits: 6,
            },
        ),
        (
            "620825,庄浪县,620825100,水洛镇,6.20825E+11,西关村",
            "E3",
            RowCause::Rounded {
                value: "6.20825E+11".into(),
            },
        ),
        (
            "620825,庄浪县,620825100,水洛镇,620825100000,西关村",
            "E3",
            RowCause::Rounded {
                value: "620825100000".into(),
            },
        ),
        (
            "620825,庄浪县,620825100,水洛镇,620825101202,西关村",
            "E3",
            RowCause::Outside {
                value: "620825101202".into(),
                parent: "620825100".into(),
            },
        ),
        (
            "620825,庄浪县,620826100,水洛镇,620826100202,西关村",
            "C3",
            RowCause::Outside {
                value: "620826100".into(),
                parent: "620825".into(),
            },
        ),
        (
            "620826,静宁县,620826100,城关镇,620826100202,西关村",
            "A3",
            RowCause::TwoCounties {
                value: "620826".into(),
                first: "620825".into(),
            },
        ),
        (
            ROW,
            "E3",
            RowCause::Duplicate {
                value: "620825100201".into(),
                line: 2,
            },
        ),
        (
            "620825,庄浪县,620825100,南湖镇,620825100202,西关村",
            "D3",
            RowCause::TwoNames {
                code: "620825100".into(),
                name: "南湖镇".into(),
                other: "水洛镇".into(),
                line: 2,
            },
        ),
        (
            "620825,庄浪县,620825100,水洛镇,620825100202,",
            "F3",
            RowCause::Empty,
        ),
        (
            "620825,庄浪县,620825100,水洛镇,,西关村",
            "E3",
            RowCause::Empty,
        ),
    ];
    for (row, cell, cause) in cases {
        let found = refusal(csv(&table(&[ROW, row])));
        assert_eq!(found, (cell.to_owned(), FrameCause::Row(cause)), "{row}");
    }
    let long = format!(
        "620825,庄浪县,620825100,水洛镇,620825100202,{}",
        "村".repeat(41)
    );
    let found = refusal(csv(&table(&[ROW, &long])));
    assert_eq!(
        found,
        (
            "F3".to_owned(),
            FrameCause::Row(RowCause::LongName { length: 41 })
        )
    );
}

#[test]
fn broken_expectations_and_groups_are_refused_with_their_cell() {
    for (tail, cell, value, min, max) in [
        ("100,1,1", "G2", "100", 1, 99),
        ("0,1,1", "G2", "0", 1, 99),
        ("1,-3,1", "H2", "-3", 0, 99_999),
        ("1,3.5,1", "H2", "3.5", 0, 99_999),
        ("1,3,many", "I2", "many", 0, 999_999),
    ] {
        let text = format!("{HEADING},group,expected_households,expected_persons\n{ROW},{tail}");
        let cause = RowCause::Number {
            value: value.into(),
            min,
            max,
        };
        assert_eq!(
            refusal(csv(&text)),
            (cell.to_owned(), FrameCause::Row(cause)),
            "{tail}"
        );
    }
    let twice = format!("{HEADING},group\n{ROW},3\n{ROW},03");
    let cause = RowCause::Duplicate {
        value: "3".into(),
        line: 2,
    };
    assert_eq!(
        refusal(csv(&twice)),
        ("G3".to_owned(), FrameCause::Row(cause))
    );
}

#[test]
fn broken_bytes_are_refused() {
    let read = |name: &str, bytes: &[u8]| refusal(parse_frame(Path::new(name), bytes, None));
    let mut gbk = table(&[ROW]).into_bytes();
    gbk.extend_from_slice(b"\n620825,\xD7\xAF\xC0\xCB\xCF\xD8,620825100");
    assert_eq!(read("a.csv", &gbk), ("3".to_owned(), FrameCause::Encoding));
    let utf16: Vec<u8> = table(&[ROW])
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        read("a.csv", &[&[0xFF, 0xFE][..], &utf16].concat()).1,
        FrameCause::Utf16
    );
    assert_eq!(read("a.csv", &utf16).1, FrameCause::Nul);
    let old = [
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..],
        &[0; 600],
    ]
    .concat();
    assert_eq!(read("a.xls", &old).1, FrameCause::OldExcel);
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        read("a.xlsx", &[old, name].concat()).1,
        FrameCause::Encrypted
    );
    assert!(matches!(
        read("a.xlsx", ROW.as_bytes()).1,
        FrameCause::NotWorkbook(_)
    ));
    assert!(matches!(
        read("a.xlsx", b"PK\x03\x04noise").1,
        FrameCause::NotWorkbook(_)
    ));
    let noise: Vec<u8> = (0..50 * 1024 * 1024_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    assert_eq!(read("a.csv", &noise).1, FrameCause::TooLarge);
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let dir = tempfile::tempdir().expect("a folder");
    assert_eq!(
        refusal(read_frame(dir.path(), None)).1,
        FrameCause::Directory
    );
    let FrameCause::File(error) = refusal(read_frame(&dir.path().join("none.csv"), None)).1 else {
        panic!("a fault of the file");
    };
    assert_eq!(error.cause, FileCause::NotFound);
    let large = dir.path().join("large.csv");
    let file = std::fs::File::create(&large).expect("a file");
    file.set_len(50 * 1024 * 1024).expect("a sparse file");
    assert_eq!(refusal(read_frame(&large, None)).1, FrameCause::TooLarge);
}
