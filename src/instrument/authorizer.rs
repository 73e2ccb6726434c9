//! Denies every condition all but reading our tables and calling the listed functions.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, Result};

use super::{functions, schema};

/// Functions of `SQLite` that a condition may call beside ours.
pub const BUILT_IN: [&str; 22] = [
    "abs",
    "avg",
    "coalesce",
    "count",
    "glob",
    "group_concat",
    "iif",
    "ifnull",
    "instr",
    "length",
    "like",
    "lower",
    "max",
    "min",
    "nullif",
    "replace",
    "round",
    "substr",
    "sum",
    "total",
    "trim",
    "upper",
];

/// What one statement asked for while it was prepared.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Columns read, as table and column, without reads that came through a view.
    pub columns: BTreeSet<(String, String)>,
    /// First thing that was denied, as SQL calls it.
    pub denied: Option<String>,
}

/// Collects what is read; shared with the connection that it watches.
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Reading>>);

impl Recorder {
    /// Takes what was read since the last call.
    #[must_use]
    pub fn take(&self) -> Reading {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn decide(&self, tables: &[&str], context: AuthContext<'_>) -> Authorization {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let denied = match context.action {
            AuthAction::Select => return Authorization::Allow,
            AuthAction::Read {
                table_name,
                column_name,
            } => {
                if tables.contains(&table_name) {
                    if context.accessor.is_none() && !column_name.is_empty() {
                        reading
                            .columns
                            .insert((table_name.to_owned(), column_name.to_owned()));
                    }
                    return Authorization::Allow;
                }
                table_name.to_owned()
            }
            AuthAction::Function { function_name } => {
                let name = function_name.to_lowercase();
                if functions::NAMES.contains(&name.as_str()) || BUILT_IN.contains(&name.as_str()) {
                    return Authorization::Allow;
                }
                function_name.to_owned()
            }
            AuthAction::Recursive => "RECURSIVE".to_owned(),
            AuthAction::Pragma { pragma_name, .. } => pragma_name.to_owned(),
            _ => "SQL".to_owned(),
        };
        reading.denied.get_or_insert(denied);
        Authorization::Deny
    }
}

/// Puts the authorizer on a connection; from then on only reading of our tables can be prepared.
///
/// `extra` names further tables or views that the caller lets conditions read.
///
/// # Errors
/// Fails when the connection refuses the hook.
pub fn install(connection: &mut Connection, extra: &[&'static str]) -> Result<Recorder> {
    let recorder = Recorder::default();
    let shared = recorder.clone();
    let mut tables = schema::tables();
    tables.extend(extra);
    connection.authorizer(Some(move |context: AuthContext<'_>| {
        shared.decide(&tables, context)
    }))?;
    Ok(recorder)
}

/// Takes the authorizer off again, for the statements of the program itself.
///
/// # Errors
/// Fails when the connection refuses.
pub fn remove(connection: &mut Connection) -> Result<()> {
    connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)
}
