//! The settings: one table that the reader, the schema, `config show` and README go by.

use std::fmt::{self, Write};

use compact_str::CompactString;

use crate::lang::Lang;
use crate::tui::look::ColourLevel;
use crate::tui::{Ambiguous, Clipboard, Options};

/// A value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A word or a text.
    Word(CompactString),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(u16),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// The name of a theme.
    Theme,
    /// One of these words.
    Words(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number of minutes, at most so many.
    Minutes(u16),
    /// A number of days, at most so many.
    Days(u16),
    /// A text.
    Text,
}

/// Something that can be settled.
#[derive(Debug)]
pub struct Setting {
    /// `reduced-motion`.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// The option of the command line that says the same.
    pub flag: Option<&'static str>,
    /// The environment variable that says the same.
    pub env: Option<&'static str>,
    about: [&'static str; 2],
    otherwise: [&'static str; 2],
    set: fn(&mut Options, &Value),
    get: fn(&Options) -> String,
}

impl Setting {
    /// What it settles, in a sentence.
    pub const fn about(&self, lang: Lang) -> &'static str {
        lang.pick(self.about[0], self.about[1])
    }

    /// What holds where nobody says anything.
    pub const fn otherwise(&self, lang: Lang) -> &'static str {
        lang.pick(self.otherwise[0], self.otherwise[1])
    }

    /// Settles it.
    pub fn set(&self, options: &mut Options, value: &Value) {
        (self.set)(options, value);
    }

    /// How it is settled.
    pub fn get(&self, options: &Options) -> String {
        (self.get)(options)
    }

    /// The setting of a name.
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|setting| setting.name == name)
    }

    /// What it takes, in words.
    pub fn takes(&self, lang: Lang) -> String {
        match self.takes {
            Takes::Theme => lang.pick("主题名称", "the name of a theme").to_owned(),
            Takes::Words(words) => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "),
            Takes::Flag => "true, false".to_owned(),
            Takes::Minutes(most) => match lang {
                Lang::Zh => format!("分钟数，0 到 {most}"),
                Lang::En => format!("minutes, 0 to {most}"),
            },
            Takes::Days(most) => match lang {
                Lang::Zh => format!("天数，0 到 {most}"),
                Lang::En => format!("days, 0 to {most}"),
            },
            Takes::Text => lang.pick("文字", "a text").to_owned(),
        }
    }
}

/// The settings there are.
pub const fn settings() -> &'static [Setting] {
    ALL
}

const COLOURS: [(&str, ColourLevel); 4] = [
    ("none", ColourLevel::None),
    ("16", ColourLevel::Sixteen),
    ("256", ColourLevel::TwoFiftySix),
    ("rgb", ColourLevel::True),
];
const WIDTHS: [(&str, Ambiguous); 3] =
    [("auto", Ambiguous::Auto), ("narrow", Ambiguous::Narrow), ("wide", Ambiguous::Wide)];

const CLIPBOARDS: [(&str, Clipboard); 3] =
    [("auto", Clipboard::Auto), ("osc52", Clipboard::Osc52), ("off", Clipboard::Off)];

fn word_of<T: PartialEq>(words: &[(&str, T)], value: &T) -> String {
    words.iter().find(|(_, known)| known == value).map_or_else(String::new, |(word, _)| (*word).to_owned())
}

