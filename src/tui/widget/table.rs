//! Columns of a list: laid out once a frame, painted row by row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::look::{Look, Role};

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    title: String,
    width: u16,
    grows: bool,
    right: bool,
    keep: u8,
}

impl Column {
    /// A column of text, as wide as its title needs and at least `width`.
    pub fn text(look: &Look, title: &str, width: u16) -> Self {
        Self { title: title.into(), width: width.max(look.width(title)), grows: false, right: false, keep: 1 }
    }

    /// The column that takes what the others leave.
    pub fn rest(look: &Look, title: &str, least: u16) -> Self {
        Self { grows: true, ..Self::text(look, title, least) }.keep(u8::MAX)
    }

    /// A column of numbers.
    pub fn number(look: &Look, title: &str, width: u16) -> Self {
        Self { right: true, ..Self::text(look, title, width) }
    }

    /// How dear it is: the least dear goes first when there is no room.
    pub fn keep(self, keep: u8) -> Self {
        Self { keep, ..self }
    }
}

/// Columns laid out in an area; a column without room has none.
pub struct Table {
    columns: Vec<(Column, Option<(u16, u16)>)>,
}

const GAP: u16 = 2;

impl Table {
    /// Lays columns out from the left.
    pub fn new(columns: Vec<Column>, area: Rect) -> Self {
        let mut shown: Vec<bool> = vec![true; columns.len()];
        let need = |shown: &[bool]| {
            let widths = columns.iter().zip(shown).filter(|(_, shown)| **shown).map(|(c, _)| c.width + GAP);
            widths.sum::<u16>().saturating_sub(GAP)
        };
        while need(&shown) > area.width {
            let least = (0..columns.len()).filter(|&at| shown[at] && !columns[at].grows);
            let Some(at) = least.rev().min_by_key(|&at| columns[at].keep) else { break };
            shown[at] = false;
        }
        let mut spare = area.width.saturating_sub(need(&shown));
        let mut x = area.x;
        let columns = columns
            .into_iter()
            .zip(shown)
            .map(|(column, shown)| {
                if !shown {
                    return (column, None);
                }
                let width = column.width + if column.grows { std::mem::take(&mut spare) } else { 0 };
                let place = (x, width.min(area.right().saturating_sub(x)));
                x = (x + width + GAP).min(area.right());
                (column, Some(place))
            })
            .collect();
        Self { columns }
    }

    /// Paints the titles.
    pub fn head(&self, look: &Look, buf: &mut Buffer, y: u16) {
        #[cfg(test)]
        heads::note(self.columns.iter().map(|(column, _)| column.title.as_str()));
        for (column, place) in &self.columns {
            self.put(look, buf, y, column, *place, &column.title, look.style(Role::Dim));
        }
    }

    /// Paints one cell of a row.
    pub fn cell(&self, look: &Look, buf: &mut Buffer, y: u16, at: usize, text: &str, style: Style) {
        if let Some((column, place)) = self.columns.get(at) {
            self.put(look, buf, y, column, *place, text, style);
        }
    }

    /// Where a column is, if it is shown: its first column on screen and its width.
    pub fn place(&self, at: usize) -> Option<(u16, u16)> {
        self.columns.get(at).and_then(|(_, place)| *place)
    }

    #[allow(clippy::too_many_arguments)]
    fn put(
        &self,
        look: &Look,
        buf: &mut Buffer,
        y: u16,
        c: &Column,
        place: Option<(u16, u16)>,
        text: &str,
        style: Style,
    ) {
        let Some((x, width)) = place else { return };
        if c.right {
            look.put_right(buf, x, x + width, y, text, style);
        } else {
            look.put(buf, x, y, width, text, style);
        }
    }
}

/// The titles painted in this thread, for the test that every column has a definition.
#[cfg(test)]
pub mod heads {
    use std::cell::RefCell;

    thread_local! {
        static PAINTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn note<'a>(titles: impl Iterator<Item = &'a str>) {
        PAINTED.with_borrow_mut(|painted| painted.extend(titles.map(str::to_owned)));
    }

    /// Those painted since this was last asked.
    pub fn take() -> Vec<String> {
        PAINTED.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, themes};

    #[test]
    fn the_least_dear_column_goes_first() {
        let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::ASCII, wide: false, lang: Lang::En };
        let columns = || {
            vec![
                Column::rest(&look, "name", 10),
                Column::number(&look, "members", 7).keep(2),
                Column::text(&look, "note", 6),
            ]
        };
        let places = |width| {
            let table = Table::new(columns(), Rect::new(0, 0, width, 1));
            [table.place(0), table.place(1), table.place(2)]
        };
        assert_eq!(places(30), [Some((0, 13)), Some((15, 7)), Some((24, 6))]);
        assert_eq!(places(20), [Some((0, 11)), Some((13, 7)), None]);
        assert_eq!(places(12), [Some((0, 12)), None, None]);
        assert_eq!(places(4), [Some((0, 4)), None, None]);
    }
}
