//! Finding rosters: what each path holds, and where its header is.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::check::whole;
use super::csv::{self, Scan};
use super::encoding::{BOM, Encoding};
use super::header::{Header, Sniff, sniff};
use super::kind::{Kind, mask_strays};
use super::refusal::{Caution, Reason, Warning};
use super::report::{FileReport, Report};
use super::workbook;
use crate::store::Source;

/// What is known of a roster before it is read.
pub(super) struct Roster {
    /// Its place in [`Report::files`].
    pub(super) file: u16,
    pub(super) header: Header,
    pub(super) header_row: u32,
    pub(super) encoding: Encoding,
    /// Its share of the bytes to read; 0 for standard input.
    pub(super) bytes: u64,
    /// Whether one thread is enough.
    pub(super) small: bool,
}

/// A roster that was found, and where.
pub(super) struct Found {
    pub(super) roster: Roster,
    pub(super) origin: Origin,
}

/// Where a roster is.
pub(super) enum Origin {
    File(PathBuf),
    Stream(Box<dyn Read + Send>),
    Sheet(PathBuf, String),
}

/// A roster opened.
pub(super) enum Input {
    Text(Box<dyn Read + Send>),
    Sheet(PathBuf, String),
}

impl Origin {
    /// Opens it behind the byte-order mark of its encoding.
    pub(super) fn open(self, encoding: Encoding) -> anyhow::Result<Input> {
        Ok(match self {
            Self::Sheet(path, sheet) => Input::Sheet(path, sheet),
            Self::Stream(stream) => Input::Text(stream),
            Self::File(path) => {
                let mut file = File::open(&path).with_context(|| path.display().to_string())?;
                if encoding == Encoding::Utf8Bom {
                    file.seek(SeekFrom::Start(BOM.len() as u64))?;
                }
                Input::Text(Box::new(file))
            }
        })
    }
}

/// Finds rosters and notes what is none.
pub(super) struct Finder {
    pub(super) only: Option<Kind>,
    pub(super) report: Report,
    pub(super) rosters: Vec<Found>,
    pub(super) stdin: Option<Box<dyn Read + Send>>,
}

/// How much of a text is looked at, and how many rows may stand above the header.
const HEAD: usize = 64 << 10;
const ABOVE: usize = 10;

impl Finder {
    /// Looks at a path: a file, a folder, or `-` for standard input.
    pub(super) fn path(&mut self, path: &Path) -> anyhow::Result<()> {
        if path.as_os_str() == "-" {
            return match self.stdin.take() {
                Some(stream) => self.stream(stream),
                None => Ok(()),
            };
        }
        let meta = std::fs::metadata(path).with_context(|| path.display().to_string())?;
        if meta.is_dir() { self.folder(path, 1) } else { self.file(path, false) }
    }

