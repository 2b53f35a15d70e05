//! Whole ways through the program.

mod acting;
mod coloured;
mod craft;
mod cursors;
mod deeds;
mod demonstration;
mod drawn;
mod filtering;
mod fuzz;
mod moves;
mod pictures;
#[cfg(unix)]
mod pty;
mod renewed;
mod rights;
mod settled;
mod sitting;
mod speed;
mod states;
mod stories;
mod viewing;
