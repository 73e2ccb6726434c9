use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::csv_out::{CsvOut, WrittenFile};
use super::disposed::Disposed;
use super::export_error::ExportError;
use super::sheet::Sheet;
use super::{codebook, manifest};
use crate::base::clock::Clock;
use crate::base::files::{self, FileError};
use crate::domain::kind::Kind;
use crate::store::{Node, Reader, Window};

/// Most townships of a county; the largest has 28.
const TOWNSHIPS_MAX: usize = 200;
/// Rows between two reports of progress.
const REPORT_ROWS: u64 = 256;
/// Digits of the code of a village at the head of a path.
const VILLAGE_DIGITS: usize = 12;

/// What to export, and where to.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    /// Code of the county or of a township; the county without one.
    pub area: Option<String>,
    /// Folder in which each township gets its own.
    pub out: PathBuf,
    /// Whether folders that are there already are replaced.
    pub replace: bool,
}

/// How far an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportProgress {
    /// Name of the township at work.
    pub township: String,
    /// Townships finished.
    pub done: usize,
    /// Townships in all.
    pub all: usize,
    /// Rows written so far, all townships together.
    pub rows: u64,
}

/// One township that was exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Code of the township.
    pub code: String,
    /// Name of the township.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its files, without the manifest.
    pub files: Vec<WrittenFile>,
    /// Missing items and hard findings that are still open.
    pub open: u64,
}

/// Rows of a village by sheet: households, persons, episodes.
pub(super) type VillageRows = BTreeMap<Vec<u8>, [u64; 3]>;

/// Writes the folders of a township, or of all townships of the county.
///
/// # Errors
///
/// [`ExportError`]; folders of townships finished before stay, each of them whole.
pub fn export(
    reader: &Reader,
    request: &ExportRequest,
    clock: &Clock,
    watch: &mut dyn FnMut(&ExportProgress) -> ControlFlow<()>,
) -> Result<Vec<Exported>, ExportError> {
    let townships = townships(reader, request.area.as_deref())?;
    let folders: Vec<PathBuf> = townships
        .iter()
        .map(|township| request.out.join(folder_name(township)))
        .collect();
    prepare(&request.out, &folders, request.replace)?;
    let sheets = Sheet::all(reader);
    let mut progress = ExportProgress {
        township: String::new(),
        done: 0,
        all: townships.len(),
        rows: 0,
    };
    let mut exported = Vec::new();
    for (township, folder) in townships.iter().zip(folders) {
        progress.township.clone_from(&township.name);
        let mut files = Vec::new();
        let fill = |dir: &Path| -> Result<(), ExportError> {
            let mut run = Run {
                reader,
                sheets: &sheets,
                dir,
                watch,
                progress: &mut progress,
            };
            files = run.township(township, clock)?;
            Ok(())
        };
        if request.replace {
            files::replace_dir(&folder, fill)?;
        } else {
            files::publish_dir(&folder, fill)?;
        }
        progress.done += 1;
        exported.push(Exported {
            code: township.path.clone(),
            name: township.name.clone(),
            folder,
            files,
            open: township.tally.missing + township.tally.hard,
        });
    }
    Ok(exported)
}

fn townships(reader: &Reader, area: Option<&str>) -> Result<Vec<Node>, ExportError> {
    let record = area.map_or(Ok(reader.county()), |area| reader.area(area))?;
    match record.kind {
        Kind::County => {
            Ok(reader.children(record, Kind::Township, &Window::first(TOWNSHIPS_MAX))?)
        }
        Kind::Township => Ok(vec![reader.node(record)?]),
        _ => Err(ExportError::Level {
            code: area.unwrap_or_default().to_owned(),
        }),
    }
}

/// Makes the folder of all, and refuses before the first row what would be refused at the last.
fn prepare(out: &Path, folders: &[PathBuf], replace: bool) -> Result<(), ExportError> {
    if out.is_file() {
        return Err(ExportError::NoFolder {
            path: out.to_owned(),
        });
    }
    std::fs::create_dir_all(out).map_err(|error| FileError::new(out, &error))?;
    for folder in folders {
        files::recover_dir(folder)?;
        if folder.exists() && !replace {
            return Err(ExportError::Exists {
                path: folder.clone(),
            });
        }
    }
    Ok(())
}

