//! The numbers on screen are those of the command line.

use mingmai::judge::Rules;
use mingmai::model::Labelled;
use mingmai::programme::{Value, Verdict};

use crate::screen::Terminal;
use crate::{LARGE, TREE, county};

#[test]
fn triage_shows_the_findings() {
    let site = county();
    let findings = site.json(&["findings", "--limit", "1"]);
    let mut terminal = Terminal::open(&site.data(), LARGE);
    terminal.sees(TREE).keys("2").sees(&format!("1/{}", findings["total"]));
    terminal.keys("f").sees("只看一条规则");
    let rules = Rules::builtin().unwrap();
    let by_rule = findings["by_rule"].as_object().unwrap();
    assert_eq!(rules.iter().count(), by_rule.len());
    for (_, rule) in rules.iter() {
        let count = by_rule[rule.id.as_str()].to_string();
        let name = &rule.name.zh;
        let told = |line: &str| line.split_once(&**name).is_some_and(|(_, rest)| has(rest, &count));
        terminal.until(&format!("{name} {count}"), |screen| screen.lines().any(told));
    }
    let item = &findings["items"][0];
    let place = item["path"].as_str().unwrap().rsplit(" › ").next().unwrap().to_owned();
    terminal.keys("\x1b").loses("只看一条规则").sees(&place).sees(item["since"].as_str().unwrap());
    // The demonstration's present is five days before the step that counts these.
    terminal.sees("剩5天").sees("2018-06-30");
}

#[test]
fn milestones_show_the_steps() {
    let site = county();
    let tasks = site.json(&["tasks"]);
    let steps = tasks["steps"].as_array().unwrap();
    let mut terminal = Terminal::open(&site.data(), LARGE);
    terminal.sees(TREE).keys("3").sees(&format!("1/{}", steps.len()));
    for step in steps {
        let id = step["id"].as_str().unwrap();
        let numerator = step["numerator"].as_u64();
        let value = match (numerator, step["denominator"].as_u64()) {
            (Some(part), Some(whole)) => Value::rate(part, whole).show(true),
            (Some(count), None) => Value::count(count).show(true),
            (None, _) => step["target"].as_str().unwrap().to_owned(),
        };
        let verdict = Verdict::named(step["verdict"].as_str().unwrap()).unwrap();
        let (word, due) = (verdict.zh(), step["due"].as_str().unwrap());
        let told = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words.contains(&id) && words.contains(&&*value) && words.contains(&word) && words.contains(&due)
        };
        terminal
            .until(&format!("{id} {value} {word}"), |screen| screen.lines().any(|line| told(&line.replace('│', " "))));
    }
}

// Whether a number is the first word after a name.
fn has(rest: &str, count: &str) -> bool {
    rest.split_whitespace().next() == Some(count)
}
