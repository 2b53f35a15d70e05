//! Why a finding holds, since when, and what may be done about it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::labels;
use crate::desk::Standing;
use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::widget::Panel;
use crate::tui::{text, tree};

/// Paints the evidence of the finding under the cursor.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(item) = app.triage.current() else {
        Panel { title: text::evidence(lang), right: "", focus: app.triage.evidence }.view(look, area, buf);
        return;
    };
    let rule = usize::from(item.rule);
    let title = format!("{}{}{}", standing.tree.label(item.pos), look.glyphs.dot, labels::rule(standing, lang, rule));
    let inner = Panel { title: &title, right: "", focus: app.triage.evidence }.view(look, area, buf);
    app.hit(area, Hit::Nothing);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let others: Vec<&str> = standing
        .rules_of(item.pos)
        .into_iter()
        .filter(|r| *r != rule)
        .map(|r| labels::rule(standing, lang, r))
        .collect();
    let lives = &app.triage.built.lives;
    let seen = lives.get(item.rule, item.pos);
    let mut since: Vec<String> =
        seen.map(|life| text::first_seen(lang, &life.first_seen.to_string(), life.times)).into_iter().collect();
    since.push(match (item.since, labels::age(standing, lang, item)) {
        (Some(day), Some(age)) => text::since_dates(lang, &day.to_string(), &age),
        _ => text::since_unknown(lang).to_owned(),
    });
    let info = standing.rules.get(rule);
    let remedy = info.map_or("", |rule| lang.pick(&rule.remedy_zh, &rule.remedy_en));
    let due = labels::due(standing, lang, rule);
    let (due, pressing) =
        due.map_or((Vec::new(), Role::Dim), |(day, left, role)| (vec![format!("{day}  ({left})")], role));
    let told = labels::story(lives, lang, item);
    let parts: [(&str, Vec<String>, Role); 8] = [
        (text::where_is(lang), vec![tree::path_of(standing, look, item.pos)], Role::Text),
        (text::because(lang), standing.evidence(item, lang), Role::Bad),
        (text::state(lang), labels::standing(lives, lang, item), labels::sign(look, lives.state(item)).1),
        (text::since_when(lang), since, Role::Text),
        (text::due(lang), due, pressing),
        (text::also(lang), if others.is_empty() { Vec::new() } else { vec![others.join(look.glyphs.dot)] }, Role::Warn),
        // What may be done comes before what was: it must not fall off a low window.
        (text::remedy(lang), if remedy.is_empty() { Vec::new() } else { vec![remedy.to_owned()] }, Role::Good),
        (text::told(lang), told, Role::Text),
    ];
    let label = parts.iter().map(|(name, ..)| look.width(name)).max().unwrap_or(8) + 2;
    let mut y = inner.y;
    for (name, lines, role) in parts.iter().filter(|(_, lines, _)| !lines.is_empty()) {
        if y >= inner.bottom() {
            break;
        }
        look.put(buf, inner.x, y, label, name, look.style(Role::Dim));
        for line in lines.iter().flat_map(|line| look.wrap(line, inner.width.saturating_sub(label))) {
            if y >= inner.bottom() {
                break;
            }
            look.put(buf, inner.x + label, y, inner.width.saturating_sub(label), &line, look.style(*role));
            y += 1;
        }
        y += 1;
    }
    // Half of a sentence says the wrong thing.
    let note = look.wrap(text::closes_itself(lang), inner.width);
    if usize::from(inner.bottom().saturating_sub(y + 1)) >= note.len() {
        for (y, line) in (y + 1..inner.bottom()).zip(note) {
            look.put(buf, inner.x, y, inner.width, &line, look.style(Role::Dim));
        }
    }
}
