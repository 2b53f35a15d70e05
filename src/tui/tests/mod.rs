//! Whole ways through the program.

mod acting;
mod deeds;
mod fuzz;
mod pictures;
#[cfg(unix)]
mod pty;
mod renewed;
mod rights;
mod speed;
mod stories;
