// tidy: table

use std::collections::HashSet;
use std::sync::OnceLock;

use pinyin::{ToPinyin, ToPinyinMulti};

use super::normalize::fold_width;

/// The most search keys that one name may have; rarer readings beyond it are left out.
pub const KEYS_MAX: usize = 32;
/// The most first letters that are tried for a name typed partly in full.
const INITIALS_MAX: usize = 4;
/// The most ways to split what is typed into syllables that are looked at.
const SPLITS_MAX: usize = 64;
/// Letters of the longest syllable.
const SYLLABLE_MAX: usize = 6;
/// The most readings of one character that are tried, the commonest first.
const READINGS_MAX: usize = 6;

/// Readings of characters as surnames, where the usual reading differs or is missing.
const SURNAMES: &[(&str, &str)] = &[
    ("单", "shan"),
    ("仇", "qiu"),
    ("解", "xie"),
    ("任", "ren"),
    ("查", "zha"),
    ("区", "ou"),
    ("盖", "ge"),
    ("曾", "zeng"),
    ("朴", "piao"),
    ("华", "hua"),
    ("翟", "zhai"),
    ("乐", "yue"),
    ("员", "yun"),
    ("贠", "yun"),
    ("缪", "miao"),
    ("宓", "fu"),
    ("晁", "chao"),
    ("折", "she"),
    ("种", "chong"),
    ("燕", "yan"),
    ("覃", "qin"),
    ("洗", "xian"),
    ("冼", "xian"),
    ("逄", "pang"),
    ("郇", "xun"),
    ("郗", "xi"),
    ("郄", "qie"),
    ("黑", "he"),
    ("繁", "po"),
    ("秘", "bi"),
    ("召", "shao"),
    ("尉", "wei"),
    ("祭", "zhai"),
    ("牟", "mu"),
    ("能", "nai"),
    ("那", "na"),
    ("哈", "ha"),
    ("撒", "sa"),
    ("句", "gou"),
    ("佴", "nai"),
    ("阚", "kan"),
    ("适", "kuo"),
    ("隗", "wei"),
    ("莘", "shen"),
    ("车", "che"),
    ("石", "shi"),
    ("柏", "bai"),
    ("伯", "bo"),
    ("都", "du"),
    ("行", "xing"),
    ("要", "yao"),
    ("宁", "ning"),
    ("幺", "yao"),
    ("尹", "yin"),
    ("谌", "chen"),
    ("卜", "bu"),
    ("颉", "xie"),
    ("麦", "mai"),
];

/// Readings of surnames of two characters.
const DOUBLE_SURNAMES: &[(&str, [&str; 2])] = &[
    ("尉迟", ["yu", "chi"]),
    ("万俟", ["mo", "qi"]),
    ("长孙", ["zhang", "sun"]),
    ("单于", ["chan", "yu"]),
    ("澹台", ["tan", "tai"]),
    ("令狐", ["ling", "hu"]),
    ("夏侯", ["xia", "hou"]),
    ("宰父", ["zai", "fu"]),
    ("鲜于", ["xian", "yu"]),
];

/// Readings of characters in names of places, where another reading is the commonest elsewhere.
const IN_PLACES: &[(char, &str)] = &[
    ('厦', "xia"),
    ('重', "chong"),
    ('长', "chang"),
    ('都', "du"),
    ('藏', "zang"),
    ('番', "pan"),
    ('蔚', "yu"),
    ('陂', "pi"),
];

/// Variants (first) of a character (second) that people write for one another.
const VARIANTS: &[(char, char)] = &[
    ('昇', '升'),
    ('堃', '坤'),
    ('喆', '哲'),
    ('峯', '峰'),
    ('傑', '杰'),
    ('珎', '珍'),
    ('邨', '村'),
    ('犇', '奔'),
    ('甯', '宁'),
    ('衞', '卫'),
    ('彥', '彦'),
    ('頴', '颖'),
    ('凃', '涂'),
    ('閆', '阎'),
    ('闫', '阎'),
    ('肖', '萧'),
    ('祿', '禄'),
    ('徳', '德'),
    ('恆', '恒'),
    ('濶', '阔'),
    ('槑', '梅'),
    ('嵗', '岁'),
    ('羣', '群'),
    ('煕', '熙'),
    ('邱', '丘'),
    ('锺', '钟'),
    ('鍾', '钟'),
    ('陞', '升'),
    ('勳', '勋'),
    ('勛', '勋'),
    ('龢', '和'),
    ('淸', '清'),
    ('靑', '青'),
    ('眞', '真'),
    ('黃', '黄'),
    ('呂', '吕'),
    ('啓', '启'),
    ('啟', '启'),
];

