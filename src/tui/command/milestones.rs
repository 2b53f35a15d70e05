//! Screen 3: the steps of a programme.

use super::{Command, Reason, Scope};
use crate::tui::app::App;
use crate::tui::milestones;

fn step(app: &App) -> Result<(), Reason> {
    if app.milestones.rows().is_empty() { Err(Reason::new("没有节点", "there is no step")) } else { Ok(()) }
}

fn read(app: &App) -> Result<(), Reason> {
    if app.standing.is_some() { Ok(()) } else { Err(Reason::new("正在读取台账", "the register is being read")) }
}

pub const ALL: &[Command] = &[
    Command::new(
        "steps.open",
        &["Enter", "Right"],
        Scope::Milestones,
        ["谁落后", "who is behind"],
        ["打开节点：原文、责任单位和落后的组织", "open the step: its words, who is responsible, who is behind"],
        milestones::open,
    )
    .bar(90)
    .when(step),
    Command::new(
        "steps.axis",
        &["t"],
        Scope::Milestones,
        ["时间轴", "time axis"],
        ["各节点排在日期线上，再按回到清单", "the steps on a line of days; once more for the list"],
        |app| milestones::turn_view(app, milestones::View::Axis),
    )
    .bar(85)
    .when(step),
    Command::new(
        "steps.forecast",
        &["f"],
        Scope::Milestones,
        ["预测", "forecast"],
        [
            "进度对照需要的速度，到期预计和谁会误期，再按回到清单",
            "progress against the pace needed, what is expected at the due day and who will miss it; once more for the list",
        ],
        |app| milestones::turn_view(app, milestones::View::Forecast),
    )
    .bar(84)
    .when(step),
    Command::new(
        "steps.programme",
        &["p"],
        Scope::Milestones,
        ["任务书", "programme"],
        ["换一份任务书", "another programme"],
        milestones::pick_programme,
    )
    .bar(70)
    .when(read),
    Command::new(
        "steps.scope",
        &["."],
        Scope::Milestones,
        ["范围", "scope"],
        ["组织树光标处或全部", "what is under the cursor of the tree, or all"],
        milestones::turn_scope,
    )
    .bar(60)
    .when(read),
    Command::new(
        "step.go",
        &["Enter"],
        Scope::Step,
        ["去组织", "go there"],
        ["在组织树里打开这个组织", "open the organisation in the tree"],
        milestones::go,
    )
    .bar(90)
    .when(|app| {
        if milestones::unit(app).is_some() {
            Ok(())
        } else {
            Err(Reason::new("没有落后的组织", "nobody is behind"))
        }
    }),
];
