//! What the command line says.

use crate::lang::texts;

texts! {
    /// Before a cause.
    error() { "出错", "error" }
    /// Another process owns the register.
    held(process: u32, since: &str, place: &str) {
        "名册正被进程 {process} 使用（自 {since}{place}）",
        "register is open in process {process} (since {since}{place})"
    }
    /// What to do then.
    held_remedy() { "在那里退出后再试；或用 --data 指定另一份名册。", "Close it there and try again, or name another register with --data." }
    /// The words of the command were off.
    usage_remedy() { "用 mingmai --help 查看用法。", "See mingmai --help." }
    /// A terminal that can only write on.
    dumb() {
        "终端（TERM=dumb）不能移动光标，无法显示界面。请换一个终端，或用命令行。",
        "this terminal (TERM=dumb) cannot move its cursor; use another, or the command line."
    }
    /// The command was stopped.
    interrupted_remedy() { "可以随时重新运行。", "Run the command again when it suits." }
    /// No register yet.
    persons_remedy() {
        "用 mingmai persons import 放回 persons export 写出的文件。",
        "Put back what persons export wrote with mingmai persons import."
    }
    missing_remedy() {
        "用 mingmai demo 建演示名册，用 mingmai import 导入花名册，或用 mingmai init 建空名册。",
        "Make one: mingmai demo for a demonstration, mingmai import for rosters, mingmai init for an empty one."
    }
    /// A sealed register, and nothing to open it with.
    sealed(path: &str) { "{path} 里的名册已加密", "the register in {path} is sealed" }
    /// What to do then.
    sealed_remedy() {
        "请在终端里运行并输入口令，或用 --key-file FILE 或 --passphrase-stdin 打开。",
        "Run it in a terminal and type the passphrase, or open it with --key-file FILE or --passphrase-stdin."
    }
    /// What did not open one.
    refused() { "操作者或口令不对", "operator or passphrase is wrong" }
    /// What to do then.
    refused_remedy() {
        "用 --operator NAME 指明操作者；忘记口令时可在口令处输入恢复码。",
        "Say whose it is with --operator NAME; with the passphrase forgotten, type the recovery code in its place."
    }
    /// A name that is taken.
    operator_taken(name: &str) { "已有操作者 {name}", "there is an operator {name} already" }
    /// A name that is not there.
    operator_unknown(name: &str) { "没有操作者 {name}", "there is no operator {name}" }
    /// The last keeper.
    operator_last(name: &str) { "没有 {name} 就没有人能管理密钥了", "without {name} nobody could keep the register's keys" }
    /// A name that is none.
    operator_name() {
        "操作者名称为 1 到 40 个字，首尾没有空白，不含控制字符",
        "an operator's name is 1 to 40 letters, with no blanks around it and no controls in it"
    }
    /// Not a keeper.
    not_keeper(name: &str) { "{name} 不是全名册的管理者", "{name} is not a keeper of the whole register" }
    /// What to do then.
    not_keeper_remedy() { "没有改动。请管理者来做。", "Nothing was changed. Ask a keeper." }
    /// What to do about a right that is missing.
    forbidden_remedy() { "没有改动。请有这项权限的人来做。", "Nothing was changed. Ask somebody who may." }
    /// What to do about another's name.
    not_you_remedy() { "没有改动。加密的名册里请省去 --by。", "Nothing was changed. Leave --by out in a sealed register." }
    /// The recovery code, once.
    recovery_code(code: &str) {
        "恢复码（只显示这一次，抄在纸上锁好）： {code}",
        "recovery code (shown this once; write it on paper and lock it away): {code}"
    }
    /// The demonstration is readable by anybody.
    demo_plain() { "演示名册没有加密：里面没有真人。", "A demonstration is not sealed: nobody in it is real." }
    /// Written by another version.
    format_remedy() { "请用建立它的版本打开；数据没有改动。", "Open it with the version that made it; nothing was changed." }
    /// The register is damaged.
    damaged(cause: &str) { "名册已损坏： {cause}", "the register is damaged: {cause}" }
    /// What to do then.
    damaged_remedy() {
        "请从备份恢复该目录；或用 --data 指定新目录，重新导入花名册。",
        "Restore the directory from a copy; or name a new one with --data and import the rosters again."
    }
    /// The program stopped.
    stopped(cause: &str) { "程序意外中止： {cause}", "the program stopped unexpectedly: {cause}" }
    /// What to do then.
    stopped_remedy() {
        "名册与最近一次保存时相同。请重试；若再次出现，请把上面一行报告给维护者。",
        "The register is as it was last saved. Try again; if it happens again, report the line above."
    }
    /// Anything else.
    other_remedy() { "数据没有改动。请按上面的原因处理后重试。", "Nothing was changed. Mend the cause above and try again." }
    /// No such organisation.
    no_org(code: &str) { "没有编码为 {code} 的组织", "there is no organisation with code {code}" }
    /// No such person.
    nobody(id: &str) { "名册里没有证件号为 {id} 的人", "nobody in the register has the identity number {id}" }
    /// No such rule.
    no_rule(id: &str, known: &str) { "没有规则 {id}；现有： {known}", "there is no rule {id}; known: {known}" }
    /// No such programme.
    no_programme(id: &str, known: &str) { "没有任务书 {id}；现有： {known}", "there is no programme {id}; known: {known}" }
    /// No such step.
    no_step(id: &str, known: &str) { "没有节点 {id}；现有： {known}", "there is no step {id}; known: {known}" }
    /// There is a register already.
    exists(path: &str) { "{path} 里已有名册", "there is a register in {path} already" }
    /// What to do then.
    exists_remedy() { "没有改动。用 --data 指定另一个目录，或先移走那一份。", "Nothing was changed. Name another directory with --data, or move that one away first." }
    /// The day of a headline number.
    headline_day() { "日期", "of" }
    /// Its words.
    headline_what() { "内容", "number" }
    /// As published.
    headline_published() { "公布", "published" }
    /// As found.
    headline_found() { "名册", "found" }
    /// The verb that shows it, or why none does.
    headline_verb() { "命令", "verb" }
    /// A number that does not agree.
    headline_off() { "不符", "differs" }
    /// A register was made.
    made(path: &str, orgs: u32, members: u32, posts: u32) {
        "名册已建于 {path} ：组织 {orgs}，团员 {members} 行，任职 {posts} 行",
        "register made in {path}: {orgs} organisations, {members} member rows, {posts} posts"
    }
    /// The rosters of a demonstration were written.
    rosters_made(path: &str) { "演示花名册已写入 {path}", "demonstration rosters written to {path}" }
    /// A heading of a table.
    as_of(at: &str) { "截至 {at}", "as of {at}" }
    /// A row of a table: organisation.
    col_org() { "组织", "organisation" }
    /// A dry run.
    dry_run() { "试运行，没有写入", "dry run, nothing was written" }
    /// A file's result.
    file_done(file: &str, sheet: &str, kind: &str, rows: u64, accepted: u64, unchanged: u64, refused: u64) {
        "{file}{sheet} · {kind}：{rows} 行，收入 {accepted}，未变 {unchanged}，退回 {refused}",
        "{file}{sheet} · {kind}: {rows} rows, {accepted} accepted, {unchanged} unchanged, {refused} refused"
    }
    /// No such kind of roster.
    no_kind(kind: &str, known: &str) { "没有花名册种类 {kind}；现有： {known}", "there is no kind of roster {kind}; known: {known}" }
    /// More remarks than shown.
    more_remarks(count: u64) { "… 还有 {count} 条提示，见 --json", "… {count} more remarks; --json lists them" }
    /// More findings than shown.
    more_findings(count: u64) { "… 还有 {count} 条，用 --limit 多列一些", "… {count} more; --limit lists more" }
    /// A register with several roots.
    whole() { "全部", "all" }
    /// How many there are.
    found(total: u64) { "共 {total} 条", "{total} in all" }
    /// A day that is not before the instant.
    not_before(since: &str, at: &str) { "{since} 不早于 {at}；请给更早的日期", "{since} is not before {at}; name an earlier day" }
    /// The month of a table.
    of_month(month: &str) { "响应月份 {month}；结转列为月初前到达、当时未办的环节（仍未办/共）", "responses of {month}; carried: hops of earlier months unanswered when it began (still open/all)" }
    /// Over the table of requests.
    requests_in_all(total: usize, overdue: usize, soon: usize) {
        "列出 {total} 件；已超时 {overdue}，24小时内到时 {soon}", "{total} listed; {overdue} overdue, {soon} due within 24 hours"
    }
    /// Time left.
    hours_left(hours: i64) { "剩{hours}小时", "{hours} h left" }
    /// Time over.
    hours_over(hours: i64) { "超{hours}小时", "{hours} h over" }
    /// Days over.
    days_over(days: i64) { "超{days}天", "{days} d over" }
    /// A filter that cannot be used.
    wrong_filter(why: &str) { "--filter {why}", "--filter, {why}" }
    /// Found nothing.
    nothing() { "没有找到", "nothing found" }
}

