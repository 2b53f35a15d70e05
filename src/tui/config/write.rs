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
}

/// Writes a view: in the place of the one of its name, or at the end. The file is replaced as a whole.
///
/// # Errors
/// See [`NotSaved`]; the file is then as it was.
pub fn save_view(path: &Path, name: &str, filter: &str) -> Result<(), NotSaved> {
    // A file that is a link stays one.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fail = |error| NotSaved::File(path.to_owned(), error);
    let before = match text_of(&real) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(fail(error)),
    };
    let after = with_view(&before, name, filter).ok_or_else(|| NotSaved::Shape(path.to_owned()))?;
    let folder = real.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fail)?;
    let fresh = folder.join(format!(".config.toml.{}", std::process::id()));
    let written = fs::write(&fresh, &after).and_then(|()| {
        if let Ok(about) = fs::metadata(&real) {
            fs::set_permissions(&fresh, about.permissions())?;
        }
        fs::rename(&fresh, &real)
    });
    written.inspect_err(|_| drop(fs::remove_file(&fresh))).map_err(fail)
}

/// The text with a view in it; `None` where what comes out would not say so, or would say anything else differently.
fn with_view(before: &str, name: &str, filter: &str) -> Option<String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
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
    let (old, new) = (Config::read(before), Config::read(&after));
    let views = |config: &Config| {
        let pair = |view: &super::View| (view.name.value.clone(), view.filter.value.clone());
        config.views.iter().map(pair).filter(|(known, _)| known != name).collect::<Vec<_>>()
    };
    let values =
        |config: &Config| config.values.iter().map(|(name, said)| (*name, said.value.clone())).collect::<Vec<_>>();
    let there = new.views.iter().any(|view| view.name.value == name && view.filter.value == filter);
    let same = views(&old) == views(&new)
        && values(&old) == values(&new)
        && old.keys.len() == new.keys.len()
        && old.mistakes.len() == new.mistakes.len();
    (there && same).then_some(after)
}

/// Where the filter of a view stands in the text.
fn place_of(text: &str, name: &str) -> Option<Range<usize>> {
    let (table, _) = DeTable::parse_recoverable(text);
    let DeValue::Array(views) = table.get_ref().get("view")?.get_ref() else { return None };
    views.iter().find_map(|view| {
        let table = view.get_ref().as_table()?;
        let named = table.get("name")?.get_ref().as_str()? == name;
        if named { table.get("filter").map(toml::Spanned::span) } else { None }
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
