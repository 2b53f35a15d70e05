//! README says what the program says.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::Site;

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
