//! The arguments of sign-off and returned work.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::args::{Who, parse_area};
use crate::domain::division::AreaCode;

/// What to do with the sign-off of a unit.
#[derive(Debug, Subcommand)]
pub enum Signoff {
    /// Declare that nothing of a unit is missed
    Declare(Declare),
    /// Agree to a declaration, as another person and of a reviewing role
    Agree(Signing),
    /// Dispute a declaration and say why
    Dispute(Reasoned),
    /// Sign a unit; exit with 3 and tell what blocks it when something does
    Sign(Sign),
    /// Take a sign-off back, or say why what was signed was changed
    Unseal(Reasoned),
    /// Show handshake, sign-off, what changed since, and what blocks
    Show(Named),
    /// Print the sign-off sheet, or write it as one file to print and stamp
    Sheet(SheetOf),
}

/// The unit of a sign-off, and who does it.
#[derive(Debug, ClapArgs)]
pub struct Signing {
    /// Code of a county, township, village, or group
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: AreaCode,
    #[command(flatten)]
    pub who: Who,
}

/// A unit that is only looked at.
#[derive(Debug, ClapArgs)]
pub struct Named {
    /// Code of a county, township, village, or group
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: AreaCode,
}

/// Arguments of `signoff sheet`.
#[derive(Debug, ClapArgs)]
pub struct SheetOf {
    /// Code of a county, township, village, or group
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: AreaCode,
    /// The sheet to make: text where the name ends in .txt, a page where it ends in .html
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub replace: bool,
}

/// Arguments of `signoff declare`.
#[derive(Debug, ClapArgs)]
pub struct Declare {
    #[command(flatten)]
    pub unit: Signing,
    /// Households that there are; else those listed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=9_999_999))]
    pub households: Option<u64>,
    /// Persons that there are; else those listed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=9_999_999))]
    pub persons: Option<u64>,
}

/// A unit, and why.
#[derive(Debug, ClapArgs)]
pub struct Reasoned {
    #[command(flatten)]
    pub unit: Signing,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// Arguments of `signoff sign`.
#[derive(Debug, ClapArgs)]
pub struct Sign {
    #[command(flatten)]
    pub unit: Signing,
    /// A unit below that counts although it changed since it was signed, and why; may be repeated
    #[arg(long, value_name = "CODE=REASON", value_parser = parse_accept)]
    pub accept: Vec<Accept>,
}

/// A unit below whose broken sign-off is accepted.
#[derive(Clone, Debug)]
pub struct Accept {
    /// The unit.
    pub area: AreaCode,
    /// Why.
    pub reason: String,
}

/// What to do with returned work.
#[derive(Debug, Subcommand)]
pub enum Returns {
    /// List the threads of an area
    List(ReturnsIn),
    /// Return a unit, or one of its items, with a question
    Ask(Ask),
    /// Answer a question, or ask further
    Answer(Reply),
    /// Close a thread
    Close(Close),
}

/// Arguments of `returns list`.
#[derive(Debug, ClapArgs)]
pub struct ReturnsIn {
    /// Code of 6, 9, 12, 14, 17, or 19 digits; the whole file without one
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub area: Option<AreaCode>,
    /// Which threads
    #[arg(long, value_enum, default_value = "open")]
    pub state: ThreadsIn,
}

/// Which threads are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThreadsIn {
    /// Asked or answered
    Open,
    /// The field must answer
    Asked,
    /// The reviewer must close
    Answered,
    /// Nobody need do anything
    Closed,
    /// Every one
    All,
}

/// Arguments of `returns ask`.
#[derive(Debug, ClapArgs)]
pub struct Ask {
    /// The unit: its codes as `enter` takes them (620825100201 03 012 2), one whole code, or its id
    #[arg(value_name = "PATH", required = true)]
    pub path: Vec<String>,
    /// The item it is about; the whole unit without one
    #[arg(long, value_name = "ITEM")]
    pub item: Option<String>,
    /// The question
    #[arg(long, value_name = "TEXT")]
    pub text: String,
    #[command(flatten)]
    pub who: Who,
}

/// Arguments of `returns answer`.
#[derive(Debug, ClapArgs)]
pub struct Reply {
    /// Id of the thread
    #[arg(value_name = "THREAD")]
    pub thread: String,
    /// What is said
    #[arg(long, value_name = "TEXT")]
    pub text: String,
    #[command(flatten)]
    pub who: Who,
}

/// Arguments of `returns close`.
#[derive(Debug, ClapArgs)]
pub struct Close {
    /// Id of the thread
    #[arg(value_name = "THREAD")]
    pub thread: String,
    /// A last word
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub text: String,
    #[command(flatten)]
    pub who: Who,
}

fn parse_accept(text: &str) -> Result<Accept, String> {
    let (area, reason) = text.split_once('=').ok_or(ACCEPT)?;
    let area = parse_area(area)?;
    let reason = reason.to_owned();
    Ok(Accept { area, reason })
}

/// How an accepted unit is written.
const ACCEPT: &str = "a code and why, such as 62082510020103=moved by the township";
