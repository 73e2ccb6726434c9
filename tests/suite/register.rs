//! Registers of villages as clerks write them: what is read, what is warned of, what is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use labor_census::domain::kind::Kind;
use labor_census::domain::prelist::PlanHousehold;
use labor_census::exchange::{
    Mapped, Register, RegisterError, RegisterRequest, Skip, Target, parse_register, read_register,
};
use labor_census::instrument::Instrument;
use rust_xlsxwriter::{Format, Workbook};

/// The register of a clerk: 900 people on pages with headings of their own.
pub const CLERK: &str = "tests/fixtures/register/clerk.xlsx";

fn request(columns: &[(&str, Target)]) -> RegisterRequest {
    let told = columns.iter();
    RegisterRequest {
        sheet: None,
        columns: told.map(|(h, t)| ((*h).to_owned(), t.clone())).collect(),
        reference: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
    }
}

fn told(text: &str, columns: &[(&str, Target)]) -> Result<Register, RegisterError> {
    let instrument = Instrument::embedded().unwrap();
    parse_register(
        Path::new("册.csv"),
        text.as_bytes(),
        &request(columns),
        &instrument,
    )
}

fn csv(text: &str) -> Register {
    told(text, &[]).unwrap()
}

fn households(register: &Register) -> Vec<&PlanHousehold> {
    register.plan.households().collect()
}

/// Names of the people of each household, the head first.
fn names(register: &Register) -> Vec<Vec<&str>> {
    households(register)
        .into_iter()
        .map(|one| one.persons.iter().map(|p| p.value("name")).collect())
        .collect()
}

/// Cells that are warned of with the key of what is said.
fn warned(register: &Register) -> Vec<(&str, &str)> {
    let oddities = register.oddities.iter();
    oddities
        .map(|w| {
            let key = w.message.key.trim_start_matches("exchange.register.");
            (w.cell.as_str(), key)
        })
        .collect()
}

#[test]
fn households_begin_with_their_heads() {
    let read =
        csv("姓名,与户主关系,性别\n王建国,户主,男\n李梅,妻,女\n王强,长子,男\n赵六,户主,男\n");
    assert_eq!(names(&read), [vec!["王建国", "李梅", "王强"], vec!["赵六"]]);
    let [first, ..] = households(&read)[..] else {
        panic!()
    };
    assert_eq!(first.head(), "王建国");
    let relations: Vec<&str> = first.persons.iter().map(|p| p.value("relation")).collect();
    assert_eq!(relations, ["0", "1", "2"]);
    assert_eq!(warned(&read), []);
}

#[test]
fn households_go_on_where_their_number_is_empty_or_the_same() {
    let read = csv("户号,姓名,关系\n7,王一,户主\n,王二,子\n9,李一,户主\n7,王三,女\n,赵一,户主\n");
    let numbers: Vec<Option<u32>> = households(&read).iter().map(|h| h.number).collect();
    assert_eq!(names(&read)[1], ["李一"]);
    assert_eq!(numbers, [Some(7), Some(9), None]);
    assert_eq!(names(&read)[0], ["王一", "王二", "王三"]);
    assert_eq!(names(&read)[2], ["赵一"]);
    // A long number tells households apart and is not theirs.
    let read = csv("户号,姓名,关系\n622726001,王一,户主\n622726002,李一,户主\n");
    let numbers: Vec<Option<u32>> = households(&read).iter().map(|h| h.number).collect();
    assert_eq!(numbers, [None, None]);
}

#[test]
fn households_change_with_the_name_of_the_head() {
    let read = csv("户主姓名,姓名\n王一,王二\n王一,王一\n李一,李一\n,李二\n");
    assert_eq!(names(&read), [vec!["王一", "王二"], vec!["李一", "李二"]]);
    let relations: Vec<&str> = households(&read)[0]
        .persons
        .iter()
        .map(|p| p.value("relation"))
        .collect();
    assert_eq!(
        relations,
        ["0", ""],
        "who bears the name of the head is the head"
    );
    // Two households of two people of one name.
    let read = csv("户主,姓名,与户主关系\n王一,王一,户主\n王一,李一,妻\n王一,王一,户主\n");
    assert_eq!(names(&read), [vec!["王一", "李一"], vec!["王一"]]);
}

