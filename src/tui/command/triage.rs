//! Screen 2: findings. There is no command that closes one: it closes when its rule stops holding.

use super::{Command, Reason, Scope};
use crate::desk::Right;
use crate::tui::app::App;
use crate::tui::form::Kind;
use crate::tui::{triage, views};

fn item(app: &App) -> Result<(), Reason> {
    if app.triage.built.rows.is_empty() { Err(Reason::new("清单是空的", "the list is empty")) } else { Ok(()) }
}

fn read(app: &App) -> Result<(), Reason> {
    if app.standing.is_some() { Ok(()) } else { Err(Reason::new("正在读取名册", "the register is being read")) }
}

fn act(app: &App) -> Result<(), Reason> {
    item(app)?;
    triage::free(app)
}

pub const ALL: &[Command] =
    &[
        Command::new(
            "triage.go",
            &["Enter"],
            Scope::Triage,
            ["去组织", "go there"],
            ["在组织树里打开这个组织", "open the organisation in the tree"],
            triage::go,
        )
        .bar(90)
        .when(item),
        Command::new(
            "triage.mark",
            &["Space"],
            Scope::Triage,
            ["标记", "mark"],
            ["标记这一条，到下一条", "mark this one and go to the next"],
            triage::mark,
        )
        .bar(80)
        .when(item),
        Command::new(
            "triage.mark-all",
            &["V"],
            Scope::Triage,
            ["全标", "mark all"],
            ["标记列出的全部；都已标记时全部取消", "mark all that is listed; when all are, unmark them"],
            triage::mark_all,
        )
        .bar(45)
        .when(item),
        Command::new(
            "triage.clear",
            &["U"],
            Scope::Triage,
            ["清标", "clear marks"],
            ["取消所有标记", "take away all marks"],
            triage::clear,
        )
        .when(|app| {
            if app.triage.marks.is_empty() { Err(Reason::new("没有标记", "nothing is marked")) } else { Ok(()) }
        }),
        Command::new(
            "triage.rule",
            &["f"],
            Scope::Triage,
            ["规则", "rule"],
            ["只看一条规则", "show only one rule"],
            triage::pick_rule,
        )
        .bar(75)
        .when(read),
        Command::new(
            "triage.next-rule",
            &["]"],
            Scope::Triage,
            ["下一规则", "next rule"],
            ["只看下一条规则", "show only the next rule"],
            |app| triage::turn_rule(app, 1),
        )
        .when(read),
        Command::new(
            "triage.last-rule",
            &["["],
            Scope::Triage,
            ["上一规则", "rule before"],
            ["只看上一条规则", "show only the rule before"],
            |app| triage::turn_rule(app, -1),
        )
        .when(read),
        Command::new(
            "triage.filter",
            &["t"],
            Scope::Triage,
            ["筛选", "filter"],
            [
                "只看符合条件的：规则、地方、天数、状态、名称",
                "show only what a filter keeps: rule, place, days, state, name",
            ],
            triage::ask_filter,
        )
        .bar(70)
        .when(read),
        Command::new(
            "triage.keep-view",
            &["W"],
            Scope::Triage,
            ["存视图", "keep view"],
            ["把现在的筛选存为视图，写入设置", "keep what is shown as a view, in the settings"],
            views::ask_name,
        )
        .when(read),
        Command::new(
            "triage.order",
            &["o"],
            Scope::Triage,
            ["排序", "sort"],
            ["换排序：紧急度、最久、组织树、规则", "turn the order: urgency, oldest, tree, rule"],
            triage::turn_order,
        )
        .bar(65)
        .when(read),
        Command::new(
            "triage.group",
            &["z"],
            Scope::Triage,
            ["分组", "group"],
            [
                "换分组：不分、按下级组织、规则、承办岗位、组织",
                "turn the grouping: none, organisation below, rule, who has it, organisation",
            ],
            triage::turn_group,
        )
        .bar(60)
        .when(read),
        Command::new(
            "triage.fold",
            &["h", "Left"],
            Scope::Triage,
            ["折叠", "fold"],
            ["折叠光标所在的组，只留标题和条数", "fold the group here to its heading and count"],
            |app| triage::fold(app, true),
        )
        .bar(59)
        .when(triage::grouped),
        Command::new(
            "triage.unfold",
            &["l", "Right"],
            Scope::Triage,
            ["展开", "unfold"],
            ["展开光标所在的组", "unfold the group here"],
            |app| triage::fold(app, false),
        )
        .when(triage::grouped),
        Command::new(
            "triage.fold-all",
            &["Z"],
            Scope::Triage,
            ["全部折叠", "fold all"],
            ["折叠所有组；已有折叠时全部展开", "fold every group; unfold all where any is folded"],
            triage::fold_all,
        )
        .when(triage::grouped),
        Command::new(
            "triage.scope",
            &["."],
            Scope::Triage,
            ["范围", "scope"],
            ["组织树光标处或全部", "what is under the cursor of the tree, or all"],
            triage::turn_scope,
        )
        .bar(55)
        .when(read),
        Command::new(
            "triage.state",
            &["v"],
            Scope::Triage,
            ["状态", "state"],
            [
                "只看某种状态：暂缓、豁免、观察期、已闭环……",
                "show only one state: snoozed, exempt, on probation, closed ...",
            ],
            triage::pick_states,
        )
        .bar(72)
        .when(read),
        Command::new(
            "triage.next-state",
            &["}"],
            Scope::Triage,
            ["下一状态", "next state"],
            ["只看下一种状态", "show only the next state"],
            |app| triage::turn_states(app, 1),
        )
        .when(read),
        Command::new(
            "triage.last-state",
            &["{"],
            Scope::Triage,
            ["上一状态", "state before"],
            ["只看上一种状态", "show only the state before"],
            |app| triage::turn_states(app, -1),
        )
        .when(read),
        Command::new(
            "finding.assign",
            &["a"],
            Scope::Triage,
            ["分派", "assign"],
            ["把选中的问题分派给一个岗位", "give the marked findings to a post"],
            |app| triage::begin(app, Kind::Assign),
        )
        .bar(88)
        .takes(Right::Act)
        .when(act),
        Command::new(
            "finding.repeat",
            &[";"],
            Scope::Triage,
            ["再办", "repeat"],
            ["把上一次办理用于这一条；有标记时先确认", "do the last act on this one too; on marks after confirming"],
            triage::repeat,
        )
        .bar(87)
        .takes(Right::Act)
        .when(|app| {
            act(app)?;
            triage::repeatable(app)
        }),
        Command::new(
            "finding.note",
            &["n"],
            Scope::Triage,
            ["备注", "note"],
            ["给选中的问题写备注", "write a note on the marked findings"],
            |app| triage::begin(app, Kind::Note),
        )
        .bar(86)
        .takes(Right::Act)
        .when(act),
        Command::new(
            "finding.explain",
            &["e"],
            Scope::Triage,
            ["说明", "explain"],
            ["说明选中的问题为何如此", "say why the marked findings are so"],
            |app| triage::begin(app, Kind::Explain),
        )
        .bar(58)
        .takes(Right::Act)
        .when(act),
        Command::new(
            "finding.snooze",
            &["s"],
            Scope::Triage,
            ["暂缓", "snooze"],
            ["暂缓到某一天，到期自动回来", "put aside until a day, when they come back by themselves"],
            |app| triage::begin(app, Kind::Snooze),
        )
        .bar(84)
        .takes(Right::Act)
        .when(act),
        Command::new(
            "finding.exempt",
            &["w"],
            Scope::Triage,
            ["豁免", "exempt"],
            [
                "申请豁免，或批准、不予豁免；须写理由和期限",
                "ask for exemption, or grant or refuse it; with a reason and a day",
            ],
            triage::exempt,
        )
        .bar(82)
        .takes(Right::Act)
        .when(act),
    ];
