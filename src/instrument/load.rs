//! Reads the files of a questionnaire and finds what is wrong with their form.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::domain::kind::Kind;

use super::fault::{Fault, FaultKind, InstrumentError};
use super::item::Place;
use super::list::Lists;
use super::questionnaire::{Instrument, KindItems, Registered};
use super::raw::{InstrumentFile, KindFile, RawLabel, RegistryFile, SettingsFile};
use super::section::{Label, Section};
use super::setting::Setting;
use super::{load_figures, load_items, load_lists, load_rules};

/// Most bytes of one file of a questionnaire.
const FILE_BYTES_MAX: u64 = 4 << 20;
/// Most files of a questionnaire.
const FILES_MAX: usize = 500;

/// The texts of a questionnaire by path.
pub(super) struct Source(BTreeMap<String, String>);

impl Source {
    pub(super) fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        let owned = pairs
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self(owned.collect())
    }

    /// Reads the folder with its folders `lists` and `rules`; other files are left alone.
    pub(super) fn from_folder(folder: &Path) -> Result<Self, InstrumentError> {
        let mut files = BTreeMap::new();
        let mut faults = Vec::new();
        for (part, ending) in [("", "toml"), ("lists/", "csv"), ("rules/", "toml")] {
            let inside = folder.join(part);
            let unreadable = |source| InstrumentError::Unreadable {
                path: inside.display().to_string(),
                source,
            };
            if !part.is_empty() && !inside.is_dir() {
                continue;
            }
            for found in std::fs::read_dir(&inside).map_err(unreadable)? {
                let path = found.map_err(unreadable)?.path();
                let fits = path.extension().is_some_and(|found| found == ending);
                let name = path.file_name().and_then(|name| name.to_str());
                let Some(name) = name.filter(|_| fits && files.len() < FILES_MAX) else {
                    continue;
                };
                let name = format!("{part}{name}");
                match read_text(&path, &name)? {
                    Ok(text) => {
                        files.insert(name, text);
                    }
                    Err(fault) => faults.push(fault),
                }
            }
        }
        if !faults.is_empty() {
            return Err(InstrumentError::refused(faults));
        }
        Ok(Self(files))
    }

    pub(super) fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        self.0
            .keys()
            .map(String::as_str)
            .filter(move |path| path.starts_with(folder))
    }
}

/// Reads a text; in another encoding than UTF-8 it is a fault of the line where that shows.
fn read_text(path: &Path, name: &str) -> Result<Result<String, Fault>, InstrumentError> {
    let unreadable = |source| InstrumentError::Unreadable {
        path: path.display().to_string(),
        source,
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > FILE_BYTES_MAX {
        return Err(unreadable(std::io::Error::from(
            std::io::ErrorKind::FileTooLarge,
        )));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Ok(text
            .strip_prefix('\u{FEFF}')
            .map(str::to_owned)
            .unwrap_or(text)),
        Err(error) => {
            let sound = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes().iter().take(sound);
            let place = Place {
                file: Arc::from(name),
                line: bytes.filter(|byte| **byte == b'\n').count() + 1,
            };
            Err(FaultKind::Encoding.at(&place, &[]))
        }
    })
}

/// One file under reading: finds lines, and collects faults.
pub(super) struct Reader<'a> {
    pub file: Arc<str>,
    text: &'a str,
    /// Offsets of the line ends, to find the line of a place.
    ends: Vec<usize>,
    pub faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &str, text: &'a str) -> Self {
        let bytes = text.bytes().enumerate();
        let ends = bytes
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at)
            .collect();
        Self {
            file: Arc::from(file),
            text,
            ends,
            faults: Vec::new(),
        }
    }

    pub(super) fn at(&self, offset: usize) -> Place {
        let line = self.ends.partition_point(|end| *end < offset) + 1;
        Place {
            file: Arc::clone(&self.file),
            line,
        }
    }

    pub(super) fn of<T>(&self, spanned: &Spanned<T>) -> Place {
        self.at(spanned.span().start)
    }

    pub(super) fn fault(&mut self, kind: FaultKind, place: &Place, args: &[(&'static str, &str)]) {
        self.faults.push(kind.at(place, args));
    }

    /// Parses the file; a fault stands for what could not be read.
    pub(super) fn parse<T: DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(file) => Some(file),
            Err(error) => {
                let place = self.at(error.span().map_or(0, |span| span.start));
                self.fault(FaultKind::NotToml, &place, &[("cause", error.message())]);
                None
            }
        }
    }

    /// Takes both wordings; a missing or blank one is a fault.
    pub(super) fn label(
        &mut self,
        place: &Place,
        subject: &str,
        zh: Option<&String>,
        en: Option<&String>,
    ) -> Label {
        for (language, text) in [("zh", zh), ("en", en)] {
            if text.is_none_or(|text| text.trim().is_empty()) {
                let args = [("subject", subject), ("language", language)];
                self.fault(FaultKind::NoWording, place, &args);
            }
        }
        Label {
            zh: zh.cloned().unwrap_or_default(),
            en: en.cloned().unwrap_or_default(),
        }
    }

    /// Reads a kind of record.
    pub(super) fn kind(&mut self, word: &Spanned<String>) -> Option<Kind> {
        let kind = word.get_ref().parse().ok();
        if kind.is_none() {
            let fits = Kind::ALL.map(Kind::id).join(", ");
            let place = self.of(word);
            let args = [("word", word.get_ref().as_str()), ("fits", fits.as_str())];
            self.fault(FaultKind::UnknownWord, &place, &args);
        }
        kind
    }
}

