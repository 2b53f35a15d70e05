//! The rows kept with one organisation, as columns: what one class shares is written once, and a judge reads no names.
//!
//! A value is three parts: what every scan needs, what facts alone need beside it, and the rest; a scan of a province
//! decodes no more than it must. Each value stays under 16 KB, the bound under which sled never moves a page into a file it does not sync.

mod halves;
mod phones;
mod veiled;

use bincode::Options;
use compact_str::CompactString;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::codec::{self, Codec, CodecError};
use super::dues::Dues;
use super::packed::{Column, Seldom, Steps};
use super::persons::Veil;
use crate::model::{
    Appraisal, Correction, Day, Ethnicity, IdKey, Identity, Instant, League, Member, MemberNumber, Month, Occupation,
    Phone, Politics, Post, RealName, Report, Schooling,
};

pub use phones::decode_phones;
pub use veiled::Keys;
use veiled::Of;

/// The tree of rows.
pub const TREE: &str = "rows";
/// The largest body of a value, in bytes.
const MOST: usize = 15 * 1024;

/// The half that judging reads.
#[derive(Debug, Serialize, Deserialize)]
pub struct JudgedHalf {
    rows: u16,
    key: Vec<u64>,
    joined: Column<Month>,
    since: Column<Option<Day>>,
    report: Column<Option<Report>>,
    reported_at: Steps,
    league: Column<League>,
    unreachable: Column<bool>,
    number: Steps,
    other_number: Seldom,
    corrections: Vec<(u16, Vec<Correction>)>,
    posts: Vec<Post>,
}

/// What facts read beside that half: circumstances that dues and volunteering depend on.
#[derive(Debug, Serialize, Deserialize)]
pub struct MeansHalf {
    politics: Column<Politics>,
    occupation: Column<Option<Occupation>>,
    income: Column<Option<u32>>,
    volunteer_since: Column<Option<Day>>,
    volunteer_times: Column<Option<u16>>,
    volunteer_minutes: Column<Option<u32>>,
    appraisal_year: Column<Option<u16>>,
    registered_year: Column<Option<u16>>,
}

/// The circumstances of one member.
#[derive(Clone, Copy, Debug)]
pub struct Means {
    /// 政治面貌.
    pub politics: Politics,
    /// 职业.
    pub occupation: Option<Occupation>,
    /// 税后月收入 in fen.
    pub income: Option<u32>,
    /// 注册志愿者时间.
    pub volunteer_since: Option<Day>,
    /// 年度志愿服务次数.
    pub volunteer_times: Option<u16>,
    /// 年度志愿服务时长 in minutes.
    pub volunteer_minutes: Option<u32>,
    /// 评议年度.
    pub appraisal_year: Option<u16>,
    /// 团籍注册年度.
    pub registered_year: Option<u16>,
}

#[derive(Debug, Serialize, Deserialize)]
struct OtherHalf {
    name: Vec<CompactString>,
    foreign: Seldom,
    phone: Steps,
    other_phone: Seldom,
    ethnicity: Column<Option<Ethnicity>>,
    schooling: Column<Option<Schooling>>,
    real_name: Column<Option<RealName>>,
    appraisal: Column<Option<Appraisal>>,
}

const NO_TIME: i64 = 0;
// The time that bears the number of none; exports are full of it.
const EPOCH: i64 = i64::MIN;
const NO_NUMBER: i64 = 0;
const OTHER_NUMBER: i64 = 1;
const NO_PHONE: i64 = 0;
const OTHER_PHONE: i64 = 1;

/// What judging reads of one member.
#[derive(Clone, Copy, Debug)]
pub struct JudgedMember {
    /// Whose row it is.
    pub key: IdKey,
    /// 入团年月.
    pub joined: Month,
    /// 加入本支部日期.
    pub since: Option<Day>,
    /// 报到状态.
    pub report: Option<Report>,
    /// 报到时间.
    pub reported_at: Option<Instant>,
    /// 团籍状态.
    pub league: League,
    /// 失联.
    pub unreachable: bool,
    /// A twelve-digit number, or `None` where there is none or another.
    pub twelve: Option<u64>,
    /// Whether there is a number of another form: see [`JudgedHalf::other_number`].
    pub other: bool,
}

/// The rows of one organisation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrgRows {
    /// Rows of the members roster; their place is the slot a search gives.
    pub members: Vec<Member>,
    /// Rows of the cadres roster.
    pub posts: Vec<Post>,
    /// Dues of those persons, in the order of their keys; kept in a tree of their own.
    pub dues: Vec<(IdKey, Dues)>,
}

impl OrgRows {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.posts.is_empty()
    }
}

/// The key of one part of an organisation's rows.
pub fn key(pos: u32, part: u8) -> [u8; 5] {
    let [a, b, c, d] = pos.to_be_bytes();
    [a, b, c, d, part]
}

