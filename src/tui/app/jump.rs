//! Going to an organisation or a person from anywhere.

use super::{App, Effect, Layer, Tab};
use crate::model::Pos;
use crate::tui::command::Reason;
use crate::tui::{person, tree};

/// Shows an organisation in the tree.
pub fn jump(app: &mut App, pos: Pos) -> Vec<Effect> {
    // Of the other end of a request that crosses the border only the name is known.
    if app.standing.as_ref().is_some_and(|standing| !standing.tree.holds(pos)) {
        app.refuse(Reason::new("不在你的范围内，只能看到名称", "it is outside your subtree: only its name is known"));
        return Vec::new();
    }
    app.layers.clear();
    app.tab = Tab::Tree;
    app.tree.pane = tree::Pane::Tree;
    tree::reveal(app, pos)
}

/// Shows a branch in the tree and opens one of its people.
pub fn jump_to_person(app: &mut App, pos: Pos, slot: u32) -> Vec<Effect> {
    let mut effects = jump(app, pos);
    app.tree.pane = tree::Pane::Detail;
    app.tree.awaited = Some(slot);
    tree::land(app);
    effects.extend(person::open(app, pos, slot));
    effects
}

impl App {
    /// The layer that keys are meant for: the topmost one under the palette.
    pub fn asked_about(&self) -> Option<&Layer> {
        self.layers.iter().rev().find(|layer| !matches!(layer, Layer::Palette(_)))
    }

    /// Takes away the topmost layer.
    pub fn close(&mut self) -> Option<Layer> {
        self.layers.pop()
    }
}
