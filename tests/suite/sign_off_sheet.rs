//! The sheet that is signed and stamped: the same words as text and as HTML, whatever its state.

use std::fs;

use labor_census::base::files::FileCause;
use labor_census::base::text::width;
use labor_census::coverage::{
    Accepted, Sheet, SheetError, sheet, sheet_html, sheet_text, sign, write_sheet,
};
use labor_census::domain::kind::Kind;
use labor_census::store::{Census, RecordRef, StoreError};
use labor_census::wording::Language;

use crate::sign_off::{ENUMERATOR, REVIEWER, STATION, be, finished, signed};
use crate::small::{Small, VILLAGE, tools, value};

const CELLS_MAX: usize = 96;
/// A valid number of a county that does not exist any more, never given to anybody.
const ID_NUMBER: &str = "622726196803049919";
const MOBILE: &str = "13893312345";

fn sheet_of(census: &Census, unit: RecordRef) -> Sheet {
    sheet(census, unit, census.clock()).unwrap()
}

fn chinese(census: &Census, unit: RecordRef) -> String {
    sheet_text(&sheet_of(census, unit), Language::ZhHans)
}

/// A group of five households: complete but for a gap, refused, empty, and with a head whose name
/// is a tag.
fn mixed() -> Small {
    let mut small = Small::new(tools());
    let (group, first) = (small.group, small.household);
    let census = &mut small.census;
    census.write(group, "name", value("沟口")).unwrap();
    census.write(first, "head_name", value("<b>")).unwrap();
    census.write(first, "origin", value("1")).unwrap();
    let person = census.list(first, Kind::Person, None).unwrap();
    let answers = [
        ("name", "<b>"),
        ("id_number", ID_NUMBER),
        ("mobile", MOBILE),
    ];
    let answers = answers.map(|(item, text)| (item.to_owned(), value(text)));
    census.apply(person, &answers).unwrap();
    for (head, result) in [("李秀英", "21"), ("张有财", "45"), ("赵&钱", "23")] {
        let household = census.list(group, Kind::Household, None).unwrap();
        census.write(household, "head_name", value(head)).unwrap();
        census.dispose(household, result, None).unwrap();
    }
    census.leave().unwrap();
    be(census, REVIEWER);
    let question = format!("电话 {MOBILE} 打不通，身份证 622726 19680304 9919 核对过吗");
    census
        .return_with(first, Some("head_name"), &question)
        .unwrap();
    census.leave().unwrap();
    small
}

/// Every unit of a file, with its sheet.
fn sheets(census: &Census, group: RecordRef) -> Vec<Sheet> {
    let mut units: Vec<RecordRef> = census
        .trail(group)
        .unwrap()
        .iter()
        .map(|n| n.record)
        .collect();
    units.push(group);
    units
        .into_iter()
        .map(|unit| sheet_of(census, unit))
        .collect()
}

#[test]
fn a_signed_group_says_who_answers_for_what() {
    let small = signed();
    insta::assert_snapshot!(chinese(&small.census, small.group));
}

#[test]
fn a_draft_says_so_and_lists_what_blocks() {
    let small = mixed();
    insta::assert_snapshot!(chinese(&small.census, small.group));
}

#[test]
fn a_changed_sheet_tells_what_changed_and_why() {
    let mut small = signed();
    let (group, household) = (small.group, small.household);
    let census = &mut small.census;
    census
        .write(household, "head_name", value("王建军"))
        .unwrap();
    census.leave().unwrap();
    let text = chinese(census, group);
    assert!(text.contains("本  表  无  效"), "{text}");
    assert!(text.contains("签字后有改动，还没有写明原因"));
    census.unseal(group, "户主姓名写错").unwrap();
    insta::assert_snapshot!(chinese(census, group));
}

#[test]
fn a_village_tells_which_changed_units_it_accepts() {
    let mut small = signed();
    let (group, household) = (small.group, small.household);
    let census = &mut small.census;
    let village = census.area(VILLAGE).unwrap();
    be(census, ENUMERATOR);
    census.declare(village, 1, 0).unwrap();
    be(census, STATION);
    census.agree(village).unwrap();
    census
        .write(household, "head_name", value("王建军"))
        .unwrap();
    census.leave().unwrap();
    let accepted = Accepted::from([(group, "只改了一个字".to_owned())]);
    sign(census, village, &accepted).unwrap();
    insta::assert_snapshot!(chinese(census, village));
}

#[test]
fn a_county_without_anything_is_a_draft_in_which_everything_balances() {
    let small = finished();
    let census = &small.census;
    let sheet = sheet_of(census, census.county());
    let text = sheet_text(&sheet, Language::ZhHans);
    assert!(text.contains("草  稿"), "{text}");
    assert!(text.contains("差额 0，账平"));
    assert!(text.contains("还没有申报"));
    let english = sheet_text(&sheet, Language::En);
    assert!(
        english.replace('\n', " ").contains("the ledger balances"),
        "{english}"
    );
    let traditional = sheet_text(&sheet, Language::ZhHant);
    assert!(
        traditional.contains("農村勞動力資源普查簽字表"),
        "{traditional}"
    );
}

