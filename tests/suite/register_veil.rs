//! Numbers of people in a register are on no screen, in no warning, and in no result.

use std::fs;

use labor_census::base::text::veil;
use serde_json::Value;

use super::office::Office;

const VILLAGE: &str = "620825100201";
/// Numbers where they do not belong: in the name, the birth, a column nobody knows, and a note.
pub const MISPLACED: &str = "\
姓名,与户主关系,身份证号,出生年月,手边,户号
王一,户主,620825199003159912,1960-3,电话13812345678请记,1
王二,子,手机13812345678,62272619681102992X出生,130503670401991,
王三,婿13987654321,,622726196811029920,,
622726196811029920李四,女,,身份证 622726 19681102 9920,,
注：找张三 13987654321 或 62082519900315991X,,,,,
合计,620825199003159912,,,,
";
/// The numbers in it, without their last characters.
const NUMBERS: [&str; 6] = [
    "62082519900315991",
    "62272619681102992",
    "622726 19681102 992",
    "13050367040199",
    "1381234567",
    "1398765432",
];

/// The longest run of digits.
pub fn longest(text: &str) -> usize {
    let runs = text.split(|c: char| !c.is_numeric());
    runs.map(|run| run.chars().count()).max().unwrap_or(0)
}

/// Goes through all texts of a document, with the key that is nearest.
fn texts<'v>(value: &'v Value, key: &'v str, found: &mut Vec<(&'v str, &'v str)>) {
    match value {
        Value::String(text) => found.push((key, text)),
        Value::Array(values) => values.iter().for_each(|one| texts(one, key, found)),
        Value::Object(fields) => fields.iter().for_each(|(key, one)| texts(one, key, found)),
        _ => {}
    }
}

#[test]
fn long_numbers_are_hidden_and_short_ones_stay() {
    let hidden = [
        ("身份证62082519900315991X完", "身份证*****************X完"),
        ("130503670401991", "***************"),
        ("138 1234 5678", "*** **** ****"),
        ("138\u{3000}1234\u{2014}5678", "***\u{3000}****\u{2014}****"),
        ("１３８１２３４５６７８", "***********"),
        ("1990-03-05, 99", "1990-03-05, 99"),
        ("622726001", "622726001"),
    ];
    for (text, expected) in hidden {
        assert_eq!(veil(text), expected);
    }
}

#[test]
fn numbers_of_people_are_in_no_output() {
    let office = Office::new();
    fs::write(office.path("册.csv"), MISPLACED).expect("a register");
    let call = [
        "prelist",
        &office.text("册.csv"),
        "--area",
        VILLAGE,
        "--dry-run",
    ];
    let ran = office.run(&call);
    assert_eq!(ran.code(), 0, "{}", ran.err());
    let out = ran.out();
    assert!(longest(&out) < 11, "{out}");
    let document = office.json(&call);
    let mut found = Vec::new();
    texts(&document, "", &mut found);
    for (key, text) in found {
        assert!(key == "blake3" || longest(text) < 11, "{key}: {text}");
    }
    let whole = document.to_string();
    for number in NUMBERS {
        assert!(!out.contains(number), "{number}: {out}");
        assert!(!whole.contains(number), "{number}: {whole}");
    }
    // What stands around the numbers is still said.
    let samples = document["columns"].as_array().expect("columns");
    assert_eq!(samples[4]["sample"], "电话***********请记");
    assert_eq!(samples[2]["sample"], "620825********9912");
    let skipped = document["skipped"].as_array().expect("lines");
    assert_eq!(
        skipped[0]["text"],
        "注：找张三 *********** 或 *****************X"
    );
    assert_eq!(skipped[1]["text"], "合计 ******************");
    assert!(whole.contains("*****************X出生"), "{whole}");
    assert!(whole.contains("婿***********"), "{whole}");
}
