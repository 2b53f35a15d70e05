//! A sealed register: the same answers as a plain one, and nothing to read in any of its files.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use common::{CADRES, MEMBERS, ORGS, Site, identity, roster, text};
use serde_json::Value;

const PASSPHRASE: &str = "三月的雨 in march";
const STATS: [&str; 3] = ["--as-of", "2018-06-25", "stats"];

/// What a run says, given lines on standard input.
fn told(site: &Site, lines: &[&str], args: &[&str]) -> Output {
    let args = [&["--passphrase-stdin"], args].concat();
    let mut child =
        site.command(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A run that asks for nothing does not read what it is given.
    let _ = child.stdin.take().unwrap().write_all((lines.join("\n") + "\n").as_bytes());
    child.wait_with_output().unwrap()
}

fn done(site: &Site, lines: &[&str], args: &[&str]) -> String {
    let output = told(site, lines, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// An empty sealed register with a keeper's passphrase and a key file; gives the recovery code.
fn sealed(site: &Site) -> String {
    let said = done(site, &[PASSPHRASE], &["--lang", "en", "init", "--seal"]);
    let key = site.path("key");
    done(site, &[PASSPHRASE], &["operators", "add", "desk", "--role", "keeper", "--new-key-file", text(&key)]);
    said.lines().find_map(|line| line.strip_prefix("recovery code")?.split(": ").nth(1)).unwrap().to_owned()
}

/// Runs with the key file.
fn with_key<'a>(site: &Site, key: &'a Path, args: &[&'a str]) -> Output {
    site.run(&[&["--key-file", text(key)], args].concat())
}

fn rosters(site: &Site, serial: u32) -> Vec<PathBuf> {
    let orgs = roster(
        ORGS,
        &["A||霓虹青年团委|团委||||||", "B|A|霓虹铸造车间团支部|团支部|普通|国有企业|2004-10-02|2016-05-01||"],
    );
    let member =
        |n: u32| format!("祁霓虹{n}|#{n}|1999000{n:04}|2016-05|44990120{n:04}|B|2016-09-01|报到成功|2018-01-02||");
    let members: Vec<String> = (serial..serial + 40).map(member).collect();
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let cadre = format!("祁霓虹{serial}|#{serial}|B|书记|2017-01-01||是|2018-02-03");
    vec![
        site.write("orgs.csv", orgs),
        site.write("members.csv", roster(MEMBERS, &members)),
        site.write("cadres.csv", roster(CADRES, &[&cadre])),
    ]
}

fn files_below(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return vec![path.to_owned()] };
    entries.flat_map(|entry| files_below(&entry.unwrap().path())).collect()
}

/// The first file below a directory that holds one of the texts.
fn leak(dir: &Path, texts: &[Vec<u8>]) -> Option<(PathBuf, String)> {
    files_below(dir).into_iter().find_map(|path| {
        let bytes = fs::read(&path).unwrap();
        let found = texts.iter().find(|text| memchr::memmem::find(&bytes, text).is_some())?;
        Some((path, String::from_utf8_lossy(found).into_owned()))
    })
}

/// How a secret may look on disk: as text in two encodings, and a number in either byte order.
fn forms(texts: &[String]) -> Vec<Vec<u8>> {
    let mut forms = Vec::new();
    for text in texts {
        forms.push(text.as_bytes().to_vec());
        forms.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        if let Ok(number) = text.trim_end_matches('X').parse::<u64>()
            && number > u64::from(u32::MAX)
        {
            forms.push(number.to_le_bytes()[..5].to_vec());
            forms.push(number.to_be_bytes()[3..].to_vec());
        }
    }
    forms
}

#[test]
fn nothing_can_be_read_in_any_file_after_import_and_reimport() {
    let (site, plain) = (Site::new(), Site::new());
    sealed(&site);
    let key = site.path("key");
    let mut secrets: Vec<String> = vec!["霓虹".into(), "铸造车间".into()];
    for serial in [100, 300, 200] {
        for n in serial..serial + 40 {
            let identity = identity(&format!("#{n}"));
            secrets.extend([identity[..17].to_owned(), identity, format!("1999000{n:04}"), format!("44990120{n:04}")]);
        }
        let paths = rosters(&site, serial);
        let paths: Vec<&str> = paths.iter().map(|path| text(path)).collect();
        for (site, key) in [(&site, Some(&key)), (&plain, None)] {
            let key: Vec<&str> = key.map(|key| vec!["--key-file", text(key)]).unwrap_or_default();
            let args = [&key[..], &["import", "--json"], &paths[..]].concat();
            let output = site.run(&args);
            assert!(
                output.status.success(),
                "{} {}",
                String::from_utf8_lossy(&output.stderr),
                String::from_utf8_lossy(&output.stdout)
            );
        }
        let forms = forms(&secrets);
        assert!(leak(&plain.data(), &forms).is_some(), "a plain register is one that can be read");
        assert_eq!(leak(&site.data(), &forms), None);
    }
    // Looked at in every way, with what that writes.
    for args in [
        &["stats"][..],
        &["findings"],
        &["search", "祁霓虹"],
        &["doctor"],
        &["tasks"],
        &["export", text(&site.path("out"))],
    ] {
        assert!(with_key(&site, &key, args).status.success(), "{args:?}");
    }
    let copies = site.path("copies");
    assert!(with_key(&site, &key, &["backup", text(&copies)]).status.success());
    for dir in [site.data(), copies] {
        assert_eq!(leak(&dir, &forms(&secrets)), None);
    }
}

#[test]
fn the_whole_way_says_the_same_sealed_and_plain() {
    let (site, plain) = (Site::new(), Site::new());
    sealed(&site);
    let made = plain.path("rosters");
    assert_eq!(plain.code(&["demo", "--rosters", text(&made)]), 0);
    let key = site.path("key");
    let said = |args: &[&str]| -> [Value; 2] {
        [with_key(&site, &key, args), plain.run(args)].map(|output| {
            assert!(
                matches!(output.status.code(), Some(0 | 3)),
                "{args:?} {}",
                String::from_utf8_lossy(&output.stderr)
            );
            let mut said: Value = serde_json::from_slice(&output.stdout).unwrap();
            // When it was recorded is each one's own.
            if let Some(rows) = said.as_array_mut() {
                rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| drop(row.remove("recorded")));
            }
            said
        })
    };
    let asked = |args: &[&str]| {
        let [sealed, plain] = said(args);
        assert_eq!(sealed, plain, "{args:?}");
        plain
    };
    asked(&["import", text(&made)]);
    asked(&["import", text(&made)]);
    let day = ["--as-of", "2018-06-25"];
    let findings = asked(&[&day[..], &["findings", "--limit", "500"]].concat());
    let org = findings["items"][0]["org"].as_str().unwrap().to_owned();
    for args in [
        &["stats"][..],
        &["tasks"],
        &["tasks", "--step", "T01.1"],
        &["check"],
        &["search", "zwh"],
        &["search", "支部"],
        &["show", &org],
        &["trend", "--of", "members"],
        &["rules", "list"],
    ] {
        asked(&[&day[..], args].concat());
    }
    let [sealed, plain] = said(&["doctor"]);
    assert_eq!(sealed["digest"], plain["digest"]);
}

#[test]
fn a_passphrase_is_changed_by_one_slot_and_no_value() {
    let site = Site::new();
    let code = sealed(&site);
    let values = || -> Vec<(PathBuf, Vec<u8>)> {
        let register = site.data().join(fs::read_to_string(site.data().join("current")).unwrap().trim());
        files_below(&register).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    };
    let slots = || -> Value { serde_json::from_slice(&fs::read(site.data().join("keys")).unwrap()).unwrap() };
    let before = (slots(), values());
    done(&site, &[PASSPHRASE, "another one"], &["operators", "passphrase", "keeper"]);
    let after = slots();
    let same = |at: usize| before.0["slots"][at]["wrapped"] == after["slots"][at]["wrapped"];
    assert_eq!((same(0), same(1), same(2)), (false, true, true));
    // What was stored is stored still: the journal grew by an entry, nothing was written anew.
    let first = |values: &[(PathBuf, Vec<u8>)]| values.iter().map(|(_, bytes)| bytes.len()).max().unwrap();
    assert!(first(&values()) < first(&before.1) + (1 << 20));

    let begun = Instant::now();
    for (lines, args) in [
        (&[PASSPHRASE][..], &["--operator", "keeper", "stats"][..]),
        (&["another one"], &["--operator", "nobody", "stats"]),
    ] {
        let output = told(&site, lines, args);
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("operator or passphrase is wrong"), "{said}");
    }
    assert!(begun.elapsed() >= Duration::from_secs(2), "and neither is quick");
    done(&site, &["another one"], &["stats"]);
    done(&site, &[&code.to_lowercase()], &["stats"]);
    let renewed = done(&site, &[&code], &["--lang", "en", "operators", "recovery"]);
    assert_eq!(told(&site, &[&code], &["stats"]).status.code(), Some(1));
    done(&site, &[renewed.trim().split(": ").nth(1).unwrap()], &["stats"]);
}

