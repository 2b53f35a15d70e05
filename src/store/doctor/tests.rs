//! Values broken one at a time, and what is said of them.

use super::*;
use crate::demo::{Kinds, Scale};
use crate::desk::{Clock, examine, make_demo};
use crate::judge::Rules;
use crate::model::Instant;
use crate::store::trees::Trees;
use crate::store::{DataDir, Digest, Register, Unwatched, column, dues, index, rows};

fn county() -> (tempfile::TempDir, DataDir, Digest) {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path().join("data"));
    let digest = make_demo(&data, (Scale::County, Kinds::All), 1, Clock::System, &Unwatched).unwrap().digest().unwrap();
    (dir, data, digest)
}

/// Breaks something, looks, and puts it back.
fn broken(data: &DataDir, tree: &str, nth: usize, how: impl Fn(&mut Vec<u8>) -> bool) -> Checkup {
    let path = data.current().unwrap().unwrap();
    let change = |put: Option<(Vec<u8>, Vec<u8>)>| {
        let trees = Trees::create(&path, data.codec()).unwrap();
        let tree = trees.db.open_tree(tree).unwrap();
        let entry = tree.iter().nth(nth).unwrap().unwrap();
        let before = put.unwrap_or((entry.0.to_vec(), entry.1.to_vec()));
        let mut value = before.1.clone();
        if how(&mut value) && value != before.1 {
            tree.insert(&before.0, value).unwrap();
        } else {
            tree.remove(&before.0).unwrap();
        }
        trees.db.flush().unwrap();
        before
    };
    let before = change(None);
    let found = check(&path, data.codec(), &Unwatched).unwrap();
    let trees = Trees::create(&path, data.codec()).unwrap();
    trees.db.open_tree(tree).unwrap().insert(before.0, before.1).unwrap();
    trees.db.flush().unwrap();
    found
}

#[test]
fn a_broken_value_is_named_by_tree_and_organisation() {
    let (_dir, data, digest) = county();
    let path = data.current().unwrap().unwrap();
    let sound = check(&path, data.codec(), &Unwatched).unwrap();
    assert!(sound.is_sound() && sound.witnessed, "{:?}", sound.faults);
    let flip = |value: &mut Vec<u8>| {
        let at = value.len() / 2;
        value[at] ^= 4;
        true
    };
    for (tree, nth) in [
        (ORGS, 1),
        (rows::TREE, 7),
        (dues::TREE, 0),
        ("transfer", 0),
        (JOURNAL, 0),
        (index::TREE, 3),
        (column::TREE, 2),
    ] {
        let found = broken(&data, tree, nth, flip);
        assert_eq!((found.faults[0].tree, &found.faults[0].what), (tree, &Ailment::Damaged));
        assert_eq!(found.can_be_rebuilt(), [index::TREE, column::TREE].contains(&tree), "{tree}");
        assert_eq!(found.faults[0].org.is_some(), [rows::TREE, dues::TREE].contains(&tree), "{tree}");
        let found = broken(&data, tree, nth, |value| {
            value[0] = 9;
            true
        });
        assert_eq!(found.faults[0].what, Ailment::Version(9), "{tree}");
        // A value that is gone leaves no checksum behind; something else must tell.
        if tree != JOURNAL || nth > 0 {
            let found = broken(&data, tree, nth, |_| false);
            assert!(!found.is_sound(), "{tree}");
        }
    }
    assert_eq!(Register::open(&data, Instant(0)).unwrap().digest().unwrap(), digest);
}

#[test]
fn what_rows_tell_is_made_again_and_the_rest_is_left() {
    let (_dir, data, digest) = county();
    let path = data.current().unwrap().unwrap();
    let rules = Rules::builtin().unwrap();
    let look = |repair| examine(&data, repair, Clock::System, &rules, &Unwatched).unwrap();
    for tree in [index::TREE, column::TREE] {
        {
            let trees = Trees::create(&data.current().unwrap().unwrap(), data.codec()).unwrap();
            let tree = trees.db.open_tree(tree).unwrap();
            let (key, mut value) = tree.iter().nth(1).unwrap().unwrap();
            value[20] ^= 1;
            tree.insert(key, value).unwrap();
            trees.db.flush().unwrap();
        }
        assert!(!look(false).is_sound());
        let mended = look(true);
        assert!(mended.is_sound() && !mended.found.is_sound());
        assert_eq!(mended.digest, Some(digest.clone()));
    }
    assert_ne!(data.current().unwrap().unwrap(), path);
    let path = data.current().unwrap().unwrap();
    {
        let trees = Trees::create(&path, data.codec()).unwrap();
        let (key, mut value) = trees.rows.raw().iter().nth(3).unwrap().unwrap();
        value[30] ^= 1;
        trees.rows.raw().insert(key, value).unwrap();
        trees.db.flush().unwrap();
    }
    assert!(!look(true).is_sound(), "rows are not guessed");
    assert_eq!(data.current().unwrap().unwrap(), path);
}

#[test]
fn a_torn_witness_is_told_and_made_again() {
    let (_dir, data, _) = county();
    let path = data.current().unwrap().unwrap().join("witness");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let rules = Rules::builtin().unwrap();
    assert!(examine(&data, true, Clock::System, &rules, &Unwatched).unwrap().is_sound());
}
