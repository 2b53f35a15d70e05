//! Where a step goes, and the flags of units, in words and signs.

use crate::model::Labelled;
use crate::programme::{Flag, LatestStart};
use crate::tui::look::{Look, Role};
use crate::tui::source::{Outlook, UnitRow};
use crate::tui::widget::Column;

crate::texts! {
    expected(value: &str, low: &str, high: &str) { "到期预计 {value}（{low} – {high}）", "expected {value} ({low} – {high})" }
    chance(percent: u8) { "达标把握 {percent}%", "{percent}% likely" }
    latest(day: &str) { "最迟 {day} 开工", "begin by {day}" }
    too_late() { "按最好的进度也来不及", "too late at the best pace" }
    fewest(children: usize, organisations: usize) {
        "抓 {children} 个下级或 {organisations} 个组织即可达标",
        "{children} children or {organisations} organisations are enough"
    }
    flags() { "旗", "flag" }
    call() { "先联系", "call first" }
}

/// The words of an outlook, one part for each thing that can be told.
pub fn parts(look: &Look, outlook: &Outlook) -> Vec<(String, Role)> {
    let lang = look.lang;
    let mut parts = Vec::new();
    if let Some([value, low, high]) = &outlook.expected {
        parts.push((look.signs(&expected(lang, value, low, high)).into_owned(), Role::Text));
    }
    if let Some(percent) = outlook.chance {
        parts.push((chance(lang, percent), Role::Text));
    }
    match outlook.latest {
        Some(LatestStart::On(day)) => parts.push((latest(lang, &day.to_string()), Role::Warn)),
        Some(LatestStart::TooLate) => parts.push((too_late(lang).to_owned(), Role::Bad)),
        None => {}
    }
    if let Some((children, organisations)) = outlook.fewest {
        parts.push((fewest(lang, children, organisations), Role::Text));
    }
    parts
}

/// The column of flags.
pub fn column(look: &Look) -> Column {
    let words = Flag::ALL.iter().map(|flag| look.width(look.lang.word(*flag))).max().unwrap_or(6);
    Column::text(look, flags(look.lang), words + look.width(call(look.lang)) + 2 + look.width(look.glyphs.dot)).keep(60)
}

/// A unit's flag and whether to call it first; red is praise and never painted as bad.
pub fn flag(look: &Look, unit: &UnitRow) -> Option<(String, Role)> {
    let first = if unit.first { call(look.lang) } else { "" };
    let (sign, role, word) = match unit.flag {
        Some(Flag::Red) => (look.glyphs.good, Role::Good, look.lang.word(Flag::Red)),
        Some(Flag::Yellow) => (look.glyphs.warn, Role::Warn, look.lang.word(Flag::Yellow)),
        Some(Flag::Black) => (look.glyphs.bad, Role::Bad, look.lang.word(Flag::Black)),
        None => ("", Role::Text, ""),
    };
    let flag = format!("{sign} {word}");
    let words: Vec<&str> = [flag.trim(), first].into_iter().filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| (words.join(look.glyphs.dot), role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::model::Day;
    use crate::tui::look::{Glyphs, themes};

    #[test]
    fn what_cannot_be_told_is_not_said() {
        let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::UNICODE, wide: false, lang: Lang::En };
        assert!(parts(&look, &Outlook::default()).is_empty());
        let told = Outlook {
            expected: Some(["78.3%", "70%", "86.1%"].map(str::to_owned)),
            chance: Some(7),
            latest: Day::new(2018, 6, 27).map(LatestStart::On),
            fewest: Some((3, 20)),
        };
        let words: Vec<String> = parts(&look, &told).into_iter().map(|(words, _)| words).collect();
        let line = "expected 78.3% (70% – 86.1%) · 7% likely · begin by 2018-06-27 · 3 children or 20 organisations are enough";
        assert_eq!(words.join(" · "), line);
    }
}