/// Returns the text with variant characters replaced by the usual ones, for comparing only.
#[must_use]
pub fn fold_variants(text: &str) -> String {
    text.chars().map(fold_variant).collect()
}

/// Returns the search keys of a name: its readings in full, then its initials, in lower case.
///
/// `lü` gives `lv` and `lu`, since both are typed. At most [`KEYS_MAX`] keys, the commonest
/// readings first; characters without a reading stand for themselves.
#[must_use]
pub fn keys(name: &str) -> Vec<String> {
    let readings = readings(name);
    let initials: Vec<Vec<String>> = readings
        .iter()
        .map(|choices| {
            let mut firsts: Vec<String> = choices
                .iter()
                .filter_map(|r| r.chars().next())
                .map(String::from)
                .collect();
            dedup(&mut firsts);
            firsts
        })
        .collect();
    // The initials take at most a half of the room, so that neither kind crowds out the other.
    let initials = combinations(&initials, KEYS_MAX / 2);
    let mut keys = combinations(&readings, KEYS_MAX - initials.len());
    keys.extend(initials);
    dedup(&mut keys);
    keys.retain(|key| !key.is_empty());
    keys
}

/// Returns what the first letters may be of a name that is typed partly in full: `wangjg` gives
/// `wjg`. At most a few, those with the longest syllables first; none where nothing is typed in
/// full.
#[must_use]
pub fn initials_of(query: &str) -> Vec<String> {
    let mut all = Vec::new();
    split(query, String::new(), &mut all);
    all.retain(|initials| initials.len() > 1 && initials.len() < query.len());
    all.sort_by_key(String::len);
    dedup(&mut all);
    all.truncate(INITIALS_MAX);
    all
}

/// Splits what is typed into syllables and single first letters, and collects the first letters.
fn split(rest: &str, initials: String, all: &mut Vec<String>) {
    let Some(first) = rest.chars().next() else {
        all.push(initials);
        return;
    };
    if all.len() >= SPLITS_MAX || !rest.is_ascii() {
        return;
    }
    for length in (1..=SYLLABLE_MAX.min(rest.len())).rev() {
        let Some((syllable, after)) = rest.split_at_checked(length) else {
            continue;
        };
        // The last syllable may be unfinished.
        let is_one = length == 1 || syllables().contains(syllable);
        let begins = after.is_empty() && syllables().iter().any(|s| s.starts_with(syllable));
        if is_one || begins {
            split(after, format!("{initials}{first}"), all);
        }
    }
}

/// Every syllable that a character can have.
fn syllables() -> &'static HashSet<&'static str> {
    static ALL: OnceLock<HashSet<&'static str>> = OnceLock::new();
    ALL.get_or_init(|| {
        let characters = ('\u{4e00}'..='\u{9fa5}').filter_map(|c| c.to_pinyin());
        characters.map(pinyin::Pinyin::plain).collect()
    })
}

/// Tells whether a typed query finds the text.
///
/// The query occurs in the text with its Han characters, is the beginning of the text (a code),
/// or spells neighboring characters from any character on, each by itself, its whole reading, or
/// its first letters, the last perhaps unfinished: `wxm`, `wangxm`, `xiaom`.
#[must_use]
pub fn matches(query: &str, text: &str) -> bool {
    let fold = |text: &str| fold_variants(&fold_width(text).to_lowercase());
    let query: String = fold(query).split_whitespace().collect();
    let text = fold(text);
    if text.starts_with(&query) || (!query.is_ascii() && text.contains(&query)) {
        return true;
    }
    let characters = sounding(&text);
    let mut readings = readings(&text);
    for (choices, c) in readings.iter_mut().zip(&characters) {
        choices.push(c.to_string());
    }
    // Digits and Latin letters are found from the start of their word only.
    let inside_word = |at: usize| {
        let before = at
            .checked_sub(1)
            .and_then(|before| characters.get(before..=at));
        before.is_some_and(|pair| pair.iter().all(char::is_ascii))
    };
    (0..characters.len())
        .filter(|&start| !inside_word(start))
        .any(|start| spells(query.as_bytes(), readings.iter().skip(start)))
}

/// How well a typed query finds a text, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The text begins with the query.
    Start,
    /// The first letters of the usual readings begin with it.
    Initials,
    /// The usual readings begin with it.
    Spelled,
    /// The text holds it.
    Inside,
    /// The usual readings hold it, from some character on.
    SoundsInside,
    /// Only a rarer reading of some character does.
    Rare,
}

