//! Workbooks: sheets as rows of texts, so that one set of checks serves them and CSV alike.

use std::borrow::Cow;
use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsx};

use super::encoding::Encoding;

/// What a reader of rows says: go on, or stop for good.
type Step<'s> = &'s mut dyn FnMut(u32, &[Cow<'_, str>]) -> anyhow::Result<()>;

/// The outer error is the caller's own; the inner one says what is wrong with the workbook.
pub(super) type Read<T> = anyhow::Result<Result<T, String>>;

/// The names of the sheets.
pub(super) fn sheets(encoding: Encoding, path: &Path) -> Read<Vec<String>> {
    if let (Encoding::Xlsx, Err(why)) = (encoding, super::bomb::look(path)) {
        return Ok(Err(why));
    }
    guarded(|| {
        Ok(match encoding {
            Encoding::Xls => open_xls(path)?.sheet_names(),
            _ => open_xlsx(path)?.sheet_names(),
        })
    })
}

/// Gives every row that holds anything to `step`, numbered as the sheet numbers them.
pub(super) fn rows(
    encoding: Encoding,
    path: &Path,
    sheet: &str,
    mut step: impl FnMut(u32, &[Cow<'_, str>]) -> anyhow::Result<()>,
) -> Read<()> {
    guarded(|| match encoding {
        Encoding::Xls => xls_rows(path, sheet, &mut step),
        _ => xlsx_rows(path, sheet, &mut step),
    })
}

enum Fault {
    Book(String),
    Caller(anyhow::Error),
}

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Book(error.to_string())
    }
}

// A damaged workbook can make the reader index out of its bounds; that must cost the file and not the program.
fn guarded<T>(read: impl FnOnce() -> Result<T, Fault>) -> Read<T> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(Ok(value)),
        Ok(Err(Fault::Book(why))) => Ok(Err(why)),
        Ok(Err(Fault::Caller(error))) => Err(error),
        Err(_) => Ok(Err("damaged".into())),
    }
}

fn open_xlsx(path: &Path) -> Result<Xlsx<BufReader<File>>, Fault> {
    Ok(Xlsx::new(BufReader::new(File::open(path)?))?)
}

fn open_xls(path: &Path) -> Result<Xls<BufReader<File>>, Fault> {
    Ok(Xls::new(BufReader::new(File::open(path)?))?)
}

/// Cells are taken one by one: a sheet of a million rows held whole would be most of a gigabyte.
fn xlsx_rows(path: &Path, sheet: &str, step: Step<'_>) -> Result<(), Fault> {
    let mut book = open_xlsx(path)?;
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let mut fields: Vec<Cow<'_, str>> = Vec::new();
    let mut current = 0;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        if row != current && !fields.is_empty() {
            step(current + 1, &fields).map_err(Fault::Caller)?;
            fields.clear();
        }
        current = row;
        let value = said(cell.get_value());
        let column = column as usize;
        if !value.is_empty() && column < WIDEST {
            if fields.len() <= column {
                fields.resize(column + 1, Cow::Borrowed(""));
            }
            fields[column] = value;
        }
    }
    if fields.is_empty() { Ok(()) } else { step(current + 1, &fields).map_err(Fault::Caller) }
}

/// A stray cell far to the right must not make every row that wide.
const WIDEST: usize = 1024;

fn xls_rows(path: &Path, sheet: &str, step: Step<'_>) -> Result<(), Fault> {
    let range = open_xls(path)?.worksheet_range(sheet)?;
    let Some((top, left)) = range.start() else { return Ok(()) };
    for (at, row) in range.rows().enumerate() {
        let shift = std::iter::repeat_n(Cow::Borrowed(""), left as usize);
        let fields: Vec<Cow<'_, str>> = shift.chain(row.iter().map(said_by_xls)).take(WIDEST).collect();
        step(top + at as u32 + 1, &fields).map_err(Fault::Caller)?;
    }
    Ok(())
}

fn said<'c>(value: &DataRef<'c>) -> Cow<'c, str> {
    match value {
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Owned(text.clone()),
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) => figure(*number).into(),
        DataRef::Bool(yes) => Cow::Borrowed(flag(*yes)),
        DataRef::DateTime(moment) => date(*moment).into(),
        DataRef::Error(error) => error.to_string().into(),
        DataRef::Empty => Cow::Borrowed(""),
    }
}

fn said_by_xls(value: &Data) -> Cow<'_, str> {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cow::Borrowed(text),
        Data::Int(number) => number.to_string().into(),
        Data::Float(number) => figure(*number).into(),
        Data::Bool(yes) => Cow::Borrowed(flag(*yes)),
        Data::DateTime(moment) => date(*moment).into(),
        Data::Error(error) => error.to_string().into(),
        Data::Empty => Cow::Borrowed(""),
    }
}

const fn flag(yes: bool) -> &'static str {
    if yes { "是" } else { "否" }
}

/// A figure as a person would type it. From 10^15 on a sheet has lost the last digits of what was typed: it is written
/// with its power, as Excel shows it, and the checks know that form as damaged.
fn figure(number: f64) -> String {
    if number.abs() >= 1e15 {
        let text = format!("{number:E}");
        return text.replace('E', "E+");
    }
    if number.fract() == 0.0 {
        return format!("{number:.0}");
    }
    format!("{number:.6}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn date(moment: ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return figure(moment.as_f64());
    }
    match moment.to_ymd_hms_milli() {
        (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
        (year, month, day, h, m, s, _) => format!("{year:04}-{month:02}-{day:02} {h:02}:{m:02}:{s:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_typed_unless_they_are_damaged() {
        for (number, text) in [
            (440_000_000_000.0, "440000000000"),
            (12.5, "12.5"),
            (0.1 + 0.2, "0.3"),
            (-3.0, "-3"),
            (440_524_188_001_010_000.0, "4.4052418800101E+17"),
        ] {
            assert_eq!(figure(number), text);
        }
    }
}
