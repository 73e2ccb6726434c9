//! Reads the code lists: the manifest and one table of codes a list.

use std::collections::HashSet;
use std::sync::Arc;

use toml::Spanned;

use super::fault::{Fault, FaultKind};
use super::item::Place;
use super::list::{Code, CodeList, Lists, Wording};
use super::load::{Reader, Source, file};
use super::raw::{ListsFile, RawList, Text};
use super::section::Label;

pub(super) fn read(source: &Source, faults: &mut Vec<Fault>) -> Lists {
    let mut lists = Lists::default();
    let Some(mut reader) = file(source, "lists.toml", faults) else {
        return lists;
    };
    let raw = reader
        .parse::<ListsFile>()
        .map(|raw| raw.list)
        .unwrap_or_default();
    for entry in raw {
        let place = reader.of(&entry);
        let raw = entry.into_inner();
        let id = raw.id.get_ref().clone();
        let label = reader.label(&place, &id, raw.zh.as_ref(), raw.en.as_ref());
        let wording = wording(&mut reader, raw.wording.as_ref());
        let rows = if raw.union.is_empty() {
            rows(source, &id, wording, faults)
        } else {
            union(&mut reader, &raw, &lists)
        };
        let rows = within(&mut reader, &raw, &lists, rows);
        let list = CodeList::new(id.clone(), label, rows, place.clone());
        let mut list = declare(&mut reader, &raw, list);
        list.wording = wording;
        if !lists.insert(list) {
            reader.fault(FaultKind::Duplicate, &place, &[("id", &id)]);
        }
    }
    faults.append(&mut reader.faults);
    parents(&lists, faults);
    for path in source.below("lists/") {
        let id = path.trim_start_matches("lists/").trim_end_matches(".csv");
        if lists.get(id).is_none() {
            let place = Place {
                file: Arc::from(path),
                line: 1,
            };
            faults.push(FaultKind::UnknownList.at(&place, &[("list", id), ("near", "lists.toml")]));
        }
    }
    lists
}

/// A parent is a code of the list that is named for it.
fn parents(lists: &Lists, faults: &mut Vec<Fault>) {
    for list in lists.iter() {
        let Some(above) = list.parent_list.as_ref().and_then(|id| lists.get(id)) else {
            continue;
        };
        for row in &list.rows {
            if let Some(code) = row.parent.as_deref().filter(|code| !above.contains(code)) {
                let args = [("code", code), ("list", above.id.as_str())];
                faults.push(FaultKind::CodeNotInList.at(&row.place, &args));
            }
        }
    }
}

fn wording(reader: &mut Reader<'_>, word: Option<&Text>) -> Wording {
    match word {
        None => Wording::Both,
        Some(word) if word.get_ref() == "zh" => Wording::Chinese,
        Some(word) => {
            let place = reader.of(word);
            let args = [("word", word.get_ref().as_str()), ("fits", "zh")];
            reader.fault(FaultKind::UnknownWord, &place, &args);
            Wording::Both
        }
    }
}

/// Marks the codes that the manifest speaks of; each must be in the list.
fn declare(reader: &mut Reader<'_>, raw: &RawList, mut list: CodeList) -> CodeList {
    for code in raw.none.iter().chain(&raw.proxy).chain(&raw.kept) {
        if !list.contains(code.get_ref()) {
            let place = reader.of(code);
            let args = [
                ("code", code.get_ref().as_str()),
                ("list", list.id.as_str()),
            ];
            reader.fault(FaultKind::CodeNotInList, &place, &args);
        }
    }
    let named = |codes: &[Text], code: &str| codes.iter().any(|named| named.get_ref() == code);
    for row in &mut list.rows {
        row.proxy = named(&raw.proxy, &row.code);
        row.kept |= named(&raw.kept, &row.code);
    }
    list.none = raw.none.as_ref().map(|code| code.get_ref().clone());
    list.parent_list = raw
        .parent_list
        .clone()
        .map(Spanned::into_inner)
        .filter(|id| !id.is_empty());
    list
}

fn union(reader: &mut Reader<'_>, raw: &RawList, lists: &Lists) -> Vec<Code> {
    let mut rows = Vec::new();
    for part in &raw.union {
        if let Some(list) = lists.get(part.get_ref()) {
            rows.extend(list.rows.iter().cloned());
        } else {
            unknown(reader, part, lists);
        }
    }
    rows
}

