//! A list as a table for a spreadsheet: columns with tabs between.

use crate::tui::term::clipboard::LONGEST;

/// A list that can be sent.
pub struct Sheet<'a> {
    /// The titles.
    pub head: Vec<String>,
    /// How many rows there are.
    pub len: usize,
    /// The row under the cursor.
    pub at: usize,
    /// One row; none of what is no row of the table.
    pub row: Box<dyn Fn(usize) -> Option<Vec<String>> + 'a>,
}

impl Sheet<'_> {
    /// The table as far as a terminal takes it, and how many of its rows that is.
    pub fn text(&self) -> (String, usize) {
        let mut text = Self::line(&self.head);
        for at in 0..self.len {
            let Some(row) = (self.row)(at) else { continue };
            let line = Self::line(&row);
            if text.len() + line.len() + 1 > LONGEST {
                return (text, at);
            }
            text.push('\n');
            text.push_str(&line);
        }
        (text, self.len)
    }

    /// One row as a line.
    pub fn line(row: &[String]) -> String {
        row.iter().map(|cell| cell_of(cell)).collect::<Vec<_>>().join("\t")
    }
}

// A spreadsheet would take a tab for another cell, and a sign at the beginning for a formula.
fn cell_of(text: &str) -> String {
    let plain = text.replace(['\t', '\n', '\r'], " ");
    let formula = plain.starts_with(['=', '+', '-', '@']) && plain.chars().any(char::is_alphabetic);
    if formula { format!("'{plain}") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_a_cell() {
        assert_eq!(cell_of("a\tb\nc"), "a b c");
        assert_eq!(cell_of("=cmd()"), "'=cmd()");
        assert_eq!((cell_of("-0.25").as_str(), cell_of("-").as_str()), ("-0.25", "-"));
    }

    #[test]
    fn a_table_ends_where_a_terminal_takes_no_more() {
        let row = |at: usize| at.is_multiple_of(2).then(|| vec![at.to_string(), "团".repeat(100)]);
        let sheet = Sheet { head: vec!["a".into(), "b".into()], len: 1000, at: 0, row: Box::new(row) };
        let (text, rows) = sheet.text();
        assert!(text.len() <= LONGEST && text.len() > LONGEST - 400 && rows < 1000, "{}", text.len());
        assert_eq!(text.lines().count(), 1 + rows.div_ceil(2));
    }
}
