//! The questionnaire as data: the one we ship is sound, and broken ones are refused in words.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use labor_census::domain::kind::Kind;
use labor_census::instrument::{
    Fault, Instrument, InstrumentError, ItemType, Malformed, codebook, compile, hash, schema,
    statement,
};
use labor_census::wording::{Language, Wording};
use serde::Deserialize;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/instrument")
}

fn embedded() -> Instrument {
    Instrument::embedded().expect("a sound questionnaire")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

fn faults(folder: &Path) -> Vec<Fault> {
    match Instrument::from_folder(folder) {
        Ok(_) => Vec::new(),
        Err(InstrumentError::Refused(faults)) => faults,
        Err(other) => panic!("{other}"),
    }
}

fn listing(folder: &Path, below: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            listing(&path, &format!("{below}{name}/"), found);
        } else {
            found.insert(format!("{below}{name}"));
        }
    }
}

#[test]
fn shipped_one_is_sound() {
    let faults = faults(&folder());
    assert!(
        faults.is_empty(),
        "{}",
        faults.iter().map(|f| format!("{f}\n")).collect::<String>()
    );
}

#[test]
fn every_file_is_embedded() {
    let mut there = BTreeSet::new();
    listing(&folder(), "", &mut there);
    let table = include_str!("../../src/instrument/embedded.rs");
    let embedded: BTreeSet<String> = table
        .split('"')
        .filter(|piece| piece.ends_with(".toml") || piece.ends_with(".csv"))
        .map(str::to_owned)
        .collect();
    assert_eq!(there, embedded);
}

#[test]
fn there_are_68_items() {
    let instrument = embedded();
    let count = |kind: Kind| {
        let structure = |section: &str| {
            instrument
                .sections(kind)
                .any(|own| own.id == section && own.structure)
        };
        let items = instrument.items(kind).iter();
        items
            .filter(|item| item.part_of.is_none() && !structure(&item.section))
            .count()
    };
    assert_eq!(
        [Kind::Household, Kind::Person, Kind::Episode].map(count),
        [16, 37, 15]
    );
    let parts = |kind: Kind, id: &str| -> Vec<String> {
        let item = instrument.item(kind, id).expect("an item");
        instrument.parts(item).map(|part| part.id.clone()).collect()
    };
    assert_eq!(
        parts(Kind::Household, "informant"),
        ["proxy_name", "proxy_tie"]
    );
    assert_eq!(parts(Kind::Person, "id_number"), ["id_legacy"]);
    assert_eq!(parts(Kind::Person, "id_missing"), ["id_other"]);
    assert_eq!(parts(Kind::Episode, "arrears"), ["arrears_amount"]);
    assert_eq!(parts(Kind::Episode, "export_mode"), ["leader_name"]);
    assert_eq!(parts(Kind::Episode, "dest_place"), ["dest_country"]);
    assert_eq!(parts(Kind::Episode, "base"), ["base_other"]);
}

/// An optional item has no preset: passing over it would answer in the person's place.
#[test]
fn only_these_items_have_a_preset() {
    let instrument = embedded();
    let items = Kind::ALL
        .into_iter()
        .flat_map(|kind| instrument.items(kind));
    let preset: Vec<&str> = items
        .filter(|item| item.preset.is_some())
        .map(|item| item.id.as_str())
        .collect();
    let wanted = [
        "hh_type",
        "name",
        "relation",
        "id_missing",
        "ethnic",
        "hukou_type",
        "hukou_place",
        "arrears_amount",
    ];
    assert_eq!(preset, wanted);
}

#[test]
fn lists_are_corrected() {
    let instrument = embedded();
    let list = |id: &str| {
        instrument
            .lists
            .get(id)
            .unwrap_or_else(|| panic!("no list {id}"))
    };
    let codes =
        |id: &str| -> Vec<&str> { list(id).rows.iter().map(|row| row.code.as_str()).collect() };
    let out: Vec<&str> = list("list_disposition")
        .rows
        .iter()
        .filter(|row| row.out)
        .map(|row| row.code.as_str())
        .collect();
    assert_eq!(out, ["41", "42", "43", "44", "45", "46", "47", "48"]);
    assert!(list("list_disposition").contains("14"));
    assert_eq!(codes("gb2261_1_sex"), ["1", "2"]);
    assert_eq!(codes("gb2261_2_marital"), ["10", "20", "30", "40"]);
    assert_eq!(codes("list_row_disposition"), ["1", "2", "3", "4", "9"]);
    assert_eq!(codes("gb3304_ethnic").len(), 58);
    let offered = |id: &str, proxy: bool| -> Vec<String> {
        list(id)
            .offered(proxy)
            .map(|row| row.code.clone())
            .collect()
    };
    assert_eq!(offered("list_yes_no", false), ["1", "2"]);
    assert_eq!(offered("list_yes_no", true), ["1", "2", "9"]);
    assert_eq!(offered("list_injury", true), ["1", "2", "3", "4", "5", "6"]);
    assert!(list("list_injury").contains("9"), "kept for old data");
    assert_eq!(list("list_trade").none.as_deref(), Some("99"));
    for place in ["620825", "440000", "710000", "659002"] {
        assert!(list("dest_place").contains(place), "{place}");
    }
}

