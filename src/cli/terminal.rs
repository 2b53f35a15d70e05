//! Without a verb: the terminal program, on the register there is, or with the ways to begin where there is none.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use super::args::Site;
use super::config::{self, names};
use super::desk as opening;
use super::outcome::{Outcome, Usage};
use super::{output, unlock};
use crate::demo::{Kinds, Scale};
use crate::desk::{self, Daily, Desk, DeskOptions, Rhythm};
use crate::intake;
use crate::lang::{Lang, texts};
use crate::store::{DataDir, Phase, Register, Unwatched, Watch};
use crate::tui::config::{Config, Setting, Takes, Value, settings};
use crate::tui::{self, DeskSource, Exit, FirstRun, Made, Notice, Notices, Opened, Options, Source, Start};

texts! {
    no_backup(dir: &str, why: &str) {
        "自动备份没有成功：请检查 {dir} 的空间和权限，几分钟后再试（{why}）",
        "no backup was taken: look at room and rights of {dir}; tried again in minutes ({why})"
    }
}

/// The county of the demonstration is the same for everyone.
const SEED: u64 = 1;

/// Opens it and stays until the operator leaves.
pub fn run(site: &Site) -> Result<Outcome> {
    if std::env::var("TERM").is_ok_and(|term| term == "dumb") {
        return Err(Usage(super::text::dumb(site.lang).to_owned()).into());
    }
    super::hidden::taken_over();
    let look = look(site);
    let backups = Backups { notices: look.notices.clone(), ..Backups::default() };
    let begin = (site.clone(), backups.clone());
    let start = Start::Opening(Box::new(move || open(&begin.0, &begin.1)));
    let ended = tui::run(start, &look);
    backups.end();
    Ok(match ended? {
        Exit::Done => Outcome::Done,
        exit => Outcome::Ended(exit.code()),
    })
}

/// A guided tour on a demonstration county of its own, made in `folder` behind the first frame.
pub fn tour(site: &Site, folder: &Path) -> Result<Outcome> {
    super::hidden::taken_over();
    let (data, clock) = (DataDir::new(folder), site.clock);
    let own = Site { data, as_of: None, backup_days: 0, ..site.clone() };
    let options = Options { tour: true, ..look(&own) };
    let start = Start::Opening(Box::new(move || {
        let register = desk::make_demo(&own.data, (Scale::County, Kinds::All), SEED, clock, &Unwatched)?;
        let begun = Beginning::new(&own, &opening::options(&own)?, &Backups::default());
        Ok(Opened::Register(begun.source(register)?))
    }));
    Ok(match tui::run(start, &options)? {
        Exit::Done => Outcome::Done,
        exit => Outcome::Ended(exit.code()),
    })
}

/// What takes backups of the register that is open, until the operator leaves.
#[derive(Clone, Default)]
struct Backups {
    daily: Arc<Mutex<Option<Daily>>>,
    notices: Notices,
}

