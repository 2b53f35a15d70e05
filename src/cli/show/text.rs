//! What the page of an organisation or a person says on the command line.

use crate::lang::texts;

texts! {
    field(name: &str, value: &str) { "{name}：{value}", "{name}: {value}" }
    kind() { "类型", "kind" }
    branch_kind() { "支部类别", "kind of branch" }
    industry() { "行业类别", "industry" }
    founded() { "成立", "founded" }
    election_due() { "应换届", "election due" }
    closed() { "停用", "closed" }
    since(day: &str) { "{day} 起", "since {day}" }
    findings() { "问题", "findings" }
    posts() { "任职", "posts" }
    now() { "今", "now" }
    to() { "至", "to" }
    onboarded() { "已入驻", "onboarded" }
    not_onboarded() { "未入驻", "not onboarded" }
    phone() { "手机", "telephone" }
    number() { "团员编号", "member number" }
    joined() { "入团", "joined" }
    here_since() { "加入本支部", "here since" }
    report() { "报到", "report" }
    reported() { "已报到", "reported" }
    unreported() { "未报到", "not reported" }
    league() { "团籍", "membership" }
    politics() { "政治面貌", "politics" }
    appraisal() { "教育评议", "appraisal" }
    of_year(word: &str, year: u16) { "{word}（{year}）", "{word} ({year})" }
    registered() { "团籍注册", "registered" }
    volunteer() { "注册志愿者", "volunteer since" }
    volunteered() { "本年志愿", "volunteered" }
    times(times: u32) { "{times} 次", "{times} times" }
    hours(hours: f64) { "{hours:.1} 小时", "{hours:.1} h" }
    reach() { "联系", "reach" }
    unreachable() { "失联", "unreachable" }
    no_member() { "不计为团员", "does not count as a member" }
    history() { "曾在支部", "earlier branches" }
    unknown_branch() { "一个已不在名册里的支部", "a branch no longer in the register" }
    until_roster(day: &str) { "{day} 的名册改到现支部", "until a roster of {day} said otherwise" }
    dues() { "团费", "dues" }
    paid() { "已交", "paid" }
    short() { "少交", "too little" }
    unpaid() { "未交", "unpaid" }
    not_owed() { "不应交", "not owed" }
    not_told() { "无名册", "no roster" }
    yuan(yuan: &str) { "{yuan} 元", "{yuan} yuan" }
    of_yuan(yuan: &str) { "应交 {yuan} 元", "of {yuan} yuan" }
    request(at: usize, of: usize) { "转接申请 {at}/{of}", "request {at}/{of}" }
    open() { "办理中", "under way" }
    done() { "已完成", "done" }
    refused() { "被退回", "refused" }
    withdrawn() { "已撤回", "withdrawn" }
    outside() { "省外", "out of the province" }
    nobody_there() { "组织已停用", "closed" }
    to_come() { "未到", "to come" }
    in_time() { "及时", "in time" }
    late() { "超时办理", "late" }
    overdue() { "已超时", "overdue" }
    waiting() { "待办", "waiting" }
    conduct() { "奖惩", "honours and penalties" }
    activities(count: usize) { "支部近一年活动 {count} 次", "activities of the branch in a year: {count}" }
    ledger() { "两新台账", "units of the new sectors" }
    covered() { "已建实", "covered" }
    bare() { "未建", "bare" }
    hollow() { "空转", "hollow" }
    not_confirmed() { "未确认", "not confirmed" }
    attests() { "申报", "declarations" }
    graduates() { "毕业生底数", "graduates" }
    people(count: u32) { "{count} 人", "{count}" }
    submitted(at: &str) { "{at} 上报", "submitted {at}" }
}