#[test]
fn operators_are_kept_by_keepers() {
    let site = Site::new();
    sealed(&site);
    let key = site.path("key");
    let add = |name| ["operators", "add", name, "--role", "viewer"];
    done(&site, &[PASSPHRASE, "long enough"], &add("county"));
    assert_eq!(
        told(&site, &[PASSPHRASE, "long enough"], &[&["--operator", "keeper"], &add("county")[..]].concat())
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        told(&site, &[PASSPHRASE, "short"], &[&["--operator", "keeper"], &add("city")[..]].concat()).status.code(),
        Some(2)
    );
    let listed: Value = serde_json::from_slice(&with_key(&site, &key, &["operators", "list"]).stdout).unwrap();
    let names: Vec<&str> = listed.as_array().unwrap().iter().map(|slot| slot["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["keeper", "recovery", "desk", "county"]);
    // Others may change their own and no more.
    let refused = told(&site, &["long enough"], &["--operator", "county", "operators", "remove", "desk"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("a viewer cannot keep operators"));
    done(&site, &["long enough", "longer still"], &["--operator", "county", "operators", "passphrase", "county"]);
    done(&site, &[PASSPHRASE], &["--operator", "keeper", "operators", "remove", "county"]);
    assert_eq!(told(&site, &["longer still"], &["--operator", "county", "stats"]).status.code(), Some(1));
    done(&site, &[PASSPHRASE], &["operators", "remove", "desk"]);
    assert_eq!(told(&site, &[PASSPHRASE], &["operators", "remove", "keeper"]).status.code(), Some(2));
    // Nobody to ask, and nothing given.
    let refused = site.run(&["stats"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("--key-file"));
}

#[test]
fn a_key_file_tells_whose_it_is() {
    let site = Site::new();
    sealed(&site);
    let (first, second) = (site.path("key"), site.path("other-key"));
    let add = ["operators", "add", "night", "--role", "viewer", "--new-key-file", text(&second)];
    assert!(with_key(&site, &first, &add).status.success());
    assert!(with_key(&site, &second, &STATS).status.success());
    let refused = with_key(&site, &second, &["backup"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("a viewer cannot take backups"));
    assert!(with_key(&site, &first, &["operators", "list"]).status.success());
    let strange = site.write("strange", [7; 64]);
    assert_eq!(with_key(&site, &strange, &STATS).status.code(), Some(1));
}

#[test]
fn a_viewer_sets_no_register_aside() {
    let (site, other) = (Site::new(), Site::new());
    sealed(&site);
    done(&site, &[PASSPHRASE, "long enough"], &["operators", "add", "county", "--role", "viewer"]);
    // A plain backup asks for no key of its own.
    assert_eq!(other.code(&["init", "--unsealed"]), 0);
    let kept: Value = other.json(&["backup", "--json"]);
    let file = kept["file"].as_str().unwrap();
    let replace = |name, passphrase| told(&site, &[passphrase], &["--operator", name, "restore", "--replace", file]);
    let refused = replace("county", "long enough");
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("a viewer cannot make or restore a register"));
    assert_eq!(site.code(&["restore", "--replace", file]), 1, "and nobody without a key");
    done(&site, &[PASSPHRASE], &["--operator", "keeper", "stats"]);
    assert!(replace("keeper", PASSPHRASE).status.success());
    assert_eq!(site.code(&["stats"]), 0);
}

#[test]
fn a_backup_stays_sealed_and_opens_elsewhere_with_the_passphrase() {
    let (site, other) = (Site::new(), Site::new());
    sealed(&site);
    let key = site.path("key");
    let paths = rosters(&site, 500);
    let paths: Vec<&str> = paths.iter().map(|path| text(path)).collect();
    assert!(with_key(&site, &key, &[&["import"], &paths[..]].concat()).status.success());
    let kept: Value = serde_json::from_slice(&with_key(&site, &key, &["backup", "--json"]).stdout).unwrap();
    let file = kept["file"].as_str().unwrap();
    assert!(!kept.to_string().contains("wrapped"));
    assert_eq!(told(&other, &["not this one"], &["restore", file]).status.code(), Some(1));
    assert!(!other.data().exists());
    assert_eq!(told(&other, &[PASSPHRASE], &["restore", file]).status.code(), Some(2), "nor without keys of persons");
    assert!(!other.data().exists());
    let ring = site.path("persons");
    done(&site, &[PASSPHRASE], &["persons", "export", text(&ring)]);
    let carried = ["--persons", text(&ring)];
    done(&other, &[PASSPHRASE], &[&["restore", file], &carried[..]].concat());
    let stats = |site: &Site| done(site, &[PASSPHRASE], &STATS);
    assert_eq!(stats(&other), stats(&site));
    // Over a register of other keys: that one is set aside with its own.
    let third = Site::new();
    done(&third, &["their passphrase"], &["init", "--seal"]);
    // Who may put the backup back need not be who may set this register aside.
    let replace = [&["restore", "--replace", file], &carried[..]].concat();
    let refused = told(&third, &[PASSPHRASE], &replace);
    assert_eq!(refused.status.code(), Some(1));
    done(&third, &["their passphrase"], &["stats"]);
    done(&third, &["their passphrase", PASSPHRASE], &replace);
    assert_eq!(stats(&third), stats(&site));
    // Another register's keys open nothing here.
    fs::copy(site.data().join("keys"), site.path("kept")).unwrap();
    let fourth = Site::new();
    done(&fourth, &[PASSPHRASE], &["init", "--seal"]);
    fs::copy(fourth.data().join("keys"), site.data().join("keys")).unwrap();
    let refused = told(&site, &[PASSPHRASE], &["stats"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("damaged"));
    fs::remove_file(site.data().join("keys")).unwrap();
    assert_eq!(site.code(&["stats"]), 1, "nor is it taken for a plain one");
}

#[test]
fn flipped_bytes_are_found_and_never_shown() {
    let site = Site::new();
    sealed(&site);
    let key = site.path("key");
    let paths = rosters(&site, 700);
    let paths: Vec<&str> = paths.iter().map(|path| text(path)).collect();
    assert!(with_key(&site, &key, &[&["import"], &paths[..]].concat()).status.success());
    let log = site.data().join(fs::read_to_string(site.data().join("current")).unwrap().trim()).join("db");
    let sound = fs::read(&log).unwrap();
    let stats = with_key(&site, &key, &STATS).stdout;
    for at in (1..9).map(|part| sound.len() / 9 * part + 77) {
        let mut torn = sound.clone();
        torn[at] ^= 0x10;
        fs::write(&log, torn).unwrap();
        let output = with_key(&site, &key, &STATS);
        assert!(!output.status.success() || output.stdout == stats, "{at}");
    }
    let keys = fs::read(site.data().join("keys")).unwrap();
    fs::write(&log, &sound).unwrap();
    for at in [keys.len() / 3, keys.len() / 2, keys.len() - 40] {
        let mut torn = keys.clone();
        torn[at] ^= 1;
        fs::write(site.data().join("keys"), torn).unwrap();
        let output = with_key(&site, &key, &STATS);
        assert!(!output.status.success() || output.stdout == stats, "{at}");
    }
}

#[test]
fn a_killed_import_leaves_the_sealed_register_as_it_was() {
    let site = Site::new();
    sealed(&site);
    let key = site.path("key");
    let made = site.path("rosters");
    assert_eq!(site.code(&["demo", "--rosters", text(&made), "--data", text(&site.path("none"))]), 0);
    let stats = || with_key(&site, &key, &STATS).stdout;
    let empty = stats();
    let whole = {
        let begun = Instant::now();
        let copy = Site::new();
        sealed(&copy);
        assert!(with_key(&copy, &copy.path("key"), &["import", text(&made)]).status.success());
        let took = begun.elapsed();
        (with_key(&copy, &copy.path("key"), &STATS).stdout, took)
    };
    for part in 1..5 {
        let args = ["--key-file", text(&key), "import", text(&made)];
        let mut child = site.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole.1 * part / 5);
        child.kill().unwrap();
        child.wait().unwrap();
        let now = stats();
        assert!(now == empty || now == whole.0);
        assert_eq!(leak(&site.data(), &forms(&["支部".into(), "委员会".into()])), None);
    }
}
