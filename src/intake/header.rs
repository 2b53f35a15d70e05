//! Reading a header row: which roster it heads, and where its columns stand.

use super::cell;
use super::kind::{Column, Kind, Need, mask_strays};
use crate::model::Labelled;

/// A header that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: Kind,
    /// For each column of the kind, where it stands; [`ABSENT`] where it does not.
    pub(super) places: Vec<u16>,
    /// How many cells the header row has.
    pub(super) width: usize,
    /// Headers that belong to no column of the kind.
    pub(super) extra: Vec<String>,
    /// Headers that name a column a second time.
    pub(super) repeated: Vec<String>,
}

/// The place of a column that a file does not have.
pub(super) const ABSENT: u16 = u16::MAX;

/// Columns that are looked at.
const WIDEST: usize = 1024;

/// What a row of headers turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sniff {
    /// A roster with all it needs.
    Roster(Header),
    /// Most of a roster: these required columns are missing, each with the nearest header there is.
    Missing(Kind, Vec<(&'static str, String)>),
    /// Nothing the intake knows.
    Other,
}

/// The kind whose required columns are all there, the one with most columns where there are several.
pub(super) fn sniff(cells: &[impl AsRef<str>], only: Option<Kind>) -> Sniff {
    // What stands further to the right is no roster's column, and there may be a million of it.
    let cells = &cells[..cells.len().min(WIDEST)];
    let headers: Vec<String> = cells.iter().map(|text| folded(text.as_ref())).collect();
    let kinds = Kind::ALL.iter().copied().filter(|kind| only.is_none_or(|only| only == *kind));
    let read: Vec<Header> = kinds.map(|kind| lay(kind, &headers, cells)).collect();
    let found = |header: &Header| header.places.iter().filter(|&&place| place != ABSENT).count();
    if let Some(best) = read.iter().filter(|header| missing(header).next().is_none()).max_by_key(|header| found(header))
    {
        return Sniff::Roster(best.clone());
    }
    let Some(near) = read.iter().min_by_key(|header| (missing(header).count(), usize::MAX - found(header))) else {
        return Sniff::Other;
    };
    let lacking: Vec<_> = missing(near).map(|column| (column.name, nearest(column, near, cells))).collect();
    let needed = near.kind.columns().iter().filter(|column| column.need != Need::Optional).count();
    if lacking.len() * 2 > needed || found(near) < 2 { Sniff::Other } else { Sniff::Missing(near.kind, lacking) }
}

fn lay(kind: Kind, headers: &[String], cells: &[impl AsRef<str>]) -> Header {
    let columns = kind.columns();
    let mut header =
        Header { kind, places: vec![ABSENT; columns.len()], width: 0, extra: Vec::new(), repeated: Vec::new() };
    for (at, text) in headers.iter().enumerate() {
        if text.is_empty() {
            continue;
        }
        header.width = at + 1;
        let shown = || mask_strays(cells[at].as_ref().trim());
        match columns.iter().position(|column| column.headers().any(|name| folded(name) == *text)) {
            None => header.extra.push(shown()),
            Some(column) if header.places[column] != ABSENT => header.repeated.push(shown()),
            Some(column) => header.places[column] = at as u16,
        }
    }
    header
}

fn missing(header: &Header) -> impl Iterator<Item = &'static Column> + '_ {
    let columns = header.kind.columns().iter().zip(&header.places);
    columns.filter(|(column, place)| column.need != Need::Optional && **place == ABSENT).map(|(column, _)| column)
}

fn nearest(column: &Column, header: &Header, cells: &[impl AsRef<str>]) -> String {
    let likeness = |text: &str| {
        let shared = text.chars().filter(|c| column.name.contains(*c)).count();
        (shared * 4).checked_sub(text.chars().count())
    };
    let free = (0..cells.len()).filter(|at| !header.places.contains(&(*at as u16))).map(|at| cells[at].as_ref().trim());
    let best = free.filter_map(|text| likeness(text).map(|score| (score, text))).max_by_key(|(score, _)| *score);
    best.map(|(_, text)| mask_strays(text)).unwrap_or_default()
}

/// A header as it is compared: half width, without spaces, stars, remarks in brackets at its end.
fn folded(text: &str) -> String {
    let mut out: String = cell::fold(text).chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    out.make_ascii_lowercase();
    if let Some(cut) = out.find('(').filter(|&cut| cut > 0 && out.ends_with(')')) {
        out.truncate(cut);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roster(text: &str, only: Option<Kind>) -> Sniff {
        sniff(&text.split(',').collect::<Vec<_>>(), only)
    }

    fn kind(text: &str) -> Option<Kind> {
        match roster(text, None) {
            Sniff::Roster(header) => Some(header.kind),
            _ => None,
        }
    }

    #[test]
    fn kinds_are_told_by_their_headers() {
        for (text, expected) in [
            ("组织编码,上级组织编码,组织全称,组织类型", Some(Kind::Orgs)),
            ("身份证号,姓名,组织编码,入团时间", Some(Kind::Members)),
            ("姓名,身份证号,入团年月,所在团支部编码,手机", Some(Kind::Members)),
            ("姓名,身份证号,所在组织编码,职务,任职日期", Some(Kind::Cadres)),
            (" 姓 名 ,身份证号＊,入团年月（必填）,组织编码", Some(Kind::Members)),
            ("姓名,身份证号,入团年月,组织编码,所在组织编码,职务,任职日期,离任日期", Some(Kind::Cadres)),
            ("组织编码,活动类型,主题,日期", Some(Kind::Activities)),
            ("申请编号,身份证号,转接类型,转出组织编码,发起时间,状态码,当前环节到达时间", Some(Kind::Transfers)),
            ("身份证号,所属月份,实交金额,缴纳时间", Some(Kind::Dues)),
            ("身份证号,类别,名称,日期", Some(Kind::Conduct)),
            ("学校组织编码,毕业年度,毕业生团员数,上报时间", Some(Kind::Graduates)),
            ("单位名称,统一社会信用代码,单位类型,行政区划代码", Some(Kind::Ledger)),
            ("组织编码,事项,申报时间", Some(Kind::Attest)),
            ("组织编码,主题", None),
            ("说明", None),
            ("", None),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn a_missing_column_is_named_with_its_nearest() {
        let got = roster("姓名,身份证号,入团的年月,组织编码", None);
        assert_eq!(got, Sniff::Missing(Kind::Members, vec![("入团年月", "入团的年月".into())]));
        let forced = roster("姓名,身份证号,所在组织编码,职务", Some(Kind::Members));
        assert!(matches!(forced, Sniff::Missing(Kind::Members, lacking) if lacking.len() == 2));
        let row = roster("姓名,身份证号,组织编码,11010519491231002X", None);
        assert!(!format!("{row:?}").contains("1949"), "a row taken for a header is masked");
    }

    #[test]
    fn extra_and_repeated_headers_are_noted() {
        let Sniff::Roster(header) = roster("姓名,班主任,身份证号,入团年月,组织编码,入团时间", None)
        else {
            panic!("a roster");
        };
        assert_eq!((header.extra, header.repeated), (vec!["班主任".to_owned()], vec!["入团时间".to_owned()]));
        assert_eq!(header.width, 6);
    }
}