#[test]
fn answers_have_one_form() {
    let instrument = embedded();
    let form = |kind: Kind, id: &str, typed: &str| {
        instrument
            .item(kind, id)
            .expect("an item")
            .canonical(typed, &instrument.lists)
    };
    let good = [
        (
            Kind::Person,
            "id_number",
            " 62082519880706990x ",
            "62082519880706990X",
        ),
        (
            Kind::Person,
            "id_number",
            "６２２７２６６８１１０２９９２",
            "622726196811029920",
        ),
        (Kind::Person, "id_number", "12345", "12345"),
        (Kind::Person, "birth_ym", "1990年3月", "1990-03"),
        (Kind::Person, "birth_ym", "199003", "1990-03"),
        (Kind::Person, "birth_ym", "1990-13", "1990-13"),
        (Kind::Person, "skill_trade", "07，01,07", "01;07"),
        (Kind::Person, "farm_months", "２.5", "2.5"),
        (Kind::Person, "farm_months", "3", "3.0"),
        (Kind::Person, "farm_months", "13", "13.0"),
        (Kind::Household, "farmland_mu", "12.5", "12.50"),
        (Kind::Household, "farmland_mu", "012.50", "12.50"),
        (Kind::Household, "hukou_pop", "+007", "7"),
        (Kind::Person, "mobile", "138 0000-0991", "13800000991"),
        (Kind::Person, "name", " 买买提•艾力 ", "买买提·艾力"),
        (Kind::Episode, "industry", "f", "F"),
    ];
    for (kind, id, typed, wanted) in good {
        assert_eq!(form(kind, id, typed).as_deref(), Ok(wanted), "{id} {typed}");
    }
    let number = |typed: &str| {
        Err(Malformed::NotNumber {
            typed: typed.to_owned(),
        })
    };
    assert_eq!(form(Kind::Household, "hukou_pop", "五"), number("五"));
    assert_eq!(form(Kind::Person, "farm_months", "2.5.1"), number("2.5.1"));
    let whole = Err(Malformed::NotWhole {
        typed: "1.5".to_owned(),
    });
    assert_eq!(form(Kind::Episode, "month_income", "1.5"), whole);
    assert!(matches!(
        form(Kind::Person, "sex", "3"),
        Err(Malformed::NotInList { .. })
    ));
    assert_eq!(form(Kind::Person, "name", "  "), Err(Malformed::Empty));
    let months = &instrument
        .item(Kind::Person, "farm_months")
        .expect("an item")
        .item_type;
    assert_eq!(months.text_of_real(6.5), "6.5");
    assert_eq!(months.text_of_real(3.0), "3.0");
}

#[test]
fn a_legacy_number_sets_its_flag() {
    let instrument = embedded();
    let item = instrument.item(Kind::Person, "id_number").expect("an item");
    let entry = |typed: &str| instrument.entry(item, typed).expect("an entry");
    let pair = |id: &str, value: &str| (id.to_owned(), value.to_owned());
    let number = "622726196811029920";
    assert_eq!(
        entry("622726681102992"),
        [pair("id_number", number), pair("id_legacy", "1")]
    );
    assert_eq!(
        entry(number),
        [pair("id_number", number), pair("id_legacy", "0")]
    );
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    file: String,
    find: Option<String>,
    put: String,
    fault: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    file: String,
    line: usize,
    what: String,
    #[serde(default)]
    ring: Vec<String>,
    mend_zh: String,
    mend_en: String,
}

