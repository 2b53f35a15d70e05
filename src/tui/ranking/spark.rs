//! The way a score has gone, one glyph a look.

use crate::programme::Score;
use crate::tui::look::Look;

/// What fills the height at least, in hundredths of a point: less than that is noise and stays flat.
const LEAST: u32 = 500;

/// A glyph for each score, its height between the lowest and the highest of them; a gap where there was none.
pub(super) fn spark(look: &Look, scores: &[Option<Score>]) -> String {
    let known = || scores.iter().flatten().map(|score| score.0);
    let (Some(low), Some(high)) = (known().min(), known().max()) else { return String::new() };
    let levels = look.glyphs.spark;
    let room = (high - low).max(LEAST);
    // A way that hardly moves lies in the middle of the second level, far from its edges.
    let base = low.saturating_sub((room - (high - low)) * 3 / 8);
    let level =
        |score: u32| levels[((score - base) as usize * levels.len() / (room as usize + 1)).min(levels.len() - 1)];
    scores.iter().map(|score| score.map_or(" ", |score| level(score.0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, themes};

    #[test]
    fn heights() {
        let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::ASCII, wide: false, lang: Lang::En };
        let drawn = |scores: &[u32]| {
            let scores: Vec<_> = scores.iter().map(|score| (*score > 0).then_some(Score(*score))).collect();
            spark(&look, &scores)
        };
        assert_eq!(drawn(&[]), "");
        assert_eq!(drawn(&[0, 0]), "");
        assert_eq!(drawn(&[1000, 0, 4000, 9000]), "_ -#");
        assert_eq!(drawn(&[9100, 9110, 9100]), "---", "a tenth of a point is no mountain");
        assert_eq!(drawn(&[10_000]), "-");
    }
}
