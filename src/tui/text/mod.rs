//! The sentences of the frame, of the tree and of a person's page.

mod acts;
mod alerts;
pub mod craft;
pub mod deeds;
pub mod erase;
mod first;
pub mod ledgers;
mod lists;
mod meaning;
pub mod moves;
mod states;
pub mod steps;
mod tour;

pub use acts::*;
pub use alerts::*;
pub use first::*;
pub use lists::*;
pub use meaning::*;
pub use states::*;
pub use tour::*;

crate::texts! {
    program() { "命脉", "mingmai" }
    demonstration() { "演示数据", "demonstration" }
    demonstration_short() { "演示", "demo" }
    as_of(day: &str) { "截至 {day}", "as of {day}" }
    now_is(day: &str) { "今天 {day}", "today {day}" }
    opening_register() { "正在打开名册", "opening the register" }
    no_register() { "未打开名册", "no register open" }
    loading() { "正在读取名册", "Reading the register" }
    wide_terminal() { "终端把制表符画成两列，已改用 ASCII 边框", "The terminal draws box lines in two columns: borders are ASCII now" }
    building(what: &str, percent: u8) { "{what} {percent}%", "{what} {percent}%" }
    keys_wait(count: usize) { "读取中，读完再执行已按的 {count} 个键；Esc 作罢", "reading; {count} keys wait until it is done, Esc drops them" }
    reading() { "读取中", "reading" }
    too_small(columns: u16, rows: u16) {
        "窗口太小：需要 60×16，现在 {columns}×{rows}",
        "Too small: 60x16 needed, now {columns}x{rows}"
    }
    marked(count: usize) { "已标记 {count}", "{count} marked" }
    marked_hidden(count: usize, hidden: usize) { "已标记 {count}（{hidden} 条未列出）", "{count} marked ({hidden} hidden)" }
    input_method() { "请把输入法切换到英文，按键才能生效", "Switch the input method to English: keys do not arrive" }
    press_q(key: &str) { "按 {key} 离开程序", "{key} leaves the program" }
    no_chord(keys: &str) { "{keys} 没有对应的命令", "{keys} gives no command" }
    chord(keys: &str) { "{keys} 之后", "after {keys}" }
    chord_out() { "Esc 作罢", "Esc leaves" }
    error_is(colon: &str, error: &str) { "出错{colon}{error}", "error{colon}{error}" }
    failed() { "名册没有打开", "The register could not be opened" }
    failed_more(key: &str) { "名册没有改动。按 {key} 离开，运行 mingmai doctor 检查；备份可用 mingmai restore 恢复。", "Nothing was changed. {key} leaves; mingmai doctor looks for damage, mingmai restore puts a backup back." }
    paste_nowhere(key: &str) { "这里没有文本框；按 {key} 查找后再粘贴", "There is no field here; press {key} and paste there" }
    theme_is(name: &str) { "主题：{name}", "theme: {name}" }
    no_such_theme(name: &str) { "没有名为 {name} 的主题", "there is no theme {name}" }
    mouse_on() { "鼠标已开", "mouse on" }
    mouse_off() { "鼠标已关，可用终端自己的选择", "mouse off: select with the terminal" }
    everything() { "全部", "all" }
    org() { "组织", "org" }
    organisation() { "组织", "organisation" }
    member() { "团员", "member" }
    tree_title() { "组织树", "Organisations" }
    detail_title() { "详情", "Detail" }
    no_organisations() { "名册里还没有组织；先导入花名册", "No organisations yet: import rosters first" }
    nothing_below() { "没有下级组织", "nothing below" }
    no_members() { "没有团员", "no members" }
    worst_first() { "问题多的在前", "worst first" }
    closed() { "已停用", "closed" }
    not_yet() { "尚未成立", "not yet founded" }
    founded(day: &str) { "{day} 成立", "founded {day}" }
    branches(count: u64) { "支部 {count}", "{count} branches" }
    members(count: u64) { "团员 {count}", "{count} members" }
    reported(count: u64, share: &str) { "报到 {count}，{share}", "{count} reported ({share})" }
    cadres(count: u64) { "团干 {count}", "{count} cadres" }
    onboarded(count: u64, of: u64) { "入驻 {count}/{of}", "onboarded {count}/{of}" }
    secretaries(count: u64, of: u64) { "书记入驻 {count}/{of}", "secretaries onboarded {count}/{of}" }
    numbered(share: &str) { "编号补填 {share}", "numbers filled {share}" }
    dues_of(month: u32, paid: u64, of: u64, share: &str) {
        "{month}月团费 {paid}/{of}，{share}", "dues of month {month}: {paid}/{of} ({share})"
    }
    hollow_committees() { "空心团委", "hollow committees" }
    hollow_branches() { "空心团支部", "hollow branches" }
    hollow_since(was: u64, day: &str, now: u64) { "{was}（{day}）至 {now}", "{was} ({day}) to {now}" }
    no_cadre() { "无团干支部", "branches without cadres" }
    all_findings(count: u64) { "共 {count} 个问题", "{count} findings in all" }
    sound() { "没有发现问题", "no findings" }
    not_onboarded() { "未入驻", "not onboarded" }
    name() { "姓名", "name" }
    report() { "报到", "report" }
    has_reported() { "已报到", "reported" }
    not_a_member_yet() { "尚未加入", "not joined yet" }
    branch_does_not_exist() { "支部停用", "branch closed" }
    not_reported() { "未报到", "not reported" }
    number() { "团员编号", "number" }
    joined() { "入团", "joined" }
    posts() { "职务", "posts" }
    flags() { "问题", "findings" }
    person_title() { "个人页", "a person" }
    identity() { "证件号码", "identity" }
    age() { "年龄", "age" }
    phone() { "手机", "mobile" }
    here_since() { "加入本支部", "here since" }
    reported_on() { "报到日期", "reported on" }
    league() { "团籍", "membership" }
    politics() { "政治面貌", "politics" }
    ethnicity() { "民族", "ethnicity" }
    schooling() { "学历", "schooling" }
    occupation() { "职业", "occupation" }
    real_name() { "实名认证", "real name" }
    volunteer() { "注册志愿者", "volunteer" }
    appraisal() { "教育评议", "appraisal" }
    reach() { "联系", "reach" }
    unreachable() { "失联", "unreachable" }
    posts_held() { "任职", "Posts" }
    no_posts() { "没有任职", "No posts" }
    until() { "至", "to" }
    now() { "今", "now" }
    held_now() { "现任", "current" }
    registered() { "团籍注册", "registered" }
    volunteered() { "本年志愿", "volunteered" }
    so_often(times: u32) { "{times} 次", "{times} times" }
    so_long(hours: &str) { "{hours} 小时", "{hours} h" }
    dues() { "团费", "Dues" }
    no_dues() { "没有团费记录", "No dues" }
    dues_paid() { "已交", "paid" }
    dues_short() { "少交", "short" }
    dues_unpaid() { "未交", "unpaid" }
    dues_untold() { "无名册", "no roster" }
    dues_sum(yuan: &str) { "共 {yuan} 元", "{yuan} yuan" }
    no_history() { "没有支部变更", "No earlier branch" }
    no_transfers() { "没有转接申请", "No requests" }
    conduct() { "奖惩", "Honours and penalties" }
    no_conduct() { "没有奖惩", "No honours or penalties" }
    activities(count: usize) { "支部近一年活动 {count} 次", "Activities of the branch in a year: {count}" }
    no_activities() { "支部近一年没有活动", "No branch activity in a year" }
    and_more(count: usize) { "另有 {count} 条", "{count} more" }
    history() { "曾在支部", "Earlier branches" }
    moved_by_roster(branch: &str, day: &str) { "{branch}  {day} 的名册改到现支部", "{branch}, until a roster of {day} said otherwise" }
    branch_unknown() { "一个已不在名册里的支部", "a branch no longer in the register" }
}

/// A flag of a row whose rule is not among the rules, in words where it is known.
pub fn flag(lang: crate::lang::Lang, id: &str) -> String {
    let (zh, en) = match id {
        "missing-number" => ("缺编号", "no number"),
        "wrong-number" => ("编号有误", "wrong number"),
        "duplicate-number" | "shared-number" => ("编号重复", "shared number"),
        "over-age" => ("超龄", "over age"),
        "duplicate-identity" | "shared-identity" => ("证件重复", "shared identity"),
        "unreachable" => ("失联", "unreachable"),
        "unreported" => ("未报到", "not reported"),
        "short-identity" => ("15位证件", "15-digit identity"),
        other => (other, other),
    };
    lang.pick(zh, en).to_owned()
}
