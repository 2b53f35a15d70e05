//! The members roster, 团员.

use super::cell;
use super::cells::Cells;
use super::check::{Check, Key};
use super::directory::Directory;
use super::kind::{Column, Need, Personal, columns};
use super::person::{self, Document};
use super::refusal::{Caution, Reason, Refusal};
use crate::model::{
    Appraisal, Ethnicity, Identity, League, Member, MemberNumber, Month, Occupation, OrgKind, Politics, Pos, RealName,
    Report, Schooling,
};
use crate::store::Deal;

columns! {
    Name = Column::new("姓名").need(Need::Cell);
    Document = Column::new("证件类型");
    Identity = Column::new("身份证号").need(Need::Cell).key().personal(Personal::Identity);
    Phone = Column::new("手机号码").alias(&["手机"]).personal(Personal::Phone);
    Ethnicity = Column::new("民族");
    Politics = Column::new("政治面貌").of::<Politics>();
    Schooling = Column::new("最高学历").alias(&["学历"]).of::<Schooling>();
    Occupation = Column::new("职业").of::<Occupation>();
    Joined = Column::new("入团年月").alias(&["入团时间"]).need(Need::Cell);
    Number = Column::new("团员编号").alias(&["发展团员编号"]);
    Branch = Column::new("所在团支部编码").alias(&["组织编码"]).need(Need::Cell);
    Since = Column::new("加入本支部日期");
    Report = Column::new("报到状态").of::<Report>();
    ReportedAt = Column::new("报到时间");
    RealName = Column::new("实名认证状态").of::<RealName>();
    League = Column::new("团籍状态").of::<League>();
    Income = Column::new("税后月收入");
    VolunteerSince = Column::new("注册志愿者时间");
    VolunteerTimes = Column::new("年度志愿服务次数");
    VolunteerHours = Column::new("年度志愿服务时长");
    Appraisal = Column::new("教育评议等次").of::<Appraisal>();
    AppraisalYear = Column::new("评议年度");
    RegisteredYear = Column::new("团籍注册年度");
    Unreachable = Column::new("失联").flag();
}

/// Packs the rows of members rosters.
pub(super) struct MemberCheck<'o> {
    directory: &'o Directory<'o>,
    pub(super) taken: Deal<Member>,
}

impl<'o> MemberCheck<'o> {
    pub(super) fn new(directory: &'o Directory<'o>) -> Self {
        Self { directory, taken: Deal::new(directory.len()) }
    }
}

impl Check for MemberCheck<'_> {
    fn check(&mut self, cells: &mut Cells<'_>) -> Result<Option<Key>, Refusal> {
        let (at, member) = read(self.directory, cells)?;
        let key = member.identity.key().0;
        let source = cells.source();
        cells.required(Field::Name, |_| self.taken.push(at, source, &member).map_err(|_| Reason::TooLong))?;
        Ok(Some(Key { person: key, rest: 0 }))
    }
}

/// Reads one row, and where its branch stands.
pub(super) fn read(directory: &Directory<'_>, cells: &mut Cells<'_>) -> Result<(Pos, Member), Refusal> {
    let name = cells.required(Field::Name, cell::text)?;
    let document = cells.optional(Field::Document, person::document).unwrap_or_default();
    let identity = cells.required(Field::Identity, |text| person::identity(text, document))?;
    let phone = cells.optional(Field::Phone, cell::phone);
    let ethnicity = cells.optional(Field::Ethnicity, |text| Ethnicity::parse(text).ok_or(Reason::Unlisted));
    let politics = cells.optional(Field::Politics, cell::word).unwrap_or(Politics::League);
    let schooling = cells.optional(Field::Schooling, cell::word);
    let occupation = cells.optional(Field::Occupation, cell::word);
    let joined = cells.required(Field::Joined, cell::month)?;
    let number = cells.optional(Field::Number, number).flatten();
    let at = cells.required(Field::Branch, |code| match directory.find(&cell::fold(code)) {
        None => Err(Reason::UnknownOrg),
        Some((_, kind)) if kind != OrgKind::Branch => Err(Reason::NotABranch),
        Some((at, _)) => Ok(at),
    })?;
    if document == person::Document::Resident && matches!(identity, Identity::Foreign(_)) {
        cells.remark_here(Field::Identity, Caution::ForeignIdentity);
    }
    if matches!(identity, Identity::Short(_)) && document == Document::Resident {
        cells.remark_here(Field::Identity, Caution::ShortIdentity);
    }
    if identity.birth().is_some_and(|born| !age_fits(born.month(), joined)) {
        cells.remark_here(Field::Joined, Caution::JoinAge);
    }
    let member = Member {
        name,
        identity,
        phone,
        number,
        joined,
        since: cells.given(Field::Since, cell::day)?,
        report: cells.optional(Field::Report, cell::word),
        reported_at: cells.given(Field::ReportedAt, cell::instant)?,
        real_name: cells.optional(Field::RealName, cell::word),
        league: cells.optional(Field::League, cell::word).unwrap_or(League::Normal),
        politics,
        unreachable: cells.optional(Field::Unreachable, cell::flag).unwrap_or_default(),
        ethnicity,
        schooling,
        occupation,
        income: cells.given(Field::Income, cell::hundredths)?,
        volunteer_since: cells.given(Field::VolunteerSince, cell::day)?,
        volunteer_times: cells.given(Field::VolunteerTimes, cell::whole)?,
        volunteer_minutes: cells.given(Field::VolunteerHours, minutes)?,
        appraisal: cells.optional(Field::Appraisal, cell::word),
        appraisal_year: cells.given(Field::AppraisalYear, cell::year)?,
        registered_year: cells.given(Field::RegisteredYear, cell::year)?,
        corrections: Vec::new(),
    };
    Ok((at, member))
}

fn number(text: &str) -> Result<Option<MemberNumber>, Reason> {
    let folded = cell::fold(text);
    cell::text(cell::unrounded(&folded)?).map(|text| MemberNumber::parse(&text))
}

/// The roster's unit is the hour (handbook A6).
fn minutes(text: &str) -> Result<u32, Reason> {
    cell::hundredths(text).map(|hundredths| (u64::from(hundredths) * 60 / 100) as u32)
}

// A month has many days: only those outside for certain are remarked on.
fn age_fits(born: Month, joined: Month) -> bool {
    let months = i32::from(joined.0) - i32::from(born.0);
    (14 * 12..=29 * 12).contains(&months)
}
