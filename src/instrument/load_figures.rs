//! Reads the figures of units.

use toml::Spanned;

use crate::domain::kind::Kind;

use super::fault::{Fault, FaultKind};
use super::figure::{Figure, Source};
use super::item::Condition;
use super::load::{self, Reader, file};
use super::raw::{FiguresFile, RawFigure, Text};
use super::rule::Level;

/// Kinds of records that figures are summed over.
const SUMMED: [Kind; 3] = [Kind::Household, Kind::Person, Kind::Episode];
const FILE: &str = "figures.toml";
const SOURCES: &str = "over + value, select, findings";

pub(super) fn read(source: &load::Source, faults: &mut Vec<Fault>) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    // Without area rules there is nothing to read.
    if source.get(FILE).is_none() {
        return figures;
    }
    let Some(mut reader) = file(source, FILE, faults) else {
        return figures;
    };
    for raw in reader
        .parse::<FiguresFile>()
        .map(|raw| raw.figure)
        .unwrap_or_default()
    {
        let read = figure(&mut reader, &raw);
        let id = raw.get_ref().id.get_ref();
        let is_taken = id == "record" || figures.iter().any(|other| other.id == *id);
        if is_taken {
            let place = reader.of(&raw.get_ref().id);
            reader.fault(FaultKind::Duplicate, &place, &[("id", id)]);
        }
        figures.extend(read);
    }
    faults.append(&mut reader.faults);
    figures
}

fn figure(reader: &mut Reader<'_>, raw: &Spanned<RawFigure>) -> Option<Figure> {
    let place = reader.of(raw);
    let raw = raw.get_ref();
    let id = raw.id.get_ref().clone();
    let label = reader.label(&place, &id, raw.zh.as_ref(), raw.en.as_ref());
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !id.chars().all(plain) || !id.starts_with(|c: char| c.is_ascii_lowercase()) {
        let at = reader.of(&raw.id);
        let args = [("word", id.as_str()), ("fits", "a-z 0-9 _")];
        reader.fault(FaultKind::UnknownWord, &at, &args);
        return None;
    }
    let condition =
        |reader: &Reader<'_>, sql: &Text| Condition::new(sql.get_ref().clone(), reader.of(sql));
    let sources = (&raw.over, &raw.value, &raw.select, &raw.findings);
    let source = match sources {
        (Some(over), Some(value), None, None) => Source::Sum {
            over: summed(reader, over)?,
            value: condition(reader, value),
        },
        (None, None, Some(select), None) => Source::Select(condition(reader, select)),
        (None, None, None, Some(level)) => Source::Findings(found(reader, level)?),
        _ => {
            let args = [("figure", id.as_str()), ("fits", SOURCES)];
            reader.fault(FaultKind::NoSource, &place, &args);
            return None;
        }
    };
    Some(Figure {
        id,
        label,
        source,
        place,
    })
}

fn summed(reader: &mut Reader<'_>, word: &Text) -> Option<Kind> {
    let kind = word.get_ref().parse().ok();
    let kind = kind.filter(|kind| SUMMED.contains(kind));
    if kind.is_none() {
        let fits = SUMMED.map(Kind::id).join(", ");
        unknown(reader, word, &fits);
    }
    kind
}

fn found(reader: &mut Reader<'_>, word: &Text) -> Option<Level> {
    let level = Level::parse(word.get_ref());
    if level.is_none() {
        unknown(reader, word, "hard, soft, note");
    }
    level
}

fn unknown(reader: &mut Reader<'_>, word: &Text, fits: &str) {
    let place = reader.of(word);
    let args = [("word", word.get_ref().as_str()), ("fits", fits)];
    reader.fault(FaultKind::UnknownWord, &place, &args);
}
