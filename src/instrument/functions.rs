//! The SQL functions of conditions. All are deterministic, and NULL in gives NULL out.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Result};

use crate::domain::calendar::{self, YearMonth};
use crate::domain::name;

use super::list::{CodeList, Lists};
use super::number;
use super::questionnaire::Instrument;

/// Names of our functions; the authorizer allows them beside some of `SQLite`'s own.
pub const NAMES: [&str; 23] = [
    "age_at",
    "all_in_list",
    "code_count",
    "episode_months",
    "half_months",
    "has",
    "id_birth_ym",
    "id_check",
    "id_fault_at",
    "id_sex",
    "id_state",
    "in_list",
    "is_date",
    "median",
    "mi",
    "months_between",
    "name_fault",
    "parent_of",
    "phone_fault",
    "placeholder",
    "list_label",
    "list_label_en",
    "shared",
];

/// Registers the functions on a connection; the lists are captured, so that a changed
/// questionnaire needs a new registration.
///
/// # Errors
/// Fails when `SQLite` refuses a function.
pub fn register(connection: &Connection, instrument: &Instrument) -> Result<()> {
    calendar_functions(connection)?;
    number_functions(connection)?;
    list_functions(connection, &instrument.lists)?;
    connection.create_aggregate_function("median", 1, FLAGS, Median)?;
    add(connection, "placeholder", 1, |arg| {
        Some(name::is_placeholder(&text(arg, 0)?).into())
    })
}

type Output = Option<Value>;

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_DETERMINISTIC
    .union(FunctionFlags::SQLITE_UTF8)
    .union(FunctionFlags::SQLITE_INNOCUOUS);

/// The middle of the numbers of a group, of an even count the mean of the two in the middle.
struct Median;

impl Aggregate<Vec<f64>, Option<f64>> for Median {
    fn init(&self, _: &mut Context<'_>) -> Result<Vec<f64>> {
        Ok(Vec::new())
    }

    fn step(&self, context: &mut Context<'_>, numbers: &mut Vec<f64>) -> Result<()> {
        numbers.extend(context.get::<Option<f64>>(0)?);
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, numbers: Option<Vec<f64>>) -> Result<Option<f64>> {
        let mut numbers = numbers.unwrap_or_default();
        numbers.sort_by(f64::total_cmp);
        let half = numbers.len() / 2;
        let below = half.checked_sub(1).and_then(|at| numbers.get(at)).copied();
        let above = numbers.get(half).copied();
        let is_odd = numbers.len() % 2 == 1;
        Ok(above.map(|above| {
            if is_odd {
                above
            } else {
                below.map_or(above, |b| f64::midpoint(above, b))
            }
        }))
    }
}

/// Adds a function of `count` arguments; a NULL argument makes the result NULL.
fn add<F>(connection: &Connection, name: &'static str, count: i32, body: F) -> Result<()>
where
    F: Fn(&Context<'_>) -> Output + Send + 'static,
{
    connection.create_scalar_function(name, count, FLAGS, move |context| {
        Ok(ToSqlOutput::Owned(body(context).unwrap_or(Value::Null)))
    })
}

/// One argument as text; codes and numbers alike, because a condition may compare either.
fn text<'a>(context: &'a Context<'_>, at: usize) -> Option<Cow<'a, str>> {
    match context.get_raw(at) {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.to_string().into()),
        ValueRef::Real(number) => Some(number.to_string().into()),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    }
}

/// The list that the second argument names. A condition names it by a literal, so it is looked up
/// once for each run of the statement.
fn list(context: &Context<'_>, lists: &Lists) -> Option<Arc<Option<Arc<CodeList>>>> {
    let find = |name: ValueRef<'_>| {
        Ok::<_, std::convert::Infallible>(
            lists.get(name.as_str().ok().unwrap_or_default()).cloned(),
        )
    };
    context.get_or_create_aux(1, find).ok()
}

fn month(context: &Context<'_>, at: usize) -> Option<YearMonth> {
    text(context, at)?.parse().ok()
}

fn day(context: &Context<'_>, at: usize) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&text(context, at)?, "%Y-%m-%d").ok()
}

