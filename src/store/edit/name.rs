//! What a row is called where an edit of it is refused: nothing personal.

use crate::model::{Labelled, OrgId, Row};

/// The row in words; `code` tells an organisation's.
pub(super) fn of(row: &Row, code: &dyn Fn(OrgId) -> String) -> String {
    match row {
        Row::Org { org, .. } => format!("organisation {}", org.code),
        Row::Member { branch, .. } => format!("a member of {}", code(*branch)),
        Row::Post { org, post } => format!("a post in {} ({})", code(*org), post.title.en()),
        Row::Payment { org, payment, .. } => format!("a payment for {} in {}", payment.month, code(*org)),
        Row::Transfer(row) => format!("transfer {}", row.no),
        Row::Conduct(row) => format!("an honour or penalty of {}", row.on),
        Row::Activity(row) => format!("an activity of {} on {}", code(row.org), row.on),
        Row::GraduateBase(row) => format!("the graduates of {} in {}", code(row.school), row.year),
        Row::LedgerUnit(row) => format!("unit {} of the ledger", row.credit),
        Row::Attest(row) => format!("the declaration of {} by {}", row.item, code(row.org)),
    }
}