/// Gives each row the names of the larger areas it lies in.
fn within(reader: &mut Reader<'_>, raw: &RawList, lists: &Lists, rows: Vec<Code>) -> Vec<Code> {
    let mut rows = rows;
    for named in &raw.within {
        let Some(areas) = lists.get(named.get_ref()) else {
            unknown(reader, named, lists);
            continue;
        };
        for row in &mut rows {
            let around = (1..row.code.len()).rev().find_map(|digits| {
                let start = row.code.get(..digits)?;
                areas.code(&format!("{start:0<width$}", width = row.code.len()))
            });
            let around = around.filter(|area| area.code != row.code);
            row.within.extend(around.map(|area| area.label.clone()));
        }
    }
    rows
}

fn unknown(reader: &mut Reader<'_>, named: &Text, lists: &Lists) {
    let place = reader.of(named);
    let near = nearest(named.get_ref(), lists.iter().map(|list| list.id.as_str()));
    let args = [("list", named.get_ref().as_str()), ("near", near.as_str())];
    reader.fault(FaultKind::UnknownList, &place, &args);
}

fn rows(source: &Source, id: &str, wording: Wording, faults: &mut Vec<Fault>) -> Vec<Code> {
    let path = format!("lists/{id}.csv");
    let Some(mut reader) = file(source, &path, faults) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let text = source.get(&path).unwrap_or_default();
    let mut table = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header: Vec<String> = match table.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(_) => Vec::new(),
    };
    let known = ["code", "name_zh", "name_en", "parent", "out"];
    let place = reader.at(0);
    let sound = header.iter().all(|name| known.contains(&name.as_str()))
        && known
            .iter()
            .take(3)
            .all(|name| header.iter().any(|found| found == name));
    if !sound {
        reader.fault(FaultKind::NotList, &place, &[("cause", &header.join(","))]);
        faults.append(&mut reader.faults);
        return rows;
    }
    let at = |name: &str| header.iter().position(|found| found == name);
    let columns = known.map(at);
    let mut seen = HashSet::new();
    for record in table.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(1, csv::Position::line);
                let line = usize::try_from(line).unwrap_or(usize::MAX);
                let place = Place {
                    file: Arc::clone(&reader.file),
                    line,
                };
                let row = row(&mut reader, &record, columns, wording, place);
                if !seen.insert(row.code.clone()) {
                    let place = row.place.clone();
                    reader.fault(FaultKind::Duplicate, &place, &[("id", &row.code)]);
                }
                rows.push(row);
            }
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                let line = usize::try_from(line).unwrap_or(usize::MAX);
                let place = Place {
                    file: Arc::clone(&reader.file),
                    line,
                };
                reader.fault(FaultKind::NotList, &place, &[("cause", &error.to_string())]);
            }
        }
    }
    if rows.is_empty() {
        reader.fault(FaultKind::EmptyList, &place, &[("list", id)]);
    }
    faults.append(&mut reader.faults);
    rows
}

fn row(
    reader: &mut Reader<'_>,
    record: &csv::StringRecord,
    columns: [Option<usize>; 5],
    wording: Wording,
    place: Place,
) -> Code {
    let [code, zh, en, parent, out] = columns.map(|at| {
        at.and_then(|at| record.get(at))
            .unwrap_or_default()
            .trim()
            .to_owned()
    });
    let label = if wording == Wording::Chinese {
        reader.label(&place, &code, Some(&zh), Some(&"-".to_owned()));
        Label { zh, en }
    } else {
        reader.label(&place, &code, Some(&zh), Some(&en))
    };
    let parent = Some(parent).filter(|parent| !parent.is_empty());
    Code {
        code,
        label,
        parent,
        within: Vec::new(),
        out: out == "1",
        proxy: false,
        kept: false,
        place,
    }
}

/// Name that is most like the wanted one, for "did you mean".
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    names
        .min_by_key(|name| distance(wanted, name))
        .unwrap_or_default()
        .to_owned()
}

/// Letters to insert, drop, or change to turn one name into the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, (y, pair)) in b.iter().zip(row.windows(2)).enumerate() {
            let &[corner, above] = pair else { continue };
            let left = next.get(j).copied().unwrap_or(usize::MAX - 1);
            next.push((corner + usize::from(x != *y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}
