//! Marks: of findings, not of rows.

use std::sync::Arc;

use crate::tui::app::{App, Effect};

/// Marks the finding under the cursor, or the whole group of a heading, and goes on to the next.
pub fn mark(app: &mut App) -> Vec<Effect> {
    let triage = &mut app.triage;
    let group = triage.built.span(triage.cursor.at);
    if group.iter().all(|item| triage.marks.contains(item)) {
        let marks = Arc::make_mut(&mut triage.marks);
        for item in group {
            marks.remove(item);
        }
    } else {
        Arc::make_mut(&mut triage.marks).extend(group);
    }
    triage.cursor.step(1, triage.built.rows.len());
    super::moved(app);
    Vec::new()
}

/// Marks all that is listed; when all are marked, unmarks them.
pub fn mark_all(app: &mut App) -> Vec<Effect> {
    let triage = &mut app.triage;
    if triage.built.items.iter().all(|item| triage.marks.contains(item)) {
        let marks = Arc::make_mut(&mut triage.marks);
        for item in &triage.built.items {
            marks.remove(item);
        }
    } else {
        Arc::make_mut(&mut triage.marks).extend(&triage.built.items);
    }
    Vec::new()
}

/// Takes away all marks, listed or not.
pub fn clear(app: &mut App) -> Vec<Effect> {
    app.triage.marks = Arc::default();
    app.triage.built.hidden = 0;
    Vec::new()
}
