//! The files of one kind: csv or workbooks, each finished under another name and then given its own.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rust_xlsxwriter::{Workbook, Worksheet};

use super::Row;
use crate::intake::Kind;
use crate::model::Labelled;
use crate::store::private_file;

/// How rosters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 behind a byte-order mark, by which Excel knows it.
    #[default]
    Csv,
    /// A workbook of one sheet.
    Xlsx,
}

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Rows to a workbook: a sheet holds 1,048,576.
const ROWS_A_SHEET: u32 = 1_000_000;

/// One file under way.
enum Sink {
    Csv(BufWriter<File>),
    Xlsx(Box<Workbook>, u32),
}

/// A file whose name is its own only when it is finished.
struct Unfinished {
    part: PathBuf,
    path: PathBuf,
    done: bool,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// One file of a kind.
struct Roster {
    sink: Sink,
    rows: u64,
    name: Unfinished,
}

/// The files of one kind, told apart by a number: rows that one file may not hold twice go to later ones.
pub struct Rosters {
    dir: PathBuf,
    kind: Kind,
    format: Format,
    files: Vec<Roster>,
    /// For each number, the file that is being filled.
    filling: Vec<usize>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    /// Its name.
    pub file: String,
    /// What it holds.
    pub kind: Kind,
    /// How many rows, without the header.
    pub rows: u64,
}

impl Rosters {
    /// Begins the first file.
    ///
    /// # Errors
    /// What the disk said.
    pub fn new(dir: &Path, kind: Kind, format: Format) -> Result<Self> {
        let mut rosters = Self { dir: dir.to_owned(), kind, format, files: Vec::new(), filling: Vec::new() };
        rosters.begin()?;
        rosters.filling.push(0);
        Ok(rosters)
    }

    /// Writes a row to the file of a number.
    ///
    /// # Errors
    /// What the disk said.
    pub fn put(&mut self, number: usize, row: &Row) -> Result<()> {
        while self.filling.len() <= number {
            self.filling.push(self.files.len());
            self.begin()?;
        }
        let full = matches!(&self.files[self.filling[number]].sink, Sink::Xlsx(_, rows) if *rows > ROWS_A_SHEET);
        if full {
            self.filling[number] = self.files.len();
            self.begin()?;
        }
        let file = &mut self.files[self.filling[number]];
        file.rows += 1;
        file.sink.put(row.cells()).with_context(|| file.name.path.display().to_string())
    }

    fn begin(&mut self) -> Result<()> {
        let number = self.files.len() + 1;
        let tail = if number > 1 { format!("-{number}") } else { String::new() };
        let name = format!("{}{tail}.{}", self.kind.zh(), self.format.ending());
        let path = self.dir.join(&name);
        let name = Unfinished { part: self.dir.join(format!(".{name}.part")), path, done: false };
        let mut sink = match self.format {
            Format::Csv => {
                let mut file = BufWriter::with_capacity(
                    1 << 18,
                    private_file(&name.part).with_context(|| name.part.display().to_string())?,
                );
                file.write_all("\u{feff}".as_bytes()).with_context(|| name.path.display().to_string())?;
                Sink::Csv(file)
            }
            Format::Xlsx => {
                let mut book = Workbook::new();
                // Rows wait in a file until the workbook is saved: beside it, not where everybody's files wait.
                book.set_tempdir(&self.dir)?;
                book.add_worksheet_with_constant_memory()?.set_name(self.kind.zh())?;
                Sink::Xlsx(Box::new(book), 0)
            }
        };
        sink.put(self.kind.columns().iter().map(|column| column.name))?;
        self.files.push(Roster { sink, rows: 0, name });
        Ok(())
    }

    /// Finishes the files and gives them their names.
    ///
    /// # Errors
    /// What the disk said.
    pub fn finish(self) -> Result<Vec<Written>> {
        let kind = self.kind;
        let finish = |mut file: Roster| {
            let saved = match file.sink {
                Sink::Csv(out) => saved_text(out),
                Sink::Xlsx(mut book, _) => saved_book(&mut book, &file.name.part),
            };
            saved
                .and_then(|()| Ok(fs::rename(&file.name.part, &file.name.path)?))
                .with_context(|| file.name.path.display().to_string())?;
            file.name.done = true;
            let name = file.name.path.file_name().map(|name| name.to_string_lossy().into_owned());
            Ok(Written { file: name.unwrap_or_default(), kind, rows: file.rows })
        };
        self.files.into_iter().map(finish).collect()
    }
}

fn saved_text(out: BufWriter<File>) -> Result<()> {
    Ok(out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?)
}

fn saved_book(book: &mut Workbook, part: &Path) -> Result<()> {
    let mut out = private_file(part)?;
    book.save_to_writer(BufWriter::new(&mut out))?;
    Ok(out.sync_all()?)
}

impl Sink {
    fn put<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> Result<()> {
        match self {
            Self::Csv(out) => {
                for (at, cell) in cells.enumerate() {
                    if at > 0 {
                        out.write_all(b",")?;
                    }
                    quoted(out, cell)?;
                }
                out.write_all(b"\n")?;
            }
            Self::Xlsx(book, rows) => {
                let sheet: &mut Worksheet = book.worksheet_from_index(0)?;
                for (at, cell) in cells.enumerate().filter(|(_, cell)| !cell.is_empty()) {
                    sheet.write_string(*rows, at as u16, cell)?;
                }
                *rows += 1;
            }
        }
        Ok(())
    }
}

fn quoted(out: &mut impl Write, cell: &str) -> std::io::Result<()> {
    if !cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return out.write_all(cell.as_bytes());
    }
    out.write_all(b"\"")?;
    for (at, part) in cell.split('"').enumerate() {
        out.write_all(if at > 0 { b"\"\"" } else { b"" })?;
        out.write_all(part.as_bytes())?;
    }
    out.write_all(b"\"")
}
