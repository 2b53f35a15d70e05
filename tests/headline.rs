//! The headline numbers of the campaign, through the real binary.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::Site;
use serde_json::Value;

fn rows(site: &Site) -> (Vec<Value>, Option<i32>) {
    let output = site.run(&["demo", "--check", "--json"]);
    let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
    (rows.as_array().unwrap().clone(), output.status.code())
}

#[test]
fn a_county_says_which_numbers_it_could_tell() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let (rows, code) = rows(&site);
    assert_eq!((rows.len(), code), (45, Some(1)), "a county is not the province");
    // There is no university in it.
    assert_eq!(rows.iter().filter(|row| row["found"].is_number()).count(), 14);
    assert!(rows.iter().all(|row| row["found"].is_null() == row["agrees"].is_null() && row["verb"].is_string()));
}

#[test]
#[ignore = "makes the province: run in release"]
fn the_province_has_every_number_that_a_register_can_tell() {
    let site = Site::new();
    assert_eq!(site.code(&["demo", "--scale", "province"]), 0);
    let (rows, code) = rows(&site);
    for row in &rows {
        eprintln!("{}: {} as published, {} found", row["what"], row["published"], row["found"]);
        assert_ne!(row["agrees"], false, "{row}");
    }
    assert_eq!(code, Some(0));
}
