//! The sentences of the first run.

crate::texts! {
    welcome() { "命脉：让每一个团支部都活起来", "mingmai: every branch alive" }
    welcome_more() {
        "这台电脑上还没有名册。可以先看演示，再导入自己的花名册；数据只留在本机。",
        "There is no register on this computer yet. Look at the demonstration first, then import your own rosters; the data stays on this machine."
    }
    way_demo() { "打开演示县", "Open the demonstration county" }
    way_demo_more() { "虚构的组织和团员，附五站导览", "made up, with a guided tour" }
    way_import() { "导入花名册", "Import rosters" }
    way_import_more() { "xlsx、xls 或 csv；退回的行会列出", "xlsx, xls, csv; refusals are listed" }
    way_empty() { "空名册", "An empty register" }
    way_empty_more() { "以后再导入", "import later" }
    way_keys() { "看看按键", "Read the keys" }
    way_keys_more() { "能做的事都在这里", "everything that can be done" }
    opening() { "正在准备名册", "The register is being made ready" }
    ask_rosters() { "花名册所在的文件或文件夹", "The file or folder of the rosters" }
    ask_rosters_hint() { "例如 /home/me/花名册", "for instance /home/me/rosters" }
    paths_help(complete: &str, take: &str) {
        "{complete} 填入选中的，{take} 导入；csv、xlsx、xls 或装着它们的文件夹",
        "{complete} takes what is under the cursor, {take} imports; csv, xlsx, xls, or a folder of them"
    }
    no_paths() { "这里没有花名册文件或文件夹", "no roster and no folder of that name here" }
    imported_title(refused: u64) { "导入结果：退回 {refused} 行", "Imported: {refused} rows refused" }
    imported_whole() { "导入结果：全部收下", "Imported: every row was taken" }
    imported_file(accepted: u32, refused: u32) { "收 {accepted} 退 {refused}", "{accepted} in, {refused} refused" }
    imported_more(count: usize) { "另外 {count} 行略去；改好后再导入一次即可", "{count} more; correct them and import again" }
}
