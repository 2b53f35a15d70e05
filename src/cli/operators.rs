//! `mingmai operators`: who opens a sealed register.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::output::Table;
use super::{output, text, unlock};
use crate::desk::{Operators, Right, Who};
use crate::lang::{Lang, texts};
use crate::store::seal::{KeyRing, Operator, Role, SlotKind};

texts! {
    unsealed(path: &str) { "{path} 里的名册没有加密，也就没有操作者", "the register in {path} is not sealed: it has no operators" }
    col_name() { "操作者", "operator" }
    col_role() { "角色", "role" }
    col_scope() { "范围", "scope" }
    col_kind() { "凭", "opens with" }
    everything() { "全部", "all" }
    viewer() { "查看", "viewer" }
    operator() { "操作", "operator" }
    reviewer() { "审核", "reviewer" }
    keeper() { "管理", "keeper" }
    by_passphrase() { "口令", "passphrase" }
    by_code() { "恢复码", "recovery code" }
    by_file() { "密钥文件", "key file" }
    added(name: &str) { "已添加操作者 {name}", "operator {name} added" }
    removed(name: &str) {
        "已移除操作者 {name}；其手中若有旧副本和口令，旧副本仍能打开",
        "operator {name} removed; a copy of the files taken earlier still opens with the passphrase"
    }
    changed(name: &str) { "{name} 的口令已更换；没有改写任何数据", "passphrase of {name} changed; no value was rewritten" }
}

/// What to do with them.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Who opens the register, in which role
    List,
    /// Add an operator, who opens it with a passphrase or a key file
    Add {
        /// The post or desk, never a person's name
        name: String,
        /// What the operator may do
        #[arg(long, value_enum)]
        role: RoleArg,
        /// Only the subtree of this organisation
        #[arg(long, value_name = "CODE")]
        org: Option<String>,
        /// A key file instead of a passphrase; made where there is none
        #[arg(long, value_name = "FILE")]
        new_key_file: Option<PathBuf>,
    },
    /// Take an operator's slot away
    Remove {
        /// The operator
        name: String,
    },
    /// Change an operator's passphrase; a keeper may change everybody's, everybody their own
    Passphrase {
        /// The operator
        name: String,
        /// A key file instead of a passphrase; made where there is none
        #[arg(long, value_name = "FILE")]
        new_key_file: Option<PathBuf>,
    },
    /// Print a new recovery code; the one before opens nothing any more
    Recovery,
}

impl Args {
    /// What it takes, whoever asks.
    pub fn right(&self) -> Right {
        self.right_of("")
    }

    /// What it takes of an operator: everybody may look at their own slot and change their own secret.
    fn right_of(&self, name: &str) -> Right {
        match &self.verb {
            Verb::List => Right::Read,
            Verb::Passphrase { name: of, .. } if of == name => Right::Read,
            Verb::Add { .. } | Verb::Remove { .. } | Verb::Passphrase { .. } | Verb::Recovery => Right::KeepOperators,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleArg {
    Viewer,
    Operator,
    Reviewer,
    Keeper,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Viewer => Self::Viewer,
            RoleArg::Operator => Self::Operator,
            RoleArg::Reviewer => Self::Reviewer,
            RoleArg::Keeper => Self::Keeper,
        }
    }
}

/// Does it.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let lang = site.lang;
    let Some(ring) = KeyRing::load(site.data.path())? else {
        return Err(Usage(unsealed(lang, &site.data.path().display().to_string())).into());
    };
    let (key, by) = unlock::open(site, &ring)?;
    let data = site.data.unlocked_by(&key, &by);
    let who = Who::of(&data);
    let mut operators = Operators::open(&data, &key, &by, site.clock)?;
    let given = |file: &Option<PathBuf>| {
        let given = unlock::fresh_secret(site, file.as_deref())?;
        given.ok_or_else(|| anyhow::Error::new(Usage(unlock::short(lang).to_owned())))
    };
    who.may(args.right_of(&by.name))?;
    match &args.verb {
        Verb::List => list(site, operators.ring(), &who)?,
        Verb::Add { name, role, org, new_key_file } => {
            let scope = match org {
                Some(code) => match operators.find(code)? {
                    Some(code) => Some(code),
                    None => return Err(Usage(text::no_org(lang, code)).into()),
                },
                None => None,
            };
            let operator = Operator { name: name.clone(), role: (*role).into(), scope };
            operators.add(operator, &given(new_key_file)?.secret())?;
            output::line(&added(lang, name))?;
        }
        Verb::Remove { name } => {
            operators.remove(name)?;
            output::line(&removed(lang, name))?;
        }
        Verb::Passphrase { name, new_key_file } => {
            operators.change(name, &given(new_key_file)?.secret())?;
            output::line(&changed(lang, name))?;
        }
        Verb::Recovery => output::line(&text::recovery_code(lang, &operators.renew_recovery()?.print()))?,
    }
    Ok(Outcome::Done)
}

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    operator: &'a Operator,
    kind: SlotKind,
}

fn list(site: &Site, ring: &KeyRing, who: &Who) -> Result<()> {
    let lang = site.lang;
    // Who else there is, and over what, is for those who keep them.
    let all = who.may(Right::KeepOperators).is_ok();
    let slots: Vec<_> =
        ring.slots().iter().filter(|slot| all || who.name() == Some(slot.operator.name.as_str())).collect();
    if site.json {
        let shown: Vec<_> = slots.iter().map(|slot| Shown { operator: &slot.operator, kind: slot.kind }).collect();
        return output::json(&shown);
    }
    let mut table = Table::new(4, &[col_name(lang), col_role(lang), col_scope(lang), col_kind(lang)]);
    for slot in slots {
        let Operator { name, role, scope } = &slot.operator;
        let scope = scope.as_deref().unwrap_or(everything(lang)).to_owned();
        table.row(vec![name.clone(), role_word(lang, *role).to_owned(), scope, kind_word(lang, slot.kind).to_owned()]);
    }
    table.print()
}

fn role_word(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Viewer => viewer(lang),
        Role::Operator => operator(lang),
        Role::Reviewer => reviewer(lang),
        Role::Keeper => keeper(lang),
    }
}

fn kind_word(lang: Lang, kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Passphrase => by_passphrase(lang),
        SlotKind::Recovery => by_code(lang),
        SlotKind::KeyFile => by_file(lang),
    }
}
