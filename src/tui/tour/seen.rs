//! That the tour was offered, beside the settings: a line in a file of its own, since nobody settles it.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The line.
const TOUR: &str = "tour";

/// The file beside the settings, and whether the tour was offered before. Where there is no place to note it, nobody is asked.
pub fn was(settings: Option<&Path>) -> (Option<PathBuf>, bool) {
    let file = settings.and_then(Path::parent).map(|folder| folder.join("seen"));
    let seen = file.as_deref().is_none_or(|file| match fs::read_to_string(file) {
        Ok(text) => text.lines().any(|line| line.trim() == TOUR),
        Err(_) => false,
    });
    (file, seen)
}

/// Notes it; what else stands in the file stays.
pub fn note(file: &Path) -> io::Result<()> {
    let mut text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(TOUR);
    text.push('\n');
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_noted_once_and_other_lines_stay() {
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join("new/config.toml");
        let (file, seen) = was(Some(&settings));
        let file = file.unwrap();
        assert!(!seen);
        note(&file).unwrap();
        assert!(was(Some(&settings)).1);
        fs::write(&file, "other").unwrap();
        assert!(!was(Some(&settings)).1);
        note(&file).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "other\ntour\n");
        assert_eq!(was(None), (None, true), "nowhere to note it: nobody is asked at every start");
    }
}
