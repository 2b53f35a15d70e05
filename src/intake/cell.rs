//! What one cell says: trimmed, half width, without invisible characters, and then a day, a number, a word of a list.

use std::borrow::Cow;

use compact_str::CompactString;

use super::refusal::Reason;
use crate::model::{Day, Instant, Labelled, Month, OrgCode, Phone, TimeError};

/// Longest text that is kept, in bytes: names of organisations reach about 200.
const LONGEST: usize = 600;

/// Half width for full-width forms, a plain space for the ideographic one.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(half).collect())
}

fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}

/// Whether a reader cannot see a character: controls, format characters (bidi marks among them), separators of lines.
pub(super) fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c as u32,
            0xAD | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x180E | 0x200B..=0x200F
            | 0x2028..=0x202E | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB | 0x110BD | 0x110CD
            | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0001 | 0xE0020..=0xE007F)
}

// Graphic ASCII, and the bytes of characters from U+4000 to U+EFFF: no space, nothing invisible, and what nearly every
// cell is made of.
fn plain(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~' | 0x80..=0xBF | 0xE4..=0xEE)
}

/// A cell without surrounding space and invisible characters, and whether it had any of those inside.
pub(super) fn clean(cell: &str) -> (Cow<'_, str>, bool) {
    if cell.bytes().all(plain) {
        return (Cow::Borrowed(cell), false);
    }
    let trimmed = cell.trim();
    if !trimmed.chars().any(invisible) {
        return (Cow::Borrowed(trimmed), false);
    }
    let visible: String = trimmed.chars().filter(|c| !invisible(*c)).collect();
    (Cow::Owned(visible.trim().to_owned()), true)
}

/// A text to be kept as it is.
pub(super) fn text(cell: &str) -> Result<CompactString, Reason> {
    match cell {
        long if long.len() > LONGEST => Err(Reason::TooLong),
        torn if torn.as_bytes().contains(&0xEF) && torn.contains(char::REPLACEMENT_CHARACTER) => {
            Err(Reason::Undecodable)
        }
        fine => Ok(fine.into()),
    }
}

/// A day, in any of the forms of `rosters.md`; a time of day behind it is read and let go.
pub(super) fn day(cell: &str) -> Result<Day, Reason> {
    let bytes = cell.as_bytes();
    let fast = match bytes.len() {
        10 if matches!(bytes[4], b'-' | b'/') && bytes[4] == bytes[7] => ymd(&bytes[..4], &bytes[5..7], &bytes[8..]),
        8 => ymd(&bytes[..4], &bytes[4..6], &bytes[6..]),
        5 => return serial(cell).map(|(day, _)| day).ok_or(Reason::Day(TimeError::Form)),
        _ => None,
    };
    if let Some(day) = fast {
        return Ok(day);
    }
    let folded = fold(cell);
    match Day::parse(&folded) {
        Err(TimeError::Form) => Instant::parse(&folded)
            .map(Instant::day)
            .ok()
            .or_else(|| serial(&folded).map(|(day, _)| day))
            .ok_or(Reason::Day(TimeError::Form)),
        read => read.map_err(Reason::Day),
    }
}

/// A month, or the month of a day.
pub(super) fn month(cell: &str) -> Result<Month, Reason> {
    let bytes = cell.as_bytes();
    let fast = match bytes.len() {
        7 if matches!(bytes[4], b'-' | b'/') => number2(&bytes[..4]).zip(number2(&bytes[5..])),
        6 => number2(&bytes[..4]).zip(number2(&bytes[4..])),
        _ => None,
    };
    if let Some((year, month)) = fast.filter(|(year, month)| YEARS.contains(year) && (1..=12).contains(month)) {
        return Ok(Month::of(year as i32, month));
    }
    let read = match Month::parse(&fold(cell)) {
        Err(TimeError::Form) => day(cell).map(Day::month).map_err(|reason| match reason {
            Reason::Day(why) => why,
            _ => TimeError::Form,
        }),
        read => read,
    };
    // A month outside the calendar of this register is a slip of the hand, and would not fit its column.
    read.and_then(|month| if YEARS.contains(&(month.year() as u32)) { Ok(month) } else { Err(TimeError::Calendar) })
        .map_err(Reason::Month)
}

const YEARS: std::ops::RangeInclusive<u32> = 1900..=2199;

/// A time; a bare day is its first second.
pub(super) fn instant(cell: &str) -> Result<Instant, Reason> {
    let bytes = cell.as_bytes();
    if matches!(bytes.len(), 16 | 19) && matches!(bytes[10], b' ' | b'T') && bytes[13] == b':' {
        let second = if bytes.len() == 19 && bytes[16] == b':' { &bytes[17..] } else { b"00" };
        let time = number2(&bytes[11..13]).zip(number2(&bytes[14..16])).zip(number2(second));
        let day = cell.get(..10).and_then(|date| day(date).ok());
        if let (Some(((hour @ 0..24, minute @ 0..60), second @ 0..60)), Some(day)) = (time, day) {
            return Ok(Instant(day.start().0 + i64::from(hour * 3600 + minute * 60 + second)));
        }
    }
    let folded = fold(cell);
    match Instant::parse(&folded) {
        Err(TimeError::Form) => serial(&folded)
            .map(|(day, second)| Instant(day.start().0 + i64::from(second)))
            .ok_or(Reason::Time(TimeError::Form)),
        read => read.map_err(Reason::Time),
    }
}

