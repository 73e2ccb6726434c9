//! The arguments, as data. Their doc comments are the help texts.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::args_signoff::{Returns, Signoff};
use crate::domain::division::AreaCode;
use crate::domain::role::Role;
use crate::wording::Language;

/// A census of rural labor resources that proves nobody was missed.
///
/// Without a verb it opens the screens.
#[derive(Debug, Parser)]
#[command(name = "labor-census", version, about, max_term_width = 100)]
pub struct Args {
    // What every verb takes.
    #[command(flatten)]
    pub(super) global: Global,
    // What to do; none opens the screens.
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
}

/// What every verb takes.
#[derive(Debug, Default, ClapArgs)]
pub struct Global {
    /// Census file; else `LABOR_CENSUS_FILE`, else the one in your data folder
    #[arg(long, global = true, value_name = "PATH")]
    pub file: Option<PathBuf>,
    /// File that holds the passphrase; else `LABOR_CENSUS_PASSPHRASE`
    #[arg(long, global = true, value_name = "PATH")]
    pub passphrase_file: Option<PathBuf>,
    /// Language: zh-Hans, zh-Hant, or en; else from LANG
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = parse_language)]
    pub lang: Option<Language>,
    /// How results are printed
    #[arg(long, global = true, value_enum)]
    pub format: Option<Format>,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs: one document, or one object a line
    Json,
}

/// How the codebook is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CodebookFormat {
    /// Markdown
    Md,
    /// Comma-separated
    Csv,
}

/// A format of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated
    Csv,
}

/// The verbs there are.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make a census file from a CSV or XLSX frame
    Init(Init),
    /// Make a census file with a population that is made up, to try the program on
    Demo(Demo),
    /// Enter a file of JSON lines as if it were typed
    Enter(Enter),
    /// List the households and persons of a village's register before the walk
    Prelist(Prelist),
    /// Show the ledger of an area and of each unit in it
    ///
    /// Prelisted (on a register before the walk) and added (found in the field) are all that were
    /// ever listed; they equal the sum of the dispositions, or the exit code is 3. Listed is what
    /// is on the list now: households ever listed without those listed in error (48) and those of a
    /// disposed group (`with_parent`), persons without a disposition in a household that counts
    /// (`open`), and all groups. An expectation that nobody gave is null, never 0.
    Status(Area),
    /// List each open unit, item, and returned question
    ///
    /// Reasons of units: `no_groups`, `groups_missing` (village), `no_households`,
    /// `households_missing` (group), `no_result`, `no_persons` (household), `no_episodes` (person).
    /// Of items: `missing`. Of returned work, with its thread and last words: `asked` (answer it),
    /// `answered` (look and close it).
    Gaps(Area),
    /// Run all rules over an area
    Check(Check),
    /// Declare a unit exhausted, agree or dispute, sign it, or show how it stands
    #[command(subcommand)]
    Signoff(Signoff),
    /// Return work with a question, answer, close, or list what is returned
    #[command(subcommand)]
    Returns(Returns),
    /// Write the files of a township, or of all townships
    Export(Export),
    /// Print the questionnaire, its codes, and its conditions
    Codebook(Codebook),
    /// Make a verified copy, also while somebody types
    Backup(Backup),
    /// Put a copy back as the census file; never overwrites one
    Restore(Restore),
    /// Print the content digest: equal content, equal digest
    Digest(DigestOf),
    /// Examine the event chains
    #[command(subcommand)]
    Trail(Trail),
    /// Project all records from their events anew
    Rebuild(Rebuild),
    /// Judge identity numbers, from arguments or one a line on stdin
    Id(Id),
    /// Look at terminal, clock, disk, and census file
    Doctor,
    /// Print shell completions
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// Which area, and whether open things fail.
#[derive(Debug, ClapArgs)]
pub struct Area {
    /// Code of 6, 9, 12, 14, or 17 digits; the whole file without one
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: Option<AreaCode>,
    /// Exit with 1 when gaps or hard findings exist
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `check`.
#[derive(Debug, ClapArgs)]
pub struct Check {
    /// Code of 6, 9, 12, 14, or 17 digits; the whole file without one
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: Option<AreaCode>,
    /// Print how many there are by rule, village, or enumerator in place of each finding
    #[arg(long, value_enum)]
    pub by: Option<By>,
    /// Exit with 1 when findings are open
    #[arg(long)]
    pub strict: bool,
}

/// What findings are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// By rule
    Rule,
    /// By village
    Village,
    /// By who filled the household in
    Enumerator,
}

/// Arguments of `init`.
#[derive(Debug, ClapArgs)]
pub struct Init {
    /// The frame: CSV or XLSX
    #[arg(long, value_name = "FILE")]
    pub frame: PathBuf,
    /// Sheet of the workbook that holds the frame
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Year of the round; else the current one
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1990..=2099))]
    pub round: Option<u16>,
    /// Date of every status; else 1 November of the round
    #[arg(long, value_name = "DATE")]
    pub reference_date: Option<NaiveDate>,
    /// Do not encrypt: for tests and training alone
    #[arg(long)]
    pub plain: bool,
    /// Who works with the file
    #[arg(long, value_name = "NAME", default_value = "")]
    pub person: String,
    /// Role: enumerator, village, township, or county
    #[arg(long, default_value = "enumerator", value_parser = parse_role)]
    pub role: Role,
}

