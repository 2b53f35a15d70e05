//! Facts out of current posts: cadres, secretaries, dues managers, and who holds posts in too many branches.

use super::{Gathered, Pass};
use crate::judge::{Fact, FactRow};
use crate::model::{IdKey, Instant, OrgKind, Pos, Post, PostTitle};

/// One current post, as far as facts read it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holder {
    key: IdKey,
    onboarded: bool,
    secretary: bool,
    manager: bool,
}

impl Holder {
    pub fn of(post: &Post, at: Instant) -> Self {
        Self {
            key: post.identity.key(),
            onboarded: post.onboarded_by(at),
            secretary: post.title == PostTitle::Secretary,
            manager: post.dues_manager,
        }
    }
}

impl Pass<'_> {
    /// Notes the posts of an organisation: who holds one now, and when the last one ended.
    pub(super) fn posts(
        &self,
        pos: Pos,
        exists: bool,
        posts: &[Post],
        persons: &mut Vec<Holder>,
        out: &mut Gathered,
        first: usize,
    ) {
        for post in posts {
            out.day_to_come(post.from, self.day);
            out.day_to_come(post.until, self.day);
            if let Some(time) = post.onboarded_at.filter(|time| *time > self.at) {
                out.next_instant = Some(out.next_instant.map_or(time, |next| next.min(time)));
            }
            if !exists {
                continue;
            }
            if post.current(self.at) {
                let key = post.identity.key();
                persons.push(Holder::of(post, self.at));
                out.posted.push(key);
            } else {
                let ended = post.until.filter(|until| *until <= self.day);
                out.rows[pos.index() - first].latest(Fact::LastPostEnd, ended);
            }
        }
    }

    /// Counts each person once in the organisation, whatever the posts.
    pub(super) fn persons(&self, pos: Pos, persons: &mut Vec<Holder>, out: &mut Gathered, first: usize) {
        if persons.is_empty() {
            return;
        }
        persons.sort_unstable();
        let row = &mut out.rows[pos.index() - first];
        let branch = self.tree.kind(pos) == OrgKind::Branch;
        let mut secretaries = (false, false);
        for posts in persons.chunk_by(|a, b| a.key == b.key) {
            let any = |is: fn(&Holder) -> bool| posts.iter().any(is);
            let (onboarded, secretary) = (any(|post| post.onboarded), any(|post| post.secretary));
            row.add(Fact::Cadres, 1);
            row.add(Fact::Onboarded, u32::from(onboarded));
            row.add(Fact::DuesManagers, u32::from(any(|post| post.manager)));
            secretaries.0 |= secretary;
            secretaries.1 |= secretary && onboarded;
            if branch {
                out.seated.push((posts[0].key, pos.0));
            }
        }
        if branch {
            row.add(Fact::WithSecretary, u32::from(secretaries.0));
            row.add(Fact::SecretaryOnboarded, u32::from(secretaries.1));
        }
        row.add(Fact::RetainingManaged, u32::from(self.tree.retains(pos) && row.count(Fact::DuesManagers) > 0));
        persons.clear();
    }

    /// Counts, in each of their branches, the persons who hold posts in more branches than one person may.
    pub(super) fn overposted(&self, mut seated: Vec<(IdKey, u32)>, rows: &mut [FactRow]) {
        seated.sort_unstable();
        for branches in seated.chunk_by(|a, b| a.0 == b.0) {
            if branches.len() > usize::from(self.thresholds.most_branches) {
                branches.iter().for_each(|(_, at)| rows[*at as usize].add(Fact::Overposted, 1));
            }
        }
    }
}