#[test]
fn broken_ones_are_refused_with_file_line_and_remedy() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken-instruments");
    let languages = [Language::ZhHans, Language::En].map(Wording::new);
    let mut count = 0;
    for entry in fs::read_dir(cases).expect("broken ones") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("text");
        let broken: Broken =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let temp = tempfile::tempdir().expect("a folder");
        copy(&folder(), temp.path());
        let target = temp.path().join(&broken.file);
        let before = fs::read_to_string(&target).expect("a file");
        let after = match &broken.find {
            Some(find) => before.replacen(find, &broken.put, 1),
            None => broken.put.clone(),
        };
        assert_ne!(before, after, "{name}: changes nothing");
        fs::write(&target, after).expect("a file");
        let faults = faults(temp.path());
        let wanted = &broken.fault;
        let found = faults
            .iter()
            .find(|f| f.file == wanted.file && f.line == wanted.line && f.what.key == wanted.what);
        let said: String = faults.iter().map(|fault| format!("{fault}\n")).collect();
        let fault = found.unwrap_or_else(|| {
            panic!(
                "{name}: wanted {} {} {}, got\n{said}",
                wanted.file, wanted.line, wanted.what
            )
        });
        assert!(
            faults
                .iter()
                .enumerate()
                .all(|(at, fault)| !faults[..at].contains(fault)),
            "{name}: told twice\n{said}"
        );
        for (wording, part) in languages.iter().zip([&wanted.mend_zh, &wanted.mend_en]) {
            let (what, mend) = (wording.say(&fault.what), wording.say(&fault.mend));
            assert!(mend.contains(part.as_str()), "{name}: {mend}");
            assert!(
                !format!("{what}{mend}").contains('{'),
                "{name}: {what} {mend}"
            );
            assert!(
                wanted.ring.iter().all(|item| what.contains(item.as_str())),
                "{name}: {what}"
            );
        }
        count += 1;
    }
    assert!(count >= 10, "{count} broken ones");
}

/// What a spreadsheet saves in the code page of the system is told by file and line.
#[test]
fn another_encoding_is_told_by_line() {
    let temp = tempfile::tempdir().expect("a folder");
    copy(&folder(), temp.path());
    // The second row holds two characters in GBK.
    let rows = b"code,name_zh,name_en\n1,\xd4\xb8\xd2\xe2,Willing\n";
    fs::write(temp.path().join("lists/list_willing.csv"), rows).expect("a file");
    let faults = faults(temp.path());
    let told: Vec<(&str, usize, &str)> = faults
        .iter()
        .map(|fault| (fault.file.as_str(), fault.line, fault.what.key))
        .collect();
    let wanted = ("lists/list_willing.csv", 2, "instrument.encoding");
    assert_eq!(told, [wanted]);
}

/// A file that cannot be read is told alone, not with all that misses its items.
#[test]
fn an_unread_file_hides_what_follows_from_it() {
    let temp = tempfile::tempdir().expect("a folder");
    copy(&folder(), temp.path());
    let path = temp.path().join("instrument.toml");
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(&path, text.replacen("edition = 3", "edition = -1", 1)).expect("a file");
    fs::remove_dir_all(temp.path().join("rules")).expect("no rules");
    let faults = faults(temp.path());
    let told: Vec<(&str, usize)> = faults
        .iter()
        .map(|fault| (fault.file.as_str(), fault.line))
        .collect();
    assert_eq!(told, [("instrument.toml", 3), ("rules/item.toml", 1)]);
}

#[test]
fn an_added_item_appears_everywhere() {
    let temp = tempfile::tempdir().expect("a folder");
    copy(&folder(), temp.path());
    let path = temp.path().join("person.toml");
    let text = fs::read_to_string(&path).expect("a file");
    let added = "[[item]]\nid = \"smartphone\"\nsection = \"schooling\"\ntype = \"code\"\n\
                 list = \"list_yes_no\"\nzh = \"智能手机\"\nen = \"Smartphone\"\n\
                 universe = \"mobile IS NOT NULL\"\nrequired = true\n\n";
    let before = "[[item]]\nid = \"skill_trade\"";
    fs::write(&path, text.replacen(before, &format!("{added}{before}"), 1)).expect("a file");
    let instrument = Instrument::from_folder(temp.path()).expect("a sound questionnaire");
    let ids: Vec<&str> = instrument
        .items(Kind::Person)
        .iter()
        .map(|item| item.id.as_str())
        .collect();
    let at = ids
        .iter()
        .position(|id| *id == "smartphone")
        .expect("the item");
    assert_eq!(
        ids[at - 1..=at + 1],
        ["mobile", "smartphone", "skill_trade"]
    );
    let columns = schema::columns(&instrument, Kind::Person);
    for name in ["smartphone", "smartphone__reason"] {
        assert!(columns.iter().any(|column| column.name == name), "{name}");
    }
    let query = statement::state_query(&instrument, Kind::Person);
    let told = query.columns.iter().any(|column| column.id == "smartphone");
    assert!(told && query.sql.contains("mobile IS NOT NULL"));
    let row = codebook::rows(&instrument)
        .into_iter()
        .find(|row| row.id == "smartphone");
    let row = row.expect("a row of the codebook");
    assert_eq!(row.codes.en, "1=Yes; 2=No; 9=Don't know");
    assert_eq!(row.universe, "mobile IS NOT NULL");
    let rules = statement::rule_query(&instrument, Kind::Person);
    assert!(rules.sql.contains("person.smartphone = '9'"));
    assert_ne!(hash::hash(&instrument), hash::hash(&embedded()));
}

