//! A filter in pieces: terms, keys, values, each with the byte it begins at.

use std::ops::Range;

/// A term before anybody knows what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub not: bool,
    pub span: Range<usize>,
    /// The word before the sign; the whole term where there is no sign.
    pub head: String,
    pub head_at: usize,
    /// Whether the head stood in quotes.
    pub quoted: bool,
    /// The sign and the byte it begins at.
    pub sign: Option<(String, usize)>,
    /// What stands behind the sign, each value with its byte and whether it was quoted.
    pub values: Vec<(String, usize)>,
    /// The byte of a quote that nothing closes.
    pub open: Option<usize>,
}

/// An input method that is on sends these.
pub const fn half(c: char) -> char {
    match c {
        '：' => ':',
        '＞' | '》' => '>',
        '＜' | '《' => '<',
        '＝' => '=',
        '－' => '-',
        '，' | '、' => ',',
        '“' | '”' | '＂' => '"',
        '　' => ' ',
        c => c,
    }
}

/// Whether a character ends a word that is not quoted.
pub const fn ends_bare(c: char) -> bool {
    matches!(half(c), ' ' | ':' | '<' | '>' | '=' | ',' | '"') || c.is_ascii_control()
}

struct Chars<'a> {
    text: &'a str,
    at: usize,
}

impl Chars<'_> {
    fn next(&self) -> Option<char> {
        self.text[self.at..].chars().next().map(|c| if c.is_whitespace() { ' ' } else { half(c) })
    }

    fn step(&mut self) {
        self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8);
    }

    fn while_(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let from = self.at;
        while self.next().is_some_and(&wanted) {
            self.step();
        }
        self.text[from..self.at].to_owned()
    }

    /// A word, quoted or bare, and the byte of a quote that nothing closes.
    fn word(&mut self, bare: impl Fn(char) -> bool) -> (String, bool, Option<usize>) {
        if self.next() != Some('"') {
            return (self.while_(bare), false, None);
        }
        let begun = self.at;
        self.step();
        let word = self.while_(|c| c != '"');
        let open = self.next().is_none().then_some(begun);
        self.step();
        (word, true, open)
    }
}

pub fn pieces(text: &str) -> Vec<Piece> {
    let mut chars = Chars { text, at: 0 };
    let mut pieces = Vec::new();
    loop {
        chars.while_(|c| c == ' ');
        let from = chars.at;
        let Some(first) = chars.next() else { return pieces };
        let not = first == '-';
        if not {
            chars.step();
        }
        let head_at = chars.at;
        let (head, quoted, mut open) = chars.word(|c| !matches!(c, ' ' | ':' | '<' | '>' | '=' | '"'));
        let sign_at = chars.at;
        let sign = match chars.next() {
            Some(':') if !quoted => {
                chars.step();
                ":".to_owned()
            }
            Some('<' | '>' | '=') if !quoted => chars.while_(|c| matches!(c, '<' | '>' | '=')),
            _ => String::new(),
        };
        let mut values = Vec::new();
        if !sign.is_empty() {
            loop {
                let at = chars.at;
                let (value, _, unclosed) = chars.word(|c| !matches!(c, ' ' | ',' | '"'));
                open = open.or(unclosed);
                values.push((value, at));
                if chars.next() != Some(',') {
                    break;
                }
                chars.step();
            }
        }
        // A quote right behind a word begins the next term.
        let sign = (!sign.is_empty()).then(|| (sign.chars().map(half).collect(), sign_at));
        pieces.push(Piece { not, span: from..chars.at, head, head_at, quoted, sign, values, open });
    }
}
