//! The kinds of roster and their columns: one table drives sniffing, required cells, keys, masking and reasons.

use serde::{Serialize, Serializer};

use super::records::{activities, attests, conduct, graduates, ledger};
use super::{cadres, cell, dues, members, orgs, transfers};
use crate::model::{Identity, Labelled, Phone};

/// A kind of roster (`rosters.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// 团组织.
    Orgs,
    /// 团员.
    Members,
    /// 团干部.
    Cadres,
    /// 组织关系转接.
    Transfers,
    /// 团费.
    Dues,
    /// 奖惩.
    Conduct,
    /// 活动.
    Activities,
    /// 毕业生底数.
    Graduates,
    /// 两新台账.
    Ledger,
    /// 事项申报.
    Attest,
}

impl Labelled for Kind {
    const ALL: &'static [Self] = &[
        Self::Orgs,
        Self::Members,
        Self::Cadres,
        Self::Transfers,
        Self::Dues,
        Self::Conduct,
        Self::Activities,
        Self::Graduates,
        Self::Ledger,
        Self::Attest,
    ];

    fn zh(self) -> &'static str {
        match self {
            Self::Orgs => "团组织",
            Self::Members => "团员",
            Self::Cadres => "团干部",
            Self::Transfers => "组织关系转接",
            Self::Dues => "团费",
            Self::Conduct => "奖惩",
            Self::Activities => "活动",
            Self::Graduates => "毕业生底数",
            Self::Ledger => "两新台账",
            Self::Attest => "事项申报",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Orgs => "orgs",
            Self::Members => "members",
            Self::Cadres => "cadres",
            Self::Transfers => "transfers",
            Self::Dues => "dues",
            Self::Conduct => "conduct",
            Self::Activities => "activities",
            Self::Graduates => "graduates",
            Self::Ledger => "ledger",
            Self::Attest => "attest",
        }
    }
}

impl Kind {
    /// The kind of a file stem or of its English name.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.en() == text).or_else(|| Self::parse(text))
    }

    /// Its columns, in the order in which a row is checked.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Orgs => &orgs::COLUMNS,
            Self::Members => &members::COLUMNS,
            Self::Cadres => &cadres::COLUMNS,
            Self::Transfers => &transfers::COLUMNS,
            Self::Dues => &dues::COLUMNS,
            Self::Conduct => &conduct::COLUMNS,
            Self::Activities => &activities::COLUMNS,
            Self::Graduates => &graduates::COLUMNS,
            Self::Ledger => &ledger::COLUMNS,
            Self::Attest => &attests::COLUMNS,
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.en())
    }
}

/// What a column must bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A filled cell in every row.
    Cell,
    /// The column; its cells may be empty.
    Header,
    /// Nothing.
    Optional,
}

/// Whose data a column holds, which decides how a report shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// Nobody's; identity numbers and mobiles that strayed into it are masked all the same.
    No,
    /// An identity number.
    Identity,
    /// A telephone number.
    Phone,
}

/// One column of a kind.
#[derive(Debug)]
pub struct Column {
    /// Its header.
    pub name: &'static str,
    /// Other headers it goes by.
    pub aliases: &'static [&'static str],
    /// What it must bring.
    pub need: Need,
    /// Whether it is part of the key of a row.
    pub key: bool,
    /// Whose data it holds.
    pub personal: Personal,
    /// The words it may hold, where it is a list.
    pub words: Option<fn() -> Vec<&'static str>>,
    /// The same words in English, for those who choose from them.
    pub english: Option<fn() -> Vec<&'static str>>,
}

