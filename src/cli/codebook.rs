use std::io::{self, BufWriter, Write};

use super::Outcome;
use super::args::{Codebook, CodebookFormat};
use super::failure::Failure;
use super::session::Session;
use crate::exchange::{print_codebook_csv, print_codebook_markdown};
use crate::instrument::Instrument;

/// Prints the questionnaire; needs no census file.
pub(super) fn run(session: &Session, args: &Codebook) -> Result<Outcome, Failure> {
    let instrument = Instrument::open()?;
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        CodebookFormat::Csv => print_codebook_csv(&instrument, &mut out)?,
        CodebookFormat::Md => print_codebook_markdown(&instrument, &session.wording, &mut out)?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}
