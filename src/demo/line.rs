//! One row of a roster as text. No cell of a demonstration holds a comma, a quote or a line break.

use std::io::Write;

use crate::model::{
    Activity, Attest, Conduct, Day, Fen, GraduateBase, IdKey, Identity, Instant, Labelled, LedgerUnit, Member,
    MemberNumber, Org, Payment, Post, Transfer,
};

/// The cells of one line, put down one after another.
struct Line<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> Line<'a> {
    fn text(self, text: &str) -> Self {
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b',');
        self
    }

    fn word<L: Labelled>(self, value: Option<L>) -> Self {
        self.text(value.map_or("", L::zh))
    }

    fn yes(self, value: bool) -> Self {
        self.text(if value { "是" } else { "否" })
    }

    fn number(self, value: Option<impl Into<u64>>) -> Self {
        if let Some(value) = value {
            digits(self.out, value.into(), 1);
        }
        self.out.push(b',');
        self
    }

    fn day(self, value: Option<Day>) -> Self {
        if let Some(value) = value {
            date(self.out, value);
        }
        self.out.push(b',');
        self
    }

    fn time(self, value: Option<Instant>) -> Self {
        if let Some(value) = value {
            let day = value.day();
            let minute = (value.0 - day.start().0) as u64 / 60;
            date(self.out, day);
            self.out.push(b' ');
            digits(self.out, minute / 60, 2);
            self.out.push(b':');
            digits(self.out, minute % 60, 2);
        }
        self.out.push(b',');
        self
    }

    fn end(self) -> &'a mut Vec<u8> {
        self.out.pop();
        self.out.push(b'\n');
        self.out
    }
}

fn digits(out: &mut Vec<u8>, mut value: u64, least: usize) {
    let mut text = [b'0'; 20];
    let mut at = text.len();
    while value > 0 || text.len() - at < least {
        at -= 1;
        text[at] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.extend_from_slice(&text[at..]);
}

fn date(out: &mut Vec<u8>, day: Day) {
    let month = day.month();
    digits(out, month.year() as u64, 4);
    out.push(b'-');
    digits(out, u64::from(month.number()), 2);
    out.push(b'-');
    digits(out, (day.0 - month.first().0 + 1) as u64, 2);
}

/// A row of the orgs roster.
pub(super) fn org(out: &mut Vec<u8>, org: &Org, parent: &str) {
    Line { out }
        .text(org.code.as_str())
        .text(parent)
        .text(&org.name)
        .text(&org.short)
        .word(Some(org.kind))
        .word(org.branch_kind)
        .word(org.industry)
        .number(org.division.map(|division| division.number()))
        .day(org.founded)
        .day(org.last_election)
        .day(org.election_due)
        .text(org.party.map_or("", |party| if party { "是" } else { "否" }))
        .text(org.credit.as_ref().map_or("", |credit| credit.as_str()))
        .text(&org.phone.as_ref().map(|phone| phone.reveal()).unwrap_or_default())
        .number(org.retention)
        .day(org.closed)
        .end();
}

fn document(identity: &Identity) -> &'static str {
    if matches!(identity, Identity::Foreign(_)) { "境外" } else { "居民身份证" }
}

/// A row of the members roster.
pub(super) fn member(out: &mut Vec<u8>, member: &Member, code: &str) {
    let mut line = Line { out }
        .text(&member.name)
        .text(document(&member.identity))
        .text(&member.identity.reveal())
        .text(&member.phone.as_ref().map(|phone| phone.reveal()).unwrap_or_default())
        .text(member.ethnicity.map_or("", |ethnicity| ethnicity.name()))
        .word(Some(member.politics))
        .word(member.schooling)
        .word(member.occupation);
    digits(line.out, member.joined.year() as u64, 4);
    line.out.push(b'-');
    digits(line.out, u64::from(member.joined.number()), 2);
    line.out.push(b',');
    line = match &member.number {
        None => line.text(""),
        Some(MemberNumber::Twelve(number)) => line.number(Some(*number)),
        Some(MemberNumber::Other(text)) => line.text(text),
    };
    line = line
        .text(code)
        .day(member.since)
        .word(member.report)
        .time(member.reported_at)
        .word(member.real_name)
        .word(Some(member.league));
    line = fen(line, member.income).day(member.volunteer_since).number(member.volunteer_times);
    hours(line, member.volunteer_minutes)
        .word(member.appraisal)
        .number(member.appraisal_year)
        .number(member.registered_year)
        .yes(member.unreachable)
        .end();
}