impl Column {
    /// An optional column.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            aliases: &[],
            need: Need::Optional,
            key: false,
            personal: Personal::No,
            words: None,
            english: None,
        }
    }

    pub(super) const fn need(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    pub(super) const fn alias(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    pub(super) const fn key(mut self) -> Self {
        self.key = true;
        self
    }

    pub(super) const fn personal(mut self, personal: Personal) -> Self {
        self.personal = personal;
        self
    }

    pub(super) const fn of<L: Labelled>(mut self) -> Self {
        self.words = Some(|| L::ALL.iter().map(|word| word.zh()).collect());
        self.english = Some(|| L::ALL.iter().map(|word| word.en()).collect());
        self
    }

    pub(super) const fn flag(mut self) -> Self {
        self.words = Some(|| vec!["是", "否"]);
        self.english = Some(|| vec!["yes", "no"]);
        self
    }

    /// The headers it goes by.
    pub fn headers(&self) -> impl Iterator<Item = &'static str> + '_ {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// A value of this column as a report may show it: masked, and cut where it is long.
    pub fn shown(&self, value: &str) -> String {
        const LONG: usize = 60;
        let masked = match self.personal {
            Personal::Identity => Identity::mask_text(value),
            Personal::Phone => Phone::mask_text(value),
            Personal::No => mask_strays(value.trim()),
        };
        match masked.char_indices().nth(LONG) {
            Some((cut, _)) => format!("{}…", &masked[..cut]),
            None => masked,
        }
    }
}

/// Masks what looks like an identity or mobile number, for texts of any column and for headers.
pub(crate) fn mask_strays(text: &str) -> String {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(digit) {
        out.push_str(&rest[..start]);
        let run = &rest[start..];
        let end = run.find(|c| !digit(c) && !matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ')).unwrap_or(run.len());
        let (run, after) = run.split_at(end);
        let folded = cell::fold(run);
        if mobile(&folded) {
            out.push_str(&Phone::mask_text(&folded));
        } else if identity(folded.as_bytes()) {
            out.push_str(&Identity::mask_text(&folded));
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn mobile(run: &str) -> bool {
    let bare = run.strip_prefix("86").unwrap_or(run);
    bare.len() == 11 && bare.starts_with('1')
}

/// Whether a run of digits holds a birth date where an identity number has it; long codes of organisations do not.
fn identity(run: &[u8]) -> bool {
    let number = |digits: &[u8]| digits.iter().fold(0, |n, b| n * 10 + u32::from(b.wrapping_sub(b'0')));
    run.len() == 15
        || run.windows(18).any(|run| {
            (1900..2100).contains(&number(&run[6..10]))
                && (1..=12).contains(&number(&run[10..12]))
                && (1..=31).contains(&number(&run[12..14]))
        })
}

/// Declares the columns of a kind: an enumeration that names them and the table in the same order.
macro_rules! columns {
    ($($name:ident = $column:expr;)+) => {
        #[derive(Clone, Copy)]
        #[repr(usize)]
        enum Field { $($name),+ }

        impl From<Field> for usize {
            fn from(at: Field) -> usize { at as usize }
        }

        pub(in crate::intake) static COLUMNS: [Column; [$(Field::$name),+].len()] = [$($column),+];
    };
}
pub(super) use columns;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_key_and_no_header_twice() {
        for kind in Kind::ALL {
            let columns = kind.columns();
            assert!(columns.iter().any(|column| column.key), "{kind:?}");
            let mut headers: Vec<_> = columns.iter().flat_map(Column::headers).collect();
            let all = headers.len();
            headers.sort_unstable();
            headers.dedup();
            assert_eq!(headers.len(), all, "{kind:?}");
            assert_eq!(Kind::named(kind.en()), Some(*kind));
            assert_eq!(Kind::named(kind.zh()), Some(*kind));
        }
    }

    #[test]
    fn personal_numbers_are_masked_wherever_they_stand() {
        let plain = Column::new("职务");
        for (value, shown) in [
            ("书记", "书记"),
            ("000.012.016", "000.012.016"),
            ("11010519491231002X", "1101**********002X"),
            ("书记10000001234", "书记100****1234"),
            ("１１０１０５１９４９１２３１００２Ｘ", "1101**********002X"),
            ("000012016007001001001", "000012016007001001001"),
            ("201744000001", "201744000001"),
            ("8610000001234", "861******1234"),
        ] {
            assert_eq!(plain.shown(value), shown);
        }
        let phone = Column::new("手机号码").personal(Personal::Phone);
        assert_eq!(phone.shown(" 10000001234"), "100****1234");
        assert_eq!(plain.shown(&"长".repeat(99)).chars().count(), 61);
    }
}