impl Backups {
    fn begin(&self, site: &Site, source: &Arc<DeskSource>) {
        if site.backup_days == 0 || source.desk().is_demonstration() {
            return;
        }
        let source = Arc::clone(source);
        let desk = move |work: &mut dyn FnMut(&Desk)| work(source.desk());
        let dir = desk::backups_of(&site.data);
        // Without a thread there is no backup, and the work goes on: `doctor` says how old the newest is.
        let (notices, place) = (self.notices.clone(), dir.display().to_string());
        let failed = move |error: &anyhow::Error| {
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| no_backup(lang, &place, &format!("{error:#}")));
            notices.tell(Notice { zh, en });
        };
        let daily = Daily::start(desk, dir, site.backup_days, Rhythm::USUAL, failed).ok();
        *self.daily.lock().unwrap_or_else(PoisonError::into_inner) = daily;
    }

    fn end(&self) {
        drop(self.daily.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// What it begins with: a register that is opened behind the first frame.
pub fn start(site: &Site) -> Start {
    let site = site.clone();
    Start::Opening(Box::new(move || open(&site, &Backups::default())))
}

fn open(site: &Site, backups: &Backups) -> Result<Opened> {
    let options = opening::options(site)?;
    match Desk::open(&site.data, options.clone()) {
        Ok(desk) => {
            let source = Arc::new(DeskSource::new(desk, opening::scheme(site, &options.rules, None)?));
            backups.begin(site, &source);
            Ok(Opened::Register(source))
        }
        Err(error) if desk::is_missing(&error) => Ok(Opened::FirstRun(first_run(site, &options, backups))),
        Err(error) => Err(error),
    }
}

/// Prints its keys, as README shows them.
pub fn keys(site: &Site) -> Result<Outcome> {
    output::line(tui::cheatsheet(site.lang, &look(site).keys).trim_end())?;
    Ok(Outcome::Done)
}

/// Who says how something is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An option of the command line.
    Flag(&'static str),
    /// A variable of the environment.
    Env(&'static str),
    /// The file, in this line.
    File(usize),
    /// Nobody: what the program finds out, or its own choice.
    Nobody,
}

/// What the command line, the environment and the file say about the screen.
pub fn look(site: &Site) -> Options {
    settle(site).0
}

/// How everything is settled, what of the file is not taken, and who says each, in the order of the settings.
pub fn settle(site: &Site) -> (Options, Config, Vec<Origin>) {
    let mut options = Options::from_env(|name| std::env::var(name).ok());
    options.themes = Some(site.config_dir().join("themes"));
    let mut config = site.config.as_ref().clone();
    config.check(&names(site));
    options.keys = config.keymap.clone();
    options.views.clone_from(&config.views);
    options.config = Some(config.path.clone());
    let origins = settings().iter().map(|setting| {
        let (value, origin) = said(site, &config, setting)?;
        setting.set(&mut options, &value);
        Some(origin)
    });
    let origins = origins.map(|origin| origin.unwrap_or(Origin::Nobody)).collect();
    options.lock = unlock::lock(site, options.lock_after);
    // Whoever unlocked the register acts there, whatever stands elsewhere.
    if let Some(name) = site.who().name() {
        name.clone_into(&mut options.by);
    }
    options.ignored = config.mistakes.first().map(|first| {
        let first = first.say(options.lang, &config.file());
        config::text::ignored(options.lang, config.mistakes.len(), &first)
    });
    (options, config, origins)
}

fn said(site: &Site, config: &Config, setting: &Setting) -> Option<(Value, Origin)> {
    let by_flag = site.said.iter().find(|(name, _)| *name == setting.name);
    if let Some((_, value)) = by_flag {
        return Some((value.clone(), Origin::Flag(setting.flag.unwrap_or_default())));
    }
    let by_env = setting.env.and_then(|name| Some((name, std::env::var(name).ok().filter(|value| !value.is_empty())?)));
    if let Some((name, value)) = by_env {
        // That there are to be no colours is said by any value.
        let value = if name == "NO_COLOR" { "none" } else { value.trim() };
        let value = match setting.takes {
            Takes::Minutes(_) | Takes::Days(_) => value.parse().ok().map(Value::Number),
            Takes::Flag => flag(value).map(Value::Flag),
            _ => Some(Value::Word(value.into())),
        };
        if let Some(value) = value {
            return Some((value, Origin::Env(name)));
        }
    }
    config.values.get(setting.name).map(|said| (said.value.clone(), Origin::File(said.line)))
}

fn flag(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Some(true),
        "0" | "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

fn first_run(site: &Site, options: &DeskOptions, backups: &Backups) -> FirstRun {
    let [demo, import, empty] = [(), (), ()].map(|()| Beginning::new(site, options, backups));
    FirstRun {
        make_demo: Arc::new(move |tell| {
            let register =
                desk::make_demo(&demo.site.data, (Scale::County, Kinds::All), SEED, demo.site.clock, &Tell(tell))?;
            demo.source(register)
        }),
        import: Arc::new(move |path: &Path, tell| {
            let (site, rules) = (&import.site, &import.options.rules);
            let options = intake::Options::default();
            let paths = [path.to_owned()];
            let taken = desk::take_in(&site.data, &paths, &options, false, site.clock, rules, &Tell(tell))?;
            let source = import.source(Register::open(&site.data, site.clock.now())?)?;
            Ok(Made { source, report: Some(Box::new(taken.report)) })
        }),
        empty: Arc::new(move |_| empty.source(desk::make_empty(&empty.site.data, empty.site.clock)?)),
    }
}

/// What a way to begin needs.
struct Beginning {
    site: Site,
    options: DeskOptions,
    backups: Backups,
}

impl Beginning {
    fn new(site: &Site, options: &DeskOptions, backups: &Backups) -> Self {
        Self { site: site.clone(), options: options.clone(), backups: backups.clone() }
    }

    fn source(&self, register: Register) -> Result<Arc<dyn Source>> {
        let desk = Desk::on(register, self.options.clone())?;
        let scheme = opening::scheme(&self.site, &self.options.rules, None)?;
        let source = Arc::new(DeskSource::new(desk, scheme));
        self.backups.begin(&self.site, &source);
        Ok(source)
    }
}

/// The parts of the work as one share: reading, writing, indexing and judging take about so much each.
struct Tell<'a>(&'a (dyn Fn(f32) + Sync));

impl Watch for Tell<'_> {
    fn at(&self, phase: Phase, done: u64, total: u64) -> bool {
        let (from, to) = match phase {
            Phase::Reading => (0.0, 0.4),
            Phase::Writing => (0.4, 0.8),
            Phase::Indexing => (0.8, 0.9),
            Phase::Judging | Phase::Copying | Phase::Checking => (0.9, 1.0),
        };
        (self.0)(from + (to - from) * (done as f32 / total.max(1) as f32));
        true
    }
}
