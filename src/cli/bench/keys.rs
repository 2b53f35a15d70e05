//! Keys on every screen and layer: the time to the first byte of the frame, the bytes they cost, and what idleness costs.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use unicode_width::UnicodeWidthStr;

use super::super::args::Site;
use super::super::{desk, output};
use super::stages::ms;
use crate::lang::texts;
use crate::model::Labelled;
use crate::programme::Scheme;
use crate::tui::{DeskSource, Line, Place, Pressed, Source, bench_place};

/// What a key may take: half of them, and all but one of a hundred.
const BUDGET: [Duration; 2] = [Duration::from_micros(1500), Duration::from_millis(5)];
const WINDOW: (u16, u16) = (120, 36);

texts! {
    place() { "画面", "screen" }
    half() { "按键至首字节 p50", "key to byte p50" }
    most() { "p99", "p99" }
    worked() { "处理器 p99", "processor p99" }
    bytes() { "每键字节 p50/p99", "bytes a key p50/p99" }
    low() { "低带宽 p50/p99", "low bandwidth p50/p99" }
    idle() { "空闲一分钟", "idle minute" }
    within(budget: &str, all: usize) {
        "按键至首字节：{all} 个画面都在 {budget} 以内（p50，p99）", "key to first painted byte: all {all} screens within {budget} (p50, p99)"
    }
    beyond(budget: &str, which: &str) {
        "按键至首字节：超出 {budget}（p50，p99）的画面：{which}", "key to first painted byte: beyond {budget} (p50, p99): {which}"
    }
}

/// Prints a row a screen.
pub fn keys(site: &Site) -> Result<()> {
    let lang = site.lang;
    let desk = desk::open(site)?;
    desk.standing(&|_| {})?;
    let source: Arc<dyn Source> = Arc::new(DeskSource::new(desk, Scheme::builtin()?));
    let head = [place(lang), half(lang), most(lang), worked(lang), bytes(lang), low(lang), idle(lang)];
    let widths = [26, 17, 9, 13, 21, 21, 11];
    let row = |cells: &[String]| {
        let cells = cells.iter().zip(widths).enumerate();
        let padded = cells.map(|(at, (cell, width))| {
            let gap = " ".repeat(width.max(cell.width()) - cell.width());
            if at == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    output::line(&row(&head.map(str::to_owned)))?;
    let mut beyond_budget = Vec::new();
    for one in Place::ALL.iter().copied() {
        let full = bench_place(&source, one, Line { size: WINDOW, low: false })?;
        let spare = bench_place(&source, one, Line { size: WINDOW, low: true })?;
        let word = one.word(lang).to_owned();
        let (Some(full), Some(spare)) = (full, spare) else {
            output::line(&row(&[word, "-".into(), "-".into(), "-".into(), "-".into(), "-".into(), "-".into()]))?;
            continue;
        };
        let cost = |pressed: &Pressed| format!("{} / {}", pressed.cost(0.5), pressed.cost(0.99));
        if full.quantile(0.5) > BUDGET[0] || full.quantile(0.99) > BUDGET[1] {
            beyond_budget.push(word.clone());
        }
        output::line(&row(&[
            word,
            ms(full.quantile(0.5)),
            ms(full.quantile(0.99)),
            ms(full.worked(0.99)),
            cost(&full),
            cost(&spare),
            full.idle.to_string(),
        ]))?;
    }
    let budget = format!("{}, {}", ms(BUDGET[0]), ms(BUDGET[1]));
    output::line(&if beyond_budget.is_empty() {
        within(lang, &budget, Place::ALL.len())
    } else {
        beyond(lang, &budget, &beyond_budget.join(", "))
    })
}