/// Encodes the rows of an organisation as one value, or as many as 16 KB each make necessary.
///
/// # Errors
/// More than 256 parts (about 40,000 members in one branch), or a row over the codec's limit.
pub fn encode(codec: &Codec, pos: u32, rows: &OrgRows) -> Result<Vec<Vec<u8>>, CodecError> {
    let parts = bodies(codec.veil(TREE), rows)?;
    parts.iter().enumerate().map(|(at, body)| codec.encode_bytes(TREE, &key(pos, at as u8), body)).collect()
}

/// The bodies of those values, personal cells covered where there is a veil.
pub(super) fn bodies(veil: Option<&Veil>, rows: &OrgRows) -> Result<Vec<Vec<u8>>, CodecError> {
    let mut parts = Vec::new();
    split(veil, &rows.members, &rows.posts, &mut parts)?;
    if parts.len() > 256 { Err(CodecError::too_long(TREE)) } else { Ok(parts) }
}

fn split(veil: Option<&Veil>, members: &[Member], posts: &[Post], parts: &mut Vec<Vec<u8>>) -> Result<(), CodecError> {
    let mut body = Vec::with_capacity(96 * members.len() + 64 * posts.len() + 32);
    match veil {
        Some(veil) => veiled::pack(veil, members, posts, &mut body)?,
        None => {
            codec::pack(&judged_half(members, posts), &mut body)?;
            codec::pack(&means_half(members), &mut body)?;
            codec::pack(&other_half(members), &mut body)?;
        }
    }
    if body.len() <= MOST || (members.len() <= 1 && posts.len() <= 1) {
        parts.push(body);
        return Ok(());
    }
    let (members, later_members) = members.split_at(members.len().div_ceil(2));
    let (posts, later_posts) = posts.split_at(posts.len().div_ceil(2));
    split(veil, members, posts, parts)?;
    split(veil, later_members, later_posts, parts)
}

/// The half that judging reads, of rows at hand.
pub(super) fn judged_half(members: &[Member], posts: &[Post]) -> JudgedHalf {
    let number = |member: &Member| match member.number {
        None => NO_NUMBER,
        Some(MemberNumber::Twelve(number)) => number as i64 + 2,
        Some(MemberNumber::Other(_)) => OTHER_NUMBER,
    };
    JudgedHalf {
        rows: members.len() as u16,
        key: members.iter().map(|m| m.identity.key().0).collect(),
        joined: Column::gather(members, |m| m.joined),
        since: Column::gather(members, |m| m.since),
        report: Column::gather(members, |m| m.report),
        reported_at: Steps::gather(members.iter().map(|m| time_number(m.reported_at))),
        league: Column::gather(members, |m| m.league),
        unreachable: Column::gather(members, |m| m.unreachable),
        number: Steps::gather(members.iter().map(number)),
        other_number: seldom(members, |m| match &m.number {
            Some(MemberNumber::Other(text)) => Some(text.clone()),
            _ => None,
        }),
        corrections: members
            .iter()
            .enumerate()
            .filter(|(_, m)| !m.corrections.is_empty())
            .map(|(at, m)| (at as u16, m.corrections.clone()))
            .collect(),
        posts: posts.to_vec(),
    }
}

fn time_number(time: Option<Instant>) -> i64 {
    match time {
        None => NO_TIME,
        Some(Instant(NO_TIME)) => EPOCH,
        Some(Instant(second)) => second,
    }
}

fn numbered_time(number: i64) -> Option<Instant> {
    match number {
        NO_TIME => None,
        EPOCH => Some(Instant(NO_TIME)),
        second => Some(Instant(second)),
    }
}

/// Their circumstances.
pub(super) fn means_half(members: &[Member]) -> MeansHalf {
    MeansHalf {
        politics: Column::gather(members, |m| m.politics),
        occupation: Column::gather(members, |m| m.occupation),
        income: Column::gather(members, |m| m.income),
        volunteer_since: Column::gather(members, |m| m.volunteer_since),
        volunteer_times: Column::gather(members, |m| m.volunteer_times),
        volunteer_minutes: Column::gather(members, |m| m.volunteer_minutes),
        appraisal_year: Column::gather(members, |m| m.appraisal_year),
        registered_year: Column::gather(members, |m| m.registered_year),
    }
}

