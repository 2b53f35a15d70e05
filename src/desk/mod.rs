//! An operator at work: every question and every change goes through here, for the terminal, the command line and papers alike.

mod board;
mod calls;
mod clock;
mod figures;
mod find;
mod home;
mod league;
mod milestones;
mod open;
mod outlook;
mod page;
mod programmes;
mod queue;
mod standing;
mod take_in;
mod what_if;

pub use board::{HopRow, Named, RequestPage, ResponseRow, Sought};
pub use calls::{BodyStanding, FewestUnits, UnitStanding};
pub use clock::Clock;
pub use figures::{Column, Figures};
pub use find::{Found, FoundItem, FoundKind};
pub use home::{HomeColumn, HomeRow};
pub use league::{League, LeagueRow, Moved, Past};
pub use milestones::{StepStanding, step_of};
pub use open::{Desk, DeskOptions, is_missing};
pub use page::{MemberRow, OrgPage, PersonPage};
pub use programmes::{Added, NotAdded};
pub use queue::{FindingItem, Order, Queue, QueueFilter, RuleInfo};
pub use standing::Standing;
pub use take_in::{Exists, TakenIn, make_demo, make_empty, take_in};
pub use what_if::{WhatIf, WhatIfError, WhatIfRow};
