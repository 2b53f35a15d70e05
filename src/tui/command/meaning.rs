//! Definitions of what is under the cursor.

use super::{Command, Scope};
use crate::tui::meaning;

pub const ALL: &[Command] = &[
    // K looks up the word under the cursor in vim; F3 comes through an input method that is left on.
    Command::new(
        "meaning",
        &["K", "F3"],
        Scope::Everywhere,
        ["释义", "meaning"],
        [
            "光标处的数怎么数、按什么条件、出自哪里",
            "how the numbers under the cursor are counted, when, and who says so",
        ],
        meaning::turn,
    )
    .bar(4)
    .when(meaning::any),
    Command::new(
        "meaning.open",
        &["Enter"],
        Scope::Meaning,
        ["看行", "rows"],
        ["打开这个数背后的行", "open the rows behind the number"],
        meaning::open,
    )
    .bar(90),
];
