//! Every screen and layer, the keys that lead there, and the keys that are pressed there.

use super::super::app::{App, Layer, scopes};
use super::super::command::{Scope, key};
use crate::lang::Lang;
use crate::model::labelled;
use crossterm::event::KeyEvent;

labelled! {
    /// Somewhere keys are pressed.
    Place {
        Tree = "组织树", "tree";
        TreeOpen = "组织树 (全部展开)", "tree, all open";
        Committee = "团委详情", "a committee's children";
        Members = "支部团员", "a branch's members";
        Person = "个人页", "a person's page";
        Reason = "查看理由", "a reason";
        Posts = "班子", "posts";
        Search = "查找", "search";
        Palette = "命令表", "palette";
        Triage = "整治清单", "triage";
        Evidence = "问题证据", "evidence";
        Grouped = "整治清单 (分组)", "triage, grouped";
        Filter = "筛选", "filter";
        Note = "问题记事", "a note";
        Rules = "规则选择", "choosing a rule";
        Sitting = "本次办理", "this sitting";
        Alerts = "值得核实", "worth checking";
        Milestones = "节点", "milestones";
        Axis = "时间轴", "the line of days";
        Forecast = "预测图", "the forecast";
        Ledgers = "台账", "ledgers";
        Units = "台账单位", "the units of a ledger";
        Step = "节点详情", "a step";
        Programmes = "任务书选择", "choosing a programme";
        Transfers = "转接", "transfers";
        Responses = "应答榜", "the response league";
        Request = "转接申请", "a request";
        Ranking = "排名", "ranking";
        Chart = "走势图", "the chart of a league";
        Weights = "排名权重", "weights of a league";
        Home = "首页表", "the home table";
        Meaning = "释义", "meanings";
        Menu = "办理菜单", "menu of deeds";
        Fill = "填表", "a form";
        DryRun = "预览", "dry run";
        Clipboard = "剪贴板", "clipboard";
    }
}

/// Down, up, pages, ends: what is done in a list.
const LIST: &[(&str, usize)] =
    &[("j", 9), ("k", 4), ("PgDn", 2), ("k", 2), ("PgUp", 2), ("G", 1), ("k", 3), ("g", 1), ("j", 1)];
/// Letters and their taking back: what is done in a field.
const FIELD: &[(&str, usize)] = &[
    ("z", 1),
    ("s", 1),
    ("Backspace", 1),
    ("h", 1),
    ("Down", 3),
    ("Up", 2),
    ("Backspace", 2),
    ("团", 1),
    ("Backspace", 1),
];
const WORDS: &[(&str, usize)] = &[("一", 6), ("Left", 2), ("x", 3), ("Backspace", 9), ("End", 1)];

