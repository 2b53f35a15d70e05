//! Workbooks that are small on disk and endless when unpacked: looked through before anything is kept in memory.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

/// The most a part may unpack to that is held in memory whole: shared strings above all.
const HELD: u64 = 256 << 20;
/// The most a sheet may unpack to: a million rows of every column are a tenth of it.
const SHEET: u64 = 16 << 30;
/// Rosters pack to a tenth or a thirtieth; what packs to less than this share, and is not small, is no roster.
const RATIO: u64 = 300;
const SMALL: u64 = 64 << 20;
/// The longest stretch without a tag: a cell holds 32,767 characters.
const LONGEST_TEXT: usize = 1 << 20;
/// More parts than any workbook has.
const PARTS: usize = 4096;

/// Looks through a workbook; says what is wrong with it.
pub(super) fn look(path: &Path) -> Result<(), String> {
    let Ok(mut archive) =
        File::open(path).map_err(drop).and_then(|file| ZipArchive::new(BufReader::new(file)).map_err(drop))
    else {
        // What is no archive at all is told better by the reader of workbooks.
        return Ok(());
    };
    if archive.len() > PARTS {
        return Err("it has too many parts".into());
    }
    let mut buffer = vec![0; 1 << 16];
    for at in 0..archive.len() {
        let Ok(mut part) = archive.by_index(at) else { continue };
        let packed = part.compressed_size();
        let sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        let most = if sheet { SHEET } else { HELD };
        let (mut size, mut text) = (0u64, 0usize);
        while let Ok(read @ 1..) = part.read(&mut buffer) {
            size += read as u64;
            for piece in buffer[..read].split_inclusive(|byte| *byte == b'<') {
                text += piece.len();
                if text > LONGEST_TEXT && (sheet || size > SMALL) {
                    return Err("a text in it is too long".into());
                }
                if piece.last() == Some(&b'<') {
                    text = 0;
                }
            }
            if size > most || (size > SMALL && size / RATIO > packed) {
                return Err("it unpacks to far more than a roster holds".into());
            }
        }
    }
    Ok(())
}
