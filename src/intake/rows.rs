//! The rows of each kind as cells, in the order of the kind's columns.

use super::row::Row;
use crate::model::{
    Activity, Attest, Conduct, Fen, GraduateBase, Identity, LedgerUnit, Member, Org, Payment, Post, Transfer,
};

/// A row of the orgs roster under the code of its parent.
pub fn org(row: &mut Row, org: &Org, parent: &str) {
    row.code(org.code.as_str());
    row.code(parent);
    row.text(&org.name);
    row.text(&org.short);
    row.word(Some(org.kind));
    row.word(org.branch_kind);
    row.word(org.industry);
    row.number(org.division.map(|division| division.number()));
    row.day(org.founded);
    row.day(org.last_election);
    row.day(org.election_due);
    row.flag(org.party);
    row.plain(org.credit.as_ref().map_or("", |credit| credit.as_str()));
    row.phone(org.phone.as_ref());
    row.number(org.retention);
    row.day(org.closed);
}

fn document(row: &mut Row, identity: &Identity) {
    row.plain(if matches!(identity, Identity::Foreign(_)) { "境外" } else { "居民身份证" });
}

/// A row of the members roster.
pub fn member(row: &mut Row, member: &Member, branch: &str) {
    row.text(&member.name);
    document(row, &member.identity);
    row.identity(&member.identity);
    row.phone(member.phone.as_ref());
    row.plain(member.ethnicity.map_or("", |ethnicity| ethnicity.name()));
    row.word(Some(member.politics));
    row.word(member.schooling);
    row.word(member.occupation);
    row.month(member.joined);
    match &member.number {
        None => row.plain(""),
        // Twelve digits are a number of their own, and an identity number typed in their place is not.
        Some(number @ crate::model::MemberNumber::Twelve(_)) => row.code(&number.to_string()),
        Some(number) => row.text(&number.to_string()),
    }
    row.code(branch);
    row.day(member.since);
    row.word(member.report);
    row.time(member.reported_at);
    row.word(member.real_name);
    row.word(Some(member.league));
    row.money(member.income.map(Fen));
    row.day(member.volunteer_since);
    row.number(member.volunteer_times);
    row.hours(member.volunteer_minutes);
    row.word(member.appraisal);
    row.number(member.appraisal_year);
    row.number(member.registered_year);
    row.flag(Some(member.unreachable));
}

/// A row of the cadres roster.
pub fn cadre(row: &mut Row, post: &Post, org: &str) {
    row.text(&post.name);
    document(row, &post.identity);
    row.identity(&post.identity);
    row.phone(post.phone.as_ref());
    row.code(org);
    row.word(Some(post.title));
    row.day(post.from);
    row.day(post.until);
    row.word(post.tenure);
    row.flag(Some(post.onboarded));
    row.time(post.onboarded_at);
    row.flag(Some(post.dues_manager));
}

/// A row of the transfers roster between two codes.
pub fn transfer(row: &mut Row, transfer: &Transfer, who: &Identity, from: &str, to: &str) {
    row.text(&transfer.no);
    row.identity(who);
    row.word(Some(transfer.kind));
    row.text(&transfer.reason);
    row.code(from);
    row.code(to);
    row.time(Some(transfer.begun));
    row.number(Some(transfer.state.code()));
    row.time(Some(transfer.arrived));
    row.time(transfer.closed);
    row.flag(Some(transfer.graduate));
    row.hops(transfer);
}

/// A row of the dues roster.
pub fn payment(row: &mut Row, payment: &Payment, who: &Identity, branch: &str) {
    row.identity(who);
    row.month(payment.month);
    row.money(payment.due);
    row.money(Some(payment.paid));
    row.time(Some(payment.at));
    row.word(payment.channel);
    row.code(branch);
}

/// A row of the conduct roster.
pub fn conduct(row: &mut Row, conduct: &Conduct, who: &Identity) {
    row.identity(who);
    row.word(Some(conduct.kind));
    row.text(&conduct.name);
    row.text(&conduct.by);
    row.day(Some(conduct.on));
    row.text(&conduct.number);
}

/// A row of the activities roster.
pub fn activity(row: &mut Row, activity: &Activity, org: &str) {
    row.code(org);
    row.word(Some(activity.kind));
    row.text(&activity.topic);
    row.day(Some(activity.on));
    row.number(activity.expected);
    row.number(activity.present);
    row.flag(Some(activity.graduation));
}

/// A row of the graduates roster.
pub fn graduates(row: &mut Row, base: &GraduateBase, school: &str) {
    row.code(school);
    row.number(Some(base.year));
    row.number(Some(base.members));
    row.time(base.submitted);
}

/// A row of the ledger.
pub fn unit(row: &mut Row, unit: &LedgerUnit, org: &str) {
    row.text(&unit.name);
    row.plain(unit.credit.as_str());
    row.word(Some(unit.kind));
    row.number(Some(unit.division.number()));
    row.flag(unit.party);
    row.flag(unit.above_scale);
    row.flag(unit.many_young);
    row.number(unit.young);
    row.time(unit.confirmed);
    row.code(org);
}

/// A row of the declarations.
pub fn attest(row: &mut Row, attest: &Attest, org: &str) {
    row.code(org);
    row.code(&attest.item);
    row.time(Some(attest.at));
    row.text(&attest.post);
    row.text(&attest.note);
}
