//! A made-up county in bulk: people with homes, work, and stays away, the same for the same seed.
//!
//! Identity numbers use sequence numbers 990 to 999 only, which no real person of a county has.

use labor_census::domain::answer::{Answer, Reason};
use labor_census::domain::kind::Kind;
use labor_census::store::{Census, RecordRef, Result};

/// Answers to several items of one record.
pub type Answers = Vec<(String, Answer)>;

/// A small generator of choices; a run depends on its seed alone.
pub struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        // SplitMix64: one addition and two multiplications, and good enough to choose names.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let index = self.below(of.len() as u64);
        of[usize::try_from(index).unwrap()]
    }
}

const SURNAMES: [&str; 16] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "柳", "万",
];
const GIVEN: [&str; 24] = [
    "建国", "秀英", "桂兰", "志强", "小红", "玉梅", "文军", "海龙", "彩霞", "永平", "转芳", "喜娃",
    "金花", "世杰", "晓燕", "宝林", "雪琴", "长生", "菊香", "鹏飞", "润生", "军红", "丽娟", "双全",
];
/// Counties whose six digits begin the identity numbers.
const ADDRESSES: [&str; 4] = ["620825", "622726", "620826", "620802"];

fn text(item: &str, value: &str) -> (String, Answer) {
    (item.to_owned(), Answer::Value(value.to_owned()))
}

fn name(chance: &mut Chance, surname: &str) -> String {
    format!("{surname}{}", chance.pick(&GIVEN))
}

fn mobile(chance: &mut Chance) -> String {
    format!("138{:08}", 10_203_040 + chance.below(80_000_000))
}

