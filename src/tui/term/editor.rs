//! The operator's own editor, on a file that only the operator can read and that is gone afterwards.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::lang::Lang;
use crate::tui::text::craft as text;

/// Why there is no edited text.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Neither `VISUAL` nor `EDITOR` names one.
    #[error("no editor is named")]
    None,
    /// It could not be started, or said that it failed.
    #[error("the editor {0} failed: {1}")]
    Failed(String, String),
    /// The file could not be written or read.
    #[error("the file to edit: {0}")]
    File(#[from] io::Error),
}

impl Trouble {
    /// The whole sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::None => text::no_editor(lang).to_owned(),
            Self::Failed(editor, why) => text::editor_failed(lang, editor, why),
            Self::File(error) => text::editor_file(lang, &error.to_string()),
        }
    }
}

/// What `VISUAL` or `EDITOR` names.
///
/// # Errors
/// Neither does.
pub fn named() -> Result<String, Trouble> {
    let set = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    set("VISUAL").or_else(|| set("EDITOR")).ok_or(Trouble::None)
}

/// Opens a file in an editor and waits until it is done; `begun` is told its process, 0 when that has ended.
///
/// # Errors
/// See [`Trouble::Failed`].
pub fn open(editor: &str, file: &Path, begun: impl Fn(u32)) -> Result<(), Trouble> {
    let failed = |why: &dyn ToString| Trouble::Failed(editor.to_owned(), why.to_string());
    // `code --wait` is one word for a person and two for the system.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut child = Command::new(program).args(words).arg(file).spawn().map_err(|error| failed(&error))?;
    begun(child.id());
    let ended = child.wait();
    begun(0);
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(&status)),
        Err(error) => Err(failed(&error)),
    }
}

/// Lets the editor have a text and gives what it made of it.
///
/// # Errors
/// See [`Trouble`]; the text is then as it was.
pub fn edit(text: &str, begun: impl Fn(u32)) -> Result<String, Trouble> {
    let editor = named()?;
    let draft = Draft::new(text)?;
    open(&editor, &draft.file, begun)?;
    Ok(fs::read_to_string(&draft.file)?)
}

/// A file in a folder of its own, both for nobody else; overwritten and removed when it goes.
struct Draft {
    folder: PathBuf,
    file: PathBuf,
}

impl Draft {
    fn new(text: &str) -> io::Result<Self> {
        // A folder of the session lies in memory and never reaches a disk.
        let base = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|dir| dir.is_dir());
        let base = base.unwrap_or_else(env::temp_dir);
        let folder = private_folder(&base)?;
        let draft = Self { file: folder.join("note.txt"), folder };
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&draft.file)?;
        writeln!(file, "{text}")?;
        Ok(draft)
    }
}

// Whatever the name, a folder that is there already is somebody else's.
fn private_folder(base: &Path) -> io::Result<PathBuf> {
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for nth in 0..64 {
        let folder = base.join(format!("mingmai-{}-{nth}", std::process::id()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

impl Drop for Draft {
    // What editors leave beside a file, copies and swap files, goes with the folder.
    fn drop(&mut self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let _ = blank(&entry.path());
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn blank(file: &Path) -> io::Result<()> {
    let length = fs::symlink_metadata(file)?;
    if length.is_file() && file.extension() != Some(OsStr::new("sock")) {
        let mut over = fs::OpenOptions::new().write(true).open(file)?;
        over.write_all(&vec![0; length.len().min(1 << 20) as usize])?;
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_draft_is_private_and_leaves_nothing() {
        let draft = Draft::new("一段话").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&draft.folder), mode(&draft.file)), (0o700, 0o600));
        assert_eq!(fs::read_to_string(&draft.file).unwrap(), "一段话\n");
        fs::write(draft.folder.join(".note.txt.swp"), "一段话").unwrap();
        let folder = draft.folder.clone();
        drop(draft);
        assert!(!folder.exists());
    }

    #[test]
    fn an_editor_that_fails_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        fs::write(&file, "x").unwrap();
        assert!(open("true", &file, |_| {}).is_ok());
        assert!(matches!(open("false", &file, |_| {}), Err(Trouble::Failed(editor, _)) if editor == "false"));
        assert!(matches!(open("no-such-editor --wait", &file, |_| {}), Err(Trouble::Failed(..))));
    }
}
