//! Whole ways through the program.

mod acting;
mod filtering;
mod fuzz;
mod pictures;
#[cfg(unix)]
mod pty;
mod settled;
mod speed;
mod stories;
