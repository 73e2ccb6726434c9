use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::Outcome;
use super::args::Init;
use super::failure::Failure;
use super::session::Session;
use crate::base::message::Message;
use crate::exchange::read_frame;
use crate::store::{Access, Census, Setup};

/// Month and day of every status unless the county says otherwise.
const REFERENCE_DAY: (u32, u32) = (11, 1);

/// Makes a census file from a frame.
pub(super) fn run(session: &Session, args: &Init) -> Result<Outcome, Failure> {
    let frame = read_frame(&args.frame, args.sheet.as_deref())?;
    let year = args
        .round
        .map_or_else(|| session.clock.now().year(), i32::from);
    let round = u16::try_from(year)
        .map_err(|_| Failure::user(Message::new("cli.round_bad").with("year", year)))?;
    let reference_date = args.reference_date.unwrap_or_else(|| usual_date(round));
    let setup = Setup {
        person: crate::base::text::tidy_name(&args.person),
        role: args.role,
        round,
        reference_date,
    };
    let access = if args.plain {
        Access::Plain
    } else {
        session.encrypted()?
    };
    let file = session.file()?;
    let census = Census::create(&file, &access, &setup, &frame, session.tools()?)?;
    census.close()?;
    let (townships, villages) = (frame.townships.len(), frame.village_count());
    let message = Message::new("cli.init_done")
        .with("path", file.display())
        .with("county", &frame.county)
        .with("townships", townships)
        .with("villages", villages);
    let json = json!({
        "file": file.display().to_string(),
        "round": round,
        "reference_date": reference_date.to_string(),
        "county_code": frame.county_code,
        "county": frame.county,
        "townships": townships,
        "villages": villages,
        "groups": frame.group_count(),
    });
    session.print(&json, &[session.say(&message)])?;
    Ok(Outcome::Done)
}

/// Returns the reference date of a round for which the county names none.
pub(super) fn usual_date(round: u16) -> NaiveDate {
    let (month, day) = REFERENCE_DAY;
    NaiveDate::from_ymd_opt(round.into(), month, day).unwrap_or_default()
}
