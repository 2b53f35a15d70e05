//! What comes in, and what goes out.

use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent};

use super::renew::Renewed;
use super::{Job, Ticket};
use crate::desk::{
    AlertRow, Completion, Course, Erasure, Foreseen, Form, League, Ledgers, Lives, Named, OrgPage, Past, PersonPage,
    Plan, Records, Refusal, RequestPage, ResponseRow, RevealError, Revealed, Standing,
};
use crate::judge::alert::Alert;
use crate::model::{IdKey, Pos};
use crate::store::Board;
use crate::tui::clip::Clip;
use crate::tui::deeds::{Done, Offer};
use crate::tui::source::{Milestones, SearchPage, StepPage};
use crate::tui::term::Trouble;
use crate::tui::tree;
use crate::tui::triage::{Acted, Built};
use crate::tui::views::{Counts, Kept};
use crate::tui::{Made, Notice, Opened};

/// Something that happened.
pub enum Msg {
    /// A key was pressed or repeated.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The window has so many columns and rows now.
    Resize(u16, u16),
    /// Work under way has something to tell.
    Answer(Ticket, Answer),
    /// A quarter of a second has gone while work was pending; never sent otherwise.
    Tick,
    /// Nobody has pressed a key for as long as locks the screen.
    Idle,
    /// Something happened behind the operator's work.
    Notice(Notice),
    /// The program must end.
    End(Exit),
    /// The program shall stop until it is continued.
    Suspend,
    /// Everything must be painted anew.
    Redraw,
    /// The editor is done with the text of the field in focus.
    Edited(Result<String, Trouble>),
}

/// What a worker tells.
pub enum Answer {
    /// A share of the work is done, 0 to 1.
    Progress(f32),
    /// The register in memory.
    Standing(anyhow::Result<Arc<Standing>>),
    /// One organisation.
    Org(anyhow::Result<Box<OrgPage>>),
    /// One person.
    Person(anyhow::Result<Box<PersonPage>>),
    /// What other rosters tell of the person.
    Records(anyhow::Result<Box<Records>>),
    /// The person whose page is open is no longer in the branch.
    Gone,
    /// The search is ready.
    Index(anyhow::Result<()>),
    /// The snapshot of the day is kept.
    Day(anyhow::Result<()>),
    /// What a query found.
    Found(anyhow::Result<SearchPage>),
    /// What may be meant in the field of a form.
    Offered(anyhow::Result<Vec<Offer>>),
    /// The triage list.
    Queue(Box<Built>),
    /// Where each finding stands.
    Lives(anyhow::Result<Arc<Lives>>),
    /// What became of an act on findings, or of taking one back.
    Acted(anyhow::Result<Acted>),
    /// A form as it begins, or why there is none.
    Form(anyhow::Result<Result<Box<Form>, Refusal>>),
    /// Its dry run.
    Plan(anyhow::Result<Box<Plan>>),
    /// What the judge would say after it.
    Foreseen(anyhow::Result<Box<Foreseen>>),
    /// What became of a commit of deeds.
    Done(anyhow::Result<Done>),
    /// What erasing a person would do.
    Erasure(anyhow::Result<Box<Erasure>>),
    /// What became of erasing a person.
    Erased(anyhow::Result<u64>),
    /// The posts of an organisation.
    Posts(anyhow::Result<Box<OrgPage>>),
    /// What may stand next in a filter.
    Suggested(Completion),
    /// How many findings each saved view keeps.
    Views(anyhow::Result<Counts>),
    /// What was done to the views of the settings.
    Kept(anyhow::Result<Kept>),
    /// The steps of a programme.
    Milestones(anyhow::Result<Milestones>),
    /// Who is behind in a step.
    Units(anyhow::Result<Box<StepPage>>),
    /// How a step went and where it goes, in which subtree.
    Course((String, Pos), anyhow::Result<Box<Course>>),
    /// The ledgers of a programme.
    Ledgers(anyhow::Result<Box<Ledgers>>),
    /// The hollow branches of the days that the register remembers.
    Past(anyhow::Result<tree::Past>),
    /// Patterns worth checking.
    Alerts(anyhow::Result<Vec<Alert>>),
    /// The rows of one of them.
    AlertRows(anyhow::Result<Vec<AlertRow>>),
    /// The requests under way.
    Board(anyhow::Result<Arc<Board>>),
    /// Persons found on the roster, or not.
    Names(anyhow::Result<Vec<(IdKey, Option<Named>)>>),
    /// The response league.
    Responses(Vec<ResponseRow>),
    /// One request, where it is still there.
    Request(anyhow::Result<Option<Box<RequestPage>>>),
    /// The league of an organisation's children.
    League(Box<League>),
    /// The same at the ends of the last weeks.
    Trend(anyhow::Result<Vec<Past>>),
    /// The register after rows were edited; `None` where it is the one on screen.
    Renewed(anyhow::Result<Option<Box<Renewed>>>),
    /// The register of the start was opened, or there is none.
    Begun(anyhow::Result<Opened>),
    /// A register was made or opened on the first run.
    Opened(anyhow::Result<Made>),
    /// Paths that may be meant by what was typed.
    Paths(Vec<String>),
    /// The numbers of a person's page, or why they are not shown.
    Revealed(Result<Revealed, RevealError>),
    /// Whether what was typed opens the locked screen.
    Unlocked(anyhow::Result<bool>),
    /// A text was handed to tmux, and whether it was taken.
    Clipped(Clip, bool),
    /// Nobody waited any more.
    Nothing,
}

/// What the program must do after a message.
pub enum Effect {
    /// Work for another thread.
    Work(Job),
    /// Listen to the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Stop until continued.
    Suspend,
    /// Paint everything anew.
    Redraw,
    /// Bytes for the terminal itself, which are no part of a frame.
    Send(Vec<u8>),
    /// Let the operator's editor have a text.
    Edit(String),
}

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The operator left.
    Done,
    /// The line was dropped.
    HangUp,
    /// Asked to end by a signal of this number.
    Signal(i32),
    /// A worker thread panicked.
    Panicked,
}

impl Exit {
    /// The exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::HangUp => 129,
            Self::Signal(number) => 128 + number as u8,
            Self::Panicked => 101,
        }
    }
}
