//! What the columns of rosters are called in forms and on the command line, and what each holds.

use super::FieldKind as K;
use crate::intake::Kind;

/// One column: its header, its id, its English name, and what it holds where no list of words says so.
pub(super) struct Name {
    pub header: &'static str,
    pub id: &'static str,
    pub en: &'static str,
    pub holds: K,
}

const fn name(header: &'static str, id: &'static str, en: &'static str, holds: K) -> Name {
    Name { header, id, en, holds }
}

/// The columns of a kind, in their order.
pub(super) fn names(kind: Kind) -> &'static [Name] {
    match kind {
        Kind::Orgs => ORGS,
        Kind::Members => MEMBERS,
        Kind::Cadres => CADRES,
        Kind::Transfers => TRANSFERS,
        Kind::Dues => DUES,
        Kind::Conduct => CONDUCT,
        Kind::Activities => ACTIVITIES,
        Kind::Graduates => GRADUATES,
        Kind::Ledger => LEDGER,
        Kind::Attest => ATTEST,
    }
}

const ORGS: &[Name] = &[
    name("组织编码", "code", "code", K::Code),
    name("上级组织编码", "parent", "parent", K::Org),
    name("组织全称", "name", "full name", K::Text),
    name("组织简称", "short", "short name", K::Text),
    name("组织类型", "kind", "type", K::Text),
    name("支部类别", "branch-kind", "kind of branch", K::Text),
    name("行业类别", "industry", "industry", K::Text),
    name("行政区划代码", "division", "division code", K::Division),
    name("成立日期", "founded", "founded on", K::Day),
    name("最近换届日期", "last-election", "last election", K::Day),
    name("应换届日期", "election-due", "election due", K::Day),
    name("已建党组织", "party", "has a party organisation", K::Text),
    name("统一社会信用代码", "credit", "credit code", K::Credit),
    name("联系电话", "phone", "telephone", K::Phone),
    name("团费留存比例", "retention", "share of dues kept", K::Percent),
    name("停用日期", "closed", "closed on", K::Day),
];

const MEMBERS: &[Name] = &[
    name("姓名", "name", "name", K::Text),
    name("证件类型", "document", "document type", K::Text),
    name("身份证号", "identity", "identity number", K::Identity),
    name("手机号码", "phone", "mobile", K::Phone),
    name("民族", "ethnicity", "ethnicity", K::Text),
    name("政治面貌", "politics", "political status", K::Text),
    name("最高学历", "schooling", "schooling", K::Text),
    name("职业", "occupation", "occupation", K::Text),
    name("入团年月", "joined", "joined the league", K::Month),
    name("团员编号", "number", "member number", K::Text),
    name("所在团支部编码", "branch", "branch", K::Org),
    name("加入本支部日期", "since", "in this branch since", K::Day),
    name("报到状态", "report", "report", K::Text),
    name("报到时间", "reported-at", "reported at", K::Instant),
    name("实名认证状态", "real-name", "real-name check", K::Text),
    name("团籍状态", "league", "membership", K::Text),
    name("税后月收入", "income", "monthly income after tax", K::Money),
    name("注册志愿者时间", "volunteer-since", "volunteer since", K::Day),
    name("年度志愿服务次数", "volunteer-times", "times volunteered this year", K::Number),
    name("年度志愿服务时长", "volunteer-hours", "hours volunteered this year", K::Hours),
    name("教育评议等次", "appraisal", "appraisal", K::Text),
    name("评议年度", "appraisal-year", "year of appraisal", K::Year),
    name("团籍注册年度", "registered-year", "registered for the year", K::Year),
    name("失联", "unreachable", "unreachable", K::Text),
];

const CADRES: &[Name] = &[
    name("姓名", "name", "name", K::Text),
    name("证件类型", "document", "document type", K::Text),
    name("身份证号", "identity", "identity number", K::Identity),
    name("手机号码", "phone", "mobile", K::Phone),
    name("所在组织编码", "org", "organisation", K::Org),
    name("职务", "title", "post", K::Text),
    name("任职日期", "from", "in office from", K::Day),
    name("离任日期", "until", "released on", K::Day),
    name("团干性质", "tenure", "tenure", K::Text),
    name("已入驻移动端", "onboarded", "on the mobile desk", K::Text),
    name("入驻时间", "onboarded-at", "on the mobile desk since", K::Instant),
    name("团费管理员", "dues-manager", "dues manager", K::Text),
];

