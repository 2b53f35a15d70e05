//! Chinese sentences take the wide signs of Chinese; codes, numbers, paths and commands in them stay as they are typed.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

/// Files of data: roster headings, made-up names, words of a roster that are spelled so, what is looked for.
const DATA: [&str; 8] = [
    "src/demo/",
    "src/search/",
    "src/intake/header.rs",
    "src/lang/pinyin",
    "src/model/org.rs",
    "src/tui/bench/",
    "src/tui/fixture/",
    "src/tui/story",
];

/// What is typed as it stands: the language of filters, and the cell of a roster.
const TYPED: [&str; 4] = [
    "{key} 后面用冒号，如 {key}:…",
    "应如“到达时间>办理时间;到达时间>”，省内至多四个环节，省外至多两个",
    "留空为全部；例如 rule:hollow-branch city:中山 age>7d -snoozed",
    "一周以上的空心团支部",
];

fn sources(directory: &Path, ending: &str, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, ending, out);
        } else if path.extension().is_some_and(|found| found == ending) {
            out.push(path);
        }
    }
}

/// The texts between quotes, but for those of comments and tests.
fn literals(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in source.split("#[cfg(test)]\nmod tests {").next().unwrap().lines() {
        if line.trim_start().starts_with("//") || line.trim_start().starts_with("#[") {
            continue;
        }
        let line = line.replace("'\"'", "''");
        let mut inside: Option<String> = None;
        let mut letters = line.chars();
        while let Some(c) = letters.next() {
            match (&mut inside, c) {
                (None, '"') => inside = Some(String::new()),
                (None, _) => {}
                (Some(_), '"') => out.extend(inside.take()),
                (Some(text), '\\') => text.extend([Some('\\'), letters.next()].into_iter().flatten()),
                (Some(text), c) => text.push(c),
            }
        }
    }
    out
}

/// The Chinese texts of a definition file.
fn chinese(source: &str) -> Vec<String> {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with('#'));
    let pieces = lines.flat_map(|line| line.split("zh = ").skip(1));
    pieces.filter_map(|piece| literals(piece).into_iter().next()).collect()
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The first half-width sign that stands beside Chinese text, with what is around it.
fn fault(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let wide = |c: char| han(c) || "“”《》（）、，。：；…".contains(c);
    (0..letters.len()).find_map(|at| {
        let before = letters[..at].iter().rev().find(|c| **c != ' ').copied().unwrap_or('a');
        let after = letters[at + 1..].iter().find(|c| **c != ' ').copied().unwrap_or('a');
        let near = letters.get(at + 1).copied().unwrap_or(' ');
        let beside = match letters[at] {
            // What is filled in stands for words; a sign with a blank after it parts them.
            ':' | ',' | ';' => wide(before) || wide(after) || before == '}' && near == ' ',
            // A class goes by its number: 高三(2)班.
            '(' => (wide(before) || wide(after) || before == '}') && !after.is_ascii_digit(),
            ')' => (wide(before) || wide(after)) && !before.is_ascii_digit(),
            '?' | '!' => wide(before) || before == '}',
            _ => false,
        };
        let around = &letters[at.saturating_sub(8)..(at + 8).min(letters.len())];
        beside.then(|| around.iter().collect())
    })
}

#[test]
fn chinese_sentences_have_wide_signs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), "rs", &mut files);
    sources(&root.join("src"), "toml", &mut files);
    let (mut read, mut wrong) = (0, Vec::new());
    for path in files {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let test = name.contains("/tests/") || name.contains("/tests.rs") || name.contains("fuzz");
        if test || DATA.iter().any(|data| name.starts_with(data)) {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let texts = if name.ends_with(".toml") { chinese(&source) } else { literals(&source) };
        for text in texts.into_iter().filter(|text| text.chars().any(han)) {
            read += 1;
            if TYPED.iter().any(|typed| text.contains(typed)) {
                continue;
            }
            wrong.extend(fault(&text).map(|around| format!("{name}: …{around}… in {text}")));
        }
    }
    assert!(read > 1_500, "{read}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_narrow_sign_beside_chinese_text_is_found() {
    for (text, wrong) in [
        ("名册已损坏: {cause}", true),
        ("{what}, {count} 条", true),
        ("报到 {count} ({share})", true),
        ("(已撤销)", true),
        ("是否指 {near}?", true),
        ("已改, 未存", true),
        ("名册已损坏：{cause}", false),
        ("到 23:59:59 为止", false),
        ("高三(2)班团支部", false),
        ("请设 --by 岗位，或 P=3", false),
    ] {
        assert_eq!(fault(text).is_some(), wrong, "{text}");
    }
}
