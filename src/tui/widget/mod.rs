//! Pieces that several screens are made of.

mod axis;
mod bar;
mod blank;
mod clear;
mod cursor;
mod field;
mod narrow;
mod panel;
mod plot;
mod spark;
mod table;
mod typed;

pub use axis::Axis;
pub use bar::bar;
pub use blank::Blank;
pub use clear::clear_wide;
pub use cursor::Cursor;
pub use field::Field;
pub use narrow::meant;
pub use panel::{Panel, popup, sheet};
pub use plot::{Curve, Plot, Stroke};
pub use spark::spark;
#[cfg(test)]
pub use table::heads;
pub use table::{Column, Table};
pub use typed::Typed;