#[test]
fn a_list_of_heads_alone_is_a_register_too() {
    let read = csv("户号,户主姓名,人口数\n1,王一,4\n2,李一,3\n");
    assert_eq!(names(&read), [vec!["王一"], vec!["李一"]]);
    assert_eq!(read.plan.groups().next().unwrap().expected_persons(), 7);
    assert_eq!(warned(&read), []);
}

#[test]
fn headings_are_found_below_titles_and_over_two_lines() {
    let text = "何家村户籍册,,,,,\n单位：何家村,,,日期：2026,,\n\n\
        序号,户主信息,,家庭成员,,\n,姓名,户号,姓名,与户主关系,出生年月\n\
        1,王一,1,王一,户主,1960-3\n2,,,李一,妻,1962.04\n";
    let read = csv(text);
    assert_eq!(read.heading, (4, 5));
    assert_eq!(names(&read), [vec!["王一", "李一"]]);
    let targets: Vec<&str> = read
        .columns
        .iter()
        .map(|c| c.target.as_ref().map_or("?", Target::word))
        .collect();
    assert_eq!(
        targets,
        [
            "ignored",
            "head_name",
            "household",
            "name",
            "relation",
            "birth_ym"
        ]
    );
    let shown: Vec<&str> = read.columns.iter().map(|c| c.heading.as_str()).collect();
    assert_eq!(shown[1], "户主信息/姓名");
    assert_eq!(read.columns[5].letters(), "F");
}

#[test]
fn pages_sums_titles_and_notes_hold_no_person() {
    let text = "社,姓名,与户主关系,备注\n一社,王一,户主,\n小计,1人,,\n何家村户籍登记册,,,\n\
        社,姓名,与户主关系,备注\n,王二,子,外出\n合计,2人,,\n注：一式两份,,,\n制表：李,审核：王,,\n";
    let read = csv(text);
    assert_eq!(names(&read), [vec!["王一", "王二"]]);
    let why: Vec<(u64, Skip)> = read.skipped.iter().map(|s| (s.line, s.why)).collect();
    let (sum, note) = (Skip::Sum, Skip::Note);
    assert_eq!(
        why,
        [
            (3, sum),
            (4, note),
            (5, Skip::Heading),
            (7, sum),
            (8, note),
            (9, note)
        ]
    );
    assert_eq!(households(&read)[0].persons[1].note, "外出");
}

#[test]
fn groups_are_numbered_in_any_digits_or_named() {
    let text = "村民小组,姓名,关系\n第一村民小组,王一,户主\n２组,王二,户主\n十二社,王三,户主\n\
        二十一,王四,户主\n阳坡社,王五,户主\n";
    let read = csv(text);
    let groups: Vec<(Option<u32>, &str)> = read
        .plan
        .groups()
        .map(|g| (g.number, g.name.as_str()))
        .collect();
    let expected = [
        (Some(1), ""),
        (Some(2), ""),
        (Some(12), ""),
        (Some(21), ""),
        (None, "阳坡社"),
    ];
    assert_eq!(groups, expected);
    // A line of its own, where no column says it.
    let read = csv("姓名,关系\n三社,\n王一,户主\n四社,\n王二,户主\n");
    let groups: Vec<Option<u32>> = read.plan.groups().map(|g| g.number).collect();
    assert_eq!(groups, [Some(3), Some(4)]);
}

#[test]
fn villages_are_told_apart() {
    let read = csv("行政村,组,姓名,关系\n东关村,1,王一,户主\n,,王二,子\n西关村,1,李一,户主\n");
    let villages: Vec<(&str, u64)> = read
        .plan
        .villages
        .iter()
        .map(|v| (v.name.as_str(), v.line))
        .collect();
    assert_eq!(villages, [("东关村", 2), ("西关村", 4)]);
}

