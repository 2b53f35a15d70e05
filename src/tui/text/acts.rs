//! The sentences of acting on findings.

crate::texts! {
    act_assign() { "分派", "Assign" }
    act_explain() { "说明", "Explain" }
    act_note() { "备注", "Note" }
    act_snooze() { "暂缓", "Snooze" }
    act_ask() { "申请豁免", "Ask for exemption" }
    act_grant() { "批准豁免", "Grant exemption" }
    act_refuse() { "不予豁免", "Refuse exemption" }
    act_undo() { "撤销上一次办理", "Take back the last act" }
    act_redo() { "重做上一次撤销", "Do again what was taken back" }
    form_title(act: &str, count: usize) { "{act} · {count} 条问题", "{act}: {count} findings" }
    form_one(act: &str, what: &str) { "{act} · {what}", "{act}: {what}" }
    field_post() { "给岗位", "to post" }
    field_text() { "内容", "text" }
    field_until() { "到哪天", "until" }
    field_reason() { "理由", "reason" }
    field_by() { "经办", "acting as" }
    hint_post() { "例如 石岐区团委", "for instance the township committee" }
    hint_text() { "写明情况，永久保存", "kept for ever" }
    hint_until() { "2018-07-10，或 14 表示 14 天后", "2018-07-10, or 14 for 14 days from now" }
    hint_reason() { "写明理由", "why" }
    hint_by() { "谁在办理：岗位或委员会", "who acts: a post or a committee" }
    form_help(accept: &str, next: &str, close: &str) {
        "{accept} 下一项，填完即办理；{next} 换项，{close} 放弃", "{accept} goes on and, when all is filled, does it; {next} next, {close} gives up"
    }
    confirm(act: &str, count: usize, key: &str) { "对 {count} 条问题{act}？再按 {key} 确认", "{act} on {count} findings? {key} confirms" }
    fill_in(field: &str) { "请填写：{field}", "fill in: {field}" }
    bad_day() { "日期写作 2018-07-10，或填天数", "write a day as 2018-07-10, or a number of days" }
    saving() { "正在保存", "being saved" }
    acted(what: &str, count: u64, key: &str) { "{what} {count} 条，已保存 · {key} 撤销", "{what} ({count}), saved · {key} takes it back" }
    acted_refused(what: &str, count: u64, refused: usize, key: &str) {
        "{what} {count} 条，已保存；{refused} 条不能办 · {key} 撤销", "{what} ({count}), saved; {refused} refused · {key} takes it back"
    }
    all_refused(refused: usize) { "{refused} 条都不能办，没有保存", "{refused} refused, nothing was done" }
    taken_back(what: &str, count: u64) { "已撤销：{what} {count} 条", "taken back: {what} ({count})" }
    nothing_to_undo(by: &str) { "{by} 没有可撤销的办理", "{by} has nothing to take back" }
    refused_title(count: usize) { "{count} 条不能办，仍留着标记", "{count} refused; their marks stay" }
    pick_hint() { "名称或拼音，输入即筛选", "a part of the name" }
    pick_none() { "没有这样的", "nothing of that name" }
    post_used() { "分派过的岗位", "a post that was given findings" }
    pick_state() { "只看哪些状态", "Show which states" }
    pick_exemption() { "豁免", "Exemption" }
    exemption_ask() { "申请豁免", "ask for it" }
    exemption_grant() { "批准别人的申请", "grant what somebody asked for" }
    exemption_refuse() { "不予豁免，或收回豁免", "refuse it, or take it back" }
    states_open() { "待处理", "open" }
    states_all() { "全部状态", "every state" }
    state_is(state: &str) { "状态：{state}", "state: {state}" }
    state() { "状态", "state" }
    first_seen(day: &str, times: u16) { "{day} 首次发现 · 第{times}次", "first found {day} (time {times})" }
    since_dates(day: &str, age: &str) { "按日期起于 {day}（{age}）", "by its dates since {day} ({age})" }
    until_day(word: &str, day: &str) { "{word} 至 {day}", "{word} until {day}" }
    with(word: &str, post: &str) { "{word} · {post}", "{word} · {post}" }
    exemption_pending() { "有待批的豁免申请", "an exemption is asked for" }
    awaiting_look() { "本次核查未成立，待下次核实", "found sound once; the next look decides" }
    ask_reveal() { "查看证件号和手机号的理由", "Why the numbers are to be seen" }
    ask_reveal_hint() { "写明理由，记入日志；离开本页即遮挡", "it is journalled; leaving the page masks them again" }
    is_revealed() { "已显示，理由已记入日志；离开本页即遮挡", "shown, the reason is journalled; leaving the page masks them again" }
    no_reason() { "须写明理由，200 字以内", "a reason is asked for, of 200 letters at most" }
    sitting_title() { "本次办理", "This sitting" }
    nothing_done() { "这次还没有办理过", "nothing was done in this sitting" }
    when() { "时间", "time" }
    what() { "办理", "what" }
    findings_count() { "条数", "count" }
    saved() { "已保存", "saved" }
    is_undone() { "已撤销", "taken back" }
    also_refused(count: usize) { "；{count} 条不能办", "; {count} refused" }
    sitting_help(key: &str, close: &str) { "{key} 撤销，再按一次恢复；{close} 关闭", "{key} takes back, once more does it again; {close} closes" }
    told() { "历史", "history" }
}
