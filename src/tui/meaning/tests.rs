use crate::desk::{Column, Ground, HomeColumn, Opens, Standing, Topic, known, named};
use crate::judge::Fact;
use crate::lang::Lang;
use crate::model::{Labelled, Pos};
use crate::programme::{Programme, Scheme};
use crate::tui::fixture;
use crate::tui::story::county;
use crate::tui::widget::heads;

fn ground<T>(tried: impl FnOnce(&Standing, &Ground<'_>) -> T) -> T {
    let standing = fixture::county().standing(&|_| {}).unwrap();
    let (programmes, scheme) = (Programme::builtins().unwrap(), Scheme::builtin().unwrap());
    tried(&standing, &Ground { programmes: &programmes, scheme: &scheme })
}

#[test]
fn everything_has_a_definition_in_both_languages_with_its_source() {
    ground(|standing, ground| {
        let columns = Column::ALL.iter().map(|column| Topic::of_column(*column));
        let home = HomeColumn::ALL.iter().map(|column| Topic::of_home(*column));
        let all = known(standing, ground).into_iter().map(|(_, topic)| topic);
        let mut names = std::collections::HashSet::new();
        for topic in columns.chain(home).chain(all) {
            for lang in [Lang::Zh, Lang::En] {
                let told = standing.explain(&topic, Some(Pos(0)), ground, lang);
                let said = [&told.id, &told.name, &told.counts, &told.source];
                assert!(said.iter().all(|said| !said.trim().is_empty()), "{topic:?} {told:?}");
                assert_eq!(told.name, topic.name(standing, ground, lang), "{topic:?}");
                if lang == Lang::Zh && told.kind != "step" {
                    assert!(!told.counts.is_ascii(), "{topic:?}");
                }
            }
            names.insert(topic);
        }
        for fact in [
            Fact::OverAge,
            Fact::NumberDue,
            Fact::ElectionDue,
            Fact::ResponsesDue,
            Fact::ResponsesSoon,
            Fact::DuesArrears,
        ] {
            assert!(!standing.explain(&Topic::Fact(fact), None, ground, Lang::Zh).params.is_empty(), "{fact:?}");
        }
        assert!(names.len() > 150, "{}", names.len());
    });
}

#[test]
fn a_rule_is_told_with_its_parameters_and_the_evidence_of_an_organisation() {
    ground(|standing, ground| {
        let rule = standing.rules.iter().position(|rule| rule.id == "hollow-branch").unwrap();
        let pos = standing.places_of(rule, &(0..standing.tree.len()))[0];
        let told = standing.explain(&Topic::Rule("hollow-branch".into()), Some(pos), ground, Lang::Zh);
        assert!(told.condition.as_deref().is_some_and(|said| said.starts_with("团员 < P=1 且")), "{told:?}");
        let p = &told.params[0];
        assert_eq!((p.value.as_str(), p.from.as_str(), p.source.as_str()), ("1", "2018-06-01", "S2 第4项"));
        assert_eq!(p.later, Some(("3".to_owned(), "2019-03-01".to_owned())));
        assert_eq!((told.value.as_deref(), told.opens), (Some("1"), Opens::Findings(Some("hollow-branch".into()))));
        assert!(told.evidence[0].contains("团员 0"), "{:?}", told.evidence);
    });
}

#[test]
fn names_are_found_by_id_by_word_and_by_step() {
    ground(|standing, ground| {
        for (name, id) in [
            ("hollow-branch", "hollow-branch"),
            ("空心团支部", "hollow-branch"),
            ("members", "members"),
            ("已报到", "reported"),
            ("t04.1", "notice-2018/T04.1"),
            ("luohe-2020/K02", "luohe-2020/K02"),
            ("carried", "carried"),
        ] {
            let topic = named(standing, ground, name).unwrap();
            assert_eq!(standing.explain(&topic, None, ground, Lang::En).id, id, "{name}");
        }
        assert_eq!(named(standing, ground, "nothing-of-that-name"), None);
    });
}

// Every table of screens 1 to 5, with the keys that lead to it.
const TABLES: [(&str, &str); 17] = [
    ("tree", ""),
    ("children", "<Enter>"),
    ("children, the worst first", "<Enter>o"),
    ("members", "jjjljlj<Enter>jj"),
    ("findings", "2"),
    ("steps", "3"),
    ("units", "3<Enter>"),
    ("requests", "4"),
    ("to and fro", "4fff"),
    ("hops", "4<Enter>"),
    ("responses", "4v"),
    ("league", "5"),
    ("home", "5v"),
    ("posts", "/石桥<Enter>b"),
    ("alerts", "2!"),
    ("alert rows", "2!<Tab>"),
    ("sitting", "2a东坪镇团委<Enter>青禾团县委<Enter>H"),
];

#[test]
fn every_column_of_every_table_has_a_definition() {
    for (table, keys) in TABLES {
        for lang in [Lang::Zh, Lang::En] {
            let mut story = county(lang, (200, 60));
            story.keys(keys);
            heads::take();
            story.resize(220, 60);
            let mut titles: std::collections::BTreeSet<String> = heads::take().into_iter().collect();
            // What lies under a layer is painted too.
            let below = match table {
                "units" | "hops" => keys.strip_suffix("<Enter>"),
                "posts" => keys.strip_suffix("b"),
                "sitting" => keys.strip_suffix("H"),
                "alerts" => keys.strip_suffix("!"),
                "alert rows" => keys.strip_suffix("!<Tab>"),
                _ => None,
            };
            if let Some(below) = below {
                county(lang, (220, 60)).keys(below).resize(200, 60);
                for under in heads::take() {
                    titles.remove(&under);
                }
            }
            let rows = super::rows::under(&story.app);
            assert!(!rows.is_empty(), "{table}");
            // What the table calls a column, what the definition calls it, and what the lists of columns say.
            let told: Vec<String> = rows.iter().map(|row| super::told(&story.app, row).name).collect();
            let known = super::columns::titles(lang);
            for title in titles.iter().filter(|title| !title.is_empty()) {
                let counter = |of: Topic| rows.iter().any(|row| row.topic == of);
                let by_column = Column::ALL.iter().any(|it| lang.word(*it) == title && counter(Topic::of_column(*it)));
                let home = |it: &HomeColumn| crate::tui::text::moves::home_column(lang, *it) == title;
                let by_home = HomeColumn::ALL.iter().any(|it| home(it) && counter(Topic::of_home(*it)));
                let listed = known.iter().any(|(name, topic)| name == title && counter(topic.clone()));
                let finding = table == "findings" && *title == crate::tui::text::rule(lang);
                assert!(
                    by_column || by_home || listed || finding || told.contains(title),
                    "{table}: the column {title} has no definition"
                );
            }
        }
    }
}

#[test]
fn enter_opens_the_rows_behind_a_number() {
    let mut story = county(Lang::Zh, (120, 36));
    story.keys("Kj").sees("空心团支部").sees("团员 < P=1").sees("2019-03-01 起为 3").keys("<Enter>");
    story.sees("规则：空心团支部").sees("问题清单");
    let mut story = county(Lang::En, (80, 24));
    story.keys("Kj").sees("when").sees("since 2018-06-01").keys("K").misses("What these numbers mean");
    story.keys("KL").sees("这些数怎么来的").keys("L").sees("What these numbers mean").keys("q");
    // A pattern opens its organisation, one of its rows the person; what was done in this sitting opens nothing.
    let mut story = county(Lang::Zh, (120, 36));
    story.keys("2!K").sees("只供核实，不是问题").keys("<Enter>").sees("组织树");
    let mut story = county(Lang::Zh, (120, 36));
    story.keys("/石桥<Enter>bK").sees("任什么职务").keys("K").misses("任什么职务");
    let mut story = county(Lang::Zh, (120, 36));
    story.keys("2a东坪镇团委<Enter>青禾团县委<Enter>HK").sees("对问题的处理").keys("<Enter>").sees("本次办理");
    // A cell of a roster opens its row.
    let mut story = county(Lang::En, (120, 36));
    story.keys("4K<Enter>").sees("standing");
    let mut story = county(Lang::Zh, (120, 36));
    story.keys("4vK").sees("及时率").sees("响应时限（小时） = 72").keys("<Enter>").sees("响应排名");
}
