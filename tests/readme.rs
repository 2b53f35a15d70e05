//! README says what the program says.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::Site;

fn between<'a>(readme: &'a str, name: &str) -> &'a str {
    let (_, after) = readme.split_once(&format!("<!-- {name} -->")).expect("no such marker in README.md");
    after.split_once(&format!("<!-- /{name} -->")).expect("no such marker in README.md").0.trim()
}

#[test]
fn the_settings_in_readme_are_those_of_the_program() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let table = mingmai::tui::config::table(mingmai::lang::Lang::En);
    assert_eq!(between(&readme, "settings"), table.trim(), "put this table between the markers");
    let example =
        readme.split("```toml\n").find(|part| part.contains("list.top")).unwrap().split("```").next().unwrap();
    let mut config = mingmai::tui::config::Config::read(example);
    config.check(&[]);
    assert_eq!(config.mistakes, []);
    assert_eq!((config.keys.len(), config.views.len()), (2, 1));
}

#[test]
fn the_keys_in_readme_are_those_of_the_program() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, after) = readme.split_once("<!-- keys -->").expect("README.md has no <!-- keys -->");
    let (copy, _) = after.split_once("<!-- /keys -->").expect("README.md has no <!-- /keys -->");
    let output = Site::new().run(&["keys", "--lang", "en"]);
    assert!(output.status.success());
    let keys = String::from_utf8(output.stdout).unwrap();
    assert_eq!(copy.trim(), keys.trim(), "put the output of `mingmai keys --lang en` between the markers");
}

#[test]
fn every_verb_is_in_readme() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let output = Site::new().run(&["--help"]);
    let help = String::from_utf8(output.stdout).unwrap();
    let verbs = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let verbs: Vec<&str> =
        verbs.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(verbs.len() > 30, "{verbs:?}");
    for verb in verbs {
        assert!(
            readme.contains(&format!("`{verb} ")) || readme.contains(&format!("`{verb}`")),
            "README.md does not list {verb}"
        );
    }
}
