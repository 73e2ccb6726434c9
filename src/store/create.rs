//! Making a census file from a frame, and adding a second frame later.

use std::path::Path;

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::census::{Census, Tools, pen_note, set_meta};
use super::error::{Result, StoreError};
use super::event::hex;
use super::key::Access;
use super::open::{Door, Mode};
use super::pen::{self, Pen};
use super::prelist::ORIGIN;
use super::project::is_live;
use super::record::{self, RecordRef};
use super::{migrate, schema, tally};
use crate::base::random::system_bytes;
use crate::domain::answer::Answer;
use crate::domain::frame::{Frame, FrameGroup, FrameTownship, FrameVillage};
use crate::domain::kind::Kind;
use crate::domain::role::Role;

/// Code of `origin` for what a frame or register names.
pub(super) const PRELISTED: &str = "1";

/// What a new census file is made with besides its frame.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Who is at the keyboard.
    pub person: String,
    /// What that person does.
    pub role: Role,
    /// Year of the round.
    pub round: u16,
    /// Every status is as at this date.
    pub reference_date: NaiveDate,
}

/// What a frame changed in a census file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrameChange {
    /// Codes of townships and villages that were added.
    pub added: Vec<String>,
    /// Codes whose name changed.
    pub renamed: Vec<String>,
    /// Codes of the file that the frame lacks: for a person to decide, never removed.
    pub absent: Vec<String>,
}

impl Census {
    /// Makes a census file. On failure no file is left behind.
    ///
    /// # Errors
    /// When a file exists there, the passphrase is empty, or the disk fails.
    pub fn create(
        path: &Path,
        access: &Access,
        setup: &Setup,
        frame: &Frame,
        tools: Tools,
    ) -> Result<Self> {
        let census = record::census_id(&frame.county_code, setup.round);
        Self::create_as(census, path, access, setup, (frame, tools))
    }

    /// Makes a census file for a demonstration: what it holds never merges into a census, nor into
    /// a demonstration of another seed.
    ///
    /// # Errors
    /// As [`Census::create`].
    pub fn create_demo(
        path: &Path,
        access: &Access,
        setup: &Setup,
        (frame, tools): (&Frame, Tools),
        seed: u64,
    ) -> Result<Self> {
        let census = record::demo_id(seed, &frame.county_code, setup.round);
        Self::create_as(census, path, access, setup, (frame, tools))
    }

