//! The fields of a person's row.

use crate::desk::{PersonPage, Revealed, Standing};
use crate::lang::Lang;
use crate::model::{Day, Member};
use crate::tui::look::{Look, Role};
use crate::tui::text;
use crate::tui::tree::members;

/// What the row says, each with its name.
pub(super) fn fields(
    look: &Look,
    standing: &Standing,
    page: &PersonPage,
    revealed: Option<&Revealed>,
) -> Vec<(&'static str, String, Role)> {
    let lang = look.lang;
    let member = &page.row.member;
    let none = || look.glyphs.none.to_owned();
    let (state, role) = members::state(look, standing.at, &page.row);
    let day = |day: Option<Day>| day.map_or_else(none, |day| day.to_string());
    // The birthday stands in the masked part of the number; an age does not give it away.
    let age = member.identity.birth().map(|birth| birth.years_until(standing.at.day()));
    // A report of later is in the rows already when one looks back.
    let told = |at: crate::model::Instant| at <= standing.at;
    let word = |word: Option<&'static str>| word.map_or_else(none, str::to_owned);
    let of_year = |said: Option<&str>, year: Option<u16>| match (said, year) {
        (Some(said), Some(year)) => format!("{said} ({year})"),
        (Some(said), None) => said.to_owned(),
        (None, _) => none(),
    };
    let (identity, phone) = match revealed {
        Some(numbers) => (numbers.identity.clone(), numbers.phone.clone()),
        None => (member.identity.masked(), member.phone.as_ref().map(|phone| phone.masked())),
    };
    let mut fields = vec![
        (text::identity(lang), identity, Role::Text),
        (text::age(lang), age.map_or_else(none, |age| age.to_string()), Role::Text),
        (text::phone(lang), phone.unwrap_or_else(none), Role::Text),
        (text::number(lang), member.number.as_ref().map_or_else(none, ToString::to_string), Role::Text),
        (text::joined(lang), member.joined.to_string(), Role::Text),
        (text::here_since(lang), day(member.since), Role::Text),
        (text::report(lang), state, role),
        (text::reported_on(lang), day(member.reported_at.filter(|at| told(*at)).map(|at| at.day())), Role::Text),
        (text::league(lang), lang.word(member.league).to_owned(), Role::Text),
        (text::politics(lang), lang.word(member.politics).to_owned(), Role::Text),
        (text::ethnicity(lang), word(member.ethnicity.map(|e| e.name())), Role::Text),
        (text::schooling(lang), word(member.schooling.map(|s| lang.word(s))), Role::Text),
        (text::occupation(lang), word(member.occupation.map(|o| lang.word(o))), Role::Text),
        (text::real_name(lang), word(member.real_name.map(|r| lang.word(r))), Role::Text),
        (text::volunteer(lang), day(member.volunteer_since.filter(|day| *day <= standing.at.day())), Role::Text),
        (text::appraisal(lang), of_year(member.appraisal.map(|a| lang.word(a)), member.appraisal_year), Role::Text),
        (text::registered(lang), member.registered_year.map_or_else(none, |year| year.to_string()), Role::Text),
        (text::volunteered(lang), volunteered(lang, member).unwrap_or_else(none), Role::Text),
    ];
    if member.unreachable {
        fields.push((text::reach(lang), text::unreachable(lang).to_owned(), Role::Warn));
    }
    fields
}

fn volunteered(lang: Lang, member: &Member) -> Option<String> {
    let times = member.volunteer_times.map(|times| text::so_often(lang, times.into()));
    let hours =
        member.volunteer_minutes.map(|minutes| text::so_long(lang, &format!("{:.1}", f64::from(minutes) / 60.0)));
    let parts: Vec<String> = times.into_iter().chain(hours).collect();
    (!parts.is_empty()).then(|| parts.join(lang.pick("，", ", ")))
}
