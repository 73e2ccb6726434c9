//! From a cell to the answer it gives; what cannot be one is said, never guessed.

use chrono::{Days, NaiveDate};

use super::register_grid::Value;
use super::register_words::WORDS;
use crate::base::message::Message;
use crate::base::text::{fold_width, tidy_name, tidy_text};
use crate::domain::calendar::{YearMonth, parse_date_typed};
use crate::domain::{identity, name};
use crate::instrument::{Instrument, Item, ItemType};

/// Whole numbers of more digits than a spreadsheet keeps.
const ROUNDED_MIN: f64 = 1e15;
/// Days since the first day of a spreadsheet that are dates of living people, 1880 to 2064.
const SERIALS: std::ops::RangeInclusive<f64> = 1.0..=60_000.0;
/// Fewer days than this are a year by itself or nothing sensible.
const SERIAL_MIN: f64 = 9_999.5;

/// What a cell comes to.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) value: Option<String>,
    /// What is odd about it, or why it was not taken.
    pub(super) odd: Option<Message>,
}

impl Taken {
    fn sound(value: String) -> Self {
        Self {
            value: Some(value),
            odd: None,
        }
    }

    fn odd(value: String, odd: Message) -> Self {
        Self {
            value: Some(value),
            odd: Some(odd),
        }
    }

    fn refused(why: Message) -> Self {
        Self {
            value: None,
            odd: Some(why),
        }
    }
}

/// Reads a cell as the answer to an item.
pub(super) fn answer(
    value: &Value,
    item: &Item,
    instrument: &Instrument,
    reference: NaiveDate,
) -> Taken {
    match value {
        Value::Empty => return Taken::default(),
        Value::Fault(text) => {
            return Taken::refused(Message::new("exchange.register.fault").with("value", text));
        }
        _ if WORDS.is_nothing(&value.text()) => return Taken::default(),
        _ => {}
    }
    match &item.item_type {
        ItemType::Id => number(value, reference),
        ItemType::Ym => month(value),
        ItemType::Code { list } => {
            let list = instrument.lists.get(list);
            let text = value.text();
            let code = list.and_then(|list| WORDS.code(list, &text));
            code.map_or_else(
                || Taken::refused(Message::new("exchange.register.word").with("value", &text)),
                Taken::sound,
            )
        }
        ItemType::Text { .. } if item.tags.iter().any(|tag| tag == "name") => person_name(value),
        _ => other(value, item, instrument),
    }
}

/// Reads a person's name.
pub(super) fn person_name(value: &Value) -> Taken {
    let name = tidy_name(&value.text());
    match name::problem(&name, true) {
        Some(problem) if problem.is_hard() => {
            let odd = Message::new("exchange.register.name").with("value", &name);
            Taken::odd(name, odd)
        }
        _ => Taken::sound(name),
    }
}

fn other(value: &Value, item: &Item, instrument: &Instrument) -> Taken {
    let text = value.text();
    match item.item_type.canonical(&text, &instrument.lists) {
        Ok(text) => Taken::sound(text),
        Err(_) => Taken::refused(Message::new("exchange.register.unstorable").with("value", &text)),
    }
}

/// Reads an identity number. A number that a spreadsheet has rounded has lost its last digits.
pub(super) fn number(value: &Value, reference: NaiveDate) -> Taken {
    let rounded = || Taken::refused(Message::new("exchange.register.rounded"));
    let text = match value {
        Value::Number(number) if number.abs() >= ROUNDED_MIN => return rounded(),
        other => other.text(),
    };
    let marks = [
        '\'', '`', '"', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}',
    ];
    let folded = fold_width(&text);
    let bare = folded.trim_matches(|c: char| c.is_whitespace() || marks.contains(&c));
    if WORDS.is_nothing(bare) {
        return Taken::default();
    }
    if is_scientific(bare) {
        return rounded();
    }
    let number = identity::normalize(bare);
    if !number.is_ascii() {
        let no_number = Message::new("exchange.register.no_number");
        return Taken::refused(no_number.with("value", tidy_text(bare)));
    }
    let verdict = identity::examine(&number, reference);
    if verdict.valid {
        return Taken::sound(number);
    }
    let odd = Message::new("exchange.register.number").with("value", identity::mask(&number));
    Taken::odd(number, odd)
}

/// Tells a number in scientific notation, such as `6.20825E+17`.
fn is_scientific(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['e', 'E']) else {
        return false;
    };
    digits.parse::<f64>().is_ok() && power.parse::<i32>().is_ok()
}

/// Reads a month of birth from a date of any shape.
fn month(value: &Value) -> Taken {
    if let Value::Date(date) = value {
        return Taken::sound(YearMonth::of(*date).to_string());
    }
    if let Value::Number(number) = value
        && *number > SERIAL_MIN
        && SERIALS.contains(number)
    {
        return serial(*number);
    }
    let text = value.text();
    let refused = |key| Taken::refused(Message::new(key).with("value", &text));
    if WORDS.is_lunar(&text) {
        return refused("exchange.register.lunar");
    }
    let folded = fold_width(&text);
    let day = folded.split_once([' ', 'T']);
    let day = day.filter(|(_, time)| time.contains(':'));
    let bare = day.map_or(folded.as_str(), |(day, _)| day).trim();
    // A cell with 1990.1 as a number may have been 1990.10 when it was typed.
    let is_cut = matches!(value, Value::Number(_)) && bare.ends_with(".1");
    if is_cut {
        return refused("exchange.register.month_cut");
    }
    let date = parse_date_typed(bare).map(YearMonth::of);
    match date.or_else(|_| YearMonth::parse_typed(bare)) {
        Ok(month) => Taken::sound(month.to_string()),
        Err(_) if is_short_year(bare) => refused("exchange.register.short_year"),
        Err(_) => refused("exchange.register.date"),
    }
}

/// Reads the number of a day as spreadsheets count them.
fn serial(number: f64) -> Taken {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30);
    // In range, so nothing but the time of day is cut.
    let days = format!("{:.0}", number.floor()).parse().unwrap_or(0);
    let date = first.and_then(|first| first.checked_add_days(Days::new(days)));
    date.map_or_else(
        || {
            let refused = Message::new("exchange.register.date");
            Taken::refused(refused.with("value", number))
        },
        |date| Taken::sound(YearMonth::of(date).to_string()),
    )
}

/// Tells a date with a year of two digits, whose century nobody knows.
fn is_short_year(text: &str) -> bool {
    let mut parts = text.split(|c: char| !c.is_ascii_digit());
    let year = parts.next().unwrap_or_default();
    year.len() <= 2 && !year.is_empty() && parts.any(|part| !part.is_empty())
}
