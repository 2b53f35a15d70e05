//! The sentences of transfers and ranking.

use crate::desk::HomeColumn;
use crate::lang::Lang;

crate::texts! {
    requests_title() { "转接申请", "Requests" }
    responses_title() { "响应排名", "Response league" }
    counting_requests() { "正在清点转接申请", "requests are being counted" }
    no_requests() { "没有符合条件的转接申请", "no request matches" }
    no_responses() { "这个月没有要响应的环节", "nothing had to be answered in the month" }
    counted(word: &str, count: usize) { "{word} {count}", "{count} {word}" }
    month_is(month: &str) { "响应月份 {month}", "responses of {month}" }
    way() { "转出 > 转入", "from > to" }
    hop() { "环节", "hop" }
    must_answer() { "应答组织", "must answer" }
    time_left() { "时限", "time" }
    waits_title() { "时限分布", "Time left" }
    over_more(days: u64) { "超{days}天以上", "over {days} d" }
    over_within(from: u64, to: u64) { "超{from}-{to}天", "{from}-{to} d over" }
    left_within(hours: u64) { "剩{hours}时内", "{hours} h left" }
    left_more(hours: u64) { "剩{hours}时以上", "over {hours} h left" }
    breaks_next(soon: usize, breaks: usize) {
        "24时内到时 {soon} 件，照近90天约 {breaks} 件会超时", "{soon} due in 24 h, {breaks} break at the pace of 90 days"
    }
    likely_late() { "预计超时", "breach" }
    away() { "省外", "outside" }
    outside() { "省外", "out of the province" }
    nobody_there() { "组织已停用", "closed" }
    not_on_roster() { "不在册", "unlisted" }
    hours_left(hours: i64) { "剩{hours}时", "{hours} h left" }
    hours_over(hours: i64) { "超{hours}时", "{hours} h over" }
    days_over(days: i64) { "超{days}天", "{days} d over" }
    last_begun() { "最近发起", "last begun" }
    times(count: usize) { "{count} 次", "{count} times" }
    rank() { "名次", "rank" }
    due_hops() { "需响应", "due" }
    in_time() { "及时", "in time" }
    rate() { "及时率", "rate" }
    overdue_now() { "现超时", "overdue" }
    soon() { "24时内", "in 24 h" }
    carried() { "结转未办", "carried" }
    oldest() { "最久", "oldest" }
    half() { "半数", "half in" }
    ninety() { "九成", "90% in" }
    hours(count: u32) { "{count}时", "{count} h" }
    request_title() { "转接申请", "a request" }
    no_such_request() { "这条申请已不在名册里", "the request is no longer on the roster" }
    arrived() { "到达", "arrived" }
    answered() { "办理", "answered" }
    took() { "用时", "took" }
    standing() { "状况", "standing" }
    answered_in_time() { "及时", "in time" }
    answered_late() { "超时办理", "late" }
    waiting() { "待办", "waiting" }
    overdue() { "已超时", "overdue" }
    to_come() { "未到", "to come" }
    begun_on(time: &str) { "{time} 发起", "begun {time}" }
    closed_on(time: &str) { "{time} 办结", "ended {time}" }
    under_way() { "办理中", "under way" }
    done() { "已完成", "done" }
    refused() { "被退回", "refused" }
    withdrawn() { "已撤回", "withdrawn" }
    graduate() { "毕业生", "graduate" }
    from_org() { "转出", "from" }
    to_org() { "转入", "to" }
    reason() { "原因", "reason" }
    chance_is(percent: u8) { "照近90天的办理速度，{percent}% 的可能超时", "{percent}% likely to break, at the pace of the last 90 days" }
    chosen() { "自选权重排名", "ranking by weights chosen here" }
    chosen_more() { "权重是在屏幕上选的，只在这一次有效", "the weights were chosen on the screen, for this sitting" }
    weights_title() { "按什么排名", "What is ranked by" }
    weights_hint(more: &str, less: &str, toggle: &str, take: &str, reset: &str) {
        "{more} 加重，{less} 减轻，{toggle} 取舍，{take} 排名，{reset} 还原",
        "{more} weighs more, {less} less, {toggle} in or out, {take} ranks, {reset} restores"
    }
    measure() { "指标", "measure" }
    better() { "方向", "better" }
    high() { "越高越好", "high" }
    low() { "越低越好", "low" }
    weight() { "权重", "weight" }
    weighs() { "占比", "share" }
    no_measure() { "至少留一项指标", "leave one measure at least" }
    no_past() { "前几周没有名次可比", "nothing of the weeks before to compare with" }
    middle_is(score: &str) { "中位 {score}", "middle {score}" }
    ranking_title() { "排名", "Ranking" }
    home_title() { "首页总表", "Home table" }
    ranking_is() { "正在排名", "being ranked" }
    nothing_to_rank() { "没有下级组织可排名", "nothing below to rank" }
    moved() { "升降", "moved" }
    score() { "得分", "score" }
    change() { "增减", "change" }
    flags_title() { "旗", "flag" }
    trend() { "走势", "trend" }
    trend_of(measure: &str) { "走势：{measure}", "trend: {measure}" }
    looking_back() { "正在回看前几周", "looking back over the weeks" }
    since(day: &str) { "较 {day}", "since {day}" }
    in_all() { "合计", "all" }
    months_own() { "累计列含全部下级，本级列只计本组织", "totals of all below; own columns count the organisation alone" }
}

/// A column of the home table in few letters; the whole words are those of the command line.
pub const fn home_column(lang: Lang, column: HomeColumn) -> &'static str {
    let (zh, en) = match column {
        HomeColumn::Orgs => ("组织", "orgs"),
        HomeColumn::Branches => ("支部", "branches"),
        HomeColumn::HollowCommittees => ("空团委", "h.cttee"),
        HomeColumn::HollowBranches => ("空支部", "hollow"),
        HomeColumn::NoCadreBranches => ("无团干", "no cadre"),
        HomeColumn::Reported => ("报到", "reported"),
        HomeColumn::Cadres => ("团干", "cadres"),
        HomeColumn::Onboarded => ("入驻", "onboard"),
        HomeColumn::OutOpen => ("转出中", "leaving"),
        HomeColumn::OutDone => ("已转出", "left"),
        HomeColumn::InOpen => ("待接收", "coming"),
        HomeColumn::InDone => ("已接收", "came"),
        HomeColumn::OwnDue => ("本级应", "own due"),
        HomeColumn::OwnInTime => ("本级时", "own ok"),
        HomeColumn::OwnRate => ("本级率", "own %"),
        HomeColumn::Due => ("累计应", "all due"),
        HomeColumn::InTime => ("累计时", "all ok"),
        HomeColumn::Rate => ("累计率", "all %"),
    };
    lang.pick(zh, en)
}

/// The time left of a hop, or over it, in few letters.
pub fn left(lang: Lang, seconds: i64) -> String {
    let over = (-seconds).div_euclid(3600) + i64::from((-seconds).rem_euclid(3600) > 0);
    match seconds {
        0.. => hours_left(lang, seconds / 3600),
        _ if over < 72 => hours_over(lang, over),
        _ => days_over(lang, over / 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_over_is_over() {
        for (seconds, text) in
            [(0, "剩0时"), (3599, "剩0时"), (3600, "剩1时"), (-1, "超1时"), (-3601, "超2时"), (-86_400 * 5, "超5天")]
        {
            assert_eq!(left(Lang::Zh, seconds), text, "{seconds}");
        }
    }
}