/// Makes the identity number of somebody who is not real: sequence 990 to 999.
pub fn id_number(chance: &mut Chance, year: u64, is_male: bool) -> String {
    const WEIGHTS: [u64; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sequence = 990 + 2 * chance.below(5) + u64::from(is_male);
    let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
    let body = format!(
        "{}{year:04}{month:02}{day:02}{sequence}",
        chance.pick(&ADDRESSES)
    );
    let sum: u64 = body
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    let check = b"10X98765432"[usize::try_from(sum % 11).unwrap()];
    format!("{body}{}", char::from(check))
}

/// One person to be: everything that is asked, and the stays away.
pub struct Person {
    pub answers: Answers,
    pub stays: Vec<Answers>,
}

/// Makes a person. The first of a household is its head; one in twelve is left unfinished.
pub fn person(chance: &mut Chance, line: usize, surname: &str) -> Person {
    let relation = match line {
        0 => "0",
        1 => "1",
        2 | 3 => "2",
        4 => "3",
        _ => "7",
    };
    let year = match relation {
        "0" | "1" => 1956 + chance.below(40),
        "2" => 1996 + chance.below(22),
        "3" => 1936 + chance.below(16),
        _ => 2014 + chance.below(12),
    };
    let is_male = if line < 2 {
        line == 0
    } else {
        chance.one_in(2)
    };
    let mut answers = vec![
        text("name", &name(chance, surname)),
        text("relation", relation),
    ];
    if chance.one_in(40) {
        answers.push(("id_number".to_owned(), Answer::Reason(Reason::None)));
        answers.push(text("id_missing", "2"));
        answers.push(text("sex", if is_male { "1" } else { "2" }));
        answers.push(text("birth_ym", &format!("{year}-06")));
    } else {
        answers.push(text("id_number", &id_number(chance, year, is_male)));
    }
    answers.extend([("ethnic", "01"), ("hukou_type", "9")].map(|(item, code)| text(item, code)));
    answers.push(text("hukou_place", "1"));
    let age = 2026 - year;
    let is_away = (18..62).contains(&age) && chance.one_in(4);
    answers.push(text("residence", if is_away { "3" } else { "1" }));
    answers.push(text("health", "1"));
    if age > 6 {
        let level = if age < 13 {
            "2"
        } else {
            chance.pick(&["2", "3", "4"])
        };
        answers.push(text("in_school", if age < 17 { "2" } else { "3" }));
        answers.push(text("education", level));
    }
    if age > 15 {
        answers.push(text("marital", if age < 24 { "10" } else { "20" }));
    }
    let mut stays = Vec::new();
    if age > 16 {
        adult(chance, age, is_away, &mut answers);
        if is_away {
            stays.push(stay(chance));
        }
    }
    if chance.one_in(12) {
        answers.pop();
    }
    Person { answers, stays }
}

fn adult(chance: &mut Chance, age: u64, is_away: bool, answers: &mut Answers) {
    answers.push(text("political", "13"));
    let is_able = age < 70;
    answers.push(text("labour_ability", if is_able { "1" } else { "4" }));
    answers.push(text(
        "activity",
        if is_away {
            "4"
        } else if is_able {
            "1"
        } else {
            "10"
        },
    ));
    answers.push(text("went_out", if is_away { "1" } else { "2" }));
    if is_able {
        answers.push(text("mobile", &mobile(chance)));
        let months = if is_away { "2.5" } else { "9" };
        answers.extend(
            [
                ("skill_trade", chance.pick(&["99", "05", "03;05", "20"])),
                ("skill_level", "0"),
                ("farm_months", months),
                ("local_months", "0"),
                ("willing_out", chance.pick(&["4", "1"])),
                ("trained", "2"),
                ("train_want", chance.pick(&["99", "05;22"])),
            ]
            .map(|(item, value)| text(item, value)),
        );
        if answers
            .iter()
            .any(|answer| *answer == text("willing_out", "1"))
        {
            answers.push(text("want_dest", "22"));
            answers.push(text("want_trade", "05"));
        }
    }
    if is_away {
        answers.push(text("is_leader", "2"));
        answers.push(text("rights_issue", "0"));
    }
    if (16..=35).contains(&age) {
        answers.push(text("youth_kind", "5"));
    }
}

fn stay(chance: &mut Chance) -> Answers {
    let place = chance.pick(&["650102", "110105", "320505", "610102"]);
    let months = 5000 + 100 * chance.below(40);
    let items = [
        ("dest_level", "4"),
        ("dest_place", place),
        ("base", "00"),
        ("export_mode", "6"),
        ("employer", "宏达建筑工地"),
        ("industry", chance.pick(&["47", "61", "38"])),
        ("occupation", "623"),
        ("start_ym", chance.pick(&["2026-02", "2026-03", "2025-12"])),
        ("contract", "4"),
        ("arrears", "1"),
        ("injury", "1"),
        ("insurance", "5"),
    ];
    let mut answers: Answers = items.map(|(item, value)| text(item, value)).to_vec();
    answers.push(text("month_income", &months.to_string()));
    answers.push(text("year_income", &(months * 8).to_string()));
    answers
}

/// Lists a household and fills it with persons. One in fifteen has no result of a visit yet.
pub fn household(
    census: &mut Census,
    chance: &mut Chance,
    group: RecordRef,
    n_persons: usize,
) -> Result<RecordRef> {
    let surname = chance.pick(&SURNAMES);
    let household = census.list(group, Kind::Household, None)?;
    let head = name(chance, surname);
    let count = n_persons.to_string();
    let mut answers: Answers = [
        ("hh_type", "1"),
        ("head_name", head.as_str()),
        ("addr_note", "小学背后第二家"),
        ("hukou_pop", count.as_str()),
        ("present_pop", count.as_str()),
        ("away_pop", "0"),
        ("farmland_mu", "6.5"),
        ("hh_category", "1"),
        ("informant", "1"),
        ("labour_pop", "2"),
    ]
    .map(|(item, value)| text(item, value))
    .to_vec();
    answers.push(text("hh_phone", &mobile(chance)));
    if !chance.one_in(15) {
        answers.push(text("disposition", "11"));
    }
    census.apply(household, &answers)?;
    for line in 0..n_persons {
        let made = person(chance, line, surname);
        let listed = census.list(household, Kind::Person, None)?;
        census.apply(listed, &made.answers)?;
        for stay in made.stays {
            let episode = census.list(listed, Kind::Episode, None)?;
            census.apply(episode, &stay)?;
        }
    }
    census.leave()?;
    Ok(household)
}
