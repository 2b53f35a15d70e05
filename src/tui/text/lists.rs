//! The sentences of triage, milestones, search, palette and the first run.

crate::texts! {
    findings_title() { "问题清单", "Findings" }
    no_findings() { "没有符合条件的问题", "no finding matches" }
    nobody_has() { "未分派", "nobody has it" }
    rule() { "规则", "rule" }
    since() { "持续", "for" }
    since_when() { "起于", "since" }
    days_left(count: i64) { "剩{count}天", "{count} d left" }
    days(count: i64) { "{count}天", "{count} d" }
    days_ago(count: i64) { "过{count}天", "{count} d ago" }
    today() { "今天", "today" }
    all_rules() { "全部规则", "all rules" }
    scope_is(scope: &str) { "范围：{scope}", "scope: {scope}" }
    rule_is(rule: &str) { "规则：{rule}", "rule: {rule}" }
    order_is(order: &str) { "排序：{order}", "sorted by {order}" }
    filter_is(text: &str) { "筛选：{text}", "filter: {text}" }
    ordered_by(order: &str) { "排序：{order}", "sorted by {order}" }
    evidence() { "依据", "Evidence" }
    where_is() { "在哪里", "where" }
    because() { "依据", "because" }
    since_unknown() { "花名册里没有日期", "the rosters give no date" }
    also() { "同时", "also" }
    remedy() { "去向", "remedy" }
    closes_itself() {
        "问题不能手工关闭：规则不再成立时自动关闭，复发时自动重开。",
        "A finding cannot be closed by hand: it closes when its rule stops holding, and opens again by itself."
    }
    pick_columns(key: &str) { "显示的列（{key} 勾选）", "Columns ({key} ticks)" }
    pick_rule() { "只看一条规则", "Show one rule" }
    pick_programme() { "任务书", "Programme" }
    views_title() { "视图", "Views" }
    ask_view() { "把现在的筛选存为视图，名称", "Keep what is shown as a view named" }
    ask_view_hint() { "同名的视图会换成新的条件", "a view of the same name gets the new filter" }
    no_view_name() { "视图要有名称", "a view wants a name" }
    no_settings_file() { "没有可写的设置文件", "there is no file of settings to write to" }
    ask_view_name() { "视图的新名称", "A new name for the view" }
    view_taken(name: &str) { "已有名为 {name} 的视图", "there is a view named {name} already" }
    pick_remove_view() { "删除视图", "Remove a view" }
    view_remove(name: &str) { "删除视图 {name}", "remove view {name}" }
    view_stays() { "保留", "keep it" }
    view_renamed(name: &str, key: &str) { "视图已更名为 {name} · {key} 撤销", "the view is named {name} now · {key} takes it back" }
    view_removed(name: &str, key: &str) { "已删除视图 {name} · {key} 撤销", "view {name} removed · {key} takes it back" }
    view_moved(name: &str, key: &str) { "已移动视图 {name} · {key} 撤销", "view {name} moved · {key} takes it back" }
    views_back() { "视图已还原", "the views are as they were" }
    view_kept(name: &str) { "已存为视图 {name}，列在组织树下面", "kept as view {name}, below the tree" }
    ask_filter() { "筛选问题", "Which findings" }
    ask_filter_hint() { "留空为全部；例如 rule:hollow-branch city:中山 age>7d -snoozed", "empty for all; for instance rule:hollow-branch age>7d -snoozed" }
    ask_filter_help() { "条件之间用空格；减号为排除；没有冒号的是名称里的字", "spaces between terms; - turns one round; what has no colon is part of a name" }
    tasks(count: usize) { "{count} 项任务", "{count} tasks" }
    tasks_and_steps(tasks: usize, steps: usize) { "{tasks} 项 {steps} 节点", "{tasks} tasks, {steps} steps" }
    no_programme() { "没有任务书", "no programme" }
    no_steps() { "这份任务书没有节点", "this programme has no steps" }
    steps_title() { "任务节点", "Steps" }
    judging() { "正在核算", "being judged" }
    due() { "截止", "due" }
    step_id() { "节点", "step" }
    step() { "要求", "what" }
    target() { "目标", "target" }
    value() { "现值", "value" }
    verdict() { "判定", "verdict" }
    left() { "剩余", "left" }
    per_day() { "日均需", "a day" }
    target_is(target: &str) { "目标 {target}", "target {target}" }
    value_is(value: &str) { "现值 {value}", "value {value}" }
    frozen_is(value: &str) { "截止时定格 {value}", "at due {value}" }
    quote() { "原文", "original" }
    responsible() { "责任单位", "responsible" }
    source() { "出处", "source" }
    nothing_to_count() { "名册里还没有可以核算的数据", "the rosters hold nothing to count yet" }
    nobody_behind() { "没有落后的组织", "nobody is behind" }
    share() { "完成/应完成", "done/due" }
    missing() { "还差", "short by" }
    search_title() { "查找", "Find" }
    search_hint() { "姓名、拼音首字母、编号、证件后四位……", "name, pinyin initials, code, last four digits ..." }
    search_help() {
        "组织和人在同一张清单里。可以输入：姓名、拼音首字母（zwh）、全拼、证件号码或后四位、手机号、团员编号、组织名称或编码。",
        "Organisations and people in one list. Type a name, pinyin initials (zwh), full pinyin, an identity number or its last four, a phone, a member number, an organisation's name or code."
    }
    hits(count: u64) { "找到 {count}", "{count} found" }
    index_loading() { "索引读取中", "the index is being read" }
    nearly(text: &str) { "没有完全相符的，列出相近的（{text}）", "nothing is just so; this is near it ({text})" }
    not_listed(listed: u64, more: u64) { "列出前 {listed} 个，另有 {more} 个：再输入几个字", "the first {listed}; {more} more: type on" }
    search_wrong() { "没有查成", "The search could not be made" }
    search_wrong_more(key: &str) {
        "名册没有改动。再输入一个字会重新查找；仍不行时按 {key} 关闭，离开后运行 mingmai doctor 检查名册。",
        "Nothing was changed. Typing on looks again; if it stays so, {key} closes this: leave and run mingmai doctor."
    }
    nothing_found() { "没有找到", "nothing found" }
    palette_title() { "能做的事", "What can be done" }
    palette_hint(key: &str) { "输入名称或按键来筛选，{key} 执行", "type a name or a key; {key} runs it" }
    no_command() { "没有这样的命令", "no such command" }
    not_now() { "现在不行", "not now" }
    only_in(scope: &str) { "用于：{scope}", "belongs to: {scope}" }
}

/// What a person was found by, where the name does not show it.
pub const fn found_by(lang: crate::lang::Lang, why: crate::search::Match) -> &'static str {
    use crate::search::Match;
    match why {
        Match::LastFour => lang.pick("末四位", "last four"),
        Match::Phone => lang.pick("手机号", "phone"),
        Match::Number => lang.pick("团员编号", "member number"),
        Match::Identity => lang.pick("身份证号", "identity number"),
        Match::Pinyin | Match::Name => "",
    }
}
