//! The next generation, for edits that found, move or take away organisations.
