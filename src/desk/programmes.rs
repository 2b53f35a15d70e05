//! The programmes of a register: those that come with the program, and those its operators add.

use anyhow::{Context, Result, anyhow};

use super::{Desk, Forbidden, Right};
use crate::judge::LoadError;
use crate::programme::Programme;
use crate::store::Register;

/// Why a programme was not added.
#[derive(Debug, thiserror::Error)]
pub enum NotAdded {
    /// The file is wrong.
    #[error(transparent)]
    Wrong(#[from] LoadError),
    /// Its id is that of a programme that comes with the program.
    #[error("programme {0} comes with the program; choose another id")]
    BuiltIn(String),
    /// Whoever is at work may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The register would not take it.
    #[error(transparent)]
    Register(#[from] anyhow::Error),
}

/// What adding a programme did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New,
    /// It took the place of an earlier text of the same id.
    Replaced,
    /// The register holds this very text already.
    Unchanged,
}

/// The built-in programmes and those kept in the register; the built-in ones are kept there too, as the texts they were
/// judged by.
pub(super) fn kept(register: &Register) -> Result<Vec<Programme>> {
    let mut texts = register.programme_texts()?;
    for (id, text) in Programme::BUILTINS {
        if texts.remove(*id).as_deref() != Some(*text) {
            register.keep_programme(id, text)?;
        }
    }
    let mut all = Programme::builtins().map_err(|error| anyhow!("{error}"))?;
    for (id, text) in texts {
        all.push(
            Programme::parse(&text, &id).map_err(|error| anyhow!("{error}")).context("a programme in the register")?,
        );
    }
    Ok(all)
}

impl Desk {
    /// The programme of an id.
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        self.programmes().iter().find(|programme| programme.id == id)
    }

    /// Checks a programme and keeps it in the register, with an entry in the journal; it is among
    /// [`programmes`](Desk::programmes) from the next opening on. Verdicts frozen under an earlier text stay.
    ///
    /// # Errors
    /// See [`NotAdded`].
    pub fn add_programme(&self, text: &str, file: &str) -> Result<(Programme, Added), NotAdded> {
        self.may(Right::KeepProgrammes)?;
        let programme = Programme::parse(text, file)?;
        programme.check(self.rules())?;
        let id = programme.id.as_str();
        if Programme::BUILTINS.iter().any(|(known, _)| *known == id) {
            return Err(NotAdded::BuiltIn(id.to_owned()));
        }
        let added = match self.register().programme_texts()?.get(id) {
            Some(known) if known == text => return Ok((programme, Added::Unchanged)),
            Some(_) => Added::Replaced,
            None => Added::New,
        };
        self.register().record(self.clock().now(), "programme add", vec![file.to_owned()], 1)?;
        self.register().keep_programme(id, text)?;
        Ok((programme, added))
    }
}
