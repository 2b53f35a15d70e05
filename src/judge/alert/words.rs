//! What an alert says: what was counted, never what it means.

use super::{Alert, AlertKind};
use crate::lang::{Lang, texts};
use crate::model::OrgTree;

texts! {
    filled(due: &str, came: u32, days: &str, gone: u32, by: &str) {
        "{due} 截止前，{days} 加入 {came} 人；其中 {gone} 人至 {by} 已不在",
        "{came} came {days}, before the due day {due}; {gone} of them gone by {by}"
    }
    batch(day: &str, count: u32, before: u32, after: u32) {
        "{day} 一天加入 {count} 人，由 {before} 人到 {after} 人，恰为要求的人数，随后无人加入",
        "{count} came on {day}, from {before} to {after} members, exactly what is asked for; nobody came soon after"
    }
    loss(days: &str, before: u32, after: u32, count: u32) {
        "{days} 团员由 {before} 到 {after}；{count} 人没有办结的转接可以说明",
        "{days}: from {before} to {after} members; no done transfer explains {count} of them"
    }
    returned(days: &str, count: u32) {
        "{days} 发起 {count} 件退回原籍",
        "{count} requests to return people home were begun, {days}"
    }
    bounce(days: &str, count: u32, other: &str) {
        "{days} {count} 人转往 {other} 后又转回",
        "{count} went to {other} and were back, {days}"
    }
    closed(due: &str, days: &str, count: u32, members: u32, moved: u32) {
        "{due} 截止前，{days} 撤销 {count} 个薄弱支部；原有团员 {members} 人，转出可查 {moved} 人",
        "{count} weak branches closed, {days}, before the due day {due}; {members} members, {moved} of them seen to move on"
    }
    phone(count: u32, branches: u32) {
        "{count} 名团员（{branches} 个支部）登记同一个手机号",
        "{count} members bear one phone number (branches: {branches})"
    }
    same_day(day: &str, count: u32) {
        "{count} 人的加入日期同为 {day}，不是成立或新生入册的日子",
        "{count} members came on {day}, neither a founding nor an intake of classes"
    }
    silent(since: &str, count: u32, oldest: &str) {
        "书记 {since} 任职以来收到的申请，{count} 件超时未答（最早 {oldest}），没有答过一件",
        "since the secretary's appointment on {since} {count} requests went past their hours, the first of {oldest}; none was ever answered"
    }
    days(from: &str, to: &str) { "{from} 至 {to}", "{from} to {to}" }
    worth_checking() { "值得核实，不是结论", "worth checking, not a verdict" }
}

impl Alert {
    /// What was counted, in a sentence.
    pub fn text(&self, lang: Lang, tree: &OrgTree) -> String {
        let n = &self.numbers;
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let span = |first: &String, last: &String| if first == last { first.clone() } else { days(lang, first, last) };
        let whole = span(&from, &to);
        let due = n.due.map_or_else(String::new, |due| due.to_string());
        match self.kind {
            AlertKind::Filled => {
                let last = self.rows.iter().filter_map(|row| row.come).max().unwrap_or(self.from).to_string();
                filled(lang, &due, n.of, &span(&from, &last), n.count, &to)
            }
            AlertKind::Batch => batch(lang, &from, n.count, n.before, n.after),
            AlertKind::Loss => loss(lang, &whole, n.before, n.after, n.count),
            AlertKind::Returned => returned(lang, &whole, n.count),
            AlertKind::Bounce => {
                let other = self.rows.first().and_then(|row| row.other).map_or("", |other| tree.label(other));
                bounce(lang, &whole, n.count, other)
            }
            AlertKind::Closed => closed(lang, &due, &whole, n.count, n.before, n.of),
            AlertKind::Phone => phone(lang, n.count, n.of),
            AlertKind::SameDay => same_day(lang, &from, n.count),
            AlertKind::Silent => silent(lang, &from, n.count, &to),
        }
    }

    /// What every alert is: worth checking, and no more.
    pub const fn caution(lang: Lang) -> &'static str {
        worth_checking(lang)
    }
}
