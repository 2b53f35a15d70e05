//! What bytes of a CSV file mean.
//!
//! The header decides: Chinese headers that are valid UTF-8 and name a roster's columns are not GBK by accident, nor the
//! other way round, and a byte damaged a million rows further on then costs its row and not the file.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8};

/// How a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind a byte-order mark.
    Utf8Bom,
    /// GB18030, of which GBK is a part.
    Gb18030,
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// A workbook of Excel 97.
    Xls,
}

/// The byte-order mark of UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

impl Encoding {
    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 BOM",
            Self::Gb18030 => "GB18030",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
        }
    }

    /// The text of a stretch of whole records; bytes that mean nothing become U+FFFD.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Gb18030 => GB18030.decode_without_bom_handling(bytes).0,
            _ => UTF_8.decode_without_bom_handling(bytes).0,
        }
    }

    /// How a line is written, given how its file begins.
    pub(super) fn of(start_of_file: &[u8], line: &[u8]) -> Self {
        if start_of_file.starts_with(BOM) {
            Self::Utf8Bom
        } else if std::str::from_utf8(line).is_ok() {
            Self::Utf8
        } else {
            Self::Gb18030
        }
    }

    /// Whether the bytes begin a UTF-16 text.
    pub(super) fn utf16(start_of_file: &[u8]) -> bool {
        start_of_file.starts_with(b"\xff\xfe") || start_of_file.starts_with(b"\xfe\xff")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_survive() {
        let (bytes, _, _) = GB18030.encode("姓名,𠮷㐂䶮");
        assert_eq!(Encoding::of(&bytes, &bytes), Encoding::Gb18030);
        assert_eq!(Encoding::Gb18030.decode(&bytes), "姓名,𠮷㐂䶮");
        assert_eq!(Encoding::of(b"", "姓名".as_bytes()), Encoding::Utf8);
        assert!(Encoding::Utf8.decode(b"\xff\n").ends_with('\n'));
    }
}
