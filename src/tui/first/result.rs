//! What became of the rosters that were imported.

use crate::intake::Report;
use crate::tui::app::{App, Effect};
use crate::tui::pick::{self, Row};
use crate::tui::text;

/// Lines of refusals shown; the count is always of all.
const LISTED: usize = 500;

/// Lists each file with what was taken of it, then every refused row with its reason.
pub fn tell(app: &mut App, report: &Report) -> Vec<Effect> {
    let lang = app.lang();
    let width = app.size.0.min(pick::WIDEST).saturating_sub(10);
    let file = |file: &crate::intake::FileReport| Row {
        label: match &file.sheet {
            Some(sheet) => format!("{} [{sheet}]", file.file),
            None => file.file.clone(),
        },
        note: text::imported_file(lang, file.accepted, file.refused),
        on: false,
    };
    let mut rows: Vec<Row> = report.files.iter().map(file).collect();
    for refusal in report.refusals.iter().take(LISTED) {
        // A reason that is cut says nothing.
        let said = report.line(refusal, lang);
        rows.extend(app.look.wrap(&said, width).into_iter().map(|label| Row { label, note: String::new(), on: false }));
    }
    let more = report.refusals.len().saturating_sub(LISTED);
    if more > 0 {
        rows.push(Row { label: text::imported_more(lang, more), note: String::new(), on: false });
    }
    let refused = report.files.iter().map(|file| u64::from(file.refused)).sum();
    pick::open(app, pick::Kind::Imported(refused), rows)
}
