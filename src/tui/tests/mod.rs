//! Whole ways through the program.

mod acting;
mod filtering;
mod fuzz;
mod pictures;
#[cfg(unix)]
mod pty;
mod settled;
mod sitting;
mod speed;
mod stories;
mod viewing;
