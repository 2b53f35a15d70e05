//! Rows whose personal cells are covered: in a sealed register every person's by a key of their own.
//!
//! ```text
//! of each member: number nonce identity-key twelve-digit-number      all a judge reads of persons, 30 bytes a row
//! member numbers of another form; of each post its cells
//! the judged half, and the one of circumstances, without those
//! of each member: name, foreign document, telephone number
//! the rest
//! ```

use serde::{Deserialize, Serialize};

use super::{
    JudgedHalf, NO_NUMBER, NO_PHONE, OTHER_NUMBER, OTHER_PHONE, OtherHalf, Seldom, Steps, TREE, half, judged_half,
    means_half, other_half,
};
use crate::model::{Identity, Member, MemberNumber, Phone, Post};
use crate::store::codec::{self, CodecError};
use crate::store::persons::{Bytes, Cover, ERASED_NAME, NONCE, PersonKey, PersonNumber, Pieces, Veil, erased};
use compact_str::CompactString;

const NUMBER: usize = PersonNumber::LEN;
const CELLS: usize = 16;
const ROW: usize = NUMBER + NONCE + CELLS;

#[derive(Serialize, Deserialize)]
struct JudgedCover {
    rows: Bytes,
    numbers: Vec<(u16, Bytes)>,
    posts: Vec<Option<Cover>>,
}

/// Name, foreign document, telephone number.
type OtherCells = (CompactString, Option<CompactString>, Option<Phone>);

/// The number and key of each member of a value; no key of those who were erased, or were not asked for.
#[derive(Default)]
pub struct Keys(Vec<(PersonNumber, Option<PersonKey>)>);

impl Keys {
    /// The key of a number, where a member of the value stands under it.
    pub fn find(&self, number: PersonNumber) -> Option<&PersonKey> {
        self.0.iter().find(|(other, _)| *other == number)?.1.as_ref()
    }
}

/// Whose cells are uncovered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Everybody's.
    All,
    /// Those of one member; the others' read as those of erased persons do, and posts are left out.
    One(usize),
    /// No one's, likewise.
    Nobody,
}

/// Packs a part's rows with their personal cells covered.
pub(super) fn pack(veil: &Veil, members: &[Member], posts: &[Post], body: &mut Vec<u8>) -> Result<(), CodecError> {
    let keys = members.iter().map(|member| veil.of(TREE, member.identity.key()));
    let keys: Vec<(PersonNumber, PersonKey)> = keys.collect::<Result<_, _>>()?;
    let (mut rows, mut numbers) = (Vec::with_capacity(ROW * members.len()), Vec::new());
    for (at, (member, (number, key))) in members.iter().zip(&keys).enumerate() {
        let mut cells = [0; CELLS];
        cells[..8].copy_from_slice(&member.identity.key().0.to_le_bytes());
        let twelve = match &member.number {
            None => NO_NUMBER,
            Some(MemberNumber::Twelve(twelve)) => *twelve as i64 + 2,
            Some(MemberNumber::Other(text)) => {
                numbers.push((at as u16, Bytes(key.cover(text.as_bytes()))));
                OTHER_NUMBER
            }
        };
        cells[8..].copy_from_slice(&twelve.to_le_bytes());
        rows.extend_from_slice(&number.bytes());
        rows.extend_from_slice(&key.cover(&cells));
    }
    let mut bare = posts.to_vec();
    let posts = bare.iter_mut().map(|post| veil.cover(TREE, post)).collect::<Result<_, _>>()?;
    codec::pack(&JudgedCover { rows: Bytes(rows), numbers, posts }, body)?;
    let judged = JudgedHalf {
        key: Vec::new(),
        number: Steps::default(),
        other_number: Vec::new(),
        ..judged_half(members, &bare)
    };
    codec::pack(&judged, body)?;
    codec::pack(&means_half(members), body)?;
    let cells = members.iter().zip(&keys).map(|(member, (_, key))| {
        let foreign = match &member.identity {
            Identity::Foreign(text) => Some(text.clone()),
            _ => None,
        };
        let mut plain = zeroize::Zeroizing::new(Vec::with_capacity(64));
        codec::pack(&(&member.name, foreign, &member.phone), &mut plain)?;
        Ok(Bytes(key.cover(&plain)))
    });
    codec::pack(&cells.collect::<Result<Vec<_>, CodecError>>()?, body)?;
    let other = OtherHalf {
        name: Vec::new(),
        foreign: Vec::new(),
        phone: Steps::default(),
        other_phone: Vec::new(),
        ..other_half(members)
    };
    codec::pack(&other, body)
}