#[test]
fn births_are_read_from_every_shape_and_guessed_from_none() {
    let cases = [
        ("1990-3", "1990-03"),
        ("1990.03.05", "1990-03"),
        ("1990年3月", "1990-03"),
        ("1990年3月5日", "1990-03"),
        ("19900305", "1990-03"),
        ("１９９００３０５", "1990-03"),
        ("1990/3/5", "1990-03"),
        ("1990-03-05 00:00:00", "1990-03"),
        ("199003", "1990-03"),
        ("90/3/5", "short_year"),
        ("1990", "date"),
        ("1990-02-30", "date"),
        ("农历1990年3月", "lunar"),
    ];
    for (text, expected) in cases {
        let read = csv(&format!("姓名,关系,出生日期\n王一,户主,{text}\n"));
        let person = &households(&read)[0].persons[0];
        let got = match read.oddities.first() {
            Some(_) => warned(&read)[0].1,
            None => person.value("birth_ym"),
        };
        assert_eq!(got, expected, "{text}");
        assert_eq!(
            person.value("birth_ym").is_empty(),
            read.oddities.len() == 1,
            "{text}"
        );
    }
}

#[test]
fn identity_numbers_are_taken_as_written_or_not_at_all() {
    let cases = [
        ("620825199003159912", "620825199003159912", ""),
        ("62242419751212996x", "62242419751212996X", ""),
        ("'620825199003159912", "620825199003159912", ""),
        ("６２０８２５ 19900315 9912", "620825199003159912", ""),
        ("622726681102992", "622726681102992", ""),
        ("620825199003159913", "620825199003159913", "number"),
        ("62082519900315991", "62082519900315991", "number"),
        ("6.20825E+17", "", "rounded"),
        ("补办中", "", "no_number"),
        ("无", "", ""),
    ];
    for (text, number, key) in cases {
        let read = csv(&format!("姓名,关系,身份证号\n王一,户主,{text}\n"));
        assert_eq!(
            households(&read)[0].persons[0].value("id_number"),
            number,
            "{text}"
        );
        let keys: Vec<&str> = warned(&read).into_iter().map(|(_, key)| key).collect();
        assert_eq!(keys.join(","), key, "{text}");
    }
}

#[test]
fn sex_and_birth_that_the_number_tells_are_not_written_twice() {
    let row = "620825199003159912";
    let read = csv(&format!(
        "姓名,关系,身份证号,性别,出生日期\n王一,户主,{row},男,1990-3\n"
    ));
    let person = &households(&read)[0].persons[0];
    assert_eq!((person.value("sex"), person.value("birth_ym")), ("", ""));
    let read = csv(&format!(
        "姓名,关系,身份证号,性别,出生日期\n王一,户主,{row},女,1991-3\n"
    ));
    let person = &households(&read)[0].persons[0];
    assert_eq!(
        (person.value("sex"), person.value("birth_ym")),
        ("2", "1991-03")
    );
    assert_eq!(
        warned(&read),
        [("D2", "sex_differs"), ("E2", "birth_differs")]
    );
}

#[test]
fn words_become_codes_and_unknown_ones_are_told() {
    let read = csv(
        "姓名,与户主关系,民族,性别\n王一,户主本人,回,男性\n李一,户主之妻,东乡族,Female\n\
        王二,干儿子,火星,中\n",
    );
    let people = &households(&read)[0].persons;
    let values = |at: usize| ["relation", "ethnic", "sex"].map(|item| people[at].value(item));
    assert_eq!(values(0), ["0", "03", "1"]);
    assert_eq!(values(1), ["1", "26", "2"]);
    assert_eq!(values(2), ["", "", ""]);
    assert_eq!(
        warned(&read),
        [("B4", "word"), ("C4", "word"), ("D4", "word")]
    );
}

#[test]
fn oddities_of_a_household_are_told() {
    let text = "户号,户主姓名,姓名,与户主关系,人数\n1,王一,王二,子,2\n2,李一,李二,户主,2\n\
        ,,李三,户主,\n3,,赵二,妻,\n";
    let read = csv(text);
    let expected = [
        ("2", "head_absent"),
        ("3", "head_differs"),
        ("5", "no_head"),
    ];
    assert_eq!(warned(&read), expected);
    let read = csv("户号,姓名,关系,人数\n1,王一,户主,3\n1,李一,户主,3\n");
    assert_eq!(warned(&read), [("2", "members"), ("3", "two_heads")]);
    let read =
        csv("姓名,关系,身份证号\n王一,户主,620825199003159912\n,妻,\n王二,子,620825199003159912\n");
    assert_eq!(warned(&read), [("3", "no_name"), ("C4", "twice")]);
}

