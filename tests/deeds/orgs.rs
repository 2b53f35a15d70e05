//! Organisations: founded, renamed, corrected, moved, merged, closed.

use crate::{county, desk, each, plan, said};

#[test]
fn organisations_by_the_rules() {
    let site = county();
    let desk = desk(&site);
    each(
        &desk,
        &[
            (
                "org-found C code=B4 name=高三团支部 kind=团支部",
                "第一中学团委 下成立 团支部 高三团支部（编码 B4 ），自 2018-06-20 起",
            ),
            ("org-found C code=B4 name=高三团支部 kind=branch branch-kind=毕业班", "高三团支部（编码 B4 ）"),
            ("org-found C code=B1 name=高三团支部", "! code: 编码已被使用"),
            ("org-found C code=B9 name=高三团支部", "! code: 编码已被使用"),
            ("org-found C code=B_4 name=高三团支部", "! code: 编码不能超过64个字符"),
            ("org-found C name=高三团支部", "! code: 必填"),
            ("org-found B1 code=B4 name=高三团支部", "! kind: 团支部 下面不能设 团支部"),
            ("org-found C code=B4 name=高三团工委 kind=团的领导机关", "! kind: 团委 下面不能设 团的领导机关"),
            ("org-found C code=B4 name=高三团委 kind=团委 branch-kind=毕业班", "! branch-kind: 只有团支部才有支部类别"),
            ("org-found B9 code=B4 name=高三团支部", "! 旧团支部 目前不存在或已停用"),
            ("org-found C code=B4 name=高三团支部 founded=2018-07-01", "! founded: 2018-07-01 还没有到"),
            ("org-found C code=B4 name=高三团支部 credit=91350100M000100Y44", "! credit: 统一社会信用代码未通过校验"),
            ("org-correct B1 election-due=2019-05-01", "应换届日期 （空） → 2019-05-01"),
            ("org-correct C branch-kind=普通", "! branch-kind: 只有团支部才有支部类别"),
            ("org-correct B1 phone=1390000000*", "! phone: 号码已遮挡"),
            ("org-move B1 parent=R", "高一团支部：上级 第一中学团委 → 团县委，连同下级 0 个"),
            ("org-move C parent=C", "! parent: 不能归到自己或自己的下级"),
            ("org-move B1 parent=C", "! 与现有内容相同"),
            ("org-move C parent=B1", "! parent: 团支部 下面不能设 团委"),
            ("org-move R parent=C", "! parent: 团委 下面不能设 团的领导机关"),
            ("org-move B1 parent=X", "! parent: 没有这个组织"),
            ("org-merge B1 into=B2", "高一团支部 并入 高二团支部：团员 2 名、下级组织 0 个、在办转接 0 份"),
            ("org-merge B1 into=B2", "高一团支部 自 2018-06-20 起停用，1 个任职同日离任"),
            ("org-merge B1 into=B1", "! into: 不能归到自己或自己的下级"),
            ("org-merge B1 into=C", "! into: 只有类型相同的组织才能合并"),
            ("org-merge B1 into=B9", "! into: 旧团支部 目前不存在或已停用"),
            ("org-merge B1 into=X", "! into: 名册和登记册中都没有这个组织"),
            ("org-merge B1", "! into: 必填"),
            ("org-close B1", "! 还有 2 名团员"),
            ("org-close C", "! 还有 2 个下级组织：B1 B2"),
            ("org-close B9", "! 旧团支部 目前不存在或已停用"),
        ],
    );
}

#[test]
fn a_batch_sees_what_it_has_done() {
    let site = county();
    let desk = desk(&site);
    let one_after_another = plan(&desk, &["org-merge B1 into=B2", "org-move B2 parent=R", "org-close C"]);
    assert_eq!(said(&one_after_another).matches('!').count(), 0, "{}", said(&one_after_another));
    assert!(one_after_another.structural && one_after_another.items == 3);
    let mixed = plan(&desk, &["org-close C", "org-rename B1 name=甲", "member-correct B2/#1 name=乙"]);
    assert_eq!((mixed.items, mixed.refused.len(), mixed.edits.len()), (1, 2, 1));
    assert_eq!(mixed.refused.iter().map(|no| no.item.unwrap()).collect::<Vec<_>>(), [0, 2]);
    let twice = plan(&desk, &["org-found C code=B4 name=甲", "org-found C code=B4 name=乙"]);
    assert_eq!((twice.items, twice.refused.len()), (1, 1));
    let paid = plan(&desk, &["dues-pay B1/#1 month=2018-05", "dues-pay B1/#1 month=2018-05"]);
    assert_eq!((paid.items, paid.refused.len()), (1, 1));
}
