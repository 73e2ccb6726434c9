//! The tables of wording agree with each other and with the keys that the source uses.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use labor_census::base::message::Message;
use labor_census::wording::{Language, Wording};

/// Families whose keys are put together at run time, each with the place that does it.
/// A key that begins so may be unused in the source; keep the list short.
const DYNAMIC: &[&str] = &["tui.command.", "tui.command_help."];

/// The groups of the tables: one a floor that speaks.
const FLOORS: [&str; 8] = [
    "base",
    "domain",
    "instrument",
    "store",
    "coverage",
    "exchange",
    "cli",
    "tui",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn table(language: &str) -> BTreeMap<String, String> {
    let path = root().join(format!("assets/wording/{language}.toml"));
    let text = fs::read_to_string(&path).expect("a table of wording");
    let mut flat = BTreeMap::new();
    flatten("", text.parse().expect("valid TOML"), &mut flat);
    flat
}

fn flatten(prefix: &str, table: toml::Table, flat: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}.{name}")
        };
        match value {
            toml::Value::Table(inner) => flatten(&key, inner, flat),
            toml::Value::String(text) => drop(flat.insert(key, text)),
            other => panic!("{key} is {}, not text", other.type_str()),
        }
    }
}

fn placeholders(text: &str) -> BTreeSet<String> {
    let opened = text.split('{').skip(1);
    opened
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn sources(dir: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(dir).expect("a source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            texts.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            texts.push(fs::read_to_string(&path).expect("a source file"));
        }
    }
    texts
}

/// Returns every string literal of the source that has the form of a key of a floor.
///
/// Literals are found by splitting at quotation marks, so some pieces are the text between two
/// literals; those never look like a key.
fn keys_in_source() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for source in sources(&root().join("src")) {
        keys.extend(
            source
                .split('"')
                .filter(|piece| is_key(piece))
                .map(str::to_owned),
        );
    }
    keys
}

fn is_key(piece: &str) -> bool {
    let mut parts = piece.split('.');
    let is_word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    piece.contains('.')
        && parts.clone().all(is_word)
        && parts.next().is_some_and(|floor| FLOORS.contains(&floor))
        && !["toml", "rs", "csv", "md", "json"]
            .iter()
            .any(|end| piece.ends_with(&format!(".{end}")))
}

#[test]
fn languages_have_the_same_keys_and_placeholders() {
    let (zh, en) = (table("zh-Hans"), table("en"));
    let difference: Vec<_> = zh.keys().filter(|key| !en.contains_key(*key)).collect();
    assert!(difference.is_empty(), "not in en.toml: {difference:?}");
    let difference: Vec<_> = en.keys().filter(|key| !zh.contains_key(*key)).collect();
    assert!(difference.is_empty(), "not in zh-Hans.toml: {difference:?}");
    for (key, text) in &zh {
        assert!(!text.is_empty() && !en[key].is_empty(), "{key} is empty");
        assert_eq!(placeholders(text), placeholders(&en[key]), "{key}");
        assert!(is_key(key), "{key} is under no floor");
    }
}

#[test]
fn every_key_of_the_source_has_wording_and_none_is_left_over() {
    let (known, used) = (table("zh-Hans"), keys_in_source());
    let missing: Vec<_> = used
        .iter()
        .filter(|key| !known.contains_key(*key))
        .collect();
    assert!(missing.is_empty(), "without wording: {missing:?}");
    let is_dynamic = |key: &str| DYNAMIC.iter().any(|prefix| key.starts_with(prefix));
    let unused: Vec<_> = known
        .keys()
        .filter(|key| !used.contains(*key) && !is_dynamic(key))
        .collect();
    assert!(unused.is_empty(), "never said: {unused:?}");
}

#[test]
fn messages_are_said_in_each_language() {
    let message = Message::new("domain.id_length").with("length", 17);
    let say = |language| Wording::new(language).say(&message);
    assert_eq!(
        say(Language::ZhHans),
        "身份号码应为 18 位（旧号 15 位），现为 17 位"
    );
    assert_eq!(
        say(Language::ZhHant),
        "身份號碼應為 18 位（舊號 15 位），現為 17 位"
    );
    assert!(say(Language::En).ends_with("not 17"));
    let nested = Message::new("domain.division_zero").with("level", "domain.kind.group");
    assert!(
        Wording::new(Language::En)
            .say(&nested)
            .contains("for the group")
    );
    let braces = Message::new("domain.id_character")
        .with("position", 1)
        .with("found", "{found}");
    assert!(
        Wording::new(Language::En)
            .say(&braces)
            .contains("“{found}”")
    );
}

#[test]
fn a_missing_key_says_itself() {
    let wording = Wording::new(Language::En);
    assert_eq!(wording.text("no.such.key"), "no.such.key");
    assert_eq!(wording.label("村", "village"), "village");
    assert_eq!(wording.label("村", ""), "村");
    assert_eq!(Wording::new(Language::ZhHans).label("县", "county"), "县");
    assert_eq!(Wording::new(Language::ZhHant).label("县", "county"), "縣");
}

#[test]
fn locales_choose_the_language() {
    for (locale, language) in [
        ("zh_CN.UTF-8", Language::ZhHans),
        ("zh", Language::ZhHans),
        ("zh_TW.UTF-8", Language::ZhHant),
        ("zh_HK", Language::ZhHant),
        ("zh_MO", Language::ZhHant),
        ("zh-Hant-CN", Language::ZhHant),
        ("en_US.UTF-8", Language::En),
        ("C", Language::En),
        ("C.UTF-8", Language::En),
        ("POSIX", Language::En),
        ("de_DE.UTF-8", Language::ZhHans),
        ("", Language::ZhHans),
    ] {
        assert_eq!(Language::from_locale(locale), language, "{locale}");
    }
    assert_eq!(
        Language::from_env([Some(""), None, Some("en_GB")]),
        Language::En
    );
    for language in Language::ALL {
        assert_eq!(language.tag().parse(), Ok(language));
    }
    assert!("fr".parse::<Language>().is_err());
}

#[test]
fn a_name_in_a_filled_sentence_is_not_converted() {
    let templates = ["另一句{x}", "{name}的学历和{other}的不符：{text}"];
    let filled = ("郭世轩的学历和张兰的不符：改学历", "");
    let said = |language| Wording::new(language).filled(templates.into_iter(), filled);
    assert_eq!(said(Language::ZhHans), filled.0);
    assert_eq!(said(Language::ZhHant), "郭世轩的學歷和张兰的不符：改学历");
}