#[test]
fn a_column_may_be_mapped_by_hand() {
    let text = "人名,和家长啥关系,文化程度\n王一,户主,初中\n王二,子,小学\n";
    assert!(matches!(
        told(text, &[]),
        Err(RegisterError::NoHeading { .. })
    ));
    let item = |item: &str| Target::Item(Kind::Person, item.to_owned());
    let columns = [
        ("人名", item("name")),
        ("B", item("relation")),
        ("文化程度", item("education")),
    ];
    let read = told(text, &columns).unwrap();
    assert_eq!(names(&read), [vec!["王一", "王二"]]);
    assert_eq!(households(&read)[0].persons[1].value("education"), "2");
    let wrong = told(text, &[("人名", item("name")), ("Z", item("relation"))]);
    assert!(
        matches!(wrong, Err(RegisterError::NoColumn { .. })),
        "{wrong:?}"
    );
    // What is mapped by hand goes before what is guessed.
    let read = told(
        "姓名,曾用名,关系\n王一,王大,户主\n",
        &[("曾用名", item("name"))],
    )
    .unwrap();
    assert_eq!(names(&read), [vec!["王大"]]);
    assert_eq!(read.columns[0].target, None);
}

#[test]
fn files_that_are_no_register_are_refused() {
    assert!(matches!(
        told("a,b\n1,2\n", &[]),
        Err(RegisterError::NoHeading { .. })
    ));
    assert!(matches!(
        told("姓名,性别\n王一,男\n", &[]),
        Err(RegisterError::NoHouseholds { .. })
    ));
    assert!(matches!(
        told("姓名,关系\n", &[]),
        Err(RegisterError::NoPersons { .. })
    ));
    let instrument = Instrument::embedded().unwrap();
    let gbk = b"\xD0\xD5\xC3\xFB,\xB9\xD8\xCF\xB5\n";
    let read = parse_register(Path::new("册.csv"), gbk, &request(&[]), &instrument);
    let Err(error) = read else { panic!() };
    assert_eq!(error.message().key, "exchange.frame_encoding");
}

#[test]
fn cells_of_a_workbook_are_numbers_and_dates_too() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["户号", "姓名", "关系", "身份证号", "出生日期", "电话"]
        .iter()
        .enumerate()
    {
        sheet
            .write(0, u16::try_from(column).unwrap(), *heading)
            .unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (row, birth) in [
        (1, 32_937.0),
        (2, 33_000.0),
        (3, 19_900_305.0),
        (4, 1990.1),
        (5, 1990.03),
    ] {
        sheet.write(row, 0, 1).unwrap();
        sheet.write(row, 1, "王一").unwrap();
        sheet
            .write(row, 2, if row == 1 { "户主" } else { "子" })
            .unwrap();
        sheet
            .write(row, 5, 13_900_000_000_i64 + i64::from(row.min(2)))
            .unwrap();
        match row {
            1 => sheet.write_with_format(row, 4, birth, &date).unwrap(),
            _ => sheet.write(row, 4, birth).unwrap(),
        };
    }
    sheet.write(1, 3, 620_825_199_003_159_912_f64).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let instrument = Instrument::embedded().unwrap();
    let read = parse_register(Path::new("册.xlsx"), &bytes, &request(&[]), &instrument).unwrap();
    let people = &households(&read)[0].persons;
    let births: Vec<&str> = people.iter().map(|p| p.value("birth_ym")).collect();
    // Day 32,937 is 1990-03-05, day 33,000 is 1990-05-07.
    assert_eq!(births, ["1990-03", "1990-05", "1990-03", "", "1990-03"]);
    assert_eq!(warned(&read), [("D2", "rounded"), ("E5", "month_cut")]);
    let phones: Vec<&str> = people.iter().map(|p| p.value("mobile")).collect();
    assert_eq!(
        phones,
        [
            "",
            "13900000002",
            "13900000002",
            "13900000002",
            "13900000002"
        ]
    );
}

