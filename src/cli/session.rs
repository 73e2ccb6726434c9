use std::env;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use directories::ProjectDirs;
use serde_json::Value;

use super::args::{Format, Global};
use super::failure::Failure;
use crate::base::clock::Clock;
use crate::base::files;
use crate::base::message::Message;
use crate::base::random::Randomness;
use crate::instrument::Instrument;
use crate::store::{Access, Census, FileState, Passphrase, Reader, Tools, probe};
use crate::wording::{Language, Wording};

/// Name of the census file in the data folder of the user.
const FILE_NAME: &str = "census.lcen";
/// Greatest size of a passphrase file; a longer one is some other file.
const PASSPHRASE_BYTES_MAX: usize = 4096;

/// What every verb works with: the global arguments and the environment, read once.
pub struct Session {
    /// What is said to the user.
    pub wording: Wording,
    /// Whether the language was given as an argument.
    pub is_language_given: bool,
    /// The time.
    pub clock: Clock,
    /// The source of ids.
    pub randomness: Randomness,
    format: Option<Format>,
    file: Option<PathBuf>,
    passphrase_file: Option<PathBuf>,
    passphrase: Option<String>,
}

/// Returns a variable of the environment, nothing when it is empty.
pub(super) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns the language of the environment.
#[must_use]
pub fn language() -> Language {
    let values = ["LC_ALL", "LC_MESSAGES", "LANG"].map(variable);
    let [all, messages, lang] = &values;
    Language::from_env([all.as_deref(), messages.as_deref(), lang.as_deref()])
}

impl Session {
    /// Reads the environment beside the arguments.
    ///
    /// # Errors
    ///
    /// [`Failure`] when the fixed time cannot be read.
    pub fn new(global: Global) -> Result<Self, Failure> {
        let file = global
            .file
            .or_else(|| variable("LABOR_CENSUS_FILE").map(PathBuf::from));
        Ok(Self {
            wording: Wording::new(global.lang.unwrap_or_else(language)),
            is_language_given: global.lang.is_some(),
            clock: Clock::from_env(variable("LABOR_CENSUS_NOW").as_deref())?,
            randomness: Randomness::from_env(variable("LABOR_CENSUS_SEED").as_deref()),
            format: global.format,
            file,
            passphrase_file: global.passphrase_file,
            passphrase: variable("LABOR_CENSUS_PASSPHRASE"),
        })
    }

    /// Returns the format that was asked for.
    #[must_use]
    pub const fn format(&self) -> Option<Format> {
        self.format
    }

    /// Tells whether results are printed as JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.format == Some(Format::Json)
    }

    /// Returns the path of the census file.
    ///
    /// # Errors
    ///
    /// [`Failure`] when nobody names one and the user has no data folder.
    pub fn file(&self) -> Result<PathBuf, Failure> {
        if let Some(file) = &self.file {
            return Ok(file.clone());
        }
        ProjectDirs::from("", "", "labor-census")
            .map(|dirs| dirs.data_dir().join(FILE_NAME))
            .ok_or_else(|| Failure::user(Message::new("cli.no_data_folder")))
    }

    /// Returns the passphrase, when one is given by a file or the environment.
    ///
    /// # Errors
    ///
    /// [`Failure`] when its file cannot be read.
    pub fn passphrase(&self) -> Result<Option<Passphrase>, Failure> {
        let Some(path) = &self.passphrase_file else {
            return Ok(self.passphrase.clone().map(Passphrase::new));
        };
        let refused =
            || Failure::user(Message::new("cli.passphrase_file").with("path", path.display()));
        let bytes = files::read(path)?;
        if bytes.len() > PASSPHRASE_BYTES_MAX {
            return Err(refused());
        }
        let text = String::from_utf8(bytes).map_err(|_| refused())?;
        // An editor adds one line end; more of them are part of the passphrase.
        let line = text
            .strip_suffix('\n')
            .map(|line| line.strip_suffix('\r').unwrap_or(line));
        Ok(Some(Passphrase::new(line.unwrap_or(&text).to_owned())))
    }

    /// Returns the way into a census file that is there.
    ///
    /// # Errors
    ///
    /// [`Failure`] when it is none, or needs a passphrase that nobody gave.
    pub fn access(&self, file: &std::path::Path) -> Result<Access, Failure> {
        match probe(file)? {
            FileState::Encrypted => self.encrypted(),
            // The store says better than we what is wrong with the rest.
            _ => Ok(Access::Plain),
        }
    }

    /// Returns the way into an encrypted file.
    ///
    /// # Errors
    ///
    /// [`Failure`] when nobody gave a passphrase: a verb never asks for one.
    pub fn encrypted(&self) -> Result<Access, Failure> {
        let passphrase = self
            .passphrase()?
            .filter(|passphrase| !passphrase.is_empty());
        let passphrase = passphrase.ok_or(crate::store::StoreError::PassphraseNeeded)?;
        Ok(Access::Encrypted(passphrase))
    }

    /// Returns questionnaire, time, and chance.
    ///
    /// # Errors
    ///
    /// [`Failure`] when the questionnaire is broken.
    pub fn tools(&self) -> Result<Tools, Failure> {
        Ok(Tools {
            instrument: Arc::new(Instrument::open()?),
            clock: self.clock.clone(),
            randomness: self.randomness.clone(),
        })
    }

    /// Opens the census file to read it.
    ///
    /// # Errors
    ///
    /// [`Failure`] with what is wrong with the file.
    pub fn reader(&self) -> Result<Reader, Failure> {
        let file = self.file()?;
        let access = self.access(&file)?;
        Ok(Census::reading(&file, &access, &self.tools()?)?)
    }

    /// Opens the census file to write it.
    ///
    /// # Errors
    ///
    /// [`Failure`] with what is wrong with the file, or who holds its pen.
    pub fn census(&self) -> Result<Census, Failure> {
        let file = self.file()?;
        let access = self.access(&file)?;
        Ok(Census::open(&file, &access, self.tools()?)?)
    }

    /// Prints a result: the document as JSON, or the lines for people.
    ///
    /// # Errors
    ///
    /// [`Failure`] when nobody takes the output.
    pub fn print(&self, json: &Value, lines: &[String]) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        if self.is_json() {
            serde_json::to_writer(&mut out, json).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        } else {
            for line in lines {
                writeln!(out, "{line}")?;
            }
        }
        out.flush()?;
        Ok(())
    }

    /// Says a message in the user's language.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        self.wording.say(message)
    }
}
