//! Moving about: keys, search, sizes, languages, colours.

use crate::common::Site;
use crate::screen::{LEFT, Terminal};
use crate::{LARGE, MIDDLE, SMALL, TREE, county};

#[test]
fn the_first_frame_does_not_wait_for_the_register() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE).sees("演示数据");
    let first = terminal.first_frame();
    assert!(first.contains("正在打开名册") && !first.contains("组织树"), "{first}");
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
    assert!(terminal.raw().contains(LEFT));
}

#[test]
fn the_tree_moves_opens_and_shows_what_is_under_the_cursor() {
    let site = county();
    let rows = site.json(&["stats"])["rows"].clone();
    let name = |at: usize| rows[at]["name"].as_str().unwrap().to_owned();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE).sees(&name(0)).keys("jj").sees("3/21").sees(&name(2));
    terminal.sees(&format!("团员 {}", rows[2]["members"]));
    terminal.keys("\x1b[B").sees("4/21").sees(&name(3)).keys("k").sees("3/21");
    terminal.keys("l").until("more rows", |screen| !screen.contains("/21")).keys("h").sees("3/21");
    terminal.keys("G").sees("21/21").sees(&name(20)).keys("g").sees(TREE);
    terminal.keys("\t").sees("1/20").keys("o").sees("问题多的在前");
}

fn found(site: &Site, query: &str) -> (u64, String, String) {
    let hits = site.json(&["search", query]);
    let item = &hits["items"][0];
    let text = |key: &str| item[key].as_str().unwrap().to_owned();
    (hits["total"].as_u64().unwrap(), text("name"), text("id_masked"))
}

#[test]
fn anybody_is_found_by_what_is_known_of_them() {
    let site = county();
    let (_, name, masked) = found(&site, "zwh");
    let last_four = &masked[masked.len() - 4..];
    let expected: Vec<(&str, u64)> =
        ["zwh", &name, last_four, "shuikou"].into_iter().map(|query| (query, found(&site, query).0)).collect();
    let (org_total, org, _) = found(&site, "水口镇团委");
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE);
    for (query, total) in expected {
        terminal.keys("/").sees("查找").keys(query).sees(&format!(" {query}")).sees(&format!("找到 {total} "));
        if query == last_four {
            terminal.sees("末四位").sees(&name);
        }
        terminal.keys("\x1b").loses("找到");
    }
    terminal.keys("/zwh").sees(&masked).keys("\r").sees("个人页").sees("证件号码").sees(&masked);
    terminal.keys("\r").loses("个人页").sees(&name);
    terminal.keys("/水口镇团委").sees(&format!("找到 {org_total} ")).sees(&org);
    terminal.keys("\r").loses("找到").sees("共青团开平市水口镇委员会");
}

#[test]
fn every_size_holds_the_same_screen() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), SMALL);
    let bottom = |screen: &str| screen.lines().count();
    terminal.sees(TREE).sees("团开平市委").until("one pane", |screen| !screen.contains("书记入驻"));
    for size in [MIDDLE, LARGE, MIDDLE, SMALL, LARGE, SMALL] {
        terminal.resize(size).until(&format!("{size:?}"), |screen| {
            let two = size.0 >= 100;
            screen.contains(TREE)
                && screen.contains("书记入驻") == two
                && bottom(screen) == usize::from(size.1)
                && screen.lines().last().is_some_and(|line| line.contains("帮助"))
        });
    }
    terminal.resize((50, 10)).sees("窗口太小").resize(SMALL).sees(TREE);
}

#[test]
fn the_language_turns_at_once() {
    let site = county();
    let mut terminal = Terminal::open(&site.data(), MIDDLE);
    terminal.sees(TREE).keys("L").sees("Organisations").sees("no cadre").loses("组织树");
    terminal.keys("2").sees("hollow branch").keys("3").sees("at risk").keys("L").sees("有风险").loses("at risk");
    let mut english = Terminal::with(site.dir.path(), MIDDLE, &[], &[("LC_ALL", "en_GB.UTF-8")]);
    english.sees("Open the demonstration county");
}

#[test]
fn without_colours_the_cursor_is_still_seen() {
    let site = county();
    let mut terminal = Terminal::with(&site.data(), MIDDLE, &[], &[("NO_COLOR", "1")]);
    terminal.sees(TREE).keys("j").sees("2/21");
    let lines: Vec<String> = terminal.screen().lines().map(str::to_owned).collect();
    let row = |text: &str| lines.iter().position(|line| line.contains(text)).unwrap() as u16;
    assert!(terminal.cell(row("市直机关团工委"), 5).inverse(), "{}", terminal.screen());
    assert!(!terminal.cell(row("国资系统团工委"), 5).inverse());
    for row in 0..MIDDLE.1 {
        for column in 0..MIDDLE.0 {
            let cell = terminal.cell(row, column);
            let plain = (cell.fgcolor(), cell.bgcolor()) == (vt100::Color::Default, vt100::Color::Default);
            assert!(plain, "row {row}, column {column} is coloured");
        }
    }
}

#[test]
fn the_first_run_makes_the_demonstration() {
    let site = Site::new();
    let mut terminal = Terminal::open(&site.data(), SMALL);
    terminal.sees("打开演示县").sees("导入花名册").keys("\r").sees(TREE).sees("演示数据").keys("q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(site.json(&["stats"])["as_of"], "2018-06-25T23:59:59+08:00");
}
