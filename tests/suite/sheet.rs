//! One record of each kind in memory, answered by hand, to try paths and rules on.

use std::collections::{BTreeMap, HashMap};

use labor_census::domain::answer::Reason;
use labor_census::domain::kind::Kind;
use labor_census::instrument::compile::{Trial, fill_round};
use labor_census::instrument::statement::{self, Role, RulePart};
use labor_census::instrument::universe::{Applicability, Input, applicability};
use labor_census::instrument::{Instrument, Item, Level, Read, Required};
use rusqlite::types::Value;

/// The chain from the county to one episode, each with id 1.
pub struct Sheet<'a> {
    pub instrument: &'a Instrument,
    trial: Trial,
    answers: BTreeMap<Read, Result<String, Reason>>,
    states: BTreeMap<Read, Applicability>,
    asked_at_all: bool,
}

/// One finding: level, items, and the values of the placeholders.
pub type Raised = (Level, Vec<String>, BTreeMap<String, String>);

impl<'a> Sheet<'a> {
    pub fn new(instrument: &'a Instrument, reference_date: &str) -> Self {
        let trial = Trial::new(instrument).expect("tables");
        let year = reference_date[..4].parse().expect("a year");
        fill_round(&trial.connection, instrument, year, reference_date).expect("a round");
        for kind in Kind::ALL {
            let sql = format!(
                "INSERT INTO {} (id, parent, live) VALUES (1, 1, 1)",
                kind.table()
            );
            trial.connection.execute(&sql, []).expect("a record");
        }
        let (answers, states) = (BTreeMap::new(), BTreeMap::new());
        Self {
            instrument,
            trial,
            answers,
            states,
            asked_at_all: true,
        }
    }

    fn set(&self, kind: Kind, column: &str, value: Value) -> bool {
        let sql = format!(
            "UPDATE {0} SET \"{column}\" = ?1 WHERE id = 1 AND \"{column}\" IS NOT ?1",
            kind.table()
        );
        self.trial
            .connection
            .execute(&sql, [value])
            .expect("a value")
            > 0
    }

    /// Answers an item as typed; `!refused` and the like give a reason.
    pub fn answer(&mut self, kind: Kind, id: &str, typed: &str) {
        let item = self
            .instrument
            .item(kind, id)
            .unwrap_or_else(|| panic!("no item {id}"));
        let read = |id: &str| Read {
            kind,
            id: id.to_owned(),
        };
        if let Some(reason) = typed.strip_prefix('!') {
            self.answers
                .insert(read(id), Err(reason.parse().expect("a reason")));
            return;
        }
        for (id, value) in self
            .instrument
            .entry(item, typed)
            .expect("a storable answer")
        {
            self.answers.insert(read(&id), Ok(value));
        }
    }

    /// Writes all answers into the tables as they are, universes aside, and what is derived.
    pub fn write(&self) {
        for (read, answer) in &self.answers {
            match answer {
                Ok(value) => self.set(read.kind, &read.id, Value::Text(value.clone())),
                Err(reason) => self.set(
                    read.kind,
                    &format!("{}__reason", read.id),
                    Value::Text(reason.id().to_owned()),
                ),
            };
        }
        self.derive();
    }

    fn derive(&self) {
        for kind in Kind::ALL {
            let query = statement::state_query(self.instrument, kind);
            for (at, column) in query.columns.iter().enumerate() {
                if column.role == Role::Derived {
                    let row = self
                        .trial
                        .connection
                        .query_row(&query.sql, [1], |r| r.get(at));
                    self.set(kind, &column.id, row.expect("a value"));
                }
            }
        }
    }

    /// Puts a text into a row past all checks, as an older edition could have left it.
    pub fn put(&self, kind: Kind, column: &str, text: &str) {
        self.set(kind, column, Value::Text(text.to_owned()));
    }

    /// Runs the state queries from the top down until nothing changes.
    pub fn settle(&mut self) {
        // The second round lets the parents see what was derived of their children.
        for kind in Kind::ALL.into_iter().chain(Kind::ALL) {
            let query = statement::state_query(self.instrument, kind);
            let mut left = query.passes;
            while self.pass(kind, &query) {
                left = left
                    .checked_sub(1)
                    .expect("settled within the passes promised");
            }
        }
    }

