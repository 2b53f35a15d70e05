//! Definitions of what is under the cursor.

use super::{Command, Scope};
use crate::tui::explain;

pub const ALL: &[Command] = &[
    // K looks up the word under the cursor in vim; F3 comes through an input method that is left on.
    Command::new(
        "explain",
        &["K", "F3"],
        Scope::Everywhere,
        ["释义", "meaning"],
        [
            "光标处的数怎么数、按什么条件、出自哪里",
            "how the numbers under the cursor are counted, when, and who says so",
        ],
        explain::turn,
    )
    .bar(4)
    .when(explain::any),
    Command::new(
        "explain.open",
        &["Enter"],
        Scope::Explain,
        ["看行", "rows"],
        ["打开这个数背后的行", "open the rows behind the number"],
        explain::open,
    )
    .bar(90),
];
