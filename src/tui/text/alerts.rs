//! The sentences of the alerts.

crate::texts! {
    alerts_title() { "值得核实", "Worth checking" }
    alerts_looking(percent: u32, key: &str) { "正在逐行查看 {percent}%，{key} 取消", "looking through the rows, {percent}%; {key} cancels" }
    alerts_none() { "没有值得核实的情形。查过：", "Nothing worth checking. Looked for:" }
    alert_kind() { "情形", "pattern" }
    alert_day() { "日期", "day" }
    alert_count() { "数量", "count" }
    alert_says() { "看到", "seen" }
    alert_perhaps() { "也许是", "perhaps" }
    alert_rows(count: usize) { "涉及 {count} 行", "{count} rows" }
    alert_rows_of(shown: usize, count: usize) { "涉及 {count} 行，列出前 {shown} 行", "the first {shown} of {count} rows" }
    alert_name() { "姓名", "name" }
    alert_id() { "证件", "identity" }
    alert_come() { "来", "came" }
    alert_gone() { "离开", "gone" }
    alert_other() { "来处或去处", "from or to" }
    off_roster() { "不在名册", "on no roster" }
}
