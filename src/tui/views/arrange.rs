//! Views renamed, taken out, put in another order, and all that put back.

use super::{Done, Kept, Node};
use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::command::Reason;
use crate::tui::config::{self, Arrange, arrange};
use crate::tui::pick::{self, Row};
use crate::tui::{prompt, text};

fn here(app: &App) -> Option<&Node> {
    app.views.nodes.get(app.views.cursor.at)
}

fn write(app: &mut App, what: Arrange, done: Done) -> Vec<Effect> {
    let Some(file) = app.views.file.clone() else {
        app.say(text::no_settings_file(app.lang()));
        return Vec::new();
    };
    app.ask(Slot::Keep, move |_, _, _| {
        let turned = arrange(&file, &what);
        Answer::Kept(turned.map(|turned| Kept { done, turned }).map_err(Into::into))
    })
}

/// Asks what the view under the cursor shall be called.
pub fn ask_new_name(app: &mut App) -> Vec<Effect> {
    let name = here(app).map(|node| node.name.clone()).unwrap_or_default();
    prompt::open(app, prompt::Kind::Rename, &name)
}

/// Gives the view under the cursor another name.
pub fn rename(app: &mut App, to: &str) -> Vec<Effect> {
    let (lang, to) = (app.lang(), to.trim().to_owned());
    let Some(from) = here(app).map(|node| node.name.clone()) else { return Vec::new() };
    if to == from {
        return Vec::new();
    }
    let taken = app.views.nodes.iter().any(|node| node.name == to);
    let wrong = match to.is_empty() {
        true => Some(text::no_view_name(lang).to_owned()),
        false => taken.then(|| text::view_taken(lang, &to)),
    };
    if let Some(wrong) = wrong {
        app.say(wrong);
        return prompt::open(app, prompt::Kind::Rename, &to);
    }
    write(app, Arrange::Rename { from, to: to.clone() }, Done::Renamed(to))
}

/// Asks once whether the view under the cursor shall go.
pub fn ask_remove(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    let Some(node) = here(app) else { return Vec::new() };
    let row = |label: String, note: &str| Row { label, note: note.to_owned(), on: false };
    let rows =
        vec![row(text::view_remove(lang, &node.name), node.filter.text()), row(text::view_stays(lang).to_owned(), "")];
    pick::open(app, pick::Kind::RemoveView, rows)
}

/// Takes the view under the cursor out.
pub fn removed(app: &mut App) -> Vec<Effect> {
    let Some(name) = here(app).map(|node| node.name.clone()) else { return Vec::new() };
    write(app, Arrange::Remove(name.clone()), Done::Removed(name))
}

/// Moves the view under the cursor by one, up or down.
pub fn shift(app: &mut App, by: isize) -> Vec<Effect> {
    let nodes = &app.views.nodes;
    let other = app.views.cursor.at.checked_add_signed(by).and_then(|at| nodes.get(at));
    let (Some(one), Some(other)) = (here(app), other) else { return Vec::new() };
    let name = one.name.clone();
    write(app, Arrange::Swap(name.clone(), other.name.clone()), Done::Moved(name))
}

/// Whether a change of the views can be put back.
///
/// # Errors
/// There was none in this sitting.
pub fn undoable(app: &App) -> Result<(), Reason> {
    match &app.views.turned {
        Some(_) if app.work.pending(Slot::Keep) => Err(Reason::new("正在写入设置", "the settings are being written")),
        Some(_) => Ok(()),
        None => Err(Reason::new("视图没有可撤销的改动", "there is no change of the views to take back")),
    }
}

/// Writes back what the file said before the last change.
pub fn put_back(app: &mut App) -> Vec<Effect> {
    let (Some(file), Some(turned)) = (app.views.file.clone(), app.views.turned.clone()) else { return Vec::new() };
    app.ask(Slot::Keep, move |_, _, _| {
        let back = config::put_back(&file, &turned);
        Answer::Kept(back.map(|turned| Kept { done: Done::Back, turned }).map_err(Into::into))
    })
}
