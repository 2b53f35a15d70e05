//! The sentences about the terminal itself: its clipboard, the editor, slow lines, consoles.

crate::texts! {
    clip_title() { "发往终端的剪贴板", "Send to the terminal's clipboard" }
    clip_person() { "姓名和证件号码（掩码）", "name and masked identity" }
    clip_finding() { "这个问题", "this finding" }
    clip_name() { "组织名称", "name" }
    clip_code() { "组织代码", "code" }
    clip_path() { "组织路径", "path" }
    clip_line() { "这一行", "this row" }
    clip_table() { "整张表", "the whole table" }
    clip_misses() { "照此会误期的下级", "the children that will miss it" }
    rows(count: usize) { "{count} 行", "{count} rows" }
    table_rows(count: usize) { "表格 {count} 行", "a table of {count} rows" }
    first_rows(count: usize, of: usize) {
        "前 {count} 行（共 {of} 行，终端只收这么多）", "the first {count} of {of} rows, all that a terminal takes"
    }
    sent_to_terminal(what: &str) { "已发往终端的剪贴板：{what}", "sent to the terminal's clipboard: {what}" }
    sent_through_tmux(what: &str) {
        "已经 tmux 发往终端的剪贴板：{what}", "sent through tmux to the terminal's clipboard: {what}"
    }
    code() { "组织代码", "code" }
    since() { "自", "since" }
    step() { "节点", "step" }
    title() { "事项", "what" }
    value() { "现值", "value" }
    behind() { "差额", "behind" }
    request() { "申请编号", "request" }
    from() { "转出", "from" }
    to() { "转入", "to" }
    answer_by() { "答复期限", "answer by" }
    filter() { "筛选条件", "filter" }
    times() { "次数", "times" }
    begins() { "开始", "begins" }
    kind() { "类别", "kind" }
    entry() { "办理编号", "entry" }
    refused() { "不能办", "refused" }
    no_editor() {
        "没有设置编辑器：请设置环境变量 VISUAL 或 EDITOR", "no editor is named: set VISUAL or EDITOR in the environment"
    }
    editor_failed(editor: &str, why: &str) {
        "编辑器 {editor} 没有正常结束（{why}），原文未改", "the editor {editor} failed ({why}); the text is as it was"
    }
    editor_file(why: &str) {
        "编辑用的文件不能写读（{why}），原文未改", "the file to edit cannot be written or read ({why}); the text is as it was"
    }
    editor_cut(most: usize) { "只取前 {most} 个字", "only the first {most} characters are taken" }
    console() {
        "Linux 控制台不能显示汉字：界面用英文和 ASCII",
        "The Linux console cannot draw Han: English and ASCII are used, and names will not be readable"
    }
    not_utf8() {
        "区域设置不是 UTF-8：界面用英文和 ASCII",
        "The locale is not UTF-8: English and ASCII are used; set LC_ALL=C.UTF-8 to see names"
    }
}
