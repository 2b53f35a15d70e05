//! The program: parses the command line and hands over to a verb.

fn main() {}
