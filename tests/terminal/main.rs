//! The terminal program as a person uses it: the real binary on a real register in a pseudo terminal.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;
mod craft;
mod leaving;
mod numbers;
mod pages;
mod screen;
mod sealed;
mod stories;
mod tmux;
mod touring;
mod walking;

use common::Site;

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 36);
const LARGE: (u16, u16) = (200, 60);

/// What the tree shows first: the cursor on the first of the rows of the demonstration county.
const TREE: &str = "1/21";

fn county() -> Site {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    site
}