    fn pass(&mut self, kind: Kind, query: &statement::StateQuery) -> bool {
        let row: Vec<Value> = self
            .trial
            .connection
            .query_row(&query.sql, [1], |row| {
                (0..query.columns.len()).map(|at| row.get(at)).collect()
            })
            .expect("a state");
        let mut told: HashMap<(Role, &str), Value> = HashMap::new();
        for (column, value) in query.columns.iter().zip(row) {
            told.insert((column.role, column.id.as_str()), value);
        }
        let truth = |value: &Value| match value {
            Value::Integer(number) => Some(*number == 1),
            _ => None,
        };
        if let Some(value) = told.get(&(Role::RecordUniverse, "")) {
            self.asked_at_all = truth(value) == Some(true);
        }
        let mut changed = false;
        let items: Vec<&Item> = self.instrument.items(kind).iter().collect();
        for item in items {
            let read = Read {
                kind,
                id: item.id.clone(),
            };
            let state = match (
                &item.universe,
                told.get(&(Role::Universe, item.id.as_str())),
            ) {
                (Some(universe), Some(value)) => {
                    applicability(universe, truth(value), |read| self.input(read))
                }
                _ => Applicability::Asked,
            };
            let own = self
                .answers
                .get(&read)
                .filter(|_| state == Applicability::Asked)
                .cloned();
            let derived = told.get(&(Role::Derive, item.id.as_str())).cloned();
            let value = match &own {
                Some(Ok(value)) => Value::Text(value.clone()),
                Some(Err(_)) => Value::Null,
                None => derived
                    .filter(|_| state == Applicability::Asked)
                    .unwrap_or(Value::Null),
            };
            let reason = match own {
                Some(Err(reason)) => Value::Text(reason.id().to_owned()),
                _ => Value::Null,
            };
            changed |= self.set(kind, &item.id, value);
            changed |= self.set(kind, &format!("{}__reason", item.id), reason);
            self.states.insert(read, state);
        }
        for ((role, id), value) in told {
            if role == Role::Derived {
                changed |= self.set(kind, id, value);
            }
        }
        changed
    }

    fn input(&self, read: &Read) -> Input {
        match self.states.get(read) {
            Some(Applicability::NotApplicable) => Input::NotApplicable,
            Some(Applicability::Follows { reason, .. }) => Input::Reason(*reason),
            Some(Applicability::NotReached) | None => Input::Missing,
            Some(Applicability::Asked) if self.value(read.kind, &read.id).is_some() => Input::Value,
            Some(Applicability::Asked) => match self.answers.get(read) {
                Some(Err(reason)) => Input::Reason(*reason),
                _ => Input::Missing,
            },
        }
    }

    /// Value of a column as text.
    pub fn value(&self, kind: Kind, column: &str) -> Option<String> {
        let sql = format!(
            "SELECT CAST(\"{column}\" AS TEXT) FROM {} WHERE id = 1",
            kind.table()
        );
        self.trial
            .connection
            .query_row(&sql, [], |row| row.get(0))
            .expect("a value")
    }

    /// Lists the items in a state, in asking order, without what the program fills.
    pub fn items(&self, kind: Kind, wanted: impl Fn(&Applicability) -> bool) -> Vec<&'a Item> {
        if kind == Kind::Episode && !self.asked_at_all {
            return Vec::new();
        }
        let state = |item: &Item| {
            self.states.get(&Read {
                kind,
                id: item.id.clone(),
            })
        };
        let items = self.instrument.items(kind).iter();
        items
            .filter(|item| state(item).is_some_and(&wanted))
            .collect()
    }

    /// Lists the asked and required items without value or reason.
    pub fn gaps(&self, kind: Kind) -> Vec<&'a str> {
        let asked = self.items(kind, |state| *state == Applicability::Asked);
        let empty = asked.into_iter().filter(|item| {
            let required = match &item.required {
                Required::Always => true,
                Required::When(condition) => self.truth(kind, &condition.sql),
                Required::Never | Required::Auto => false,
            };
            required
                && self.value(kind, &item.id).is_none()
                && self.value(kind, &item.reason_column()).is_none()
        });
        empty.map(|item| item.id.as_str()).collect()
    }

    pub fn truth(&self, kind: Kind, sql: &str) -> bool {
        let sql = format!(
            "SELECT ({sql}) {}",
            labor_census::instrument::schema::context(kind)
        );
        let found: Option<bool> = self
            .trial
            .connection
            .query_row(&sql, [], |row| row.get(0))
            .expect("a truth value");
        found == Some(true)
    }

    /// Lists what a rule raises on a record.
    pub fn raised(&self, kind: Kind, rule: &str) -> Vec<Raised> {
        let query = statement::rule_query(self.instrument, kind);
        let row: Vec<Value> = self
            .trial
            .connection
            .query_row(&query.sql, [1], |row| {
                (0..query.columns.len()).map(|at| row.get(at)).collect()
            })
            .expect("rules");
        let mut found: Vec<Raised> = Vec::new();
        let mut open = false;
        for (column, value) in query.columns.iter().zip(row) {
            let own = &self.instrument.rules[column.rule];
            if own.id != rule {
                continue;
            }
            match &column.part {
                RulePart::Raised => {
                    open = value == Value::Integer(1);
                    let branch = &own.branches[column.branch];
                    if open {
                        found.push((branch.level, branch.items.clone(), BTreeMap::new()));
                    }
                }
                RulePart::Fill(name) if open => {
                    let text = match value {
                        Value::Integer(number) => number.to_string(),
                        Value::Real(number) => number.to_string(),
                        Value::Text(text) => text,
                        other => panic!("{name} is {other:?}"),
                    };
                    found
                        .last_mut()
                        .expect("a finding")
                        .2
                        .insert(name.clone(), text);
                }
                RulePart::Fill(_) => {}
            }
        }
        found
    }
}
