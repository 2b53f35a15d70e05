//! Pinyin of names and labels: surnames by their own readings, `ü` written `v`.
//!
//! A syllable is a number in alphabetical order, so that all syllables with a common beginning are neighbours. Latin letters
//! and digits are syllables of their own.

mod surnames;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use compact_str::CompactString;
use pinyin::ToPinyin;

use surnames::{ELSEWHERE, SURNAMES};

/// A syllable by its place in the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Syllable(u16);

impl Syllable {
    /// Of a character that nobody here can read: after all others, and found by no spelling.
    pub const UNKNOWN: Self = Self(0x7FFF);

    /// The number: from 1, below 0x8000.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// How it is written, empty for [`Syllable::UNKNOWN`].
    pub fn text(self) -> &'static str {
        TABLE.texts.get(usize::from(self.0)).map_or("", CompactString::as_str)
    }
}

/// Syllables that are neighbours in the alphabet, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first.
    pub first: Syllable,
    /// The last.
    pub last: Syllable,
}

struct Table {
    texts: Vec<CompactString>,
    spellings: Vec<(CompactString, Syllable)>,
    common: Vec<u16>,
    others: HashMap<char, Vec<Syllable>>,
    surnames: HashMap<&'static str, Vec<Vec<Syllable>>>,
}

/// The two blocks of Chinese characters in daily use, looked up without a search.
const FIRST: u32 = 0x3400;
const END: u32 = 0xA000;
/// Marks a character that begins a surname with readings of its own.
const SPECIAL: u16 = 0x8000;

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

impl Table {
    fn build() -> Self {
        let plain = |c: char| c.to_pinyin().map(|sound| unaccented(sound.plain()));
        let blocks = (FIRST..END).chain(0x2_0000..0x3_2000);
        let mut sounds: BTreeSet<CompactString> = blocks.filter_map(char::from_u32).filter_map(plain).collect();
        sounds.extend(('0'..='9').chain('a'..='z').map(|c| CompactString::from(c.encode_utf8(&mut [0; 4]) as &str)));
        let listed = SURNAMES.iter().map(|(_, readings)| *readings).chain(ELSEWHERE.iter().map(|(_, r)| *r));
        sounds.extend(listed.flat_map(|list| list.split([' ', '-'])).map(CompactString::from));
        let texts: Vec<CompactString> = std::iter::once(CompactString::default()).chain(sounds).collect();
        let number = |text: &str| match texts.binary_search_by(|t| t.as_str().cmp(text)) {
            Ok(at) => Syllable(at as u16),
            Err(_) => Syllable::UNKNOWN,
        };
        let mut common: Vec<u16> = (FIRST..END)
            .map(|code| char::from_u32(code).and_then(plain).map_or(Syllable::UNKNOWN.0, |text| number(&text).0))
            .collect();

        let mut others = HashMap::new();
        for (c, list) in ELSEWHERE {
            let mut readings = list.split(' ').map(number);
            if let (Some(first), Some(at)) = (readings.next(), slot(*c)) {
                common[at] = first.0;
            }
            others.insert(*c, readings.collect());
        }
        let mut surnames = HashMap::new();
        for (surname, list) in SURNAMES {
            let usual =
                surname.chars().map(|c| slot(c).map_or(Syllable::UNKNOWN, |at| Syllable(common[at] & !SPECIAL)));
            let mut readings: Vec<Vec<Syllable>> =
                list.split(' ').map(|r| r.split('-').map(number).collect()).collect();
            let usual: Vec<Syllable> = usual.collect();
            if !readings.contains(&usual) {
                readings.push(usual);
            }
            surnames.insert(*surname, readings);
        }
        for at in surnames.keys().filter_map(|surname| slot(surname.chars().next()?)) {
            common[at] |= SPECIAL;
        }
        let spellings = spellings(&texts);
        Self { texts, spellings, common, others, surnames }
    }
}

fn slot(c: char) -> Option<usize> {
    let code = c as u32;
    (FIRST..END).contains(&code).then(|| (code - FIRST) as usize)
}

fn unaccented(text: &str) -> CompactString {
    let mut out: CompactString = text
        .chars()
        .filter_map(|c| match c {
            'ü' => Some('v'),
            'ê' => Some('e'),
            c => c.is_ascii_lowercase().then_some(c),
        })
        .collect();
    out.shrink_to_fit();
    out
}

