//! What came of each file: the one report that `--dry-run`, the screen and the JSON all show.

use serde::{Serialize, Serializer};

use super::encoding::Encoding;
use super::kind::{Column, Kind};
use super::refusal::{Refusal, Warning};
use crate::lang::Lang;

/// One file, or one sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The path as it was given; `-` is standard input.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// What it was read as; `None` where it was not read.
    pub kind: Option<Kind>,
    /// How it is written; `None` where that was not found out.
    pub encoding: Option<Encoding>,
    /// Rows below the header, blank ones not counted.
    pub rows: u32,
    /// Rows taken: added or changed, before the register says which of them it had already.
    pub accepted: u32,
    /// Rows the register had already, counted by its merge and taken off `accepted` there.
    pub unchanged: u32,
    /// Rows refused.
    pub refused: u32,
}

/// Remarks: the first of them, and how many there were.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Warnings {
    /// The first by file and row.
    pub kept: Vec<Warning>,
    /// All of them.
    pub total: u64,
}

/// How many remarks are kept: more than anyone reads, and a few megabytes.
const KEPT: usize = 10_000;

impl Warnings {
    /// Takes over what one row earned.
    pub(super) fn take(&mut self, row: &mut Vec<Warning>) {
        self.total += row.len() as u64;
        self.kept.append(row);
        if self.kept.len() > 2 * KEPT {
            self.settle();
        }
    }

    /// Takes over what another reader of the same files noted.
    pub(super) fn join(&mut self, mut other: Self) {
        let total = self.total + other.total;
        self.take(&mut other.kept);
        self.total = total;
    }

    /// Keeps the first by file and row, so that the report does not depend on which thread was faster.
    pub(super) fn settle(&mut self) {
        self.kept.sort_by_key(|warning| warning.source);
        self.kept.truncate(KEPT);
    }
}

/// What came of all files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Each file or sheet, in the order read; [`Source::file`](crate::store::Source) is the place in this list.
    pub files: Vec<FileReport>,
    /// Every refusal, by file and row.
    pub refusals: Vec<Refusal>,
    /// Remarks about what was taken.
    pub warnings: Warnings,
}

impl Report {
    /// The report in words of a language, to be serialised.
    pub fn shown(&self, lang: Lang) -> Shown<'_> {
        Shown { report: self, lang }
    }

    /// A refusal on one line: `members.xlsx, 团员, row 118, 身份证号 4407**********1234: ...`.
    pub fn line(&self, refusal: &Refusal, lang: Lang) -> String {
        told(&self.refused(refusal, lang), lang)
    }

    /// A remark on one line.
    pub fn remark(&self, warning: &Warning, lang: Lang) -> String {
        told(&self.warned(warning, lang), lang)
    }

    fn refused<'r>(&'r self, refusal: &'r Refusal, lang: Lang) -> Item<'r> {
        self.item(refusal.source, refusal.column, &refusal.value, refusal.why(lang))
    }

    fn warned<'r>(&'r self, warning: &'r Warning, lang: Lang) -> Item<'r> {
        self.item(warning.source, warning.column, &warning.value, warning.what(lang))
    }

    fn item<'r>(
        &'r self,
        source: crate::store::Source,
        column: Option<&'static Column>,
        value: &'r str,
        reason: String,
    ) -> Item<'r> {
        let file = self.files.get(usize::from(source.file));
        Item {
            file: file.map_or("", |file| &file.file),
            sheet: file.and_then(|file| file.sheet.as_deref()),
            row: source.row,
            column: column.map(|column| column.name),
            value,
            reason,
        }
    }
}

