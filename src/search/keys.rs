//! Identity, telephone and member numbers as numbers, so that a beginning typed is a range.

use super::fold::{fold, folded};
use crate::model::{Identity, MemberNumber, Phone};

const SHORT_BIT: u64 = 1 << 62;
const FOREIGN_BIT: u64 = 1 << 63;
/// Keys of telephones and member numbers fit 40 bits; those that are not eleven or twelve digits lie above all that are.
const LOOSE: u64 = 1_000_000_000_000;
const LOOSE_ROOM: u64 = (1 << 40) - LOOSE;
/// What the last four of a 15-digit number are counted from (see `IdKey::last_four`).
const SHORT_TAIL: u64 = 11_000;

pub(super) fn identity(identity: &Identity) -> u64 {
    match identity {
        Identity::Foreign(text) => foreign(hash(text)),
        known => known.key().0,
    }
}

fn foreign(hash: u64) -> u64 {
    FOREIGN_BIT | hash >> 1
}

pub(super) fn phone(phone: &Phone) -> u64 {
    match phone {
        Phone::Mobile(number) => *number,
        Phone::Other(text) => loose(hash(text)),
    }
}

pub(super) fn phone_tail(phone: &Phone) -> Option<u32> {
    match phone {
        Phone::Mobile(number) => Some((number % 10_000) as u32),
        Phone::Other(_) => None,
    }
}

pub(super) fn number(number: &MemberNumber) -> u64 {
    match number {
        MemberNumber::Twelve(number) => *number,
        MemberNumber::Other(text) => loose(hash(text)),
    }
}

/// Whether the key of a member number is the number itself and no hash.
pub(super) fn is_twelve(key: u64) -> bool {
    key < LOOSE
}

/// Whether the key of an identity number is the number itself and no hash.
pub(super) fn is_resident(key: u64) -> bool {
    key & FOREIGN_BIT == 0
}

fn loose(hash: u64) -> u64 {
    LOOSE + hash % LOOSE_ROOM
}

// FNV-1a over the folded text: the standard hashers may change from one toolchain to the next, and this is stored.
fn hash(text: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    let mut bytes = [0; 4];
    for c in text.chars().filter_map(fold) {
        for byte in c.encode_utf8(&mut bytes).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    hash
}

/// A sorted index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    PhoneTails,
    IdentityTails,
    Phones,
    Numbers,
    Identities,
}

/// A range of keys that a typed number means; not `Debug`, since a key is a person's number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) column: Column,
    pub(super) lo: u64,
    pub(super) hi: u64,
}

/// Every way to read what was typed as a number, the likeliest first.
pub(super) fn ways(typed: &str) -> Vec<Way> {
    let typed = folded(typed);
    let mut ways = Vec::new();
    if typed.is_empty() {
        return ways;
    }
    let mut way = |column, lo, hi| ways.push(Way { column, lo, hi });
    if let Some(read) = Typed::read(&typed) {
        let Typed { body, len, last } = read;
        if len == 4 {
            let tail = body / 10 * 11 + last;
            way(Column::IdentityTails, tail, tail);
            if last < 10 {
                way(Column::IdentityTails, SHORT_TAIL + body, SHORT_TAIL + body);
                way(Column::PhoneTails, body, body);
            }
        }
        if len == 18 {
            let key = body / 10 * 11 + last;
            way(Column::Identities, key, key);
        }
        if last < 10 {
            let mut prefix = |column, digits: u32, unit: u64, above: u64| {
                if len <= digits {
                    let step = unit * 10u64.pow(digits - len);
                    way(column, above + body * step, above + body * step + step - 1);
                }
            };
            prefix(Column::Identities, 17, 11, 0);
            prefix(Column::Identities, 15, 1, SHORT_BIT);
            prefix(Column::Phones, 11, 1, 0);
            prefix(Column::Numbers, 12, 1, 0);
        }
    }
    let hash = hash(&typed);
    way(Column::Identities, foreign(hash), foreign(hash));
    way(Column::Phones, loose(hash), loose(hash));
    way(Column::Numbers, loose(hash), loose(hash));
    ways
}

/// Digits, with an `X` only where an identity number can have one: last of eighteen, or of the last four.
struct Typed {
    body: u64,
    len: u32,
    last: u64,
}

impl Typed {
    fn read(typed: &str) -> Option<Self> {
        let len = typed.len() as u32;
        let head = typed.strip_suffix('x').filter(|_| matches!(len, 4 | 18));
        let digits = head.unwrap_or(typed);
        if len > 18 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let body: u64 = digits.parse().ok()?;
        Some(match head {
            Some(_) => Self { body: body * 10, len, last: 10 },
            None => Self { body, len, last: body % 10 },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(typed: &str, column: Column, key: u64) -> bool {
        ways(typed).iter().any(|way| way.column == column && (way.lo..=way.hi).contains(&key))
    }

    #[test]
    fn beginnings_and_ends_of_numbers_are_ranges() {
        let long = identity(&Identity::parse("11010519491231002X").unwrap());
        let short = identity(&Identity::parse("110105491231002").unwrap());
        for (typed, is_long, is_short) in [
            ("1", true, true),
            ("110105", true, true),
            ("1101054912", false, true),
            ("110105491231002", false, true),
            ("11010519491231002", true, false),
            ("11010519491231002x", true, false),
            ("１１０１０５", true, true),
            ("110105194912310021", false, false),
            ("12", false, false),
            ("110x", false, false),
        ] {
            assert_eq!(meets(typed, Column::Identities, long), is_long, "{typed}");
            assert_eq!(meets(typed, Column::Identities, short), is_short, "{typed}");
        }
        for (typed, tail) in [("002X", 32), ("1002", 100 * 11 + 2), ("1002", SHORT_TAIL + 1002)] {
            assert!(meets(typed, Column::IdentityTails, tail), "{typed}");
        }
    }

    #[test]
    fn telephones_and_member_numbers() {
        let mobile = Phone::parse("100 0000-1234").unwrap();
        let landline = Phone::parse("0000-000 12").unwrap();
        for (typed, found) in [("100", true), ("100 0000 1234", true), ("10000001235", false), ("1234", false)] {
            assert_eq!(meets(typed, Column::Phones, phone(&mobile)), found, "{typed}");
        }
        assert!(meets("1234", Column::PhoneTails, u64::from(phone_tail(&mobile).unwrap())));
        assert!(meets("000000012", Column::Phones, phone(&landline)), "found whole, however it is written");
        assert!(phone(&landline) < 1 << 40);
        let twelve = MemberNumber::parse("201844000001").unwrap();
        let other = MemberNumber::parse("粤-2016/7").unwrap();
        assert!(meets("2018", Column::Numbers, number(&twelve)) && !meets("2017", Column::Numbers, number(&twelve)));
        assert!(meets("粤20167", Column::Numbers, number(&other)) && number(&other) < 1 << 40);
    }
}