/// The heading of the table of steps.
pub fn tasks_heading(lang: crate::lang::Lang) -> [&'static str; 8] {
    match lang {
        crate::lang::Lang::Zh => ["截止", "节点", "内容", "目标", "现值", "到期值", "判定", "把握"],
        crate::lang::Lang::En => ["due", "step", "what", "target", "now", "when due", "verdict", "chance"],
    }
}

/// The heading of a ranking, before its measures.
pub const fn rank_heading(lang: crate::lang::Lang) -> [&'static str; 4] {
    match lang {
        crate::lang::Lang::Zh => ["名次", "组织", "旗", "得分"],
        crate::lang::Lang::En => ["rank", "organisation", "flag", "score"],
    }
}

/// The columns of a ranking that say how units moved.
pub const fn rank_moves(lang: crate::lang::Lang) -> [&'static str; 2] {
    match lang {
        crate::lang::Lang::Zh => ["名次升降", "得分增减"],
        crate::lang::Lang::En => ["ranks won", "score change"],
    }
}

/// The heading of the response league.
pub const fn responses_heading(lang: crate::lang::Lang) -> [&'static str; 11] {
    match lang {
        crate::lang::Lang::Zh => [
            "名次",
            "组织",
            "需响应",
            "及时",
            "及时率",
            "现超时",
            "24小时内到时",
            "结转",
            "最久（时）",
            "半数（时）",
            "九成（时）",
        ],
        crate::lang::Lang::En => [
            "rank",
            "organisation",
            "due",
            "in time",
            "rate",
            "overdue now",
            "due in 24 h",
            "carried",
            "oldest h",
            "half h",
            "90% h",
        ],
    }
}

