//! An operator at work: every question and every change goes through here, for the terminal, the command line and papers alike.

mod figures;
mod page;
mod queue;
mod standing;

pub use figures::{Column, Figures};
pub use page::{MemberRow, OrgPage, PersonPage};
pub use queue::{FindingItem, Order, Queue, QueueFilter, RuleInfo};
pub use standing::Standing;
