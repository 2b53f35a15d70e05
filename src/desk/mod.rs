//! An operator at work: every question and every change goes through here, for the terminal, the command line and papers alike.

mod act;
mod calls;
mod clock;
mod figures;
mod find;
mod history;
mod lives;
mod log;
mod milestones;
mod open;
mod outlook;
mod page;
mod programmes;
mod queue;
mod refusal;
mod standing;
mod take_in;
mod telling;
mod what_if;

pub use act::{CommitError, Committed, Refused};
pub use calls::{BodyStanding, FewestUnits, UnitStanding};
pub use clock::Clock;
pub use figures::{Column, Figures};
pub use find::{Found, FoundItem, FoundKind};
pub use lives::{Lives, StateCounts, States};
pub use log::Log;
pub use milestones::{StepStanding, step_of};
pub use open::{Desk, DeskOptions, is_missing};
pub use page::{MemberRow, OrgPage, PersonPage};
pub use programmes::{Added, NotAdded};
pub use queue::{FindingItem, Order, Queue, QueueFilter, RuleInfo};
pub use refusal::Refusal;
pub use standing::Standing;
pub use take_in::{Exists, TakenIn, make_demo, make_empty, take_in};
pub use telling::{say_act, say_told, say_verb};
pub use what_if::{WhatIf, WhatIfError, WhatIfRow};
