//! Every encoding and format, and headers as people write them.

use mingmai::intake::{Encoding, Kind};
use mingmai::model::{Day, Month, OrgKind, Phone};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::*;

#[test]
fn the_same_rows_in_every_encoding() {
    let text = format!("{ORGS}A.3,A,𠮷㐂团支部,团支部\n");
    let (gb, _, lost) = encoding_rs::GB18030.encode(&text);
    assert!(!lost);
    let gbk = encoding_rs::GBK.encode(ORGS).0;
    for (bytes, encoding, orgs) in [
        (text.as_bytes().to_vec(), Encoding::Utf8, 4),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Encoding::Utf8Bom, 4),
        ([b"\xef\xbb\xbf", text.replace("组织编码,上", "\"组织编码\",上").as_bytes()].concat(), Encoding::Utf8Bom, 4),
        (gb.into_owned(), Encoding::Gb18030, 4),
        (gbk.into_owned(), Encoding::Gb18030, 3),
    ] {
        let folder = Folder::new();
        folder.put("a.csv", bytes);
        let batch = folder.read();
        assert_eq!(batch.report.files[0].encoding, Some(encoding));
        assert_eq!(batch.orgs.len(), orgs, "{encoding:?}");
        assert!(orgs < 4 || batch.orgs[3].2.name == "𠮷㐂团支部");
        assert_eq!(batch.report.warnings.total, 0);
    }
}

#[test]
fn headers_as_people_write_them() {
    let folder = Folder::with_orgs();
    let text = format!(
        "某县团员花名册,,,\n\n手机,入 团 时 间,身份证号＊,姓名,备注,组织编码\n,2016年5月,{},张三,x,A.1\n",
        resident(1)
    );
    folder.put("m.txt", text);
    let batch = folder.read();
    assert_eq!(batch.report.files[0].kind, Some(Kind::Members));
    assert_eq!(remarks(&batch), [(3, "", Caution::ExtraColumn)]);
    let members = members(batch);
    assert_eq!((members[0].source.row, members[0].at.0), (4, 1));
    assert_eq!(members[0].value.joined, Month::of(2016, 5));
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
    let folder = Folder::new();
    let text = "组织编码,上级组织编码,组织全称,组织类型\r\n\r\nA,,\"甲县\r\n团委\",团委\r\n,,,\r\n,A,无编码,团支部\r\n";
    folder.put("a.csv", text);
    let batch = folder.read();
    assert_eq!(refusals(&batch), [(5, "组织编码", "", Reason::Empty)]);
    assert_eq!(remarks(&batch), [(3, "组织全称", Caution::Invisible)]);
    assert_eq!(batch.orgs[0].2.name, "甲县团委");
    assert_eq!(counts(&batch), [(2, 1, 1)]);
}

#[test]
fn a_workbook_with_two_rosters_dates_and_figures() {
    let folder = Folder::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("团组织").unwrap();
    let rows = [["组织编码", "上级组织编码", "组织全称", "组织类型"], ["A", "", "甲县团委", "团委"]];
    sheet.write_row_matrix(1, 0, rows).unwrap();
    sheet.write_row(3, 0, ["A.1", "A", "一班团支部", "团支部"]).unwrap();
    sheet.write_string(1, 4, "成立日期").unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_datetime_with_format(3, 4, ExcelDateTime::from_ymd(2018, 6, 30).unwrap(), &date).unwrap();
    let sheet = book.add_worksheet().set_name("名单").unwrap();
    sheet.write_row(0, 0, ["姓名", "身份证号", "入团年月", "组织编码", "手机", "税后月收入"]).unwrap();
    sheet.write_row(1, 0, ["张三", &resident(1)]).unwrap();
    sheet.write_number(1, 2, 201605).unwrap();
    sheet.write_string(1, 3, "A.1").unwrap();
    sheet.write_number(1, 4, 10_000_000_001_f64).unwrap();
    sheet.write_number(1, 5, 3500.5).unwrap();
    sheet.write_string(2, 0, "李四").unwrap();
    sheet.write_number(2, 1, 440_000_200_001_010_020_f64).unwrap();
    sheet.write_row(2, 2, ["2016-05", "A.1"]).unwrap();
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "请勿改动").unwrap();
    book.add_worksheet();
    book.save(folder.path().join("all.xlsx")).unwrap();

    let batch = folder.read();
    let sheets: Vec<_> = batch.report.files.iter().map(|f| (f.sheet.as_deref().unwrap_or(""), f.kind)).collect();
    assert_eq!(sheets, [("团组织", Some(Kind::Orgs)), ("名单", Some(Kind::Members)), ("说明", None)]);
    assert_eq!(batch.orgs[1].2.founded, Day::new(2018, 6, 30));
    let [(3, "身份证号", shown, Reason::Rounded)] = refusals(&batch)[..] else { panic!("one rounded number") };
    assert!(shown.contains("****"), "{shown}");
    let members = members(batch);
    assert_eq!(members[0].value.phone, Some(Phone::Mobile(10_000_000_001)));
    assert_eq!((members[0].value.joined, members[0].value.income), (Month::of(2016, 5), Some(350_050)));
}

