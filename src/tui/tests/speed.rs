//! How long keys take on a tree as large as a province. Run with `--release -- --ignored --nocapture speed`.

use crate::tui::{bench_keys, fixture};

#[test]
#[ignore = "measures, and takes seconds to build the province"]
fn keys_on_a_province() {
    let source = fixture::province(254_620);
    let mut keys = vec!["*"];
    keys.extend(["j"; 200]);
    keys.extend(["PgDn"; 100]);
    keys.extend(["End", "PgUp", "k", "k", "Home", "j", "h", "l", "h", "l"].repeat(20));
    keys.extend(["Tab", "o", "j", "j", "Tab"].repeat(10));
    for size in [(120, 36), (200, 60)] {
        let pressed = bench_keys(source.clone(), &keys, size).unwrap();
        let worst = pressed.latency.iter().enumerate().max_by_key(|(_, time)| **time).unwrap();
        println!(
            "{size:?}: {} keys, p50 {:?}, p99 {:?}, worst {:?} ({}), {} bytes a key",
            pressed.latency.len(),
            pressed.quantile(0.5),
            pressed.quantile(0.99),
            worst.1,
            keys[worst.0],
            pressed.bytes / pressed.latency.len() as u64,
        );
        let mut by_key = std::collections::BTreeMap::<&str, Vec<_>>::new();
        for (key, time) in keys.iter().zip(&pressed.latency) {
            by_key.entry(key).or_default().push(*time);
        }
        for (key, mut times) in by_key {
            times.sort();
            println!("  {key:5} median {:?}, worst {:?}", times[times.len() / 2], times[times.len() - 1]);
        }
        assert!(pressed.quantile(0.99) < std::time::Duration::from_millis(5) || cfg!(debug_assertions));
    }
}

#[test]
#[ignore = "measures, and takes seconds to build the province"]
fn charts_on_a_province() {
    let source = fixture::province(254_620);
    let ways = [
        ("list", "3"),
        ("axis", "3 t"),
        ("forecast", "3 f"),
        ("ledgers", "3 l"),
        ("league", "5"),
        ("chart", "5 t"),
        ("tree", "1"),
    ];
    for size in [(120, 36), (200, 60)] {
        for (name, keys) in ways {
            let mut keys: Vec<&str> = keys.split(' ').collect();
            let warm = keys.len();
            keys.extend(["j", "j", "k", "j", "k"].repeat(30));
            let pressed = bench_keys(source.clone(), &keys, size).unwrap();
            let mut times = pressed.latency[warm..].to_vec();
            times.sort();
            println!("{size:?} {name:9} p50 {:?}, worst {:?}", times[times.len() / 2], times[times.len() - 1]);
        }
    }
}