fn calendar_functions(connection: &Connection) -> Result<()> {
    add(connection, "mi", 1, |arg| {
        Some(i64::from(month(arg, 0)?.mi()).into())
    })?;
    add(connection, "is_date", 1, |arg| {
        Some(number::is_date(&text(arg, 0)?).into())
    })?;
    add(connection, "age_at", 2, |arg| {
        Some(i64::from(calendar::age_at(month(arg, 0)?, month(arg, 1)?)).into())
    })?;
    add(connection, "months_between", 2, |arg| {
        Some(i64::from(month(arg, 1)?.mi() - month(arg, 0)?.mi()).into())
    })?;
    add(connection, "half_months", 3, |arg| {
        Some(i64::from(half_months(arg)?).into())
    })?;
    add(connection, "episode_months", 3, |arg| {
        Some((f64::from(half_months(arg)?) / 2.0).into())
    })
}

/// An open end is NULL here and means "still away"; an end that is no month gives NULL.
fn half_months(arg: &Context<'_>) -> Option<u16> {
    let end = match arg.get_raw(1) {
        ValueRef::Null => None,
        _ => Some(month(arg, 1)?),
    };
    Some(calendar::half_months(month(arg, 0)?, end, day(arg, 2)?))
}

fn number_functions(connection: &Connection) -> Result<()> {
    add(connection, "id_state", 2, |arg| {
        Some(
            number::id_state(&text(arg, 0)?, day(arg, 1)?)
                .to_owned()
                .into(),
        )
    })?;
    add(connection, "id_fault_at", 1, |arg| {
        let position = number::id_fault_at(&text(arg, 0)?)?;
        i64::try_from(position).ok().map(Value::from)
    })?;
    add(connection, "id_check", 1, |arg| {
        number::id_check(&text(arg, 0)?).map(|check| check.to_string().into())
    })?;
    add(connection, "id_sex", 1, |arg| {
        number::id_sex(&text(arg, 0)?).map(|sex| sex.to_owned().into())
    })?;
    add(connection, "id_birth_ym", 1, |arg| {
        number::id_birth_ym(&text(arg, 0)?).map(Value::from)
    })?;
    add(connection, "phone_fault", 2, |arg| {
        Some(
            number::phone_fault(&text(arg, 0)?, day(arg, 1)?)
                .to_owned()
                .into(),
        )
    })?;
    add(connection, "name_fault", 1, |arg| {
        Some(number::name_fault(&text(arg, 0)?).to_owned().into())
    })
}

fn list_functions(connection: &Connection, lists: &Lists) -> Result<()> {
    add(connection, "has", 2, |arg| {
        let wanted = text(arg, 1)?;
        Some(text(arg, 0)?.split(';').any(|code| code == wanted).into())
    })?;
    add(connection, "code_count", 1, |arg| {
        let set = text(arg, 0)?;
        i64::try_from(set.split(';').filter(|code| !code.is_empty()).count())
            .ok()
            .map(Value::from)
    })?;
    add(connection, "shared", 2, |arg| {
        let (left, right) = (text(arg, 0)?, text(arg, 1)?);
        let both = |code: &&str| right.split(';').any(|other| other == *code);
        let both: Vec<&str> = left.split(';').filter(both).collect();
        Some(both.join(";").into())
    })?;
    let all = lists.clone();
    add(connection, "in_list", 2, move |arg| {
        let list = list(arg, &all)?;
        Some(list.as_ref().as_ref()?.contains(&text(arg, 0)?).into())
    })?;
    let all = lists.clone();
    add(connection, "all_in_list", 2, move |arg| {
        let list = list(arg, &all)?;
        let list = list.as_ref().as_ref()?;
        let codes = text(arg, 0)?;
        Some(codes.split(';').all(|code| list.contains(code)).into())
    })?;
    let all = lists.clone();
    add(connection, "parent_of", 2, move |arg| {
        let list = list(arg, &all)?;
        let code = list.as_ref().as_ref()?.code(&text(arg, 0)?)?;
        code.parent.clone().map(Value::from)
    })?;
    for (name, is_english, comma) in [("list_label", false, "、"), ("list_label_en", true, ", ")] {
        let all = lists.clone();
        add(connection, name, 2, move |arg| {
            let list = list(arg, &all)?;
            let list = list.as_ref().as_ref()?;
            let label = |code| Some(list.code(code)?.label.pick(is_english));
            let labels: Option<Vec<&str>> = text(arg, 0)?.split(';').map(label).collect();
            Some(labels?.join(comma).into())
        })?;
    }
    Ok(())
}
