//! Tables and JSON on standard output.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// Prints a value as one JSON document.
pub fn json(value: &impl Serialize) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, value).map_err(io_error)?;
    writeln!(out)?;
    Ok(out.flush()?)
}

fn io_error(error: serde_json::Error) -> anyhow::Error {
    // A closed pipe must be known again as what it is.
    match error.io_error_kind() {
        Some(kind) => io::Error::from(kind).into(),
        None => error.into(),
    }
}

/// A table whose first `texts` columns are texts and whose others are numbers.
pub struct Table {
    texts: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table under a heading.
    pub fn new(texts: usize, heading: &[&str]) -> Self {
        Self { texts, rows: vec![heading.iter().map(|cell| (*cell).to_owned()).collect()] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Prints it, columns aligned by display width.
    pub fn print(&self) -> Result<()> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width =
            |at: usize| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut out = BufWriter::new(io::stdout().lock());
        for row in &self.rows {
            let mut line = String::new();
            for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(width - cell.width());
                let gap = if at > 0 { "  " } else { "" };
                if at < self.texts {
                    line.extend([gap, cell, &pad]);
                } else {
                    line.extend([gap, &pad, cell]);
                }
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(out.flush()?)
    }
}

/// Prints one line.
pub fn line(text: &str) -> Result<()> {
    Ok(writeln!(io::stdout().lock(), "{text}")?)
}