/// Arguments of `demo`.
#[derive(Debug, ClapArgs)]
pub struct Demo {
    /// The census file to make; one that exists is never replaced
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Year of the round
    #[arg(long, value_name = "YEAR", default_value_t = 2026,
        value_parser = clap::value_parser!(u16).range(1990..=2099))]
    pub round: u16,
    /// Date of every status; else 1 November of the round
    #[arg(long, value_name = "DATE")]
    pub reference_date: Option<NaiveDate>,
    /// Townships, 19 in the sample frame; a larger number means all
    #[arg(long, value_name = "N", default_value_t = 2,
        value_parser = clap::value_parser!(u16).range(1..))]
    pub townships: u16,
    /// Villages of each township, up to 24 in the sample frame; a larger number means all
    #[arg(long, value_name = "N", default_value_t = 3,
        value_parser = clap::value_parser!(u16).range(1..))]
    pub villages: u16,
    /// Households of each village; 363 in all villages are 420,000 persons
    #[arg(long, value_name = "N", default_value_t = 30,
        value_parser = clap::value_parser!(u16).range(1..=3000))]
    pub households: u16,
    /// The same seed makes the same population, on any machine
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Share of households, 0 to 1, in which a fault is planted; FILE.faults.json lists them
    #[arg(long, value_name = "RATE", default_value = "0", value_parser = parse_rate)]
    pub faults: u32,
    /// Do not encrypt: for tests and training alone
    #[arg(long)]
    pub plain: bool,
}

/// Arguments of `enter`.
#[derive(Debug, ClapArgs)]
pub struct Enter {
    /// File of JSON lines; `-` reads stdin
    #[arg(value_name = "FILE")]
    pub lines: PathBuf,
    #[command(flatten)]
    pub who: Who,
}

/// Who is at the keyboard for the time of a verb.
#[derive(Debug, Default, ClapArgs)]
pub struct Who {
    /// Who typed; an unknown name becomes an enumerator
    #[arg(long = "as", value_name = "PERSON")]
    pub person: Option<String>,
    /// In which role: enumerator, village, township, or county; else the one that is known
    #[arg(long = "role", id = "own_role", value_name = "ROLE", requires = "person",
        value_parser = parse_role)]
    pub role: Option<Role>,
}

/// Arguments of `prelist`.
#[derive(Debug, ClapArgs)]
pub struct Prelist {
    /// The register: CSV or XLSX
    #[arg(value_name = "FILE")]
    pub register: PathBuf,
    /// Code of the village, or of the township where a column names the villages
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: AreaCode,
    /// Sheet of the workbook; else the first that is a register
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// What a column holds: its heading or letter, and an item; `none` leaves it out
    #[arg(long = "column", value_name = "HEADING=ITEM")]
    pub columns: Vec<String>,
    /// Show what would be listed, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write without asking
    #[arg(long, conflicts_with = "dry_run")]
    pub yes: bool,
}

/// Arguments of `export`.
#[derive(Debug, ClapArgs)]
pub struct Export {
    /// Code of a township or of the county; the county without one
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: Option<AreaCode>,
    /// Folder in which each township gets its own
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Formats, parted by commas
    #[arg(long = "as", value_enum, value_delimiter = ',', default_value = "csv")]
    pub formats: Vec<ExportFormat>,
    /// Replace folders that exist
    #[arg(long)]
    pub replace: bool,
    /// Exit with 1 when gaps or hard findings exist
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `codebook`.
#[derive(Debug, ClapArgs)]
pub struct Codebook {
    /// Format
    #[arg(long = "as", id = "codebook_format", value_enum, default_value = "md")]
    pub format: CodebookFormat,
}

/// Arguments of `backup`.
#[derive(Debug, ClapArgs)]
pub struct Backup {
    /// The copy to make
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Replace a file that exists
    #[arg(long)]
    pub replace: bool,
}

/// Arguments of `restore`.
#[derive(Debug, ClapArgs)]
pub struct Restore {
    /// The copy to put back
    #[arg(value_name = "FILE")]
    pub copy: PathBuf,
}

/// Arguments of `digest`.
#[derive(Debug, ClapArgs)]
pub struct DigestOf {
    /// Code of 6, 9, 12, 14, or 17 digits; the whole file without one
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: Option<AreaCode>,
}

/// What to do with the event chains.
#[derive(Debug, Subcommand)]
pub enum Trail {
    /// Recompute every event and follow every chain
    Verify,
}

/// Arguments of `rebuild`.
#[derive(Debug, ClapArgs)]
pub struct Rebuild {
    /// Change nothing, only tell what differs
    #[arg(long)]
    pub check: bool,
}

/// Arguments of `id`.
#[derive(Debug, ClapArgs)]
pub struct Id {
    /// Numbers; none reads stdin
    #[arg(value_name = "NUMBER")]
    pub numbers: Vec<String>,
    /// Date after which nobody is born; else today
    #[arg(long, value_name = "DATE")]
    pub reference_date: Option<NaiveDate>,
    /// Exit with 1 when a number is not valid
    #[arg(long)]
    pub strict: bool,
}

fn parse_language(tag: &str) -> Result<Language, String> {
    tag.parse()
        .map_err(|_| "zh-Hans, zh-Hant, or en".to_owned())
}

fn parse_role(id: &str) -> Result<Role, String> {
    let roles = Role::ALL.map(Role::id).join(", ");
    id.parse().map_err(|_| roles)
}

/// Reads a share as parts of a million.
fn parse_rate(text: &str) -> Result<u32, String> {
    let share: f64 = text.parse().map_err(|_| RATE.to_owned())?;
    if !(0.0..=1.0).contains(&share) {
        return Err(RATE.to_owned());
    }
    let millionths = format!("{:.0}", share * 1e6);
    millionths.parse().map_err(|_| RATE.to_owned())
}

/// What a share is.
const RATE: &str = "a number from 0 to 1";

pub(super) fn parse_area(code: &str) -> Result<AreaCode, String> {
    code.parse()
        .map_err(|error: crate::domain::division::DivisionError| error.to_string())
}
