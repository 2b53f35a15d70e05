//! What may stand where somebody is typing.

use super::bound::{NOBODY, is_of};
use super::lex::{half, pieces};
use super::words::{Key, closed};
use crate::desk::{Lives, Standing};
use crate::judge::LifeState;
use crate::lang::{Lang, pinyin};
use crate::model::{Labelled, OrgKind, Pos};

/// Suggestions at most.
const MOST: usize = 60;

/// Something that may stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is put in.
    pub text: String,
    /// What it means.
    pub note: String,
}

/// What may stand at the end of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The byte from which a suggestion takes the place of what was typed.
    pub from: usize,
    /// The suggestions.
    pub items: Vec<Suggestion>,
}

/// What may stand at the end of `text`; looks at committees and leading bodies, so not on the key path.
pub fn complete(text: &str, standing: &Standing, lives: Option<&Lives>, lang: Lang) -> Completion {
    let last = pieces(text)
        .pop()
        .filter(|piece| piece.span.end == text.len() && !text.ends_with(char::is_whitespace) || piece.open.is_some());
    let Some(piece) = last else { return Completion { from: text.len(), items: heads("", lang) } };
    let Some((sign, _)) = &piece.sign else {
        return Completion { from: piece.head_at, items: heads(&piece.head, lang) };
    };
    let (Some(key), Some((typed, at))) = (Key::parse(&piece.head), piece.values.last()) else {
        return Completion::default();
    };
    if sign != ":" {
        return Completion::default();
    }
    Completion { from: *at, items: values(key, typed, (standing, lives), lang) }
}

fn heads(typed: &str, lang: Lang) -> Vec<Suggestion> {
    let keys = Key::ALL.into_iter().map(|key| {
        let sign = if key.compares() { ">" } else { ":" };
        Suggestion { text: format!("{}{sign}", key.word()), note: about(key, lang).to_owned() }
    });
    let states = LifeState::ALL
        .iter()
        .map(|state| Suggestion { text: format!("{} ", state.id()), note: lang.word(*state).to_owned() });
    let fits = |one: &Suggestion| match typed.is_ascii() {
        true => one.text.starts_with(&typed.to_lowercase()),
        false => one.note.contains(typed),
    };
    keys.chain(states).filter(fits).collect()
}

const fn about(key: Key, lang: Lang) -> &'static str {
    match key {
        Key::Rule => lang.pick("规则", "a rule"),
        Key::State => lang.pick("状态", "a state"),
        Key::Org => lang.pick("在某组织之下", "below an organisation"),
        Key::City => lang.pick("在某市之下", "in a city"),
        Key::County => lang.pick("在某县之下", "in a county"),
        Key::Kind => lang.pick("组织类型、支部类别", "type of organisation, kind of branch"),
        Key::Industry => lang.pick("行业", "industry"),
        Key::To => lang.pick("分派给谁；none 为未分派", "who has it; none for nobody"),
        Key::Age => lang.pick("持续天数，如 age>7d", "days it has held: age>7d"),
        Key::Due => lang.pick("离截止的天数，如 due<3d", "days until it is due: due<3d"),
        Key::Sort => lang.pick("排序", "the order"),
        Key::Group => lang.pick("分组", "the grouping"),
    }
}

fn values(key: Key, typed: &str, (standing, lives): (&Standing, Option<&Lives>), lang: Lang) -> Vec<Suggestion> {
    let lower = typed.to_lowercase();
    match key {
        Key::Rule => standing
            .rules
            .iter()
            .filter(|rule| {
                rule.id.contains(&lower) || rule.zh.contains(typed) || pinyin::initials(&rule.zh).starts_with(&lower)
            })
            .map(|rule| Suggestion { text: format!("{} ", rule.id), note: lang.pick(&rule.zh, &rule.en).to_owned() })
            .collect(),
        Key::Org | Key::City | Key::County => orgs(key, typed, &lower, standing),
        Key::To => posts(typed, &lower, (standing, lives), lang),
        Key::Age | Key::Due => Vec::new(),
        _ => closed(key)
            .into_iter()
            .filter(|(word, [zh, _])| {
                word.starts_with(&lower) || zh.contains(typed) || pinyin::initials(zh).starts_with(&lower)
            })
            .map(|(word, [zh, en])| Suggestion { text: format!("{word} "), note: lang.pick(zh, en).to_owned() })
            .take(MOST)
            .collect(),
    }
}

fn orgs(key: Key, typed: &str, lower: &str, standing: &Standing) -> Vec<Suggestion> {
    let tree = &standing.tree;
    let letters = !lower.is_empty() && lower.bytes().all(|b| b.is_ascii_alphanumeric());
    let fits = |pos: Pos| {
        let label = tree.label(pos);
        label.contains(typed) || letters && pinyin::initials(bare(label)).starts_with(lower)
    };
    let places = (0..tree.len() as u32).map(Pos).filter(|pos| tree.kind(*pos) != OrgKind::Branch);
    let found = places.filter(|pos| is_of(key, tree, *pos) && fits(*pos)).take(MOST);
    let word = |pos: Pos| {
        let text = quoted(tree.label(pos));
        let note = tree.parent(pos).map(|above| tree.crumbs(above).to_string()).unwrap_or_default();
        Suggestion { text, note }
    };
    found.map(word).collect()
}

/// A name as it is typed.
fn quoted(label: &str) -> String {
    let quoted = label.chars().any(|c| super::lex::ends_bare(c) || half(c) != c);
    if quoted { format!("\"{}\" ", label.replace(['"', '“', '”'], "")) } else { format!("{label} ") }
}

/// Nobody, the posts that have had findings, and the committees that may.
fn posts(typed: &str, lower: &str, (standing, lives): (&Standing, Option<&Lives>), lang: Lang) -> Vec<Suggestion> {
    let fits =
        |name: &str| name.contains(typed) || !lower.is_empty() && pinyin::initials(bare(name)).starts_with(lower);
    let nobody = NOBODY.iter().filter(|word| word.starts_with(lower)).take(1);
    let nobody = nobody
        .map(|word| Suggestion { text: format!("{word} "), note: lang.pick("未分派", "nobody has it").to_owned() });
    let known = lives.map(Lives::posts).unwrap_or_default();
    let used = known.iter().filter(|post| fits(post)).map(|post| Suggestion {
        text: quoted(post),
        note: lang.pick("分派过的岗位", "a post that was given findings").to_owned(),
    });
    let others = orgs(Key::Org, typed, lower, standing);
    let others = others.into_iter().filter(|one| !known.contains(one.text.trim_end().trim_matches('"')));
    nobody.chain(used).chain(others).take(MOST).collect()
}

/// A label without what every one begins with.
fn bare(label: &str) -> &str {
    let short = label.strip_prefix("共青团").unwrap_or(label);
    short.strip_prefix('团').unwrap_or(short)
}
