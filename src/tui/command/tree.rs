//! Screen 1: the tree, the detail beside it, a person's page.

use super::{Command, Reason, Scope};
use crate::desk::Right;
use crate::tui::app::App;
use crate::tui::{person, tree};

fn read(app: &App) -> Result<(), Reason> {
    if app.standing.is_some() { Ok(()) } else { Err(Reason::new("正在读取名册", "the register is being read")) }
}

fn row(app: &App) -> Result<(), Reason> {
    read(app)?;
    if app.tree.detail_len() > 0 { Ok(()) } else { Err(Reason::new("这里没有行", "there is no row here")) }
}

fn committee(app: &App) -> Result<(), Reason> {
    read(app)?;
    if tree::shows_members(app) {
        Err(Reason::new("团员名单按花名册的顺序", "members are in the order of the roster"))
    } else {
        Ok(())
    }
}

pub const ALL: &[Command] = &[
    Command::new(
        "tree.enter",
        &["Enter"],
        Scope::Tree,
        ["详情", "detail"],
        ["到右边的详情", "to the detail of the organisation"],
        tree::enter,
    )
    .bar(90)
    .when(read),
    Command::new(
        "tree.open",
        &["l", "Right"],
        Scope::Tree,
        ["展开", "open"],
        ["展开下级；已展开时到第一个下级", "show what is below; when shown, go to the first"],
        tree::open,
    )
    .bar(80)
    .when(read),
    Command::new(
        "tree.close",
        &["h", "Left"],
        Scope::Tree,
        ["收起", "close"],
        ["收起下级；已收起时到上级", "hide what is below; when hidden, go to the parent"],
        tree::close,
    )
    .bar(79)
    .when(read),
    Command::new(
        "tree.toggle",
        &["Space"],
        Scope::Tree,
        ["开合", "toggle"],
        ["展开或收起", "show or hide what is below"],
        tree::toggle,
    )
    .when(read),
    Command::new(
        "tree.open-all",
        &["*", "E"],
        Scope::Tree,
        ["全部展开", "open all"],
        ["展开下面的每一级", "show every level below"],
        tree::open_all,
    )
    .when(read),
    Command::new(
        "tree.close-all",
        &["-", "Z"],
        Scope::Tree,
        ["全部收起", "close all"],
        ["只留最上面两级", "leave only the two topmost levels"],
        tree::close_all,
    )
    .when(read),
    Command::new(
        "tree.parent",
        &["p", "Backspace"],
        Scope::Tree,
        ["上级", "parent"],
        ["到上级组织", "to the organisation above"],
        tree::parent,
    )
    .when(read),
    Command::new(
        "tree.findings",
        &["f"],
        Scope::Tree,
        ["问题", "findings"],
        ["这个组织和下级的问题清单", "the findings of this organisation and all below"],
        tree::findings,
    )
    .bar(70)
    .when(read),
    Command::new(
        "tree.steps",
        &["t"],
        Scope::Tree,
        ["节点", "steps"],
        ["这个组织和下级的任务节点", "the steps of the programme for this organisation and all below"],
        tree::steps,
    )
    .bar(60)
    .when(read),
    Command::new(
        "tree.columns",
        &["c"],
        Scope::Tree,
        ["列", "columns"],
        ["选择显示哪些数字", "choose which numbers are shown"],
        tree::columns,
    )
    .bar(55)
    .when(read),
    Command::new(
        "detail.enter",
        &["Enter", "l", "Right"],
        Scope::Detail,
        ["打开", "open"],
        ["打开这一行：下级组织或团员", "open this row: an organisation below, or a member"],
        tree::open_row,
    )
    .bar(90)
    .when(row),
    Command::new(
        "detail.back",
        &["h", "Left"],
        Scope::Detail,
        ["组织树", "tree"],
        ["回到组织树", "back to the tree"],
        tree::to_tree,
    )
    .bar(60),
    Command::new(
        "detail.parent",
        &["p", "Backspace"],
        Scope::Detail,
        ["上级", "parent"],
        ["到上级组织", "to the organisation above"],
        tree::parent,
    )
    .bar(65)
    .when(read),
    Command::new(
        "detail.order",
        &["o"],
        Scope::Detail,
        ["排序", "sort"],
        ["组织树顺序或问题最多在前", "in the order of the tree, or the worst first"],
        tree::order,
    )
    .bar(80)
    .when(committee),
    Command::new(
        "detail.findings",
        &["f"],
        Scope::Detail,
        ["问题", "findings"],
        ["这个组织和下级的问题清单", "the findings of this organisation and all below"],
        tree::findings,
    )
    .bar(70)
    .when(read),
    Command::new(
        "detail.columns",
        &["c"],
        Scope::Detail,
        ["列", "columns"],
        ["选择显示哪些数字", "choose which numbers are shown"],
        tree::columns,
    )
    .bar(55)
    .when(committee),
    Command::new(
        "person.reveal",
        &["x"],
        Scope::Person,
        ["明文", "reveal"],
        [
            "写明理由，显示本页的证件号和手机号；理由记入日志",
            "show the numbers of this page for a reason, which is journalled",
        ],
        person::ask_reveal,
    )
    .bar(70)
    .takes(Right::Reveal)
    .when(|app| {
        // It is journalled, and the journal has its turn when the one before is saved.
        crate::tui::triage::free(app)?;
        person::masked(app)
    }),
    Command::new(
        "person.branch",
        &["Enter", "b"],
        Scope::Person,
        ["支部", "branch"],
        ["到所在支部", "to the person's branch"],
        person::branch,
    )
    .bar(80),
];