    fn create_as(
        census: Uuid,
        path: &Path,
        access: &Access,
        setup: &Setup,
        (frame, tools): (&Frame, Tools),
    ) -> Result<Self> {
        let door = Door::for_new(path, access)?;
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::Device {
                path: folder.to_owned(),
                source,
            })?;
        }
        let made = Self::fill(census, door, setup, frame, tools);
        if made.is_err() {
            remove_all(path);
        }
        made
    }

    fn fill(census: Uuid, door: Door, setup: &Setup, frame: &Frame, tools: Tools) -> Result<Self> {
        let pen = Pen::take(&door.path, &pen_note(&tools))?;
        let mut conn = door.connect(Mode::Create)?;
        migrate::migrate(&mut conn)?;
        schema::prepare(&mut conn, &tools.instrument)?;
        schema::set_current(&conn, &tools.instrument)?;
        // The device is seeded like all ids, its key never: that would be a public secret.
        let device = Uuid::from_bytes(tools.randomness.bytes());
        set_meta(&conn, "census", &census.to_string())?;
        set_meta(&conn, "device", &device.to_string())?;
        set_meta(&conn, "device_key", &hex(&system_bytes::<32>()))?;
        write_round(&conn, setup, frame, &tools)?;
        let id = record::named_id(census, Kind::County, &frame.county_code);
        let county = record::add(&conn, id, Kind::County, None, None)?;
        conn.execute("UPDATE record SET scope = ?1 WHERE id = ?1", [county.id])?;
        // The reader wants to know the county; its first event fills the row.
        conn.execute(
            "INSERT INTO county (id, name) VALUES (?1, ?2)",
            (county.id, &frame.county),
        )?;
        let mut made = Self::assemble(conn, door, pen, tools)?;
        made.transact(|census| census.found(county, setup, frame))?;
        Ok(made)
    }

    /// Writes the first events: county, round, townships, villages, the person at the keyboard.
    fn found(&mut self, county: RecordRef, setup: &Setup, frame: &Frame) -> Result<()> {
        self.actor = (setup.person.clone(), setup.role);
        let answers = [
            text("code", &frame.county_code),
            text("name", &frame.county),
            text("@round.year", &setup.round.to_string()),
            text("@round.reference_date", &setup.reference_date.to_string()),
        ];
        self.begin(county, None, &answers)?;
        for township in &frame.townships {
            self.add_township(county, township)?;
        }
        self.seal()?;
        self.actor = (String::new(), setup.role);
        self.sign_in(&setup.person, setup.role)?;
        tally::recount_all(&self.reader.conn)?;
        Ok(())
    }

    fn add_township(&mut self, county: RecordRef, township: &FrameTownship) -> Result<()> {
        let above = record::entry(&self.reader.conn, county.id)?;
        let id = record::named_id(self.writer.census, Kind::Township, &township.code);
        let answers = [text("code", &township.code), text("name", &township.name)];
        let listed = self.add_record(id, Kind::Township, &above, &answers)?;
        let above = record::entry(&self.reader.conn, listed.id)?;
        for village in &township.villages {
            self.add_village(&above, village)?;
        }
        Ok(())
    }

    fn add_village(&mut self, above: &record::Entry, village: &FrameVillage) -> Result<()> {
        let id = record::named_id(self.writer.census, Kind::Village, &village.code);
        let mut answers = vec![text("code", &village.code), text("name", &village.name)];
        answers.extend(expected(
            village.expected_households,
            village.expected_persons,
        ));
        if !village.groups.is_empty() {
            answers.push(text("expected_groups", &village.groups.len().to_string()));
        }
        let listed = self.add_record(id, Kind::Village, above, &answers)?;
        let above = record::entry(&self.reader.conn, listed.id)?;
        for group in &village.groups {
            self.add_frame_group(&above, group)?;
        }
        Ok(())
    }

    fn add_frame_group(&mut self, above: &record::Entry, group: &FrameGroup) -> Result<()> {
        let number = group.number.to_string();
        let id = record::group_id(above.uuid, &number);
        let mut answers = vec![text("number", &number), text(ORIGIN, PRELISTED)];
        if let Some(name) = Some(group.name.as_str()).filter(|name| !name.is_empty()) {
            answers.push(text("name", name));
        }
        answers.extend(expected(group.expected_households, group.expected_persons));
        self.add_record(id, Kind::Group, above, &answers)?;
        Ok(())
    }

    /// Adds a second frame of the same county: new units are added, names and expectations are
    /// brought up, what it lacks is listed for a person to decide.
    ///
    /// # Errors
    /// When the frame is another county's, or the disk fails.
    pub fn add_frame(&mut self, frame: &Frame) -> Result<FrameChange> {
        if frame.county_code != self.reader.round.county_code {
            return Err(StoreError::OtherCounty {
                frame: frame.county_code.clone(),
                file: self.reader.round.county_code.clone(),
            });
        }
        self.transact(|census| {
            let mut change = FrameChange::default();
            let county = census.reader.county;
            for township in &frame.townships {
                census.merge_township(county, township, &mut change)?;
            }
            census.seal()?;
            tally::recount_all(&census.reader.conn)?;
            change.absent = census.absent(frame)?;
            Ok(change)
        })
    }

    fn merge_township(
        &mut self,
        county: RecordRef,
        township: &FrameTownship,
        change: &mut FrameChange,
    ) -> Result<()> {
        let Some(known) = self.coded(Kind::Township, &township.code)? else {
            change.added.push(township.code.clone());
            change
                .added
                .extend(township.villages.iter().map(|village| village.code.clone()));
            return self.add_township(county, township);
        };
        self.rename(known, &township.code, &township.name, change)?;
        let above = record::entry(&self.reader.conn, known.id)?;
        for village in &township.villages {
            let Some(known) = self.coded(Kind::Village, &village.code)? else {
                change.added.push(village.code.clone());
                self.add_village(&above, village)?;
                continue;
            };
            self.rename(known, &village.code, &village.name, change)?;
            self.merge_village(known, village)?;
        }
        Ok(())
    }

    fn merge_village(&mut self, known: RecordRef, village: &FrameVillage) -> Result<()> {
        let answers: Vec<_> =
            expected(village.expected_households, village.expected_persons).collect();
        self.apply(known, &answers)?;
        let above = record::entry(&self.reader.conn, known.id)?;
        for group in &village.groups {
            let id = record::group_id(above.uuid, &group.number.to_string());
            match record::by_uuid(&self.reader.conn, id)? {
                None => self.add_frame_group(&above, group)?,
                Some(known) => {
                    let answers: Vec<_> =
                        expected(group.expected_households, group.expected_persons).collect();
                    self.apply(known.record, &answers)?;
                }
            }
        }
        Ok(())
    }

    fn rename(
        &mut self,
        known: RecordRef,
        code: &str,
        name: &str,
        change: &mut FrameChange,
    ) -> Result<()> {
        let answer = Answer::Value(name.to_owned());
        if self.write(known, "name", answer)?.is_changed {
            change.renamed.push(code.to_owned());
        }
        Ok(())
    }

    /// Finds a township or village by its code.
    pub(super) fn coded(&self, kind: Kind, code: &str) -> Result<Option<RecordRef>> {
        use rusqlite::OptionalExtension;
        let sql = format!("SELECT id FROM {} WHERE path = ?1", kind.table());
        let id = self
            .reader
            .conn
            .prepare_cached(&sql)?
            .query_row([code], |row| row.get(0))
            .optional()?;
        Ok(id.map(|id| RecordRef { kind, id }))
    }

    fn absent(&self, frame: &Frame) -> Result<Vec<String>> {
        let named: std::collections::BTreeSet<&str> = frame
            .townships
            .iter()
            .flat_map(|township| {
                let villages = township
                    .villages
                    .iter()
                    .map(|village| village.code.as_str());
                villages.chain([township.code.as_str()])
            })
            .collect();
        let mut absent = Vec::new();
        for kind in [Kind::Township, Kind::Village] {
            let sql = format!("SELECT id, path FROM {} ORDER BY path", kind.table());
            let mut statement = self.reader.conn.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let code: String = row.get(1)?;
                let record = RecordRef {
                    kind,
                    id: row.get(0)?,
                };
                if !named.contains(code.as_str()) && is_live(&self.reader.conn, record)? {
                    absent.push(code);
                }
            }
        }
        Ok(absent)
    }
}

