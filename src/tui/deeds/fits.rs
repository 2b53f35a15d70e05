//! Whether a deed can be done to what is at hand, as far as that can be told without reading anything.

use super::Thing;
use crate::desk::Standing;
use crate::model::{Deed, OrgKind, Pos, Sort};
use crate::tui::app::{App, Layer};
use crate::tui::command::Reason;

/// Whether a deed can be done to a thing of the right sort.
///
/// # Errors
/// Why not.
pub fn fits(app: &App, thing: Thing, deed: Deed) -> Result<(), Reason> {
    let Some(standing) = &app.standing else {
        return Err(Reason::new("正在读取名册", "the register is being read"));
    };
    if thing.count(app) > 1 && !many(deed) {
        return Err(Reason::new("只能逐个办：先按 U 取消标记", "one by one only (U unmarks all)"));
    }
    match (thing, thing.sort()) {
        (Thing::Org(pos), _) => org(standing, pos, deed),
        // What it cannot be done to is refused by itself, and said so in the dry run.
        (Thing::Orgs, _) => {
            let mut tried = app.tree.marks.orgs.values().map(|pos| org(standing, *pos, deed));
            let first = tried.next().unwrap_or(Ok(()));
            first.or_else(|reason| if tried.any(|tried| tried.is_ok()) { Ok(()) } else { Err(reason) })
        }
        (_, Sort::Post) => post(app, deed),
        (Thing::Request, _) => request(app, standing),
        _ => Ok(()),
    }
}

/// Whether a deed can be done to many rows with one form.
const fn many(deed: Deed) -> bool {
    !matches!(
        deed,
        Deed::CadreAppoint
            | Deed::CadreCorrect
            | Deed::OrgRename
            | Deed::OrgFound
            | Deed::MemberAdd
            | Deed::GraduatesSubmit
            | Deed::LedgerPut
            | Deed::LedgerRemove
    )
}

fn org(standing: &Standing, pos: Pos, deed: Deed) -> Result<(), Reason> {
    let tree = &standing.tree;
    if pos.index() >= tree.len() {
        return Err(Reason::new("组织已不在", "the organisation is gone"));
    }
    let closed = tree.closed(pos).is_some_and(|day| day <= standing.at.day());
    let branch = tree.kind(pos) == OrgKind::Branch;
    match deed {
        _ if closed => Err(Reason::new("组织已停用", "the organisation is closed")),
        Deed::MemberAdd if !branch => Err(Reason::new("团员只能录入团支部", "members belong to a branch")),
        Deed::OrgFound if branch => Err(Reason::new("团支部下不设组织", "nothing stands below a branch")),
        Deed::OrgMove if tree.parent(pos).is_none() => Err(Reason::new("没有上级组织", "there is none above it")),
        Deed::OrgClose if tree.children(pos).any(|child| tree.exists(child, standing.at)) => {
            Err(Reason::new("还有下级组织", "there are organisations below it"))
        }
        Deed::GraduatesSubmit if branch => Err(Reason::new("由学校团委上报", "the committee of the school does that")),
        _ => Ok(()),
    }
}

fn post(app: &App, deed: Deed) -> Result<(), Reason> {
    let Some(standing) = &app.standing else { return Ok(()) };
    let (post, many) = match app.asked_about() {
        Some(Layer::Person(state)) => (state.held().map(|(_, post)| post), false),
        Some(Layer::Posts(state)) => (state.current(), !state.marks.is_empty()),
        _ => (None, false),
    };
    let Some(post) = post.filter(|_| !many) else { return Ok(()) };
    match deed {
        Deed::CadreOnboard | Deed::CadreRelease if !post.current(standing.at) => {
            Err(Reason::new("已离任", "the post has ended"))
        }
        Deed::CadreOnboard if post.onboarded => Err(Reason::new("已入驻", "has been taken up already")),
        _ => Ok(()),
    }
}

fn request(app: &App, standing: &Standing) -> Result<(), Reason> {
    let open = match app.asked_about() {
        Some(Layer::Request(state)) => state.page.iter().flatten().any(|page| page.transfer.open_at(standing.at)),
        _ => true,
    };
    if open { Ok(()) } else { Err(Reason::new("申请已办结", "the request has ended")) }
}
