//! A register as one file: every value of every tree as it is stored, so that what is sealed stays sealed.
//!
//! ```text
//! mingmai backup 1\n
//! {"format":"mingmai 2","created":...}\n          what it is of, readable without reading the rest
//! gzip of
//!   checksum                                     of the line above; 4 bytes
//!   1 name                                       a tree begins; names and byte strings behind their length, 4 bytes
//!   2 key value                                  a value of it
//!   3 count checksum                             it ends; 8 and 8 bytes
//!   0                                            the end: a file that stops before is no backup
//! ```
//!
//! The keys of a sealed register go along in the first line, so that a passphrase opens the copy on another machine. Those of
//! its persons do not: a copy opens as far as they are held today, and what is worked out of their rows is left out of it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};

use anyhow::{Result, bail, ensure};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::codec::{Codec, worked_out};
use super::data::READ;
use super::seal::KeyRing;
use super::watch::{Phase, Watch, tell};
use super::{Register, trees};
use crate::model::Instant;

const MAGIC: &[u8] = b"mingmai backup 1\n";
const TREE: u8 = 1;
const PAIR: u8 = 2;
const CLOSE: u8 = 3;
const END: u8 = 0;
/// The longest name or key, and the longest value: what lies beyond is damage.
const LONGEST_KEY: u32 = 1 << 12;
const LONGEST_VALUE: u32 = 1 << 24;
const LONGEST_HEADER: u64 = 1 << 20;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The format of the register.
    pub format: String,
    /// When the register was made: backups of one register share it.
    pub created: Instant,
    /// When the backup was taken.
    pub taken: Instant,
    /// Organisations.
    pub orgs: u32,
    /// Rows of members.
    pub members: u32,
    /// Rows of cadres.
    pub posts: u32,
    /// The number of the journal's last entry.
    pub journal: u64,
}

/// The line of a header: what is told, and the keys, which are not.
#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    header: Header,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keys: Option<KeyRing>,
    /// Whether personal cells are covered by keys of their own, which no backup carries.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    veiled: bool,
}

/// Whether a backup of a register that is stored so carries a tree: what is worked out of persons' rows it does not, so that
/// whoever is erased later stands in no copy but under keys that are given up.
pub(super) fn carries(codec: &Codec, tree: &str) -> bool {
    codec.persons().is_none() || !worked_out(tree)
}

/// A file that is no backup, or no longer.
#[derive(Debug, thiserror::Error)]
#[error("backup: {0}")]
pub struct Broken(pub String);

/// How many values a tree has, and what they add up to: the same in whatever order they are met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeSum {
    /// Values.
    pub values: u64,
    sum: u64,
}

impl TreeSum {
    /// Adds a value.
    pub fn add(&mut self, key: &[u8], value: &[u8]) {
        self.values += 1;
        self.sum = self.sum.wrapping_add(print(key, value));
    }

    /// Takes a value away that was added.
    pub fn remove(&mut self, key: &[u8], value: &[u8]) {
        self.values = self.values.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(print(key, value));
    }
}

fn print(key: &[u8], value: &[u8]) -> u64 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&(key.len() as u32).to_le_bytes());
    hasher.update(key);
    hasher.update(value);
    // Spread over the upper half too: the sum of bare checksums of many values would say less than one.
    u64::from(hasher.finalize()).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The sums of all trees by name.
pub type Sums = BTreeMap<String, TreeSum>;

