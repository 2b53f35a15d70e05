//! What an operator can do to rows: the deeds by name, and what each is done to.

use std::fmt;

use compact_str::CompactString;

use super::label::labelled;
use super::{Day, IdKey, Labelled, OrgId, PostTitle};

labelled! {
    /// Everything that can be done to rows by hand.
    Deed {
        OrgFound = "成立组织", "found an organisation";
        OrgRename = "更改名称", "rename an organisation";
        OrgCorrect = "更正组织信息", "correct an organisation";
        OrgMove = "变更上级", "move an organisation";
        OrgMerge = "并入其他组织", "merge into another organisation";
        OrgClose = "停用组织", "close an organisation";
        CadreAppoint = "任命团干", "appoint a cadre";
        CadreOnboard = "入驻移动端", "onboard a cadre";
        CadreCorrect = "更正任职信息", "correct a post";
        CadreRelease = "离任", "release a cadre";
        MemberAdd = "录入团员", "add a member";
        MemberCorrect = "更正团员信息", "correct a member";
        MemberReport = "报到", "report a member";
        MemberRemove = "删除误录团员", "remove a member entered by mistake";
        TransferBegin = "发起转接", "begin a transfer";
        TransferAnswer = "同意转接", "agree to a transfer";
        TransferRefuse = "退回转接", "refuse a transfer";
        TransferWithdraw = "撤回转接", "withdraw a transfer";
        DuesPay = "登记团费", "enter dues";
        ConductAdd = "登记奖惩", "enter an honour or a penalty";
        ActivityAdd = "登记活动", "enter an activity";
        Appraise = "教育评议", "appraise a member";
        RegisterYear = "团籍注册", "register a member for a year";
        Attest = "事项申报", "declare an item";
        GraduatesSubmit = "上报毕业生底数", "submit a graduate baseline";
        LedgerPut = "登记两新台账", "enter a unit in the ledger";
        LedgerRemove = "移出两新台账", "take a unit out of the ledger";
    }
}

impl Deed {
    /// The word of forms, of JSON and of the journal.
    pub const fn id(self) -> &'static str {
        match self {
            Self::OrgFound => "org-found",
            Self::OrgRename => "org-rename",
            Self::OrgCorrect => "org-correct",
            Self::OrgMove => "org-move",
            Self::OrgMerge => "org-merge",
            Self::OrgClose => "org-close",
            Self::CadreAppoint => "cadre-appoint",
            Self::CadreOnboard => "cadre-onboard",
            Self::CadreCorrect => "cadre-correct",
            Self::CadreRelease => "cadre-release",
            Self::MemberAdd => "member-add",
            Self::MemberCorrect => "member-correct",
            Self::MemberReport => "member-report",
            Self::MemberRemove => "member-remove",
            Self::TransferBegin => "transfer-begin",
            Self::TransferAnswer => "transfer-answer",
            Self::TransferRefuse => "transfer-refuse",
            Self::TransferWithdraw => "transfer-withdraw",
            Self::DuesPay => "dues-pay",
            Self::ConductAdd => "conduct-add",
            Self::ActivityAdd => "activity-add",
            Self::Appraise => "appraise",
            Self::RegisterYear => "register-year",
            Self::Attest => "attest",
            Self::GraduatesSubmit => "graduates-submit",
            Self::LedgerPut => "ledger-put",
            Self::LedgerRemove => "ledger-remove",
        }
    }

    /// The deed of an id.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.id() == id)
    }
}

/// What a deed is done to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An organisation.
    Org(OrgId),
    /// A member of a branch.
    Member {
        /// The branch.
        branch: OrgId,
        /// Who.
        person: IdKey,
    },
    /// A post.
    Post {
        /// The organisation it is in.
        org: OrgId,
        /// Who holds it.
        person: IdKey,
        /// Which office.
        title: PostTitle,
        /// 任职日期.
        from: Option<Day>,
    },
    /// A request to transfer.
    Request {
        /// 转出组织.
        from: OrgId,
        /// 申请编号.
        no: CompactString,
    },
}

impl Subject {
    /// Of what sort it is.
    pub const fn sort(&self) -> Sort {
        match self {
            Self::Org(_) => Sort::Org,
            Self::Member { .. } => Sort::Member,
            Self::Post { .. } => Sort::Post,
            Self::Request { .. } => Sort::Request,
        }
    }

    /// The organisation it stands with.
    pub const fn org(&self) -> OrgId {
        match self {
            Self::Org(org) | Self::Post { org, .. } => *org,
            Self::Member { branch, .. } => *branch,
            Self::Request { from, .. } => *from,
        }
    }
}

/// The sorts of thing that deeds are done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Any organisation.
    Org,
    /// A member.
    Member,
    /// A post.
    Post,
    /// A request to transfer.
    Request,
}

/// What was typed into the fields of a form, by their ids: only those that shall change. May hold personal numbers, so
/// `Debug` shows the ids alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Values(pub Vec<(CompactString, CompactString)>);

impl Values {
    /// What was typed into a field.
    pub fn get(&self, id: &str) -> Option<&str> {
        self.0.iter().rfind(|(field, _)| field == id).map(|(_, text)| text.as_str())
    }
}

impl<I: Into<CompactString>, T: Into<CompactString>> FromIterator<(I, T)> for Values {
    fn from_iter<V: IntoIterator<Item = (I, T)>>(values: V) -> Self {
        Self(values.into_iter().map(|(id, text)| (id.into(), text.into())).collect())
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_is_found_by_its_id() {
        for deed in Deed::ALL {
            assert_eq!(Deed::named(deed.id()), Some(*deed));
        }
        assert_eq!(Deed::named("org-delete"), None);
    }

    #[test]
    fn typed_values_do_not_show() {
        let values: Values = [("identity", "44990120000101005X")].into_iter().collect();
        assert_eq!(format!("{values:?}"), "[\"identity\"]");
        assert_eq!(values.get("identity"), Some("44990120000101005X"));
    }
}