/// Returns the name of a township's folder, without characters that Windows refuses.
fn folder_name(township: &Node) -> String {
    let is_refused = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
    let name: String = township
        .name
        .chars()
        .map(|c| if is_refused(c) { '_' } else { c })
        .collect();
    format!("{}_{}", township.path, name.trim_end_matches(['.', ' ']))
}

struct Run<'a, 'w> {
    reader: &'a Reader,
    sheets: &'a [Sheet],
    dir: &'a Path,
    watch: &'a mut (dyn FnMut(&ExportProgress) -> ControlFlow<()> + 'w),
    progress: &'a mut ExportProgress,
}

impl Run<'_, '_> {
    /// Writes all files of a township on one state of the census file.
    fn township(
        &mut self,
        township: &Node,
        clock: &Clock,
    ) -> Result<Vec<WrittenFile>, ExportError> {
        let reader = self.reader;
        reader.at_one_moment(|| {
            let mut villages = VillageRows::new();
            let mut files = Vec::new();
            let mut disposed = Disposed::create(self.dir)?;
            for (index, sheet) in self.sheets.iter().enumerate() {
                files.push(self.sheet(sheet, &township.path, &mut disposed, |village| {
                    let counts = villages.entry(village.to_vec()).or_default();
                    if let Some(count) = counts.get_mut(index) {
                        *count += 1;
                    }
                })?);
            }
            files.push(disposed.finish()?);
            files.push(codebook::write(self.dir, reader.instrument(), self.sheets)?);
            manifest::write(self.dir, reader, township, &files, &villages, clock)?;
            Ok(files)
        })
    }

    fn sheet(
        &mut self,
        sheet: &Sheet,
        area: &str,
        disposed: &mut Disposed,
        mut count: impl FnMut(&[u8]),
    ) -> Result<WrittenFile, ExportError> {
        let mut out = CsvOut::create(self.dir, sheet.file)?;
        out.heading(sheet.headings())?;
        let mut failed: Option<ExportError> = None;
        let done = self.reader.rows(sheet.kind, area, &mut |row| {
            let ended = if let Some(path) = wanted(sheet, row)? {
                count(path.get(..VILLAGE_DIGITS).unwrap_or(path));
                write_row(&mut out, sheet, path, row)?;
                out.end_row()
            } else if let Some(places) = sheet.ledger {
                disposed.take(sheet, places, row)?;
                disposed.end_row()
            } else {
                Ok(())
            };
            let written = ended.map_err(ExportError::from).and_then(|()| self.step());
            written.map_err(|error| {
                failed = Some(error);
                // Any error ends the pass; the true one is kept beside it.
                rusqlite::Error::InvalidQuery
            })
        });
        if let Some(error) = failed {
            return Err(error);
        }
        done?;
        Ok(out.finish()?)
    }

    fn step(&mut self) -> Result<(), ExportError> {
        self.progress.rows += 1;
        if self.progress.rows.is_multiple_of(REPORT_ROWS) && (self.watch)(self.progress).is_break()
        {
            return Err(ExportError::Stopped);
        }
        Ok(())
    }
}

/// Returns the path of a row that belongs into the sheet: whatever counts, and the households and
/// groups that are out of scope, so that the reader of the file sees where they went.
fn wanted<'row>(sheet: &Sheet, row: &'row Row<'_>) -> rusqlite::Result<Option<&'row [u8]>> {
    let path = row.get_ref(sheet.path)?.as_bytes().unwrap_or_default();
    if row.get_ref(sheet.live)? != ValueRef::Integer(0) {
        return Ok(Some(path));
    }
    let Some((disposition, codes)) = &sheet.out_of_scope else {
        return Ok(None);
    };
    let disposition = row.get_ref(*disposition)?.as_bytes().unwrap_or_default();
    Ok(codes
        .iter()
        .any(|code| code.as_bytes() == disposition)
        .then_some(path))
}

fn write_row(out: &mut CsvOut, sheet: &Sheet, path: &[u8], row: &Row<'_>) -> rusqlite::Result<()> {
    for key in &sheet.keys {
        out.text(key.cut(path));
    }
    out.value(row.get_ref(sheet.uuid)?, 0);
    for column in &sheet.columns {
        out.value(row.get_ref(column.index)?, column.scale);
    }
    Ok(())
}