/// Writes a register to a sink, with its keys where it is sealed. Nothing else may write to it meanwhile: its directory is owned by this process.
///
/// # Errors
/// Damage in the register, stopped by the watch, or what the sink said.
pub fn write(register: &Register, taken: Instant, sink: &mut dyn Write, watch: &dyn Watch) -> Result<(Header, Sums)> {
    let meta = register.meta();
    let journal = register.last_entry()?;
    let header = Header {
        format: register.format()?,
        created: meta.created,
        taken,
        orgs: meta.orgs,
        members: meta.members,
        posts: meta.posts,
        journal,
    };
    sink.write_all(MAGIC)?;
    let codec = register.codec();
    let veiled = codec.persons().is_some();
    let line = serde_json::to_vec(&Line { header: header.clone(), keys: register.keys()?, veiled })?;
    sink.write_all(&line)?;
    sink.write_all(b"\n")?;
    // Stored values hardly repeat themselves: more effort buys a tenth and costs three times as long.
    let mut out = GzEncoder::new(sink, Compression::fast());
    out.write_all(&crc32fast::hash(&line).to_le_bytes())?;
    let (mut sums, mut done, total) = (Sums::new(), 0, register.size_on_disk());
    let open = register.open_now()?;
    let mut names = open.trees.db.tree_names();
    names.sort();
    names.retain(|name| carries(&codec, &String::from_utf8_lossy(name)));
    for name in names {
        let tree = open.trees.db.open_tree(&name)?;
        out.write_all(&[TREE])?;
        bytes(&mut out, &name)?;
        let mut sum = TreeSum::default();
        for entry in tree.iter() {
            let (key, value) = entry?;
            if let Some(known) = trees::known(&name) {
                codec.open(known, &key, &value)?;
            }
            out.write_all(&[PAIR])?;
            bytes(&mut out, &key)?;
            bytes(&mut out, &value)?;
            sum.add(&key, &value);
            done += (key.len() + value.len()) as u64;
            if sum.values.is_multiple_of(1024) {
                tell(watch, Phase::Copying, done, total.max(done))?;
            }
        }
        out.write_all(&[CLOSE])?;
        out.write_all(&sum.values.to_le_bytes())?;
        out.write_all(&sum.sum.to_le_bytes())?;
        sums.insert(String::from_utf8_lossy(&name).into_owned(), sum);
    }
    out.write_all(&[END])?;
    out.finish()?;
    Ok((header, sums))
}

fn bytes(out: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    out.write_all(&(bytes.len() as u32).to_le_bytes())?;
    out.write_all(bytes)
}

/// Reads what a backup says of itself.
///
/// # Errors
/// [`Broken`], or what the source said.
pub fn header(source: &mut impl BufRead) -> Result<Header> {
    head(source).map(|(line, _)| line.header)
}

/// Reads the keys of a sealed backup; `None` where it is plain.
///
/// # Errors
/// [`Broken`], or what the source said.
pub fn keys(source: &mut impl BufRead) -> Result<Option<KeyRing>> {
    head(source).map(|(line, _)| line.keys)
}

/// Whether the personal cells of a backup are covered, so that it needs a keyring of persons.
///
/// # Errors
/// [`Broken`], or what the source said.
pub fn is_veiled(source: &mut impl BufRead) -> Result<bool> {
    head(source).map(|(line, _)| line.veiled)
}

/// The header, and the checksum of its line.
fn head(source: &mut impl BufRead) -> Result<(Line, u32)> {
    let mut magic = [0; MAGIC.len()];
    let mut line = Vec::new();
    match source.read_exact(&mut magic) {
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => return Err(error.into()),
        read => ensure!(read.is_ok() && magic == MAGIC, broken("this is no backup of a register")),
    }
    source.take(LONGEST_HEADER).read_until(b'\n', &mut line)?;
    let line = line.strip_suffix(b"\n").unwrap_or(&line);
    let read: Line = serde_json::from_slice(line).map_err(|_| broken("its header is damaged"))?;
    let format = &read.header.format;
    ensure!(READ.contains(&format.as_str()), broken(&format!("it is of a register of format \"{format}\"")));
    Ok((read, crc32fast::hash(line)))
}

/// Takes the values of a backup, by the name of their tree.
pub type Take<'a> = dyn FnMut(&str, &[u8], &[u8]) -> Result<()> + 'a;