/// The heading of the table of requests.
pub const fn transfers_heading(lang: crate::lang::Lang) -> [&'static str; 8] {
    match lang {
        crate::lang::Lang::Zh => ["姓名", "身份证号", "转出", "转入", "环节", "应答组织", "时限", "预计超时"],
        crate::lang::Lang::En => ["name", "identity", "from", "to", "hop", "must answer", "time", "breach"],
    }
}

/// The heading of the table of chains.
pub const fn bounces_heading(lang: crate::lang::Lang) -> [&'static str; 4] {
    match lang {
        crate::lang::Lang::Zh => ["姓名", "身份证号", "来回", "最近发起"],
        crate::lang::Lang::En => ["name", "identity", "way", "last begun"],
    }
}

/// A whole number with its sign.
pub fn signed(number: i64) -> String {
    if number == 0 { "0".to_owned() } else { format!("{number:+}") }
}

/// Hundredths with their sign.
pub fn signed_score(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "+" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// Tenths as a decimal.
pub fn tenths(number: u32) -> String {
    format!("{}.{}", number / 10, number % 10)
}

/// The seconds left of a hop as words; an hour begun counts in full once it is over, and not at all before.
pub fn left(lang: crate::lang::Lang, seconds: i64) -> String {
    let over = (-seconds).div_euclid(3600) + i64::from((-seconds).rem_euclid(3600) > 0);
    match seconds {
        0.. => hours_left(lang, seconds / 3600),
        _ if over < 72 => hours_over(lang, over),
        _ => days_over(lang, over / 24),
    }
}
