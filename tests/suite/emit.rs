//! Emitting `IN` as `OR` keeps the meaning, NULL included.

use labor_census::domain::kind::Kind;
use labor_census::instrument::Instrument;
use labor_census::instrument::statement::{rule_query, state_query};

#[test]
fn no_list_of_codes_on_a_column_is_left_to_an_index() {
    let instrument = Instrument::embedded().unwrap();
    for kind in Kind::ALL {
        for sql in [
            state_query(&instrument, kind).sql,
            rule_query(&instrument, kind).sql,
        ] {
            for (at, _) in sql.match_indices(" IN (") {
                let before = sql[..at].trim_end_matches(" NOT");
                assert!(
                    before.ends_with(')'),
                    "{kind}: ...{}",
                    &sql[at.saturating_sub(40)..at + 20]
                );
            }
        }
    }
}

#[test]
fn both_forms_have_the_same_truth() {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let truth = |sql: &str| -> Option<bool> {
        connection
            .query_row(&format!("SELECT {sql}"), [], |row| row.get(0))
            .unwrap()
    };
    for value in ["'1'", "'2'", "'3'", "NULL"] {
        assert_eq!(
            truth(&format!("{value} IN ('1', '2')")),
            truth(&format!("({value} = '1' OR {value} = '2')")),
        );
        assert_eq!(
            truth(&format!("{value} NOT IN ('1', '2')")),
            truth(&format!("NOT ({value} = '1' OR {value} = '2')")),
        );
    }
}
