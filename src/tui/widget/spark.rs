//! How a number has gone, one glyph a look.

use crate::tui::look::Look;

/// A glyph for each number, its height between the lowest and the highest of them; a gap where there was none.
///
/// Numbers that differ by less than `least` do not fill the height: that is noise and stays flat.
pub fn spark(look: &Look, numbers: &[Option<u32>], least: u32) -> String {
    let known = || numbers.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().min(), known().max()) else { return String::new() };
    let levels = look.glyphs.spark;
    let room = (high - low).max(least);
    // A way that hardly moves lies in the middle of the second level, far from its edges.
    let base = low.saturating_sub((room - (high - low)) * 3 / 8);
    let level =
        |number: u32| levels[((number - base) as usize * levels.len() / (room as usize + 1)).min(levels.len() - 1)];
    numbers.iter().map(|number| number.map_or(" ", level)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, themes};

    #[test]
    fn heights() {
        let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::ASCII, wide: false, lang: Lang::En };
        let drawn = |numbers: &[u32]| {
            let numbers: Vec<_> = numbers.iter().map(|number| (*number > 0).then_some(*number)).collect();
            spark(&look, &numbers, 500)
        };
        assert_eq!(drawn(&[]), "");
        assert_eq!(drawn(&[0, 0]), "");
        assert_eq!(drawn(&[1000, 0, 4000, 9000]), "_ -#");
        assert_eq!(drawn(&[9100, 9110, 9100]), "---", "a tenth of a point is no mountain");
        assert_eq!(drawn(&[10_000]), "-");
    }
}
