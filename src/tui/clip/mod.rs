//! What is sent to the clipboard of the operator's terminal: a name, a code, a line, a table. Numbers of persons are masked.

mod choices;
mod rows;
mod sheet;

use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::command::Reason;
use crate::tui::pick::{self, Row};
use crate::tui::term::{clipboard, host::Host};
use crate::tui::text::craft as text;
use choices::choices;

/// Columns of a text that a choice shows.
const SHOWN: u16 = 40;

/// How text goes to the clipboard of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// Through tmux where the program runs inside of it, else as OSC 52.
    #[default]
    Auto,
    /// As OSC 52 in any case.
    Osc52,
    /// Not at all.
    Off,
}

/// A text on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    /// The text.
    pub text: String,
    /// What it is, for the sentence in the hint line.
    pub what: String,
}

/// Whether anything can be sent.
///
/// # Errors
/// Why not.
pub fn ready(app: &App) -> Result<(), Reason> {
    let settings = &app.settings;
    if settings.clipboard == Clipboard::Off {
        return Err(Reason::new(
            "设置 clipboard = \"off\" 关闭了发往剪贴板",
            "the setting clipboard = \"off\" forbids it",
        ));
    }
    if settings.host.console && settings.clipboard == Clipboard::Auto {
        return Err(Reason::new("Linux 控制台没有剪贴板", "the Linux console has no clipboard"));
    }
    if !choices(app).is_empty() {
        return Ok(());
    }
    let empty =
        Reason::new("这里还没有一行，没有可发往剪贴板的内容", "there is no row here, so there is nothing to send");
    Err(rows::of(app).err().unwrap_or(empty))
}

/// Lists what there is to send.
pub fn open(app: &mut App) -> Vec<Effect> {
    let look = &app.look;
    let rows = choices(app)
        .into_iter()
        .map(|choice| Row { label: choice.label, note: look.cut(&choice.note, SHOWN).into_owned(), on: false })
        .collect();
    pick::open(app, pick::Kind::Clip, rows)
}

/// Sends what was chosen, by its label: the list may have moved on.
pub fn choose(app: &mut App, label: &str) -> Vec<Effect> {
    let Some(choice) = choices(app).into_iter().find(|choice| choice.label == label) else { return Vec::new() };
    let (text, what) = choice.build(app);
    send(app, Clip { text, what })
}

/// Sends a text.
pub fn send(app: &mut App, clip: Clip) -> Vec<Effect> {
    if app.settings.clipboard == Clipboard::Auto && app.settings.host.tmux {
        let job = app.work.begin(Slot::Clip, move |_, _| match clipboard::to_tmux(&clip.text) {
            Ok(()) => Answer::Clipped(clip, true),
            Err(_) => Answer::Clipped(clip, false),
        });
        return vec![Effect::Work(job)];
    }
    to_terminal(app, clip)
}

/// After tmux was asked: where it did not take the text, the terminal is asked itself.
pub fn sent(app: &mut App, clip: Clip, taken: bool) -> Vec<Effect> {
    if !taken {
        return to_terminal(app, clip);
    }
    app.say(text::sent_through_tmux(app.lang(), &clip.what));
    Vec::new()
}

fn to_terminal(app: &mut App, clip: Clip) -> Vec<Effect> {
    let host: Host = app.settings.host;
    // Whether the terminal took it, nobody is told.
    app.say(text::sent_to_terminal(app.lang(), &clip.what));
    vec![Effect::Send(clipboard::sequence(&clip.text, host))]
}

#[cfg(test)]
mod tests;
