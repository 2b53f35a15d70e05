//! Identity numbers: 18 digits with a check character, the old 15, or a foreign document as given (handbook A3).

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{Day, stable_hash};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";
const SHORT_BIT: u64 = 1 << 62;
const FOREIGN_BIT: u64 = 1 << 63;

/// Why an identity number is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// Neither 18 nor 15 characters of digits (and a last X).
    #[error("an identity number has 18 digits, or 15 in its old form")]
    Form,
    /// The date inside is no day of the calendar.
    #[error("the birth date inside the number does not exist")]
    Birth,
    /// The last character does not agree with the other 17.
    #[error("the check digit should be {0}")]
    Check(char),
}

/// A person's identity document.
///
/// Masked wherever it is shown: `Display` and `Debug` both hide the middle.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Identity {
    /// 18 digits; the first 17 as a number times 11 plus the value (0 to 10) of the last.
    Resident(u64),
    /// The 15-digit number of before 1999: accepted and flagged.
    Short(u64),
    /// A foreign or other document, as given.
    Foreign(CompactString),
}

/// What two rows of one person share: unique for a resident, a 63-bit hash for a foreign document.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IdKey(pub u64);

impl Identity {
    /// Reads a resident's number of 18 or 15 digits; `x` is read as `X`.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let bytes = text.trim().as_bytes();
        match bytes.len() {
            18 => Self::parse_long(bytes),
            15 if bytes.iter().all(u8::is_ascii_digit) => {
                let number = digits(bytes);
                match Self::Short(number).birth() {
                    Some(_) => Ok(Self::Short(number)),
                    None => Err(IdentityError::Birth),
                }
            }
            _ => Err(IdentityError::Form),
        }
    }

    fn parse_long(bytes: &[u8]) -> Result<Self, IdentityError> {
        let (body, last) = (&bytes[..17], bytes[17].to_ascii_uppercase());
        if !body.iter().all(u8::is_ascii_digit) || !(last.is_ascii_digit() || last == b'X') {
            return Err(IdentityError::Form);
        }
        let check = check_character(body);
        let value = if last == b'X' { 10 } else { u64::from(last - b'0') };
        let identity = Self::Resident(digits(body) * 11 + value);
        if identity.birth().is_none() {
            return Err(IdentityError::Birth);
        }
        if check != last {
            return Err(IdentityError::Check(check as char));
        }
        Ok(identity)
    }

    /// The number of a resident from its first 17 digits, with the check character worked out.
    pub fn with_check(seventeen: u64) -> Self {
        let text = format!("{seventeen:017}");
        let value = match check_character(text.as_bytes()) {
            b'X' => 10,
            digit => u64::from(digit - b'0'),
        };
        Self::Resident(seventeen * 11 + value)
    }

    /// The key that rows of one person share.
    pub fn key(&self) -> IdKey {
        IdKey(match self {
            Self::Resident(packed) => *packed,
            Self::Short(number) => SHORT_BIT | number,
            Self::Foreign(text) => FOREIGN_BIT | (stable_hash(text) >> 1),
        })
    }

    /// The birthday inside the number; foreign documents have none.
    pub fn birth(&self) -> Option<Day> {
        self.key().birth()
    }

    /// The whole number: only where its reader has the right to see it.
    pub fn reveal(&self) -> CompactString {
        match self {
            Self::Resident(packed) => {
                let last = if packed % 11 == 10 { 'X' } else { (b'0' + (packed % 11) as u8) as char };
                compact_str::format_compact!("{:017}{last}", packed / 11)
            }
            Self::Short(number) => compact_str::format_compact!("{number:015}"),
            Self::Foreign(text) => text.clone(),
        }
    }

    /// The number with its middle hidden: `4407**********1234`, the form shown everywhere by default.
    pub fn masked(&self) -> String {
        mask(&self.reveal())
    }

    /// Masks a value that may not even be an identity number, as a refusal shows it.
    pub fn mask_text(text: &str) -> String {
        mask(text.trim())
    }
}

impl IdKey {
    /// The number itself; `None` for a foreign document, of which the key holds only a hash.
    pub fn identity(self) -> Option<Identity> {
        match (self.0 & FOREIGN_BIT, self.0 & SHORT_BIT) {
            (0, 0) => Some(Identity::Resident(self.0)),
            (0, _) => Some(Identity::Short(self.0 & !SHORT_BIT)),
            _ => None,
        }
    }

