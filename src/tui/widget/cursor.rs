//! Where a list stands: the row under the cursor and the first row shown. The rows themselves are elsewhere.

use std::cell::Cell;
use std::ops::Range;

/// A place in a list of any length; moving costs the same for ten rows and for a million.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    /// The row under the cursor.
    pub at: usize,
    // A view learns the height only when it paints, and it paints from a shared reference.
    top: Cell<usize>,
    height: Cell<usize>,
}

impl Cursor {
    /// Moves by so many rows.
    pub fn step(&mut self, by: isize, len: usize) {
        self.go(self.at.saturating_add_signed(by), len);
    }

    /// Moves by so many pages.
    pub fn page(&mut self, by: isize, len: usize) {
        let rows = self.height.get().saturating_sub(1).max(1) as isize;
        let top = self.top.get().saturating_add_signed(by * rows);
        self.top.set(top.min(len.saturating_sub(self.height.get())));
        self.step(by * rows, len);
    }

    /// Moves to a row, or to the last one.
    pub fn go(&mut self, at: usize, len: usize) {
        self.at = at.min(len.saturating_sub(1));
        self.keep(len);
    }

    /// Moves to a row and shows it in the middle.
    pub fn centre(&mut self, at: usize, len: usize) {
        self.top.set(at.saturating_sub(self.height.get() / 2));
        self.go(at, len);
    }

    /// Turns the wheel: the rows move, the cursor stays on screen.
    pub fn scroll(&mut self, by: isize, len: usize) {
        let height = self.height.get().max(1);
        let top = self.top.get().saturating_add_signed(by).min(len.saturating_sub(height));
        self.top.set(top);
        self.at = self.at.clamp(top, (top + height - 1).min(len.saturating_sub(1)).max(top));
    }

    fn keep(&self, len: usize) {
        let height = self.height.get().max(1);
        let lowest = (self.at + 1).saturating_sub(height);
        let top = self.top.get().clamp(lowest, self.at.max(lowest));
        // Rows that have gone leave no hole below the last one.
        self.top.set(top.min(len.saturating_sub(height)));
    }

    /// The rows that a pane of `height` rows shows; the pane must call this when it paints.
    pub fn window(&self, height: usize, len: usize) -> Range<usize> {
        self.height.set(height);
        self.keep(len);
        let top = self.top.get();
        top..(top + height).min(len)
    }

    /// The first row shown when it was last painted.
    pub fn top(&self) -> usize {
        self.top.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pages_ends_and_the_wheel() {
        let mut cursor = Cursor::default();
        assert_eq!(cursor.window(10, 100), 0..10);
        cursor.page(1, 100);
        assert_eq!((cursor.at, cursor.window(10, 100)), (9, 9..19));
        cursor.go(usize::MAX, 100);
        assert_eq!((cursor.at, cursor.window(10, 100)), (99, 90..100));
        cursor.scroll(-20, 100);
        assert_eq!((cursor.at, cursor.window(10, 100)), (79, 70..80));
        cursor.scroll(500, 100);
        assert_eq!(cursor.window(10, 100), 90..100, "no hole below the last row");
        cursor.centre(50, 100);
        assert_eq!(cursor.window(10, 100), 45..55);
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_on_screen(moves in prop::collection::vec((0u8..5, -40isize..40), 0..60), len in 1usize..90) {
            let mut cursor = Cursor::default();
            let mut height = 7;
            for (what, by) in moves {
                match what {
                    0 => cursor.step(by, len),
                    1 => cursor.page(by, len),
                    2 => cursor.scroll(by, len),
                    3 => cursor.centre(by.unsigned_abs(), len),
                    _ => height = by.unsigned_abs() % 20 + 1,
                }
                let shown = cursor.window(height, len);
                prop_assert!(shown.contains(&cursor.at), "{} in {:?} of {}", cursor.at, shown, len);
                prop_assert_eq!(shown.len(), height.min(len));
            }
        }
    }
}