/// Every accepted spelling in order: `lv` is also typed `lyu` and `lu`.
fn spellings(texts: &[CompactString]) -> Vec<(CompactString, Syllable)> {
    let mut out = BTreeMap::new();
    for (at, text) in texts.iter().enumerate().skip(1) {
        let syllable = Syllable(at as u16);
        out.insert((text.clone(), syllable), ());
        out.extend(umlaut_instead(text).into_iter().flatten().map(|text| ((text, syllable), ())));
    }
    out.into_keys().collect()
}

fn umlaut_instead(text: &str) -> Option<[CompactString; 2]> {
    let umlaut = text.starts_with("lv") || text.starts_with("nv");
    umlaut.then(|| ["yu", "u"].map(|instead| text.replace('v', instead).into()))
}

/// The usual syllable of one character; `None` for punctuation and spaces.
pub fn common(c: char) -> Option<Syllable> {
    if let Some(at) = slot(c) {
        return Some(Syllable(TABLE.common[at] & !SPECIAL));
    }
    if !c.is_alphanumeric() {
        return None;
    }
    let text = if c.is_ascii() {
        CompactString::from(c.to_ascii_lowercase().encode_utf8(&mut [0; 4]) as &str)
    } else {
        unaccented(c.to_pinyin().map_or("", |sound| sound.plain()))
    };
    let found = TABLE.texts.binary_search(&text).ok().filter(|&at| at > 0);
    Some(found.map_or(Syllable::UNKNOWN, |at| Syllable(at as u16)))
}

/// Every syllable one character is accepted as in the name of a place or an office, the usual one first.
pub fn readings(c: char) -> impl Iterator<Item = Syllable> {
    let others = TABLE.others.get(&c).map_or(&[][..], Vec::as_slice);
    common(c).into_iter().chain(others.iter().copied())
}

/// The surname a person's name begins with, if it has readings of its own, and these readings, the usual one first.
pub fn surname(name: &str) -> Option<(&str, &'static [Vec<Syllable>])> {
    let mut chars = name.char_indices();
    let (_, first) = chars.next()?;
    if TABLE.common[slot(first)?] & SPECIAL == 0 {
        return None;
    }
    let one = chars.next().map_or(name.len(), |(at, _)| at);
    let two = chars.next().map_or(name.len(), |(at, _)| at);
    // A double surname alone is no name: 万俟 of two characters is 万 with a given name.
    [two, one].into_iter().filter(|&end| end == one || end < name.len()).find_map(|end| {
        let head = &name[..end];
        TABLE.surnames.get(head).map(|readings| (head, readings.as_slice()))
    })
}

/// Every first syllable of a surname that begins with this character.
pub fn surname_sounds(c: char) -> impl Iterator<Item = Syllable> {
    let special = TABLE.surnames.iter().filter(move |(surname, _)| surname.starts_with(c));
    special.flat_map(|(_, readings)| readings.iter().filter_map(|reading| reading.first().copied()))
}

/// Every way one character is typed by its sound, the usual one first.
pub fn typed(c: char) -> Vec<CompactString> {
    let mut out: Vec<CompactString> = readings(c).map(|syllable| CompactString::const_new(syllable.text())).collect();
    for at in 0..out.len() {
        out.extend(umlaut_instead(&out[at]).into_iter().flatten());
    }
    out
}

/// A person's name in syllables, the surname by its usual reading.
pub fn syllables(name: &str) -> Vec<Syllable> {
    let (head, first) = surname(name).map_or(("", &[][..]), |(head, readings)| (head, readings[0].as_slice()));
    first.iter().copied().chain(name[head.len()..].chars().filter_map(common)).collect()
}

/// The first letters of a person's name: `zwh` of 张文华.
pub fn initials(name: &str) -> String {
    syllables(name).into_iter().filter_map(|syllable| syllable.text().chars().next()).collect()
}

/// The first four syllables in one number, in the order of the alphabet; equal keys are to be told apart by the text.
pub fn pack(syllables: impl IntoIterator<Item = Syllable>) -> u64 {
    let mut key = 0;
    let mut shift = 64;
    for syllable in syllables.into_iter().take(4) {
        shift -= 16;
        key |= u64::from(syllable.0) << shift;
    }
    key
}

/// The key that orders people's names by pinyin.
pub fn sort_key(name: &str) -> u64 {
    match surname(name) {
        None => pack(name.chars().filter_map(common)),
        Some((head, readings)) => with_head(&readings[0], &name[head.len()..]),
    }
}

