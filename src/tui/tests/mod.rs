//! Whole ways through the program.

mod fuzz;
mod pictures;
mod speed;
mod stories;
