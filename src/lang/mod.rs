//! Every sentence a person reads, Chinese and English side by side, checked when the program is compiled.

pub mod pinyin;

use crate::model::Labelled;

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// One of two texts.
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// What stands between a name and what is said of it. Before a path or a code a blank keeps the wide sign off it, so that
    /// it can be taken whole with two clicks.
    pub fn colon(self, next: &str) -> &'static str {
        match self {
            Self::En => ": ",
            Self::Zh if next.starts_with(|c: char| c.is_ascii()) => "： ",
            Self::Zh => "：",
        }
    }

    /// The word for a value of a roster's list.
    pub fn word<L: Labelled>(self, value: L) -> &'static str {
        self.pick(value.zh(), value.en())
    }

    /// The language of a POSIX locale (`LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set): Chinese where it says so.
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }
}

/// Declares texts: each a function of a [`Lang`] and its named parts.
///
/// A missing language or part is a compile error. A text without parts is a `&'static str`, one with parts a `String`.
///
/// ```
/// use mingmai::lang::{Lang, texts};
/// texts! {
///     /// The title.
///     title() { "组织", "Organisations" }
///     /// How many rows were refused.
///     refused(count: usize) { "退回 {count} 行", "{count} rows refused" }
/// }
/// assert_eq!(title(Lang::Zh), "组织");
/// assert_eq!(refused(Lang::En, 3), "3 rows refused");
/// ```
#[macro_export]
macro_rules! texts {
    () => {};
    ($(#[$meta:meta])* $name:ident() { $zh:literal, $en:literal } $($rest:tt)*) => {
        $(#[$meta])*
        pub const fn $name(lang: $crate::lang::Lang) -> &'static str {
            lang.pick($zh, $en)
        }
        $crate::texts! { $($rest)* }
    };
    ($(#[$meta:meta])* $name:ident($($part:ident: $kind:ty),+ $(,)?) { $zh:literal, $en:literal } $($rest:tt)*) => {
        $(#[$meta])*
        #[allow(clippy::too_many_arguments)]
        pub fn $name(lang: $crate::lang::Lang, $($part: $kind),+) -> String {
            match lang {
                $crate::lang::Lang::Zh => format!($zh, $($part = $part),+),
                $crate::lang::Lang::En => format!($en, $($part = $part),+),
            }
        }
        $crate::texts! { $($rest)* }
    };
}
pub use texts;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        for (locale, lang) in [("zh_CN.UTF-8", Lang::Zh), ("zh", Lang::Zh), ("C", Lang::En), ("en_GB.UTF-8", Lang::En)]
        {
            assert_eq!(Lang::of_locale(locale), lang);
        }
    }
}