/// Says how well a typed query finds the text, if it does; see [`matches()`].
#[must_use]
pub fn fit(query: &str, text: &str) -> Option<Fit> {
    let fold = |text: &str| fold_variants(&fold_width(text).to_lowercase());
    let query: String = fold(query).split_whitespace().collect();
    let text = fold(text);
    let characters = sounding(&text);
    if text.starts_with(&query) {
        return Some(Fit::Start);
    }
    if !query.is_ascii() {
        let sounds: String = characters.iter().collect();
        if text.contains(&query) || sounds.contains(&query) {
            return Some(Fit::Inside);
        }
        if !query.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
    }
    let usual = |&c: &char| {
        let in_places = IN_PLACES.iter().find(|(known, _)| *known == c);
        let mut readings = match in_places {
            Some((_, reading)) => vec![(*reading).to_owned()],
            None => character_readings(c),
        };
        readings.truncate(1);
        readings.push(c.to_string());
        readings
    };
    let usual: Vec<Vec<String>> = characters.iter().map(usual).collect();
    let initials: String = usual
        .iter()
        .filter_map(|readings| readings.first()?.chars().next())
        .collect();
    if initials.starts_with(&query) {
        return Some(Fit::Initials);
    }
    if spells(query.as_bytes(), usual.iter()) {
        return Some(Fit::Spelled);
    }
    if !matches(&query, &text) {
        return None;
    }
    let inside = (1..usual.len()).any(|at| spells(query.as_bytes(), usual.iter().skip(at)));
    Some(if inside { Fit::SoundsInside } else { Fit::Rare })
}

/// Walks along the characters with every length of the query that may be used up so far.
fn spells<'a>(query: &[u8], characters: impl Iterator<Item = &'a Vec<String>>) -> bool {
    let mut used = vec![0];
    for choices in characters {
        let mut next = Vec::new();
        for rest in used.iter().filter_map(|&at: &usize| query.get(at..)) {
            for reading in choices.iter().map(String::as_bytes) {
                if reading.starts_with(rest) {
                    return true;
                }
                let at = query.len() - rest.len();
                if rest.starts_with(reading) {
                    next.push(at + reading.len());
                }
                let both = matches!(reading, [b'z' | b'c' | b's', b'h', ..]);
                next.extend((1..=1 + usize::from(both)).filter_map(|letters| {
                    rest.starts_with(reading.get(..letters)?)
                        .then_some(at + letters)
                }));
            }
        }
        next.sort_unstable();
        next.dedup();
        used = next;
        if used.is_empty() {
            return false;
        }
    }
    false
}

/// Returns the readings of each [sounding] character.
fn readings(text: &str) -> Vec<Vec<String>> {
    let characters = sounding(&fold_variants(text));
    let surname = surname_readings(&characters);
    let with_surname = |(index, &c): (usize, &char)| {
        let mut choices: Vec<String> = surname
            .get(index)
            .map(|s| (*s).into())
            .into_iter()
            .collect();
        choices.extend(character_readings(c));
        dedup(&mut choices);
        choices.truncate(READINGS_MAX);
        choices
    };
    characters.iter().enumerate().map(with_surname).collect()
}

/// Returns the characters that have or stand for a sound, so no dots and no spaces.
fn sounding(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn surname_readings(characters: &[char]) -> Vec<&'static str> {
    let double: String = characters.iter().take(2).collect();
    if let Some((_, readings)) = DOUBLE_SURNAMES.iter().find(|(name, _)| *name == double) {
        return readings.to_vec();
    }
    let single: String = characters.iter().take(1).collect();
    SURNAMES
        .iter()
        .filter(|(name, _)| *name == single)
        .map(|(_, r)| *r)
        .collect()
}

fn character_readings(c: char) -> Vec<String> {
    let Some(known) = c.to_pinyin_multi() else {
        return vec![c.to_lowercase().collect()];
    };
    let mut readings = Vec::new();
    for reading in known.into_iter().map(pinyin::Pinyin::plain) {
        readings.push(reading.replace('ü', "v"));
        if reading.contains('ü') {
            readings.push(reading.replace('ü', "u"));
        }
    }
    readings
}

fn fold_variant(c: char) -> char {
    VARIANTS
        .iter()
        .find(|(variant, _)| *variant == c)
        .map_or(c, |&(_, usual)| usual)
}

/// Joins one choice of each place, at most `max` results, the first choices first.
fn combinations(places: &[Vec<String>], max: usize) -> Vec<String> {
    let mut joined = vec![String::new()];
    for choices in places {
        // The commonest choice of each place always survives the bound.
        let extended = choices
            .iter()
            .flat_map(|c| joined.iter().map(move |j| j.clone() + c));
        joined = extended.take(max).collect();
    }
    joined
}

fn dedup(texts: &mut Vec<String>) {
    let mut kept: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts.drain(..) {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    *texts = kept;
}
