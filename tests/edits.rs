//! Rows edited in place, held against the same rows taken in from rosters.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{Site, counts, text};
use mingmai::model::{Instant, Pos, Row, RowEdit};
use mingmai::store::{DataDir, Digest, Register, Signed};

fn edited(data: &DataDir) -> Digest {
    let register = Register::open(data, Instant(1_600_000_000)).unwrap();
    let tree = register.tree().unwrap();
    let filled = |pos: &Pos| register.rows(*pos).unwrap().members.len() > 3;
    let branches: Vec<Pos> = (0..tree.len() as u32).map(Pos).filter(filled).take(40).collect();
    let mut edits = Vec::new();
    for pair in branches.chunks(2) {
        let [from, to] = [tree.id(pair[0]), tree.id(pair[1])];
        let rows = register.rows(pair[0]).unwrap();
        let row = |branch, member| Row::Member { branch, member };
        // One moves with all payments, one is corrected.
        let moves = rows.members[0].clone();
        edits.push(RowEdit { before: Some(row(from, moves.clone())), after: Some(row(to, moves)) });
        let before = rows.members[2].clone();
        let mut after = before.clone();
        after.unreachable = !before.unreachable;
        edits.push(RowEdit { before: Some(row(from, before)), after: Some(row(from, after)) });
        for post in rows.posts.iter().take(1) {
            let mut after = post.clone();
            after.onboarded = !post.onboarded;
            let row = |post| Row::Post { org: from, post };
            edits.push(RowEdit { before: Some(row(post.clone())), after: Some(row(after)) });
        }
        let org = register.org(pair[1]).unwrap();
        let mut named = org.clone();
        named.short = "简".into();
        let parent = tree.parent(pair[1]).map(|parent| tree.id(parent));
        let row = |org| Row::Org { id: to, parent, org };
        edits.push(RowEdit { before: Some(row(org)), after: Some(row(named)) });
    }
    let mut closed = Vec::new();
    register.each_transfer(|row| closed.extend((closed.len() < 3).then_some(row))).unwrap();
    for before in closed {
        let mut after = before.clone();
        after.graduate = !before.graduate;
        edits.push(RowEdit { before: Some(Row::Transfer(before)), after: Some(Row::Transfer(after)) });
    }
    let signed = Signed {
        verb: "edit",
        author: "somebody",
        recorded: Instant(1_600_000_000),
        effective: Instant(1_600_000_000),
        undoes: None,
    };
    let entry = register.edit(&signed, &edits).unwrap();
    assert!(entry.changed as usize > edits.len(), "payments come along");
    register.digest().unwrap()
}

#[test]
fn edited_rows_come_back_from_their_rosters() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let before = Register::open(&DataDir::new(site.data()), Instant(1_600_000_000)).unwrap().digest().unwrap();
    let after = edited(&DataDir::new(site.data()));
    assert_ne!(before, after);
    assert_eq!(site.code(&["doctor"]), 0);
    let (out, second) = (site.path("out"), site.path("second"));
    site.json(&["export", text(&out), "--reveal", "试验"]);
    let output = site.run(&["import", "--json", "--data", text(&second), text(&out)]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(counts(&report).iter().all(|file| file[3] == 0), "{:#}", report["refusals"]);
    let back = Register::open(&DataDir::new(&second), Instant(1_600_000_000)).unwrap();
    assert_eq!(back.digest().unwrap(), after);
    drop(back);
    // The present is judged from the rows as they are, wherever they came from.
    let stats = |data: &std::path::Path| site.run(&["stats", "--as-of", "2018-06-30", "--data", text(data)]).stdout;
    assert_eq!(stats(&site.data()), stats(&second));
}
