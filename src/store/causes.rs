//! What an error of the register comes of: damage, the disk, or neither.

use std::io;

use super::codec::CodecError;
use super::data::OpenError;
use super::disk::as_said;
use super::persons::PersonsError;
use super::saves::Unsure;
use super::seal::SlotError;

/// Whether an error says that what is on disk makes no sense.
pub fn is_damage(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let opened = matches!(cause.downcast_ref(), Some(OpenError::Damaged { .. }));
        let read = matches!(cause.downcast_ref(), Some(sled::Error::Corruption { .. } | sled::Error::ReportableBug(_)));
        opened || read || cause.is::<CodecError>()
    })
}

/// Whether an error is the database's own.
pub fn is_of_database(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.is::<sled::Error>())
}

/// Whether an error leaves open what became of the change.
pub fn is_unsure(error: &anyhow::Error) -> bool {
    let opened =
        |cause: &(dyn std::error::Error + 'static)| matches!(cause.downcast_ref(), Some(OpenError::Unsure { .. }));
    error.is::<Unsure>() || error.chain().any(opened)
}

/// What the disk said, where an error comes of it.
pub fn said(error: &anyhow::Error) -> Option<io::Error> {
    let of = |cause: &(dyn std::error::Error + 'static)| {
        if let Some(sled::Error::Io(io)) = cause.downcast_ref() {
            return Some(as_said(io));
        }
        if let Some(OpenError::Io { source, .. } | OpenError::Unsure { source, .. }) = cause.downcast_ref() {
            return Some(as_said(source));
        }
        if let Some(PersonsError::Io { source, .. }) = cause.downcast_ref() {
            return Some(as_said(source));
        }
        if let Some(SlotError::Io { source, .. }) = cause.downcast_ref() {
            return Some(as_said(source));
        }
        cause.downcast_ref().map(as_said)
    };
    error.chain().find_map(of)
}

/// A cause of an error in words: the database shows what the system said as a programmer would.
pub fn in_words(cause: &(dyn std::error::Error + 'static)) -> String {
    match cause.downcast_ref() {
        Some(sled::Error::Io(source)) => as_said(source).to_string(),
        _ => cause.to_string(),
    }
}

/// Whether an error says that there is no room left to write to.
pub fn is_full(error: &anyhow::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull, WriteZero};
    said(error).is_some_and(|io| matches!(io.kind(), StorageFull | QuotaExceeded | FileTooLarge | WriteZero))
}