/// The keys of a name under the other readings of its surname.
pub fn other_keys(name: &str) -> impl Iterator<Item = u64> {
    let (head, readings) = surname(name).unwrap_or(("", &[]));
    readings.iter().skip(1).map(move |reading| with_head(reading, &name[head.len()..]))
}

fn with_head(head: &[Syllable], rest: &str) -> u64 {
    pack(head.iter().copied().chain(rest.chars().filter_map(common)))
}

/// The syllables that can be spelled with this beginning, as few spans as possible; none if there is no such syllable.
pub fn spans(beginning: &str) -> Vec<Span> {
    let from = TABLE.spellings.partition_point(|(text, _)| text.as_str() < beginning);
    let hits = TABLE.spellings[from..].iter().take_while(|(text, _)| text.starts_with(beginning));
    let mut numbers: Vec<u16> = hits.map(|(_, syllable)| syllable.0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut out: Vec<Span> = Vec::new();
    for number in numbers {
        match out.last_mut() {
            Some(span) if span.last.0 + 1 == number => span.last = Syllable(number),
            _ => out.push(Span { first: Syllable(number), last: Syllable(number) }),
        }
    }
    out
}

/// The syllables of exactly this spelling: `lu` is both `lu` and `lü`.
pub fn spelled(text: &str) -> impl Iterator<Item = Syllable> {
    let from = TABLE.spellings.partition_point(|(spelling, _)| spelling.as_str() < text);
    TABLE.spellings[from..].iter().take_while(move |(spelling, _)| spelling == text).map(|(_, syllable)| *syllable)
}

/// A number that changes whenever syllables are numbered otherwise, so that what was stored by them is not misread.
pub fn edition() -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for text in &TABLE.texts {
        hasher.update(text.as_bytes());
        hasher.update(b" ");
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(name: &str) -> String {
        syllables(name).into_iter().map(Syllable::text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn surnames_have_readings_of_their_own() {
        for (name, sound) in [
            ("张伟", "zhang wei"),
            ("单小明", "shan xiao ming"),
            ("小单", "xiao dan"),
            ("曾国庆", "zeng guo qing"),
            ("仇英", "qiu ying"),
            ("解小红", "xie xiao hong"),
            ("查小刚", "zha xiao gang"),
            ("区小兰", "ou xiao lan"),
            ("朴小花", "piao xiao hua"),
            ("尉迟小明", "yu chi xiao ming"),
            ("尉迟", "wei chi"),
            ("万俟明", "mo qi ming"),
            ("万明", "wan ming"),
            ("盖明", "ge ming"),
            ("乐明", "yue ming"),
            ("员明", "yun ming"),
            ("缪明", "miao ming"),
            ("覃明", "qin ming"),
            ("翟明", "zhai ming"),
            ("隗明", "wei ming"),
            ("黑明", "he ming"),
            ("冼星", "xian xing"),
            ("吕梁", "lv liang"),
            ("欧阳兰", "ou yang lan"),
            ("买买提·艾山", "mai mai ti ai shan"),
            ("Li Lei", "l i l e i"),
        ] {
            assert_eq!(spoken(name), sound, "{name}");
        }
        assert_eq!(initials("张文华"), "zwh");
    }

    #[test]
    fn other_readings_are_accepted_too() {
        let keys: Vec<u64> = other_keys("单明").collect();
        let as_typed = |text: &str| pack(text.split(' ').filter_map(|part| spelled(part).next()));
        assert!(keys.contains(&as_typed("dan ming")) && !keys.contains(&sort_key("单明")));
        assert_eq!(sort_key("单明"), as_typed("shan ming"));
        assert_eq!(other_keys("张伟").count(), 0);
        let texts: Vec<&str> = readings('埔').map(Syllable::text).collect();
        assert_eq!(texts, ["pu", "bu"]);
    }

    #[test]
    fn umlauts_are_typed_in_four_ways() {
        let lv = common('吕').unwrap();
        for text in ["l", "lv", "lu", "lyu"] {
            assert!(spans(text).iter().any(|span| (span.first..=span.last).contains(&lv)), "{text}");
        }
        assert_eq!(spelled("lu").count(), 2);
        assert_eq!(spelled("lyu").map(Syllable::text).collect::<Vec<_>>(), ["lv"]);
        assert!(spans("lx").is_empty());
    }

    #[test]
    fn the_alphabet_orders_names() {
        let mut names = ["张伟", "王芳", "单一", "李娜", "安然", "李"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["安然", "李", "李娜", "单一", "王芳", "张伟"]);
        assert!(TABLE.texts.len() < 1000 && TABLE.texts.is_sorted());
    }
}
