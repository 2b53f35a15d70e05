//! How a verb ended, as an exit code and a line or two on standard error.

use std::process::ExitCode;

use anyhow::Error;

use super::text;
use crate::desk::Exists;
use crate::lang::Lang;
use crate::store::{Interrupted, OpenError};

/// A verb that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Done, but rows were refused.
    Refused,
    /// The terminal program was ended otherwise than by the operator: by a signal, a dropped line, a panic.
    Ended(u8),
}

/// What was asked for does not exist or does not make sense: the caller's words are off.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

impl Outcome {
    /// The exit code.
    pub fn code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::Refused => ExitCode::from(3),
            Self::Ended(code) => ExitCode::from(code),
        }
    }

    /// Says what went wrong: one line of cause, one of remedy; and gives the exit code.
    pub fn of_error(error: &Error, lang: Lang) -> ExitCode {
        let cause = |cause: &dyn std::fmt::Display| eprintln!("{}: {cause}", text::error(lang));
        if error.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        if let Some(OpenError::Held(holder)) = error.downcast_ref::<OpenError>() {
            cause(&text::held(lang, holder.process, &holder.since, &place(&holder.terminal)));
            eprintln!("{}", text::held_remedy(lang));
            return ExitCode::from(4);
        }
        if let Some(Exists(path)) = error.downcast_ref::<Exists>() {
            cause(&text::exists(lang, path));
            eprintln!("{}", text::exists_remedy(lang));
            return ExitCode::FAILURE;
        }
        if let Some(usage) = error.downcast_ref::<Usage>() {
            cause(usage);
            eprintln!("{}", text::usage_remedy(lang));
            return ExitCode::from(2);
        }
        if let Some(interrupted) = error.downcast_ref::<Interrupted>() {
            cause(interrupted);
            eprintln!("{}", text::interrupted_remedy(lang));
            return ExitCode::from(130);
        }
        cause(&format_args!("{error:#}"));
        let remedy = match error.downcast_ref::<OpenError>() {
            Some(OpenError::Missing(_)) => text::missing_remedy(lang),
            Some(OpenError::Format { .. }) => text::format_remedy(lang),
            Some(OpenError::Damaged { .. }) => text::damaged_remedy(lang),
            _ => text::other_remedy(lang),
        };
        eprintln!("{remedy}");
        ExitCode::FAILURE
    }
}

fn place(terminal: &str) -> String {
    if terminal.is_empty() { String::new() } else { format!(", {terminal}") }
}
