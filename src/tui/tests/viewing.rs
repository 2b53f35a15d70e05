//! Saved views beside the tree.

use crate::lang::Lang::{self, En, Zh};
use crate::tui::config::Config;
use crate::tui::story::{Story, options};
use crate::tui::{Start, fixture};

pub const VIEWS: &str = "[[view]]\nname = \"空心团支部\"\nfilter = \"rule:hollow-branch\"\n\
                     [[view]]\nname = \"没人管的村\"\nfilter = \"村 new sort:oldest group:org\"\n\
                     [[view]]\nname = \"撤了的规则\"\nfilter = \"rule:gone\"\n\
                     [[view]]\nname = \"军队\"\nfilter = \"industry:army\"\n";

fn with(text: &str, file: Option<&std::path::Path>, lang: Lang, size: (u16, u16)) -> Story {
    let mut config = Config::read(text);
    config.check(&[]);
    assert_eq!(config.mistakes, []);
    let mut options = options(lang);
    options.views = config.views;
    options.config = file.map(Into::into);
    Story::new(Start::Register(fixture::county()), options, size)
}

#[test]
fn views_are_counted_opened_and_follow_what_is_done() {
    let mut story = with(VIEWS, None, Zh, (120, 36));
    story.sees("视图").sees("没人管的村").sees("?");
    let count = |story: &Story, at: usize| story.app.views.nodes[at].count.clone().unwrap().ok();
    assert_eq!((count(&story, 0), count(&story, 2), count(&story, 3)), (Some(3), None, Some(0)));
    let new = count(&story, 1).unwrap();
    story.keys("vj<Enter>").sees("筛选：村 new").sees("按组织");
    assert_eq!(story.app.triage.built.items.len() as u64, new);
    story.keys("a某岗位<Enter>县委<Enter>").sees("已保存");
    assert_eq!(count(&story, 1), Some(new - 1), "counted again after an act");
    story.keys("1v<Home><Enter>").sees("筛选：rule:hollow-branch").sees("不分组").keys("1<Tab><Tab><Tab>");
    assert_eq!(story.app.tree.pane, crate::tui::tree::Pane::Views);
    story.keys("jj<Enter>").sees("rule 没有“gone”").keys("1v<Esc>");
    assert_eq!(story.app.tree.pane, crate::tui::tree::Pane::Tree);
    with("", None, Zh, (120, 36)).misses("视图").keys("v").sees("还没有视图");
}

#[test]
fn what_is_shown_is_kept_as_a_view() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    std::fs::write(&file, "# mine\n").unwrap();
    let mut story = with("", Some(&file), En, (120, 36));
    story
        .keys("/ntz<Enter>f]")
        .keys("t村<Enter>oz}")
        .keys("W")
        .sees("Keep what is shown")
        .keys("<Enter>")
        .sees("wants a name");
    story.keys("Wmine<Enter>").sees("kept as view mine").keys("1").sees("mine");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# mine\n\n[[view]]\nname = \"mine\"\n"), "{text}");
    let filter = &Config::read(&text).views[0].filter.value;
    for part in ["rule:", "org:南塘镇团委", "村", "state:new", "sort:oldest", "group:level"] {
        assert!(filter.contains(part), "{filter}");
    }
    let before = story.app.triage.built.items.clone();
    story.keys("v<Enter>");
    assert_eq!(story.app.triage.built.items, before, "{filter}");
}

#[test]
fn views_are_renamed_moved_and_removed_and_all_of_it_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let written = format!("# mine\n{VIEWS}# end\n");
    std::fs::write(&file, &written).unwrap();
    let text = || std::fs::read_to_string(&file).unwrap();
    let mut story = with(VIEWS, Some(&file), Zh, (120, 36));
    let names = |story: &Story| story.app.views.nodes.iter().map(|node| node.name.clone()).collect::<Vec<_>>();
    story.keys("vx").sees("删除视图 空心团支部").keys("j<Enter>");
    assert_eq!(text(), written, "nothing goes without its question");
    story.keys("x<Enter>").sees("已删除视图 空心团支部 · u 撤销").keys("u").sees("视图已还原");
    assert_eq!(text(), written);
    story.keys("u").sees("没有可撤销的改动");
    story.keys("J");
    assert_eq!(names(&story)[..2], ["没人管的村", "空心团支部"]);
    assert_eq!(story.app.views.cursor.at, 1, "the cursor goes with the view");
    assert!(story.app.views.nodes.iter().all(|node| node.count.is_some()));
    story.keys("KKKe").keys("<Ctrl-u>军队<Enter>").sees("已有名为 军队 的视图");
    story.keys("<Ctrl-u>镇 # x<Enter>").sees("视图已更名为 镇 # x");
    assert_eq!(names(&story), ["镇 # x", "没人管的村", "撤了的规则", "军队"]);
    assert!(text().starts_with("# mine\n[[view]]") && text().ends_with("# end\n"), "{}", text());
    story.keys("x<Enter>x<Enter>x<Enter>x<Enter>").misses("没人管的村");
    assert_eq!(story.app.tree.pane, crate::tui::tree::Pane::Tree);
    with(VIEWS, None, Zh, (120, 36)).keys("vx<Enter>").sees("没有可写的设置文件");
}
