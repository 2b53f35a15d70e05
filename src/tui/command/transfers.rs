//! Screen 4: requests under way and the response league.

use super::{Command, Reason, Scope};
use crate::tui::app::{App, Layer};
use crate::tui::transfers;

fn counted(app: &App) -> Result<(), Reason> {
    if app.transfers.board.is_some() {
        Ok(())
    } else {
        Err(Reason::new("正在清点转接申请", "requests are being counted"))
    }
}

fn row(app: &App) -> Result<(), Reason> {
    counted(app)?;
    let empty = match app.transfers.view {
        transfers::View::Requests => app.transfers.rows.is_empty(),
        transfers::View::League => app.transfers.league.is_empty(),
    };
    if empty { Err(Reason::new("清单是空的", "the list is empty")) } else { Ok(()) }
}

fn above(app: &App) -> Result<(), Reason> {
    if app.scope.is_some() { Ok(()) } else { Err(Reason::new("已是全部", "everything is shown already")) }
}

fn opened(app: &App) -> Result<(), Reason> {
    match app.asked_about() {
        Some(Layer::Request(state)) if state.len() > 0 => Ok(()),
        _ => Err(Reason::new("申请还没有读出", "the request is not read yet")),
    }
}

pub const ALL: &[Command] = &[
    Command::new(
        "transfers.open",
        &["Enter", "l", "Right"],
        Scope::Transfers,
        ["打开", "open"],
        [
            "打开申请：各环节的时间；在排名里看这个组织的申请",
            "open the request with its hops; in the league, the requests of the unit",
        ],
        transfers::open,
    )
    .bar(90)
    .when(row),
    Command::new(
        "transfers.next",
        &["f", "]"],
        Scope::Transfers,
        ["筛选", "filter"],
        [
            "换一类：未办结、24小时内到时、已超时、来回转接",
            "turn the choice: open, due in 24 hours, overdue, to and fro",
        ],
        |app| transfers::turn(app, 1),
    )
    .bar(80)
    .when(counted),
    Command::new(
        "transfers.last",
        &["F", "["],
        Scope::Transfers,
        ["上一类", "filter before"],
        ["上一类申请", "the choice before"],
        |app| transfers::turn(app, 3),
    )
    .when(counted),
    Command::new(
        "transfers.league",
        &["v"],
        Scope::Transfers,
        ["响应排名", "league"],
        ["申请清单和响应排名之间切换", "switch between the requests and the response league"],
        transfers::turn_view,
    )
    .bar(75)
    .when(counted),
    Command::new(
        "transfers.scope",
        &["."],
        Scope::Transfers,
        ["范围", "scope"],
        ["组织树光标处或全部", "what is under the cursor of the tree, or all"],
        transfers::turn_scope,
    )
    .bar(60)
    .when(counted),
    Command::new(
        "transfers.up",
        &["h", "Left", "Backspace"],
        Scope::Transfers,
        ["上级", "parent"],
        ["范围放大到上级组织", "widen the scope to the organisation above"],
        transfers::up,
    )
    .bar(55)
    .when(above),
    Command::new(
        "request.go",
        &["Enter"],
        Scope::Request,
        ["去组织", "go there"],
        ["在组织树里打开这一环节的应答组织", "open the organisation that must answer this hop in the tree"],
        transfers::go,
    )
    .bar(90)
    .when(opened),
    Command::new(
        "request.person",
        &["m"],
        Scope::Request,
        ["团员", "member"],
        ["到申请人的个人页", "to the page of the person"],
        transfers::person,
    )
    .bar(80)
    .when(opened),
];
