//! Rows and what became of them in words, for whoever reads the journal back: masked, whatever they hold.

use super::names::names;
use super::words;
use crate::intake::{Kind, Row as Cells, rows, unguard};
use crate::lang::{Lang, texts};
use crate::model::{IdKey, Identity, OrgId, Row, RowEdit};

texts! {
    added(row: &str) { "增加 {row}", "{row} comes" }
    removed(row: &str) { "移出 {row}", "{row} goes" }
    changed(row: &str, what: &str) { "{row}：{what}", "{row}: {what}" }
    cell(field: &str, old: &str, new: &str) { "{field} {old} → {new}", "{field} {old} → {new}" }
    hidden(field: &str) { "{field} 已变更", "{field} changed" }
    same() { "无变化", "the same" }
}

/// How organisations are called.
type Code<'a> = &'a dyn Fn(OrgId) -> String;

fn kind(row: &Row) -> Kind {
    match row {
        Row::Org { .. } => Kind::Orgs,
        Row::Member { .. } => Kind::Members,
        Row::Post { .. } => Kind::Cadres,
        Row::Payment { .. } => Kind::Dues,
        Row::Transfer(_) => Kind::Transfers,
        Row::Conduct(_) => Kind::Conduct,
        Row::Activity(_) => Kind::Activities,
        Row::GraduateBase(_) => Kind::Graduates,
        Row::LedgerUnit(_) => Kind::Ledger,
        Row::Attest(_) => Kind::Attest,
    }
}

fn person(key: IdKey) -> Identity {
    // Of a foreign document only a hash is known, which is nothing to show.
    key.identity().unwrap_or_else(|| Identity::Foreign("*".repeat(8).into()))
}

fn cells(row: &Row, revealed: bool, code: Code<'_>) -> Vec<String> {
    let or_none = |org: &Option<OrgId>| org.map_or_else(String::new, code);
    let mut out = Cells::new(revealed);
    let filled = out.filled(|out| match row {
        Row::Org { parent, org, .. } => rows::org(out, org, &or_none(parent)),
        Row::Member { branch, member } => rows::member(out, member, &code(*branch)),
        Row::Post { org, post } => rows::cadre(out, post, &code(*org)),
        Row::Payment { org, person: who, payment } => rows::payment(out, payment, &person(*who), &code(*org)),
        Row::Transfer(row) => {
            rows::transfer(out, row, (&person(row.person), false), &code(row.from), &or_none(&row.to))
        }
        Row::Conduct(row) => rows::conduct(out, row, &person(row.person)),
        Row::Activity(row) => rows::activity(out, row, &code(row.org)),
        Row::GraduateBase(row) => rows::graduates(out, row, &code(row.school)),
        Row::LedgerUnit(row) => rows::unit(out, row, &or_none(&row.org)),
        Row::Attest(row) => rows::attest(out, row, &code(row.org)),
    });
    filled.cells().map(|cell| unguard(cell).to_owned()).collect()
}

/// What a row is called: its kind, its organisation, and what tells it apart there.
pub(in crate::desk) fn row_words(lang: Lang, row: &Row, code: Code<'_>) -> String {
    let roster = lang.word(kind(row));
    let which = match row {
        Row::Org { org, .. } => format!("{} {}", org.code, org.label()),
        Row::Member { branch, member } => format!("{} {} {}", code(*branch), member.name, member.identity.masked()),
        Row::Post { org, post } => {
            format!("{} {} {} {}", code(*org), lang.word(post.title), post.name, post.identity.masked())
        }
        Row::Payment { org, person, payment } => format!("{} {} {}", code(*org), person.masked(), payment.month),
        Row::Transfer(row) => format!("{} {}", row.no, row.person.masked()),
        Row::Conduct(row) => format!("{} {} {}", row.person.masked(), row.name, row.on),
        Row::Activity(row) => format!("{} {} {}", code(row.org), row.topic, row.on),
        Row::GraduateBase(row) => format!("{} {}", code(row.school), row.year),
        Row::LedgerUnit(row) => format!("{} {}", row.name, row.credit),
        Row::Attest(row) => format!("{} {}", code(row.org), row.item),
    };
    format!("{roster} {which}")
}

/// What became of a row, in words.
pub(in crate::desk) fn edit_words(lang: Lang, edit: &RowEdit, code: Code<'_>) -> String {
    match (&edit.before, &edit.after) {
        (None, None) => String::new(),
        (None, Some(row)) => added(lang, &row_words(lang, row, code)),
        (Some(row), None) => removed(lang, &row_words(lang, row, code)),
        (Some(before), Some(after)) => {
            let (whole, now) = (cells(before, true, code), cells(after, true, code));
            let (old, new) = (cells(before, false, code), cells(after, false, code));
            let columns = names(kind(before));
            let differ = (0..columns.len().min(whole.len())).filter(|at| whole.get(*at) != now.get(*at));
            let told: Vec<String> = differ
                .map(|at| {
                    let field = lang.pick(columns[at].header, columns[at].en);
                    match (old.get(at), new.get(at)) {
                        (Some(old), Some(new)) if old != new => {
                            cell(lang, field, words::or_none(lang, old), words::or_none(lang, new))
                        }
                        _ => hidden(lang, field),
                    }
                })
                .collect();
            let told = if told.is_empty() { same(lang).to_owned() } else { told.join("; ") };
            changed(lang, &row_words(lang, before, code), &told)
        }
    }
}
