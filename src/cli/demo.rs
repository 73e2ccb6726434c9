use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
use crate::demo::{self, Fault, Filled, Plan};
use crate::domain::frame::Frame;
use crate::domain::role::Role;
use crate::exchange::embedded_frame;
use crate::instrument::Instrument;
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
    let list = faults_path(&args.out);
    if plan.faults > 0 && list.exists() {
        return Err(StoreError::Exists(list).into());
    }
    let instrument = Arc::clone(&tools.instrument);
    let mut filled = Filled::default();
    files::publish(&args.out, |partial| {
        let (made, faults) = make(session, partial, &access, &plan, (&frame, tools))?;
        filled = made;
        if plan.faults > 0 {
            // Before the file: nobody may take planted faults for a sound population.
            let text = faults_text(&plan, &faults, &instrument);
            files::write_new(&list, text.as_bytes())?;
        }
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
) -> Result<(Filled, Vec<Fault>), Failure> {
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

/// Returns the path of the list of planted faults.
fn faults_path(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".faults.json");
    name.into()
}

/// Lists the findings that must be raised because of planted faults, one a line.
fn faults_text(plan: &Plan, faults: &[Fault], instrument: &Instrument) -> String {
    let rate = f64::from(plan.faults) / 1e6;
    let rows: Vec<String> = faults
        .iter()
        .map(|fault| {
            let row = json!({
                "rule": fault.rule,
                "level": fault.level.word(),
                "path": fault.path,
                "record": fault.record.map(|id| id.to_string()),
                "items": items(fault, instrument),
                "what": fault.what,
                "fault": fault.number,
            });
            row.to_string()
        })
        .collect();
    format!(
        "{{\"seed\":{},\"rate\":{rate},\"faults\":[\n{}\n]}}\n",
        plan.seed,
        rows.join(",\n")
    )
}

/// Returns the items at which the rule points.
fn items(fault: &Fault, instrument: &Instrument) -> Vec<String> {
    let branches = instrument.rule(fault.rule).map(|rule| &rule.branches);
    let found = branches.into_iter().flatten().find(|branch| {
        branch.kind == fault.kind
            && branch.level == fault.level
            && branch.items.first().map_or("", String::as_str) == fault.cell
    });
    match found {
        Some(branch) => branch.items.clone(),
        None if fault.cell.is_empty() => Vec::new(),
        None => vec![fault.cell.to_owned()],
    }
}
