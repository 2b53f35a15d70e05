//! The effects of deeds, in words.

use crate::lang::{Lang, texts};

texts! {
    nothing() { "（空）", "(empty)" }
    outside() { "省外", "outside the province" }
    /// A cell changes.
    changed(what: &str, field: &str, old: &str, new: &str) { "{what}：{field} {old} → {new}", "{what}: {field} {old} → {new}" }
    /// A member comes in.
    member_in(who: &str, org: &str) { "{org} 增加团员 {who}", "{who} becomes a member of {org}" }
    /// A member's row goes.
    member_out(who: &str, org: &str, why: &str) { "{org} 删除团员 {who}：{why}", "{who} is taken out of {org}: {why}" }
    /// A post is taken up.
    appointed(who: &str, org: &str, title: &str, from: &str) { "{who} 自 {from} 起任 {org} {title}", "{who} is {title} of {org} from {from}" }
    /// Rows that follow a corrected number.
    identity_changes(who: &str, payments: usize, requests: usize, conduct: usize) {
        "{who}：身份证号变更，{payments} 笔团费、{requests} 份转接、{conduct} 条奖惩随之变更",
        "{who}: the identity number changes, and with it {payments} payments, {requests} requests, {conduct} honours and penalties"
    }
    /// Posts that do not follow.
    posts_stay(who: &str, posts: usize) {
        "{who}：另有 {posts} 条任职仍是原号码，请分别更正",
        "{who}: {posts} posts keep the number before; correct each of them"
    }
    /// An organisation is founded.
    founded(above: &str, name: &str, kind: &str, code: &str, from: &str) {
        "{above} 下成立 {kind} {name}（编码 {code} ），自 {from} 起",
        "{name} ({code}), a {kind}, is founded below {above} as of {from}"
    }
    /// An organisation moves.
    moved(what: &str, old: &str, new: &str, below: usize) {
        "{what}：上级 {old} → {new}，连同下级 {below} 个",
        "{what}: from {old} to {new}, with the {below} below it"
    }
    /// An organisation is merged into another.
    merged(from: &str, into: &str, members: usize, children: usize, requests: usize) {
        "{from} 并入 {into}：团员 {members} 名、下级组织 {children} 个、在办转接 {requests} 份",
        "{from} goes into {into} with {members} members, {children} organisations below it, {requests} requests under way"
    }
    /// An organisation is closed.
    closed(what: &str, day: &str, posts: usize) {
        "{what} 自 {day} 起停用，{posts} 个任职同日离任",
        "{what} is closed as of {day}, and {posts} posts in it end"
    }
    /// A request is begun.
    begun(who: &str, from: &str, to: &str, no: &str) { "{who}：申请由 {from} 转往 {to}，编号 {no}", "{who}: request {no} from {from} to {to}" }
    /// A hop agrees, and the next one has it.
    agreed(no: &str, by: &str, step: u8, next: &str) { "{no}：{by} 同意（第 {step} 环节），转 {next} 办理", "{no}: {by} agrees (hop {step}); {next} has it now" }
    /// The last hop agrees.
    agreed_last(no: &str, by: &str, step: u8) { "{no}：{by} 同意（第 {step} 环节），办结", "{no}: {by} agrees (hop {step}); it is done" }
    /// A member goes to another branch.
    goes(who: &str, from: &str, to: &str) { "{who} 由 {from} 转入 {to}，团费随转，报到状态不变", "{who} goes from {from} to {to} with the dues, and reported as before" }
    /// A member goes where the register does not reach.
    leaves(who: &str, from: &str) { "{who} 转出 {from}，不再在册", "{who} leaves {from} and the register" }
    /// Payments go with a row.
    payments_go(payments: usize) { "{payments} 笔团费随之移出", "{payments} payments go with the row" }
    /// A hop refuses.
    refused(no: &str, by: &str, step: u8) { "{no}：{by} 退回（第 {step} 环节），办结", "{no}: {by} refuses (hop {step}); it has ended" }
    /// A request is withdrawn.
    withdrawn(no: &str) { "{no}：撤回，办结", "{no}: withdrawn; it has ended" }
    /// Dues are paid.
    paid(who: &str, month: &str, yuan: &str) { "{who}：{month} 团费 {yuan} 元", "{who}: {yuan} yuan for {month}" }
    /// Less than is due.
    paid_less(yuan: &str) { "少于应交 {yuan} 元", "less than the {yuan} yuan due" }
    /// What is due by the tariff.
    tariff(yuan: &str) { "按标准每月应交 {yuan} 元", "{yuan} yuan a month are due by the tariff" }
    /// An honour or a penalty.
    conduct(who: &str, kind: &str, name: &str, day: &str) { "{who}：{day} {kind} {name}", "{who}: {kind} on {day}, {name}" }
    /// An activity.
    activity(org: &str, kind: &str, topic: &str, day: &str) { "{org}：{day} {kind} {topic}", "{org}: {kind} on {day}, {topic}" }
    /// An item is declared.
    declared(org: &str, item: &str) { "{org} 申报 {item}", "{org} declares {item}" }
    /// A baseline is submitted.
    graduates(org: &str, year: u16, members: u32) { "{org}：{year} 年毕业生团员 {members} 名", "{org}: {members} members graduate in {year}" }
    /// A unit comes into the ledger.
    unit_in(name: &str, credit: &str) { "台账增加 {name}（ {credit} ）", "{name} ({credit}) comes into the ledger" }
    /// A unit goes out of the ledger.
    unit_out(name: &str, credit: &str) { "台账移出 {name}（ {credit} ）", "{name} ({credit}) goes out of the ledger" }
    /// More than may be are found excellent.
    many_excellent(org: &str, excellent: usize, appraised: usize) {
        "{org}：优秀 {excellent} / {appraised}，超过 30%",
        "{org}: {excellent} of {appraised} found excellent, more than 30 %"
    }
}

/// A text, or that there is none.
pub(super) fn or_none(lang: Lang, text: &str) -> &str {
    if text.is_empty() { nothing(lang) } else { text }
}

/// A branch, or that it is outside the province.
pub(super) fn or_outside(lang: Lang, branch: Option<&str>) -> &str {
    branch.unwrap_or_else(|| outside(lang))
}
