//! The files of a questionnaire as they are written, each value with its place.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstrumentFile {
    pub edition: u32,
    pub title: RawLabel,
    #[serde(default)]
    pub section: Vec<Spanned<RawSection>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLabel {
    pub zh: Option<String>,
    pub en: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub id: Text,
    pub kind: Text,
    pub zh: Option<String>,
    pub en: Option<String>,
    #[serde(default)]
    pub structure: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindFile {
    pub universe: Option<Text>,
    #[serde(default)]
    pub item: Vec<Spanned<RawItem>>,
    #[serde(default)]
    pub derived: Vec<Spanned<RawDerived>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawRequired {
    Flag(bool),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    pub id: Text,
    pub section: Text,
    #[serde(rename = "type")]
    pub type_word: Text,
    pub list: Option<Text>,
    pub unit: Option<Text>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub min: Option<Spanned<i64>>,
    pub max: Option<Spanned<i64>>,
    pub scale: Option<u8>,
    pub zh: Option<String>,
    pub en: Option<String>,
    pub help_zh: Option<String>,
    pub help_en: Option<String>,
    pub universe: Option<Text>,
    pub required: Option<Spanned<RawRequired>>,
    pub derive: Option<Text>,
    pub preset: Option<Text>,
    #[serde(default)]
    pub head_preset: bool,
    #[serde(default)]
    pub reasons: Vec<Text>,
    pub empty_reason: Option<Text>,
    pub part_of: Option<Text>,
    pub legacy_of: Option<Text>,
    #[serde(default)]
    pub hidden: bool,
    #[serde(default)]
    pub before_roster: bool,
    #[serde(default)]
    pub retired: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDerived {
    pub id: Text,
    #[serde(rename = "type")]
    pub type_word: Text,
    pub list: Option<Text>,
    pub unit: Option<Text>,
    pub scale: Option<u8>,
    pub zh: Option<String>,
    pub en: Option<String>,
    pub value: Text,
    #[serde(default)]
    pub aggregate: bool,
    #[serde(default)]
    pub hidden: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListsFile {
    #[serde(default)]
    pub list: Vec<Spanned<RawList>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawList {
    pub id: Text,
    pub zh: Option<String>,
    pub en: Option<String>,
    pub wording: Option<Text>,
    pub none: Option<Text>,
    #[serde(default)]
    pub proxy: Vec<Text>,
    #[serde(default)]
    pub kept: Vec<Text>,
    pub parent_list: Option<Text>,
    #[serde(default)]
    pub union: Vec<Text>,
    #[serde(default)]
    pub within: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    #[serde(default)]
    pub rule: Vec<Spanned<RawRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub id: Text,
    pub level: Text,
    pub zh: Option<String>,
    pub en: Option<String>,
    #[serde(default)]
    pub fills: BTreeMap<String, Text>,
    pub enforced_by: Option<Text>,
    #[serde(default)]
    pub hint: bool,
    pub title_zh: Option<String>,
    pub title_en: Option<String>,
    pub why_zh: Option<String>,
    pub why_en: Option<String>,
    pub scope: Option<Text>,
    #[serde(default)]
    pub on: Vec<Spanned<RawBranch>>,
    #[serde(default)]
    pub gap: Vec<Spanned<RawGap>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBranch {
    pub kind: Option<Text>,
    #[serde(default)]
    pub items: Vec<Text>,
    pub each: Option<Text>,
    #[serde(default)]
    pub except: Vec<String>,
    pub when: Text,
    pub level: Option<Text>,
    pub zh: Option<String>,
    pub en: Option<String>,
    pub fills: Option<BTreeMap<String, Text>>,
    pub scope: Option<Text>,
    pub among: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGap {
    pub kind: Text,
    pub items: Vec<Text>,
    pub when: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FiguresFile {
    #[serde(default)]
    pub figure: Vec<Spanned<RawFigure>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFigure {
    pub id: Text,
    pub zh: Option<String>,
    pub en: Option<String>,
    pub over: Option<Text>,
    pub value: Option<Text>,
    pub select: Option<Text>,
    pub findings: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingsFile {
    #[serde(default)]
    pub setting: Vec<Spanned<RawSetting>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSetting {
    pub id: Text,
    #[serde(rename = "type")]
    pub type_word: Text,
    pub default: Option<Text>,
    pub default_2020: Option<Text>,
    pub zh: Option<String>,
    pub en: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegistryFile {
    #[serde(default)]
    pub released: Vec<Spanned<RawReleased>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReleased {
    pub kind: Text,
    pub id: Text,
    #[serde(rename = "type")]
    pub type_word: Text,
}