impl Place {
    /// The keys that lead there, and the scope one is in then; several ways where one may be shut.
    const fn way(self) -> (&'static [&'static str], Scope) {
        match self {
            Self::Tree => (&[""], Scope::Tree),
            Self::TreeOpen => (&["*"], Scope::Tree),
            Self::Committee => (&["<Enter>"], Scope::Detail),
            // A branch is what no key opens any further.
            Self::Members => (&["*Gkk<Enter>", "*G<Enter>"], Scope::Detail),
            Self::Person => (&["*Gkk<Enter><Enter>", "*Gkkkk<Enter><Enter>", "/zhang<Enter>"], Scope::Person),
            Self::Reason => (&["*Gkk<Enter><Enter>x", "*Gkkkk<Enter><Enter>x", "/zhang<Enter>x"], Scope::Prompt),
            Self::Posts => (&["jb", "b"], Scope::Posts),
            Self::Search => (&["/"], Scope::Search),
            Self::Palette => (&["?"], Scope::Palette),
            Self::Triage => (&["2"], Scope::Triage),
            Self::Evidence => (&["2<Tab>"], Scope::Triage),
            Self::Grouped => (&["2z"], Scope::Triage),
            Self::Filter => (&["2t"], Scope::Filter),
            Self::Note => (&["2n"], Scope::Form),
            Self::Rules => (&["2f"], Scope::Choose),
            Self::Sitting => (&["H"], Scope::Sitting),
            Self::Alerts => (&["2!"], Scope::Alerts),
            Self::Milestones => (&["3"], Scope::Milestones),
            Self::Axis => (&["3t"], Scope::Milestones),
            Self::Forecast => (&["3f"], Scope::Milestones),
            Self::Ledgers => (&["3l"], Scope::Ledgers),
            Self::Units => (&["3l<Enter>", "3lj<Enter>"], Scope::Units),
            Self::Step => (&["3<Enter>", "3j<Enter>"], Scope::Step),
            Self::Programmes => (&["3p"], Scope::Choose),
            Self::Transfers => (&["4"], Scope::Transfers),
            Self::Responses => (&["4v"], Scope::Transfers),
            Self::Request => (&["4<Enter>"], Scope::Request),
            Self::Ranking => (&["5"], Scope::Ranking),
            Self::Chart => (&["5t"], Scope::Ranking),
            Self::Weights => (&["5w"], Scope::Weights),
            Self::Meaning => (&["K"], Scope::Meaning),
            Self::Home => (&["5v"], Scope::Ranking),
            Self::Menu => (&["d"], Scope::Menu),
            Self::Fill => (&["d<Enter>"], Scope::Fill),
            Self::DryRun => (&["je一<Ctrl-s>", "*Gkk<Enter>r<Ctrl-s>", "d<Enter>一<Ctrl-s>"], Scope::DryRun),
            Self::Clipboard => (&["y"], Scope::Pick),
        }
    }

    /// The ways there, as keys.
    pub fn ways(self) -> impl Iterator<Item = Vec<KeyEvent>> {
        self.way().0.iter().map(|way| events(way))
    }

    /// Whether the program is there.
    pub fn reached(self, app: &App) -> bool {
        let here = scopes(app).first() == Some(&self.way().1);
        here && match self {
            Self::Members => app.tree.page.is_some(),
            Self::Person => matches!(app.layers.last(), Some(Layer::Person(state)) if state.page.is_some()),
            _ => true,
        }
    }

    /// The keys pressed there.
    pub fn keys(self) -> Vec<KeyEvent> {
        let (keys, times) = match self {
            Self::Search | Self::Palette | Self::Filter | Self::Menu | Self::Rules | Self::Programmes => (FIELD, 12),
            Self::Note | Self::Reason | Self::Fill => (WORDS, 7),
            _ => (LIST, 6),
        };
        let once = keys.iter().flat_map(|(name, times)| std::iter::repeat_n(*name, *times));
        let once: Vec<KeyEvent> = once.filter_map(key::parse).collect();
        once.repeat(times)
    }

    /// What it is called.
    pub fn word(self, lang: Lang) -> &'static str {
        lang.word(self)
    }
}

/// Keys as the stories of the tests write them: letters as they are, others by name in angle brackets.
pub fn events(text: &str) -> Vec<KeyEvent> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        let (name, after) = named.unwrap_or_else(|| rest.split_at(c.len_utf8()));
        out.extend(key::parse(name));
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Labelled;

    #[test]
    fn every_place_where_keys_can_be_pressed_is_measured() {
        // The first run and the tour have registers of their own to stand on, and views are the operator's own;
        // nobody is erased from a demonstration, which is not sealed.
        let elsewhere = [Scope::First, Scope::Tour, Scope::Views, Scope::Erase];
        for scope in Scope::ALL.iter().filter(|scope| !scope.shared() && !elsewhere.contains(scope)) {
            assert!(Place::ALL.iter().any(|place| place.way().1 == *scope), "{scope:?} is measured nowhere");
        }
        for place in Place::ALL {
            assert!(place.keys().len() >= 100, "{place:?}: too few for one in a hundred to mean anything");
            assert!(place.ways().all(|way| way.iter().all(|event| !key::name(*event, true).is_empty())));
        }
    }
}
