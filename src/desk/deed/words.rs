//! The effects of deeds, in words.

use crate::lang::{Lang, texts};

texts! {
    nothing() { "(空)", "(empty)" }
    /// A cell changes.
    changed(what: &str, field: &str, old: &str, new: &str) { "{what}: {field} {old} → {new}", "{what}: {field} {old} → {new}" }
    /// A member comes in.
    member_in(who: &str, org: &str) { "{org} 增加团员 {who}", "{who} becomes a member of {org}" }
    /// A post is taken up.
    appointed(who: &str, org: &str, title: &str, from: &str) { "{who} 自 {from} 起任 {org} {title}", "{who} is {title} of {org} from {from}" }
    /// Facts about whom a row is, changed.
    identity_changes(who: &str) { "{who}: 身份证号变更，任职、团费、奖惩和转接记录仍在原号码名下", "{who}: the identity number changes; posts, dues, conduct and transfers stay under the number before" }
}

/// A text, or that there is none.
pub(super) fn or_none(lang: Lang, text: &str) -> &str {
    if text.is_empty() { nothing(lang) } else { text }
}
