//! The sentences of erasing a person.

crate::texts! {
    name() { "抹除个人", "erase the person" }
    title(name: &str, number: &str) { "抹除 {name} {number}", "Erase {name} {number}" }
    rows(members: u64, posts: u64, payments: u64, transfers: u64, conduct: u64) {
        "删去：团员 {members} 行，团干部 {posts} 行，团费 {payments} 笔，转接 {transfers} 件，奖惩 {conduct} 条",
        "taken out: {members} member rows, {posts} cadre rows, {payments} payments, {transfers} transfers, {conduct} honours and penalties"
    }
    entries(count: u64) {
        "日志里 {count} 条的个人信息再也读不出来；条目本身还在",
        "{count} entries of the journal lose their personal cells for good; the entries stay"
    }
    covered(path: &str) { "再也读不出这个人：{path}", "no longer tells of this person: {path}" }
    readable(path: &str) { "仍读得出这个人，请删除：{path}", "still tells of this person, remove it: {path}" }
    elsewhere() {
        "别处的备份同样读不出；之前复制走的名册目录或导出的人员密钥仍读得出",
        "backups kept elsewhere lose them too; a copy of the directory or of the keyring of persons made before does not"
    }
    nothing() { "名册里没有这个人；备份里的仍会抹除", "the register knows nothing of this person; in backups they are erased all the same" }
    field_end() { "证件号末四位", "last four" }
    hint_end() { "再输一遍，以示无误", "of the number, to be sure" }
    hint_reason() { "写明理由，记入日志；不要写姓名和号码", "it is journalled: neither name nor number" }
    no_reason() { "须写明理由，200 字以内", "a reason is asked for, of 200 letters at most" }
    differs() { "与证件号末四位不符", "these are not the last four of the number" }
    help(accept: &str, close: &str) { "此事不能撤销。{accept} 抹除，{close} 放弃", "This cannot be taken back. {accept} erases, {close} gives up" }
    under_way() { "正在抹除，可照常查看", "being erased; look at anything meanwhile" }
    done(entry: u64) { "已抹除；日志第 {entry} 条", "erased; entry {entry} of the journal" }
}
