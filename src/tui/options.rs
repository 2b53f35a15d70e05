//! What the command line, the environment and the terminal say about the screen.

use std::path::PathBuf;

use super::app::Settings;
use super::clip::Clipboard;
use super::command::Keymap;
use super::config::View;
use super::lock::Lock;
use super::look::{ColourLevel, Glyphs, Look, themes};
use super::notices::Notices;
use super::term::Host;
use super::text;
use crate::lang::Lang;

/// How wide the terminal draws glyphs of ambiguous width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// Asked once, at the start.
    #[default]
    Auto,
    /// One column.
    Narrow,
    /// Two columns.
    Wide,
}

/// What the screen shall be like.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language.
    pub lang: Lang,
    /// The theme, by name; the first where there is none such.
    pub theme: Option<String>,
    /// Nothing but ASCII in the frame.
    pub ascii: bool,
    /// Listen to the mouse.
    pub mouse: bool,
    /// How many colours there are.
    pub color: ColourLevel,
    /// How wide ambiguous glyphs are drawn.
    pub ambiguous: Ambiguous,
    /// No spinner.
    pub reduced_motion: bool,
    /// As few bytes as can be: for slow lines.
    pub low_bandwidth: bool,
    /// How text goes to the clipboard of the terminal.
    pub clipboard: Clipboard,
    /// What the program runs in.
    pub host: Host,
    /// A folder with themes of the user's own.
    pub themes: Option<PathBuf>,
    /// Who acts; asked for where nobody is named.
    pub by: String,
    /// How the screen of a sealed register is locked.
    pub lock: Option<Lock>,
    /// Days after which the newest backup is too old; 0 never.
    pub backup_days: u16,
    /// Minutes without a key after which a sealed register is locked; 0 never.
    pub lock_after: u16,
    /// Which keys give which command.
    pub keys: Keymap,
    /// Saved views of findings.
    pub views: Vec<View>,
    /// The file of settings, for views that are kept from now on.
    pub config: Option<PathBuf>,
    /// Whether the guided tour begins once the register is read.
    pub tour: bool,
    /// What of the configuration is not taken, as one line.
    pub ignored: Option<String>,
    /// What threads in the background have to say.
    pub notices: Notices,
}

impl Options {
    /// Reads the environment: the locale, `NO_COLOR`, `COLORTERM`, `TERM`.
    ///
    /// A locale that is not UTF-8 gets English and ASCII: Han would come out as rubbish.
    pub fn from_env(var: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| var(name).filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default();
        let words = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default();
        let lower = locale.to_ascii_lowercase();
        let utf8 = cfg!(windows) || lower.contains("utf-8") || lower.contains("utf8");
        let console = var("TERM").is_some_and(|term| term == "linux");
        let lang = if utf8 && !console { Lang::of_locale(&words) } else { Lang::En };
        Self {
            lang,
            theme: None,
            ascii: !utf8 || console,
            mouse: true,
            color: ColourLevel::of_env(&var),
            ambiguous: Ambiguous::Auto,
            reduced_motion: false,
            low_bandwidth: false,
            clipboard: Clipboard::Auto,
            host: Host::of_env(&var, utf8),
            themes: None,
            by: String::new(),
            lock: None,
            backup_days: 1,
            lock_after: 10,
            keys: Keymap::default(),
            views: Vec::new(),
            config: None,
            tour: false,
            ignored: None,
            notices: Notices::default(),
        }
    }

    /// The name of the theme to wear; where nobody named one, what the user's palette can show faithfully.
    pub(super) fn worn(&self) -> &str {
        self.theme.as_deref().unwrap_or(if self.color <= ColourLevel::Sixteen { "ansi" } else { "dark" })
    }

    /// The settings and the look that follow, and what was wrong with themes.
    pub(super) fn settle(&self) -> (Settings, Look, Vec<String>) {
        let (themes, mut wrong) = themes(self.themes.as_deref());
        wrong.extend(self.ignored.clone());
        if self.host.console {
            wrong.push(text::craft::console(self.lang).to_owned());
        } else if self.host.foreign {
            wrong.push(text::craft::not_utf8(self.lang).to_owned());
        }
        let wanted = self.worn();
        let at = themes.iter().position(|theme| theme.name == wanted);
        if at.is_none() {
            wrong.push(text::no_such_theme(self.lang, wanted));
        }
        let theme = at.unwrap_or_default();
        let wide = self.ambiguous == Ambiguous::Wide;
        let glyphs: &'static Glyphs = match (self.ascii, wide) {
            (true, _) => &Glyphs::ASCII,
            (false, true) => &Glyphs::SAFE,
            (false, false) => &Glyphs::UNICODE,
        };
        let settings = Settings {
            themes,
            theme,
            level: self.color,
            mouse: self.mouse,
            still: self.reduced_motion || self.low_bandwidth,
            low: self.low_bandwidth,
            clipboard: self.clipboard,
            host: self.host,
        };
        let look = Look { theme: settings.worn(), glyphs, wide, lang: self.lang };
        (settings, look, wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_decides_language_and_glyphs() {
        let of = |locale: &str| {
            let options = Options::from_env(|name| (name == "LANG").then(|| locale.to_owned()));
            (options.lang, options.ascii)
        };
        assert_eq!(of("zh_CN.UTF-8"), (Lang::Zh, false));
        assert_eq!(of("en_GB.utf8"), (Lang::En, false));
        assert_eq!(of("zh_CN.GBK"), (Lang::En, true));
        assert_eq!(of("C"), (Lang::En, true));
    }
}
