//! The one registry of commands: the hint line, the palette, the cheatsheet and the keys read this and nothing else.

mod alerts;
mod canonical;
mod deeds;
mod everywhere;
pub mod key;
mod keymap;
mod layers;
mod list;
mod meaning;
mod milestones;
mod ranking;
mod sheet;
mod tour;
mod transfers;
mod tree;
mod triage;
mod views;

pub use canonical::{NoKey, is_text, key as canonical};
pub use keymap::{Chord, Found, Keymap, goes_on};
pub use sheet::cheatsheet;

use std::borrow::Cow;

use super::app::{App, Effect};
use crate::desk::{Forbidden, Right};
use crate::lang::Lang;
use crate::model::labelled;

labelled! {
    /// Where a command can be given.
    Scope {
        Everywhere = "到处", "everywhere";
        Leave = "离开", "leaving";
        List = "列表", "lists";
        Tree = "组织树", "organisations: tree";
        Detail = "组织详情", "organisations: detail";
        Sitting = "本次办理", "this sitting";
        Views = "视图", "saved views";
        Person = "个人页", "a person's page";
        Triage = "整治", "triage";
        Milestones = "节点", "milestones";
        Ledgers = "台账", "ledgers";
        Units = "两新单位", "units of the new sectors";
        Step = "节点详情", "a step";
        Alerts = "值得核实", "worth checking";
        Transfers = "转接", "transfers";
        Request = "转接申请", "a request";
        Ranking = "排名", "ranking";
        Weights = "权重", "weights";
        Search = "查找", "search";
        Palette = "命令表", "palette";
        Prompt = "输入", "prompt";
        Filter = "筛选", "filter";
        Form = "办理问题", "acting on findings";
        Menu = "办理", "what to do";
        Fill = "填表", "forms";
        DryRun = "预览", "dry run";
        Erase = "抹除", "erasing a person";
        Posts = "班子", "posts of an organisation";
        Meaning = "释义", "meanings";
        Pick = "选择", "choosing";
        Choose = "按名称选", "choosing by name";
        Field = "文本框", "text fields";
        First = "首次运行", "first run";
        Tour = "导览", "the tour";
    }
}

impl Scope {
    /// Whether it is in force beside another, rather than being a place of its own.
    pub const fn shared(self) -> bool {
        matches!(self, Self::Everywhere | Self::Leave | Self::List | Self::Field)
    }

    /// Whether letters are text there.
    pub const fn typing(self) -> bool {
        matches!(
            self,
            Self::Search
                | Self::Palette
                | Self::Prompt
                | Self::Filter
                | Self::Form
                | Self::Menu
                | Self::Fill
                | Self::Choose
                | Self::Erase
        )
    }

    /// The scopes in force where one is, the nearest first.
    pub fn stack(self) -> Vec<Self> {
        match self {
            // A form has all its keys itself: what is up and down in it depends on what is offered.
            Self::Fill => vec![Self::Fill],
            typing if typing.typing() => vec![typing, Self::Field],
            // The ways of showing the steps are one key from the ledgers.
            Self::Ledgers => vec![Self::Ledgers, Self::Milestones, Self::List, Self::Everywhere, Self::Leave],
            Self::DryRun => vec![Self::DryRun, Self::List],
            Self::Pick | Self::Weights => vec![self, Self::List, Self::Leave],
            own => vec![own, Self::List, Self::Everywhere, Self::Leave],
        }
    }
}

/// Why a command cannot be given now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    zh: &'static str,
    en: &'static str,
    /// A right that is missing, which says more than words that are always the same.
    forbidden: Option<Forbidden>,
}

impl From<Forbidden> for Reason {
    fn from(forbidden: Forbidden) -> Self {
        Self { forbidden: Some(forbidden), ..Self::new("", "") }
    }
}

impl Reason {
    /// A reason in both languages.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en, forbidden: None }
    }

    /// In one language.
    pub fn text(self, lang: Lang) -> Cow<'static, str> {
        match self.forbidden {
            Some(forbidden) => forbidden.say(lang).into(),
            None => lang.pick(self.zh, self.en).into(),
        }
    }
}

/// Something the operator can do, and everything there is to say about it.
#[derive(Debug)]
pub struct Command {
    /// `triage.mark`; the same in the settings.
    pub id: &'static str,
    /// Its keys, the one shown first.
    pub keys: &'static [&'static str],
    /// Where it can be given.
    pub on: Scope,
    name: [&'static str; 2],
    tip: [&'static str; 2],
    /// How soon it stands in the hint line; 0 never.
    pub bar: u8,
    /// What whoever is at work must be allowed.
    pub takes: Right,
    enabled: fn(&App) -> Result<(), Reason>,
    run: fn(&mut App) -> Vec<Effect>,
}

const fn always(_: &App) -> Result<(), Reason> {
    Ok(())
}

impl Command {
    const fn new(
        id: &'static str,
        keys: &'static [&'static str],
        on: Scope,
        name: [&'static str; 2],
        tip: [&'static str; 2],
        run: fn(&mut App) -> Vec<Effect>,
    ) -> Self {
        Self { id, keys, on, name, tip, bar: 0, takes: Right::Read, enabled: always, run }
    }

    const fn bar(mut self, bar: u8) -> Self {
        self.bar = bar;
        self
    }

    const fn when(mut self, enabled: fn(&App) -> Result<(), Reason>) -> Self {
        self.enabled = enabled;
        self
    }

    const fn takes(mut self, right: Right) -> Self {
        self.takes = right;
        self
    }

    /// Its name, two to four characters in Chinese.
    pub const fn name(&self, lang: Lang) -> &'static str {
        lang.pick(self.name[0], self.name[1])
    }

    /// What it does, in a sentence.
    pub const fn tip(&self, lang: Lang) -> &'static str {
        lang.pick(self.tip[0], self.tip[1])
    }

    /// Whether it can be given now.
    ///
    /// # Errors
    /// Why not.
    pub fn ready(&self, app: &App) -> Result<(), Reason> {
        app.who.may(self.takes)?;
        (self.enabled)(app)
    }
}

