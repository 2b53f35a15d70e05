//! Rosters in, from files to a batch. All data is made up.

#![allow(clippy::unwrap_used)]

mod forms;
mod moves;
mod records;
mod refused;
mod together;

use std::path::{Path, PathBuf};

use mingmai::intake::{Batch, Caution, NewRegister, Options, Reason, Unwatched, read};
use mingmai::model::{Identity, Member, Post};
use mingmai::store::Dealt;

const ORGS: &str =
    "组织编码,上级组织编码,组织全称,组织类型\nA,,甲县团委,团委\nA.1,A,一班团支部,团支部\nA.2,A,二班团支部,团支部\n";

/// A folder of rosters for one test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With three organisations: A, and its branches A.1 and A.2.
    fn with_orgs() -> Self {
        let folder = Self::new();
        folder.put("团组织.csv", ORGS);
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn read(&self) -> Batch {
        self.read_as(Options::default())
    }

    fn read_as(&self, options: Options) -> Batch {
        read(&[self.path().into()], &options, &NewRegister, &Unwatched).unwrap()
    }
}

/// One member row in A.1, with one cell changed, and a header to match.
fn member(column: &str, value: &str) -> String {
    let mut cells = vec![
        ("姓名", "张三".to_owned()),
        ("身份证号", resident(1)),
        ("入团年月", "2016-05".into()),
        ("组织编码", "A.1".into()),
    ];
    match cells.iter_mut().find(|(name, _)| *name == column) {
        Some((_, cell)) => *cell = value.into(),
        None => cells.push((column, value.into())),
    }
    table(&cells)
}

/// The same for a cadre of A.
fn cadre(column: &str, value: &str) -> String {
    let mut cells = vec![
        ("姓名", "李四".to_owned()),
        ("身份证号", resident(2)),
        ("所在组织编码", "A".into()),
        ("职务", "书记".into()),
    ];
    match cells.iter_mut().find(|(name, _)| *name == column) {
        Some((_, cell)) => *cell = value.into(),
        None => cells.push((column, value.into())),
    }
    table(&cells)
}

fn table(cells: &[(&str, String)]) -> String {
    let header: Vec<&str> = cells.iter().map(|(name, _)| *name).collect();
    let row: Vec<String> = cells.iter().map(|(_, cell)| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    format!("{}\n{}\n", header.join(","), row.join(","))
}

/// A made-up resident born on 1 January 2000, by serial.
fn resident(serial: u64) -> String {
    Identity::with_check(44_000_020_000_101_000 + serial).reveal().into()
}

fn members(batch: Batch) -> Vec<Dealt<Member>> {
    let dropped = batch.dropped;
    let rows = batch.members.into_stretches().flat_map(|stretch| stretch.rows().unwrap());
    rows.filter(|row| !dropped.contains(row.source)).collect()
}

fn posts(batch: Batch) -> Vec<Dealt<Post>> {
    let dropped = batch.dropped;
    let rows = batch.posts.into_stretches().flat_map(|stretch| stretch.rows().unwrap());
    rows.filter(|row| !dropped.contains(row.source)).collect()
}

/// Row, column, value and reason of every refusal.
fn refusals(batch: &Batch) -> Vec<(u32, &'static str, &str, Reason)> {
    let refusals = &batch.report.refusals;
    refusals.iter().map(|r| (r.source.row, r.column.map_or("", |c| c.name), r.value.as_str(), r.reason)).collect()
}

/// Row, column and kind of every remark.
fn remarks(batch: &Batch) -> Vec<(u32, &'static str, Caution)> {
    let kept = &batch.report.warnings.kept;
    kept.iter().map(|w| (w.source.row, w.column.map_or("", |c| c.name), w.caution)).collect()
}

/// Files as `(rows, accepted, refused)`.
fn counts(batch: &Batch) -> Vec<(u32, u32, u32)> {
    batch.report.files.iter().map(|file| (file.rows, file.accepted, file.refused)).collect()
}
