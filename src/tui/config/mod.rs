//! `config.toml`: what an operator settles once: the look, the keys, views of findings.
//!
//! A mistake never stops the program. Whatever else the file says holds, and the mistake is told with its line.

mod arrange;
mod keys;
mod mistake;
mod read;
mod schema;
mod setting;
mod template;
mod write;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::desk::Filter;
use crate::tui::command::Keymap;

pub use arrange::{Arrange, arrange};
pub use mistake::{Mistake, Wrong};
pub use schema::schema;
pub use setting::{Setting, Takes, Value, settings, table};
pub use template::template;
pub use write::{NotSaved, Turned, put_back, save_view};

/// The largest file that is read: more is no configuration.
const LARGEST: u64 = 1 << 20;

/// A value and where in the file it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
}

/// Keys for a command, as the file writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The id of the command.
    pub id: String,
    /// Where the id stands.
    pub place: (usize, usize),
    /// The keys.
    pub keys: Vec<Said<String>>,
}

/// A named filter of findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: Said<String>,
    /// The filter.
    pub filter: Said<String>,
}

/// What a file says, and what of it is not taken.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Where it was looked for.
    pub path: PathBuf,
    /// Whether there is one.
    pub exists: bool,
    /// What is settled, by the name of the setting.
    pub values: BTreeMap<&'static str, Said<Value>>,
    /// Keys, in the order of the file.
    pub keys: Vec<Binding>,
    /// The keys in force once [`check`](Self::check) has looked at those of the file.
    pub keymap: Keymap,
    /// Views, in the order of the file.
    pub views: Vec<View>,
    /// What is not taken.
    pub mistakes: Vec<Mistake>,
}

impl Config {
    /// Reads a file; where there is none, nothing is settled.
    pub fn load(path: &Path) -> Self {
        let none = Self { path: path.to_owned(), ..Self::default() };
        match text_of(path) {
            Ok(text) => Self { path: path.to_owned(), exists: true, ..Self::read(&text) },
            Err(error) if error.kind() == io::ErrorKind::NotFound => none,
            Err(error) => Self {
                exists: true,
                mistakes: vec![Mistake {
                    line: 1,
                    column: 1,
                    said: String::new(),
                    wrong: Wrong::Unreadable(error.to_string()),
                }],
                ..none
            },
        }
    }

    /// What a text says. Names that only others know (of themes, of rules) are not looked at: see [`check`](Self::check).
    pub fn read(text: &str) -> Self {
        read::read(text)
    }

    /// Takes out what cannot be, now that the themes there are are known.
    pub fn check(&mut self, themes: &[String]) {
        let unknown =
            |said: &Said<Value>| matches!(&said.value, Value::Word(name) if !themes.iter().any(|known| known == name));
        if let Some(said) = self.values.get("theme").filter(|said| unknown(said)).cloned() {
            self.values.remove("theme");
            let near = mistake::near(&said.value.to_string(), themes.iter().map(String::as_str));
            let wrong = Wrong::NotAmong(themes.to_vec(), near);
            self.mistakes.push(Mistake::of("theme", &said, wrong));
        }
        let wrong = |view: &View| {
            let error = Filter::parse(&view.filter.value).err()?;
            let column = view.filter.column + error.column(&view.filter.value);
            let said = mistake::shown(&format!("filter = '{}'", view.filter.value));
            Some(Mistake { line: view.filter.line, column, said, wrong: Wrong::Filter(error) })
        };
        let mistakes: Vec<Mistake> = self.views.iter().filter_map(wrong).collect();
        self.views.retain(|view| wrong(view).is_none());
        self.mistakes.extend(mistakes);
        let (keymap, mistakes) = keys::bind(&self.keys);
        self.keymap = keymap;
        self.mistakes.extend(mistakes);
        self.sort();
    }

    fn sort(&mut self) {
        self.mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    }

    /// The name of the file without its folders.
    pub fn file(&self) -> String {
        self.path.file_name().map_or_else(|| "config.toml".to_owned(), |name| name.to_string_lossy().into_owned())
    }
}

fn text_of(path: &Path) -> io::Result<String> {
    let about = std::fs::metadata(path)?;
    // A pipe would keep the program waiting.
    if !about.is_file() || about.len() > LARGEST {
        return Err(io::Error::other("not a file of at most 1 MiB"));
    }
    std::fs::read_to_string(path)
}
