//! What the verbs about programmes say.

use crate::lang::{Lang, texts};

texts! {
    /// A file that can be used.
    sound(id: &str, title: &str, tasks: usize, steps: usize, measured: usize) {
        "可用：{id} {title}，{tasks} 项任务，{steps} 个节点，其中 {measured} 个由名册核算",
        "sound: {id} {title}, {tasks} tasks, {steps} steps, {measured} of them worked out from the rosters"
    }
    /// The id is taken.
    built_in(id: &str) {
        "任务书 {id} 随程序发布，不能替换；请另取 id", "programme {id} comes with the program and stays; choose another id"
    }
    /// It is new.
    added(id: &str) {
        "已收入任务书 {id}；用 mingmai tasks --programme {id} 查看", "programme {id} added; see mingmai tasks --programme {id}"
    }
    /// It replaced an earlier text.
    replaced(id: &str) {
        "任务书 {id} 已换成新的文本；已定格的判定不变", "programme {id} has its new text; frozen verdicts stay"
    }
    /// The same text.
    unchanged(id: &str) { "任务书 {id} 未变", "programme {id} is unchanged" }
    /// It comes with the program.
    of_program() { "随程序", "built in" }
    /// Somebody added it.
    of_register() { "自建", "own" }
}

/// Where a programme comes from.
pub fn origin(lang: Lang, built_in: bool) -> &'static str {
    if built_in { of_program(lang) } else { of_register(lang) }
}

/// The heading of the table of programmes.
pub fn heading(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Zh => ["任务书", "名称", "期限", "来源", "任务", "节点", "可核算"],
        Lang::En => ["id", "title", "due", "origin", "tasks", "steps", "measured"],
    }
}