#[test]
fn no_line_is_wider_than_the_paper() {
    for small in [signed(), mixed()] {
        for sheet in sheets(&small.census, small.group) {
            for language in Language::ALL {
                for line in sheet_text(&sheet, language).lines() {
                    assert!(width(line) <= CELLS_MAX, "{} cells: {line}", width(line));
                    assert_eq!(line.trim_end(), line);
                }
            }
        }
    }
}

#[test]
fn a_sheet_has_the_numbers_of_status() {
    let small = mixed();
    for sheet in sheets(&small.census, small.group) {
        let status = small.census.status(Some(&sheet.status.area)).unwrap();
        assert_eq!(sheet.status, status);
        for (_, balance) in status.ledger.levels() {
            assert_eq!(balance.difference(), 0);
        }
        // One refused, one never met; the one that stands empty is known for certain.
        assert_eq!((sheet.unreached.total, sheet.returned.total), (2, 1));
        let text = sheet_text(&sheet, Language::ZhHans);
        let line = |start: &str| -> Vec<String> {
            let mut lines = text.lines().map(str::split_whitespace);
            let mut found = lines
                .find(|words| words.clone().next() == Some(start))
                .unwrap();
            found.by_ref().skip(1).map(str::to_owned).collect()
        };
        // Four houses stand there, one of them empty; nobody said how many there should be.
        assert_eq!(line("社不漏户（户）")[..3], ["-", "4", "-"]);
        // One was on a register, three were found.
        assert_eq!(line("户")[..4], ["-", "1", "3", "4"]);
    }
}

#[test]
fn numbers_of_people_never_appear() {
    let small = mixed();
    for sheet in sheets(&small.census, small.group) {
        for language in Language::ALL {
            for text in [sheet_text(&sheet, language), sheet_html(&sheet, language)] {
                assert!(
                    !text.contains(ID_NUMBER) && !text.contains(MOBILE),
                    "{text}"
                );
                assert!(!text.contains("19680304"), "{text}");
                assert!(text.contains("李秀英") || sheet.stance.unit.kind != Kind::Group);
            }
        }
    }
}

/// Reads HTML as tags and text, and refuses tags that do not pair.
fn read(html: &str) -> (Vec<String>, String) {
    let mut open: Vec<String> = Vec::new();
    let (mut tags, mut said) = (Vec::new(), String::new());
    let mut rest = html.strip_prefix("<!DOCTYPE html>\n").expect("a doctype");
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>'), "a bare > in {before}");
        said.push_str(before);
        let (tag, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        tags.push(tag.to_owned());
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
        } else if !tag.starts_with("meta ") {
            open.push(tag.split(' ').next().unwrap().to_owned());
        }
    }
    assert_eq!((open, rest.trim()), (Vec::new(), ""));
    (tags, said)
}

#[test]
fn the_html_is_whole_and_needs_nothing_else() {
    let changed = {
        let mut small = signed();
        let household = small.household;
        small
            .census
            .write(household, "head_name", value("王建军"))
            .unwrap();
        small
    };
    for small in [signed(), mixed(), changed] {
        for sheet in sheets(&small.census, small.group) {
            for language in Language::ALL {
                let html = sheet_html(&sheet, language);
                let (tags, said) = read(&html);
                for alien in ["http", "<script", "url(", "@import", "<img", "<link"] {
                    assert!(!html.contains(alien), "{alien}");
                }
                assert!(tags.iter().all(|tag| !tag.contains("src=") && tag != "b"));
                let text = sheet_text(&sheet, language);
                if text.contains("<b>") {
                    assert!(said.contains("&lt;b&gt;") && said.contains("赵&amp;钱"));
                }
            }
        }
    }
    let html = sheet_html(
        &sheet_of(&signed().census, signed().group),
        Language::ZhHans,
    );
    assert!(html.contains("<html lang=\"zh-CN\">") && html.contains("charset=\"utf-8\""));
    assert!(html.contains("盖章处") && !html.contains("草稿，未签字"));
}

#[test]
fn a_sheet_is_written_whole_and_replaces_nothing_unasked() {
    let small = signed();
    let (census, group) = (&small.census, small.group);
    let write = |name: &str, replace: bool| {
        let out = small.folder.path().join(name);
        let written = write_sheet(
            census,
            group,
            Language::ZhHans,
            census.clock(),
            &out,
            replace,
        );
        written.map(|_| fs::read_to_string(&out).unwrap())
    };
    let text = write("a.txt", false).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.starts_with('\u{FEFF}') && text.contains("王建国"));
    assert!(matches!(
        write("a.txt", false),
        Err(SheetError::File(error)) if error.cause == FileCause::Exists
    ));
    assert_eq!(write("a.txt", true).unwrap(), text);
    assert!(write("a.HTML", false).unwrap().ends_with("</html>\n"));
    assert!(matches!(write("a.doc", true), Err(SheetError::Ending(_))));
    assert!(matches!(
        sheet(census, small.household, census.clock()),
        Err(StoreError::Unsignable("household"))
    ));
}
