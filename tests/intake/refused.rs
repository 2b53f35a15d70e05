//! Every refusal and every warning of `rosters.md`.

use mingmai::intake::Kind;
use mingmai::model::{IdentityError, League, Politics, TimeError};

use super::*;

fn of_member(column: &str, value: &str) -> Batch {
    let folder = Folder::with_orgs();
    folder.put("m.csv", member(column, value));
    folder.read()
}

#[test]
fn members_that_stay_out() {
    for (column, value, shown, reason) in [
        ("姓名", "", "", Reason::Empty),
        ("姓名", "\u{3000}\u{200b}", "", Reason::Empty),
        ("身份证号", "", "", Reason::Empty),
        ("身份证号", "110105194912310021", "1101**********0021", Reason::Identity(IdentityError::Check('X'))),
        ("身份证号", "110105194913310021", "1101**********0021", Reason::Identity(IdentityError::Birth)),
        ("身份证号", "12345", "1***5", Reason::Identity(IdentityError::Form)),
        ("身份证号", "4.40524E+17", "4.40***E+17", Reason::Rounded),
        ("入团年月", "2016-13", "2016-13", Reason::Month(TimeError::Calendar)),
        ("入团年月", "前年", "前年", Reason::Month(TimeError::Form)),
        ("加入本支部日期", "2018-02-30", "2018-02-30", Reason::Day(TimeError::Calendar)),
        ("报到时间", "昨天", "昨天", Reason::Time(TimeError::Form)),
        ("税后月收入", "很多", "很多", Reason::Number),
        ("组织编码", "B", "B", Reason::UnknownOrg),
        ("组织编码", "A", "A", Reason::NotABranch),
        ("姓名", "张\u{fffd}", "张\u{fffd}", Reason::Undecodable),
    ] {
        let batch = of_member(column, value);
        let column = if column == "组织编码" { "所在团支部编码" } else { column };
        assert_eq!(refusals(&batch), [(2, column, shown, reason)], "{column} {value}");
        assert_eq!(counts(&batch)[0], (1, 0, 1));
    }
}

#[test]
fn members_that_come_in_with_a_remark() {
    let dropped = Caution::Dropped;
    for (column, value, caution) in [
        ("团籍状态", "未知", dropped(Reason::Unlisted)),
        ("政治面貌", "党员", dropped(Reason::Unlisted)),
        ("民族", "火星族", dropped(Reason::Unlisted)),
        ("团员编号", "2.01744E+11", dropped(Reason::Rounded)),
        ("失联", "Y", dropped(Reason::Unlisted)),
        ("姓名", "张\u{202e}三", Caution::Invisible),
        ("身份证号", "110105491231002", Caution::ShortIdentity),
        ("入团年月", "2010-05", Caution::JoinAge),
        ("入团年月", "2029-02", Caution::JoinAge),
    ] {
        let batch = of_member(column, value);
        assert_eq!(refusals(&batch), [], "{column} {value}");
        assert!(remarks(&batch).contains(&(2, column, caution)), "{column} {value}: {:?}", remarks(&batch));
        let row = &members(batch)[0].value;
        assert_eq!((row.league, row.politics, row.name.as_str()), (League::Normal, Politics::League, "张三"));
    }
    for joined in ["2014-01", "2028-01", "2028-12"] {
        assert_eq!(remarks(&of_member("入团年月", joined)), [], "{joined}: 14 to 28");
    }
}

#[test]
fn foreign_documents_are_taken_as_given() {
    let folder = Folder::with_orgs();
    folder.put(
        "m.csv",
        "姓名,证件类型,身份证号,入团年月,组织编码\n张三,境外,Ｈ1234567,2016-05,A.1\n李四,护照,H1234567,2016-05,A.1\n",
    );
    let batch = folder.read();
    assert_eq!(refusals(&batch), [(3, "身份证号", "********", Reason::Duplicate { first: 2 })]);
    assert_eq!(members(batch)[0].value.identity, Identity::Foreign("H1234567".into()));
}

