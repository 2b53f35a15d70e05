//! Organisations as one tree, files against each other and against the register; strict reading; stopping.

use std::ops::ControlFlow;

use mingmai::intake::{Interrupted, Known, Progress};
use mingmai::model::{IdKey, Org, OrgCode, OrgId, OrgKind};

use super::*;

struct Register(Vec<(u32, &'static str, &'static str)>);

impl Known for Register {
    fn orgs(&self) -> usize {
        self.0.len()
    }

    fn org_rows(&self) -> Box<dyn Iterator<Item = (OrgId, Option<OrgCode>, Org)> + '_> {
        Box::new(self.0.iter().map(|(id, code, parent)| (OrgId(*id), OrgCode::parse(parent).ok(), org(code))))
    }

    fn persons(&self, _: &[IdKey]) -> anyhow::Result<Vec<IdKey>> {
        Ok(Vec::new())
    }
}

fn org(code: &str) -> Org {
    let kind = if code.len() > 1 { OrgKind::Branch } else { OrgKind::Committee };
    Org::new(OrgCode::parse(code).unwrap(), code, kind)
}

fn orgs(rows: &[(&str, &str)]) -> String {
    let body: String = rows
        .iter()
        .map(|(code, parent)| format!("{code},{parent},{code},{}\n", if code.len() > 1 { "团支部" } else { "团委" }))
        .collect();
    format!("组织编码,上级组织编码,组织全称,组织类型\n{body}")
}

fn tree(batch: &Batch) -> Vec<(u32, &str, Option<&str>)> {
    let code = |at: usize| batch.orgs[at].2.code.as_str();
    (0..batch.orgs.len())
        .map(|at| (batch.orgs[at].0.0, code(at), batch.orgs[at].1.map(|up| code(up.index()))))
        .collect()
}

#[test]
fn any_order_makes_one_tree_and_members_may_come_first() {
    let folder = Folder::new();
    folder.put("a-members.csv", member("手机", ""));
    folder.put("z-orgs.csv", orgs(&[("A.1", "A"), ("C1", "C"), ("A", ""), ("C", "A")]));
    let batch = folder.read();
    assert_eq!(tree(&batch), [(0, "A", None), (1, "A.1", Some("A")), (2, "C", Some("A")), (3, "C1", Some("C"))]);
    assert!(batch.orgs_touched.iter().all(|source| source.is_some_and(|source| source.file == 1)));
    assert_eq!(members(batch)[0].at.0, 1);
}

#[test]
fn the_registers_organisations_keep_their_numbers() {
    let register = Register(vec![(7, "A", ""), (3, "A1", "A"), (9, "A2", "A")]);
    let folder = Folder::new();
    folder.put("orgs.csv", orgs(&[("B", "A"), ("A2", "B"), ("B1", "B")]));
    folder.put("members.csv", member("组织编码", "A1"));
    let batch = read(&[folder.path().into()], &Options::default(), &register, &Unwatched).unwrap();
    let expected =
        [(7, "A", None), (3, "A1", Some("A")), (10, "B", Some("A")), (9, "A2", Some("B")), (11, "B1", Some("B"))];
    let mut got = tree(&batch);
    got.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(got, expected);
    let touched: Vec<_> = batch.orgs.iter().zip(&batch.orgs_touched).filter(|(_, t)| t.is_some()).collect();
    assert_eq!(touched.len(), 3);
    assert_eq!(batch.members.len(), 1);
}

#[test]
fn what_does_not_fit_the_tree_stays_out_with_all_below_it() {
    let folder = Folder::new();
    folder.put(
        "orgs.csv",
        orgs(&[
            ("A", ""),
            ("X1", "X"),
            ("X2", "X1"),
            ("P", "Q"),
            ("Q", "P"),
            ("P1", "P"),
            ("S", "S"),
            ("A", ""),
            ("A1", "A"),
        ]),
    );
    let batch = folder.read();
    let expected = [
        (3, "上级组织编码", "X", Reason::UnknownParent),
        (4, "上级组织编码", "X1", Reason::RefusedParent),
        (5, "上级组织编码", "Q", Reason::Cycle),
        (6, "上级组织编码", "P", Reason::Cycle),
        (7, "上级组织编码", "P", Reason::RefusedParent),
        (8, "上级组织编码", "S", Reason::Cycle),
        (9, "组织编码", "A", Reason::Duplicate { first: 2 }),
    ];
    assert_eq!(refusals(&batch), expected);
    assert_eq!(tree(&batch), [(0, "A", None), (1, "A1", Some("A"))]);
    assert_eq!(counts(&batch), [(9, 2, 7)]);
}

