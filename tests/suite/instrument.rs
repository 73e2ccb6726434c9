//! The questionnaire as data.
use labor_census::domain::kind::Kind;
use labor_census::instrument::{Instrument, InstrumentError, statement};

fn load() -> Instrument {
    match Instrument::embedded() {
        Ok(instrument) => instrument,
        Err(InstrumentError::Refused(faults)) => {
            panic!(
                "{}",
                faults.iter().map(|f| format!("{f}\n")).collect::<String>()
            )
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn embedded_is_sound() {
    let i = load();
    for k in Kind::ALL {
        let q = statement::state_query(&i, k);
        println!("{k} {} {}", q.columns.len(), q.passes);
    }
    println!("{}", statement::state_query(&i, Kind::Person).sql);
}

#[test]
fn folder_is_sound() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/instrument");
    let start = std::time::Instant::now();
    match Instrument::from_folder(&folder) {
        Ok(_) => {}
        Err(InstrumentError::Refused(faults)) => {
            panic!(
                "{}",
                faults.iter().map(|f| format!("{f}\n")).collect::<String>()
            )
        }
        Err(other) => panic!("{other}"),
    }
    println!("{:?}", start.elapsed());
}
