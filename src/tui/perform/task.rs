//! Long jobs with all they need away from the screens.

use crate::exchange::ExportRequest;
use crate::store::{Census, StoreError, Tools};
use crate::tui::effect::Job;
use crate::tui::worker::Task;

/// Hands a job to the worker, with a connection of its own.
pub(super) fn task(census: &mut Census, tools: &Tools, job: Job) -> Result<Task, StoreError> {
    Ok(match job {
        Job::Export { area, out, replace } => Task::Export {
            reader: census.reader()?,
            request: ExportRequest {
                area: Some(area),
                out,
                replace,
            },
            clock: tools.clock.clone(),
        },
        Job::Check { area } => Task::Check {
            area: if area.is_empty() {
                census.county()
            } else {
                census.area(&area)?
            },
            reader: census.reader()?,
        },
        Job::Stance { unit } => {
            census.leave()?;
            Task::Stance {
                reader: census.reader()?,
                unit,
            }
        }
        Job::Sheet {
            unit,
            language,
            out,
        } => {
            census.leave()?;
            let at = census.clock().now().format("%Y%m%d-%H%M%S");
            let name = format!("sign-off-{}-{at}", census.node(unit)?.path);
            Task::Sheet {
                reader: census.reader()?,
                unit,
                language,
                out: out.join(name),
                clock: tools.clock.clone(),
            }
        }
        Job::Backup { out, replace } => Task::Copy {
            copier: census.copier()?,
            out,
            replace,
        },
    })
}
