//! Findings asked for in the language of filters.

use crate::desk::{Grouping, Order};
use crate::lang::Lang::{En, Zh};
use crate::tui::story::county;

const WIDE: (u16, u16) = (120, 36);

#[test]
fn a_filter_is_completed_checked_and_taken() {
    let mut story = county(Zh, WIDE);
    story.keys("2t").sees("筛选问题").sees("规则").keys("ru<Tab>kx").sees("空心团支部").keys("<Tab>");
    story.keys("org:青禾县<Down><Up>").keys("<Ctrl-u>rule:hollow-brunch ").sees("第 6 列").sees("是否指 hollow-branch");
    story.keys("<Enter>").sees("筛选问题").keys("<Ctrl-u>rule:hollow-branch -snoozed sort:oldest group:org<Enter>");
    story.misses("筛选问题").sees("筛选：rule:hollow-branch");
    assert_eq!((story.app.triage.order, story.app.triage.group), (Order::Oldest, Grouping::Org));
    story.keys("o").misses("sort:oldest").sees("筛选：rule:hollow-branch -snoozed group:org");
    story.keys("tx").keys("<Esc>").sees("筛选：rule:hollow-branch").keys("q").misses("筛选：");
    story.keys("torg:无此地<Enter>").sees("没有名称含“无此地”的组织");
    story.keys("t<Ctrl-u><Enter>").misses("没有名称含");
}

#[test]
fn states_of_a_filter_go_with_it_and_with_the_key_for_states() {
    let mut story = county(En, WIDE);
    story
        .keys("2tsnoozed<Enter>")
        .sees("state: snoozed")
        .sees("1/1")
        .keys("}")
        .sees("state: exempt")
        .misses("filter: ");
    story.keys("t-snoozed<Enter>").sees("state: new, in hand, exempt, relapsed");
    story.keys("t<Ctrl-u><Enter>").sees("state: open");
}

#[test]
fn marks_that_are_not_listed_are_counted() {
    let mut story = county(En, WIDE);
    story.keys("2V").sees("46 marked").misses("hidden").keys("t村<Enter>");
    let hidden = 46 - story.app.triage.built.items.len();
    story.sees(&format!("46 marked ({hidden} hidden)")).keys("o").sees(&format!("({hidden} hidden)"));
    story.keys("V").sees(&format!("{hidden} marked ({hidden} hidden)")).keys("U").misses("marked");
}
