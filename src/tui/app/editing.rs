//! The text of a field in the operator's own editor.

use super::{App, Effect, Layer, layer};
use crate::desk::FieldKind;
use crate::tui::command::Reason;
use crate::tui::term::Trouble;
use crate::tui::text::craft as text;
use crate::tui::widget::Field;

/// Whether the field in focus takes words that somebody may want an editor for.
///
/// # Errors
/// It takes a day, a name, a number.
pub fn editable(app: &App) -> Result<(), Reason> {
    let words = match app.asked_about() {
        Some(Layer::Form(state)) => state.takes_words(),
        Some(Layer::Prompt(state)) => state.takes_words(),
        Some(Layer::Fill(fill)) => matches!(fill.kind(), Some(FieldKind::Text)) && !fill.dry(),
        _ => false,
    };
    if words { Ok(()) } else { Err(Reason::new("这一项不是一段文字", "this field is no text to write")) }
}

/// Lets the editor have the text of the field in focus.
pub fn edit(app: &mut App) -> Vec<Effect> {
    match app.layers.last_mut().and_then(Layer::field) {
        Some(field) => vec![Effect::Edit(field.text().to_owned())],
        None => Vec::new(),
    }
}

/// Takes the text back.
pub fn edited(app: &mut App, edited: Result<String, Trouble>) -> Vec<Effect> {
    let lang = app.lang();
    let text = match edited {
        Ok(text) => text,
        Err(trouble) => {
            app.complain(&anyhow::anyhow!(trouble.say(lang)));
            return Vec::new();
        }
    };
    // The screen may have been taken away meanwhile: then there is nobody to take it.
    let Some(field) = app.layers.last_mut().and_then(Layer::field) else { return Vec::new() };
    *field = Field::default();
    field.paste(text.trim());
    let taken = field.text().chars().count();
    if text.trim().chars().count() > taken {
        app.say(text::editor_cut(lang, taken));
    }
    layer::typed(app)
}
