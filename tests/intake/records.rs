//! Dues, conduct, activities, graduate baselines, the ledger and declarations.

use mingmai::intake::Caution;
use mingmai::model::{CreditCode, Identity, TimeError};

use super::*;

fn with(column: &str, value: &str, cells: &[(&'static str, &str)]) -> Batch {
    let mut cells: Vec<(&str, String)> = cells.iter().map(|(name, cell)| (*name, (*cell).to_owned())).collect();
    match cells.iter_mut().find(|(name, _)| *name == column) {
        Some((_, cell)) => *cell = value.into(),
        None => cells.push((column, value.into())),
    }
    let folder = Folder::with_orgs();
    folder.put("m.csv", member("姓名", "张三"));
    folder.put("x.csv", table(&cells));
    folder.read()
}

#[test]
fn rows_that_stay_out() {
    let (known, credit) = (resident(1), CreditCode::with_check("91350100M000100Y4").unwrap().to_string());
    let dues =
        [("身份证号", known.as_str()), ("所属月份", "2018-09"), ("实交金额", "0.2"), ("缴纳时间", "2018-09-03 10:00")];
    let conduct = [("身份证号", known.as_str()), ("类别", "奖励"), ("名称", "优秀团员"), ("日期", "2018-05-04")];
    let activity = [("组织编码", "A.1"), ("活动类型", "团课"), ("主题", "学习"), ("日期", "2018-06-01")];
    let graduates = [("学校组织编码", "A"), ("毕业年度", "2018"), ("毕业生团员数", "40")];
    let unit = [
        ("单位名称", "某公司"),
        ("统一社会信用代码", credit.as_str()),
        ("单位类型", "非公企业"),
        ("行政区划代码", "440783"),
    ];
    let attest = [("组织编码", "A"), ("事项", "dues_publicity_done"), ("申报时间", "2018-08-09")];
    let nobody = resident(9);
    let masked = Identity::parse(&nobody).unwrap().masked();
    type Bad<'a> = (&'a [(&'static str, &'a str)], &'a str, &'a str, &'a str, Reason);
    let table: &[Bad<'_>] = &[
        (&dues, "身份证号", &nobody, &masked, Reason::UnknownPerson),
        (&dues, "所属月份", "2018-13", "2018-13", Reason::Month(TimeError::Calendar)),
        (&dues, "实交金额", "0.205", "0.205", Reason::Number),
        (&dues, "应交金额", "三元", "三元", Reason::Number),
        (&dues, "缴纳时间", "", "", Reason::Empty),
        (&conduct, "身份证号", &nobody, &masked, Reason::UnknownPerson),
        (&conduct, "类别", "表扬", "表扬", Reason::Unlisted),
        (&conduct, "日期", "五四", "五四", Reason::Day(TimeError::Form)),
        (&activity, "组织编码", "B", "B", Reason::UnknownOrg),
        (&activity, "活动类型", "聚餐", "聚餐", Reason::Unlisted),
        (&activity, "应到人数", "很多", "很多", Reason::Number),
        (&graduates, "学校组织编码", "B", "B", Reason::UnknownOrg),
        (&graduates, "毕业年度", "18", "18", Reason::Number),
        (&graduates, "毕业生团员数", "", "", Reason::Empty),
        (&unit, "统一社会信用代码", "91350100M000100Y44", "91350100M000100Y44", Reason::Credit),
        (&unit, "单位类型", "国企", "国企", Reason::Unlisted),
        (&unit, "行政区划代码", "4407x", "4407x", Reason::Code),
        (&attest, "组织编码", "B", "B", Reason::UnknownOrg),
        (&attest, "事项", "report_rate", "report_rate", Reason::UnknownItem),
    ];
    for (cells, column, value, shown, reason) in table {
        let batch = with(column, value, cells);
        assert_eq!(refusals(&batch), [(2, *column, *shown, *reason)], "{column} {value}");
        assert_eq!(counts(&batch)[1], (1, 0, 1), "{column} {value}");
    }
    let batch = with("建团组织编码", "B", &unit);
    assert_eq!(remarks(&batch), [(2, "建团组织编码", Caution::Dropped(Reason::UnknownOrg))]);
    assert_eq!(batch.lists.ledger.iter().next().unwrap().unwrap().1.org, None, "a unit without an organisation");
    assert_eq!(with("", "", &attest).lists.attests.len(), 1);
    assert_eq!(with("", "", &conduct).lists.conduct.len(), 1);
    assert!(with("毕业教育三项", "是", &activity).lists.activities.iter().next().unwrap().unwrap().1.graduation);
    assert_eq!(with("渠道", "微信", &dues).report.warnings.kept[0].caution, Caution::Dropped(Reason::Unlisted));
}

#[test]
fn two_payments_of_one_month_in_one_file_are_one_too_many() {
    let folder = Folder::with_orgs();
    folder.put("m.csv", member("姓名", "张三"));
    let row = |paid: &str| format!("{},2018-09,{paid},2018-09-03 10:00,线上\n", resident(1));
    let header = "身份证号,所属月份,实交金额,缴纳时间,渠道\n";
    folder.put("d.csv", format!("{header}{}{}", row("0.2"), row("3")));
    let batch = folder.read();
    let masked = Identity::parse(&resident(1)).unwrap().masked();
    assert_eq!(refusals(&batch), [(3, "身份证号", masked.as_str(), Reason::Duplicate { first: 2 })]);
    let strict = folder.read_as(Options { strict: true, ..Options::default() });
    assert!(strict.dues.is_empty() && !batch.dues.is_empty());
}
