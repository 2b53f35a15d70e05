//! Saved views, below the tree.

use super::{Command, Reason, Scope};
use crate::tui::app::{App, Slot};
use crate::tui::{tree, views};

fn read(app: &App) -> Result<(), Reason> {
    if app.standing.is_some() { Ok(()) } else { Err(Reason::new("正在读取名册", "the register is being read")) }
}

fn some(app: &App) -> Result<(), Reason> {
    match app.views.nodes.get(app.views.cursor.at) {
        // A change that is being written decides where the next one finds its view.
        Some(_) if app.work.pending(Slot::Keep) => Err(Reason::new("正在写入设置", "the settings are being written")),
        Some(_) => Ok(()),
        None => Err(Reason::new(
            "还没有视图：到整治里筛选，再用“存视图”存一个",
            "no view is kept yet: filter the findings, then use “keep view”",
        )),
    }
}

fn any(app: &App) -> Result<(), Reason> {
    if app.views.nodes.is_empty() { some(app) } else { Ok(()) }
}

pub const ALL: &[Command] = &[
    Command::new(
        "views.open",
        &["Enter", "l", "Right"],
        Scope::Views,
        ["打开", "open"],
        ["打开这个视图的问题清单", "the findings of this view"],
        views::open,
    )
    .bar(90)
    .when(read),
    Command::new(
        "tree.views",
        &["v"],
        Scope::Tree,
        ["视图", "views"],
        ["到保存的视图", "to the saved views"],
        |app| {
            app.tree.pane = tree::Pane::Views;
            Vec::new()
        },
    )
    .bar(50)
    .when(any),
    Command::new(
        "views.rename",
        &["e"],
        Scope::Views,
        ["更名", "rename"],
        ["给这个视图换一个名称", "give this view another name"],
        views::ask_new_name,
    )
    .bar(80)
    .when(some),
    Command::new(
        "views.remove",
        &["x", "Del"],
        Scope::Views,
        ["删除", "remove"],
        ["删除这个视图，先确认", "take this view out, after one question"],
        views::ask_remove,
    )
    .bar(79)
    .when(some),
    Command::new(
        "views.down",
        &["J"],
        Scope::Views,
        ["后移", "move down"],
        ["与下一个视图换位置", "change places with the view below"],
        |app| views::shift(app, 1),
    )
    .bar(78)
    .when(some),
    Command::new(
        "views.up",
        &["K"],
        Scope::Views,
        ["前移", "move up"],
        ["与上一个视图换位置", "change places with the view above"],
        |app| views::shift(app, -1),
    )
    .bar(77)
    .when(some),
    Command::new(
        "views.undo",
        &["u"],
        Scope::Views,
        ["撤销", "take back"],
        ["撤销对视图的上一次改动", "take back the last change of the views"],
        views::put_back,
    )
    .bar(76)
    .when(views::undoable),
];