#[test]
fn times_of_a_workbook_are_exact_to_the_second() {
    let folder = Folder::with_orgs();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["姓名", "身份证号", "入团年月", "组织编码", "报到时间"]).unwrap();
    let dated = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let seconds: Vec<u32> = (0..86_400).step_by(97).collect();
    for (at, &second) in seconds.iter().enumerate() {
        let row = at as u32 + 1;
        sheet.write_row(row, 0, ["张三", &resident(at as u64), "2016-05", "A.1"]).unwrap();
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let time = ExcelDateTime::from_ymd(2018, 6, 30).unwrap();
        let time = time.and_hms(hour as u16, minute as u8, f64::from(second)).unwrap();
        // A cell with the format of a date, and one that lost it and shows a bare figure.
        match row % 2 {
            0 => sheet.write_datetime_with_format(row, 4, &time, &dated).unwrap(),
            _ => sheet.write_number(row, 4, time.to_excel()).unwrap(),
        };
    }
    book.save(folder.path().join("m.xlsx")).unwrap();
    let day = Day::new(2018, 6, 30).unwrap().start().0;
    for (row, second) in members(folder.read()).iter().zip(&seconds) {
        let read = row.value.reported_at.map(|time| time.0 - day);
        assert_eq!(read, Some(i64::from(*second)), "row {}", row.source.row);
    }
}

#[test]
fn an_old_workbook() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rosters.xls");
    let batch = read(&[path], &Options::default(), &NewRegister, &Unwatched).unwrap();
    assert_eq!(batch.report.files[0].encoding, Some(Encoding::Xls));
    assert_eq!((batch.orgs[1].2.kind, batch.orgs[1].2.founded), (OrgKind::Branch, Day::new(2018, 6, 30)));
    assert!(matches!(refusals(&batch)[..], [(3, "身份证号", _, Reason::Rounded)]));
    assert_eq!(members(batch)[0].value.phone, Some(Phone::Mobile(10_000_000_001)));
}

#[test]
fn a_folder_is_every_roster_in_it() {
    let folder = Folder::new();
    folder.put("县/团组织.csv", ORGS);
    folder.put("members.csv", member("手机", ""));
    folder.put("notes.csv", "日期,事项\n2018-06-30,无\n");
    folder.put("README.md", "组织编码");
    folder.put("~$members.xlsx", "x");
    folder.put("broken.xlsx", b"PK\x03\x04 not a workbook");
    folder.put("utf16.csv", b"\xff\xfe\x59\x00");
    let batch = folder.read();
    assert_eq!((batch.orgs.len(), batch.members.len()), (3, 1));
    let mut reasons: Vec<_> = refusals(&batch).into_iter().map(|(.., reason)| reason).collect();
    assert_eq!((reasons.remove(0), reasons.remove(0), reasons.len()), (Reason::Workbook, Reason::Utf16, 0));
    assert_eq!(remarks(&batch), [(0, "", Caution::Skipped)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..2000), how in 0u8..6) {
        let heads: [&[u8]; 6] =
            [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf", ORGS.as_bytes(),
            include_bytes!("../data/rosters.xls")];
        let noise = std::mem::take(&mut bytes);
        bytes.extend_from_slice(heads[usize::from(how)]);
        match how {
            // A real workbook with bytes changed here and there.
            5 => for pair in noise.chunks_exact(3) {
                let at = usize::from(u16::from_le_bytes([pair[0], pair[1]])) % bytes.len();
                bytes[at] = pair[2];
            },
            _ => bytes.extend_from_slice(&noise),
        }
        let folder = Folder::new();
        folder.put("x.csv", bytes);
        let batch = folder.read();
        for file in &batch.report.files {
            prop_assert_eq!(file.rows, file.accepted + file.refused);
        }
    }
}
