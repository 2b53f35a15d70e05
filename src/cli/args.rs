//! What may be said on the command line.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Parser, Subcommand, ValueEnum};

use super::{
    alerts, backup, bench, check, completions, config, deeds, demo, doctor, erase, explain, export, findings, import,
    init, journal, operators, persons, programme, rank, responses, restore, rules, search, show, stats, tasks,
    transfers, trend, unlock,
};
use crate::desk::{Clock, Who};
use crate::lang::Lang;
use crate::model::{Day, Instant, TimeError};
use crate::store::DataDir;
use crate::tui::config::{Config, Value};

/// 命脉: the operator's desk for mending weak branches. Without a verb it opens the terminal program.
#[derive(Debug, Parser)]
#[command(name = "mingmai", version, disable_help_subcommand = true)]
pub struct Args {
    /// Where the register lives [default: $MINGMAI_DATA, else the XDG data directory]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Everything as of the end of this day (2018-06-30), or of an instant (RFC 3339), Asia/Shanghai
    #[arg(long, global = true, value_name = "DATE", value_parser = instant)]
    as_of: Option<Instant>,
    /// Language of the interface [default: by the locale]
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    /// Print JSON (also where standard output is not a terminal)
    #[arg(long, global = true)]
    json: bool,
    /// Who acts: a post or a committee [default: $MINGMAI_BY]
    #[arg(long, global = true, value_name = "POST")]
    by: Option<String>,
    /// Back up by itself while the terminal program is open, every so many days, 0 for never [default: $MINGMAI_BACKUP_DAYS, else 1]
    #[arg(long, global = true, value_name = "DAYS")]
    backup_days: Option<u16>,
    #[command(flatten)]
    access: unlock::Access,
    #[command(flatten)]
    pub look: LookArgs,
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// How the terminal program looks.
#[derive(Clone, Debug, clap::Args)]
pub struct LookArgs {
    /// Theme of the terminal program: dark, light, contrast, ansi, or one of your own
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Draw frames and signs with ASCII only
    #[arg(long)]
    pub ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// No spinner
    #[arg(long)]
    pub reduced_motion: bool,
    /// As few bytes as can be: no colours in the body, one pane at a time, no spinner
    #[arg(long)]
    pub low_bandwidth: bool,
    /// Lock the screen of a sealed register after so many minutes without a key, 0 for never [default: 10]
    #[arg(long, value_name = "MIN")]
    pub lock_after: Option<u16>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LangArg {
    Zh,
    En,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make an empty register, sealed or not
    Init(init::Args),
    /// Take rosters in: csv, xlsx, xls, a directory of them, or - for standard input
    Import(import::Args),
    /// Write what the register holds as rosters, masked unless a reason is given
    Export(export::Args),
    /// Copy the register into one file, and read the copy back
    Backup(backup::Args),
    /// Put such a copy back
    Restore(restore::Args),
    /// Look at every value of the register, and say what is damaged and where
    Doctor(doctor::Args),
    /// Make a demonstration register, or write one as rosters
    Demo(demo::Args),
    /// The figures of an organisation and its children
    Stats(stats::Args),
    /// What is wrong, by the rules in force, and what is done about it
    Findings(findings::Args),
    /// Found, rename, correct, move, merge and close organisations
    #[command(subcommand)]
    Org(deeds::Org),
    /// Appoint, onboard, correct and release cadres
    #[command(subcommand)]
    Cadre(deeds::Cadre),
    /// Add, correct and report members; take out those entered by mistake
    #[command(subcommand)]
    Member(deeds::Member),
    /// Begin, answer, refuse and withdraw transfers
    #[command(subcommand)]
    Transfer(deeds::Transfer),
    /// Enter dues that were paid
    #[command(subcommand)]
    Dues(deeds::Dues),
    /// Enter honours and penalties
    #[command(subcommand)]
    Conduct(deeds::Conduct),
    /// Enter activities
    #[command(subcommand)]
    Activity(deeds::Activity),
    /// Appraise members for a year
    Appraise(deeds::Appraise),
    /// Register members for a year
    Register(deeds::Register),
    /// Declare an item that no row can prove
    Attest(deeds::Attest),
    /// Submit graduate baselines
    #[command(subcommand)]
    Graduates(deeds::Graduates),
    /// Enter units in the ledger of the new sectors, and take them out
    #[command(subcommand)]
    Ledger(deeds::Ledger),
    /// Take back the last commit of whoever acts
    Undo,
    /// Do again what was taken back last
    Redo,
    /// Who did what when: the journal read back, or verified
    Journal(journal::Args),
    /// Patterns worth checking, each with its rows and an innocent explanation
    Alerts(alerts::Args),
    /// The steps of a programme and how they stand
    Tasks(tasks::Args),
    /// The programmes there are
    Programmes,
    /// Check a programme of your own, or add it to the register
    Programme(programme::Args),
    /// The rules in force, one of them explained, or tried with other parameters
    Rules(rules::Args),
    /// What a number, a column, a rule or a step means, with its source and an organisation's value
    Explain(explain::Args),
    /// The identities that must hold, such as out-flow and in-flow, each with both its sides
    Check(check::Args),
    /// The league of an organisation's children over weighted measures
    Rank(rank::Args),
    /// The response league: who answers in time, and what is left of the months before
    Responses(responses::Args),
    /// Requests under way: who must answer until when, breaches to come, who goes to and fro
    Transfers(transfers::Args),
    /// Find organisations and members by name, pinyin, identity number, phone, member number or code
    Search(search::Args),
    /// One organisation, by its code, or one member, by identity or member number
    Show(show::Args),
    /// The days the register remembers
    Snapshots,
    /// How a number moved over those days
    Trend(trend::Args),
    /// Make a person unreadable in a sealed register and in every backup of it
    Erase(erase::Args),
    /// The keyring of persons of a sealed register, which no backup carries
    Persons(persons::Args),
    /// Who opens a sealed register: list, add, remove, change a passphrase
    Operators(operators::Args),
    /// Measure this machine on a register and print the figures
    Bench(bench::Args),
    /// Your own settings: show, edit, check
    Config(config::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
    /// A guided tour on made-up data, which are removed again
    Tour,
    /// Print the keys of the terminal program
    Keys,
}

/// Where and when a verb works, and how it speaks.
#[derive(Clone, Debug)]
pub struct Site {
    /// The register's directory.
    pub data: DataDir,
    /// The instant asked for.
    pub as_of: Option<Instant>,
    /// The language.
    pub lang: Lang,
    /// The operator's own settings, as their file has them.
    pub config: Arc<Config>,
    /// What of the settings the command line says, by name.
    pub said: Vec<(&'static str, Value)>,
    /// Whether to print JSON.
    pub json: bool,
    /// Who acts; empty where nobody said.
    pub by: String,
    /// Whether that was said on the command line, and does not only stand in the environment or the settings.
    pub by_was_said: bool,
    /// How old the newest backup may be before the terminal program takes another, in days; 0 for never.
    pub backup_days: u16,
    /// What tells the time.
    pub clock: Clock,
    /// Who is at work.
    pub access: unlock::Access,
}

impl Args {
    /// Fills what was not said from the environment.
    pub fn site(&self) -> Site {
        use std::io::IsTerminal;
        let config = Arc::new(Config::load(&config_dir().join("config.toml")));
        let set = |name: &str| config.values.get(name).map(|said| said.value.to_string());
        let lang = match (self.lang, set("language").as_deref()) {
            (Some(LangArg::Zh), _) | (None, Some("zh")) => Lang::Zh,
            (Some(LangArg::En), _) | (None, Some("en")) => Lang::En,
            _ => guessed_lang(),
        };
        let backup_days = match config.values.get("backup-days").map(|said| &said.value) {
            Some(Value::Number(days)) => Some(*days),
            _ => None,
        };
        let by = self.by.clone().or_else(|| env::var("MINGMAI_BY").ok()).or_else(|| set("by"));
        Site {
            data: DataDir::new(self.data.clone().unwrap_or_else(data_dir)),
            as_of: self.as_of,
            lang,
            json: self.json || !std::io::stdout().is_terminal(),
            by: by.unwrap_or_default().trim().to_owned(),
            by_was_said: self.by.is_some(),
            backup_days: self.backup_days.or_else(|| set_number("MINGMAI_BACKUP_DAYS")).or(backup_days).unwrap_or(1),
            said: self.said(),
            config,
            clock: Clock::System,
            access: self.access.clone(),
        }
    }
}

impl Args {
    // What the command line says of what can be settled.
    fn said(&self) -> Vec<(&'static str, Value)> {
        let word = |text: &str| Value::Word(text.into());
        let lang = self.lang.map(|lang| word(if matches!(lang, LangArg::Zh) { "zh" } else { "en" }));
        let look = &self.look;
        [
            ("language", lang),
            ("by", self.by.as_deref().map(word)),
            ("theme", look.theme.as_deref().map(word)),
            ("glyphs", look.ascii.then(|| word("ascii"))),
            ("mouse", look.no_mouse.then_some(Value::Flag(false))),
            ("lock-after", look.lock_after.map(Value::Number)),
            ("backup-days", self.backup_days.map(Value::Number)),
            ("low-bandwidth", look.low_bandwidth.then_some(Value::Flag(true))),
            ("reduced-motion", look.reduced_motion.then_some(Value::Flag(true))),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

impl Verb {
    /// Whether the verb works on the register there is: one that is sealed must be unlocked for it.
    pub fn opens_register(&self) -> bool {
        match self {
            Self::Init(_) | Self::Restore(_) | Self::Operators(_) => false,
            Self::Config(_) | Self::Completions(_) | Self::Keys | Self::Tour => false,
            Self::Demo(demo) => demo.reads(),
            Self::Programme(programme) => programme.reads(),
            _ => true,
        }
    }
}

impl Site {
    /// Who unlocked the register; anybody where it is not sealed.
    pub fn who(&self) -> Who {
        Who::of(&self.data)
    }

    /// Where a user's own settings, rules and themes are looked for.
    pub fn config_dir(&self) -> PathBuf {
        self.config.path.parent().map(PathBuf::from).unwrap_or_default()
    }
}

fn config_dir() -> PathBuf {
    let home = || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(PathBuf::from).unwrap_or_default();
    let base = env::var_os("XDG_CONFIG_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    base.or_else(|| env::var_os("APPDATA").map(PathBuf::from)).unwrap_or_else(|| home().join(".config")).join("mingmai")
}

/// The language of the locale.
pub fn guessed_lang() -> Lang {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    Lang::of_locale(&set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default())
}

fn set_number(name: &str) -> Option<u16> {
    env::var(name).ok()?.trim().parse().ok()
}

fn data_dir() -> PathBuf {
    let set = |name: &str| env::var_os(name).filter(|dir| !dir.is_empty()).map(PathBuf::from);
    let home = || set("HOME").or_else(|| set("USERPROFILE")).unwrap_or_default();
    set("MINGMAI_DATA").unwrap_or_else(|| {
        let base = set("XDG_DATA_HOME").or_else(|| set("LOCALAPPDATA"));
        base.unwrap_or_else(|| home().join(".local/share")).join("mingmai")
    })
}

pub(super) fn instant(text: &str) -> Result<Instant, String> {
    let day = Day::parse(text).map(Day::end);
    let read = day.or_else(|_| Instant::parse(text));
    // The years that a roster may name.
    read.and_then(|at| if (1900..2200).contains(&at.day().month().year()) { Ok(at) } else { Err(TimeError::Calendar) })
        .map_err(|error| format!("{error}; write 2018-06-30 or 2018-06-30T12:00:00+08:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn a_date_means_its_end() {
        assert_eq!(instant("2018-06-30").unwrap().to_string(), "2018-06-30T23:59:59+08:00");
        assert_eq!(instant("2018-06-30T12:00:00+08:00").unwrap().to_string(), "2018-06-30T12:00:00+08:00");
        for off in ["yesterday", "2018-13-01", "2018-06", "6000-01-01", "0001-01-01"] {
            assert!(instant(off).is_err(), "{off}");
        }
    }
}
