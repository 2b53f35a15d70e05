//! Screen 5: the league and the home table.

use super::{Command, Reason, Scope};
use crate::tui::app::App;
use crate::tui::ranking::{self, weights};

fn row(app: &App) -> Result<(), Reason> {
    match app.ranking.current() {
        Some(_) => Ok(()),
        None => Err(Reason::new("没有下级组织可排名", "nothing below to rank")),
    }
}

fn above(app: &App) -> Result<(), Reason> {
    let parent = app.standing.as_ref().zip(app.ranking.of).is_some_and(|(standing, pos)| {
        pos.index() < standing.tree.len() && (standing.tree.parent(pos).is_some() || standing.tree.roots().count() > 1)
    });
    if parent { Ok(()) } else { Err(Reason::new("已是最上级", "this is the topmost")) }
}

fn league(app: &App) -> Result<(), Reason> {
    match app.ranking.view {
        ranking::View::League => row(app),
        ranking::View::Home => Err(Reason::new("先按 v 回到排名", "go back to the league first: v")),
    }
}

fn read(app: &App) -> Result<(), Reason> {
    if app.standing.is_some() { Ok(()) } else { Err(Reason::new("正在读取名册", "the register is being read")) }
}

pub const ALL: &[Command] = &[
    Command::new(
        "ranking.down",
        &["Enter", "l", "Right"],
        Scope::Ranking,
        ["看下级", "descend"],
        ["给它的下级排名；没有下级时到组织树", "rank what is below it; where nothing is, open it in the tree"],
        ranking::down,
    )
    .bar(90)
    .when(row),
    Command::new(
        "ranking.up",
        &["h", "Left", "Backspace"],
        Scope::Ranking,
        ["上级", "parent"],
        ["给上级的下级排名", "rank the children of the organisation above"],
        ranking::up,
    )
    .bar(80)
    .when(above),
    Command::new(
        "ranking.chart",
        &["t"],
        Scope::Ranking,
        ["走势图", "chart"],
        [
            "画出光标处组织前几周的走势，再按收起",
            "how what is under the cursor went in the last weeks; once more to close",
        ],
        ranking::turn_chart,
    )
    .bar(73)
    .when(league),
    Command::new(
        "ranking.weights",
        &["w"],
        Scope::Ranking,
        ["权重", "weights"],
        ["选择按哪些指标排名，各占多少", "choose which measures are ranked by, and what each weighs"],
        weights::open,
    )
    .bar(72)
    .when(league),
    Command::new(
        "ranking.home",
        &["v"],
        Scope::Ranking,
        ["首页总表", "home table"],
        ["排名和首页总表之间切换", "switch between the league and the home table"],
        ranking::turn_view,
    )
    .bar(75)
    .when(read),
    Command::new(
        "ranking.next-column",
        &["]", "c"],
        Scope::Ranking,
        ["换列", "column"],
        [
            "下一项指标放到最前，走势也画它；总表右移一列",
            "the next measure first, and its trend; the home table one column on",
        ],
        |app| ranking::turn_column(app, true),
    )
    .bar(70)
    .when(read),
    Command::new(
        "ranking.last-column",
        &["[", "C"],
        Scope::Ranking,
        ["上一列", "column before"],
        ["上一项指标放到最前；总表左移一列", "the measure before first; the home table one column back"],
        |app| ranking::turn_column(app, false),
    )
    .when(read),
    Command::new(
        "ranking.go",
        &["i"],
        Scope::Ranking,
        ["去组织", "go there"],
        ["在组织树里打开这个组织", "open the organisation in the tree"],
        ranking::go,
    )
    .bar(65)
    .when(row),
    Command::new(
        "weights.take",
        &["Enter"],
        Scope::Weights,
        ["排名", "rank"],
        ["按这些权重排名", "rank by these weights"],
        weights::take,
    )
    .bar(90),
    Command::new(
        "weights.more",
        &["l", "Right", "+", "="],
        Scope::Weights,
        ["加重", "more"],
        ["这一项加一", "one more for this measure"],
        |app| weights::weigh(app, 1.0),
    )
    .bar(80),
    Command::new(
        "weights.less",
        &["h", "Left", "-"],
        Scope::Weights,
        ["减轻", "less"],
        ["这一项减一，减到零就不计", "one less; at none it does not count"],
        |app| weights::weigh(app, -1.0),
    )
    .bar(79),
    Command::new(
        "weights.toggle",
        &["Space"],
        Scope::Weights,
        ["取舍", "in or out"],
        ["这一项不计，或再计入", "leave this measure out, or take it in"],
        weights::toggle,
    )
    .bar(70),
    Command::new(
        "weights.reset",
        &["r"],
        Scope::Weights,
        ["还原", "restore"],
        ["恢复文件里的权重", "bring back the weights of the file"],
        weights::reset,
    )
    .bar(60),
];