/// A person as the script that made the clerk's register wrote it down.
#[derive(serde::Deserialize)]
struct Made {
    row: u64,
    group: u32,
    household: u64,
    number: Option<u32>,
    name: String,
    relation: String,
    sex: String,
    birth: String,
    id: String,
    warn: String,
}

#[test]
fn the_register_of_a_clerk_is_read_whole() {
    let instrument = Instrument::embedded().unwrap();
    let read = read_register(Path::new(CLERK), &request(&[]), &instrument).unwrap();
    assert_eq!(read.heading, (3, 4));
    assert_eq!(read.other_sheets, ["填表说明"]);
    let mut made = csv::Reader::from_path("tests/fixtures/register/clerk.csv").unwrap();
    let made: Vec<Made> = made.deserialize().map(Result::unwrap).collect();
    assert_eq!(made.len(), 900);
    let mut people = BTreeMap::new();
    for (place, group) in (1..).zip(read.plan.groups()) {
        assert_eq!(group.number, Some(place));
        for household in &group.households {
            for person in &household.persons {
                people.insert(person.line, (place, household, person));
            }
        }
    }
    assert_eq!(people.len(), 900);
    let mut seen = BTreeMap::new();
    for one in &made {
        let (group, household, person) = people[&one.row];
        let at = one.row;
        assert_eq!((group, household.number), (one.group, one.number), "{at}");
        assert_eq!(
            *seen.entry(one.household).or_insert(household.line),
            household.line,
            "{at}"
        );
        assert_eq!(person.value("name"), one.name, "{at}");
        assert_eq!(person.value("relation"), one.relation, "{at}");
        assert_eq!(person.value("id_number"), one.id, "{at}");
        assert_eq!(person.value("ethnic"), "01", "{at}");
        let given = ["sex", "birth_ym"].map(|item| person.value(item));
        for (given, expected) in given.iter().zip([&one.sex, &one.birth]) {
            assert!(
                given.is_empty() || given == expected,
                "{at}: {given} {expected}"
            );
        }
    }
    assert_eq!(households(&read).len(), seen.len());
    let expected: BTreeSet<&str> = made
        .iter()
        .map(|one| one.warn.as_str())
        .filter(|cell| !cell.is_empty())
        .collect();
    // The number of somebody else also stands against sex or birth of its line.
    let twice = made
        .iter()
        .filter(|one| one.id == made[0].id)
        .nth(1)
        .unwrap()
        .row;
    let got: BTreeSet<&str> = read
        .oddities
        .iter()
        .filter(|w| w.line != twice || w.cell.starts_with('I'))
        .map(|w| w.cell.as_str())
        .collect();
    assert_eq!(got, expected);
    let kinds = |why| read.skipped.iter().filter(|one| one.why == why).count();
    // 24 pages: 23 further headings of two lines, titles of two lines, 24 sums and the last one.
    assert_eq!(
        [Skip::Heading, Skip::Note, Skip::Sum].map(kinds),
        [46, 48, 25]
    );
}

#[test]
fn villages_and_groups_that_come_back_are_the_same_ones() {
    let lines: String = (0..600)
        .map(|n| format!("村{},{},{n},王一,户主\n", n % 3, n % 2 + 1))
        .collect();
    let read = csv(&format!("村名,社,户号,姓名,与户主关系\n{lines}"));
    let villages: Vec<(&str, usize)> = read
        .plan
        .villages
        .iter()
        .map(|village| (village.name.as_str(), village.groups.len()))
        .collect();
    assert_eq!(villages, [("村0", 2), ("村1", 2), ("村2", 2)]);
    let sizes: BTreeSet<usize> = read.plan.groups().map(|g| g.households.len()).collect();
    assert_eq!(sizes, BTreeSet::from([100]));
}

#[test]
fn a_wide_line_far_below_widens_the_table_and_costs_nothing_more() {
    // Every line could be a heading; the last one is the widest.
    let body = "姓名,与户主关系\n".repeat(3000);
    let read = csv(&format!(
        "姓名,与户主关系,户号\n王一,户主,1\n{body}王二,户主,2{}x\n",
        ",".repeat(40)
    ));
    assert_eq!(
        read.columns.last().map(Mapped::letters),
        Some("AQ".to_owned())
    );
    assert_eq!(read.skipped.len(), 3000);
}
