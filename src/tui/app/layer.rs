//! What lies over a screen: each layer has its own keys, its own view and perhaps a cursor.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{App, Effect};
use crate::tui::command::Scope;
use crate::tui::widget::Field;
use crate::tui::{
    alerts, deeds, erase, form, help, meaning, milestones, person, pick, posts, prompt, ranking, search, sitting,
    transfers, triage,
};

/// One layer.
pub enum Layer {
    /// `/`.
    Search(search::State),
    /// `?`.
    Palette(help::State),
    /// A line of text asked for.
    Prompt(prompt::State),
    /// A filter of findings.
    Filter(triage::Asking),
    /// What to do about findings.
    Form(form::State),
    /// A choice from a short list.
    Pick(pick::State),
    /// What was done in this sitting.
    Sitting(sitting::State),
    /// A person's page.
    Person(person::State),
    /// A step of a programme.
    Step(milestones::Step),
    /// Patterns worth checking.
    Alerts(alerts::State),
    /// A request for a transfer.
    Request(transfers::Request),
    /// The units of the new sectors of an organisation.
    Units(milestones::ledgers::Units),
    /// What the league is ranked by.
    Weights(ranking::weights::State),
    /// What can be done to something.
    Menu(deeds::Menu),
    /// The form of a deed, or its dry run.
    Fill(Box<deeds::Fill>),
    /// A person who is to be erased.
    Erase(Box<erase::State>),
    /// The posts of an organisation.
    Posts(posts::State),
    /// What the numbers under the cursor mean.
    Meaning(meaning::State),
}

impl Layer {
    /// The scope of its own commands.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Search(_) => Scope::Search,
            Self::Palette(_) => Scope::Palette,
            Self::Prompt(_) => Scope::Prompt,
            Self::Filter(_) => Scope::Filter,
            Self::Form(_) => Scope::Form,
            Self::Pick(state) if state.field.is_some() => Scope::Choose,
            Self::Pick(_) => Scope::Pick,
            Self::Sitting(_) => Scope::Sitting,
            Self::Person(_) => Scope::Person,
            Self::Step(_) => Scope::Step,
            Self::Alerts(_) => Scope::Alerts,
            Self::Request(_) => Scope::Request,
            Self::Units(_) => Scope::Units,
            Self::Weights(_) => Scope::Weights,
            Self::Menu(_) => Scope::Menu,
            Self::Fill(fill) if fill.dry() => Scope::DryRun,
            Self::Fill(_) => Scope::Fill,
            Self::Erase(_) => Scope::Erase,
            Self::Posts(_) => Scope::Posts,
            Self::Meaning(_) => Scope::Meaning,
        }
    }

    /// Its text field, if it has one: then letters are text.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Self::Search(search) => Some(&mut search.field),
            Self::Palette(help) => Some(&mut help.field),
            Self::Prompt(prompt) => Some(&mut prompt.field),
            Self::Filter(state) => Some(&mut state.field),
            Self::Form(form) => form.field(),
            Self::Menu(menu) => Some(&mut menu.field),
            Self::Fill(fill) => fill.field(),
            Self::Erase(state) => state.field(),
            Self::Pick(state) => state.field.as_mut(),
            Self::Sitting(_)
            | Self::Person(_)
            | Self::Step(_)
            | Self::Alerts(_)
            | Self::Request(_)
            | Self::Units(_)
            | Self::Weights(_)
            | Self::Posts(_)
            | Self::Meaning(_) => None,
        }
    }

    /// Whether letters are text here.
    pub fn typing(&self) -> bool {
        self.scope().typing()
    }

    /// Paints it and gives the place of the cursor, if it has one.
    pub fn view(&self, app: &App, frame: &mut Frame, area: Rect) -> Option<Position> {
        let buf = frame.buffer_mut();
        match self {
            Self::Search(state) => Some(search::view(app, state, area, buf)),
            Self::Palette(state) => Some(help::view(app, state, area, buf)),
            Self::Prompt(state) => Some(prompt::view(app, state, area, buf)),
            Self::Filter(state) => Some(triage::view_asking(app, state, area, buf)),
            Self::Form(state) => form::view(app, state, area, buf),
            Self::Pick(state) => pick::view(app, state, area, buf),
            Self::Sitting(state) => {
                sitting::view(app, state, area, buf);
                None
            }
            Self::Person(state) => {
                person::view(app, state, area, buf);
                None
            }
            Self::Step(state) => {
                milestones::view_step(app, state, area, buf);
                None
            }
            Self::Alerts(state) => {
                alerts::view(app, state, area, buf);
                None
            }
            Self::Request(state) => {
                transfers::view_request(app, state, area, buf);
                None
            }
            Self::Units(state) => {
                milestones::ledgers::view_units(app, state, area, buf);
                None
            }
            Self::Weights(state) => {
                ranking::weights::view(app, state, area, buf);
                None
            }
            Self::Menu(menu) => Some(deeds::view_menu(app, menu, area, buf)),
            Self::Fill(fill) => deeds::view_fill(app, fill, area, buf),
            Self::Erase(state) => erase::view(app, state, area, buf),
            Self::Posts(state) => {
                posts::view(app, state, area, buf);
                None
            }
            Self::Meaning(state) => {
                meaning::view(app, state, area, buf);
                None
            }
        }
    }
}

/// After the text of the topmost field has changed.
pub fn typed(app: &mut App) -> Vec<Effect> {
    match app.layers.last_mut() {
        Some(Layer::Search(_)) => search::typed(app),
        Some(Layer::Palette(_)) => help::typed(app),
        Some(Layer::Menu(_)) => deeds::relabel(app),
        Some(Layer::Fill(_)) => deeds::typed(app),
        Some(Layer::Filter(_)) => triage::typed(app),
        Some(Layer::Prompt(_)) => prompt::typed(app),
        Some(Layer::Form(_)) => form::typed(app),
        Some(Layer::Pick(_)) => pick::typed(app),
        Some(Layer::Erase(_)) => erase::typed(app),
        _ => Vec::new(),
    }
}
