//! Every screen and everything that lies over one, in both languages and three sizes, and its styles where colours are few.
//!
//! A line of the table is a plate: what it is drawn from, the keys that lead there, and what comes of the last ones. Each
//! makes a test and a file of its own, `snapshots/…pictures__NAME.snap`; in colours for the eye, see `coloured.rs`.

use super::coloured;
use super::drawn::{From, Then, draw};

/// One picture of the program.
pub struct Plate {
    pub name: &'static str,
    pub from: From,
    pub keys: &'static str,
    pub then: Then,
}

macro_rules! plates {
    ($($name:ident: $from:ident $keys:literal $(=> $then:ident $last:literal)?;)+) => {
        pub const PLATES: &[Plate] = &[$(Plate {
            name: stringify!($name),
            from: From::$from,
            keys: $keys,
            then: plates!(@ $($then $last)?),
        }),+];
        $(#[test]
        fn $name() {
            let plate = PLATES.iter().find(|plate| plate.name == stringify!($name)).unwrap();
            coloured::keep(plate);
            insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(plate.name, draw(plate)) });
        })+
    };
    (@) => { Then::Rests };
    (@ $then:ident $last:literal) => { Then::$then($last) };
}

// `=> Late` presses keys whose answers are still on their way, `=> Fails` such that are told it went wrong,
// `=> Window` makes the window of so many columns and rows.
plates! {
    tree: County "jjjlj";
    tree_all: County "*<End>";
    tree_columns: County "c";
    tree_late: Begun "";
    tree_none: Empty "";
    members: County "jjjljlj<Enter>jj";
    members_marked: County "/石桥<Enter><Enter><Space><Space>";
    members_late: County "/石桥<Enter>" => Late "j<Enter>";
    members_wrong: County "/石桥<Enter>" => Fails "j<Enter>";
    children: County "jjj<Tab>oj";
    views: Views "jjv";
    views_none: County "v";
    person: County "jjjljlj<Enter><Enter>";
    person_end: County "jjjljlj<Enter>jjj<Enter>G";
    person_empty: County "jjjljlj<Enter>j<Enter>G";
    person_moved: County "/石桥<Enter><Enter>jjjj<Enter>G";
    person_late: County "jjjljlj<Enter>" => Late "<Enter>";
    person_reason: County "jjjljlj<Enter><Enter>x";
    erase: Keeper "jjjljlj<Enter><Enter>dmcgr<Enter>";
    erase_wrong: Keeper "jjjljlj<Enter><Enter>dmcgr<Enter>本人申请<Enter>0000<Enter>";
    erase_not: County "jjjljlj<Enter><Enter>dmcgr";
    posts: County "/石桥<Enter>b";
    triage: County "2j<Space>";
    triage_grouped: County "2zzzzjj<Tab>";
    triage_folded: County "2zZkljjj<Space>";
    triage_hidden: County "2Vt村<Enter>";
    triage_rules: County "2f";
    triage_rules_narrowed: County "2fkx";
    triage_states: County "2v";
    triage_late: County "" => Late "2";
    triage_none: Empty "2";
    triage_nothing: County "2t军队<Enter>";
    filter: County "2trule:hollow-b";
    filter_begun: County "2t";
    filter_wrong: County "2trule:hollow-brunch age>7d -s";
    view_kept: County "2t村<Enter>W";
    alerts: County "2!";
    alerts_rows: County "2!<Tab>j";
    alerts_late: County "2" => Late "!";
    alerts_none: County "<End>.2.!";
    form: County "2a";
    form_offers: County "2adongping<Down>";
    form_exempt: County "2w";
    form_missing: County "2a<Enter>";
    form_batch: County "2<Space><Space><Space>s14<Enter>开学后再看<Enter>县委<Enter>";
    form_saved: County "2a东坪镇团委<Enter>县委<Enter>";
    form_refused: County "2zVwj<Enter>2018-12-31<Enter>已停产<Enter>青禾团县委<Enter><Enter>";
    form_wrong: County "2a东坪镇团委<Enter>县委" => Fails "<Enter>";
    sitting: County "2a东坪镇团委<Enter>青禾团县委<Enter>;<Space><Space>n村里七月换届后补配<Enter><Enter>jHju";
    sitting_none: County "H";
    milestones: County "3jj";
    milestones_programmes: County "3p";
    milestones_late: County "" => Late "3";
    milestones_wrong: County "" => Fails "3";
    milestones_none: Empty "3";
    axis: County "3tjj";
    axis_ascii: Ascii "3tjj";
    forecast: County "3jjjf";
    forecast_ascii: Ascii "3jjjf";
    ledgers: County "3l";
    ledgers_ascii: Ascii "3l";
    ledgers_items: County "3l<Tab>j";
    ledgers_units: County "3l<Enter>j";
    step: County "3jj<Enter>";
    step_open: County "3<End><Enter>";
    step_below: County "3jjj<Enter>j<Enter>";
    step_first: County "3jjj<Enter><Tab>j";
    step_late: County "3jj" => Late "<Enter>";
    transfers: County "4j";
    transfers_due: County "4fj";
    transfers_bounced: County "4fffj";
    transfers_marked: County "4jj<Space>j<Space>";
    transfers_late: County "" => Late "4";
    transfers_wrong: County "" => Fails "4";
    transfers_none: Empty "4";
    transfers_ascii: Ascii "4";
    responses: County "4vj";
    request: County "4jjjj<Enter>";
    request_late: County "4jjjj" => Late "<Enter>";
    ranking: County "5jj";
    ranking_measure: County "5]]";
    ranking_chart: County "5jjt";
    ranking_chart_ascii: Ascii "5jt";
    ranking_weights: County "5wlljj<Space>";
    ranking_late: County "" => Late "5";
    ranking_none: Empty "5";
    home: County "5vj";
    search: County "/gy";
    search_begun: County "/";
    search_nothing: County "/zzzz";
    search_late: County "" => Late "/gy";
    search_wrong: County "" => Fails "/gy";
    search_wrong_after: County "/青" => Fails "禾";
    meaning: County "jKj";
    meaning_finding: County "2jK";
    meaning_step: County "3jjK";
    meaning_league: County "5jK";
    tour: County "<F4>";
    tour_triage: County "<F4>nnnn<Space>";
    tour_steps: County "<F4>nnnnnn";
    palette: County "2?";
    palette_found: County "2?kx";
    palette_nothing: County "2?zzzz";
    which_key: Chords "jjg";
    menu: County "/石桥<Enter><Enter>d";
    menu_refused: County "dlur";
    fill: County "/石桥<Enter><Enter>a卜文<Tab><Tab>4499012001<Tab>";
    fill_words: County "/石桥<Enter><Enter>r";
    fill_orgs: County "/石桥<Enter>dorg-merge<Enter>村";
    fill_late: County "/石桥<Enter><Enter>" => Late "a";
    fill_wrong: County "/石桥<Enter><Enter>" => Fails "a";
    dry_run: County "/石桥<Enter>dorg-merge<Enter>上柳<Enter>青禾团县委<Enter>";
    dry_run_refused: County "4jj<Space>j<Space>j<Space>a高三年级<Enter>青禾团县委<Enter>";
    saved: County "/石桥<Enter><Enter>r<Ctrl-s>青禾团县委<Enter><Enter>";
    locked: Sealed "<Ctrl-o>";
    locked_wrong: Sealed "<Ctrl-o>guess<Enter>";
    viewer: Sealed "2a";
    first: FirstRun "";
    first_import: FirstRun "i/no/such";
    first_wrong: FirstRun "i/no/such<Enter>";
    first_late: FirstRun "" => Late "<Enter>";
    opening: Opening "";
    broken: Broken "";
    wide_glyphs: Wide "/优选<Enter>";
    ascii: Ascii "3jj";
    too_small: County "2" => Window "40x10";
    least: County "2" => Window "60x16";
}
