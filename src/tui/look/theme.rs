//! Themes: what each role of the screen looks like, as TOML built in or beside the configuration.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use include_dir::{Dir, include_dir};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use super::ColourLevel;

/// What the cells of a chosen row carry where the row is marked instead of painted; it never reaches the terminal.
pub const CHOSEN: Modifier = Modifier::RAPID_BLINK;
/// The same in a pane that keys do not go to.
pub const RESTING: Modifier = Modifier::SLOW_BLINK;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// What a piece of the screen is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Ordinary text, and the ground of the whole screen.
    Text,
    /// What is secondary.
    Dim,
    /// Borders and rulings.
    Border,
    /// The border of the pane in focus.
    Focus,
    /// The title line.
    Title,
    /// A heading.
    Heading,
    /// The tab shown.
    Tab,
    /// The row under the cursor, in the pane in focus.
    Selection,
    /// The row under the cursor elsewhere.
    Rest,
    /// Well: met, reported.
    Good,
    /// To be watched.
    Warn,
    /// Weak: a finding, a step missed.
    Bad,
    /// The part of a name that matched, and marks.
    Match,
    /// A key in the hint line.
    Key,
    /// A text field.
    Field,
    /// The full part of a bar.
    Bar,
    /// The empty part of a bar.
    Trough,
}

impl Role {
    const ALL: [Self; 17] = [
        Self::Text,
        Self::Dim,
        Self::Border,
        Self::Focus,
        Self::Title,
        Self::Heading,
        Self::Tab,
        Self::Selection,
        Self::Rest,
        Self::Good,
        Self::Warn,
        Self::Bad,
        Self::Match,
        Self::Key,
        Self::Field,
        Self::Bar,
        Self::Trough,
    ];

    // Without colours a role must still be told from its neighbours.
    const fn plain(self) -> Modifier {
        match self {
            Self::Selection | Self::Tab => Modifier::REVERSED,
            Self::Rest | Self::Match | Self::Field => Modifier::UNDERLINED,
            Self::Bad | Self::Bar | Self::Title | Self::Heading | Self::Key | Self::Focus => Modifier::BOLD,
            Self::Dim | Self::Border | Self::Trough => Modifier::DIM,
            Self::Text | Self::Good | Self::Warn => Modifier::empty(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    zh: String,
    en: String,
    role: BTreeMap<Role, Paint>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Paint {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    underline: bool,
    #[serde(default)]
    reverse: bool,
}

/// Why a theme is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// Not such a file.
    #[error("theme {name}: {source}")]
    File {
        /// The theme.
        name: String,
        /// What the parser said.
        source: Box<toml::de::Error>,
    },
    /// A colour that is no colour.
    #[error("theme {name}: {colour} is not a colour")]
    Colour {
        /// The theme.
        name: String,
        /// The word.
        colour: String,
    },
}

/// A look for every role.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The file's stem, which the settings name.
    pub name: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// Reads a theme.
    ///
    /// # Errors
    /// An unknown role or field, or a word that is no colour.
    pub fn parse(name: &str, text: &str) -> Result<Self, ThemeError> {
        let file: File =
            toml::from_str(text).map_err(|source| ThemeError::File { name: name.into(), source: Box::new(source) })?;
        let colour = |word: &Option<String>| match word {
            None => Ok(None),
            Some(word) => Color::from_str(word)
                .map(Some)
                .map_err(|_| ThemeError::Colour { name: name.into(), colour: word.clone() }),
        };
        let mut styles = [Style::new(); Role::ALL.len()];
        for (role, paint) in &file.role {
            let style = &mut styles[*role as usize];
            (style.fg, style.bg) = (colour(&paint.fg)?, colour(&paint.bg)?);
            for (set, modifier) in [
                (paint.bold, Modifier::BOLD),
                (paint.underline, Modifier::UNDERLINED),
                (paint.reverse, Modifier::REVERSED),
            ] {
                if set {
                    *style = style.add_modifier(modifier);
                }
            }
        }
        Ok(Self { name: name.into(), zh: file.zh, en: file.en, styles })
    }

    /// The look of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The same for a slow line: nothing in the body is painted but by its signs, and a row that is chosen gets a mark.
    pub fn spare(&self) -> Self {
        let mut theme = self.clone();
        for role in Role::ALL {
            theme.styles[role as usize] = Style::new().add_modifier(match role {
                Role::Selection => CHOSEN,
                Role::Rest => RESTING,
                Role::Tab => Modifier::REVERSED,
                Role::Key | Role::Match => Modifier::BOLD,
                Role::Field => Modifier::UNDERLINED,
                _ => Modifier::empty(),
            });
        }
        theme
    }

    /// The same theme in the colours there are.
    pub fn fit(&self, level: ColourLevel) -> Self {
        let mut theme = self.clone();
        for role in Role::ALL {
            let style = &mut theme.styles[role as usize];
            *style = match level {
                ColourLevel::None => Style::new().add_modifier(role.plain()),
                level => level.fit(*style),
            };
        }
        theme
    }
}

/// The themes built in and those of a folder, which win by name; what could not be read is told, not fatal.
pub fn themes(folder: Option<&Path>) -> (Vec<Theme>, Vec<String>) {
    let mut found = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut take = |stem: &str, text: &str| match Theme::parse(stem, text) {
        Ok(theme) => drop(found.insert(stem.to_owned(), theme)),
        Err(error) => wrong.push(error.to_string()),
    };
    for file in BUILT_IN.files() {
        if let (Some(stem), Some(text)) = (file.path().file_stem(), file.contents_utf8()) {
            take(&stem.to_string_lossy(), text);
        }
    }
    for entry in folder.and_then(|folder| folder.read_dir().ok()).into_iter().flatten().flatten() {
        let path = entry.path();
        let Some(stem) = path.file_stem().filter(|_| path.extension().is_some_and(|ext| ext == "toml")) else {
            continue;
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => take(&stem.to_string_lossy(), &text),
            Err(error) => take(&stem.to_string_lossy(), &format!("# {error}")),
        }
    }
    // The order in which T goes through them: the default first.
    let rank = |name: &str| ["dark", "light", "contrast", "ansi"].iter().position(|n| *n == name).unwrap_or(9);
    let mut themes: Vec<Theme> = found.into_values().collect();
    themes.sort_by_key(|theme| rank(&theme.name));
    (themes, wrong)
}

/// The names of the themes built in and of those of a folder.
pub fn theme_names(folder: &Path) -> Vec<String> {
    themes(Some(folder)).0.into_iter().map(|theme| theme.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_are_whole() {
        let (themes, wrong) = themes(None);
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(themes.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["dark", "light", "contrast", "ansi"]);
        for theme in themes {
            for role in Role::ALL {
                assert_ne!(theme.style(role), Style::new(), "{} of {}", role as usize, theme.name);
            }
        }
    }

    #[test]
    fn a_folder_adds_and_overrides_and_a_bad_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("dark.toml"), "zh='夜'\nen='night'\n[role]\ntext={fg='red'}").unwrap();
        std::fs::write(folder.path().join("bad.toml"), "zh='x'\nen='x'\n[role]\ntext={fg='no such'}").unwrap();
        let (themes, wrong) = themes(Some(folder.path()));
        assert_eq!(themes[0].en, "night");
        assert_eq!(wrong, ["theme bad: no such is not a colour"]);
    }

    #[test]
    fn without_colours_the_cursor_still_shows() {
        let theme = themes(None).0[0].fit(ColourLevel::None);
        assert!(theme.style(Role::Selection).add_modifier.contains(Modifier::REVERSED));
        assert_eq!(theme.style(Role::Bad).fg, None);
    }
}
