//! What may come next: drawn from everything that a terminal, a worker or a clock can do.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::tui::app::{App, scopes};
use crate::tui::command::{self, key};

/// Chances from a seed: the same seed, the same run.
pub struct Luck(pub u64);

impl Luck {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Step {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    Window(u16, u16),
    Tick,
    /// The clock says that nobody has been there for long.
    Idle,
    Redraw,
    Suspend,
    /// Somebody else edited rows, or took that back; a month goes by with it.
    Elsewhere,
    /// The passphrase is typed.
    Unlock,
    Wide,
    Ascii,
}

/// What becomes of the questions that are under way.
#[derive(Clone, Copy, Debug)]
pub enum Workers {
    /// All are answered, in order.
    Done,
    /// One is worked on, and its answer lies about.
    Busy,
    /// One answer that lies about arrives, whoever waits for it.
    Late,
    /// One question is answered by an error.
    Wrong,
    /// Nothing happens.
    Idle,
}

const SIZES: &[(u16, u16)] = &[
    (1, 1),
    (2, 150),
    (20, 5),
    (400, 1),
    (59, 16),
    (60, 15),
    (60, 16),
    (61, 17),
    (80, 24),
    (80, 24),
    (99, 30),
    (100, 30),
    (120, 36),
    (120, 36),
    (200, 60),
    (33, 60),
    (400, 150),
];

const LETTERS: &str = "abgkxz019高一张村团委(2)“…①，１ａ／：？【】。、\u{3000}\u{200b}\u{200d}\u{301}\u{feff}é한🈶👍🏽👨‍👩‍👧🇨🇳❤\u{fe0f}\u{20e3}\u{3164}🏴\u{e0067}\u{e007f}ﷺאक्षلا";

const PASTES: &[&str] = &[
    "",
    "一\n二\u{7}",
    "村\r\n",
    "rule:hollow-branch city:青禾 age>7d -snoozed",
    "44990120010101",
    "２０１８－０６－３０",
    "\u{1b}[31m\u{1b}]52;c;AAAA\u{7}\u{0}\u{9b}2J",
    "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
    "שלום \u{202e}dlrow",
    "a\tb\tc",
];

const ODD: &[KeyCode] = &[
    KeyCode::F(1),
    KeyCode::F(2),
    KeyCode::F(13),
    KeyCode::Insert,
    KeyCode::Delete,
    KeyCode::Null,
    KeyCode::CapsLock,
    KeyCode::Menu,
    KeyCode::KeypadBegin,
    KeyCode::Backspace,
    KeyCode::BackTab,
    KeyCode::Esc,
];

/// Something that happens next.
pub fn step(luck: &mut Luck, app: &App) -> Step {
    match luck.below(200) {
        0..=2 => {
            let (columns, rows) = luck.one_of(SIZES);
            Step::Window(columns, rows)
        }
        3 => Step::Window(1 + luck.below(400) as u16, 1 + luck.below(150) as u16),
        4..=19 => letter(luck),
        20..=27 => mouse(luck),
        28..=31 => paste(luck),
        32..=37 => odd(luck),
        38 | 39 => Step::Tick,
        40 => Step::Idle,
        41 => Step::Redraw,
        42 => Step::Suspend,
        43 => Step::Elsewhere,
        44 | 45 => Step::Unlock,
        46 => Step::Wide,
        47 => Step::Ascii,
        // Mostly what means something here, and often enough what means something elsewhere.
        48..=140 => {
            let here = scopes(app);
            let keys: Vec<&str> =
                command::all().filter(|command| here.contains(&command.on)).flat_map(|it| it.keys).copied().collect();
            named(luck, &keys)
        }
        _ => {
            let keys: Vec<&str> = command::all().flat_map(|command| command.keys).copied().collect();
            named(luck, &keys)
        }
    }
}

// Whoever leaves at every tenth key never comes far.
fn named(luck: &mut Luck, keys: &[&str]) -> Step {
    let mut name = luck.one_of(keys);
    while matches!(name, "q" | "Q" | "Ctrl-c") && luck.below(10) > 0 {
        name = luck.one_of(keys);
    }
    Step::Key(key::parse(name).unwrap())
}

fn letter(luck: &mut Luck) -> Step {
    let letters: Vec<char> = LETTERS.chars().collect();
    Step::Key(KeyEvent::new(KeyCode::Char(luck.one_of(&letters)), KeyModifiers::NONE))
}

fn mouse(luck: &mut Luck) -> Step {
    let buttons = [MouseButton::Left, MouseButton::Right, MouseButton::Middle];
    let button = luck.one_of(&buttons);
    let kinds = [
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Down(button),
        MouseEventKind::Up(button),
        MouseEventKind::Drag(button),
        MouseEventKind::Moved,
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
        MouseEventKind::ScrollLeft,
        MouseEventKind::ScrollRight,
    ];
    let kind = luck.one_of(&kinds);
    // A terminal may report a place outside of the window it had a moment ago.
    let (column, row) = match luck.below(4) {
        0 => (luck.below(410) as u16, luck.below(160) as u16),
        1 => (u16::MAX, u16::MAX),
        _ => (luck.below(120) as u16, luck.below(36) as u16),
    };
    Step::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
}

fn paste(luck: &mut Luck) -> Step {
    Step::Paste(match luck.below(40) {
        0 => "共青团柳溪镇 ".repeat(5_000),
        _ => luck.one_of(PASTES).to_owned(),
    })
}

fn odd(luck: &mut Luck) -> Step {
    let letters: Vec<char> = LETTERS.chars().collect();
    let code = if luck.below(2) == 0 { luck.one_of(ODD) } else { KeyCode::Char(luck.one_of(&letters)) };
    let modifiers =
        [KeyModifiers::ALT, KeyModifiers::CONTROL, KeyModifiers::SHIFT, KeyModifiers::SUPER, KeyModifiers::all()];
    let mut event = KeyEvent::new(code, luck.one_of(&modifiers));
    event.kind = luck.one_of(&[KeyEventKind::Press, KeyEventKind::Repeat, KeyEventKind::Release]);
    Step::Key(event)
}

/// What the workers do meanwhile.
pub fn workers(luck: &mut Luck) -> Workers {
    match luck.below(100) {
        0..=69 => Workers::Done,
        70..=79 => Workers::Busy,
        80..=91 => Workers::Late,
        92..=94 => Workers::Wrong,
        _ => Workers::Idle,
    }
}