/// Writes the projection of the round's settings, defaults included.
fn write_round(
    conn: &rusqlite::Connection,
    setup: &Setup,
    frame: &Frame,
    tools: &Tools,
) -> Result<()> {
    conn.execute("DELETE FROM round", [])?;
    conn.execute(
        "INSERT INTO round (reference_date, reference_ym, reference_year, county_code, county_codes)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            setup.reference_date.to_string(),
            setup.reference_date.format("%Y-%m").to_string(),
            setup.round,
            &frame.county_code,
            &county_codes(&frame.county_code),
        ),
    )?;
    for setting in &tools.instrument.settings {
        let value = setting.default_for(setup.reference_date.year());
        let sql = format!("UPDATE round SET \"{}\" = ?1", setting.id);
        conn.execute(&sql, [value])?;
    }
    Ok(())
}

/// Codes that count as this county's on identity numbers: its own and, where known, withdrawn ones.
fn county_codes(code: &str) -> String {
    match code {
        "620825" => "620825;622726".to_owned(),
        "621121" => "621121;622424".to_owned(),
        _ => code.to_owned(),
    }
}

fn text(item: &str, value: &str) -> (String, Answer) {
    (item.to_owned(), Answer::Value(value.to_owned()))
}

fn expected(
    households: Option<u32>,
    persons: Option<u32>,
) -> impl Iterator<Item = (String, Answer)> {
    [
        ("expected_households", households),
        ("expected_persons", persons),
    ]
    .into_iter()
    .filter_map(|(item, count)| Some(text(item, &count?.to_string())))
}

/// Removes what a failed attempt left: the file did not exist before, so nothing is lost.
fn remove_all(path: &Path) {
    let beside = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        std::path::PathBuf::from(name)
    };
    for file in [
        path.to_owned(),
        beside("-wal"),
        beside("-shm"),
        pen::path_of(path),
    ] {
        // A file that cannot be removed is reported by the failure that brought us here.
        let _ = std::fs::remove_file(file);
    }
}
