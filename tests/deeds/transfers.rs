//! Requests: begun, answered hop by hop, refused, withdrawn.

use crate::common::Site;
use crate::{change, county, desk, each, plan, said, subject};
use mingmai::desk::Desk;
use mingmai::model::{Deed, Row};

const TRANSFERS: &str = "申请编号,身份证号,转接类型,转接原因,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间,毕业生,各环节";

/// The county with a request at each hop, one of them out of the province, and one that has ended.
fn moving() -> Site {
    let site = county();
    site.import(
        TRANSFERS,
        &[
            "T1|#1|转至省内|升学|B1|B3|2018-06-18 09:00|1|2018-06-18 09:00||否|",
            "T2|#2|转至省内|升学|B1|B3|2018-06-10 09:00|3|2018-06-18 09:00||否|2018-06-10 09:00>2018-06-11 09:00;2018-06-11 09:00>2018-06-18 09:00;2018-06-18 09:00>",
            "T3|#3|转至省外|就业|B2||2018-06-10 09:00|2|2018-06-18 09:00||否|",
            "T4|#4|转至省内|就业|B3|B2|2018-06-10 09:00|4|2018-06-18 09:00||否|",
            "T5|#4|转至省内|就业|B3|B2|2018-05-10 09:00|6|2018-05-10 09:00|2018-05-18 09:00|否|",
        ],
    );
    site
}

#[test]
fn requests_by_the_rules() {
    let site = moving();
    let desk = desk(&site);
    each(
        &desk,
        &[
            ("transfer-answer B1/T1", "T1：高一团支部 同意（第 1 环节），转 第一中学团委 办理"),
            ("transfer-answer B1/T1 as=B1", "同意（第 1 环节）"),
            ("transfer-answer B1/T1 as=C", "! as: 这一环节应由 高一团支部 办理"),
            ("transfer-answer B1/T1 as=X", "! as: 名册和登记册中都没有这个组织"),
            ("transfer-answer B1/T2", "T2：机关团支部 同意（第 3 环节），转 团县委 办理"),
            ("transfer-answer B2/T3", "T3：第一中学团委 同意（第 2 环节），办结"),
            ("transfer-answer B2/T3", "转出 高二团支部，不再在册"),
            ("transfer-answer B3/T4", "由 机关团支部 转入 高二团支部"),
            ("transfer-answer B3/T5", "! 这份申请已经办结"),
            ("transfer-answer B1/T4", "! 这个组织没有这份转接申请"),
            ("transfer-answer B2/T4", "! 这个组织没有这份转接申请"),
            ("transfer-refuse B1/T2", "T2：机关团支部 退回（第 3 环节），办结"),
            ("transfer-refuse B1/T2 as=B1", "! as: 这一环节应由 机关团支部 办理"),
            ("transfer-refuse B3/T5", "! 这份申请已经办结"),
            ("transfer-withdraw B1/T1", "! 这份申请不是在这里发起的"),
            ("transfer-withdraw B3/T5", "! 这份申请已经办结"),
            ("transfer-begin B1/#1 reason=升学 to=B3", "! 已有转接申请 T1 在办"),
            ("org-close B2", "! 还有 1 名团员"),
            ("org-merge B2 into=B3", "! into: 两者之间还有转接申请 T4 在办"),
            ("org-merge B1 into=B2", "在办转接 2 份"),
            ("member-remove B1/#1 mistake=录入有误", "! 已有转接申请 T1 在办"),
        ],
    );
    let site = county();
    let desk = crate::desk(&site);
    each(
        &desk,
        &[
            ("transfer-begin B1/#1 reason=升学 to=B3", "申请由 高一团支部 转往 机关团支部，编号 Z20180620-"),
            ("transfer-begin B1/#1 reason=升学 to=B3 no=A7", "编号 A7"),
            ("transfer-begin B1/#1 reason=升学", "! to: 转至省内要写明转入团支部"),
            ("transfer-begin B1/#1 reason=升学 to=B1", "! to: 已经在这个团支部"),
            ("transfer-begin B1/#1 reason=升学 to=C", "! to: 团员只能在团支部"),
            ("transfer-begin B1/#1 reason=升学 to=B9", "! to: 旧团支部 目前不存在或已停用"),
            ("transfer-begin B1/#1 to=B3", "! reason: 必填"),
            ("transfer-begin B1/#1 reason=其他 to=B3", "! reason: 其他原因至少写 10 字"),
            ("transfer-begin B1/#1 reason=就业 kind=转至省外", "转往 省外"),
            ("transfer-begin B1/#1 reason=就业 kind=转至省外 to=B3", "! to: 转至省外不填转入组织"),
        ],
    );
    let whole = plan(
        &desk,
        &[
            "transfer-begin B1/#1 reason=升学 to=B3 no=A7",
            "transfer-answer B1/A7",
            "transfer-answer B1/A7",
            "transfer-answer B1/A7",
            "transfer-answer B1/A7",
            "transfer-answer B1/A7",
        ],
    );
    assert!(said(&whole).ends_with("! 这份申请已经办结"), "{}", said(&whole));
    assert!(said(&whole).contains("由 高一团支部 转入 机关团支部"), "{}", said(&whole));
}

#[test]
fn who_leaves_a_graduating_class_leaves_as_a_graduate_unless_somebody_says_otherwise() {
    let site = county();
    let desk = desk(&site);
    let stands = |desk: &Desk| {
        let form = desk.form(Deed::TransferBegin, &subject(desk, "B1/#1")).unwrap().unwrap();
        form.fields.iter().find(|field| field.id == "graduate").unwrap().now.clone()
    };
    assert_eq!(stands(&desk), "否");
    let class = vec![change(&desk, "org-correct B1 branch-kind=毕业班")];
    assert!(desk.commit("团县委", class).unwrap().entry.is_some());
    assert_eq!(stands(&desk), "是");
    for (line, graduate) in [
        ("transfer-begin B1/#1 reason=升学 to=B3", true),
        ("transfer-begin B1/#1 reason=升学 to=B3 graduate=否", false),
    ] {
        let edits = plan(&desk, &[line]).edits;
        assert!(matches!(&edits[0].after, Some(Row::Transfer(row)) if row.graduate == graduate), "{line}");
    }
}
