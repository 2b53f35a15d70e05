//! Who may do what: one table of rights by role, each over the operator's own organisations.
//!
//! Roles are enforced by this program and by nothing else: one key seals the whole register, so whoever has a slot and
//! another program can read all of it.

use std::sync::Arc;

use crate::lang::{Lang, texts};
use crate::model::{Act, labelled};
use crate::store::seal::{Operator, Role};
use crate::store::{DataDir, Register};

texts! {
    viewer() { "查看者", "a viewer" }
    operator() { "操作者", "an operator" }
    reviewer() { "审核者", "a reviewer" }
    keeper() { "管理者", "a keeper" }
    too_little(who: &str, what: &str, least: &str) { "{who}不能{what}：至少要{least}", "{who} cannot {what}: that takes {least}" }
    not_whole(what: &str) {
        "范围不是全名册的人不能{what}",
        "who does not look after the whole register cannot {what}"
    }
    another(name: &str) { "经办人只能是自己：{name}", "the author of every act here is {name}" }
}

labelled! {
    /// What somebody may be allowed to do.
    Right {
        Read = "查看", "look";
        ReadWhole = "检查整份名册", "look over the register as a whole";
        Act = "办理问题", "act on findings";
        Edit = "改动数据", "change rows";
        Exempt = "批准或不予豁免", "grant or refuse exemptions";
        Reveal = "查看完整的证件号和手机号", "see whole identity numbers and telephones";
        Import = "导入花名册", "take rosters in";
        ExportWhole = "导出整份名册", "export the register as a whole";
        KeepOperators = "管理操作者", "keep operators";
        BackUp = "备份", "take backups";
        Repair = "修复名册", "repair the register";
        KeepProgrammes = "添加任务书", "add programmes";
        Erase = "抹除个人", "erase persons";
        Begin = "建立或恢复名册", "make or restore a register";
    }
}

impl Right {
    /// The least role that has it, and whether only over the whole register.
    const fn takes(self) -> (Role, bool) {
        match self {
            Self::Read => (Role::Viewer, false),
            Self::ReadWhole => (Role::Viewer, true),
            Self::Act | Self::Edit => (Role::Operator, false),
            Self::Exempt | Self::Reveal => (Role::Reviewer, false),
            Self::Import
            | Self::ExportWhole
            | Self::KeepOperators
            | Self::BackUp
            | Self::Repair
            | Self::KeepProgrammes
            | Self::Erase
            | Self::Begin => (Role::Keeper, true),
        }
    }

    /// The right that an act on a finding takes.
    pub const fn of_act(act: &Act) -> Self {
        match act {
            Act::GrantExemption { .. } | Act::RefuseExemption { .. } => Self::Exempt,
            Act::Explain { .. }
            | Act::Assign { .. }
            | Act::Snooze { .. }
            | Act::AskExemption { .. }
            | Act::Note { .. } => Self::Act,
        }
    }
}

/// Why somebody may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub struct Forbidden {
    role: Role,
    right: Right,
}

impl Forbidden {
    /// In words.
    pub fn say(&self, lang: Lang) -> String {
        let (least, _) = self.right.takes();
        match self.role < least {
            true => too_little(lang, word(lang, self.role), lang.word(self.right), word(lang, least)),
            false => not_whole(lang, lang.word(self.right)),
        }
    }
}

const fn word(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Viewer => viewer(lang),
        Role::Operator => operator(lang),
        Role::Reviewer => reviewer(lang),
        Role::Keeper => keeper(lang),
    }
}

/// Somebody else was named as the author than who is at work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub struct NotYou(pub String);

impl NotYou {
    /// In words.
    pub fn say(&self, lang: Lang) -> String {
        another(lang, &self.0)
    }
}

/// Who is at work: one of the operators of a sealed register, or anybody where nothing is sealed.
#[derive(Clone, Debug, Default)]
pub struct Who(Option<Arc<Operator>>);