    /// Whether it is a number of 15 digits.
    pub const fn is_short(self) -> bool {
        self.0 & FOREIGN_BIT == 0 && self.0 & SHORT_BIT != 0
    }

    /// The birthday of a resident's number, `None` for foreign documents and impossible dates.
    pub fn birth(self) -> Option<Day> {
        if self.0 & FOREIGN_BIT != 0 {
            return None;
        }
        let (year, month, day) = if self.0 & SHORT_BIT != 0 {
            let date = (self.0 & !SHORT_BIT) / 1_000 % 1_000_000;
            (1900 + date / 10_000, date / 100 % 100, date % 100)
        } else {
            let date = self.0 / 11 / 1_000 % 100_000_000;
            (date / 10_000, date / 100 % 100, date % 100)
        };
        if year < 1800 {
            return None;
        }
        Day::new(year as i32, month as u32, day as u32)
    }

    /// The number with its middle hidden; of a foreign document nothing is known but that there is one.
    pub fn masked(self) -> String {
        if self.0 & FOREIGN_BIT != 0 {
            "*".repeat(8)
        } else if self.0 & SHORT_BIT != 0 {
            Identity::Short(self.0 & !SHORT_BIT).masked()
        } else {
            Identity::Resident(self.0).masked()
        }
    }

    /// The last four characters as a number: three digits times 11 plus the check value; 15-digit numbers: last four digits above 10,989.
    pub fn last_four(self) -> Option<u32> {
        if self.0 & FOREIGN_BIT != 0 {
            None
        } else if self.0 & SHORT_BIT != 0 {
            Some(11_000 + ((self.0 & !SHORT_BIT) % 10_000) as u32)
        } else {
            Some((self.0 % 11_000) as u32)
        }
    }
}

fn mask(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (head, tail) = match chars.len() {
        0..=4 => (0, 0),
        5..=10 => (1, 1),
        _ => (4, 4),
    };
    let middle = chars.len() - head - tail;
    let mut out: String = chars[..head].iter().collect();
    out.extend(std::iter::repeat_n('*', middle));
    out.extend(&chars[head + middle..]);
    out
}

fn digits(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |n, b| n * 10 + u64::from(b - b'0'))
}

fn check_character(body: &[u8]) -> u8 {
    let sum: u32 = body.iter().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    CHECKS[(sum % 11) as usize]
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.masked())
    }
}

impl fmt::Debug for IdKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handbooks_vectors() {
        assert!(Identity::parse("11010519491231002X").is_ok());
        assert!(Identity::parse("11010519491231002x").is_ok());
        assert!(Identity::parse("440524188001010014").is_ok());
        assert_eq!(Identity::parse("110105194912310021"), Err(IdentityError::Check('X')));
        assert_eq!(Identity::parse("110105194913310021"), Err(IdentityError::Birth));
        for text in ["", "1101051949", "1101051949123100XX", "A1010519491231002X"] {
            assert_eq!(Identity::parse(text), Err(IdentityError::Form), "{text}");
        }
    }

    #[test]
    fn a_number_survives_packing_and_is_masked_when_shown() {
        let identity = Identity::parse("11010519491231002X").unwrap();
        assert_eq!(identity.reveal(), "11010519491231002X");
        assert_eq!(identity.to_string(), "1101**********002X");
        assert_eq!(identity.key().masked(), "1101**********002X");
        assert_eq!(format!("{identity:?}"), "Identity(1101**********002X)");
        assert_eq!(identity.birth(), Day::new(1949, 12, 31));
        assert_eq!(identity.key().last_four(), Some(2 * 11 + 10));
        assert_eq!(Identity::with_check(11010519491231002), identity);
    }

    #[test]
    fn old_and_foreign_numbers_are_kept_apart() {
        let short = Identity::parse("110105491231002").unwrap();
        assert_eq!(short.birth(), Day::new(1949, 12, 31));
        assert_eq!(short.reveal(), "110105491231002");
        let foreign = Identity::Foreign("H1234567".into());
        assert_eq!(foreign.birth(), None);
        assert_eq!(foreign.masked(), "H******7");
        assert_ne!(foreign.key(), short.key());
    }
}
