//! Identities that must hold whatever the register says (handbook B3 10): each side is counted by itself.

use anyhow::Result;

use super::{Desk, Standing};
use crate::judge::{Fact, Scope};
use crate::model::{Labelled, Pos, TransferKind, labelled};
use crate::programme::Count;
use crate::store::{Request, answers};

labelled! {
    /// What must be equal to what.
    Sum {
        OrgsByKind = "组织 = 领导机关 + 团委（含团工委、团总支） + 团支部", "organisations = leading bodies + committees + branches";
        OrgsOfParts = "组织 = 本级 + 各下级", "organisations = its own + those of its children";
        MembersByReport = "团员 = 已报到 + 未报到", "members = reported + unreported";
        MembersOfParts = "团员 = 本级 + 各下级", "members = its own + those of its children";
        StepsOfParts = "计数节点 = 各下级之和等于全数的节点", "steps that count = those whose parts add up to the whole";
        OutAndIn = "省内转接已办结 = 写明转入组织的", "transfers done inside the province = those that name where to";
        OutRecounted = "已转出 = 逐笔再数", "transfers out, done = the same counted one by one";
        InRecounted = "已接收 = 逐笔再数", "transfers in, done = the same counted one by one";
        OverdueRequests = "超时的转接申请 = 超时未响应的环节", "requests overdue = hops overdue of organisations there are";
        OverdueRecounted = "超时未响应的环节 = 逐笔再数", "hops overdue = the same counted one by one";
        OverdueOrgs = "有超时环节的组织 = 超时未响应的问题", "organisations with hops overdue = findings of the rule about them";
        SharedIdentities = "身份证号重复的团员行 = 0", "member rows whose identity number stands on another too = 0";
    }
}

impl Sum {
    /// A name for scripts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::OrgsByKind => "orgs-by-kind",
            Self::OrgsOfParts => "orgs-of-parts",
            Self::MembersByReport => "members-by-report",
            Self::MembersOfParts => "members-of-parts",
            Self::StepsOfParts => "steps-of-parts",
            Self::OutAndIn => "transfers-out-and-in",
            Self::OutRecounted => "transfers-out-recounted",
            Self::InRecounted => "transfers-in-recounted",
            Self::OverdueRequests => "requests-overdue",
            Self::OverdueRecounted => "responses-overdue-recounted",
            Self::OverdueOrgs => "responses-overdue-found",
            Self::SharedIdentities => "identities-once",
        }
    }

    /// The rule whose findings are the breaks, where a roster can break it.
    pub const fn rule(self) -> Option<&'static str> {
        match self {
            Self::OutAndIn => Some("transfer-to-nowhere"),
            Self::SharedIdentities => Some("duplicate-identity"),
            _ => None,
        }
    }
}

/// Both sides of an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Which.
    pub sum: Sum,
    /// What is before the sign.
    pub left: u64,
    /// What is behind it.
    pub right: u64,
}

impl Balance {
    /// Whether it holds.
    pub const fn holds(self) -> bool {
        self.left == self.right
    }
}

/// The done requests of a range, row by row.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    inside: u64,
    named: u64,
    out: u64,
    into: u64,
}

/// What the board of the response clock says of a range, by itself.
#[derive(Clone, Copy, Debug, Default)]
struct Late {
    /// Requests that wait longer than they may, each at one hop, whether there is anybody to answer it or not.
    requests: u64,
    /// Hops that an organisation there is has left too long.
    hops: u64,
    /// Such organisations.
    orgs: u64,
}

