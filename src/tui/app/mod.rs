//! The state of the terminal program and how messages change it.

mod ahead;
mod answer;
mod begun;
mod editing;
pub mod halt;
mod jump;
mod layer;
mod mouse;
mod msg;
mod press;
pub mod renew;
mod update;
mod work;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use super::clip::Clipboard;
use super::command::{Keymap, Reason};
use super::lock::{self, Lock};
use super::look::{ColourLevel, Look, Theme};
use super::source::{Source, Title};
use super::term::Host;
use super::{
    Open, Options, Start, deeds, first, milestones, ranking, sitting, text, tour, transfers, tree, triage, views,
};
use crate::desk::{self, Standing, Who};
use crate::lang::Lang;
use crate::model::Pos;
use crate::store::Phase;

pub use begun::Begun;
pub use editing::{edit, editable};
pub use jump::{jump, jump_to_person};
pub use layer::Layer;
pub use mouse::Hit;
pub use msg::{Answer, Effect, Exit, Msg};
pub use press::{go_tab, lists, moved, scopes};
pub use update::update;
pub use work::{Failed, Job, Lane, Slot, Tell, Ticket, Work};

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Organisations.
    Tree,
    /// Triage.
    Triage,
    /// Milestones.
    Milestones,
    /// Transfers.
    Transfers,
    /// Ranking.
    Ranking,
}

impl Tab {
    /// In the order of their digits.
    pub const ALL: [Self; 5] = [Self::Tree, Self::Triage, Self::Milestones, Self::Transfers, Self::Ranking];
}

/// A sentence in the hint line until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub wrong: bool,
}

/// What the operator can switch while at work.
#[derive(Debug)]
pub struct Settings {
    /// The themes there are.
    pub themes: Vec<Theme>,
    /// Which of them is worn.
    pub theme: usize,
    /// The colours there are.
    pub level: ColourLevel,
    /// Whether the program listens to the mouse.
    pub mouse: bool,
    /// No spinner.
    pub still: bool,
    /// As few bytes as can be.
    pub low: bool,
    /// How text goes to the clipboard of the terminal.
    pub clipboard: Clipboard,
    /// What the program runs in.
    pub host: Host,
}

impl Settings {
    /// The theme chosen, as this terminal and this line can show it.
    pub fn worn(&self) -> Theme {
        let theme = self.themes[self.theme].fit(self.level);
        if self.low { theme.spare() } else { theme }
    }
}

/// The whole state.
pub struct App {
    /// Theme, glyphs, language.
    pub look: Look,
    /// What can be switched.
    pub settings: Settings,
    /// Columns and rows of the window.
    pub size: (u16, u16),
    /// The desk, once a register is open.
    pub source: Option<Arc<dyn Source>>,
    /// The title line.
    pub title: Title,
    /// Who acts; empty until somebody is named.
    pub by: String,
    /// Who is at work; anybody where nothing is sealed.
    pub who: Who,
    /// How the screen is locked; not at all where nothing is sealed.
    pub lock: Option<Lock>,
    /// The screen, while it is locked.
    pub locked: Option<lock::State>,
    /// The register in memory, once it is read.
    pub standing: Option<Arc<Standing>>,
    /// Why it could not be read.
    pub failure: Option<String>,
    /// How much of it is read.
    pub progress: f32,
    /// The screen shown.
    pub tab: Tab,
    /// The subtree that triage and milestones look at; `None` for all.
    pub scope: Option<Pos>,
    /// Screen 1.
    pub tree: tree::State,
    /// Screen 2.
    pub triage: triage::State,
    /// Screen 3.
    pub milestones: milestones::State,
    /// Screen 4.
    pub transfers: transfers::State,
    /// Screen 5.
    pub ranking: ranking::State,
    /// What was done in this sitting, the earliest first.
    pub done: Vec<sitting::Done>,
    /// Saved views.
    pub views: views::State,
    /// The guided tour.
    pub tour: tour::Tour,
    /// The first run, until a register is open.
    pub first: Option<first::State>,
    /// The register to be opened, until a worker has it.
    open: Option<Open>,
    /// Why the register could not be opened at the start: the program ends with it.
    pub refused: Option<anyhow::Error>,
    /// Whether the search can be asked.
    pub searchable: bool,
    /// What lies over the screen, the topmost last.
    pub layers: Vec<Layer>,
    /// The form of what is being saved while screens are looked at, should it come to nothing.
    pub parked: Option<Box<deeds::Fill>>,
    /// Whether the operator was told that leaving now saves nothing.
    pub leaving: bool,
    /// Work on other threads.
    pub work: Work,
    /// Which keys give which command.
    pub keys: Keymap,
    /// A chord that has begun.
    pub begun: Begun,
    /// Keys for a list that is still on its way.
    pub ahead: VecDeque<KeyEvent>,
    /// A sentence in the hint line.
    pub toast: Option<Toast>,
    /// Quarters of a second that work has been pending.
    pub ticks: u32,
    /// Set when the program shall end.
    pub exit: Option<Exit>,
    /// Whether anything must be painted.
    pub dirty: bool,
    hits: RefCell<Vec<(Rect, Hit)>>,
}

