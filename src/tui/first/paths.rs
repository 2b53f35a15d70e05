//! Files and folders of rosters as their path is typed.

use std::fs;
use std::path::{Path, PathBuf};

/// Paths offered at most.
const MOST: usize = 200;

/// What may stand for a path that has been typed so far, folders with a `/` at their end; `home` stands for `~`.
///
/// Reads one folder; for worker threads.
pub fn complete(typed: &str, home: Option<&Path>) -> Vec<String> {
    let (folder, begun) =
        typed.rsplit_once(['/', '\\']).map_or(("", typed), |(folder, begun)| (&typed[..folder.len() + 1], begun));
    let place = if folder.is_empty() { PathBuf::from(".") } else { expand(folder, home) };
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let mut found: Vec<(bool, String)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            // What is hidden is offered only to whoever asks for it.
            if !name.starts_with(begun) || name.starts_with('.') && !begun.starts_with('.') {
                return None;
            }
            let inside = entry.path().is_dir();
            (inside || roster(&name)).then(|| (!inside, format!("{folder}{name}{}", if inside { "/" } else { "" })))
        })
        .collect();
    found.sort();
    found.into_iter().take(MOST).map(|(_, path)| path).collect()
}

/// The path of a text, `~` being home.
pub fn expand(text: &str, home: Option<&Path>) -> PathBuf {
    match (text.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(text),
    }
}

/// Where `~` leads.
pub fn home() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|dir| !dir.is_empty());
    set("HOME").or_else(|| set("USERPROFILE")).map(PathBuf::from)
}

fn roster(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["csv", "xlsx", "xls"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_rosters_are_offered_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("花名册/2018")).unwrap();
        for name in ["members.csv", "Orgs.XLSX", "notes.txt", ".hidden.csv"] {
            fs::write(root.join(name), "").unwrap();
        }
        let base = format!("{}/", root.display());
        let offered = |typed: &str| {
            let found = complete(&format!("{base}{typed}"), None);
            found.into_iter().map(|path| path[base.len()..].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(offered(""), ["花名册/", "Orgs.XLSX", "members.csv"]);
        assert_eq!(offered("花"), ["花名册/"]);
        assert_eq!(offered("花名册/"), ["花名册/2018/"]);
        assert_eq!(offered(".h"), [".hidden.csv"]);
        assert!(offered("nowhere/").is_empty());
        assert_eq!(complete("~/m", Some(root)), ["~/members.csv"]);
        assert_eq!(expand("~/a", Some(root)), root.join("a"));
        assert_eq!(expand("~x", Some(root)), PathBuf::from("~x"));
    }
}
