//! The operator's own settings, from the file to what is in force.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::Site;
use serde_json::Value;

fn with(text: &str) -> Site {
    let site = Site::new();
    std::fs::create_dir_all(site.path("config/mingmai")).unwrap();
    site.write("config/mingmai/config.toml", text);
    site
}

fn setting<'a>(shown: &'a Value, name: &str) -> (&'a str, &'a str) {
    let row = shown["settings"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap();
    (row["value"].as_str().unwrap(), row["said_by"].as_str().unwrap())
}

#[test]
fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let site = with("theme = 'light'\nlanguage = 'zh'\nby = 'file'\nmouse = false\n");
    let shown = site.json(&["config", "show"]);
    assert_eq!(setting(&shown, "theme"), ("light", "file"));
    assert_eq!(setting(&shown, "glyphs"), ("unicode", "nobody"));
    assert_eq!(setting(&shown, "mouse"), ("false", "file"));
    let output =
        site.command(&["--theme", "contrast", "config", "show"]).env("MINGMAI_THEME", "ansi").output().unwrap();
    assert_eq!(setting(&serde_json::from_slice(&output.stdout).unwrap(), "theme"), ("contrast", "command line"));
    let output = site.command(&["config", "show"]).env("MINGMAI_BY", "env").env("NO_COLOR", "1").output().unwrap();
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(setting(&shown, "by"), ("env", "environment"));
    assert_eq!(setting(&shown, "colours"), ("none", "environment"));
    let keys = String::from_utf8(site.run(&["keys"]).stdout).unwrap();
    assert!(keys.contains("组织树"), "the language of the file is that of every verb");
}

#[test]
fn a_mistake_is_told_and_stops_nothing() {
    let site = with("theme = 'drk'\nlangage = 'zh'\nmouse = maybe\nby = 'x'\n");
    let output = site.run(&["config", "check"]);
    assert_eq!(output.status.code(), Some(1));
    let checked: Value = serde_json::from_slice(&output.stdout).unwrap();
    let places: Vec<(u64, u64)> = checked["mistakes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mistake| (mistake["line"].as_u64().unwrap(), mistake["column"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [(1, 9), (2, 1), (3, 9)]);
    assert!(checked["mistakes"][0]["why"].as_str().unwrap().contains("Did you mean \"dark\"?"));
    let shown = site.json(&["config", "show"]);
    assert_eq!(setting(&shown, "by"), ("x", "file"));
    let output = site.run(&["completions", "bash"]);
    assert!(output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("config.toml, line 2, column 1, langage"), "{told}");
    assert_eq!(told.lines().count(), 1);
}

#[test]
fn a_file_that_is_none_is_told_too() {
    let site = Site::new();
    assert_eq!(site.code(&["config", "check"]), 0, "none is no mistake");
    assert_eq!(site.code(&["config", "check", "/no/such/file"]), 1);
    std::fs::create_dir_all(site.path("config/mingmai/config.toml")).unwrap();
    assert_eq!(site.code(&["config", "check"]), 1);
    let site = with("");
    site.write("config/mingmai/config.toml", b"by = '\xff'");
    assert_eq!(site.code(&["config", "check"]), 1);
    assert_eq!(site.code(&["config", "show"]), 0);
}

#[test]
fn the_schema_is_json_and_the_path_is_where_it_is_read() {
    let site = with("by = 'here'");
    assert_eq!(site.json(&["config", "schema"])["properties"]["mouse"]["type"], "boolean");
    let path = String::from_utf8(site.run(&["config", "path"]).stdout).unwrap();
    assert_eq!(std::fs::read_to_string(path.trim()).unwrap(), "by = 'here'");
}

#[cfg(unix)]
#[test]
fn edit_begins_with_every_setting_as_a_comment_and_checks_what_was_written() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    assert_eq!(
        site.command(&["config", "edit"]).env_remove("VISUAL").env_remove("EDITOR").status().unwrap().code(),
        Some(2)
    );
    let editor = site.write("editor", "#!/bin/sh\necho 'mouse = 3' >> \"$2\"\n");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let editor = format!("{} --wait", editor.display());
    let output = site.command(&["config", "edit"]).env("VISUAL", &editor).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(site.path("config/mingmai/config.toml")).unwrap();
    assert!(text.contains("# reduced-motion = false") && text.ends_with("mouse = 3\n"));
}
