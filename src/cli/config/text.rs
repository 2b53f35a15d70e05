//! What the verbs about settings say.

use crate::lang::{Lang, texts};

texts! {
    /// A file without mistakes.
    sound(path: &str, settings: usize, keys: usize, views: usize) {
        "{path} ：没有错误（设置 {settings}，按键 {keys}，视图 {views}）",
        "{path}: sound ({settings} settings, {keys} bindings, {views} views)"
    }
    /// There is no file.
    none(path: &str) { "没有 {path} ；用 mingmai config edit 新建。", "there is no {path}; mingmai config edit makes one." }
    /// How many mistakes.
    mistakes(count: usize) { "{count} 处错误未采用，其余照用。", "{count} mistakes are not taken; the rest holds." }
    /// One line about a file with mistakes, for whoever only wanted something else.
    ignored(count: usize, first: &str) {
        "设置中有 {count} 处未采用（mingmai config check 全部列出）：{first}",
        "{count} of the settings not taken (mingmai config check lists them): {first}"
    }
    /// No editor.
    no_editor() {
        "不知道用哪个编辑器：请设 $VISUAL 或 $EDITOR，或直接修改 mingmai config path 指出的文件",
        "there is no telling which editor: set $VISUAL or $EDITOR, or change the file that mingmai config path names"
    }
    /// The editor failed.
    editor_failed(editor: &str, why: &str) { "编辑器 {editor} 没有正常结束：{why}", "the editor {editor} failed: {why}" }
    /// Said on the command line.
    by_flag(flag: &str) { "命令行 {flag}", "command line, {flag}" }
    /// Said by the environment.
    by_env(name: &str) { "环境变量 ${name}", "environment, ${name}" }
    /// Said by the file.
    by_file(file: &str, line: usize) { "{file} 第 {line} 行", "{file}, line {line}" }
}

/// The heading of the table of settings.
pub const fn heading(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => ["设置", "现行的值", "来自"],
        Lang::En => ["setting", "in force", "said by"],
    }
}
