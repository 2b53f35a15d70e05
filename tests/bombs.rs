//! Files made to take all the memory there is: refused, with little.

#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(target_os = "linux")]

mod common;

use std::fs::File;
use std::io::Write;
use std::path::Path;

use common::{Site, text};
use zip::write::{SimpleFileOptions, ZipWriter};

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

fn book(path: &Path, sheet: &dyn Fn(&mut dyn Write), strings: &dyn Fn(&mut dyn Write)) {
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    for (name, body) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(body.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    sheet(&mut zip);
    zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    strings(&mut zip);
    zip.finish().unwrap();
}

const SHEET: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>"#;
const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>组织编码</t></is></c><c r="B1" t="inlineStr"><is><t>上级组织编码</t></is></c><c r="C1" t="inlineStr"><is><t>组织全称</t></is></c><c r="D1" t="inlineStr"><is><t>组织类型</t></is></c></row>"#;

/// Imports under a limit of memory; the exit code, or none where the limit ended it.
fn within(site: &Site, megabytes: u64, path: &Path) -> Option<i32> {
    let command = format!("ulimit -v {}; exec \"$0\" import \"$1\"", megabytes * 1024);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &command, env!("CARGO_BIN_EXE_mingmai"), text(path)]);
    shell.env("MINGMAI_DATA", site.data()).env("XDG_CONFIG_HOME", site.path("config"));
    shell.output().unwrap().status.code()
}

#[test]
fn bombs_are_refused_in_little_memory() {
    let site = Site::new();
    let nothing = |_: &mut dyn Write| {};
    let million = vec![b' '; 1 << 20];
    let wide = site.path("wide.xlsx");
    book(
        &wide,
        &|out| {
            write!(
                out,
                "{SHEET}{HEADER}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>"
            )
            .unwrap();
        },
        &nothing,
    );
    let strings = site.path("strings.xlsx");
    book(&strings, &|out| write!(out, "{SHEET}{HEADER}</sheetData></worksheet>").unwrap(), &|out| {
        write!(out, "<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">")
            .unwrap();
        let one = format!("<si><t>{}</t></si>", "a".repeat(30_000));
        (0..20_000).for_each(|_| out.write_all(one.as_bytes()).unwrap());
        write!(out, "</sst>").unwrap();
    });
    let cell = site.path("cell.xlsx");
    book(
        &cell,
        &|out| {
            write!(out, "{SHEET}{HEADER}<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>").unwrap();
            (0..600).for_each(|_| out.write_all(&million).unwrap());
            write!(out, "</t></is></c></row></sheetData></worksheet>").unwrap();
        },
        &nothing,
    );
    let columns = site.write("columns.csv", "列,".repeat(1_000_000));
    let cells = site.write("cells.csv", format!("{}\nA,,根,团委{}\n", common::ORGS, ",x".repeat(1_000_000)));
    let quote = site.write("quote.csv", format!("{}\nA,,\"{}", common::ORGS, "a".repeat(40 << 20)));
    for (path, codes) in
        [(&wide, &[3, 0][..]), (&strings, &[3]), (&cell, &[3]), (&columns, &[3]), (&cells, &[0, 3]), (&quote, &[3])]
    {
        let code = within(&site, 1024, path);
        assert!(code.is_some_and(|code| codes.contains(&code)), "{}: {code:?}", path.display());
    }
}
