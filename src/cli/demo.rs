use std::io::{self, IsTerminal, Write};
use std::path::Path;

use chrono::Datelike;
use serde_json::json;

use super::Outcome;
use super::args::Demo;
use super::failure::Failure;
use super::init::usual_date;
use super::session::Session;
use crate::base::files;
use crate::base::message::Message;
use crate::base::random::Randomness;
use crate::demo::{self, Filled, Plan};
use crate::domain::frame::Frame;
use crate::domain::role::Role;
use crate::exchange::embedded_frame;
use crate::store::{Access, Census, Setup, StoreError, Tools};

/// Makes a census file with a population that is made up.
pub(super) fn run(session: &Session, args: &Demo) -> Result<Outcome, Failure> {
    let plan = plan(args)?;
    let access = if args.plain {
        Access::Plain
    } else {
        session.encrypted()?
    };
    if args.out.exists() {
        return Err(StoreError::Exists(args.out.clone()).into());
    }
    let frame = demo::frame_of(&plan, embedded_frame());
    let tools = Tools {
        randomness: Randomness::seeded(format!("demo {plan:?}").as_bytes()),
        ..session.tools()?
    };
    let mut filled = Filled::default();
    files::publish(&args.out, |partial| {
        filled = make(session, partial, &access, &plan, (&frame, tools))?;
        Ok::<_, Failure>(())
    })?;
    say(session, args, &plan, &filled)?;
    Ok(Outcome::Done)
}

fn plan(args: &Demo) -> Result<Plan, Failure> {
    let reference_date = args
        .reference_date
        .unwrap_or_else(|| usual_date(args.round));
    let year = reference_date.year();
    // Ages and schooling are known for these years alone.
    if !(1990..=2099).contains(&year) {
        return Err(Failure::user(
            Message::new("cli.round_bad").with("year", year),
        ));
    }
    Ok(Plan {
        round: args.round,
        reference_date,
        townships: args.townships.into(),
        villages: args.villages.into(),
        households: args.households.into(),
        seed: args.seed,
        faults: args.faults,
    })
}

fn make(
    session: &Session,
    path: &Path,
    access: &Access,
    plan: &Plan,
    (frame, tools): (&Frame, Tools),
) -> Result<Filled, Failure> {
    let setup = Setup {
        person: demo::trainer(),
        role: Role::County,
        round: plan.round,
        reference_date: plan.reference_date,
    };
    let mut census = Census::create_demo(path, access, &setup, (frame, tools), plan.seed)?;
    let is_watched = io::stderr().is_terminal();
    let filled = demo::fill(&mut census, plan, frame, &mut |done, all| {
        if is_watched {
            let message = Message::new("cli.demo_progress")
                .with("done", done)
                .with("all", all);
            // Nobody waits for progress that cannot be shown.
            let _ = write!(io::stderr(), "\r{}", session.say(&message));
        }
    });
    if is_watched {
        let _ = writeln!(io::stderr());
    }
    let filled = filled?;
    census.close()?;
    Ok(filled)
}

fn say(session: &Session, args: &Demo, plan: &Plan, filled: &Filled) -> Result<(), Failure> {
    let message = Message::new("cli.demo_done")
        .with("path", args.out.display())
        .with("villages", filled.villages)
        .with("households", filled.households)
        .with("persons", filled.persons);
    let json = json!({
        "file": args.out.display().to_string(),
        "seed": plan.seed,
        "round": plan.round,
        "reference_date": plan.reference_date.to_string(),
        "townships": filled.townships,
        "villages": filled.villages,
        "households": filled.households,
        "persons": filled.persons,
        "episodes": filled.episodes,
    });
    session.print(&json, &[session.say(&message)])
}
