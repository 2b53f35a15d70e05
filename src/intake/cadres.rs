//! The cadres roster, 团干部.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::cell;
use super::cells::Cells;
use super::check::{Check, Key};
use super::directory::Directory;
use super::kind::{Column, Need, Personal, columns};
use super::person;
use super::refusal::{Caution, Reason, Refusal};
use crate::model::{Identity, Pos, Post, PostTitle, Tenure};
use crate::store::Deal;

columns! {
    Name = Column::new("姓名").need(Need::Cell);
    // Not a column of `rosters.md`: read where a file has it, so that cadres with foreign documents can be brought in.
    Document = Column::new("证件类型");
    Identity = Column::new("身份证号").need(Need::Cell).key().personal(Personal::Identity);
    Phone = Column::new("手机号码").alias(&["手机"]).personal(Personal::Phone);
    Org = Column::new("所在组织编码").need(Need::Cell).key();
    Title = Column::new("职务").need(Need::Cell).key().of::<PostTitle>();
    From = Column::new("任职日期").key();
    Until = Column::new("离任日期");
    Tenure = Column::new("团干性质").of::<Tenure>();
    Onboarded = Column::new("已入驻移动端").flag();
    OnboardedAt = Column::new("入驻时间");
    DuesManager = Column::new("团费管理员").flag();
}

/// Packs the rows of cadres rosters.
pub(super) struct PostCheck<'o> {
    directory: &'o Directory<'o>,
    pub(super) taken: Deal<Post>,
}

impl<'o> PostCheck<'o> {
    pub(super) fn new(directory: &'o Directory<'o>) -> Self {
        Self { directory, taken: Deal::new(directory.len()) }
    }
}

impl Check for PostCheck<'_> {
    fn check(&mut self, cells: &mut Cells<'_>) -> Result<Option<Key>, Refusal> {
        let (at, post) = read(self.directory, cells)?;
        let mut rest = DefaultHasher::new();
        (at, post.title, post.from).hash(&mut rest);
        let key = Key { person: post.identity.key().0, rest: rest.finish() as u32 };
        let source = cells.source();
        cells.required(Field::Name, |_| self.taken.push(at, source, &post).map_err(|_| Reason::TooLong))?;
        Ok(Some(key))
    }
}

/// Reads one row, and where its organisation stands.
pub(super) fn read(directory: &Directory<'_>, cells: &mut Cells<'_>) -> Result<(Pos, Post), Refusal> {
    let name = cells.required(Field::Name, cell::text)?;
    let document = cells.optional(Field::Document, person::document).unwrap_or_default();
    let identity = cells.required(Field::Identity, |text| person::identity(text, document))?;
    let phone = cells.optional(Field::Phone, cell::phone);
    let at = cells
        .required(Field::Org, |code| directory.find(&cell::fold(code)).map(|(at, _)| at).ok_or(Reason::UnknownOrg))?;
    let title = cells.required(Field::Title, cell::word::<PostTitle>)?;
    // Part of the key: a row whose day of office cannot be read could not be told from another.
    let from = cells.given(Field::From, cell::day)?;
    if document == person::Document::Resident && matches!(identity, Identity::Foreign(_)) {
        cells.remark_here(Field::Identity, Caution::ForeignIdentity);
    }
    if matches!(identity, Identity::Short(_)) {
        cells.remark_here(Field::Identity, Caution::ShortIdentity);
    }
    let post = Post {
        name,
        identity,
        phone,
        title,
        from,
        until: cells.given(Field::Until, cell::day)?,
        tenure: cells.optional(Field::Tenure, cell::word::<Tenure>),
        onboarded: cells.optional(Field::Onboarded, cell::flag).unwrap_or_default(),
        onboarded_at: cells.given(Field::OnboardedAt, cell::instant)?,
        dues_manager: cells.optional(Field::DuesManager, cell::flag).unwrap_or_default(),
    };
    Ok((at, post))
}