const TRANSFERS: &[Name] = &[
    name("申请编号", "no", "request number", K::Text),
    name("身份证号", "identity", "identity number", K::Identity),
    name("转接类型", "kind", "kind of transfer", K::Text),
    name("转接原因", "reason", "reason", K::Text),
    name("转出组织编码", "from", "leaving", K::Org),
    name("转入组织编码", "to", "receiving branch", K::Org),
    name("发起时间", "begun", "begun at", K::Instant),
    name("状态码", "state", "state", K::Number),
    name("当前环节到达时间", "arrived", "at this hop since", K::Instant),
    name("办结时间", "closed", "ended at", K::Instant),
    name("毕业生", "graduate", "graduate", K::Text),
    name("各环节", "hops", "hops", K::Text),
];

const DUES: &[Name] = &[
    name("身份证号", "identity", "identity number", K::Identity),
    name("所属月份", "month", "month", K::Month),
    name("应交金额", "due", "amount due", K::Money),
    name("实交金额", "paid", "amount paid", K::Money),
    name("缴纳时间", "at", "paid at", K::Instant),
    name("渠道", "channel", "channel", K::Text),
    name("所属团支部编码", "branch", "branch", K::Org),
];

const CONDUCT: &[Name] = &[
    name("身份证号", "identity", "identity number", K::Identity),
    name("类别", "kind", "honour or penalty", K::Text),
    name("名称", "name", "name of it", K::Text),
    name("授予组织", "given-by", "given by", K::Text),
    name("日期", "on", "date", K::Day),
    name("文号", "number", "document number", K::Text),
];

const ACTIVITIES: &[Name] = &[
    name("组织编码", "org", "organisation", K::Org),
    name("活动类型", "kind", "kind of activity", K::Text),
    name("主题", "topic", "topic", K::Text),
    name("日期", "on", "date", K::Day),
    name("应到人数", "expected", "expected", K::Number),
    name("实到人数", "present", "present", K::Number),
    name("毕业教育三项", "graduation", "all three graduation items", K::Text),
];

const GRADUATES: &[Name] = &[
    name("学校组织编码", "school", "school", K::Org),
    name("毕业年度", "year", "year of graduation", K::Year),
    name("毕业生团员数", "members", "graduating members", K::Number),
    name("上报时间", "submitted", "submitted at", K::Instant),
];

const LEDGER: &[Name] = &[
    name("单位名称", "name", "name of the unit", K::Text),
    name("统一社会信用代码", "credit", "credit code", K::Credit),
    name("单位类型", "kind", "kind of unit", K::Text),
    name("行政区划代码", "division", "division code", K::Division),
    name("已建党组织", "party", "has a party organisation", K::Text),
    name("规模以上", "above-scale", "above scale", K::Text),
    name("青年集中", "many-young", "many young people", K::Text),
    name("从业青年数", "young", "young people at work", K::Number),
    name("确认时间", "confirmed", "confirmed at", K::Instant),
    name("建团组织编码", "org", "league organisation", K::Org),
];

const ATTEST: &[Name] = &[
    name("组织编码", "org", "organisation", K::Org),
    name("事项", "item", "item", K::Text),
    name("申报时间", "at", "declared at", K::Instant),
    name("申报岗位", "post", "declaring post", K::Text),
    name("说明", "note", "note", K::Text),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Labelled;

    #[test]
    fn every_column_has_a_name_in_its_place() {
        for kind in Kind::ALL {
            let headers: Vec<_> = kind.columns().iter().map(|column| column.name).collect();
            assert_eq!(names(*kind).iter().map(|name| name.header).collect::<Vec<_>>(), headers);
            let mut ids: Vec<_> = names(*kind).iter().map(|name| name.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), headers.len());
        }
    }
}