impl Desk {
    /// Every identity of a subtree, or of the whole register. Reads every transfer once.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn balances(&self, of: Option<Pos>) -> Result<Vec<Balance>> {
        let standing = self.standing(&|_| {})?;
        let scope = of.map_or(0..standing.tree.len(), |pos| standing.tree.subtree(pos));
        let (done, late) = (self.done(&standing, &scope)?, self.late(&standing, &scope)?);
        let total = |fact| standing.facts.total(fact, &scope);
        let kinds = [Fact::LeadingBodies, Fact::Committees, Fact::Branches];
        let of_parts = |fact| standing.parts(of).iter().map(|part| standing.facts.total(fact, part)).sum();
        let (counted, add_up) = self.steps_of_parts(&standing, of, &scope);
        let sides = |sum| match sum {
            Sum::OrgsByKind => (total(Fact::Orgs), kinds.map(total).iter().sum()),
            Sum::OrgsOfParts => (total(Fact::Orgs), of_parts(Fact::Orgs)),
            Sum::MembersByReport => (total(Fact::Members), total(Fact::Reported) + total(Fact::Unreported)),
            Sum::MembersOfParts => (total(Fact::Members), of_parts(Fact::Members)),
            Sum::StepsOfParts => (counted, add_up),
            Sum::OutAndIn => (done.inside, done.named),
            Sum::OutRecounted => (total(Fact::TransfersOutDone), done.out),
            Sum::InRecounted => (total(Fact::TransfersInDone), done.into),
            Sum::OverdueRequests => (late.requests, total(Fact::ResponsesOverdue)),
            Sum::OverdueRecounted => (total(Fact::ResponsesOverdue), late.hops),
            Sum::OverdueOrgs => (late.orgs, standing.count_of("response-overdue", &scope).unwrap_or(late.orgs)),
            Sum::SharedIdentities => (total(Fact::IdentityShared), 0),
        };
        Ok(Sum::ALL
            .iter()
            .map(|&sum| (sum, sides(sum)))
            .map(|(sum, (left, right))| Balance { sum, left, right })
            .collect())
    }

    fn done(&self, standing: &Standing, scope: &Scope) -> Result<Done> {
        let places = self.places()?;
        let here = |id| {
            places.get(&id).is_some_and(|pos| scope.contains(&pos.index()) && standing.tree.exists(*pos, standing.at))
        };
        let mut done = Done::default();
        self.register().each_transfer(|row| {
            if !row.done_by(standing.at) {
                return;
            }
            let (out, into) = (here(row.from), row.to.is_some_and(here));
            let inside = out && row.kind == TransferKind::Inside;
            done.out += u64::from(out);
            done.into += u64::from(into);
            done.inside += u64::from(inside);
            done.named += u64::from(inside && row.to.is_some());
        })?;
        Ok(done)
    }

    fn late(&self, standing: &Standing, scope: &Scope) -> Result<Late> {
        let board = self.board()?;
        // Whoever should answer, even where there is no such organisation; where it cannot be told, where the person leaves.
        let place = |request: &Request| {
            let step = request.waiting.map_or(1, |hop| hop.step);
            answers(&standing.tree, request.from, request.to, request.kind, step).unwrap_or(request.from)
        };
        let overdue = board.open.iter().filter(|request| request.overdue(board.at));
        let hops = |scope: &Scope| board.responses(scope).overdue;
        Ok(Late {
            requests: overdue.filter(|request| scope.contains(&place(request).index())).count() as u64,
            hops: hops(scope),
            orgs: scope.clone().filter(|at| hops(&(*at..at + 1)) > 0).count() as u64,
        })
    }

    /// How many steps count things, and of how many of them the parts add up to the whole.
    fn steps_of_parts(&self, standing: &Standing, of: Option<Pos>, scope: &Scope) -> (u64, u64) {
        let counts = |count: &Count| matches!(count, Count::Findings { .. } | Count::Founded { .. });
        let steps = self.programmes().iter().flat_map(|programme| programme.steps());
        let steps = steps.filter(|step| step.measure.as_ref().is_some_and(|measure| counts(&measure.count)));
        steps.fold((0, 0), |(counted, add_up), step| {
            let number = |scope: &Scope| standing.value(step, scope).map_or(0, |value| value.numerator);
            let parts: u64 = standing.parts(of).iter().map(number).sum();
            (counted + 1, add_up + u64::from(parts == number(scope)))
        })
    }
}

impl Standing {
    /// How many findings a rule has in a range; `None` where it is switched off.
    fn count_of(&self, rule: &str, scope: &Scope) -> Option<u64> {
        Some(self.judged.count(self.rule_set.find(rule)?, scope))
    }

    /// An organisation itself and the subtrees of its children; the roots where it is none.
    fn parts(&self, of: Option<Pos>) -> Vec<Scope> {
        let own = of.map(|pos| pos.index()..pos.index() + 1);
        let below: Vec<Pos> = match of {
            Some(pos) => self.tree.children(pos).collect(),
            None => self.tree.roots().collect(),
        };
        own.into_iter().chain(below.into_iter().map(|pos| self.tree.subtree(pos))).collect()
    }
}
