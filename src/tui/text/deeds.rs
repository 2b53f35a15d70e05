//! The sentences of doing things to rows: the menu, forms, the dry run, what was saved.

crate::texts! {
    menu_title() { "办理", "What to do" }
    menu_hint() { "办什么，可用拼音首字母", "what to do" }
    no_deed() { "没有这样的事项", "nothing of that name" }
    cannot(why: &str) { "不能办：{why}", "not now: {why}" }
    chosen(first: &str, others: usize) { "{first} 和另外 {others} 个", "{first} and {others} more" }
    done_to(deed: &str, what: &str) { "{deed} · {what}", "{deed}: {what}" }
    preview_of(deed: &str, what: &str) { "预览 {deed} · {what}", "Dry run, {deed}: {what}" }
    stays() { "不填则各自不变", "left empty, each keeps its own" }
    stands_at(now: &str) { "现为 {now}", "stands at {now}" }
    masked_now(key: &str) { "输入即整项重填，{key} 还原", "typing replaces it whole, {key} brings it back" }
    hint_any() { "文字", "text" }
    hint_day() { "2018-06-28", "2018-06-28" }
    hint_instant() { "2018-06-28 09:30", "2018-06-28 09:30" }
    hint_month() { "2018-06", "2018-06" }
    hint_year() { "2018", "2018" }
    hint_number() { "整数", "a whole number" }
    hint_money() { "元，例如 2.50", "yuan, for instance 2.50" }
    hint_hours() { "小时，例如 1.5", "hours, for instance 1.5" }
    hint_percent() { "百分比，例如 50", "percent, for instance 50" }
    hint_words() { "左右键换，或输入筛选", "left and right turn them, typing filters" }
    hint_org() { "输入名称、拼音或编码查找", "name, pinyin or code finds it" }
    hint_code() { "新组织的编码", "the code it shall have" }
    hint_identity() { "18 位身份证号；境外证件照原样", "18 digits, or a foreign document as it is" }
    hint_phone() { "11 位手机或带区号的电话", "a mobile of 11 digits, or a telephone" }
    hint_credit() { "18 位统一社会信用代码", "the credit code of 18 characters" }
    hint_division() { "行政区划代码", "the code of the division" }
    fill_help(next: &str, dry: &str, leave: &str) {
        "{next} 下一项，{dry} 预览，{leave} 放弃", "{next} next, {dry} dry run, {leave} gives up"
    }
    place(at: usize, of: usize) { "{at}/{of}", "{at}/{of}" }
    no_org_found() { "没有找到组织", "no organisation found" }
    working_out() { "正在核对", "being checked" }
    esc_again(key: &str) { "再按一次 {key} 放弃已填的内容", "{key} once more drops what was typed" }
    effects_are(count: usize) { "将会变更 {count} 处", "{count} effects" }
    being_judged() { "问题正在研判", "findings are being judged" }
    unforeseen(why: &str) { "问题要在保存后研判：{why}", "findings are judged after saving: {why}" }
    refused_are(count: usize) { "{count} 条不能办，其余照办", "{count} refused, the others stand" }
    all_refused_here(count: usize) { "{count} 条都不能办", "{count} refused, nothing is left to do" }
    builds_anew() { "组织结构变更，名册要重新生成，期间可照常查看", "the register is built anew for it; screens can be read meanwhile" }
    leaves_unsaved() { "现在离开则不保存；再按一次离开", "leaving now saves nothing; once more leaves" }
    building() { "名册正在重新生成，可照常查看", "the register is being built anew; look at anything meanwhile" }
    do_it(count: usize, key: &str, back: &str) {
        "{key} 办理 {count} 条，{back} 返回修改", "{key} does it ({count}), {back} goes back to the form"
    }
    go_back(key: &str) { "{key} 返回修改", "{key} goes back to the form" }
    saved(entry: u64, what: &str, count: u64, key: &str) {
        "已保存 ✓ 办理编号 {entry} · {what} {count} 条 · {key} 撤销", "saved ✓ entry {entry}: {what} ({count}) · {key} takes it back"
    }
    saved_refused(entry: u64, what: &str, count: u64, refused: usize, key: &str) {
        "已保存 ✓ 办理编号 {entry} · {what} {count} 条，{refused} 条不能办 · {key} 撤销",
        "saved ✓ entry {entry}: {what} ({count}); {refused} refused · {key} takes it back"
    }
    rows_back(what: &str, count: u64) { "已撤销：{what}，还原 {count} 行", "taken back: {what}, {count} rows as they were" }
    done_again(what: &str, count: u64) { "已重做：{what}，改动 {count} 行", "done again: {what}, {count} rows changed" }
    noted_again(what: &str, count: u64) { "已重做：{what} {count} 条", "done again: {what} ({count})" }
    nothing_to_redo(by: &str) { "{by} 没有可重做的撤销", "{by} has nothing to do again" }
    posts_of(org: &str) { "{org} 任职", "Posts of {org}" }
    no_posts_here(key: &str) { "还没有任职记录；{key} 可任命", "no posts yet; {key} appoints" }
    office() { "职务", "post" }
    in_office() { "任职期间", "in office" }
    is_onboarded() { "已入驻", "onboarded" }
}
