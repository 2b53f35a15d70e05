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
    let person = sent(&mut story, "姓名和证件号码（掩码）");
    assert!(person.contains("****"), "{person}");
    let table = sent(&mut story, "整张表");
    for line in table.lines().skip(1) {
        let number = line.split('\t').nth(1).unwrap();
        assert!(number.is_empty() || number.contains("****"), "{line}");
    }
}

// Every list of every screen and layer: the keys that lead to it, and what its first column is called.
const LISTS: [(&str, &str); 29] = [
    ("*", "code"),
    ("jjj<Tab>", "code"),
    ("/石桥<Enter><Enter>", "name"),
    ("2", "code"),
    ("3", "step"),
    ("3t", "step"),
    ("3f", "step"),
    ("3l", "code"),
    ("3l<Tab>", "step"),
    ("3l<Tab><Tab>", "code"),
    ("3l<Enter>", "unit"),
    ("3jjj<Enter>", "code"),
    ("3jjj<Enter><Tab>", "code"),
    ("3jjj<Enter><Tab><Tab>", "responsible"),
    ("4", "request"),
    ("4f", "request"),
    ("4fff", "request"),
    ("4v", "rank"),
    ("4jjjj<Enter>", "hop"),
    ("5", "rank"),
    ("5v", "code"),
    ("/gy", "kind"),
    ("2!", "pattern"),
    ("2!<Tab>", "name"),
    ("/石桥<Enter>b", "name"),
    ("/石桥<Enter><Enter><Enter>", "code"),
    ("2a东坪镇团委<Enter>青禾团县委<Enter>H", "entry"),
    ("K", "measure"),
    ("3K", "measure"),
];

#[test]
fn every_list_is_a_table_with_headings_and_the_row_under_the_cursor() {
    for (keys, first) in LISTS {
        let mut story = county(En, (160, 48));
        story.keys(keys);
        let sheet = rows::of(&story.app).unwrap_or_else(|why| panic!("{keys}: {}", why.text(En)));
        assert_eq!(sheet.head[0], first, "{keys}");
        assert!(sheet.len > 0, "{keys}: nothing is listed on\n{}", story.screen());
        let (table, many) = sheet.text();
        assert!(many > 0 && table.lines().count() > 1, "{keys}: {table}");
        for at in 0..sheet.len {
            let Some(row) = (sheet.row)(at) else { continue };
            assert_eq!(row.len(), sheet.head.len(), "{keys}: {row:?} under {:?}", sheet.head);
            assert!(row.iter().any(|cell| !cell.is_empty()), "{keys}");
        }
        assert!(!table.lines().skip(1).any(unmasked), "{keys}: {table}");
        drop(sheet);
        if !story.app.layers.last().is_some_and(crate::tui::app::Layer::typing) {
            let whole = sent(&mut story, "the whole table");
            assert_eq!(whole, table, "{keys}");
        }
    }
}

// Whether a number of a person stands in a line whole: eighteen digits together that are no code of an organisation.
fn unmasked(line: &str) -> bool {
    line.split('\t')
        .any(|cell| cell.len() == 18 && crate::model::Identity::parse(cell).is_ok_and(|id| id.birth().is_some()))
}

#[test]
fn what_has_no_rows_says_why() {
    for (keys, why) in [
        ("2a", "fill in"),
        ("2t", "fill in"),
        ("5w", "fill in"),
        ("2W", "fill in"),
        ("/石桥<Enter><Enter>a", "fill in"),
        ("2?", ""),
        ("3p", "no data"),
        ("d", "no data"),
    ] {
        let mut story = county(En, (120, 36));
        story.keys(keys);
        match rows::of(&story.app) {
            Err(reason) => assert!(reason.text(En).contains(why), "{keys}: {}", reason.text(En)),
            // The palette lies over a list and gives that of the screen below.
            Ok(sheet) => assert!(why.is_empty() && sheet.head[0] == "code", "{keys}"),
        }
    }
    let mut story = county(En, (120, 36));
    story.keys("Hy").sees("there is no row here");
}

#[test]
fn who_will_miss_a_step_is_a_table_beside_its_chart() {
    let mut story = county(En, (120, 36));
    story.keys("3jjjf").sees("will miss it");
    let table = sent(&mut story, "the children that will miss it");
    assert!(table.starts_with("code\tchild\tvalue\texpected\tlikely\n"), "{table}");
    story.keys("f");
    assert!(rows::misses(&story.app).is_none());
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