fn other_half(members: &[Member]) -> OtherHalf {
    let phone = |member: &Member| match member.phone {
        None => NO_PHONE,
        Some(Phone::Mobile(number)) => number as i64,
        Some(Phone::Other(_)) => OTHER_PHONE,
    };
    OtherHalf {
        name: members.iter().map(|m| m.name.clone()).collect(),
        foreign: seldom(members, |m| match &m.identity {
            Identity::Foreign(text) => Some(text.clone()),
            _ => None,
        }),
        phone: Steps::gather(members.iter().map(phone)),
        other_phone: seldom(members, |m| match &m.phone {
            Some(Phone::Other(text)) => Some(text.clone()),
            _ => None,
        }),
        ethnicity: Column::gather(members, |m| m.ethnicity),
        schooling: Column::gather(members, |m| m.schooling),
        real_name: Column::gather(members, |m| m.real_name),
        appraisal: Column::gather(members, |m| m.appraisal),
    }
}

fn seldom(members: &[Member], text: impl Fn(&Member) -> Option<CompactString>) -> Seldom {
    members.iter().enumerate().filter_map(|(at, member)| Some((at as u16, text(member)?))).collect()
}

fn find(texts: &Seldom, at: usize) -> CompactString {
    let found = texts.iter().find(|(row, _)| usize::from(*row) == at);
    found.map(|(_, text)| text.clone()).unwrap_or_default()
}

/// Reads the first half of a value's body.
///
/// # Errors
/// Bytes of another shape.
pub fn decode_judged(mut body: &[u8], veil: Option<&Veil>) -> Result<JudgedHalf, CodecError> {
    Ok(judged(&mut body, veil, Of::All)?.0)
}

/// The first half, with the keys that open the last one where cells are covered.
fn judged(body: &mut &[u8], veil: Option<&Veil>, of: Of) -> Result<(JudgedHalf, Option<Keys>), CodecError> {
    match veil {
        None => Ok((half(body)?, None)),
        Some(veil) => veiled::judged(body, veil, of).map(|(judged, keys)| (judged, Some(keys))),
    }
}

fn other(body: &mut &[u8], keys: Option<&Keys>) -> Result<OtherHalf, CodecError> {
    match keys {
        None => half(body),
        Some(keys) => veiled::other(body, keys),
    }
}

/// What facts are taken from.
pub struct ForFacts {
    /// What judging reads.
    pub judged: JudgedHalf,
    /// Circumstances.
    pub means: MeansHalf,
    /// The keys of the members, where cells are covered.
    pub keys: Option<Keys>,
}

/// Reads what facts are taken from.
///
/// # Errors
/// Bytes of another shape.
pub fn decode_facts(mut body: &[u8], veil: Option<&Veil>) -> Result<ForFacts, CodecError> {
    let (judged, keys) = judged(&mut body, veil, Of::All)?;
    Ok(ForFacts { judged, means: half(&mut body)?, keys })
}

/// Reads the circumstances alone.
///
/// # Errors
/// Bytes of another shape.
pub fn decode_means(mut body: &[u8], veil: Option<&Veil>) -> Result<MeansHalf, CodecError> {
    judged(&mut body, veil, Of::Nobody)?;
    half(&mut body)
}

/// Reads a value's body whole and adds its rows to `out`.
///
/// # Errors
/// Bytes of another shape.
pub fn decode(key: &[u8], mut body: &[u8], veil: Option<&Veil>, out: &mut OrgRows) -> Result<(), CodecError> {
    let (judged, keys) = judged(&mut body, veil, Of::All)?;
    let means: MeansHalf = half(&mut body)?;
    let other = other(&mut body, keys.as_ref())?;
    let short = || CodecError::Damaged { tree: TREE, key: key.to_vec() };
    let phones = other.phone.values();
    for ((at, row), phone) in judged.members().enumerate().zip(phones) {
        out.members
            .push(means.get(at).and_then(|means| member(&judged, means, &other, at, row, phone)).ok_or_else(short)?);
    }
    out.posts.extend(judged.posts);
    Ok(())
}

/// Reads one row of a value's body, or tells how many rows it has where the one asked for lies beyond.
///
/// # Errors
/// Bytes of another shape.
pub fn decode_one(
    key: &[u8],
    mut body: &[u8],
    veil: Option<&Veil>,
    at: usize,
) -> Result<Result<Member, usize>, CodecError> {
    let (judged, keys) = judged(&mut body, veil, Of::One(at))?;
    if at >= judged.len() {
        return Ok(Err(judged.len()));
    }
    let means: MeansHalf = half(&mut body)?;
    let other = other(&mut body, keys.as_ref())?;
    let row = judged.members().nth(at).zip(other.phone.values().nth(at));
    let row = row.and_then(|(row, phone)| member(&judged, means.get(at)?, &other, at, row, phone));
    row.map(Ok).ok_or_else(|| CodecError::Damaged { tree: TREE, key: key.to_vec() })
}

