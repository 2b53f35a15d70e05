//! The members of a branch as a table, and who holds its posts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::head::flow;
use super::{Pane, rows};
use crate::desk::{MemberRow, Standing};
use crate::lang::Lang;
use crate::model::Instant;
use crate::tui::app::App;
use crate::tui::look::{Look, Role};
use crate::tui::text;
use crate::tui::widget::{Column, Table};

/// Paints who holds the posts now and gives the rows it took.
pub fn posts(app: &App, area: Rect, buf: &mut Buffer) -> u16 {
    let look = &app.look;
    let (Some(page), Some(standing)) = (&app.tree.page, &app.standing) else { return 0 };
    let current = page.posts.iter().filter(|post| post.current(standing.at));
    let parts: Vec<_> = current
        .map(|post| {
            let (mark, role) = if post.onboarded_by(standing.at) {
                (look.glyphs.good, Role::Text)
            } else {
                (text::not_onboarded(look.lang), Role::Warn)
            };
            (format!("{} {} {mark}", look.lang.word(post.title), post.name), role)
        })
        .collect();
    if parts.is_empty() || area.height == 0 { 0 } else { flow(look, buf, area, &parts) }
}

/// A flag of a row in words: the rule it stands behind.
pub fn flag(standing: &Standing, look: &Look, id: &str) -> String {
    let rule = standing.rules.iter().find(|rule| rule.id == id);
    rule.map_or_else(|| text::flag(look.lang, id), |rule| look.lang.pick(&rule.zh, &rule.en).to_owned())
}

/// Whether a row is a member and has reported, in a word.
///
/// As of the instant: a report that comes later is none yet.
pub fn state(look: &Look, at: Instant, row: &MemberRow) -> (String, Role) {
    let lang = look.lang;
    let member = &row.member;
    let waits = |word: &str| (format!("{} {word}", look.glyphs.warn), Role::Warn);
    match member.report {
        _ if !member.league.member() => (lang.word(member.league).to_owned(), Role::Dim),
        _ if !member.member_at(at) => (text::not_a_member_yet(lang).to_owned(), Role::Dim),
        _ if !row.counts => (text::branch_does_not_exist(lang).to_owned(), Role::Dim),
        _ if row.reported => (format!("{} {}", look.glyphs.good, text::has_reported(lang)), Role::Good),
        Some(report) if !report.counts() => waits(lang.word(report)),
        _ => waits(text::not_reported(lang)),
    }
}

/// Paints the table; only the rows that show.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(page) = &app.tree.page else { return };
    // The column of marks is there only where there are marks: nothing moves for whoever marks nothing.
    let marks = &app.tree.marks.members;
    let sign = if marks.is_empty() { 0 } else { 4 };
    let table = Table::new(
        vec![
            Column::text(look, text::name(lang), 10 + sign).keep(u8::MAX - 1),
            Column::text(look, text::report(lang), if lang == Lang::Zh { 12 } else { 14 }).keep(90),
            Column::text(look, text::number(lang), 12).keep(80),
            Column::text(look, text::joined(lang), 7).keep(60),
            Column::text(look, text::posts(lang), if lang == Lang::Zh { 8 } else { 12 }).keep(70),
            Column::rest(look, text::flags(lang), 10),
        ],
        area,
    );
    table.head(look, buf, area.y);
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let window = app.tree.below.window(usize::from(body.height), page.members.len());
    for (y, at) in (body.y..).zip(window) {
        let Some(row) = page.members.get(at) else { continue };
        let ground = look.style(if row.counts { Role::Text } else { Role::Dim });
        if marks.contains_key(&row.member.identity.key()) {
            table.cell(look, buf, y, 0, "[x]", look.style(Role::Match));
        }
        if let Some((x, width)) = table.place(0) {
            look.put(buf, x + sign, y, width.saturating_sub(sign), &row.member.name, ground);
        }
        let (word, role) = state(look, standing.at, row);
        table.cell(look, buf, y, 1, &word, look.style(role));
        let number = row.member.number.as_ref().map_or_else(|| look.glyphs.none.to_owned(), ToString::to_string);
        table.cell(look, buf, y, 2, &number, ground);
        table.cell(look, buf, y, 3, &row.member.joined.to_string(), ground);
        let posts: Vec<&str> = row.posts.iter().map(|post| lang.word(*post)).collect();
        table.cell(look, buf, y, 4, &posts.join(" "), ground);
        let flags: Vec<String> = row.flags.iter().map(|id| flag(standing, look, id)).collect();
        table.cell(look, buf, y, 5, &flags.join(look.glyphs.dot), look.style(Role::Bad));
        let line = Rect { y, height: 1, ..area };
        rows::highlight(look, buf, line, at == app.tree.below.at, app.tree.pane == Pane::Detail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Day, League, Month, Pos, Report};
    use crate::tui::fixture;
    use crate::tui::look::{Glyphs, themes};

    #[test]
    fn a_row_says_how_it_stands_as_of_the_instant() {
        let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::ASCII, wide: false, lang: Lang::Zh };
        let county = fixture::county();
        let whole = (0..).map(|at| county.org(Pos(at)).unwrap()).find(|page| !page.members.is_empty()).unwrap();
        let (early, at, late) = (Day::new(2018, 1, 1), fixture::at(), Day::new(2018, 7, 1));
        let passed = (Some(Report::Passed), early);
        let table = [
            (League::Normal, early, passed, true, "v 已报到"),
            (League::Normal, early, (Some(Report::Passed), late), true, "! 未报到"),
            (League::Normal, early, (Some(Report::Returned), early), true, "! 被退回"),
            (League::Normal, early, (None, None), true, "! 未报到"),
            (League::Normal, late, passed, true, "尚未加入"),
            (League::Normal, early, passed, false, "支部停用"),
            (League::Quit, late, passed, true, "自愿退团"),
        ];
        for (league, since, (report, reported), exists, expected) in table {
            let mut row = whole.members[0].clone();
            let member = &mut row.member;
            (member.league, member.since, member.joined) = (league, since, Month::of(2017, 1));
            (member.report, member.reported_at) = (report, reported.map(Day::end));
            row.counts = exists && row.member.member_at(at);
            row.reported = row.counts && row.member.reported_by(at);
            assert_eq!(state(&look, at, &row).0, expected, "{league:?} {since:?} {report:?} {reported:?}");
        }
    }
}
