//! The recovery code: printed once, kept on paper, typed by hand.

use zeroize::Zeroizing;

use super::sealer::{SealError, random};

/// Letters that are not taken for one another when read from paper: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 5;

/// A code of 160 random bits, five to a letter.
pub struct Recovery(Zeroizing<[u8; 20]>);

impl Recovery {
    /// A new code.
    ///
    /// # Errors
    /// A system that has no random numbers to give.
    pub fn random() -> Result<Self, SealError> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    /// Reads a code as somebody typed it: any case, with or without dashes, O for 0 and I or L for 1.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 20]);
        let (mut pending, mut bits, mut filled) = (0u32, 0, 0);
        for letter in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'-') {
            let letter = match letter.to_ascii_uppercase() {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                letter => letter,
            };
            let value = LETTERS.iter().position(|known| *known == letter)?;
            pending = pending << 5 | value as u32;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                *bytes.get_mut(filled)? = (pending >> bits) as u8;
                pending &= (1 << bits) - 1;
                filled += 1;
            }
        }
        (filled == bytes.len() && bits == 0).then_some(Self(bytes))
    }

    /// As it is printed: groups of five letters.
    pub fn print(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::with_capacity(40));
        let (mut pending, mut bits, mut letters) = (0u32, 0, 0);
        for byte in self.0.iter() {
            pending = pending << 8 | u32::from(*byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                if letters > 0 && letters % GROUP == 0 {
                    out.push('-');
                }
                out.push(char::from(LETTERS[(pending >> bits & 31) as usize]));
                letters += 1;
            }
        }
        out
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_printed_or_nearly() {
        let code = Recovery::random().unwrap();
        let printed = code.print();
        assert_eq!(printed.len(), 32 + 6);
        let sloppy = printed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        for typed in [printed.as_str(), &sloppy] {
            assert_eq!(Recovery::parse(typed).unwrap().bytes(), code.bytes());
        }
        assert!(Recovery::parse(&printed[1..]).is_none());
        assert!(Recovery::parse(&format!("{}U", &printed[..37])).is_none());
        assert!(Recovery::parse(&format!("{}0", printed.as_str())).is_none());
    }
}