#[test]
fn labels_rules_and_settings_leave_the_hash_alone() {
    let hash_with = |file: &str, find: &str, put: &str| {
        let temp = tempfile::tempdir().expect("a folder");
        copy(&folder(), temp.path());
        let path = temp.path().join(file);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(find), "{find}");
        fs::write(&path, text.replacen(find, put, 1)).expect("a file");
        hash::hash(&Instrument::from_folder(temp.path()).expect("a sound questionnaire"))
    };
    let ours = hash::hash(&embedded());
    assert_eq!(
        hash_with("person.toml", "zh = \"民族\"", "zh = \"族别\""),
        ours
    );
    assert_eq!(
        hash_with("rules/item.toml", "level = \"soft\"", "level = \"note\""),
        ours
    );
    assert_eq!(
        hash_with("settings.toml", "default = \"18\"", "default = \"16\""),
        ours
    );
    assert_ne!(hash_with("person.toml", "age >= 15", "age >= 14"), ours);
    let row = "9,其他青年,Other youth\n";
    let more = format!("{row}8,个体户,Own account\n");
    assert_ne!(hash_with("lists/list_youth_kind.csv", row, &more), ours);
}

#[test]
fn conditions_rest_on_what_they_read() {
    let instrument = embedded();
    let universe = |id: &str| {
        let item = instrument.item(Kind::Person, id).expect("an item");
        item.universe.as_ref().expect("a universe")
    };
    let ids = |reads: &[labor_census::instrument::Read]| -> Vec<String> {
        reads.iter().map(|read| read.id.clone()).collect()
    };
    assert_eq!(ids(&universe("mobile").reads), ["lf"]);
    let inputs = ["birth_ym", "in_school", "labour_ability", "residence"];
    assert_eq!(ids(&universe("mobile").inputs), inputs);
    assert_eq!(ids(&universe("id_missing").reads), ["id_number"]);
    assert_eq!(
        universe("youth_kind").settings,
        ["youth_age_max", "youth_age_min"]
    );
    let episode = instrument.kind_universe(Kind::Episode).expect("a universe");
    assert_eq!(episode.reads[0].kind, Kind::Person);
}

#[test]
fn every_help_text_is_short_and_every_item_has_a_type_that_fits() {
    let instrument = embedded();
    for item in Kind::ALL
        .into_iter()
        .flat_map(|kind| instrument.items(kind))
    {
        let length = item.help.zh.chars().count();
        assert!(length <= 80, "{} {length}", item.id);
        if let ItemType::Code { list } | ItemType::Multi { list, .. } = &item.item_type {
            assert!(instrument.lists.get(list).is_some(), "{}", item.id);
        }
    }
}

#[test]
fn tables_can_be_made_and_defaults_follow_the_round() {
    let instrument = embedded();
    let trial = compile::Trial::new(&instrument).expect("tables");
    let income = |round: i32| -> (i64, i64) {
        compile::fill_round(&trial.connection, &instrument, round, "2012-12-31").expect("a round");
        let sql = "SELECT month_income_min, month_income_max FROM round";
        trial
            .connection
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("a row")
    };
    assert_eq!(income(2012), (400, 30_000));
    assert_eq!(income(2020), (800, 60_000));
    assert!(
        schema::create_table(&instrument, Kind::Group, &[])
            .starts_with("CREATE TABLE villagers_group")
    );
}

#[test]
fn a_rule_hash_follows_what_the_rule_raises() {
    let instrument = embedded();
    let rule = instrument.rule("I12").expect("a rule").clone();
    let mut other = rule.clone();
    other.message.en.push('!');
    assert_eq!(
        hash::rule_hash(&rule),
        hash::rule_hash(&other),
        "wording aside"
    );
    other.branches[0].when.sql.push_str(" OR 0");
    assert_ne!(hash::rule_hash(&rule), hash::rule_hash(&other));
}

proptest::proptest! {
    /// What is stored stays as it is when it is typed again.
    #[test]
    fn canonical_form_is_stable(
        typed in "[-+0-9Xx;,. \u{FF10}-\u{FF19}\u{4E00}-\u{4E20}a-c]{0,20}",
    ) {
        let instrument = SHIPPED.get_or_init(embedded);
        for item in Kind::ALL.into_iter().flat_map(|kind| instrument.items(kind)) {
            if let Ok(once) = item.canonical(&typed, &instrument.lists) {
                proptest::prop_assert!(!once.is_empty());
                let twice = item.canonical(&once, &instrument.lists);
                proptest::prop_assert_eq!(twice.as_deref(), Ok(once.as_str()), "{}", item.id);
            }
        }
    }
}

static SHIPPED: std::sync::OnceLock<Instrument> = std::sync::OnceLock::new();
