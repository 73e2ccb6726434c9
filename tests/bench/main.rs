//! Measures the program on a whole county, each time as a ratio to a named baseline of the same
//! run.

#[path = "../support/county.rs"]
mod county;

use std::sync::Arc;
use std::time::Instant;

use county::Chance;
use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::domain::answer::Answer;
use labor_census::domain::frame::*;
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::instrument::Instrument;
use labor_census::store::*;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("q.lcen");
    let tools = Tools {
        instrument: Arc::new(Instrument::embedded().unwrap()),
        clock: Clock::system(),
        randomness: Randomness::seeded(b"bench"),
    };
    let frame = Frame {
        county_code: "620825".to_owned(),
        county: "庄浪县".to_owned(),
        townships: vec![FrameTownship {
            code: "620825100".to_owned(),
            name: "水洛镇".to_owned(),
            villages: vec![FrameVillage {
                code: "620825100201".to_owned(),
                name: "李碾村".to_owned(),
                groups: Vec::new(),
                expected_households: None,
                expected_persons: None,
            }],
        }],
    };
    let setup = Setup {
        person: "张明".to_owned(),
        role: Role::Enumerator,
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
    };
    let access = Access::Encrypted(Passphrase::new("bench".to_owned()));
    let t = Instant::now();
    let mut census = Census::create(&path, &access, &setup, &frame, tools.clone()).unwrap();
    println!("create {:?}", t.elapsed());
    let village = census.area("620825100201").unwrap();
    let mut chance = Chance::new(1);
    for round in 0..3 {
        let t = Instant::now();
        census
            .transact::<_, StoreError>(|c| {
                let group = c.list(village, Kind::Group, None)?;
                for _ in 0..50 {
                    county::household(c, &mut chance, group, 4)?;
                }
                Ok(())
            })
            .unwrap();
        let e = t.elapsed();
        println!(
            "bulk round {round}: 200 persons {e:?} = {:?} per person",
            e / 200
        );
    }
    // parts
    let group = census.list(village, Kind::Group, None).unwrap();
    let (mut l, mut a, mut v, mut el, mut ea) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let mut n_e = 0;
    census
        .transact::<_, StoreError>(|c| {
            for _ in 0..25 {
                let h = c.list(group, Kind::Household, None)?;
                for line in 0..4 {
                    let p = county::person(&mut chance, line, "王");
                    let t = Instant::now();
                    let r = c.list(h, Kind::Person, None)?;
                    l += t.elapsed().as_secs_f64();
                    let t = Instant::now();
                    c.apply(r, &p.answers)?;
                    a += t.elapsed().as_secs_f64();
                    for s in p.stays {
                        n_e += 1;
                        let t = Instant::now();
                        let e = c.list(r, Kind::Episode, None)?;
                        el += t.elapsed().as_secs_f64();
                        let t = Instant::now();
                        c.apply(e, &s)?;
                        ea += t.elapsed().as_secs_f64();
                    }
                }
                let t = Instant::now();
                c.leave()?;
                v += t.elapsed().as_secs_f64();
            }
            Ok(())
        })
        .unwrap();
    println!(
        "list person {:.3} ms, apply {:.3} ms, leave {:.3} ms",
        l * 10.0,
        a * 10.0,
        v * 40.0
    );
    println!(
        "list episode {:.3} ms, apply {:.3} ms",
        el / n_e as f64 * 1e3,
        ea / n_e as f64 * 1e3
    );
    let h = census.list(group, Kind::Household, None).unwrap();
    let mut times = Vec::new();
    let mut commits = Vec::new();
    for line in 0..40 {
        let p = county::person(&mut chance, line % 4, "王");
        let r = census.list(h, Kind::Person, None).unwrap();
        for (item, answer) in p.answers {
            let t = Instant::now();
            census.write(r, &item, answer).unwrap();
            times.push((t.elapsed(), item));
        }
        let t = Instant::now();
        census.leave().unwrap();
        commits.push(t.elapsed());
    }
    times.sort();
    commits.sort();
    println!(
        "write n {} p50 {:?} p90 {:?} p99 {:?}; leave p50 {:?}",
        times.len(),
        times[times.len() / 2],
        times[times.len() * 9 / 10],
        times[times.len() * 99 / 100],
        commits[commits.len() / 2]
    );
    census.close().unwrap();
    let _ = Answer::Cleared;
    let raw = rusqlite::Connection::open(folder.path().join("raw.db")).unwrap();
    raw.pragma_update(None, "key", "x").unwrap();
    raw.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES(1,'')").unwrap();
    let mut base = Vec::new();
    for i in 0..500 {
        let t = Instant::now();
        raw.prepare_cached("UPDATE t SET v = ?1 WHERE id = 1")
            .unwrap()
            .execute([i.to_string()])
            .unwrap();
        base.push(t.elapsed());
    }
    base.sort();
    println!("bare p50 {:?} p99 {:?}", base[250], base[495]);
}