/// Days since the end of 1899 and seconds of the day, as a spreadsheet counts: five digits, 1927 to 2099.
fn serial(cell: &str) -> Option<(Day, u32)> {
    const EPOCH: i32 = 25_569;
    let (whole, part) = cell.split_once('.').unwrap_or((cell, ""));
    if whole.len() != 5 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let days = number2(whole.as_bytes()).filter(|days| (10_000..=73_050).contains(days))? as i32;
    let fraction: f64 = if part.is_empty() { 0.0 } else { format!("0.{part}").parse().ok()? };
    Some((Day(days - EPOCH), ((fraction * 86_400.0).round() as u32).min(86_399)))
}

fn number2(digits: &[u8]) -> Option<u32> {
    let plain = digits.len() <= 9 && digits.iter().all(u8::is_ascii_digit);
    plain.then(|| digits.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0')))
}

// Hinnant's days_from_civil: a province holds fifteen million days, and the calendar of `chrono` costs most of a second more.
fn ymd(year: &[u8], month: &[u8], day: &[u8]) -> Option<Day> {
    const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (year, month, day) = (number2(year)?, number2(month)?, number2(day)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = *LENGTHS.get(month.checked_sub(1)? as usize)?;
    if !(1..=longest).contains(&day) || (month == 2 && day == 29 && !leap) || !YEARS.contains(&year) {
        return None;
    }
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
    Some(Day(days as i32 - 719_468))
}

/// A whole number; `12.0` and `12 次` are not.
pub(super) fn whole<N: std::str::FromStr>(cell: &str) -> Result<N, Reason> {
    let folded = fold(cell);
    let digits = folded.bytes().all(|b| b.is_ascii_digit());
    if digits { folded.parse().map_err(|_| Reason::Number) } else { Err(Reason::Number) }
}

/// A year; 年 behind it is let go.
pub(super) fn year(cell: &str) -> Result<u16, Reason> {
    let year = whole::<u16>(cell.strip_suffix('年').unwrap_or(cell))?;
    if YEARS.contains(&u32::from(year)) { Ok(year) } else { Err(Reason::Number) }
}

/// A number with at most two decimals, in hundredths: yuan in fen. Commas between thousands are let go.
pub(super) fn hundredths(cell: &str) -> Result<u32, Reason> {
    let folded = fold(cell).replace(',', "");
    let (units, part) = folded.split_once('.').unwrap_or((&folded, "0"));
    if part.is_empty() || part.len() > 2 || units.is_empty() {
        return Err(Reason::Number);
    }
    let part = whole::<u32>(part)? * if part.len() == 1 { 10 } else { 1 };
    let units = whole::<u32>(units)?;
    units.checked_mul(100).and_then(|fen| fen.checked_add(part)).ok_or(Reason::Number)
}

/// 0 to 100, with or without %.
pub(super) fn percent(cell: &str) -> Result<u8, Reason> {
    let folded = fold(cell);
    let bare = folded.strip_suffix('%').unwrap_or(&folded);
    whole::<u8>(bare.trim_end()).ok().filter(|part| *part <= 100).ok_or(Reason::Number)
}

/// A code of an organisation.
pub(super) fn code(cell: &str) -> Result<OrgCode, Reason> {
    OrgCode::parse(unrounded(&fold(cell))?).map_err(|_| Reason::Code)
}

/// A telephone number.
pub(super) fn phone(cell: &str) -> Result<Phone, Reason> {
    const LONGEST: usize = 40;
    let folded = fold(cell);
    match unrounded(&folded)? {
        long if long.len() > LONGEST => Err(Reason::TooLong),
        fine => Phone::parse(fine).ok_or(Reason::Empty),
    }
}

/// The cell, unless a spreadsheet has turned a long number into a rounded one: `4.40524E+17`.
pub(super) fn unrounded(cell: &str) -> Result<&str, Reason> {
    if rounded(cell) { Err(Reason::Rounded) } else { Ok(cell) }
}

/// 是 or 否.
pub(super) fn flag(cell: &str) -> Result<bool, Reason> {
    match cell {
        "是" => Ok(true),
        "否" => Ok(false),
        _ => Err(Reason::Unlisted),
    }
}

/// A word of a list; width of letters and spaces inside are let go.
pub(super) fn word<L: Labelled>(cell: &str) -> Result<L, Reason> {
    let bare = |text: &str| fold(text).chars().filter(|c| !c.is_whitespace()).collect::<String>();
    L::ALL
        .iter()
        .copied()
        .find(|value| value.zh() == cell)
        .or_else(|| {
            let cell = bare(cell);
            L::ALL.iter().copied().find(|value| bare(value.zh()) == cell)
        })
        .ok_or(Reason::Unlisted)
}

fn rounded(cell: &str) -> bool {
    let Some(at) = memchr::memchr2(b'E', b'e', cell.as_bytes()) else { return false };
    let (digits, power) = (&cell[..at], &cell[at + 1..]);
    let power = power.strip_prefix('+').unwrap_or(power);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && power.parse::<u8>().is_ok_and(|power| power >= 9)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Industry, PostTitle};

    #[test]
    fn a_day_in_every_form() {
        let expected = Day::new(2018, 6, 30).unwrap();
        for text in [
            "2018-06-30",
            "2018/6/30",
            "2018/06/30",
            "20180630",
            "2018年6月30日",
            "2018.6.30",
            "43281",
            "43281.75",
            "２０１８－０６－３０",
            "2018-06-30 00:00:00",
            "2018/6/30 0:00",
            "2018-06-30T08:00:00+08:00",
        ] {
            assert_eq!(day(text), Ok(expected), "{text}");
        }
        for text in ["2018-02-30", "20180631", "2018-13-01"] {
            assert_eq!(day(text), Err(Reason::Day(TimeError::Calendar)), "{text}");
        }
        for text in ["2018", "99999", "1234", "去年", "2018-06", "06/30/2018"] {
            assert_eq!(day(text), Err(Reason::Day(TimeError::Form)), "{text}");
        }
    }

    #[test]
    fn months_and_times_in_every_form() {
        for text in ["2018-09", "201809", "2018年9月", "2018/9", "2018-09-30", "20180930", "43373", "２０１８年９月"]
        {
            assert_eq!(month(text), Ok(Month::of(2018, 9)), "{text}");
        }
        for text in ["2018-13", "201800", "0018-09", "三月", "2018"] {
            assert!(month(text).is_err(), "{text}");
        }
        let expected = Instant::parse("2018-09-30 14:05").unwrap();
        for text in [
            "2018-09-30 14:05",
            "2018-09-30 14:05:00",
            "2018/9/30 14:05",
            "2018-09-30T14:05:00+08:00",
            "２０１８－０９－３０　１４：０５",
            "2018-09-30T06:05:00Z",
        ] {
            assert_eq!(instant(text), Ok(expected), "{text}");
        }
        assert_eq!(instant("43373.5").unwrap().to_string(), "2018-09-30T12:00:00+08:00");
        assert!(instant("2018-09-30 24:05").is_err() && instant("2018-09-30 14:05:61").is_err());
    }

    #[test]
    fn numbers_words_and_flags() {
        assert_eq!(hundredths("3500"), Ok(350_000));
        assert_eq!(hundredths("3,500.5"), Ok(350_050));
        for bad in ["3500.555", "-1", "", ".", "1.", "12元", "99999999999"] {
            assert_eq!(hundredths(bad), Err(Reason::Number), "{bad}");
        }
        assert_eq!((percent("50%"), percent("１００"), percent("101")), (Ok(50), Ok(100), Err(Reason::Number)));
        assert_eq!((year("2018年"), year("18")), (Ok(2018), Err(Reason::Number)));
        assert_eq!(word("事业单位（不含公立学校）"), Ok(Industry::Institution));
        assert_eq!(word("书 记"), Ok(PostTitle::Secretary));
        assert_eq!(word::<PostTitle>("社长"), Err(Reason::Unlisted));
        assert_eq!((flag("是"), flag("Y")), (Ok(true), Err(Reason::Unlisted)));
        assert!(rounded("4.40524E+17") && !rounded("440524188001010000E0") && !rounded("H1234567"));
    }

    #[test]
    fn what_cannot_be_seen_is_dropped() {
        for (cell, text, dropped) in [
            ("\u{3000}张 三\t", "张 三", false),
            ("张\u{202e}三\u{feff}", "张三", true),
            ("\u{200b}张\n三", "张三", true),
            ("𠮷㐂", "𠮷㐂", false),
        ] {
            assert_eq!(clean(cell), (Cow::Borrowed(text), dropped), "{cell:?}");
        }
        assert_eq!(text(&"长".repeat(300)), Err(Reason::TooLong));
        assert_eq!(text("\u{fffd}三"), Err(Reason::Undecodable));
    }

    proptest! {
        #[test]
        fn the_fast_day_is_the_slow_day(year in 1900i32..2200, month in 0u32..14, of in 0u32..33) {
            let text = format!("{year:04}-{month:02}-{of:02}");
            prop_assert_eq!(day(&text).ok(), Day::parse(&text).ok());
        }

        #[test]
        fn no_cell_makes_a_check_panic(cell in "\\PC{0,24}|[0-9:/. T年月日-]{0,24}") {
            let _ = (day(&cell), month(&cell), instant(&cell), hundredths(&cell), percent(&cell), rounded(&cell));
            let _ = (clean(&cell), text(&cell), year(&cell), word::<Industry>(&cell));
        }
    }
}
