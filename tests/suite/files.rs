//! Files that are whole or absent, and the fixed clock and seed that make runs repeatable.

use std::fs;
use std::path::Path;
use std::time::Duration;

use labor_census::base::clock::Clock;
use labor_census::base::files::{self, FileCause, FileError};
use labor_census::base::random::{Randomness, system_bytes};
use tempfile::tempdir;

fn fill_with(text: &'static str) -> impl Fn(&Path) -> Result<(), FileError> {
    move |dir| files::write(&dir.join("data"), text.as_bytes())
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries.map(|e| name(e).to_string_lossy().into()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_replaced_whole() {
    let dir = tempdir().expect("a folder");
    let path = dir.path().join("a");
    files::write(&path, b"one").expect("written");
    files::write(&path, b"two").expect("written");
    assert_eq!(files::read(&path).expect("read"), b"two");
    let refused = files::write_new(&path, b"three").expect_err("it exists");
    assert_eq!(refused.cause, FileCause::Exists);
    assert_eq!(names(dir.path()), ["a"]);
    let missing = files::read(&dir.path().join("b")).expect_err("it is absent");
    assert_eq!(missing.cause, FileCause::NotFound);
    assert!(files::write(&dir.path().join("no/such/folder"), b"").is_err());
}

#[test]
fn a_folder_is_published_whole_or_not_at_all() {
    let dir = tempdir().expect("a folder");
    let target = dir.path().join("out");
    let failed = files::publish_dir(&target, |partial| {
        fill_with("half")(partial)?;
        files::read(&partial.join("absent")).map(drop)
    });
    assert!(failed.is_err());
    assert!(names(dir.path()).is_empty());
    files::publish_dir(&target, fill_with("one")).expect("published");
    let again = files::publish_dir(&target, fill_with("two")).expect_err("it exists");
    assert_eq!(again.cause, FileCause::Exists);
    files::replace_dir(&target, fill_with("three")).expect("replaced");
    assert_eq!(files::read(&target.join("data")).expect("read"), b"three");
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn a_broken_swap_is_finished_or_undone() {
    for (present, expected) in [
        (&["out"][..], "out"),
        (&["out", ".out.partial"], "out"),
        (&[".out.old", ".out.partial"], ".out.partial"),
        (&["out", ".out.old"], "out"),
        (&[".out.old"], ".out.old"),
    ] {
        let dir = tempdir().expect("a folder");
        for name in present {
            fs::create_dir(dir.path().join(name)).expect("made");
            fs::write(dir.path().join(name).join("data"), name).expect("written");
        }
        files::recover_dir(&dir.path().join("out")).expect("recovered");
        assert_eq!(names(dir.path()), ["out"], "{present:?}");
        let data = fs::read_to_string(dir.path().join("out/data")).expect("read");
        assert_eq!(data, expected, "{present:?}");
    }
}

#[test]
fn checksums_are_those_of_the_standard() {
    // FIPS 180-2, example 1.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(files::sha256(b"abc"), abc);
    assert_eq!(files::sha256_stream(&b"abc"[..]).expect("read"), abc);
    let long = vec![7; 200_000];
    assert_eq!(
        files::sha256_stream(long.as_slice()).expect("read"),
        files::sha256(&long)
    );
}

#[test]
fn a_fixed_clock_moves_only_when_told() {
    let clock = Clock::from_env(Some("2012-12-31T08:00:00+08:00")).expect("a time");
    assert_eq!(clock.now(), clock.now());
    clock.clone().advance(Duration::from_secs(90));
    assert_eq!(clock.now().to_rfc3339(), "2012-12-31T08:01:30+08:00");
    assert_eq!(clock.monotonic_millis(), 90_000);
    assert!(Clock::from_env(Some("yesterday")).is_err());
    assert!(!Clock::from_env(None).expect("the system").is_fixed());
}

#[test]
fn a_seed_repeats_and_the_system_does_not() {
    let draw = |seed: &str| {
        let randomness = Randomness::from_env(Some(seed));
        (
            randomness.bytes::<16>(),
            randomness.bytes::<16>(),
            randomness.mixed(1).bytes::<16>(),
        )
    };
    assert_eq!(draw("7"), draw("7"));
    assert_ne!(draw("7"), draw("8"));
    let (first, second, mixed) = draw("7");
    assert!(first != second && first != mixed && second != mixed);
    assert_ne!(system_bytes::<16>(), system_bytes::<16>());
    let clock = Clock::from_env(Some("2012-12-31T08:00:00+08:00")).expect("a time");
    let id = Randomness::seeded(b"7").uuid_v7(&clock.now());
    assert_eq!(id.get_version_num(), 7);
    // 2012-12-31T00:00:00Z is 1,356,912,000,000 milliseconds, 0x013BEE41FC00.
    assert!(id.to_string().starts_with("013bee41-fc00-7"), "{id}");
}
