//! `mingmai` (命脉): the operator's desk for mending weak branches of a youth organisation.
//!
//! A folder is a floor; a floor knows only the floors below it: `model` and `lang`; `judge` and `programme`; `store`,
//! `intake` and `demo`; `desk`; `paper`; `tui` and `cli`.

pub mod cli;
pub mod demo;
pub mod desk;
pub mod intake;
pub mod judge;
pub mod lang;
pub mod model;
pub mod paper;
pub mod programme;
pub mod search;
pub mod store;
pub mod tui;