fn told(item: &Item<'_>, lang: Lang) -> String {
    let mut place = item.file.to_owned();
    if let Some(sheet) = item.sheet {
        place = text::sheet(lang, &place, sheet);
    }
    if item.row > 0 {
        place = text::row(lang, &place, item.row);
    }
    let cell = [item.column, Some(item.value)].into_iter().flatten().filter(|part| !part.is_empty());
    let cell = cell.collect::<Vec<_>>().join(" ");
    match cell.as_str() {
        "" => text::whole(lang, &place, &item.reason),
        cell => text::cell(lang, &place, cell, &item.reason),
    }
}

mod text {
    use crate::lang::texts;

    texts! {
        /// A sheet of a file.
        sheet(file: &str, sheet: &str) { "{file} ，工作表 {sheet}", "{file}, sheet {sheet}" }
        /// A row of it.
        row(place: &str, row: u32) { "{place}，第 {row} 行", "{place}, row {row}" }
        /// Something about all of that place.
        whole(place: &str, why: &str) { "{place}：{why}", "{place}: {why}" }
        /// Something about a cell of it.
        cell(place: &str, cell: &str, why: &str) { "{place}，{cell}：{why}", "{place}, {cell}: {why}" }
    }
}

/// A report in one language; serialises as `{"files", "refusals", "warnings", "warnings_total"}`.
pub struct Shown<'r> {
    report: &'r Report,
    lang: Lang,
}

#[derive(Serialize)]
struct Item<'r> {
    file: &'r str,
    sheet: Option<&'r str>,
    row: u32,
    column: Option<&'static str>,
    value: &'r str,
    reason: String,
}

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// A list that is turned into items one by one as it is written.
struct Each<F>(F);

impl<I: Iterator<Item: Serialize>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq((self.0)())
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let (report, lang) = (self.report, self.lang);
        let mut out = to.serialize_struct("Report", 4)?;
        out.serialize_field("files", &report.files)?;
        out.serialize_field("refusals", &Each(|| report.refusals.iter().map(|item| report.refused(item, lang))))?;
        out.serialize_field("warnings", &Each(|| report.warnings.kept.iter().map(|item| report.warned(item, lang))))?;
        out.serialize_field("warnings_total", &report.warnings.total)?;
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::refusal::{Caution, Reason};
    use super::*;
    use crate::store::Source;

    #[test]
    fn the_first_remarks_are_kept_and_all_are_counted() {
        let mut warnings = Warnings::default();
        for row in (0..50_000).rev() {
            let source = Source { file: 0, row };
            warnings.take(&mut vec![Warning { source, column: None, value: "".into(), caution: Caution::Ragged }]);
        }
        warnings.settle();
        assert_eq!((warnings.total, warnings.kept.len()), (50_000, KEPT));
        assert_eq!(warnings.kept[KEPT - 1].source.row, KEPT as u32 - 1);
    }

    #[test]
    fn the_json_shape() {
        let file = FileReport {
            file: "团员.csv".into(),
            sheet: None,
            kind: Some(Kind::Members),
            encoding: Some(Encoding::Gb18030),
            rows: 2,
            accepted: 1,
            unchanged: 0,
            refused: 1,
        };
        let column = &Kind::Members.columns()[0];
        let source = Source { file: 0, row: 3 };
        let refusal = Refusal { source, column: Some(column), value: "".into(), reason: Reason::Empty };
        let report = Report { files: vec![file], refusals: vec![refusal], warnings: Warnings::default() };
        assert_eq!(
            serde_json::to_value(report.shown(Lang::En)).unwrap(),
            serde_json::json!({
                "files": [{"file": "团员.csv", "sheet": null, "kind": "members", "encoding": "GB18030",
                    "rows": 2, "accepted": 1, "unchanged": 0, "refused": 1}],
                "refusals": [{"file": "团员.csv", "sheet": null, "row": 3, "column": "姓名", "value": "",
                    "reason": "this cell must be filled"}],
                "warnings": [], "warnings_total": 0
            })
        );
        assert_eq!(report.line(&report.refusals[0], Lang::Zh), "团员.csv，第 3 行，姓名：必填，不能为空");
    }
}
