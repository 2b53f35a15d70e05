//! Money in fen: the rosters give yuan with at most two decimals.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in fen, a hundredth of a yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fen(pub u32);

impl fmt::Display for Fen {
    /// Yuan with two decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fen_are_shown_as_yuan() {
        for (fen, shown) in [(0, "0.00"), (20, "0.20"), (300, "3.00"), (12_345, "123.45")] {
            assert_eq!(Fen(fen).to_string(), shown);
        }
    }
}
