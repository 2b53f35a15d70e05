//! Patterns worth checking: looked at and gone to. Nothing can be decided here.

use super::{Command, Reason, Scope};
use crate::tui::alerts;
use crate::tui::app::App;

fn any(app: &App) -> Result<(), Reason> {
    if alerts::any(app) { Ok(()) } else { Err(Reason::new("清单是空的", "the list is empty")) }
}

fn read(app: &App) -> Result<(), Reason> {
    if app.standing.is_some() { Ok(()) } else { Err(Reason::new("正在读取名册", "the register is being read")) }
}

pub const ALL: &[Command] = &[
    Command::new(
        "triage.alerts",
        &["!"],
        Scope::Triage,
        ["核实", "worth checking"],
        [
            "值得核实的情形，附涉及的行和可能的解释",
            "patterns worth checking, with their rows and what may explain them",
        ],
        alerts::open,
    )
    .bar(50)
    .when(read),
    Command::new(
        "alerts.go",
        &["Enter"],
        Scope::Alerts,
        ["去组织", "go there"],
        ["打开这个组织；在涉及的行上打开本人", "open the organisation; on a row, the person"],
        alerts::go,
    )
    .bar(90)
    .when(any),
    Command::new(
        "alerts.pane",
        &["Tab", "BackTab", "l", "Right", "h", "Left"],
        Scope::Alerts,
        ["换栏", "other pane"],
        ["在清单和涉及的行之间切换", "between the list and the rows"],
        alerts::pane,
    )
    .bar(80)
    .when(any),
];