/// A row of the cadres roster.
pub(super) fn cadre(out: &mut Vec<u8>, post: &Post, code: &str) {
    Line { out }
        .text(&post.name)
        .text(document(&post.identity))
        .text(&post.identity.reveal())
        .text(&post.phone.as_ref().map(|phone| phone.reveal()).unwrap_or_default())
        .text(code)
        .word(Some(post.title))
        .day(post.from)
        .day(post.until)
        .word(post.tenure)
        .yes(post.onboarded)
        .time(post.onboarded_at)
        .yes(post.dues_manager)
        .end();
}

fn reveal(person: IdKey) -> String {
    person.identity().map(|identity| identity.reveal().to_string()).unwrap_or_default()
}

/// A row of the transfers roster; `from` and `to` are codes.
pub(super) fn transfer(out: &mut Vec<u8>, row: &Transfer, from: &str, to: &str) {
    let mut line = Line { out }
        .text(&row.no)
        .text(&reveal(row.person))
        .word(Some(row.kind))
        .text(&row.reason)
        .text(from)
        .text(to)
        .time(Some(row.begun))
        .number(Some(row.state.code()))
        .time(Some(row.arrived))
        .time(row.closed)
        .yes(row.graduate);
    for hop in &row.hops {
        line = line.time(Some(hop.arrived));
        line.out.pop();
        line.out.push(b'>');
        line = line.time(hop.answered);
        line.out.pop();
        line.out.push(b';');
    }
    line.end();
}

/// A row of the dues roster.
pub(super) fn payment(out: &mut Vec<u8>, row: &Payment, who: &Identity) {
    let yuan = |line: Line<'_>, Fen(fen): Fen| -> usize { line.text(&Fen(fen).to_string()).out.len() };
    let line = Line { out: &mut *out }.text(&who.reveal()).text(&row.month.to_string());
    yuan(line, row.due.unwrap_or_default());
    yuan(Line { out: &mut *out }, row.paid);
    Line { out }.time(Some(row.at)).word(row.channel).end();
}

/// A row of the graduates roster.
pub(super) fn baseline(out: &mut Vec<u8>, row: &GraduateBase, code: &str) {
    Line { out }.text(code).number(Some(row.year)).number(Some(row.members)).time(row.submitted).end();
}

/// A row of the conduct roster.
pub(super) fn conduct(out: &mut Vec<u8>, row: &Conduct) {
    let line = Line { out }.text(&reveal(row.person)).word(Some(row.kind)).text(&row.name).text(&row.by);
    line.day(Some(row.on)).text(&row.number).end();
}

/// A row of the activities roster.
pub(super) fn activity(out: &mut Vec<u8>, row: &Activity, code: &str) {
    let line = Line { out }.text(code).word(Some(row.kind)).text(&row.topic).day(Some(row.on));
    line.number(row.expected).number(row.present).yes(row.graduation).end();
}

/// A row of the ledger; `org` is the code of its organisation, empty where there is none.
pub(super) fn unit(out: &mut Vec<u8>, row: &LedgerUnit, org: &str) {
    let maybe = |value: Option<bool>| value.map_or("", |value| if value { "是" } else { "否" });
    Line { out }
        .text(&row.name)
        .text(row.credit.as_str())
        .word(Some(row.kind))
        .number(Some(row.division.number()))
        .text(maybe(row.party))
        .text(maybe(row.above_scale))
        .text(maybe(row.many_young))
        .number(row.young)
        .time(row.confirmed)
        .text(org)
        .end();
}

/// A row of the attest roster.
pub(super) fn attest(out: &mut Vec<u8>, row: &Attest, code: &str) {
    Line { out }.text(code).text(&row.item).time(Some(row.at)).text(&row.post).text(&row.note).end();
}

fn fen(line: Line<'_>, fen: Option<u32>) -> Line<'_> {
    match fen {
        Some(fen) if fen % 100 != 0 => {
            // Writing to memory cannot fail.
            let _ = write!(line.out, "{}.{:02}", fen / 100, fen % 100);
            line.text("")
        }
        fen => line.number(fen.map(|fen| fen / 100)),
    }
}

/// Hours with at most two decimals; the demonstration keeps to halves.
fn hours(line: Line<'_>, minutes: Option<u32>) -> Line<'_> {
    match minutes {
        Some(minutes) if minutes % 60 != 0 => {
            let _ = write!(line.out, "{:.2}", f64::from(minutes) / 60.0);
            line.text("")
        }
        minutes => line.number(minutes.map(|minutes| minutes / 60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_back() {
        let mut out = Vec::new();
        let day = Day::new(2018, 6, 30);
        let time = Instant::parse("2018-09-30 14:05").unwrap();
        let line = Line { out: &mut out }.day(day).time(Some(time)).number(Some(0u32)).day(None).yes(true);
        fen(hours(fen(line, Some(350_000)), Some(90)), Some(5)).end();
        assert_eq!(String::from_utf8(out).unwrap(), "2018-06-30,2018-09-30 14:05,0,,是,3500,1.50,0.05\n");
    }
}
