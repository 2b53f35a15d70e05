//! Pieces that several screens are made of.

mod bar;
mod clear;
mod cursor;
mod field;
mod panel;
mod table;
mod typed;

pub use bar::bar;
pub use clear::clear_wide;
pub use cursor::Cursor;
pub use field::Field;
pub use panel::{Panel, popup, tall};
#[cfg(test)]
pub use table::heads;
pub use table::{Column, Table};
pub use typed::Typed;
