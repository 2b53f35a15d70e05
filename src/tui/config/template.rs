//! The file that `config edit` begins with: every setting with what it takes, all of it a comment.

use std::fmt::Write;

use super::{Takes, settings};
use crate::lang::Lang;

/// A file that settles nothing yet.
pub fn template(lang: Lang) -> String {
    let mut out = String::new();
    let head = match lang {
        Lang::Zh => {
            "# mingmai 的设置。去掉行首的 # 即生效; mingmai config check 检查, mingmai config show 查看现行的值。\n\
             # 命令行 > 环境变量 > 本文件 > 程序自行判断。\n"
        }
        Lang::En => {
            "# Settings of mingmai. Take away a # to settle something; mingmai config check checks the file, and\n\
             # mingmai config show says what is in force. Command line > environment > this file > what is found out.\n"
        }
    };
    out.push_str(head);
    for setting in settings() {
        let example = match setting.takes {
            Takes::Theme => "\"dark\"".to_owned(),
            Takes::Words(words) => format!("\"{}\"", words.first().copied().unwrap_or_default()),
            Takes::Flag | Takes::Minutes(_) | Takes::Days(_) => setting.otherwise(lang).to_owned(),
            Takes::Text => "\"\"".to_owned(),
        };
        let _ = write!(out, "\n# {}: {}\n# {} = {example}\n", setting.about(lang), setting.takes(lang), setting.name);
    }
    let rest = match lang {
        Lang::Zh => {
            "\n# 按键: 命令的 id (mingmai keys 列出) = 一个或几个按键; 空格隔开的是连按, \"<disabled>\" 停用。\n\
             # [keys]\n# list.top = [\"g g\", \"Home\"]\n# triage.group = \"<disabled>\"\n\
             \n# 视图: 有名称的问题筛选, 列在组织树旁边。\n\
             # [[view]]\n# name = \"一周以上的空心团支部\"\n# filter = \"rule:hollow-branch age>7d -snoozed\"\n"
        }
        Lang::En => {
            "\n# Keys: the id of a command (mingmai keys lists them) and one key or several; a space between keys is\n\
             # a chord, \"<disabled>\" takes a command's keys away.\n\
             # [keys]\n# list.top = [\"g g\", \"Home\"]\n# triage.group = \"<disabled>\"\n\
             \n# Views: filters of findings with a name, shown beside the tree.\n\
             # [[view]]\n# name = \"hollow for over a week\"\n# filter = \"rule:hollow-branch age>7d -snoozed\"\n"
        }
    };
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    #[test]
    fn it_settles_nothing_and_is_sound_without_its_signs() {
        for lang in [Lang::Zh, Lang::En] {
            let text = template(lang);
            assert!(Config::read(&text).values.is_empty());
            // Lines of settings have one sign, and a letter or a bracket after it; comments in words have more of them.
            let bare = |line: &str| {
                let inner = line.strip_prefix("# ").unwrap_or(line);
                let is_toml =
                    inner.starts_with('[') || inner.contains(" = ") && !inner.contains(": ") && !inner.contains("...");
                let by = inner.starts_with("by =");
                if is_toml && !by { inner.to_owned() } else { String::new() }
            };
            let config = Config::read(&text.lines().map(bare).collect::<Vec<_>>().join("\n"));
            assert_eq!(config.mistakes, [], "{text}");
            assert_eq!(config.values.len(), settings().len() - 1);
            assert_eq!((config.keys.len(), config.views.len()), (2, 1));
        }
    }
}