/// Every command.
pub fn all() -> impl Iterator<Item = &'static Command> {
    [
        tree::ALL,
        views::ALL,
        triage::ALL,
        alerts::ALL,
        milestones::ALL,
        transfers::ALL,
        ranking::ALL,
        deeds::ALL,
        meaning::ALL,
        tour::ALL,
        layers::ALL,
        list::ALL,
        everywhere::ALL,
    ]
    .into_iter()
    .flatten()
}

/// The command of one of the registry's own keys, whatever the settings say, in the nearest scope that has one.
pub fn find(scopes: &[Scope], key: &str) -> Option<&'static Command> {
    scopes.iter().find_map(|scope| all().find(|command| command.on == *scope && command.keys.contains(&key)))
}

fn tour_of(app: &mut App, id: &str) -> Vec<Effect> {
    crate::tui::tour::given(app, id)
}

/// Gives a command, or says why it cannot be given.
pub fn give(app: &mut App, command: &'static Command) -> Vec<Effect> {
    match command.ready(app) {
        Ok(()) => {
            let mut effects = (command.run)(app);
            effects.extend(tour_of(app, command.id));
            effects
        }
        Err(reason) => {
            app.refuse(reason);
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Labelled;
    use std::collections::HashSet;

    #[test]
    fn no_key_means_two_things_in_one_scope() {
        for scope in Scope::ALL {
            let mut keys = HashSet::new();
            for command in all().filter(|command| command.on == *scope) {
                for key in command.keys {
                    assert!(keys.insert(*key), "{key} in {scope:?}");
                    assert!(!key.starts_with("Alt"), "{}: terminals eat Alt", command.id);
                }
            }
        }
    }

    #[test]
    fn pages_and_ends_of_lists_are_reached_everywhere() {
        for scope in Scope::ALL.iter().filter(|scope| !scope.shared() && **scope != Scope::Tour) {
            let stack = scope.stack();
            let ends = if scope.typing() { ["Ctrl-Home", "Ctrl-End"] } else { ["Home", "End"] };
            // A form is a list of fields: its own keys go from one to the next, and what is offered is short.
            if *scope == Scope::Fill {
                continue;
            }
            for key in ["PgUp", "PgDn"].into_iter().chain(ends) {
                assert!(find(&stack, key).is_some_and(|command| command.on.shared()), "{key} in {scope:?}");
            }
            for key in ["Up", "Down"] {
                assert!(find(&stack, key).is_some(), "{key} in {scope:?}");
            }
        }
    }

    #[test]
    fn sentences_name_no_key_but_by_its_command() {
        // Those two are read before any command is looked up, and settings cannot give them away.
        let fixed = ["keys_wait(", "chord_out("];
        let texts = [
            include_str!("../text/mod.rs"),
            include_str!("../text/lists.rs"),
            include_str!("../text/acts.rs"),
            include_str!("../text/alerts.rs"),
            include_str!("../text/deeds.rs"),
            include_str!("../text/meaning.rs"),
            include_str!("../text/first.rs"),
            include_str!("../text/moves.rs"),
            include_str!("../text/tour.rs"),
        ];
        for line in texts.iter().flat_map(|text| text.lines()).filter(|line| line.contains('"')) {
            let named = ["Enter", "Esc", "Tab ", "Space", "Ctrl-", "回车", "空格键", "PgDn"]
                .iter()
                .find(|key| line.contains(**key));
            assert!(named.is_none() || fixed.iter().any(|fixed| line.contains(fixed)), "{line}");
        }
    }

    #[test]
    fn every_command_says_what_it_is_and_has_a_key_that_is_not_escape() {
        let mut ids = HashSet::new();
        for command in all() {
            assert!(ids.insert(command.id), "{}", command.id);
            assert!(command.keys.iter().any(|key| *key != "Esc"), "{}", command.id);
            for lang in [Lang::Zh, Lang::En] {
                assert!(!command.name(lang).is_empty() && !command.tip(lang).is_empty(), "{}", command.id);
            }
            assert!(!command.name(Lang::Zh).is_ascii(), "{}", command.id);
            assert!(command.name(Lang::En).is_ascii() && command.tip(Lang::En).is_ascii(), "{}", command.id);
        }
    }
}
