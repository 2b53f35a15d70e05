//! The sentences of the time axis, of the forecast and of an open step.

crate::texts! {
    axis_title() { "时间轴", "Time axis" }
    forecast_title() { "预测", "Forecast" }
    today_is(day: &str) { "今天 {day}", "today {day}" }
    due_on(day: &str) { "截止 {day}", "due {day}" }
    expected() { "到期预计", "expected" }
    single() { "单个组织", "one branch" }
    chance() { "把握", "likely" }
    measured() { "实测", "measured" }
    target() { "目标", "target" }
    pace() { "需要的速度", "pace needed" }
    outlook() { "预计与八成区间", "expected, 4 in 5" }
    value_on(value: &str, day: &str) { "现值 {value}（{day}）", "value {value} ({day})" }
    need(value: &str) { "每日需 {value}", "{value} a day needed" }
    goes(value: &str) { "近期每日 {value}", "{value} a day of late" }
    reached_on(day: &str) { "照此 {day} 达到", "reached on {day} at that" }
    never() { "照此到不了", "never at that" }
    no_forecast() { "前几周没有变化，不作预测", "nothing has moved in the last weeks: no forecast" }
    few_points() { "只有一个时点的数，画不成线", "one point is no line" }
    step_over() { "已到期，按截止时的数判定", "due already: judged by the value at that time" }
    no_value() { "没有可算的数", "there is no value" }
    looking_back() { "正在回看前几周", "looking back over the weeks" }
    will_miss(count: usize) { "照此会误期的下级 {count} 个", "{count} children will miss it as they go" }
    nobody_misses() { "照此没有下级误期", "no child will miss it as they go" }
    short_by(count: u64) { "还差 {count}", "short by {count}" }
    children() { "落后的下级", "children behind" }
    first() { "先抓", "call first" }
    bodies() { "责任单位", "responsible bodies" }
    first_is(missing: u64, count: usize) {
        "还差 {missing}；逐个组织看，整改这 {count} 个即可达标",
        "{missing} missing; mending these {count} single organisations is enough"
    }
    no_first() { "已达标，或说不出是哪些组织", "it is reached, or no single organisation tells" }
    no_bodies() { "任务书没有写明，或名册认不出这些单位", "the programme names none, or the rosters cannot tell them" }
    brings() { "补上", "brings" }
    then() { "其后还差", "then short" }
    of_them_behind() { "未达/共", "behind/all" }
    enough() { "先抓几个", "enough" }
    nothing_to_count_more() { "这个节点靠申报或抽查；还没有申报，或花名册里没有这一类行。退回清单，到台账里登记。", "This step is declared or sampled; nothing has been declared yet, or the rosters have no such rows. Go back to the list and enter it in the ledgers." }
    who() { "下级", "child" }
    axis_bar() { "实线是完成的份额；到不了今天线的，比匀速慢", "solid is what is done; short of the line of today is slower than even" }
}
