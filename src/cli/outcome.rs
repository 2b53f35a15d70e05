//! How a verb ended, as an exit code and a line or two on standard error.

use std::process::ExitCode;

use anyhow::Error;

use super::failure::Stopped;
use super::text;
use crate::desk::{self, Exists, Forbidden, NotKeeper, NotYou};
use crate::lang::Lang;
use crate::store::seal::SlotError;
use crate::store::{self, Interrupted, OpenError, Unsure};

/// A verb that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Done, but rows were refused.
    Refused,
    /// Done, and what was looked at is damaged.
    Damaged,
    /// Done, and what was looked at has mistakes.
    Mistaken,
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
            Self::Mistaken => ExitCode::FAILURE,
            Self::Refused => ExitCode::from(3),
            Self::Damaged => ExitCode::FAILURE,
            Self::Ended(code) => ExitCode::from(code),
        }
    }

    /// Says what went wrong: one line of cause, one of remedy; and gives the exit code.
    pub fn of_error(error: &Error, lang: Lang) -> ExitCode {
        let cause = |cause: &dyn std::fmt::Display| wrong(&cause.to_string(), lang);
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
        if let Some(OpenError::Sealed(path)) = error.downcast_ref() {
            cause(&text::sealed(lang, &path.display().to_string()));
            eprintln!("{}", text::sealed_remedy(lang));
            return ExitCode::FAILURE;
        }
        if let Some(said) = error.downcast_ref().and_then(|error| of_operators(error, lang)) {
            cause(&said);
            eprintln!("{}", text::usage_remedy(lang));
            return ExitCode::from(2);
        }
        if let Some(SlotError::Refused) = error.downcast_ref() {
            cause(&text::refused(lang));
            eprintln!("{}", text::refused_remedy(lang));
            return ExitCode::FAILURE;
        }
        if let Some(NotKeeper(name)) = error.downcast_ref() {
            cause(&text::not_keeper(lang, name));
            eprintln!("{}", text::not_keeper_remedy(lang));
            return ExitCode::FAILURE;
        }
        if let Some(forbidden) = error.downcast_ref::<Forbidden>() {
            cause(&forbidden.say(lang));
            eprintln!("{}", text::forbidden_remedy(lang));
            return ExitCode::FAILURE;
        }
        if let Some(not_you) = error.downcast_ref::<NotYou>() {
            cause(&not_you.say(lang));
            eprintln!("{}", text::not_you_remedy(lang));
            return ExitCode::from(2);
        }
        if store::is_damage(error) {
            return of_damage(&told(error), lang);
        }
        cause(&told(error));
        if let Some(remedy) = desk::remedy(error, lang) {
            eprintln!("{remedy}");
            return ExitCode::FAILURE;
        }
        let remedy = match error.downcast_ref::<OpenError>() {
            Some(OpenError::Missing(_)) => text::missing_remedy(lang),
            Some(OpenError::Format { .. }) => text::format_remedy(lang),
            Some(OpenError::Persons(_)) => text::persons_remedy(lang),
            _ => text::other_remedy(lang),
        };
        eprintln!("{remedy}");
        ExitCode::FAILURE
    }

    /// Says what is wrong with the words of a command, on two lines of the many that clap has.
    pub fn of_words(error: &clap::Error, lang: Lang) -> ExitCode {
        let said = error.render().to_string();
        let mut parts = said.split("\n\n");
        let cause: Vec<&str> = parts.next().unwrap_or_default().lines().map(str::trim).collect();
        let cause = cause.join(" ");
        wrong(cause.strip_prefix("error: ").unwrap_or(&cause), lang);
        let tip = parts.find_map(|part| part.trim().strip_prefix("tip: "));
        let tip = tip.and_then(|tip| tip.lines().next()).map(|tip| format!("{tip}. ")).unwrap_or_default();
        eprintln!("{tip}{}", text::usage_remedy(lang));
        ExitCode::from(2)
    }

    /// Says where the program stopped that should not have.
    pub fn of_panic(stopped: Option<Stopped>, place: &str, lang: Lang) -> ExitCode {
        match stopped {
            Some(Stopped { cause, in_database: true }) => match store::said_by_disk(&cause) {
                Some(source) => Self::of_error(&Error::new(source).context(place.to_owned()).context(Unsure), lang),
                None => of_damage(&cause, lang),
            },
            stopped => {
                let cause = stopped.map(|stopped| stopped.cause).unwrap_or_default();
                wrong(&text::stopped(lang, &cause), lang);
                eprintln!("{}", text::stopped_remedy(lang));
                ExitCode::FAILURE
            }
        }
    }
}

fn wrong(cause: &str, lang: Lang) {
    eprintln!("{}{}{cause}", text::error(lang), lang.colon(cause));
}

/// What is off about the words of a change of operators.
fn of_operators(error: &SlotError, lang: Lang) -> Option<String> {
    Some(match error {
        SlotError::Taken(name) => text::operator_taken(lang, name),
        SlotError::Unknown(name) => text::operator_unknown(lang, name),
        SlotError::Last(name) => text::operator_last(lang, name),
        SlotError::Name => text::operator_name(lang).to_owned(),
        _ => return None,
    })
}

fn of_damage(cause: &str, lang: Lang) -> ExitCode {
    wrong(&text::damaged(lang, cause), lang);
    eprintln!("{}", text::damaged_remedy(lang));
    ExitCode::FAILURE
}

/// The causes of an error on one line, none of them twice.
fn told(error: &Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let cause = store::in_words(cause).replace('\n', " ");
        if !line.ends_with(&cause) {
            line.push_str(if line.is_empty() { "" } else { ": " });
            line.push_str(&cause);
        }
    }
    line
}

fn place(terminal: &str) -> String {
    if terminal.is_empty() { String::new() } else { format!(", {terminal}") }
}