impl Who {
    /// Whoever unlocked a directory.
    pub fn of(data: &DataDir) -> Self {
        Self(data.operator().cloned())
    }

    /// Whoever opened a register.
    pub fn at(register: &Register) -> Self {
        Self(register.operator().cloned())
    }

    /// An operator.
    pub fn operator(operator: Operator) -> Self {
        Self(Some(Arc::new(operator)))
    }

    /// The operator's name; `None` where nobody is asked who they are.
    pub fn name(&self) -> Option<&str> {
        self.0.as_ref().map(|operator| operator.name.as_str())
    }

    /// The code of the organisation whose subtree is all there is for this operator.
    pub fn scope(&self) -> Option<&str> {
        self.0.as_ref().and_then(|operator| operator.scope.as_deref())
    }

    /// The role; `None` where nobody is asked who they are.
    pub fn role(&self) -> Option<Role> {
        self.0.as_ref().map(|operator| operator.role)
    }

    /// Whether this is allowed.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, right: Right) -> Result<(), Forbidden> {
        let Some(operator) = &self.0 else { return Ok(()) };
        let (least, whole) = right.takes();
        match operator.role >= least && (!whole || operator.scope.is_none()) {
            true => Ok(()),
            false => Err(Forbidden { role: operator.role, right }),
        }
    }

    /// Who is written down as the author: an operator under no name but their own, anybody under the name they give.
    ///
    /// # Errors
    /// Another name than the operator's.
    pub fn author<'a>(&'a self, said: &'a str) -> Result<&'a str, NotYou> {
        match self.name() {
            Some(name) if said.is_empty() || said == name => Ok(name),
            Some(name) => Err(NotYou(name.to_owned())),
            None => Ok(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Labelled;

    fn who(role: Role, scope: Option<&str>) -> Who {
        Who::operator(Operator { name: "值班".into(), role, scope: scope.map(str::to_owned) })
    }

    #[test]
    fn each_role_has_what_the_one_before_has_and_keepers_keep_the_whole_only() {
        let table = [
            (Role::Viewer, None, "Read ReadWhole"),
            (Role::Viewer, Some("A"), "Read"),
            (Role::Operator, None, "Read ReadWhole Act Edit"),
            (Role::Operator, Some("A"), "Read Act Edit"),
            (Role::Reviewer, None, "Read ReadWhole Act Edit Exempt Reveal"),
            (Role::Reviewer, Some("A"), "Read Act Edit Exempt Reveal"),
            (Role::Keeper, Some("A"), "Read Act Edit Exempt Reveal"),
        ];
        for (role, scope, rights) in table {
            let who = who(role, scope);
            let has = Right::ALL.iter().filter(|right| who.may(**right).is_ok()).map(|right| format!("{right:?}"));
            assert_eq!(has.collect::<Vec<_>>().join(" "), rights, "{role:?} {scope:?}");
        }
        for who in [who(Role::Keeper, None), Who::default()] {
            assert!(Right::ALL.iter().all(|right| who.may(*right).is_ok()));
        }
    }

    #[test]
    fn a_refusal_says_who_cannot_do_what() {
        let say = |role, scope, right, lang| who(role, scope).may(right).unwrap_err().say(lang);
        assert_eq!(say(Role::Viewer, None, Right::Act, Lang::Zh), "查看者不能办理问题：至少要操作者");
        assert_eq!(
            say(Role::Viewer, Some("A"), Right::BackUp, Lang::En),
            "a viewer cannot take backups: that takes a keeper"
        );
        assert_eq!(say(Role::Keeper, Some("A"), Right::Import, Lang::Zh), "范围不是全名册的人不能导入花名册");
    }

    #[test]
    fn nobody_signs_with_another_name() {
        let who = who(Role::Operator, None);
        assert_eq!((who.author(""), who.author("值班")), (Ok("值班"), Ok("值班")));
        assert_eq!(who.author("县委"), Err(NotYou("值班".into())));
        assert_eq!(Who::default().author("县委"), Ok("县委"));
    }
}
