//! What the rosters of persons share: documents and identity numbers.

use super::cell;
use super::refusal::Reason;
use crate::model::Identity;

/// 证件类型, as far as the intake tells them apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Document {
    /// A resident's identity card: its number is checked.
    #[default]
    Resident,
    /// Anything else: the number is taken as given.
    Foreign,
}

/// Reads 证件类型; `1` and `2` are the real system's codes (handbook A3).
pub(super) fn document(text: &str) -> Result<Document, Reason> {
    const RESIDENT: [&str; 7] =
        ["1", "居民身份证", "身份证", "中国居民身份证", "中华人民共和国居民身份证", "第二代居民身份证", "二代身份证"];
    const FOREIGN: [&str; 10] = ["境外", "护照", "港", "澳", "台", "外国", "通行证", "永久居留", "非居民", "其他"];
    if RESIDENT.contains(&text) {
        Ok(Document::Resident)
    } else if text == "2" || FOREIGN.iter().any(|word| text.contains(word)) {
        Ok(Document::Foreign)
    } else {
        Err(Reason::Unlisted)
    }
}

/// Reads 身份证号.
///
/// Where 证件类型 says nothing, a number that begins with a letter is a foreign document: no resident's number does, and the
/// cadres roster has no such column. A foreign document that happens to be a valid resident's number is one, so that rosters without 证件类型 agree with it.
pub(super) fn identity(text: &str, document: Document) -> Result<Identity, Reason> {
    const LONGEST: usize = 40;
    let folded = cell::fold(text);
    // Excel users put an apostrophe before a number to keep it text; some exports keep it too.
    let bare = cell::unrounded(folded.trim_start_matches(['\'', '‘', '’', '`']))?;
    match Identity::parse(bare) {
        Ok(identity @ Identity::Resident(_)) => Ok(identity),
        read if document == Document::Resident && !begins_like_a_passport(bare) => read.map_err(Reason::Identity),
        _ if bare.len() > LONGEST => Err(Reason::TooLong),
        _ if bare.contains('*') => Err(Reason::Masked),
        _ if bare.contains(char::REPLACEMENT_CHARACTER) => Err(Reason::Undecodable),
        _ => Ok(Identity::Foreign(bare.into())),
    }
}

fn begins_like_a_passport(number: &str) -> bool {
    (6..=20).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.starts_with(|first: char| first.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IdentityError;

    #[test]
    fn documents_and_their_numbers() {
        for (text, expected) in [
            ("居民身份证", Ok(Document::Resident)),
            ("1", Ok(Document::Resident)),
            ("境外", Ok(Document::Foreign)),
            ("护照", Ok(Document::Foreign)),
            ("港澳台居民居住证", Ok(Document::Foreign)),
            ("户口簿", Err(Reason::Unlisted)),
        ] {
            assert_eq!(document(text), expected, "{text}");
        }
        let vector = Identity::parse("11010519491231002X");
        for text in ["11010519491231002X", "'11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"]
        {
            assert_eq!(identity(text, Document::Resident).ok(), vector.clone().ok());
            assert_eq!(identity(text, Document::Foreign).ok(), vector.clone().ok());
        }
        let wrong = "110105194912310021";
        assert_eq!(identity(wrong, Document::Resident), Err(Reason::Identity(IdentityError::Check('X'))));
        assert_eq!(identity(wrong, Document::Foreign), Ok(Identity::Foreign(wrong.into())));
        assert_eq!(identity("H1234567", Document::Resident), Ok(Identity::Foreign("H1234567".into())));
        assert_eq!(identity("H12", Document::Resident), Err(Reason::Identity(IdentityError::Form)));
        assert_eq!(identity("1.10105E+17", Document::Resident), Err(Reason::Rounded));
        assert_eq!(identity("110105491231002", Document::Foreign), Ok(Identity::Foreign("110105491231002".into())));
    }
}
