//! A person erased from a sealed register: gone from it, unreadable in every backup, and nobody else touched.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use common::{CADRES, MEMBERS, ORGS, Site, copy_tree, identity, roster, text};
use mingmai::desk::Clock;
use mingmai::model::{Identity, OrgTree, Pos};
use mingmai::store::seal::{KeyRing, Secret};
use mingmai::store::{DataDir, Register, Unwatched, backup};
use serde_json::Value;

const PASSPHRASE: &str = "三月的雨 in march";
/// Whom the tests erase, by the mark of the made-up number.
const WHO: &str = "#107";
const NAME: &str = "祁霓虹七";

fn told(site: &Site, lines: &[&str], args: &[&str]) -> Output {
    let args = [&["--passphrase-stdin"], args].concat();
    let mut child =
        site.command(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A run that asks for nothing does not read what it is given.
    let _ = child.stdin.take().unwrap().write_all((lines.join("\n") + "\n").as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
fn done(site: &Site, args: &[&str]) -> Value {
    let output = told(site, &[PASSPHRASE], args);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}

/// A sealed register with members, a cadre, dues, transfers and conduct, the one to be erased among them everywhere.
fn county(site: &Site) {
    done(site, &["init", "--seal"]);
    let orgs = roster(
        ORGS,
        &[
            "A||霓虹青年团委|团委||||||",
            "B|A|铸造车间团支部|团支部|普通|国有企业|2004-10-02|2016-05-01||",
            "C|A|装配车间团支部|团支部|普通|国有企业|2004-10-02|2016-05-01||",
        ],
    );
    let member = |n: u32| {
        let (name, number) = (if n == 107 { NAME.to_owned() } else { format!("祁甲{n}") }, format!("44990120{n:04}"));
        format!("{name}|#{n}|1000000{n:04}|2016-05|{number}|B|2016-09-01|通过|2018-01-02||")
    };
    let members: Vec<String> = (100..130).map(member).collect();
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let cadres = [format!("{NAME}|{WHO}|B|书记|2017-01-01||是|2018-02-03"), "祁乙|#200|C|书记|2017-01-01||否|".into()];
    let cadres: Vec<&str> = cadres.iter().map(String::as_str).collect();
    let paths = [
        site.write("orgs.csv", orgs),
        site.write("members.csv", roster(MEMBERS, &members)),
        site.write("cadres.csv", roster(CADRES, &cadres)),
    ];
    let paths: Vec<&str> = paths.iter().map(|path| text(path)).collect();
    done(site, &[&["import"], &paths[..]].concat());
    let who = format!("B:{}", identity(WHO));
    let month = Clock::System.now().day().month().to_string();
    for args in [
        &["dues", "pay", &who, "--month", &month, "--paid", "3"][..],
        &["dues", "pay", "B:祁甲110", "--month", &month, "--paid", "3"],
        &["transfer", "begin", &who, "--to", "C", "--reason", "霓虹调动"],
        &["transfer", "begin", "B:祁甲111", "--to", "C", "--reason", "调动"],
        &[
            "conduct",
            "add",
            &who,
            "--kind",
            "奖励",
            "--name",
            "霓虹标兵",
            "--given-by",
            "霓虹青年团委",
            "--on",
            "2018-05-04",
        ],
        &[
            "conduct",
            "add",
            "B:祁甲112",
            "--kind",
            "奖励",
            "--name",
            "标兵",
            "--given-by",
            "霓虹青年团委",
            "--on",
            "2018-05-04",
        ],
        &["member", "correct", &who, "--phone", "10000009107"],
    ] {
        let output = told(site, &[PASSPHRASE], args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

fn opened(site: &Site, data: &Path) -> (DataDir, KeyRing) {
    let ring = KeyRing::load(data).unwrap().unwrap_or_else(|| KeyRing::load(&site.data()).unwrap().unwrap());
    let (key, by) = ring.open(None, &Secret::Passphrase(PASSPHRASE)).unwrap();
    (DataDir::new(data).unlocked_by(&key, &by), ring)
}

/// How what is known of one person looks in stored bytes: text, and numbers as they are packed.
fn marks() -> Vec<Vec<u8>> {
    let number = identity(WHO);
    let key = Identity::parse(&number).unwrap().key().0;
    let mut marks = vec![NAME.as_bytes().to_vec(), number.as_bytes()[..17].to_vec(), "霓虹调动".as_bytes().to_vec()];
    marks.extend(["霓虹标兵".as_bytes().to_vec(), b"10000009107".to_vec(), b"10000000107".to_vec()]);
    marks.push(key.to_le_bytes()[..7].to_vec());
    marks.push(10_000_009_107u64.to_le_bytes()[..5].to_vec());
    marks.push(10_000_000_107u64.to_le_bytes()[..5].to_vec());
    marks
}

fn holds(bytes: &[u8]) -> Option<Vec<u8>> {
    marks().into_iter().find(|mark| memchr::memmem::find(bytes, mark).is_some())
}

fn files_below(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return vec![path.to_owned()] };
    entries.flat_map(|entry| files_below(&entry.unwrap().path())).collect()
}

/// Every value of a backup, unsealed with the register's key.
fn values_of(site: &Site, file: &Path) -> Vec<u8> {
    let (data, _) = opened(site, &site.data());
    let mut all = Vec::new();
    let take: &mut backup::Take<'_> = &mut |name, key, value| {
        let tree = ["rows", "dues", "transfer", "conduct", "edit", "journal", "act", "meta", "org"];
        if let Some(tree) = tree.into_iter().find(|tree| *tree == name) {
            all.extend_from_slice(&data.codec().open(tree, key, value)?);
        }
        Ok(())
    };
    backup::read(fs::File::open(file).unwrap(), data.codec(), take, &Unwatched).unwrap();
    all
}

fn newest(site: &Site) -> PathBuf {
    let kept = done(site, &["backup", "--json"]);
    PathBuf::from(kept["file"].as_str().unwrap())
}

fn digest(site: &Site) -> Value {
    done(site, &["doctor"])["digest"].clone()
}

#[test]
fn nothing_of_an_erased_person_can_be_read_anywhere_and_all_else_is_as_it_was() {
    let (site, without) = (Site::new(), Site::new());
    county(&site);
    let number = identity(WHO);
    let older = newest(&site);
    // What the register holds under nobody's veil can be read by whoever has its key.
    let (data, _) = opened(&site, &site.data());
    let open = |data: &DataDir| -> (OrgTree, String) {
        let register = Register::open(data, mingmai::model::Instant(1)).unwrap();
        let mut all = String::new();
        register
            .each_rows(0..3, |pos: Pos, rows| {
                all.extend(rows.members.iter().map(|row| format!("{pos:?} {} {}\n", row.name, row.identity.reveal())));
                all.extend(rows.posts.iter().map(|row| format!("{pos:?} {} {}\n", row.name, row.identity.reveal())));
                all.extend(rows.dues.iter().map(|(key, dues)| format!("{} {}\n", key.0, dues.payments().count())));
                Ok(())
            })
            .unwrap();
        register.each_transfer(|row| all.push_str(&format!("{} {}\n", row.person.0, row.reason))).unwrap();
        register.each_conduct(|row| all.push_str(&format!("{} {}\n", row.person.0, row.name))).unwrap();
        (register.tree().unwrap(), all)
    };
    let before = open(&data).1;
    assert_eq!(before.matches(NAME).count(), 2);
    assert_eq!(holds(&values_of(&site, &older)), None, "in a backup personal cells are covered");

    let dry = done(&site, &["erase", &number, "--dry-run"]);
    let count = |name: &str| dry[name].as_u64().unwrap();
    assert_eq!(["members", "posts", "payments", "transfers", "conduct"].map(count), [1, 1, 1, 1, 1], "{dry}");
    assert_eq!((count("entries"), dry["entry"].is_null()), (4, true));
    assert_eq!(dry["copies"].as_array().unwrap().len(), 1);
    assert!(dry["copies"][0]["unreadable"].as_bool().unwrap() && !dry.to_string().contains(&number));
    assert_eq!(open(&data).1, before, "a dry run changes nothing");
    assert_eq!(told(&site, &[PASSPHRASE], &["erase", &number]).status.code(), Some(2), "it is asked for once more");
    let erased = done(&site, &["erase", &number, "--yes"]);
    assert!(erased["entry"].as_u64().is_some());

    // In the register.
    let after = open(&data).1;
    let key = Identity::parse(&number).unwrap().key().0.to_string();
    let expected: Vec<&str> = before.lines().filter(|line| !line.contains(NAME) && !line.contains(&key)).collect();
    assert_eq!(after.lines().collect::<Vec<_>>(), expected);
    assert_eq!(done(&site, &["search", NAME])["items"].as_array().map_or(0, Vec::len), 0);
    let checked = done(&site, &["doctor"]);
    assert!(checked["found"]["faults"].as_array().unwrap().is_empty(), "{checked}");
    assert!(told(&site, &[PASSPHRASE], &["journal", "verify"]).status.success());
    let journal = done(&site, &["journal", "show"]).to_string();
    assert!(journal.contains("erase") && !journal.contains(NAME) && !journal.contains(&number));
    for verb in ["undo", "redo"] {
        let turned = told(&site, &[PASSPHRASE], &[verb]);
        assert!(!String::from_utf8_lossy(&turned.stdout).contains(NAME));
    }
    assert_eq!(open(&data).1, after, "and nothing brings them back");

    // In every file, as it is and unsealed, the backup from before included.
    for path in files_below(site.dir.path()) {
        let roster = path.extension().is_some_and(|ending| ending == "csv");
        assert!(roster || holds(&fs::read(&path).unwrap()).is_none(), "{}", path.display());
    }
    let newer = newest(&site);
    for file in [&older, &newer] {
        assert_eq!(holds(&values_of(&site, file)), None, "{}", file.display());
    }

    // The backup from before, put back with the keyring of today: everything but this person.
    let restored = done(&site, &["restore", "--replace", text(&older), "--json"]);
    assert_eq!(restored["missing"], serde_json::json!({ "members": 1, "posts": 1, "listed": 2 }));
    let (data, _) = opened(&site, &site.data());
    assert_eq!(open(&data).1, after);
    assert!(digest(&site).is_object());
    assert!(told(&site, &[PASSPHRASE], &["journal", "verify"]).status.success());
    assert_eq!(done(&site, &["search", NAME])["items"].as_array().map_or(0, Vec::len), 0);
    assert!(done(&site, &["search", "祁甲110"]).to_string().contains("B"));

    // Elsewhere it opens with the keyring and not without.
    let refused = told(&without, &[PASSPHRASE], &["--lang", "en", "restore", text(&newer)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--persons"), "{refused:?}");
    assert!(!without.data().exists());
    let ring = site.path("keyring");
    done(&site, &["persons", "export", text(&ring)]);
    assert_eq!(
        told(&site, &[PASSPHRASE], &["persons", "export", text(&ring)]).status.code(),
        Some(1),
        "never over one"
    );
    done(&without, &["restore", text(&newer), "--persons", text(&ring)]);
    let (data, _) = opened(&without, &without.data());
    assert_eq!(open(&data).1, after);

    // Nothing is shown without it, and it can be put back.
    let generation = fs::read_to_string(without.data().join("current")).unwrap();
    fs::remove_file(without.data().join(generation.trim()).join("persons")).unwrap();
    let gone = told(&without, &[PASSPHRASE], &["--lang", "en", "stats"]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&gone.stderr).contains("the keyring of persons is gone"));
    let checked = told(&without, &[PASSPHRASE], &["doctor"]);
    assert!(String::from_utf8_lossy(&checked.stdout).contains("no-persons"), "{checked:?}");
    done(&without, &["persons", "import", text(&ring)]);
    assert_eq!(told(&without, &[PASSPHRASE], &["persons", "import", text(&ring)]).status.code(), Some(2));
    assert_eq!(open(&data).1, after);
}

#[test]
fn whoever_comes_again_is_kept_and_can_be_erased_again() {
    let site = Site::new();
    county(&site);
    let number = identity(WHO);
    for _ in 0..2 {
        done(&site, &["erase", &number, "--yes"]);
        let again = format!("{NAME}|{WHO}|10000000107|2016-05|449901200107|B|2016-09-01|通过|2018-01-02||");
        let path = site.write("again.csv", roster(MEMBERS, &[&again]));
        done(&site, &["import", text(&path)]);
        assert!(done(&site, &["search", NAME]).to_string().contains(NAME));
    }
    done(&site, &["erase", &number, "--yes"]);
    assert!(!done(&site, &["search", NAME]).to_string().contains(&number[..6]));
    assert!(told(&site, &[PASSPHRASE], &["journal", "verify"]).status.success());
}

#[test]
fn commits_with_an_erased_person_are_passed_over_and_the_others_are_taken_back() {
    let site = Site::new();
    county(&site);
    done(&site, &["erase", &identity(WHO), "--yes"]);
    // What was done before, in order: for whom it was tells which of it can be taken back.
    let turn = |verb: &str| {
        let output = told(&site, &[PASSPHRASE], &["--lang", "en", "--json", verb]);
        let done: Value = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        let passed = done["refused"].as_array().map_or(0, Vec::len);
        let said = done["refused"].to_string();
        assert!(passed == said.matches("was erased: it cannot be taken back").count(), "{done}");
        let what = done["what"].as_str().unwrap_or_default().to_owned();
        (output.status.code(), done["entry"].as_u64().is_some(), what, passed)
    };
    let taken = |what: &str, passed: usize| (Some(3), true, what.to_owned(), passed);
    assert_eq!(turn("undo"), taken("conduct-add", 1), "the correction of the erased is passed over");
    assert_eq!(turn("undo"), taken("transfer-begin", 2));
    assert_eq!(turn("redo"), (Some(0), true, "transfer-begin".into(), 0));
    assert_eq!(turn("undo"), taken("transfer-begin", 2));
    assert_eq!(turn("undo"), taken("dues-pay", 3));
    assert_eq!(turn("undo"), (Some(3), false, String::new(), 4), "and nothing else is left");
    let checked = done(&site, &["doctor"]);
    assert!(checked["found"]["faults"].as_array().unwrap().is_empty(), "{checked}");
}

/// Who is found by some queries, by their codes and names.
fn found(site: &Site) -> Vec<String> {
    let queries = ["祁甲110", "祁霓虹", "qj111", "0117"];
    let mut found: Vec<String> = Vec::new();
    for query in queries {
        let items = done(site, &["search", query, "--limit", "100"])["items"].as_array().unwrap().clone();
        let mut items: Vec<String> = items.iter().map(|item| format!("{query} {item}")).collect();
        items.sort();
        found.extend(items);
    }
    found
}

#[test]
fn an_index_carried_over_what_an_erased_person_left_is_that_made_anew() {
    let site = Site::new();
    county(&site);
    // Since the index was made: an edit of whom it is about, and of others.
    for who in ["B:祁甲110", "B:祁甲117"] {
        done(&site, &["member", "correct", who, "--phone", "10000009110"]);
    }
    let older = newest(&site);
    done(&site, &["erase", &identity(WHO), "--yes"]);
    // What the backup has edited since its index was made, the erased among it, comes along.
    done(&site, &["restore", "--replace", text(&older)]);
    let before = found(&site);
    assert!(before.iter().any(|item| item.starts_with("祁甲110 ")) && !before.iter().any(|item| item.contains(NAME)));
    let plain = |items: &[String]| items.iter().filter(|item| !item.contains("\"Z")).cloned().collect::<Vec<_>>();
    // Carried, with rows that were edited laid over.
    done(&site, &["org", "found", "A", "--code", "Z1", "--name", "新设团支部"]);
    let carried = found(&site);
    assert_eq!(plain(&carried), plain(&before));
    // Made anew, since what there is cannot be read.
    let generation = site.data().join(fs::read_to_string(site.data().join("current")).unwrap().trim());
    let db = sled::Config::new().path(&generation).segment_size(2 << 20).open().unwrap();
    let index = db.open_tree("search").unwrap();
    for (key, value) in index.iter().map(Result::unwrap) {
        let mut value = value.to_vec();
        let last = value.len() - 1;
        value[last] ^= 1;
        index.insert(key, value).unwrap();
    }
    db.flush().unwrap();
    drop((index, db));
    done(&site, &["org", "found", "A", "--code", "Z2", "--name", "再设团支部"]);
    assert_eq!(plain(&found(&site)), plain(&before));
    let checked = done(&site, &["doctor"]);
    assert!(checked["found"]["faults"].as_array().unwrap().is_empty(), "{checked}");
}

#[test]
fn an_unsealed_register_erases_nobody() {
    let site = Site::new();
    assert_eq!(site.code(&["init", "--unsealed"]), 0);
    let refused = site.run(&["--lang", "en", "--by", "团县委", "erase", &identity(WHO), "--yes"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not sealed"));
    assert_eq!(site.code(&["persons", "export", "x"]), 2);
}

#[test]
fn a_killed_erase_has_happened_or_has_not() {
    let site = Site::new();
    county(&site);
    let number = identity(WHO);
    let kept = site.path("kept");
    copy_tree(&site.data(), &kept);
    let begun = Instant::now();
    done(&site, &["erase", &number, "--yes"]);
    let took = begun.elapsed();
    let generations = || {
        let names = fs::read_dir(site.data()).unwrap().flatten().map(|entry| entry.file_name());
        names.filter(|name| name.to_string_lossy().starts_with("generation-")).count()
    };
    let parts: u32 = std::env::var("MINGMAI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(8);
    let (mut were, mut gone) = (0, 0);
    // The first is killed while its passphrase is still worked on.
    for part in 0..=parts {
        copy_tree(&kept, &site.data());
        let mut child = site
            .command(&["--passphrase-stdin", "erase", &number, "--yes"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(format!("{PASSPHRASE}\n").as_bytes()).unwrap();
        std::thread::sleep(took * part / parts + Duration::from_millis(5));
        child.kill().unwrap();
        child.wait().unwrap();
        let checked = done(&site, &["doctor"]);
        assert!(checked["found"]["faults"].as_array().unwrap().is_empty(), "{checked}");
        assert!(told(&site, &[PASSPHRASE], &["journal", "verify"]).status.success());
        assert_eq!(generations(), 1, "what was left of another generation is cleared away");
        let dry = done(&site, &["erase", &number, "--dry-run"]);
        match (dry["members"].as_u64(), dry["entries"].as_u64()) {
            (Some(1), Some(4)) => were += 1,
            (Some(0), Some(0)) => gone += 1,
            _ => panic!("half erased: {dry}"),
        }
        assert_eq!(done(&site, &["search", NAME]).to_string().contains(NAME), dry["members"] == 1);
    }
    println!("{were} as before, {gone} erased");
    assert!(were > 0, "no kill came before it was done");
}
