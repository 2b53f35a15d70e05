//! Every verb of the command line, and what it takes.

use std::fs;

use crate::common::text;
use crate::county::{AS_OF, County, ROLES, TOWN, WHOLE};

/// What each verb takes: a viewer, an operator, a reviewer, each over the township; whoever looks after the whole; its
/// keeper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    Viewer,
    Operator,
    Reviewer,
    Whole,
    Keeper,
    /// No register is opened for it.
    Nothing,
}

impl Takes {
    pub fn allows(self, who: &str) -> bool {
        let rank = ROLES.iter().position(|role| *role == who);
        match self {
            Self::Nothing | Self::Viewer => true,
            Self::Operator => rank.is_none_or(|rank| rank >= 1),
            Self::Reviewer => rank.is_none_or(|rank| rank >= 2),
            Self::Whole | Self::Keeper => who == WHOLE,
        }
    }
}

/// Every verb with what it may be given, `{}` for a place that does not exist yet.
pub fn verbs(county: &County) -> Vec<(Takes, Vec<String>)> {
    let (branch, member) = (county.branch(), county.member());
    let programme = county.site.write("own.toml", "wrong");
    let table: Vec<(Takes, &str)> = vec![
        (Takes::Viewer, "stats"),
        (Takes::Viewer, "stats --home"),
        (Takes::Viewer, "findings --limit 100000"),
        (Takes::Viewer, "findings --state new --limit 3"),
        (Takes::Viewer, "findings mended --from 2018-06-01"),
        (Takes::Viewer, "findings history hollow-branch BRANCH"),
        (Takes::Operator, "findings note dues-arrears BRANCH --text 看过"),
        (Takes::Operator, "findings assign unreported-members TOWN --below --to 镇团委"),
        (Takes::Operator, "findings explain unreported-members TOWN --below --text 在外"),
        (Takes::Operator, "findings snooze unreported-members TOWN --below --until 2030-01-01 --reason 在外"),
        (Takes::Operator, "findings exempt unreported-members TOWN --below --until 2030-01-01 --reason 在外"),
        (Takes::Reviewer, "findings exempt unreported-members TOWN --below --until 2030-01-01 --reason 可 --grant"),
        (Takes::Reviewer, "findings exempt unreported-members TOWN --below --reason 不可 --refuse"),
        (Takes::Operator, "findings undo"),
        (Takes::Operator, "org rename TOWN --short 镇 --dry-run"),
        (Takes::Operator, "cadre appoint TOWN --title 委员 --name 试 --dry-run"),
        (Takes::Operator, "member report MEMBER --dry-run"),
        (Takes::Operator, "transfer begin MEMBER --reason 升学 --dry-run"),
        (Takes::Operator, "dues pay MEMBER --dry-run"),
        (Takes::Operator, "conduct add MEMBER --kind 奖励 --name 优秀团员 --dry-run"),
        (Takes::Operator, "activity add BRANCH --kind 团课 --topic 试 --dry-run"),
        (Takes::Operator, "appraise MEMBER --appraisal 合格 --dry-run"),
        (Takes::Operator, "register MEMBER --dry-run"),
        (Takes::Operator, "attest TOWN --item tent --dry-run"),
        (Takes::Operator, "graduates submit TOWN --members 3 --dry-run"),
        (Takes::Operator, "ledger put TOWN --credit 91350100M000100Y43 --dry-run"),
        (Takes::Operator, "undo"),
        (Takes::Operator, "redo"),
        (Takes::Viewer, "journal show"),
        (Takes::Whole, "journal verify"),
        (Takes::Keeper, "journal recall --entry 1 --into {}"),
        (Takes::Nothing, "config path"),
        (Takes::Viewer, "alerts --rows"),
        (Takes::Viewer, "tasks"),
        (Takes::Viewer, "tasks --programme station-2019"),
        (Takes::Viewer, "tasks --step T04.1"),
        (Takes::Viewer, "programmes"),
        (Takes::Nothing, "programme check OWN"),
        (Takes::Keeper, "programme add OWN"),
        (Takes::Viewer, "rules list"),
        (Takes::Viewer, "rules explain hollow-branch"),
        (Takes::Viewer, "rules what-if hollow-branch --set P=5"),
        (Takes::Viewer, "rules what-if over-age --set age_limit=26"),
        (Takes::Viewer, "explain"),
        (Takes::Viewer, "explain members"),
        (Takes::Viewer, "explain hollow-branch"),
        (Takes::Viewer, "explain T04.1"),
        (Takes::Viewer, "check"),
        (Takes::Viewer, "rank --since 2018-06-10"),
        (Takes::Viewer, "responses"),
        (Takes::Viewer, "transfers"),
        (Takes::Viewer, "transfers --bounced"),
        (Takes::Viewer, "search 团支部 --limit 100"),
        (Takes::Viewer, "search 4407 --limit 500"),
        (Takes::Viewer, "show TOWN"),
        (Takes::Viewer, "show BRANCH"),
        (Takes::Viewer, "show MEMBER"),
        (Takes::Viewer, "show BRANCH --json"),
        (Takes::Viewer, "show MEMBER --json"),
        (Takes::Reviewer, "show MEMBER --reveal 核对"),
        (Takes::Whole, "snapshots"),
        (Takes::Viewer, "trend --of findings"),
        (Takes::Viewer, "trend --of members"),
        (Takes::Viewer, "operators list"),
        (Takes::Keeper, "operators add another --role viewer --new-key-file {}"),
        (Takes::Keeper, "operators passphrase another --new-key-file {}"),
        (Takes::Keeper, "operators remove another"),
        (Takes::Keeper, "operators recovery"),
        (Takes::Keeper, "persons export {}"),
        (Takes::Keeper, "erase MEMBER --dry-run"),
        (Takes::Viewer, "export {} --org TOWN"),
        (Takes::Reviewer, "export {} --org TOWN --reveal 核对"),
        (Takes::Keeper, "import ROSTERS --dry-run"),
        (Takes::Keeper, "backup {}"),
        (Takes::Whole, "doctor"),
        (Takes::Keeper, "doctor --repair"),
        (Takes::Whole, "demo --check"),
        (Takes::Whole, "bench --stage tree"),
        (Takes::Nothing, "demo"),
        (Takes::Nothing, "init --unsealed"),
        (Takes::Nothing, "completions bash"),
        (Takes::Nothing, "keys"),
        (Takes::Nothing, "config show"),
    ];
    let rosters = county.site.path("rosters");
    let word = |word: &str| match word {
        "TOWN" => TOWN.to_owned(),
        "BRANCH" => branch.to_owned(),
        "MEMBER" => member.to_owned(),
        "OWN" => text(&programme).to_owned(),
        "ROSTERS" => text(&rosters).to_owned(),
        word => word.to_owned(),
    };
    table.into_iter().map(|(takes, line)| (takes, line.split(' ').map(word).collect())).collect()
}

/// A verb with new places for what it writes, and those places.
pub fn given(county: &County, line: &[String], who: &str) -> (Vec<String>, Vec<String>) {
    let mut fresh = Vec::new();
    let mut args = Vec::new();
    for word in line {
        if word == "{}" {
            let nth = fs::read_dir(county.site.dir.path()).unwrap().count();
            fresh.push(text(&county.site.path(&format!("out-{who}-{nth}"))).to_owned());
            args.extend(fresh.last().cloned());
        } else {
            args.push(word.clone());
        }
    }
    // Rows are changed at the present.
    if !line.iter().any(|word| word == "--dry-run") {
        args.extend(["--as-of".to_owned(), AS_OF.to_owned()]);
    }
    (args, fresh)
}
