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
