//! What to do where the disk fails: full, only to be read, or out of order; and what it may have cost.

use std::io::{Error, ErrorKind};

use crate::lang::{Lang, texts};
use crate::store::{self, Stopped};

texts! {
    full() { "请在该磁盘上腾出空间", "free space on that disk" }
    read_only() {
        "该磁盘只能读：可能以只读方式挂载，或系统在出错后改为只读；请检查磁盘并重新挂载为可写",
        "that disk may only be read: it is mounted so, or the system made it so after an error; check it and mount it to be written"
    }
    failing() {
        "该磁盘或其连接（线缆、网络盘）出错；请检查，并先把数据目录和备份复制到别的磁盘",
        "that disk, or what connects it (cable, network), fails; check it, and copy the data directory and backups to another first"
    }
    full_remedy() {
        "磁盘已满或超出限额：请在该磁盘上腾出空间后重试。已保存的都在，这一次没有写入。",
        "The disk is full, or a quota is: free space on it and try again. What was saved is there; this was not written."
    }
    disk_remedy(what: &str) { "{what}，再重试。数据没有改动。", "Nothing was changed: {what}, then try again." }
    unsure_remedy(what: &str) {
        "{what}。这次改动可能已保存，也可能没有：重新打开名册，先用 `journal show` 看里面有没有，没有再重做。",
        "This change may be saved or not: {what}; then open the register again and look whether it is there (journal show) before doing it again."
    }
    stopped_remedy() {
        "之前有改动没能保存，因此不再写入：请退出后重新打开名册，看哪些改动在里面。",
        "An earlier change could not be saved, so nothing more is written: leave, open the register again and look what is there."
    }
}

/// What to do about an error that comes of the disk, in a sentence; `None` for any other.
pub fn remedy(error: &anyhow::Error, lang: Lang) -> Option<String> {
    if error.chain().any(|cause| cause.is::<Stopped>()) {
        return Some(stopped_remedy(lang).to_owned());
    }
    let said = store::said(error);
    let is_full = store::is_full(error);
    let what = match &said {
        Some(said) if said.kind() == ErrorKind::ReadOnlyFilesystem => read_only(lang),
        _ if is_full => full(lang),
        _ => failing(lang),
    };
    match said {
        _ if store::is_unsure(error) => Some(unsure_remedy(lang, what)),
        _ if is_full => Some(full_remedy(lang).to_owned()),
        Some(said) if is_of_disk(&said) => Some(disk_remedy(lang, what)),
        _ => None,
    }
}

/// Whether it is the disk that fails, or what lies between: not a file that is missing, or not to be read by this user.
fn is_of_disk(said: &Error) -> bool {
    use ErrorKind::{NetworkDown, ReadOnlyFilesystem, StaleNetworkFileHandle, TimedOut};
    // An error of the drive, or of where it is plugged in; what systems call so has no name of its own in the library.
    const EIO: i32 = if cfg!(windows) { 1117 } else { 5 };
    let named = matches!(said.kind(), ReadOnlyFilesystem | StaleNetworkFileHandle | TimedOut | NetworkDown);
    named || said.raw_os_error() == Some(EIO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{OpenError, Unsure};

    #[test]
    fn what_to_do_follows_from_what_the_disk_said() {
        let said = |code| {
            let source = Error::from_raw_os_error(code);
            anyhow::Error::new(OpenError::Io { path: "db".into(), source })
        };
        let says = |error: &anyhow::Error| remedy(error, Lang::En).unwrap_or_default();
        #[cfg(unix)]
        for (code, word) in [(5, "Nothing was changed: that disk, or"), (28, "free space"), (30, "may only be read")] {
            assert!(says(&said(code)).contains(word), "{code}");
            assert!(says(&said(code).context(Unsure)).contains("may be saved or not"), "{code}");
        }
        assert_eq!(remedy(&said(2), Lang::En), None, "a file that is not there is nothing to mend a disk for");
        assert!(says(&anyhow::Error::new(Stopped).context("db")).contains("open the register again"));
    }
}