    fn folder(&mut self, folder: &Path, deeper: u8) -> anyhow::Result<()> {
        let list = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        let mut paths = list.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
        paths.sort();
        for path in paths {
            // Office leaves `~$name.xlsx` beside a workbook that is open.
            let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with(['.', '~']));
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
            let table = matches!(ending.as_deref(), Some("csv" | "txt" | "xlsx" | "xlsm" | "xls"));
            if path.is_dir() && deeper > 0 && !hidden {
                self.folder(&path, deeper - 1)?;
            } else if path.is_file() && table && !hidden {
                self.file(&path, true)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, among_others: bool) -> anyhow::Result<()> {
        let name = path.display().to_string();
        let mut file = File::open(path).with_context(|| name.clone())?;
        let size = file.metadata().map_or(0, |meta| meta.len());
        let mut head = Vec::new();
        file.by_ref().take(HEAD as u64).read_to_end(&mut head).with_context(|| name.clone())?;
        match &head[..] {
            [b'P', b'K', 3, 4, ..] => self.workbook(path, Encoding::Xlsx, size, among_others),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => self.workbook(path, Encoding::Xls, size, among_others),
            head => self.text(name, head, (head.len() as u64) == size, size, Origin::File(path.into()), among_others),
        }
    }

    fn stream(&mut self, mut stream: Box<dyn Read + Send>) -> anyhow::Result<()> {
        let mut head = Vec::new();
        stream.by_ref().take(HEAD as u64).read_to_end(&mut head).context("-")?;
        let start = if head.starts_with(BOM) { BOM.len() } else { 0 };
        let again = Cursor::new(head[start..].to_vec()).chain(stream);
        let whole = head.len() < HEAD;
        self.text("-".into(), &head, whole, 0, Origin::Stream(Box::new(again)), false)
    }

    fn text(
        &mut self,
        name: String,
        head: &[u8],
        whole_file: bool,
        bytes: u64,
        origin: Origin,
        among_others: bool,
    ) -> anyhow::Result<()> {
        if Encoding::utf16(head) {
            let file = self.enter(name, None, None, None)?;
            self.report.refusals.push(whole(file, 0, None, "", Reason::Utf16));
            return Ok(());
        }
        let body = head.strip_prefix(BOM).unwrap_or(head);
        let mut scan = Scan::default();
        scan.walk(body, whole_file);
        let mut rest = &body[..scan.start];
        let mut best = Look::nothing();
        for row in 1..=ABOVE as u32 {
            if rest.is_empty() || matches!(best.sniff, Sniff::Roster(_)) {
                break;
            }
            let (line, after) = rest.split_at(csv::first_record(rest));
            rest = after;
            let encoding = Encoding::of(head, line);
            let text = encoding.decode(line);
            let mut fields = Vec::new();
            csv::record(&text, &mut fields);
            best.consider(row, &fields, self.only, encoding);
        }
        self.settle(name, None, best, bytes, origin, among_others)
    }

    fn workbook(&mut self, path: &Path, encoding: Encoding, size: u64, among_others: bool) -> anyhow::Result<()> {
        let name = path.display().to_string();
        let sheets = match workbook::sheets(encoding, path)? {
            Ok(sheets) => sheets,
            Err(why) => return self.unreadable(name, None, encoding, &why),
        };
        let mut looks = Vec::new();
        for sheet in sheets {
            let mut best = Look::nothing();
            let mut seen = 0;
            // The error only ends the walk: the rest of the sheet is not needed to know its headers.
            let read = workbook::rows(encoding, path, &sheet, |row, fields| {
                best.consider(row, fields, self.only, encoding);
                seen += 1;
                anyhow::ensure!(seen < ABOVE && !matches!(best.sniff, Sniff::Roster(_)), "enough");
                Ok(())
            });
            match read {
                Ok(Err(why)) => self.unreadable(name.clone(), Some(sheet), encoding, &why)?,
                // An empty sheet is what Excel makes three of in every new workbook.
                _ if seen > 0 => looks.push((sheet, best)),
                _ => {}
            }
        }
        let rosters = looks.iter().filter(|(_, look)| !matches!(look.sniff, Sniff::Other)).count();
        for (sheet, look) in looks {
            let origin = Origin::Sheet(path.into(), sheet.clone());
            let share = size / rosters.max(1) as u64;
            self.settle(name.clone(), Some(sheet), look, share, origin, among_others || rosters > 0)?;
        }
        Ok(())
    }

    fn unreadable(&mut self, name: String, sheet: Option<String>, encoding: Encoding, why: &str) -> anyhow::Result<()> {
        let file = self.enter(name, sheet, None, Some(encoding))?;
        self.report.refusals.push(whole(file, 0, None, &mask_strays(why), Reason::Workbook));
        Ok(())
    }

    fn settle(
        &mut self,
        name: String,
        sheet: Option<String>,
        look: Look,
        bytes: u64,
        origin: Origin,
        among_others: bool,
    ) -> anyhow::Result<()> {
        let Look { row, sniff, encoding } = look;
        match sniff {
            Sniff::Roster(header) => {
                let file = self.enter(name, sheet, Some(header.kind), encoding)?;
                let notes = [(&header.extra, Caution::ExtraColumn), (&header.repeated, Caution::RepeatedColumn)];
                for (headers, caution) in notes {
                    for value in headers {
                        self.remark(file, row, value, caution);
                    }
                }
                let encoding = encoding.unwrap_or(Encoding::Utf8);
                let small = matches!(origin, Origin::File(_)) && bytes < 1 << 20;
                let roster = Roster { file, header, header_row: row, encoding, bytes, small };
                self.rosters.push(Found { roster, origin });
            }
            Sniff::Missing(kind, lacking) => {
                let file = self.enter(name, sheet, Some(kind), encoding)?;
                for (column, nearest) in lacking {
                    let column = kind.columns().iter().find(|known| known.name == column);
                    self.report.refusals.push(whole(file, row, column, &nearest, Reason::MissingColumn));
                }
            }
            Sniff::Other => {
                let file = self.enter(name, sheet, None, encoding)?;
                if among_others {
                    self.remark(file, 0, "", Caution::Skipped);
                } else {
                    self.report.refusals.push(whole(file, 0, None, "", Reason::NotARoster));
                }
            }
        }
        Ok(())
    }

    fn remark(&mut self, file: u16, row: u32, value: &str, caution: Caution) {
        let warning = Warning { source: Source { file, row }, column: None, value: value.into(), caution };
        self.report.warnings.take(&mut vec![warning]);
    }

    fn enter(
        &mut self,
        file: String,
        sheet: Option<String>,
        kind: Option<Kind>,
        encoding: Option<Encoding>,
    ) -> anyhow::Result<u16> {
        let place = u16::try_from(self.report.files.len()).context("more than 65,535 files at once")?;
        let entry = FileReport { file, sheet, kind, encoding, rows: 0, accepted: 0, unchanged: 0, refused: 0 };
        self.report.files.push(entry);
        Ok(place)
    }
}

/// The most promising of the first rows.
struct Look {
    row: u32,
    sniff: Sniff,
    encoding: Option<Encoding>,
}

impl Look {
    fn nothing() -> Self {
        Self { row: 1, sniff: Sniff::Other, encoding: None }
    }

    fn consider(&mut self, row: u32, fields: &[Cow<'_, str>], only: Option<Kind>, encoding: Encoding) {
        let better = match (sniff(fields, only), &self.sniff) {
            (Sniff::Other, _) | (Sniff::Missing(..), Sniff::Missing(..)) | (_, Sniff::Roster(_)) => return,
            (better, _) => better,
        };
        *self = Self { row, sniff: better, encoding: Some(encoding) };
    }
}