const ALL: &[Setting] = &[
    Setting {
        name: "language",
        takes: Takes::Words(&["zh", "en"]),
        flag: Some("--lang"),
        env: None,
        about: ["界面语言", "the language"],
        otherwise: ["按系统区域设置", "by the locale"],
        set: |options, value| options.lang = if value.to_string() == "zh" { Lang::Zh } else { Lang::En },
        get: |options| options.lang.pick("zh", "en").to_owned(),
    },
    Setting {
        name: "by",
        takes: Takes::Text,
        flag: Some("--by"),
        env: Some("MINGMAI_BY"),
        about: ["经办的岗位或委员会", "who acts: a post or a committee"],
        otherwise: ["办理时再问", "asked for when somebody acts"],
        set: |options, value| options.by = value.to_string(),
        get: |options| options.by.clone(),
    },
    Setting {
        name: "theme",
        takes: Takes::Theme,
        flag: Some("--theme"),
        env: Some("MINGMAI_THEME"),
        about: ["主题", "the theme"],
        otherwise: ["dark；16 色以下为 ansi", "dark; ansi with sixteen colours or fewer"],
        set: |options, value| options.theme = Some(value.to_string()),
        get: |options| options.worn().to_owned(),
    },
    Setting {
        name: "glyphs",
        takes: Takes::Words(&["unicode", "ascii"]),
        flag: Some("--ascii"),
        env: None,
        about: ["边框和符号用哪一套", "what frames and signs are drawn with"],
        otherwise: ["unicode；区域设置不是 UTF-8 时为 ascii", "unicode; ascii where the locale is not UTF-8"],
        set: |options, value| options.ascii = value.to_string() == "ascii",
        get: |options| if options.ascii { "ascii" } else { "unicode" }.to_owned(),
    },
    Setting {
        name: "colours",
        takes: Takes::Words(&["none", "16", "256", "rgb"]),
        flag: None,
        env: Some("NO_COLOR"),
        about: ["用多少种颜色", "how many colours are used"],
        otherwise: ["按 COLORTERM 和 TERM", "by COLORTERM and TERM"],
        set: |options, value| {
            let word = value.to_string();
            if let Some((_, level)) = COLOURS.iter().find(|(known, _)| *known == word) {
                options.color = *level;
            }
        },
        get: |options| word_of(&COLOURS, &options.color),
    },
    Setting {
        name: "ambiguous-width",
        takes: Takes::Words(&["auto", "narrow", "wide"]),
        flag: None,
        env: None,
        about: ["宽度不定的符号占一列还是两列", "how wide the terminal draws glyphs of ambiguous width"],
        otherwise: ["auto：启动时问终端", "auto: the terminal is asked at the start"],
        set: |options, value| {
            let word = value.to_string();
            if let Some((_, width)) = WIDTHS.iter().find(|(known, _)| *known == word) {
                options.ambiguous = *width;
            }
        },
        get: |options| word_of(&WIDTHS, &options.ambiguous),
    },
    Setting {
        name: "mouse",
        takes: Takes::Flag,
        flag: Some("--no-mouse"),
        env: None,
        about: ["是否使用鼠标", "whether the program listens to the mouse"],
        otherwise: ["true", "true"],
        set: |options, value| options.mouse = *value == Value::Flag(true),
        get: |options| options.mouse.to_string(),
    },
    Setting {
        name: "reduced-motion",
        takes: Takes::Flag,
        flag: Some("--reduced-motion"),
        env: None,
        about: ["不要转动的标志", "no spinner"],
        otherwise: ["false", "false"],
        set: |options, value| options.reduced_motion = *value == Value::Flag(true),
        get: |options| options.reduced_motion.to_string(),
    },
    Setting {
        name: "low-bandwidth",
        takes: Takes::Flag,
        flag: Some("--low-bandwidth"),
        env: Some("MINGMAI_LOW_BANDWIDTH"),
        about: [
            "线路慢时用：正文不用颜色，选中的行只画 >，一次一栏，没有转动的标志",
            "for slow lines: no colours in the body, > for the row chosen, one pane at a time, no spinner",
        ],
        otherwise: ["false", "false"],
        set: |options, value| options.low_bandwidth = *value == Value::Flag(true),
        get: |options| options.low_bandwidth.to_string(),
    },
    Setting {
        name: "clipboard",
        takes: Takes::Words(&["auto", "osc52", "off"]),
        flag: None,
        env: None,
        about: ["复制的文字怎样发往终端的剪贴板", "how text goes to the clipboard of the terminal"],
        otherwise: ["auto：在 tmux 里经 tmux，否则 OSC 52", "auto: through tmux inside of it, else as OSC 52"],
        set: |options, value| {
            let word = value.to_string();
            if let Some((_, way)) = CLIPBOARDS.iter().find(|(known, _)| *known == word) {
                options.clipboard = *way;
            }
        },
        get: |options| word_of(&CLIPBOARDS, &options.clipboard),
    },
    Setting {
        name: "lock-after",
        takes: Takes::Minutes(1440),
        flag: Some("--lock-after"),
        env: None,
        about: [
            "加密名册多少分钟无按键后锁定，0 为不锁",
            "minutes without a key after which a sealed register is locked; 0 never",
        ],
        otherwise: ["10", "10"],
        set: |options, value| {
            if let Value::Number(minutes) = value {
                options.lock_after = *minutes;
            }
        },
        get: |options| options.lock_after.to_string(),
    },
    Setting {
        name: "backup-days",
        takes: Takes::Days(3650),
        flag: Some("--backup-days"),
        env: Some("MINGMAI_BACKUP_DAYS"),
        about: [
            "程序开着时每隔几天自行备份，0 为不备份",
            "every how many days a register is backed up while the program is open; 0 never",
        ],
        otherwise: ["1", "1"],
        set: |options, value| {
            if let Value::Number(days) = value {
                options.backup_days = *days;
            }
        },
        get: |options| options.backup_days.to_string(),
    },
];

/// The settings as a table of Markdown, for README.
pub fn table(lang: Lang) -> String {
    let mut out = lang
        .pick(
            "| 设置 | 值 | 作用 | 未设时 | 也可用 |\n",
            "| setting | takes | what it settles | otherwise | also said by |\n",
        )
        .to_owned();
    out.push_str("|---|---|---|---|---|\n");
    for setting in ALL {
        let env = setting.env.map(|name| format!("${name}"));
        let also: Vec<String> =
            setting.flag.map(str::to_owned).into_iter().chain(env).map(|word| format!("`{word}`")).collect();
        let (takes, about, otherwise) = (setting.takes(lang), setting.about(lang), setting.otherwise(lang));
        let _ = writeln!(out, "| `{}` | {takes} | {about} | {otherwise} | {} |", setting.name, also.join(" "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_set_and_read_back() {
        for setting in settings() {
            let values: Vec<Value> = match setting.takes {
                Takes::Words(words) => words.iter().map(|word| Value::Word((*word).into())).collect(),
                Takes::Flag => vec![Value::Flag(true), Value::Flag(false)],
                Takes::Minutes(most) | Takes::Days(most) => vec![Value::Number(0), Value::Number(most)],
                Takes::Theme | Takes::Text => vec![Value::Word("light".into())],
            };
            for value in values {
                let mut options = Options::from_env(|_| None);
                setting.set(&mut options, &value);
                assert_eq!(setting.get(&options), value.to_string(), "{}", setting.name);
            }
            assert!(!setting.about(Lang::Zh).is_ascii() && setting.about(Lang::En).is_ascii(), "{}", setting.name);
        }
    }
}