/// Reads a backup whole and gives every value to `take`; each is checked against its own checksum first, but only at the
/// end is it known that none is missing.
///
/// # Errors
/// [`Broken`], damage, stopped by the watch, what `take` or the source said.
pub fn read(source: impl Read, codec: &Codec, take: &mut Take<'_>, watch: &dyn Watch) -> Result<(Header, Sums)> {
    let mut source = BufReader::with_capacity(1 << 18, source);
    let (Line { header, .. }, line) = head(&mut source)?;
    let mut input = BufReader::with_capacity(1 << 18, GzDecoder::new(source));
    let torn = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
            anyhow::Error::new(broken("it is cut off or damaged"))
        }
        _ => error.into(),
    };
    ensure!(word(&mut input).map_err(torn)? == line.to_le_bytes(), broken("its header is damaged"));
    let mut sums = Sums::new();
    let mut under_way: Option<(String, TreeSum)> = None;
    let (mut key, mut value, mut done) = (Vec::new(), Vec::new(), 0u64);
    loop {
        match (word::<1>(&mut input).map_err(torn)?[0], &mut under_way) {
            (TREE, None) => {
                sized(&mut input, &mut key, LONGEST_KEY).map_err(torn)?;
                let name = String::from_utf8(key.clone()).map_err(|_| broken("it is damaged"))?;
                ensure!(!sums.contains_key(&name), broken("it is damaged"));
                under_way = Some((name, TreeSum::default()));
            }
            (PAIR, Some((name, sum))) => {
                sized(&mut input, &mut key, LONGEST_KEY).map_err(torn)?;
                sized(&mut input, &mut value, LONGEST_VALUE).map_err(torn)?;
                if let Some(known) = trees::known(name.as_bytes()) {
                    codec.open(known, &key, &value).map_err(|_| broken(&format!("a value of {name} is damaged")))?;
                }
                sum.add(&key, &value);
                take(name, &key, &value)?;
                done += (key.len() + value.len()) as u64;
                if sum.values.is_multiple_of(1024) {
                    tell(watch, Phase::Copying, done, done.max(u64::from(header.members) * 200))?;
                }
            }
            (CLOSE, Some(_)) => {
                let values = u64::from_le_bytes(word(&mut input).map_err(torn)?);
                let sum = u64::from_le_bytes(word(&mut input).map_err(torn)?);
                if let Some((name, found)) = under_way.take() {
                    ensure!(found == TreeSum { values, sum }, broken(&format!("values of {name} are missing")));
                    sums.insert(name, found);
                }
            }
            (END, None) => break,
            _ => bail!(broken("it is damaged")),
        }
    }
    // The end of the stream carries its checksum, and is only looked at when it is read.
    ensure!(input.read(&mut [0]).map_err(torn)? == 0, broken("something follows its end"));
    ensure!(input.into_inner().into_inner().fill_buf()?.is_empty(), broken("something follows its end"));
    Ok((header, sums))
}

fn broken(why: &str) -> Broken {
    Broken(why.to_owned())
}

fn word<const N: usize>(input: &mut impl Read) -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn sized(input: &mut impl Read, out: &mut Vec<u8>, most: u32) -> std::io::Result<()> {
    let len = u32::from_le_bytes(word(input)?);
    if len > most {
        return Err(std::io::ErrorKind::InvalidData.into());
    }
    out.clear();
    // Grown as bytes arrive: a damaged length must not take the memory it asks for.
    let read = input.take(len.into()).read_to_end(out)?;
    if read < len as usize { Err(std::io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

impl Register {
    /// The sums of every tree whose name is `wanted`; reads every value of those.
    ///
    /// # Errors
    /// Damage.
    pub fn sums(&self, wanted: impl Fn(&str) -> bool) -> Result<Sums> {
        let open = self.open_now()?;
        let mut sums = Sums::new();
        for name in open.trees.db.tree_names() {
            let tree = open.trees.db.open_tree(&name)?;
            let name = String::from_utf8_lossy(&name).into_owned();
            if !wanted(&name) {
                continue;
            }
            let mut sum = TreeSum::default();
            for entry in tree.iter() {
                let (key, value) = entry?;
                sum.add(&key, &value);
            }
            sums.insert(name, sum);
        }
        Ok(sums)
    }
}
