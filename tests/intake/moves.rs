//! The transfers roster.

use mingmai::intake::Caution;
use mingmai::model::{Hop, Instant, OrgId, Transfer};

use super::*;

fn transfer(column: &str, value: &str) -> String {
    let mut cells = vec![
        ("申请编号", "T1".to_owned()),
        ("身份证号", resident(1)),
        ("转接类型", "转至省内".into()),
        ("转出组织编码", "A.1".into()),
        ("转入组织编码", "A.2".into()),
        ("发起时间", "2018-06-10 08:00".into()),
        ("状态码", "2".into()),
        ("当前环节到达时间", "2018-06-11 09:00".into()),
        ("办结时间", String::new()),
    ];
    match cells.iter_mut().find(|(name, _)| *name == column) {
        Some((_, cell)) => *cell = value.into(),
        None => cells.push((column, value.into())),
    }
    table(&cells)
}

fn read_one(column: &str, value: &str) -> Batch {
    let folder = Folder::with_orgs();
    folder.put("m.csv", member("姓名", "张三"));
    folder.put("t.csv", transfer(column, value));
    folder.read()
}

#[test]
fn transfers_that_stay_out() {
    for (column, value, shown, reason) in [
        ("申请编号", "", "", Reason::Empty),
        ("身份证号", "12345", "1***5", Reason::Identity(mingmai::model::IdentityError::Form)),
        ("转接类型", "转至月球", "转至月球", Reason::Unlisted),
        ("转出组织编码", "B", "B", Reason::UnknownOrg),
        ("转入组织编码", "B", "B", Reason::UnknownOrg),
        ("发起时间", "", "", Reason::Empty),
        ("状态码", "14", "14", Reason::TransferState),
        ("状态码", "两", "两", Reason::Number),
        ("各环节", "2018-06-10>x>y", "2018-06-10>x>y", Reason::Hops),
    ] {
        assert_eq!(refusals(&read_one(column, value)), [(2, column, shown, reason)], "{column} {value}");
    }
}

#[test]
fn transfers_come_in_with_their_hops() {
    let batch = read_one("各环节", "2018-06-10 08:00>2018-06-11 09:00");
    assert_eq!((refusals(&batch), remarks(&batch)), (vec![], vec![]));
    let row = first(&batch);
    assert_eq!((row.from, row.to), (OrgId(1), Some(OrgId(2))));
    let time = |text: &str| Instant::parse(text).unwrap();
    let answered = Hop { step: 1, arrived: time("2018-06-10 08:00"), answered: Some(time("2018-06-11 09:00")) };
    let waiting = Hop { step: 2, arrived: time("2018-06-11 09:00"), answered: None };
    assert_eq!(row.hops, [answered, waiting]);
    assert_eq!(first(&read_one("转入组织编码", "")).hops, [waiting]);
}

fn first(batch: &Batch) -> Transfer {
    batch.lists.transfers.iter().next().unwrap().unwrap().1
}

#[test]
fn what_is_odd_about_a_transfer_is_said() {
    let ended = read_one("状态码", "5");
    assert_eq!(remarks(&ended), [(2, "办结时间", Caution::NoClosingTime)]);
    let outside = Folder::with_orgs();
    outside.put("m.csv", member("姓名", "张三"));
    outside.put("t.csv", transfer("转接类型", "转至省外").replace("A.2", "X.9"));
    let batch = outside.read();
    assert_eq!(remarks(&batch), [(2, "转入组织编码", Caution::Dropped(Reason::UnknownOrg))]);
    assert_eq!(first(&batch).to, None);
    let gone = Folder::with_orgs();
    gone.put("t.csv", transfer("", ""));
    let batch = gone.read();
    assert_eq!(remarks(&batch), [(2, "身份证号", Caution::OnNoRoster)]);
    assert_eq!(batch.lists.transfers.len(), 1, "taken all the same");
}

#[test]
fn one_number_is_one_transfer() {
    let folder = Folder::with_orgs();
    folder.put("m.csv", member("姓名", "张三"));
    let row = transfer("", "");
    let again = row.lines().nth(1).unwrap();
    folder.put("t.csv", format!("{row}{again}\n"));
    let batch = folder.read();
    assert_eq!(refusals(&batch), [(3, "申请编号", "", Reason::Duplicate { first: 2 })]);
    assert_eq!(batch.lists.transfers.len(), 1);
    folder.put("u.csv", row);
    assert_eq!(folder.read().lists.transfers.len(), 2, "a later file may say more of it");
}
