//! What can be done on every screen.

use super::{Command, Reason, Scope};
use crate::desk::Right;
use crate::tui::app::{App, Effect, Exit, Layer, Msg, Slot, Tab, go_tab, halt, update};
use crate::tui::{
    alerts, clip, first, help, lock, meaning, milestones, ranking, search, sitting, transfers, tree, triage,
};

const fn here(
    id: &'static str,
    keys: &'static [&'static str],
    name: [&'static str; 2],
    tip: [&'static str; 2],
    run: fn(&mut App) -> Vec<Effect>,
) -> Command {
    Command::new(id, keys, Scope::Everywhere, name, tip, run)
}

fn open(app: &App) -> Result<(), Reason> {
    match app.source {
        Some(_) => Ok(()),
        None => Err(Reason::new("还没有打开名册", "no register is open yet")),
    }
}

pub const ALL: &[Command] = &[
    here(
        "find",
        &["/"],
        ["查找", "find"],
        [
            "按姓名、拼音、编号或证件后四位查找组织和人",
            "find organisations and people by name, pinyin, code or last four digits",
        ],
        search::open,
    )
    .bar(50)
    .when(open),
    here(
        "palette",
        &["?", ":", "F1"],
        ["帮助", "help"],
        ["列出能做的事，输入即筛选，回车即执行", "everything that can be done; type to filter, Enter runs it"],
        help::open,
    )
    .bar(49),
    here("tab.tree", &["1"], ["组织", "orgs"], ["到组织树", "to the tree of organisations"], |app| {
        go(app, Tab::Tree)
    })
    .when(open),
    here("tab.triage", &["2"], ["整治", "triage"], ["到问题清单", "to the list of findings"], |app| {
        go(app, Tab::Triage)
    })
    .when(open),
    here("tab.milestones", &["3"], ["节点", "steps"], ["到任务节点", "to the steps of the programme"], |app| {
        go(app, Tab::Milestones)
    })
    .when(open),
    here("tab.transfers", &["4"], ["转接", "transfers"], ["到转接申请", "to the requests under way"], |app| {
        go(app, Tab::Transfers)
    })
    .when(open),
    here(
        "tab.ranking",
        &["5"],
        ["排名", "ranking"],
        ["到下级组织的排名", "to the league of what is below"],
        |app| go(app, Tab::Ranking),
    )
    .when(open),
    here("pane", &["Tab"], ["换栏", "other pane"], ["到下一栏", "to the next pane"], |app| pane(app, true))
        .bar(30)
        .when(two),
    here("pane.back", &["BackTab"], ["上一栏", "pane before"], ["到上一栏", "to the pane before"], |app| {
        pane(app, false)
    })
    .when(two),
    here(
        "undo",
        &["u"],
        ["撤销", "undo"],
        ["撤销经办人上一次办理，整批撤销", "take back the last act of whoever acts, a batch as one"],
        triage::undo,
    )
    .takes(Right::Act)
    .when(|app| {
        open(app)?;
        triage::free(app)
    }),
    here(
        "history",
        &["H"],
        ["本次办理", "history"],
        ["这次办理过什么，可从中撤销", "what was done in this sitting, to take back from"],
        sitting::open,
    )
    .when(open),
    here(
        "again",
        &["R"],
        ["重读", "read again"],
        ["再读一次没读出来的，或停下没读完的", "read once more what went wrong or was stopped"],
        halt::again,
    )
    .bar(95)
    .when(halt::halted),
    here(
        "lock",
        &["Ctrl-o"],
        ["锁定", "lock"],
        ["锁定屏幕，输入口令才继续", "lock the screen until the passphrase is typed"],
        lock::now,
    )
    .when(lock::can),
    here(
        "language",
        &["L"],
        ["语言", "language"],
        ["中文和英文之间切换", "switch between Chinese and English"],
        language,
    ),
    here("theme", &["T"], ["主题", "theme"], ["换下一个主题", "the next theme"], theme),
    here(
        "mouse",
        &["M"],
        ["鼠标", "mouse"],
        ["开关鼠标；关闭后可用终端自己的选择功能", "mouse on or off; off leaves selecting to the terminal"],
        mouse,
    ),
    here(
        "clipboard",
        &["y"],
        ["剪贴板", "clipboard"],
        [
            "把名称、代码、路径、这一行或整张表发往终端的剪贴板",
            "send a name, code, path, row or the whole table to the terminal's clipboard",
        ],
        clip::open,
    )
    .when(clip::ready),
    here("redraw", &["Ctrl-l"], ["重画", "redraw"], ["重画整个屏幕", "paint the whole screen anew"], |_| {
        vec![Effect::Redraw]
    }),
    here(
        "suspend",
        &["Ctrl-z"],
        ["挂起", "suspend"],
        ["回到命令行，fg 返回", "back to the shell; fg returns"],
        |_| vec![Effect::Suspend],
    ),
    Command::new(
        "leave",
        &["q"],
        Scope::Leave,
        ["返回", "back"],
        ["退一步；无处可退时离开程序", "one step back; leaves the program when there is none"],
        leave,
    )
    .bar(5),
    Command::new(
        "back",
        &["Esc", "Ctrl-g"],
        Scope::Leave,
        ["退一步", "step back"],
        ["退一步；不会离开程序", "one step back; never leaves the program"],
        back,
    ),
    Command::new("quit", &["Q", "Ctrl-c"], Scope::Leave, ["离开", "quit"], ["离开程序", "leave the program"], quit),
];

fn go(app: &mut App, tab: Tab) -> Vec<Effect> {
    go_tab(app, tab)
}

fn two(app: &App) -> Result<(), Reason> {
    let panes = app.first.is_none() && app.asked_about().is_none() && matches!(app.tab, Tab::Tree | Tab::Triage);
    if panes { Ok(()) } else { Err(Reason::new("这里只有一栏", "there is only one pane here")) }
}

fn pane(app: &mut App, on: bool) -> Vec<Effect> {
    use tree::Pane::{Detail, Tree, Views};
    match app.tab {
        Tab::Tree => {
            let views = !app.views.nodes.is_empty();
            app.tree.pane = match (app.tree.pane, on) {
                (Tree, true) => Detail,
                (Detail, true) | (Tree, false) if views => Views,
                (Tree | Views, false) => Detail,
                (Detail | Views, true) | (Detail, false) => Tree,
            };
        }
        Tab::Triage => app.triage.evidence = !app.triage.evidence,
        Tab::Milestones | Tab::Transfers | Tab::Ranking => {}
    }
    Vec::new()
}

fn language(app: &mut App) -> Vec<Effect> {
    app.look.lang = app.look.lang.other();
    // Labels of marks and groups are worked out with the list.
    let mut effects = triage::relabel(app);
    effects.extend(help::typed(app));
    meaning::again(app);
    effects
}

fn theme(app: &mut App) -> Vec<Effect> {
    let settings = &mut app.settings;
    settings.theme = (settings.theme + 1) % settings.themes.len().max(1);
    if let Some(theme) = settings.themes.get(settings.theme) {
        app.look.theme = settings.worn();
        let name = app.look.lang.pick(&theme.zh, &theme.en).to_owned();
        app.say(crate::tui::text::theme_is(app.lang(), &name));
    }
    Vec::new()
}

fn mouse(app: &mut App) -> Vec<Effect> {
    app.settings.mouse = !app.settings.mouse;
    let on = app.settings.mouse;
    let lang = app.lang();
    app.say(if on { crate::tui::text::mouse_on(lang) } else { crate::tui::text::mouse_off(lang) });
    vec![Effect::Mouse(on)]
}

fn quit(app: &mut App) -> Vec<Effect> {
    // What is not saved yet would come to nothing.
    let building = app.building().is_some() || app.parked.is_some();
    if building && !std::mem::replace(&mut app.leaving, true) {
        app.say(crate::tui::text::deeds::leaves_unsaved(app.lang()));
        return Vec::new();
    }
    update(app, Msg::End(Exit::Done))
}

fn leave(app: &mut App) -> Vec<Effect> {
    match step(app) {
        Some(effects) => effects,
        None => quit(app),
    }
}

// A slow line can tear the sequence of an arrow key and leave a bare Esc: it must not end the program.
fn back(app: &mut App) -> Vec<Effect> {
    if halt::halt(app) {
        return Vec::new();
    }
    step(app).unwrap_or_else(|| {
        let key = if app.keys.named("leave") == "-" { "quit" } else { "leave" };
        let said = crate::tui::text::press_q(app.lang(), app.keys.named(key));
        app.say(said);
        Vec::new()
    })
}

// One step: the layer on top, then marks and filters, then the pane, then the screen; `None` when there is none.
fn step(app: &mut App) -> Option<Vec<Effect>> {
    if let Some(layer) = app.close() {
        return Some(match layer {
            Layer::Search(_) => search::closed(app),
            Layer::Step(_) => milestones::step::closed(app),
            Layer::Alerts(_) => alerts::closed(app),
            Layer::Request(_) => {
                app.work.stop(Slot::Request);
                Vec::new()
            }
            _ => Vec::new(),
        });
    }
    if app.first.is_some() {
        return first::step_back(app).then(Vec::new);
    }
    match app.tab {
        Tab::Tree if app.tree.pane != tree::Pane::Tree => {
            app.tree.pane = tree::Pane::Tree;
            Some(Vec::new())
        }
        Tab::Tree => None,
        Tab::Triage => triage::step_back(app).or_else(|| Some(go(app, Tab::Tree))),
        Tab::Transfers if app.transfers.view == transfers::View::League => Some(transfers::turn_view(app)),
        Tab::Ranking if app.ranking.view == ranking::View::Home => Some(ranking::turn_view(app)),
        Tab::Milestones => Some(if milestones::step_back(app) { Vec::new() } else { go(app, Tab::Tree) }),
        Tab::Transfers | Tab::Ranking => Some(go(app, Tab::Tree)),
    }
}
