//! What is built in, read from Cargo.lock: without network, and wherever `cargo deny` is not installed.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::Value;

fn here(name: &str) -> Value {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    toml::from_str(&text).unwrap()
}

/// The versions of every crate that is built in.
fn locked() -> BTreeMap<String, Vec<String>> {
    let lock = here("Cargo.lock");
    let mut all = BTreeMap::<String, Vec<String>>::new();
    for package in lock["package"].as_array().unwrap() {
        let (name, version) = (package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
        all.entry(name.into()).or_default().push(version.into());
    }
    all
}

#[test]
fn everything_comes_from_the_one_registry_with_its_checksum() {
    let lock = here("Cargo.lock");
    for package in
        lock["package"].as_array().unwrap().iter().filter(|package| package["name"].as_str() != Some("mingmai"))
    {
        let name = package["name"].as_str().unwrap();
        let source = package.get("source").and_then(Value::as_str);
        assert_eq!(source, Some("registry+https://github.com/rust-lang/crates.io-index"), "{name}");
        assert_eq!(package["checksum"].as_str().map(str::len), Some(64), "{name}");
    }
}

#[test]
fn what_is_on_disk_depends_on_one_version_of_each() {
    let locked = locked();
    let only = |name: &str| match locked.get(name).map(Vec::as_slice) {
        Some([one]) => one.clone(),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!((only("sled"), only("bincode")), ("0.34.7".into(), "1.3.3".into()));
    for name in ["serde", "crc32fast", "flate2", "chacha20poly1305", "argon2", "hkdf", "sha2", "zeroize", "chrono"] {
        only(name);
    }
    let named = here("Cargo.toml");
    for (name, wanted) in [("sled", "=0.34.7"), ("bincode", "=1.3.3")] {
        assert_eq!(named["dependencies"][name].as_str(), Some(wanted), "pinned to the very version");
    }
}

#[test]
fn no_dependency_is_taken_from_a_path_a_branch_or_any_version() {
    let named = here("Cargo.toml");
    let unix = &named["target"]["cfg(unix)"];
    for table in [&named["dependencies"], &named["dev-dependencies"], &unix["dependencies"]] {
        for (name, wanted) in table.as_table().unwrap() {
            let version = wanted.as_str().or_else(|| wanted.get("version")?.as_str());
            assert!(version.is_some_and(|version| !version.contains('*')), "{name}");
            assert!(["git", "path", "branch", "registry"].iter().all(|from| wanted.get(from).is_none()), "{name}");
        }
    }
}

#[test]
fn what_is_banned_is_not_there_and_every_exception_has_its_reason() {
    let (rules, locked) = (here(".deny.toml"), locked());
    for ban in rules["bans"]["deny"].as_array().unwrap() {
        let name = ban["crate"].as_str().unwrap();
        // Bans of some versions are held above.
        assert!(name.contains(':') || !locked.contains_key(name), "{name}");
    }
    // The exceptions are for what is there, and go when it goes.
    for (advisory, name) in
        [("RUSTSEC-2025-0141", "bincode"), ("RUSTSEC-2025-0057", "fxhash"), ("RUSTSEC-2024-0384", "instant")]
    {
        assert!(locked.contains_key(name), "{advisory}");
    }
    let ignored = rules["advisories"]["ignore"].as_array().unwrap();
    assert_eq!(ignored.len(), 3);
    assert!(ignored.iter().all(|one| one["reason"].as_str().is_some_and(|reason| !reason.is_empty())));
}
