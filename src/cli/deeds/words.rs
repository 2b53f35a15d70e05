//! Verbs out of the table of deeds: each field an option, with what it holds.

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::desk::{Field, FieldKind, fields_of};
use crate::lang::Lang;
use crate::model::{Deed, Labelled};

/// What was asked for on the command line.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is to be done.
    pub deed: Deed,
    /// To what, as it was typed.
    pub on: Vec<String>,
    /// The fields that were given.
    pub values: Values,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

/// The fields that were given; `Debug` shows none of them.
pub type Values = crate::model::Values;

const ON: &str = "on-what";
const DRY_RUN: &str = "dry-run";
const FIELDS: &str = "Fields";

/// How the subjects of a deed are named.
fn subject(deed: Deed) -> (&'static str, &'static str) {
    match deed {
        Deed::OrgFound => ("PARENT", "Code of the organisation above"),
        Deed::CadreAppoint => {
            ("ORG|MEMBER", "Code of the organisation; or a member: identity or member number, CODE:NAME")
        }
        Deed::CadreOnboard | Deed::CadreCorrect | Deed::CadreRelease => {
            ("POST", "CODE:WHO[:TITLE[:DAY]], WHO a name or identity number")
        }
        Deed::ConductAdd => ("MEMBER|POST", "Identity or member number, CODE:NAME, or a post as CODE:NAME:TITLE"),
        Deed::MemberAdd => ("BRANCH", "Code of the branch"),
        Deed::TransferAnswer | Deed::TransferRefuse | Deed::TransferWithdraw => {
            ("REQUEST", "Number of the request, or CODE:NUMBER with the leaving branch")
        }
        Deed::GraduatesSubmit => ("SCHOOL", "Code of the school"),
        Deed::MemberCorrect
        | Deed::MemberReport
        | Deed::MemberRemove
        | Deed::TransferBegin
        | Deed::DuesPay
        | Deed::Appraise
        | Deed::RegisterYear => ("MEMBER", "Identity or member number, or CODE:NAME"),
        _ => ("ORG", "Code of the organisation"),
    }
}

fn holds(kind: &FieldKind) -> (&'static str, String) {
    let choice =
        |words: &[(&str, &str)]| words.iter().map(|(zh, en)| format!("{zh} {en}")).collect::<Vec<_>>().join(" | ");
    match kind {
        FieldKind::Text => ("TEXT", String::new()),
        FieldKind::Day => ("DATE", String::new()),
        FieldKind::Instant => ("TIME", String::new()),
        FieldKind::Month => ("MONTH", String::new()),
        FieldKind::Year => ("YEAR", String::new()),
        FieldKind::Number => ("NUMBER", String::new()),
        FieldKind::Money => ("YUAN", String::new()),
        FieldKind::Hours => ("HOURS", String::new()),
        FieldKind::Percent => ("PERCENT", String::new()),
        FieldKind::YesNo => ("YES|NO", String::new()),
        FieldKind::Choice(words) => ("WORD", format!(" [{}]", choice(words))),
        FieldKind::Org => ("CODE", String::new()),
        FieldKind::Code => ("NEW-CODE", String::new()),
        FieldKind::Identity => ("IDENTITY", String::new()),
        FieldKind::Phone => ("PHONE", String::new()),
        FieldKind::Credit => ("CREDIT-CODE", String::new()),
        FieldKind::Division => ("DIVISION", String::new()),
    }
}

fn option(field: Field) -> Arg {
    let (value, words) = holds(&field.kind);
    let help = format!("{} {}{words}", field.zh, field.en);
    Arg::new(field.id)
        .long(field.id)
        .value_name(value)
        .help(help)
        .help_heading(FIELDS)
        .required(field.required)
        .allow_hyphen_values(matches!(field.kind, FieldKind::Text))
}

/// A verb that does a deed.
pub fn command(command: Command, deed: Deed) -> Command {
    let (name, help) = subject(deed);
    let on = Arg::new(ON).value_name(name).help(help).required(true).num_args(1..).action(ArgAction::Append);
    let dry = Arg::new(DRY_RUN).long(DRY_RUN).help("Print every effect and write nothing").action(ArgAction::SetTrue);
    command
        .about(format!("{} {}", deed.zh(), Lang::En.word(deed)))
        .arg(on)
        .args(fields_of(deed).into_iter().map(option))
        .arg(dry)
}

/// What was asked of such a verb.
pub fn read(deed: Deed, matches: &ArgMatches) -> Asked {
    let given = |field: Field| matches.get_one::<String>(field.id).map(|text| (field.id, text.as_str()));
    Asked {
        deed,
        on: matches.get_many::<String>(ON).into_iter().flatten().cloned().collect(),
        values: fields_of(deed).into_iter().filter_map(given).collect(),
        dry_run: matches.get_flag(DRY_RUN),
    }
}

/// Verbs of one noun, each a deed.
macro_rules! verbs {
    ($($(#[$meta:meta])* $name:ident { $($word:literal => $deed:ident),+ $(,)? })+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug)]
            pub struct $name(pub Asked);

            impl clap::FromArgMatches for $name {
                fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
                    match matches.subcommand() {
                        $(Some(($word, matches)) => Ok(Self(words::read(Deed::$deed, matches))),)+
                        _ => Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand)),
                    }
                }

                fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
                    *self = <Self as clap::FromArgMatches>::from_arg_matches(matches)?;
                    Ok(())
                }
            }

            impl clap::Subcommand for $name {
                fn augment_subcommands(command: clap::Command) -> clap::Command {
                    command
                        .subcommand_required(true)
                        .arg_required_else_help(true)
                        $(.subcommand(words::command(clap::Command::new($word), Deed::$deed)))+
                }

                fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
                    Self::augment_subcommands(command)
                }

                fn has_subcommand(name: &str) -> bool {
                    [$($word),+].contains(&name)
                }
            }
        )+
    };
}
pub(super) use verbs;

/// Verbs that are a deed by themselves.
macro_rules! single {
    ($($(#[$meta:meta])* $name:ident => $deed:ident;)+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug)]
            pub struct $name(pub Asked);

            impl clap::FromArgMatches for $name {
                fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
                    Ok(Self(words::read(Deed::$deed, matches)))
                }

                fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
                    *self = <Self as clap::FromArgMatches>::from_arg_matches(matches)?;
                    Ok(())
                }
            }

            impl clap::Args for $name {
                fn augment_args(command: clap::Command) -> clap::Command {
                    words::command(command, Deed::$deed)
                }

                fn augment_args_for_update(command: clap::Command) -> clap::Command {
                    Self::augment_args(command)
                }
            }
        )+
    };
}
pub(super) use single;
