//! The terminal's own cursor stands in the field of every layer that has one: an input method composes there.

use ratatui::style::Color;

use crate::lang::Lang::{En, Zh};
use crate::tui::app::Layer;
use crate::tui::look::Role;
use crate::tui::story::{Story, county, options};
use crate::tui::{Start, fixture};

/// The way to each layer that takes text, and what is typed there.
const WAYS: [(&str, &str); 14] = [
    ("/", "石"),
    ("?", "标"),
    ("2t", "村"),
    ("2W", "甲"),
    ("2a", "某岗位"),
    ("2e", "说明"),
    ("2s", "14"),
    ("2wj<Enter>", "14"),
    ("jjjljlj<Enter><Enter>x", "核对"),
    ("/石桥<Enter>d", "bd"),
    ("/石桥<Enter><Enter>a", "卜文"),
    ("/石桥<Enter>dorg-merge<Enter>", "村"),
    ("/石桥<Enter><Enter>e", "卜"),
    ("4a", "高三"),
];

#[track_caller]
fn stands_in_field(story: &mut Story, what: &str) {
    let (x, y) = story.cursor().unwrap_or_else(|| panic!("no cursor: {what}\n{}", story.screen()));
    let ground = story.app.look.style(Role::Field).bg;
    let cell = &story.buffer()[(x, y)];
    assert_eq!(Some(cell.bg), ground.or(Some(Color::Reset)), "{what}: {x} {y}\n{}", story.screen());
}

#[test]
fn every_layer_with_a_field_has_the_cursor_there() {
    let mut seen = std::collections::HashSet::new();
    for lang in [Zh, En] {
        for size in [(80, 24), (120, 36), (60, 16)] {
            for (way, text) in WAYS {
                let mut story = county(lang, size);
                story.keys(way);
                seen.insert(std::mem::discriminant(story.app.layers.last().unwrap()));
                stands_in_field(&mut story, way);
                let (before, _) = story.cursor().unwrap();
                story.keys(text);
                stands_in_field(&mut story, way);
                assert!(story.cursor().unwrap().0 > before, "{way}: the cursor follows the text");
                // Through the other fields of a form, whatever is offered.
                for _ in 0..4 {
                    if !matches!(story.app.layers.last(), Some(Layer::Form(_) | Layer::Fill(_))) {
                        break;
                    }
                    story.keys("<Tab>");
                    stands_in_field(&mut story, way);
                }
            }
        }
    }
    let mut first = Story::new(Start::FirstRun(fixture::first_run()), options(Zh), (80, 24));
    first.keys("i");
    stands_in_field(&mut first, "rosters");
    assert_eq!(seen.len(), 7, "search, palette, filter, prompt, form, menu, fill: a layer with a field is not tried");
}
