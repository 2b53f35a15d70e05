use super::*;
use crate::lang::Lang::{En, Zh};
use crate::tui::app::{Msg, update};
use crate::tui::story::{Story, county};
use crate::tui::term::Host;

/// Opens the list, takes the choice of a label, and gives the bytes for the terminal.
fn sent(story: &mut Story, label: &str) -> String {
    let screen = story.keys("y").screen();
    let Some(crate::tui::app::Layer::Pick(state)) = story.app.layers.last_mut() else { panic!("no list on\n{screen}") };
    let at = state.rows.iter().position(|row| row.label == label);
    state.cursor.at = at.unwrap_or_else(|| panic!("no {label} on\n{screen}"));
    let enter = crate::tui::command::key::parse("Enter").unwrap();
    let effects = update(&mut story.app, Msg::Key(enter));
    let bytes = effects.into_iter().find_map(|effect| match effect {
        Effect::Send(bytes) => Some(bytes),
        _ => None,
    });
    decoded(&String::from_utf8(bytes.expect("nothing was sent")).unwrap())
}

fn decoded(sequence: &str) -> String {
    let coded = sequence.strip_prefix("\x1b]52;c;").unwrap().strip_suffix('\x07').unwrap();
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut out = Vec::new();
    for four in coded.as_bytes().chunks(4) {
        let bits = four.iter().fold(0u32, |bits, c| bits << 6 | u32::from(if *c == b'=' { 0 } else { value(*c) }));
        let pads = four.iter().filter(|c| **c == b'=').count();
        out.extend_from_slice(&bits.to_be_bytes()[1..4 - pads]);
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn an_organisation_is_sent_by_name_code_and_path_and_the_tree_as_a_table() {
    let mut story = county(Zh, (120, 36));
    let name = story.app.standing.as_ref().unwrap().tree.name(crate::model::Pos(0)).to_owned();
    assert_eq!(sent(&mut story, "组织名称"), name);
    story.msg(Msg::Tick).sees("已发往终端的剪贴板：组织名称").misses("已复制");
    let table = sent(&mut story, "整张表");
    let rows = story.app.tree.forest.rows().len();
    assert_eq!(table.lines().count(), rows + 1, "{table}");
    assert!(table.starts_with("组织代码\t组织\t"), "{table}");
    let columns: Vec<usize> = table.lines().map(|line| line.split('\t').count()).collect();
    assert!(columns.iter().all(|count| *count == columns[0]), "{columns:?}");
    story.keys("j");
    assert_eq!(sent(&mut story, "这一行"), table.lines().nth(2).unwrap());
}

#[test]
fn persons_are_sent_with_their_numbers_masked() {
    let mut story = county(Zh, (120, 36));
    story.keys("/高一(1)<Enter><Tab>");
    let person = sent(&mut story, "姓名和证件号码 (掩码)");
    assert!(person.contains("****"), "{person}");
    let table = sent(&mut story, "整张表");
    for line in table.lines().skip(1) {
        let number = line.split('\t').nth(1).unwrap();
        assert!(number.is_empty() || number.contains("****"), "{line}");
    }
}

#[test]
fn every_list_is_a_table() {
    let mut story = county(En, (120, 36));
    for (keys, first) in [("2", "code\torganisation\t"), ("3", "step\t"), ("4", "request\t"), ("5", "rank\t")] {
        story.keys(keys);
        let table = sent(&mut story, "the whole table");
        assert!(table.to_lowercase().starts_with(first), "{keys}: {table}");
        assert!(table.lines().count() > 1, "{keys}: {table}");
    }
    story.keys("2");
    let finding = sent(&mut story, "this finding");
    assert!(finding.contains(", "), "{finding}");
}

#[test]
fn where_there_is_no_clipboard_the_reason_is_told() {
    let mut story = county(En, (120, 36));
    story.app.settings.clipboard = Clipboard::Off;
    story.keys("y").sees("clipboard = \"off\" forbids it");
    story.app.settings.clipboard = Clipboard::Auto;
    story.app.settings.host = Host { console: true, ..Host::default() };
    story.keys("y").sees("the Linux console has no clipboard");
}

#[test]
fn what_tmux_does_not_take_goes_to_the_terminal() {
    let mut story = county(Zh, (120, 36));
    let clip = Clip { text: "x".into(), what: "组织代码".into() };
    assert!(super::sent(&mut story.app, clip.clone(), true).is_empty());
    story.msg(Msg::Tick).sees("已经 tmux 发往");
    assert!(matches!(super::sent(&mut story.app, clip, false)[..], [Effect::Send(_)]));
}