/// Opens one file of the source, or says that it is missing.
pub(super) fn file<'a>(
    source: &'a Source,
    path: &str,
    faults: &mut Vec<Fault>,
) -> Option<Reader<'a>> {
    let found = source.get(path);
    if found.is_none() {
        let place = Place {
            file: Arc::from(path),
            line: 1,
        };
        faults.push(FaultKind::NoFile.at(&place, &[("file", path)]));
    }
    found.map(|text| Reader::new(path, text))
}

/// Reads all files; either a questionnaire whose form is sound, or all faults of form.
pub(super) fn read(source: &Source) -> Result<Instrument, InstrumentError> {
    let mut faults = Vec::new();
    let (edition, title, sections) = head(source, &mut faults);
    let lists = load_lists::read(source, &mut faults);
    let mut kinds = BTreeMap::new();
    for kind in Kind::ALL {
        let part = kind_file(source, kind, &sections, &lists, &mut faults);
        kinds.insert(kind, part);
    }
    let mut instrument = Instrument {
        edition,
        title,
        sections,
        lists,
        rules: Vec::new(),
        figures: load_figures::read(source, &mut faults),
        settings: settings(source, &mut faults),
        registry: registry(source, &mut faults),
        kinds,
    };
    instrument.rules = load_rules::read(source, &instrument, &mut faults);
    if faults.is_empty() {
        return Ok(instrument);
    }
    Err(InstrumentError::refused(faults))
}

fn head(source: &Source, faults: &mut Vec<Fault>) -> (u32, Label, Vec<Section>) {
    let mut sections: Vec<Section> = Vec::new();
    let Some(mut reader) = file(source, "instrument.toml", faults) else {
        return (0, Label::default(), sections);
    };
    let Some(raw) = reader.parse::<InstrumentFile>() else {
        faults.append(&mut reader.faults);
        return (0, Label::default(), sections);
    };
    let RawLabel { zh, en } = &raw.title;
    let top = reader.at(0);
    let title = reader.label(&top, "title", zh.as_ref(), en.as_ref());
    for section in &raw.section {
        let place = reader.of(section);
        let section = section.get_ref();
        let id = section.id.get_ref();
        let label = reader.label(&place, id, section.zh.as_ref(), section.en.as_ref());
        let Some(kind) = reader.kind(&section.kind) else {
            continue;
        };
        if sections
            .iter()
            .any(|other| other.id == *id && other.kind == kind)
        {
            reader.fault(FaultKind::Duplicate, &place, &[("id", id)]);
        }
        let order = sections.len();
        let structure = section.structure;
        sections.push(Section {
            id: id.clone(),
            kind,
            label,
            structure,
            order,
        });
    }
    faults.append(&mut reader.faults);
    (raw.edition, title, sections)
}

fn kind_file(
    source: &Source,
    kind: Kind,
    sections: &[Section],
    lists: &Lists,
    faults: &mut Vec<Fault>,
) -> KindItems {
    let path = format!("{}.toml", kind.id());
    let Some(mut reader) = file(source, &path, faults) else {
        return KindItems::default();
    };
    let raw = reader.parse::<KindFile>();
    let part = raw.map(|raw| load_items::read(&mut reader, kind, raw, sections, lists));
    faults.append(&mut reader.faults);
    part.unwrap_or_default()
}

fn settings(source: &Source, faults: &mut Vec<Fault>) -> Vec<Setting> {
    let mut settings: Vec<Setting> = Vec::new();
    let Some(mut reader) = file(source, "settings.toml", faults) else {
        return settings;
    };
    for raw in reader
        .parse::<SettingsFile>()
        .map(|raw| raw.setting)
        .unwrap_or_default()
    {
        let place = reader.of(&raw);
        let raw = raw.into_inner();
        let id = raw.id.into_inner();
        let label = reader.label(&place, &id, raw.zh.as_ref(), raw.en.as_ref());
        if settings.iter().any(|other| other.id == id) {
            reader.fault(FaultKind::Duplicate, &place, &[("id", &id)]);
        }
        let word = raw.type_word.get_ref().as_str();
        if !matches!(word, "int" | "dec") {
            let place = reader.of(&raw.type_word);
            reader.fault(
                FaultKind::UnknownType,
                &place,
                &[("word", word), ("fits", "int, dec")],
            );
        }
        for text in [&raw.default, &raw.default_2020].into_iter().flatten() {
            if text.get_ref().parse::<f64>().is_err() {
                let place = reader.of(text);
                let args = [("word", text.get_ref().as_str()), ("fits", "0, 1, 1.5")];
                reader.fault(FaultKind::UnknownWord, &place, &args);
            }
        }
        settings.push(Setting {
            id,
            whole: word == "int",
            default: raw.default.map(Spanned::into_inner),
            default_later: raw.default_2020.map(Spanned::into_inner),
            label,
            place,
        });
    }
    faults.append(&mut reader.faults);
    settings
}

fn registry(source: &Source, faults: &mut Vec<Fault>) -> Vec<Registered> {
    let mut registry = Vec::new();
    let Some(mut reader) = file(source, "registry.toml", faults) else {
        return registry;
    };
    for raw in reader
        .parse::<RegistryFile>()
        .map(|raw| raw.released)
        .unwrap_or_default()
    {
        let place = reader.of(&raw);
        let raw = raw.into_inner();
        let Some(kind) = reader.kind(&raw.kind) else {
            continue;
        };
        let (id, type_word) = (raw.id.into_inner(), raw.type_word.into_inner());
        registry.push(Registered {
            kind,
            id,
            type_word,
            place,
        });
    }
    faults.append(&mut reader.faults);
    registry
}
