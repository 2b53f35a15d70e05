//! A view into the file, whose comments and order stay as they are.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::{Config, text_of};

/// Why a view was not written.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// The file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The file is such that nothing can be added to it safely.
    #[error("{0} is not in a state to add to: mingmai config check says why")]
    Shape(PathBuf),
    /// Somebody else has written to the file since.
    #[error("{0} was changed since by somebody else: nothing is put back")]
    Changed(PathBuf),
}

/// The text of the file before a change and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// What it said.
    pub before: String,
    /// What it says now.
    pub after: String,
}

/// Writes a view: in the place of the one of its name, or at the end. The file is replaced as a whole.
///
/// # Errors
/// See [`NotSaved`]; the file is then as it was.
pub fn save_view(path: &Path, name: &str, filter: &str) -> Result<Turned, NotSaved> {
    rewrite(path, |before| with_view(before, name, filter).ok_or_else(|| NotSaved::Shape(path.to_owned())))
}

/// Writes back what the file said before a change, where nobody has written to it since.
///
/// # Errors
/// See [`NotSaved`]; the file is then as it was.
pub fn put_back(path: &Path, turned: &Turned) -> Result<Turned, NotSaved> {
    let same = |now: &str| now == turned.after;
    rewrite(path, |now| same(now).then(|| turned.before.clone()).ok_or_else(|| NotSaved::Changed(path.to_owned())))
}

/// Replaces the file as a whole by what `change` makes of its text.
pub(super) fn rewrite(path: &Path, change: impl FnOnce(&str) -> Result<String, NotSaved>) -> Result<Turned, NotSaved> {
    // A file that is a link stays one.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fail = |error| NotSaved::File(path.to_owned(), error);
    let before = match text_of(&real) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(fail(error)),
    };
    let after = change(&before)?;
    let folder = real.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fail)?;
    let fresh = folder.join(format!(".config.toml.{}", std::process::id()));
    let written = fs::write(&fresh, &after).and_then(|()| {
        if let Ok(about) = fs::metadata(&real) {
            fs::set_permissions(&fresh, about.permissions())?;
        }
        fs::rename(&fresh, &real)
    });
    written.inspect_err(|_| drop(fs::remove_file(&fresh))).map_err(fail)?;
    Ok(Turned { before, after })
}

/// The text with a view in it; `None` where what comes out would not say so, or would say anything else differently.
fn with_view(before: &str, name: &str, filter: &str) -> Option<String> {
    let mut after = before.to_owned();
    match place_of(before, name) {
        Some(span) => after.replace_range(span, &quoted(filter)),
        None => {
            if !after.is_empty() && !after.ends_with('\n') {
                after.push('\n');
            }
            let gap = if after.is_empty() { "" } else { "\n" };
            after.push_str(&format!("{gap}[[view]]\nname = {}\nfilter = {}\n", quoted(name), quoted(filter)));
        }
    }
    let mut wanted = views(&Config::read(before));
    match wanted.iter_mut().find(|(known, _)| known == name) {
        Some(view) => view.1 = filter.to_owned(),
        None => wanted.push((name.to_owned(), filter.to_owned())),
    }
    says(before, &after, &wanted).then_some(after)
}

/// A text as the file writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The views of the file, name and filter, in its order.
pub(super) fn views(config: &Config) -> Vec<(String, String)> {
    config.views.iter().map(|view| (view.name.value.clone(), view.filter.value.clone())).collect()
}

/// Whether a changed text has these views, and all else that it says is as before.
pub(super) fn says(before: &str, after: &str, wanted: &[(String, String)]) -> bool {
    let (old, new) = (Config::read(before), Config::read(after));
    let values =
        |config: &Config| config.values.iter().map(|(name, said)| (*name, said.value.clone())).collect::<Vec<_>>();
    let keys = |config: &Config| {
        let keys = |bound: &super::Binding| bound.keys.iter().map(|key| key.value.clone()).collect::<Vec<_>>();
        config.keys.iter().map(|bound| (bound.id.clone(), keys(bound))).collect::<Vec<_>>()
    };
    views(&new) == wanted
        && values(&old) == values(&new)
        && keys(&old) == keys(&new)
        && old.mistakes.len() == new.mistakes.len()
}

/// Where the filter of a view stands in the text.
fn place_of(text: &str, name: &str) -> Option<Range<usize>> {
    field_of(text, name, "filter")
}

/// Where a field of a view stands in the text.
pub(super) fn field_of(text: &str, name: &str, field: &str) -> Option<Range<usize>> {
    let (table, _) = DeTable::parse_recoverable(text);
    let DeValue::Array(views) = table.get_ref().get("view")?.get_ref() else { return None };
    views.iter().find_map(|view| {
        let table = view.get_ref().as_table()?;
        let named = table.get("name")?.get_ref().as_str()? == name;
        if named { table.get(field).map(toml::Spanned::span) } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "# mine\ntheme = 'light' # for the projector\n\n[keys]\nlist.top = 'g g'\n\n# every Monday\n\
                        [[view]]\nname = '甲'\nfilter = 'state:new' # old\n";

    #[test]
    fn comments_and_order_stay() {
        let added = with_view(FILE, "乙", "org:\"a b\" -snoozed").unwrap();
        assert_eq!(added, format!("{FILE}\n[[view]]\nname = \"乙\"\nfilter = 'org:\"a b\" -snoozed'\n"));
        let changed = with_view(FILE, "甲", "state:all").unwrap();
        assert_eq!(changed, FILE.replace("'state:new'", "\"state:all\""));
        assert_eq!(with_view("", "x", "y").unwrap(), "[[view]]\nname = \"x\"\nfilter = \"y\"\n");
    }

    #[test]
    fn a_file_that_cannot_be_added_to_stays_as_it_is() {
        for text in ["view = [{ name = 'a', filter = 'b' }]", "by = \"\"\"open", "view = 3"] {
            assert_eq!(with_view(text, "x", "y"), None, "{text}");
        }
        assert!(with_view("theme = \"dark\nmouse = true", "x", "y").is_some(), "a mistake elsewhere does not matter");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_new_folder_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        save_view(&path, "x", "村").unwrap();
        let link = folder.path().join("link.toml");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        save_view(&link, "y", "镇").unwrap();
        assert!(link.is_symlink());
        assert_eq!(Config::load(&path).views.len(), 2);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(name in "\\PC{1,20}", filter in "\\PC{0,30}") {
            if let Some(text) = with_view(FILE, &name, &filter) {
                let config = Config::read(&text);
                prop_assert!(config.views.iter().any(|view| view.name.value == name && view.filter.value == filter));
                prop_assert!(text.starts_with("# mine\ntheme = 'light' # for the projector\n"));
            }
        }
    }
}
