//! The locked screen: nothing is shown and nothing answers until whoever was at work proves to be there again.

mod idle;
mod view;

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::app::{Answer, App, Effect, Exit, Layer, Msg, Slot, update};
use super::command::Reason;
use super::widget::Typed;
use crate::lang::texts;

pub use idle::Idle;
pub use view::view;

texts! {
    locked() { "已锁定", "locked" }
    asked() { "口令（不显示）：", "passphrase (not shown): " }
    asked_file() { "按 Enter 重新读取密钥文件", "Enter reads the key file again" }
    wrong() { "口令不对", "the passphrase is wrong" }
    waits() { "正在核对…", "being looked at ..." }
}

/// Whether what was typed opens the slot of the operator who is at work; may wait, so it is only asked on a worker.
pub type Opens = Arc<dyn Fn(&str) -> anyhow::Result<bool> + Send + Sync>;

/// How the screen of a sealed register is locked.
#[derive(Clone)]
pub struct Lock {
    /// After how long without a key; never where there is none.
    pub after: Option<Duration>,
    /// Whether a passphrase is typed, or a key file is read again.
    pub typed: bool,
    /// What opens it.
    pub opens: Opens,
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Lock").field("after", &self.after).finish_non_exhaustive()
    }
}

/// A screen that is locked.
#[derive(Default)]
pub struct State {
    typed: Typed,
    wrong: bool,
    waits: bool,
}

/// Whether it can be locked at all.
///
/// # Errors
/// What is not sealed needs no lock.
pub fn can(app: &App) -> Result<(), Reason> {
    match &app.lock {
        Some(_) if app.source.is_some() => Ok(()),
        _ => Err(Reason::new("名册没有加密，不用锁定", "the register is not sealed: there is nothing to lock")),
    }
}

/// Locks the screen; what was revealed is masked again.
pub fn now(app: &mut App) -> Vec<Effect> {
    if can(app).is_ok() && app.locked.is_none() {
        app.dirty = true;
        app.ahead.clear();
        app.toast = None;
        app.work.stop(Slot::Reveal);
        app.layers.retain(|layer| !matches!(layer, Layer::Prompt(_)));
        for layer in &mut app.layers {
            if let Layer::Person(person) = layer {
                person.mask();
            }
        }
        if let Some(source) = &app.source {
            source.forget();
        }
        app.locked = Some(State::default());
    }
    Vec::new()
}

/// A key while the screen is locked: a letter of the passphrase, or Ctrl-c to leave.
pub fn press(app: &mut App, event: KeyEvent) -> Vec<Effect> {
    let (Some(lock), Some(state)) = (app.lock.clone(), &mut app.locked) else { return Vec::new() };
    if event.code == KeyCode::Char('c') && event.modifiers.contains(KeyModifiers::CONTROL) {
        return update(app, Msg::End(Exit::Done));
    }
    if state.waits {
        return Vec::new();
    }
    app.dirty = true;
    match state.typed.press(event) {
        Some(true) => {
            let typed = std::mem::take(&mut state.typed).into_text();
            (state.wrong, state.waits) = (false, true);
            vec![Effect::Work(app.work.begin(Slot::Unlock, move |_, _| Answer::Unlocked((lock.opens)(&typed))))]
        }
        Some(false) => {
            state.typed = Typed::default();
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Whether what was typed opens it.
pub fn answered(app: &mut App, opens: anyhow::Result<bool>) {
    match (opens, &mut app.locked) {
        (Ok(true), locked) => *locked = None,
        // What could not be looked at opens nothing.
        (Ok(false) | Err(_), Some(state)) => (state.wrong, state.waits) = (true, false),
        (_, None) => {}
    }
}