/// Reads the half that judging reads, with the keys that open the rest.
pub(super) fn judged(body: &mut &[u8], veil: &Veil, of: Of) -> Result<(JudgedHalf, Keys), CodecError> {
    let cover: JudgedCover = half(body)?;
    let mut judged: JudgedHalf = half(body)?;
    let rows = usize::from(judged.rows);
    if cover.rows.0.len() != rows * ROW || cover.posts.len() != judged.posts.len() {
        return Err(CodecError::too_long(TREE));
    }
    judged.key.reserve_exact(rows);
    let (mut keys, mut numbers) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for (at, row) in cover.rows.0.chunks_exact(ROW).enumerate() {
        let mut number = [0; NUMBER];
        number.copy_from_slice(&row[..NUMBER]);
        let number = PersonNumber::of(number);
        let asked = of == Of::All || of == Of::One(at);
        let key = if asked { veil.key(number) } else { None };
        let mut cells = [0; CELLS];
        match &key {
            Some(key) => {
                cells.copy_from_slice(&row[NUMBER + NONCE..]);
                key.uncover_in_place(&row[NUMBER..NUMBER + NONCE], &mut cells);
            }
            None => cells[..8].copy_from_slice(&erased().0.to_le_bytes()),
        }
        let (identity, twelve) = cells.split_at(8);
        let read = |bytes: &[u8]| bytes.try_into().map(u64::from_le_bytes).unwrap_or_default();
        judged.key.push(read(identity));
        numbers.push(read(twelve) as i64);
        keys.push((number, key));
    }
    let keys = Keys(keys);
    judged.number = Steps::gather(numbers.into_iter());
    judged.other_number = seldom(cover.numbers, &keys)?;
    match of {
        Of::One(_) | Of::Nobody => judged.posts.clear(),
        Of::All => {
            for (post, cover) in judged.posts.iter_mut().zip(&cover.posts) {
                if let Some(cover) = cover {
                    veil.uncover(post, cover)?;
                }
            }
        }
    }
    Ok((judged, keys))
}

fn seldom(texts: Vec<(u16, Bytes)>, keys: &Keys) -> Result<Seldom, CodecError> {
    let mut out = Seldom::new();
    for (at, Bytes(covered)) in texts {
        let (_, key) = keys.0.get(usize::from(at)).ok_or_else(|| CodecError::too_long(TREE))?;
        let text = key.as_ref().and_then(|key| key.uncover(&covered));
        out.extend(text.map(|text| (at, CompactString::from_utf8_lossy(&text))));
    }
    Ok(out)
}

/// Reads the rest.
pub(super) fn other(body: &mut &[u8], keys: &Keys) -> Result<OtherHalf, CodecError> {
    let cells: Pieces = half(body)?;
    let mut other: OtherHalf = half(body)?;
    if cells.count() != keys.0.len() {
        return Err(CodecError::too_long(TREE));
    }
    let mut phones = Vec::with_capacity(cells.count());
    for (at, (covered, (_, key))) in cells.iter().zip(&keys.0).enumerate() {
        let plain = key.as_ref().map(|key| key.uncover(covered).map(zeroize::Zeroizing::new).unwrap_or_default());
        let (name, foreign, phone): OtherCells = match plain {
            Some(plain) => codec::unpack(&plain)?,
            None => (ERASED_NAME.into(), None, None),
        };
        other.name.push(name);
        other.foreign.extend(foreign.map(|text| (at as u16, text)));
        phones.push(match phone {
            None => NO_PHONE,
            Some(Phone::Mobile(number)) => number as i64,
            Some(Phone::Other(text)) => {
                other.other_phone.push((at as u16, text));
                OTHER_PHONE
            }
        });
    }
    other.phone = Steps::gather(phones.into_iter());
    Ok(other)
}