#[test]
fn the_second_of_two_rows_with_one_key_stays_out() {
    let folder = Folder::with_orgs();
    let row = |name: &str, code: &str| format!("{name},{},2016-05,{code}\n", resident(1));
    let header = "姓名,身份证号,入团年月,组织编码\n";
    folder.put("m.csv", format!("{header}{}{}{}", row("张三", "B"), row("张三", "A.1"), row("张三", "A.2")));
    folder.put("n.csv", format!("{header}{}", row("张三", "A.2")));
    let batch = folder.read();
    let masked = "4400**********".to_owned() + &resident(1)[14..];
    let expected = [
        (2, "所在团支部编码", "B", Reason::UnknownOrg),
        (4, "身份证号", masked.as_str(), Reason::Duplicate { first: 3 }),
    ];
    assert_eq!(refusals(&batch), expected);
    assert_eq!(counts(&batch)[..2], [(3, 1, 2), (1, 1, 0)]);
    assert_eq!(members(batch).len(), 2, "two files may disagree");
}

#[test]
fn cadres_are_told_apart_by_post_and_day() {
    let folder = Folder::with_orgs();
    let who = resident(2);
    let rows =
        ["书记,2018-01-01", "副书记,2018-01-01", "书记,2018/1/1", "书记,2018-01-02", "书记,", "社长,", "书记,某日"];
    let body: String = rows.iter().map(|row| format!("李四,{who},A,{row}\n")).collect();
    folder.put("c.csv", format!("姓名,身份证号,所在组织编码,职务,任职日期\n{body}"));
    let batch = folder.read();
    let told: Vec<_> = refusals(&batch).into_iter().map(|(row, column, _, reason)| (row, column, reason)).collect();
    let expected = [
        (4, "身份证号", Reason::Duplicate { first: 2 }),
        (7, "职务", Reason::Unlisted),
        (8, "任职日期", Reason::Day(TimeError::Form)),
    ];
    assert_eq!(told, expected);
    assert!(batch.report.refusals[1].why(mingmai::lang::Lang::Zh).contains("书记 / 副书记"));
    assert_eq!(posts(batch).len(), 4);
    let flags = Folder::with_orgs();
    flags.put("c.csv", cadre("已入驻移动端", "是"));
    assert!(posts(flags.read())[0].value.onboarded);
}

#[test]
fn a_file_without_a_required_column_is_refused_with_the_nearest() {
    let folder = Folder::new();
    let path = folder.put("m.csv", "姓名,身份证号,入团的年月,组织编码\n张三,x,2016-05,A.1\n");
    let batch = folder.read();
    assert_eq!(refusals(&batch), [(1, "入团年月", "入团的年月", Reason::MissingColumn)]);
    let other = folder.put("x.csv", "甲,乙\n1,2\n");
    let options = Options { kind: Some(Kind::Cadres), strict: false };
    let batch = read(&[other], &options, &NewRegister, &Unwatched).unwrap();
    assert_eq!(refusals(&batch), [(0, "", "", Reason::NotARoster)]);
    assert!(read(&[path.with_extension("none")], &options, &NewRegister, &Unwatched).is_err());
}

#[test]
fn no_personal_number_is_ever_shown() {
    let folder = Folder::with_orgs();
    let (id, phone) = ("110105194912310021", "10000001234");
    folder.put(
        "a.csv",
        format!("姓名,身份证号,入团年月,组织编码,手机\n{phone},{id},{id},{phone},{phone}{phone}{phone}{phone}\n"),
    );
    folder.put(
        "b.csv",
        format!(
            "姓名,身份证号,入团年月,组织编码\n张三,{},{id},A.1\n张三,{},2016-05,{phone}\n",
            resident(1),
            resident(3)
        ),
    );
    folder.put("c.csv", cadre("职务", id));
    folder.put("d.csv", format!("姓名,身份证号,入团年月,组织编码,{id}\n"));
    folder.put("e.csv", format!("姓名,身份证号,组织编码,{id},{phone}\n"));
    let batch = folder.read();
    assert!(batch.report.refusals.len() >= 5);
    let told = serde_json::to_string(&batch.report.shown(mingmai::lang::Lang::Zh)).unwrap();
    let lines: String = batch.report.refusals.iter().map(|r| batch.report.line(r, mingmai::lang::Lang::En)).collect();
    for text in [told, lines, format!("{:?}", batch.report)] {
        assert!(!text.contains("19491231") && !text.contains("00001234"), "{text}");
    }
}
