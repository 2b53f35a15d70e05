//! What threads that nobody waits for have to say to the operator.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use super::app::Msg;

/// A sentence in both languages: which one the screen speaks is known when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// The way to the screen, once there is one; clones lead to the same.
#[derive(Clone, Debug, Default)]
pub struct Notices(Arc<Mutex<Option<Sender<Msg>>>>);

impl Notices {
    /// Shows a sentence in the hint line; without a screen nobody hears it.
    pub fn tell(&self, notice: Notice) {
        if let Some(send) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            let _ = send.send(Msg::Notice(notice));
        }
    }

    pub(super) fn lead_to(&self, send: Option<Sender<Msg>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = send;
    }
}