fn member(
    judged: &JudgedHalf,
    means: Means,
    other: &OtherHalf,
    at: usize,
    row: JudgedMember,
    phone: i64,
) -> Option<Member> {
    let number = match row.twelve {
        Some(number) => Some(MemberNumber::Twelve(number)),
        None => row.other.then(|| MemberNumber::Other(judged.other_number(at))),
    };
    Some(Member {
        name: other.name.get(at)?.clone(),
        identity: row.key.identity().unwrap_or_else(|| Identity::Foreign(find(&other.foreign, at))),
        phone: match phone {
            NO_PHONE => None,
            OTHER_PHONE => Some(Phone::Other(find(&other.other_phone, at))),
            number => Some(Phone::Mobile(number as u64)),
        },
        number,
        joined: row.joined,
        since: row.since,
        report: row.report,
        reported_at: row.reported_at,
        league: row.league,
        politics: means.politics,
        unreachable: row.unreachable,
        ethnicity: *other.ethnicity.get(at)?,
        schooling: *other.schooling.get(at)?,
        occupation: means.occupation,
        real_name: *other.real_name.get(at)?,
        income: means.income,
        volunteer_since: means.volunteer_since,
        volunteer_times: means.volunteer_times,
        volunteer_minutes: means.volunteer_minutes,
        appraisal: *other.appraisal.get(at)?,
        appraisal_year: means.appraisal_year,
        registered_year: means.registered_year,
        corrections: judged.corrections(at).to_vec(),
    })
}

fn half<T: DeserializeOwned>(body: &mut &[u8]) -> Result<T, CodecError> {
    // Each half is read from the front of what is left, so trailing bytes are the other half's and no fault.
    bincode::DefaultOptions::new()
        .with_limit(1 << 20)
        .allow_trailing_bytes()
        .deserialize_from(body)
        .map_err(|source| CodecError::Shape { tree: TREE, source })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::store::seal::StoreKey;

    /// A made-up member with the given serial.
    pub fn made_up(serial: u64) -> Member {
        Member {
            name: compact_str::format_compact!("试{serial}"),
            identity: Identity::with_check(44_990_020_000_101_000 + serial % 1000),
            phone: (!serial.is_multiple_of(3)).then_some(Phone::Mobile(10_000_000_000 + serial)),
            number: MemberNumber::parse(["", "201744000001", "2016-7"][(serial % 3) as usize]),
            joined: Month::of(2017, 5),
            since: serial.is_multiple_of(5).then_some(Day(17_000)),
            report: Some(Report::Passed),
            reported_at: serial.is_multiple_of(2).then_some(Instant(if serial.is_multiple_of(13) {
                0
            } else {
                1_528_000_000 + serial as i64
            })),
            league: League::Normal,
            politics: Politics::League,
            unreachable: serial.is_multiple_of(7),
            ethnicity: Ethnicity::parse("汉族"),
            schooling: None,
            occupation: Some(Occupation::Student),
            real_name: None,
            income: serial.is_multiple_of(11).then_some(300_000),
            volunteer_since: None,
            volunteer_times: None,
            volunteer_minutes: Some(90),
            appraisal: None,
            appraisal_year: Some(2017),
            registered_year: None,
            corrections: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn rows_come_back_whole_however_many(serials in prop::collection::vec(0u64..10_000, 0..600)) {
            let mut rows = OrgRows { members: serials.iter().map(|s| made_up(*s)).collect(), posts: Vec::new(), dues: Vec::new() };
            if let Some(first) = rows.members.first_mut() {
                first.identity = Identity::Foreign("X1".into());
                first.phone = Phone::parse("010-1");
                first.corrections.push(Correction { from: crate::model::OrgId(7), recorded: Instant(5) });
            }
            for codec in [Codec::PLAIN, Codec::sealed(&StoreKey::random().unwrap()), Codec::of_persons()] {
                let mut back = OrgRows::default();
                for (part, value) in encode(&codec, 9, &rows).unwrap().iter().enumerate() {
                    prop_assert!(value.len() + crate::store::seal::OVERHEAD <= 16 * 1024);
                    let key = key(9, part as u8);
                    let (body, veil) = codec.read(TREE, &key, value).unwrap();
                    let before = back.members.len();
                    decode(&key, &body, veil, &mut back).unwrap();
                    let part = &back.members[before..];
                    for at in [0, part.len() / 2, part.len().saturating_sub(1)] {
                        if let Some(member) = part.get(at) {
                            prop_assert_eq!(&decode_one(&key, &body, veil, at).unwrap().unwrap(), member);
                        }
                    }
                    prop_assert_eq!(decode_one(&key, &body, veil, part.len()).unwrap(), Err(part.len()));
                    let facts = decode_facts(&body, veil).unwrap();
                    prop_assert_eq!(facts.judged.members().count(), part.len());
                    let means = decode_means(&body, veil).unwrap();
                    prop_assert_eq!(format!("{means:?}"), format!("{:?}", facts.means));
                }
                prop_assert_eq!(&back, &rows);
            }
        }
    }
}
