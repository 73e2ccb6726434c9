use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::args::Export;
use super::failure::Failure;
use super::session::Session;
use super::status::area_code;
use super::{Outcome, outcome};
use crate::base::message::Message;
use crate::exchange::{ExportProgress, ExportRequest, Exported, export};

/// Writes the folders of a township, or of all townships.
pub(super) fn run(session: &Session, args: &Export) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let request = ExportRequest {
        area: args.area.as_ref().map(|area| area_code(area).to_owned()),
        out: args.out.clone(),
        replace: args.replace,
    };
    let shows = io::stderr().is_terminal();
    let exported = export(&reader, &request, &session.clock, &mut |progress| {
        if shows {
            show(session, progress);
        }
        ControlFlow::Continue(())
    })?;
    if shows {
        // The line of progress is not part of what stays on the screen.
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    let lines: Vec<String> = exported
        .iter()
        .map(|township| line(session, township))
        .collect();
    let folders: Vec<Value> = exported.iter().map(document).collect();
    session.print(&json!({ "townships": folders }), &lines)?;
    Ok(outcome(
        args.strict,
        exported.iter().any(|township| township.open > 0),
    ))
}

fn show(session: &Session, progress: &ExportProgress) {
    let message = Message::new("cli.export_progress")
        .with("township", &progress.township)
        .with("done", progress.done)
        .with("all", progress.all)
        .with("rows", progress.rows);
    // Progress that cannot be shown is not worth a failure.
    let _ = write!(io::stderr(), "\r\x1b[K{}", session.say(&message));
}

fn line(session: &Session, township: &Exported) -> String {
    let rows = |name: &str| {
        let file = township.files.iter().find(|file| file.name == name);
        file.map_or(0, |file| file.rows)
    };
    let message = Message::new("cli.export_done")
        .with("path", township.folder.display())
        .with("households", rows("households.csv"))
        .with("persons", rows("persons.csv"))
        .with("episodes", rows("episodes.csv"))
        .with("open", township.open);
    session.say(&message)
}

fn document(township: &Exported) -> Value {
    let files: Vec<Value> = township
        .files
        .iter()
        .map(|file| {
            json!({
                "name": file.name,
                "rows": file.rows,
                "bytes": file.bytes,
                "sha256": file.sha256,
            })
        })
        .collect();
    json!({
        "code": township.code,
        "name": township.name,
        "folder": township.folder.display().to_string(),
        "files": files,
        "open": township.open,
    })
}
