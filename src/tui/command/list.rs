//! Moving in lists, the same everywhere.

use super::{Command, Scope};
use crate::tui::app::{App, Effect, lists, moved};
use crate::tui::form;
use crate::tui::widget::Cursor;

fn shift(app: &mut App, change: impl FnOnce(&mut Cursor, usize)) -> Vec<Effect> {
    let Some((cursor, len)) = lists(app) else { return Vec::new() };
    let before = cursor.at;
    change(cursor, len);
    if cursor.at == before { Vec::new() } else { moved(app) }
}

fn down(app: &mut App) -> Vec<Effect> {
    shift(app, |cursor, len| cursor.step(1, len))
}
fn up(app: &mut App) -> Vec<Effect> {
    shift(app, |cursor, len| cursor.step(-1, len))
}
fn page_down(app: &mut App) -> Vec<Effect> {
    shift(app, |cursor, len| cursor.page(1, len))
}
fn page_up(app: &mut App) -> Vec<Effect> {
    shift(app, |cursor, len| cursor.page(-1, len))
}
fn top(app: &mut App) -> Vec<Effect> {
    shift(app, |cursor, len| cursor.go(0, len))
}
fn bottom(app: &mut App) -> Vec<Effect> {
    shift(app, |cursor, len| cursor.go(usize::MAX, len))
}

const DOWN: [[&str; 2]; 2] = [["下移", "down"], ["下一行", "the next row"]];
const UP: [[&str; 2]; 2] = [["上移", "up"], ["上一行", "the row before"]];
const PAGE_DOWN: [[&str; 2]; 2] = [["下页", "page down"], ["下一页", "the next page"]];
const PAGE_UP: [[&str; 2]; 2] = [["上页", "page up"], ["上一页", "the page before"]];

pub const ALL: &[Command] = &[
    Command::new("list.down", &["j", "Down", "Ctrl-n"], Scope::List, DOWN[0], DOWN[1], down),
    Command::new("list.up", &["k", "Up", "Ctrl-p"], Scope::List, UP[0], UP[1], up),
    Command::new("list.page-down", &["PgDn", "Ctrl-f", "Ctrl-d"], Scope::List, PAGE_DOWN[0], PAGE_DOWN[1], page_down),
    Command::new("list.page-up", &["PgUp", "Ctrl-b", "Ctrl-u"], Scope::List, PAGE_UP[0], PAGE_UP[1], page_up),
    Command::new("list.top", &["g", "Home"], Scope::List, ["开头", "top"], ["第一行", "the first row"], top),
    Command::new("list.bottom", &["G", "End"], Scope::List, ["末尾", "bottom"], ["最后一行", "the last row"], bottom),
    Command::new("field.down", &["Down", "Ctrl-n"], Scope::Field, DOWN[0], DOWN[1], down),
    Command::new("field.up", &["Up", "Ctrl-p"], Scope::Field, UP[0], UP[1], up),
    Command::new("field.page-down", &["PgDn", "Ctrl-f"], Scope::Field, PAGE_DOWN[0], PAGE_DOWN[1], page_down),
    Command::new("field.page-up", &["PgUp", "Ctrl-b"], Scope::Field, PAGE_UP[0], PAGE_UP[1], page_up),
    Command::new(
        "field.top",
        &["Ctrl-Home"],
        Scope::Field,
        ["开头", "top"],
        ["第一行；Home 是文本的开头", "the first row; Home is the beginning of the text"],
        top,
    ),
    Command::new(
        "field.bottom",
        &["Ctrl-End"],
        Scope::Field,
        ["末尾", "bottom"],
        ["最后一行；End 是文本的末尾", "the last row; End is the end of the text"],
        bottom,
    ),
    Command::new(
        "field.close",
        &["Esc", "Ctrl-g", "Ctrl-c"],
        Scope::Field,
        ["关闭", "close"],
        ["关闭，不做什么", "close without doing anything"],
        |app| {
            if !form::put_away(app) {
                app.close();
            }
            Vec::new()
        },
    )
    .bar(5),
];