impl App {
    /// The program before its first message.
    pub fn new(start: Start, options: &Options, size: (u16, u16)) -> Self {
        let (settings, look, wrong) = options.settle();
        let (open, source, first) = match start {
            Start::Opening(open) => (Some(open), None, None),
            Start::Register(source) => (None, Some(source), None),
            Start::FirstRun(ways) => (None, None, Some(first::State::new(ways))),
        };
        let title = source.as_ref().map(|source| source.title()).unwrap_or_default();
        let who = source.as_ref().map(|source| source.who()).unwrap_or_default();
        let (file, seen) = tour::was(options.config.as_deref());
        let toast = (!wrong.is_empty()).then(|| Toast { text: wrong.join("; "), wrong: true });
        Self {
            look,
            settings,
            size,
            source,
            title,
            by: options.by.clone(),
            who,
            lock: options.lock.clone(),
            locked: None,
            standing: None,
            failure: None,
            progress: 0.0,
            tab: Tab::Tree,
            scope: None,
            tree: tree::State::default(),
            triage: triage::State::default(),
            milestones: milestones::State::default(),
            transfers: transfers::State::default(),
            ranking: ranking::State::default(),
            done: Vec::new(),
            views: views::State::new(&options.views, options.config.clone()),
            tour: tour::Tour { at: None, seen, begins: options.tour, file },
            first,
            open,
            refused: None,
            searchable: false,
            layers: Vec::new(),
            parked: None,
            leaving: false,
            work: Work::default(),
            keys: options.keys.clone(),
            begun: Begun::default(),
            ahead: VecDeque::new(),
            toast,
            ticks: 0,
            exit: None,
            dirty: true,
            hits: RefCell::default(),
        }
    }

    /// What to do before the first message: open the register, or read it where it is open.
    pub fn begin(&mut self) -> Vec<Effect> {
        if let Some(open) = self.open.take() {
            return vec![Effect::Work(self.work.begin(Slot::Open, move |_, _| Answer::Begun(open())))];
        }
        self.ask(Slot::Standing, |source, _, tell| {
            Answer::Standing(source.standing(&|share| tell(Answer::Progress(share))))
        })
    }

    /// Puts a question to the desk on another thread; nothing while no register is open.
    pub fn ask(
        &mut self,
        slot: Slot,
        run: impl FnOnce(&dyn Source, &Ticket, Tell<'_>) -> Answer + Send + 'static,
    ) -> Vec<Effect> {
        let Some(source) = self.source.clone() else { return Vec::new() };
        vec![Effect::Work(self.work.begin(slot, move |ticket, tell| run(source.as_ref(), ticket, tell)))]
    }

    /// Whether the register of the start is still to be opened.
    pub const fn opening(&self) -> bool {
        self.source.is_none() && self.first.is_none()
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.look.lang
    }

    /// Whether two panes stand beside one another: where there is room, and where a line is not too slow for the second.
    pub const fn two_panes(&self) -> bool {
        self.size.0 >= 100 && !self.settings.low
    }

    /// Says a sentence in the hint line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), wrong: false });
    }

    /// Says what went wrong.
    pub fn complain(&mut self, error: &anyhow::Error) {
        // Where it is the disk, what to do comes first: the line may be short.
        let lang = self.lang();
        let said = match desk::remedy(error, lang) {
            Some(remedy) => format!("{remedy} ({error:#})"),
            None => format!("{error:#}"),
        };
        self.toast = Some(Toast { text: text::error_is(lang, lang.colon(&said), &said), wrong: true });
    }

    /// Says why something cannot be done.
    pub fn refuse(&mut self, reason: Reason) {
        self.say(reason.text(self.look.lang).into_owned());
    }

    /// Remembers that an area was painted and what a click there means.
    pub fn hit(&self, area: Rect, hit: Hit) {
        self.hits.borrow_mut().push((area, hit));
    }

    /// Forgets the areas of the last frame.
    pub fn forget_hits(&self) {
        self.hits.borrow_mut().clear();
    }

    /// The subtree that triage and milestones look at, as a position: the scope, or the first root.
    pub fn scope_pos(&self) -> Option<Pos> {
        let standing = self.standing.as_ref()?;
        self.scope.or_else(|| standing.tree.roots().next())
    }

    /// What building the register anew is doing, and how much of that is done in percent.
    pub fn building(&self) -> Option<(Phase, u8)> {
        self.source.as_ref().filter(|_| self.work.pending(Slot::Act)).and_then(|source| source.building())
    }

    /// After how long without a key the screen is to be locked; never where it is locked already or not at all.
    pub fn locks_after(&self) -> Option<std::time::Duration> {
        let lock = self.lock.as_ref().filter(|_| self.locked.is_none() && self.source.is_some())?;
        lock.after
    }

    /// How often a tick is wanted: never, unless work is pending and motion is wanted.
    pub fn wants_ticks(&self) -> bool {
        self.work.any() && !self.settings.still && self.locked.is_none()
    }
}
