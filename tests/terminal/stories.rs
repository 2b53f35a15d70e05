//! Days at the desk, through a real terminal: a bare one, and tmux as many have it over SSH.

use crate::common::Site;
use crate::screen::Terminal;
use crate::tmux::Tmux;
use crate::{MIDDLE, TREE, county};

/// Whatever takes keys and shows a screen.
pub trait Desk {
    fn keys(&mut self, keys: &str) -> &mut Self;
    fn sees(&mut self, text: &str) -> &mut Self;
    fn loses(&mut self, text: &str) -> &mut Self;
    /// Leaves the program and gives its exit code.
    fn leaves(&mut self) -> u32;
}

impl Desk for Terminal {
    #[track_caller]
    fn keys(&mut self, keys: &str) -> &mut Self {
        self.keys(keys)
    }

    #[track_caller]
    fn sees(&mut self, text: &str) -> &mut Self {
        self.sees(text)
    }

    #[track_caller]
    fn loses(&mut self, text: &str) -> &mut Self {
        self.loses(text)
    }

    fn leaves(&mut self) -> u32 {
        self.keys("Q").ends()
    }
}

fn entries(site: &Site) -> u64 {
    site.json(&["journal", "verify"])["sound"].as_u64().unwrap()
}

/// Finds a hollow branch by pinyin, sees why, assigns twelve like it and takes that back.
fn hollow_branches(desk: &mut impl Desk) {
    desk.sees(TREE).keys("/").sees("查找").keys("dxsq").sees("找到 1").keys("\r").loses("找到 1");
    desk.sees("东兴社区支部委员会").sees("✗ 空心团支部").keys("f").sees("团员 0 < P=1").sees("合并 / 撤销 / 转入团员");
    desk.keys(".").sees("范围：全部").keys("t").sees("筛选问题").keys("rule:hollow-branch\r").loses("筛选问题");
    desk.sees("1/293").keys(&" ".repeat(12)).sees("已标记 12").keys("a").sees("分派 · 12 条问题");
    desk.keys("长沙街道团工委\r").keys("团开平市委\r").sees("再按 Enter 确认").keys("\r");
    desk.sees("分派 12 条，已保存").sees("处理中 12").keys("u").sees("已撤销：").sees("处理中 0");
}

/// Opens a step down to one of the people who keep it from being met.
fn a_step_down_to_a_person(desk: &mut impl Desk) {
    desk.sees(TREE).keys("3").sees("1/31").keys("jjjjjjjjj").sees("10/31").keys("\r").sees("落后的下级");
    desk.sees("学校团员报到").keys("i").loses("落后的下级").sees("组织树").keys("f").sees("范围：教育系统团工委");
    desk.keys("t").sees("筛选问题").keys("rule:unreported-members\r").loses("筛选问题").keys("\r").sees("组织树");
    desk.keys("\t").sees("未报到").keys("\r").sees("个人页").sees("**********").keys("\x07").loses("个人页");
}

/// Finds a graduate by four digits and begins the transfer that nobody began; the form says what it lacks.
fn a_lost_graduate(desk: &mut impl Desk) {
    desk.sees(TREE).keys("/").sees("查找").keys("7950").sees("王恒振").keys("王").loses("末四位");
    desk.keys("\x15王恒振").sees("找到 1 ").keys("\r").sees("个人页").sees("4407**********7950");
    desk.keys("d").sees("办理 · 王恒振").keys("fqzj\r").sees("发起转接 · 王恒振").keys("\t升学\x13");
    desk.sees("请填写").keys("\x07").sees("再按一次").keys("\x07").loses("发起转接 ·");
    desk.keys("d")
        .sees("办理 · 王恒振")
        .keys("fqzj\r")
        .sees("发起转接 · 王恒振")
        .keys("\t升学\t水口镇")
        .sees("水口镇团委");
    desk.keys("\x0e\r").sees("044.007.005.019").keys("\x13").sees("请填写：经办").keys("团开平市委\r");
    desk.sees("预览 发起转接")
        .sees("Enter 办理 1 条")
        .keys("\r")
        .sees("已保存 ✓")
        .keys("4")
        .sees("1/231")
        .keys("G")
        .sees("王恒振");
    desk.keys("u").sees("已撤销：发起转接").loses("王恒振");
}

/// Who must answer in the next day, and whose turn it is.
fn the_next_day(desk: &mut impl Desk) {
    desk.sees(TREE).keys("4").sees("▸ 未办结").keys("f").sees("▸ 24小时内到时").sees("1/23").keys("\r").sees("待办");
    desk.sees("剩4时").keys("\r").loses("待办").sees("组织树").keys("4v").sees("响应排名");
}

#[test]
fn through_a_bare_terminal() {
    let tell: [fn(&mut Terminal); 4] = [hollow_branches, a_step_down_to_a_person, a_lost_graduate, the_next_day];
    for (story, written) in tell.into_iter().zip([2, 0, 2, 0]) {
        let site = county();
        let before = entries(&site);
        let mut terminal = Terminal::open(&site.data(), MIDDLE);
        story(&mut terminal);
        assert_eq!(terminal.leaves(), 0);
        assert_eq!(entries(&site), before + written, "each act is an entry, and taking it back one more");
    }
}

#[test]
fn through_tmux() {
    let tell: [fn(&mut Tmux); 4] = [hollow_branches, a_step_down_to_a_person, a_lost_graduate, the_next_day];
    for (story, written) in tell.into_iter().zip([2, 0, 2, 0]) {
        let site = county();
        let before = entries(&site);
        let Some(mut tmux) = Tmux::open(&site.data(), MIDDLE) else { return };
        story(&mut tmux);
        assert_eq!(tmux.leaves(), 0);
        assert_eq!(entries(&site), before + written);
    }
}
