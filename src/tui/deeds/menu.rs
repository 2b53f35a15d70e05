//! The menu: what can be done to what is at hand, filtered as typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Thing, fill, fits, things};
use crate::lang::{Lang, pinyin};
use crate::model::{Deed, Labelled};
use crate::tui::app::{App, Effect, Hit, Layer};
use crate::tui::command::Reason;
use crate::tui::look::Role;
use crate::tui::text::{deeds as text, erase as erased};
use crate::tui::widget::{Cursor, Field, popup};
use crate::tui::{erase, person};

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Deed(Deed),
    /// No deed: it cannot be taken back, and is no change of rows.
    Erase,
}

impl What {
    fn words(self) -> [&'static str; 2] {
        match self {
            Self::Deed(deed) => [deed.zh(), deed.en()],
            Self::Erase => [Lang::Zh, Lang::En].map(erased::name),
        }
    }

    fn word(self, lang: Lang) -> &'static str {
        let [zh, en] = self.words();
        lang.pick(zh, en)
    }

    fn id(self) -> &'static str {
        match self {
            Self::Deed(deed) => deed.id(),
            Self::Erase => "erase",
        }
    }
}

/// One line of the menu.
#[derive(Clone, Debug)]
pub struct Row {
    does: What,
    on: Thing,
    /// What that is called.
    what: String,
    /// Why it cannot be done now.
    why: Option<Reason>,
}

/// The state of the layer.
#[derive(Default)]
pub struct Menu {
    /// What is looked for.
    pub field: Field,
    /// Where the cursor is.
    pub cursor: Cursor,
    /// The lines that match.
    pub rows: Vec<Row>,
    all: Vec<Row>,
}

/// What a thing is called: its only row, or the first of many.
pub(super) fn called(app: &App, thing: Thing) -> String {
    let mut rows = thing.subjects(app).into_iter();
    let (first, others) = (rows.next(), rows.count());
    let first = first.map_or_else(String::new, |(_, label)| label);
    if others == 0 { first } else { text::chosen(app.lang(), &first, others) }
}

fn lines(app: &App) -> Vec<Row> {
    let mut out = Vec::new();
    for on in things(app) {
        let what = called(app, on);
        let fitting = Deed::ALL.iter().filter(|deed| deed.done_to().contains(&on.sort()));
        let row = |deed: &Deed| Row {
            does: What::Deed(*deed),
            on,
            what: what.clone(),
            why: fits::fits(app, on, *deed).err(),
        };
        let (can, cannot): (Vec<Row>, Vec<Row>) = fitting.map(row).partition(|row| row.why.is_none());
        out.extend(can.into_iter().chain(cannot));
        if on == Thing::Person {
            out.push(Row { does: What::Erase, on, what, why: erase::may(app).err() });
        }
    }
    out
}

/// Opens the menu.
pub fn open(app: &mut App) -> Vec<Effect> {
    let all = lines(app);
    app.layers.push(Layer::Menu(Menu { rows: all.clone(), all, ..Menu::default() }));
    Vec::new()
}

/// Whether a deed is meant by a text: part of its name, its id, or its pinyin from the beginning of any word.
fn meant(does: What, text: &str) -> bool {
    let [zh, en] = does.words();
    let sounds: Vec<_> = zh.chars().filter_map(pinyin::common).map(|syllable| syllable.text()).collect();
    let initials: String = sounds.iter().filter_map(|sound| sound.chars().next()).collect();
    let spelled = (0..sounds.len()).any(|at| sounds[at..].concat().starts_with(text));
    zh.contains(text) || en.contains(text) || does.id().contains(text) || initials.contains(text) || spelled
}

/// After the text has changed.
pub fn relabel(app: &mut App) -> Vec<Effect> {
    if let Some(Layer::Menu(menu)) = app.layers.last_mut() {
        let text = menu.field.text().trim().to_lowercase();
        menu.rows = menu.all.iter().filter(|row| text.is_empty() || meant(row.does, &text)).cloned().collect();
        menu.cursor = Cursor::default();
    }
    Vec::new()
}

/// Opens the form of the line under the cursor.
pub fn choose(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Menu(menu)) = app.layers.last() else { return Vec::new() };
    let Some(row) = menu.rows.get(menu.cursor.at).cloned() else { return Vec::new() };
    if let Some(why) = row.why {
        let lang = app.lang();
        app.say(text::cannot(lang, &why.text(lang)));
        return Vec::new();
    }
    app.close();
    match row.does {
        What::Deed(deed) => fill::open(app, deed, row.on),
        What::Erase => person::erase(app),
    }
}

/// Paints the menu and gives the place of the cursor.
pub fn view(app: &App, menu: &Menu, area: Rect, buf: &mut Buffer) -> Position {
    let look = &app.look;
    let lang = look.lang;
    let title = menu.all.first().map_or_else(
        || text::menu_title(lang).to_owned(),
        |row| text::done_to(lang, text::menu_title(lang), &row.what),
    );
    let height = area.height.min(menu.all.len() as u16 + 5);
    let inner = popup(look, area, 84, height, &title, &menu.rows.len().to_string(), buf);
    app.hit(inner, Hit::Nothing);
    let line = Rect { height: inner.height.min(1), ..inner };
    let cursor = menu.field.view(look, line, " > ", text::menu_hint(lang), buf);
    let body = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if menu.rows.is_empty() {
        look.put(buf, body.x + 3, body.y, body.width.saturating_sub(4), text::no_deed(lang), look.style(Role::Dim));
    }
    // Of all that is listed, not of what is shown: nothing moves while one types or scrolls.
    let names = menu.all.iter().map(|row| look.width(row.does.word(lang))).max().unwrap_or_default();
    let names = names.min(body.width / 2);
    let shown = menu.cursor.window(usize::from(body.height), menu.rows.len());
    app.hit(body, Hit::Rows(shown.start));
    let several = menu.all.iter().any(|row| row.on != menu.all[0].on);
    for (y, at) in (body.y..).zip(shown) {
        let Some(row) = menu.rows.get(at) else { continue };
        let role = if row.why.is_some() { Role::Dim } else { Role::Text };
        look.put(buf, body.x + 2, y, names, row.does.word(lang), look.style(role));
        let x = body.x + names + 4;
        // What it is done to stands where that changes.
        let first = at.checked_sub(1).and_then(|at| menu.rows.get(at)).is_none_or(|above| above.on != row.on);
        let room = body.right().saturating_sub(x + 1);
        match row.why {
            Some(why) => look.put(buf, x, y, room, &text::cannot(lang, &why.text(lang)), look.style(Role::Warn)),
            None if several && first => look.put(buf, x, y, room, &row.what, look.style(Role::Dim)),
            None => 0,
        };
        if at == menu.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
    cursor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_is_meant_by_its_name_its_sound_or_its_id() {
        for (deed, text) in [
            (Deed::MemberAdd, "录入"),
            (Deed::MemberAdd, "lrty"),
            (Deed::MemberAdd, "tuanyuan"),
            (Deed::MemberAdd, "member-a"),
            (Deed::OrgMerge, "into another"),
            (Deed::CadreRelease, "liren"),
        ] {
            assert!(meant(What::Deed(deed), text), "{deed:?} {text}");
        }
        assert!(!meant(What::Deed(Deed::MemberAdd), "xyz"));
        assert!(meant(What::Erase, "mcgr") && meant(What::Erase, "erase"));
    }
}
