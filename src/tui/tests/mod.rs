//! Whole ways through the program.

mod acting;
mod deeds;
mod filtering;
mod fuzz;
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
