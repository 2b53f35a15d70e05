//! Any key, any size, any order: no panic.

use crate::lang::Lang;
use crate::tui::app::Msg;
use crate::tui::command::{self, key};
use crate::tui::story::county;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

struct Luck(u64);

impl Luck {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

#[test]
fn twenty_thousand_steps() {
    let keys: Vec<&str> = command::all().flat_map(|command| command.keys).copied().collect();
    let letters: Vec<char> = "abgz高一张(2)“…①，1 ／：\u{200b}👍🏽".chars().collect();
    let sizes = [(1, 1), (20, 5), (60, 16), (61, 17), (80, 24), (99, 30), (100, 30), (120, 36), (200, 60), (33, 60)];
    let mut luck = Luck(20_180_628);
    let mut story = county(Lang::Zh, (120, 36));
    for step in 0..20_000 {
        match luck.below(40) {
            0 => {
                let (columns, rows) = sizes[luck.below(sizes.len())];
                story.resize(columns, rows);
            }
            1..=3 => {
                let c = letters[luck.below(letters.len())];
                story.msg(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
            }
            4 => {
                let kinds =
                    [MouseEventKind::Down(MouseButton::Left), MouseEventKind::ScrollDown, MouseEventKind::ScrollUp];
                let (column, row) = (luck.below(200) as u16, luck.below(60) as u16);
                let kind = kinds[luck.below(3)];
                story.msg(Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
            }
            5 => {
                story.msg(Msg::Paste("一\n二\u{7}".into()));
            }
            6 => {
                story.app.look.wide = !story.app.look.wide;
            }
            _ => {
                let name = keys[luck.below(keys.len())];
                story.msg(Msg::Key(key::parse(name).unwrap()));
            }
        }
        if story.app.exit.take().is_some() || step % 2_000 == 1_999 {
            let size = story.app.size;
            story = county(if step % 2 == 0 { Lang::Zh } else { Lang::En }, (size.0.max(60), size.1.max(16)));
        }
    }
}
