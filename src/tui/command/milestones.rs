//! Screen 3: the steps of a programme.

use super::{Command, Reason, Scope};
use crate::model::Deed;
use crate::tui::app::App;
use crate::tui::deeds;
use crate::tui::milestones::{self, ledgers, step};

fn listed(app: &App) -> Result<(), Reason> {
    match app.milestones.view {
        milestones::View::Ledgers => Err(Reason::new("先回到清单", "go back to the list first")),
        _ => some(app),
    }
}

fn some(app: &App) -> Result<(), Reason> {
    if app.milestones.rows().is_empty() { Err(Reason::new("没有节点", "there is no step")) } else { Ok(()) }
}

fn unit(app: &App) -> Result<(), Reason> {
    match step::unit(app) {
        Some(_) => Ok(()),
        None => Err(Reason::new("这里没有组织", "there is no organisation here")),
    }
}

fn row(app: &App) -> Result<(), Reason> {
    match app.milestones.ledgers.len() {
        0 => Err(Reason::new("这本台账是空的", "this ledger is empty")),
        _ => Ok(()),
    }
}

fn writable(app: &App) -> Result<(), Reason> {
    deeds::free(app)?;
    deeds::able(app, app.milestones.ledgers.book.deed()).map(|_| ())
}

fn read(app: &App) -> Result<(), Reason> {
    if app.standing.is_some() { Ok(()) } else { Err(Reason::new("正在读取名册", "the register is being read")) }
}

pub const ALL: &[Command] = &[
    Command::new(
        "steps.open",
        &["Enter", "Right"],
        Scope::Milestones,
        ["谁落后", "who is behind"],
        ["打开节点：原文、责任单位和落后的组织", "open the step: its words, who is responsible, who is behind"],
        milestones::step::open,
    )
    .bar(90)
    .when(listed),
    Command::new(
        "steps.axis",
        &["t"],
        Scope::Milestones,
        ["时间轴", "time axis"],
        ["各节点排在日期线上，再按回到清单", "the steps on a line of days; once more for the list"],
        |app| milestones::turn_view(app, milestones::View::Axis),
    )
    .bar(85)
    .when(some),
    Command::new(
        "steps.forecast",
        &["f"],
        Scope::Milestones,
        ["预测", "forecast"],
        [
            "进度对照需要的速度，到期预计和谁会误期，再按回到清单",
            "progress against the pace needed, and who will miss it; once more: the list",
        ],
        |app| milestones::turn_view(app, milestones::View::Forecast),
    )
    .bar(84)
    .when(some),
    Command::new(
        "steps.ledgers",
        &["l"],
        Scope::Milestones,
        ["台账", "ledgers"],
        [
            "两新台账、事项申报和毕业生底数，可在这里登记；再按回到清单",
            "what organisations record themselves, also from here; once more: the list",
        ],
        |app| milestones::turn_view(app, milestones::View::Ledgers),
    )
    .bar(83)
    .when(some),
    Command::new(
        "ledgers.open",
        &["Enter", "Right"],
        Scope::Ledgers,
        ["打开", "open"],
        ["看单位、节点或学校", "the units of an organisation, the step of an item, or the school"],
        ledgers::down,
    )
    .bar(90)
    .when(row),
    Command::new(
        "ledgers.turn",
        &["Tab", "v"],
        Scope::Ledgers,
        ["换一本", "next ledger"],
        ["下一本台账", "the next ledger"],
        |app| ledgers::turn(app, 1),
    )
    .bar(88),
    Command::new(
        "ledgers.last",
        &["BackTab"],
        Scope::Ledgers,
        ["上一本", "ledger before"],
        ["上一本台账", "the ledger before"],
        |app| ledgers::turn(app, 2),
    ),
    Command::new(
        "ledgers.write",
        &["a"],
        Scope::Ledgers,
        ["登记", "record"],
        ["登记两新单位、申报事项或上报毕业生底数", "record a unit, declare an item, or submit a baseline of graduates"],
        ledgers::write,
    )
    .bar(89)
    .when(writable),
    Command::new(
        "units.go",
        &["Enter"],
        Scope::Units,
        ["去组织", "go there"],
        ["在组织树里打开建团组织", "open the organisation of the unit in the tree"],
        ledgers::go,
    )
    .bar(90)
    .when(|app| match ledgers::of_unit(app) {
        Some(_) => Ok(()),
        None => Err(Reason::new("还没有建团组织", "there is no organisation yet")),
    }),
    Command::new(
        "units.write",
        &["a"],
        Scope::Units,
        ["登记", "record"],
        ["登记或更正一家两新单位", "record a unit of the new sectors, or correct one"],
        |app| deeds::begin(app, Deed::LedgerPut),
    )
    .bar(89)
    .when(deeds::free),
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
        "step.down",
        &["Enter", "l", "Right"],
        Scope::Step,
        ["看下级", "descend"],
        [
            "看它的下级谁落后；到底时看它的团员或下级的行",
            "who is behind below it; at the bottom the rows of the organisation",
        ],
        step::down,
    )
    .bar(90)
    .when(unit),
    Command::new(
        "step.up",
        &["h", "Left", "Backspace"],
        Scope::Step,
        ["上级", "parent"],
        ["回到上一级", "back to the level above"],
        step::up,
    )
    .bar(80)
    .when(step::below),
    Command::new(
        "step.part",
        &["Tab", "v"],
        Scope::Step,
        ["换一栏", "next list"],
        [
            "落后的下级、先抓的组织、责任单位之间切换",
            "turn between children behind, whom to call first, and responsible bodies",
        ],
        |app| step::turn(app, 1),
    )
    .bar(85),
    Command::new(
        "step.last-part",
        &["BackTab"],
        Scope::Step,
        ["上一栏", "list before"],
        ["上一栏", "the list before"],
        |app| step::turn(app, 2),
    ),
    Command::new(
        "step.findings",
        &["f"],
        Scope::Step,
        ["问题", "findings"],
        ["数字背后的问题清单，逐条有依据", "the findings behind the number, one by one with their evidence"],
        step::findings,
    )
    .bar(75)
    .when(step::told),
    Command::new(
        "step.go",
        &["i"],
        Scope::Step,
        ["去组织", "go there"],
        ["在组织树里打开这个组织", "open the organisation in the tree"],
        step::go,
    )
    .bar(70)
    .when(unit),
];