#[test]
fn the_later_file_wins_and_a_bad_row_leaves_the_one_before() {
    let folder = Folder::new();
    folder.put("1.csv", orgs(&[("A", ""), ("B", "A"), ("A1", "A"), ("A2", "A")]));
    folder.put("2.csv", orgs(&[("A1", "B"), ("A2", "Z"), ("B", "A1")]));
    let batch = folder.read();
    assert_eq!(tree(&batch)[..2], [(0, "A", None), (1, "B", Some("A"))]);
    let told: Vec<_> = refusals(&batch).into_iter().map(|(row, .., reason)| (row, reason)).collect();
    assert_eq!(told, [(2, Reason::Cycle), (3, Reason::UnknownParent), (4, Reason::Cycle)]);
    let moved = Folder::new();
    moved.put("1.csv", orgs(&[("A", ""), ("B", "A"), ("A1", "A")]));
    moved.put("2.csv", orgs(&[("A1", "B")]));
    let batch = moved.read();
    assert_eq!(tree(&batch), [(0, "A", None), (1, "B", Some("A")), (2, "A1", Some("B"))]);
    assert_eq!(counts(&batch), [(3, 3, 0), (1, 1, 0)]);
}

#[test]
fn strict_leaves_out_whole_files_and_what_depended_on_them() {
    let folder = Folder::new();
    folder.put("1.csv", orgs(&[("A", ""), ("A1", "A")]));
    folder.put("2.csv", orgs(&[("B", "A"), ("B1", "Z")]));
    folder.put("3.csv", orgs(&[("C1", "B")]));
    folder.put("4.csv", member("组织编码", "A1"));
    folder.put("5.csv", member("组织编码", "C1"));
    let batch = folder.read_as(Options { kind: None, strict: true });
    assert_eq!(tree(&batch), [(0, "A", None), (1, "A1", Some("A"))]);
    assert_eq!(counts(&batch), [(2, 2, 0), (2, 0, 2), (1, 0, 1), (1, 1, 0), (1, 0, 1)], "refused whole");
    assert_eq!(members(batch).len(), 1);
}

#[test]
fn reading_can_be_stopped() {
    struct Stop;
    impl Progress for Stop {
        fn at(&self, done: u64, total: u64) -> ControlFlow<()> {
            assert!(done <= total);
            ControlFlow::Break(())
        }
    }
    let folder = Folder::with_orgs();
    let stopped = read(&[folder.path().into()], &Options::default(), &NewRegister, &Stop).err().unwrap();
    assert!(stopped.is::<Interrupted>());
}

#[test]
fn damage_costs_its_row() {
    let folder = Folder::with_orgs();
    let mut bytes = format!("姓名,身份证号,入团年月,组织编码\n张三,{},2016-05,A.1\n李", resident(1)).into_bytes();
    bytes.push(0xFF);
    bytes.extend_from_slice(
        format!(",{},2016-05,A.1\n王五,{},2016-05,A.2\n\"赵六\n", resident(2), resident(3)).as_bytes(),
    );
    bytes.extend_from_slice(format!("钱七,{},2016-05,A.2\n", resident(4)).as_bytes());
    folder.put("m.csv", bytes);
    let batch = folder.read();
    let told: Vec<_> = refusals(&batch).into_iter().map(|(row, _, _, reason)| (row, reason)).collect();
    assert_eq!(told, [(3, Reason::Undecodable), (5, Reason::OpenQuote)]);
    assert_eq!(members(batch).iter().map(|row| row.source.row).collect::<Vec<_>>(), [2, 4, 6]);
}
