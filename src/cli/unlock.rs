//! Who is at work, and the key that they open a sealed register with.

use std::env;
use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use zeroize::Zeroizing;

use super::args::Site;
use super::hidden::{self, Asking};
use super::outcome::Usage;
use crate::desk::{Right, Who};
use crate::lang::{Lang, texts};
use crate::store::seal::{self, KeyRing, Operator, Recovery, Secret, SlotError, SlotKind, StoreKey};
use crate::store::{Interrupted, OpenError, private_file};
use crate::tui::Lock;

texts! {
    name() { "操作者：", "operator: " }
    passphrase() { "口令（不显示）：", "passphrase (not shown): " }
    fresh() { "新口令（至少 8 个字符，不显示）：", "new passphrase (8 characters or more, not shown): " }
    again() { "再输一遍：", "once more: " }
    differ() { "两次输入不同，没有设置。", "The two were not the same; nothing was set." }
    short() { "口令至少要 8 个字符", "a passphrase has 8 characters or more" }
    short_file(path: &str) { "密钥文件 {path} 应有 32 字节到 64 KB", "the key file {path} should have 32 bytes to 64 KB" }
    nobody() {
        "没有终端可问新口令：请用 --passphrase-stdin 或密钥文件",
        "there is no terminal to ask for a new passphrase: give it with --passphrase-stdin, or a key file"
    }
    wrong() { "操作者或口令不对", "operator or passphrase is wrong" }
}

/// The longest key file that is read, in bytes.
const LONGEST: u64 = 64 << 10;
const SHORTEST: usize = 32;
/// What a wrong answer costs, the first, the second, the last.
const DELAYS: [u64; 3] = [1, 2, 4];

/// How the command line says who is at work.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Access {
    /// Open a sealed register with this key file [default: $MINGMAI_KEY_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Whose passphrase it is, where several operators have one
    #[arg(long, global = true, value_name = "NAME")]
    operator: Option<String>,
    /// Read passphrases from standard input, one a line, before anything else that is read there
    #[arg(long, global = true)]
    passphrase_stdin: bool,
}

/// A secret in memory, wiped when it is let go.
pub enum Given {
    /// A passphrase, or a recovery code typed in its place.
    Text(Zeroizing<String>),
    /// The bytes of a key file.
    File(Zeroizing<Vec<u8>>),
}

impl Given {
    /// As slots take it.
    pub fn secret(&self) -> Secret<'_> {
        match self {
            Self::Text(text) => Secret::Passphrase(text),
            Self::File(bytes) => Secret::KeyFile(bytes),
        }
    }
}

impl Access {
    fn key_file(&self) -> Option<PathBuf> {
        let set = || env::var_os("MINGMAI_KEY_FILE").filter(|path| !path.is_empty()).map(PathBuf::from);
        self.key_file.clone().or_else(set)
    }

    /// The name given on the command line.
    pub fn operator(&self) -> Option<&str> {
        self.operator.as_deref()
    }
}

/// The site with its register unlocked, where that is sealed.
pub fn site(site: &Site) -> Result<Site> {
    let Some(ring) = KeyRing::load(site.data.path())? else { return Ok(site.clone()) };
    let (key, operator) = open(site, &ring)?;
    let data = site.data.unlocked_by(&key, &operator);
    let said = if site.by_was_said { site.by.as_str() } else { "" };
    let by = Who::of(&data).author(said)?.to_owned();
    Ok(Site { data, by, ..site.clone() })
}

/// Opens one of the slots: with a key file, with a passphrase from standard input, or with one that is asked for.
pub fn open(site: &Site, ring: &KeyRing) -> Result<(StoreKey, Operator)> {
    seal::no_core_dumps();
    let access = &site.access;
    if let Some(path) = access.key_file() {
        let bytes = read_key_file(site.lang, &path)?;
        return tried(ring, access.operator(), &Given::File(bytes)).inspect_err(|_| wait(DELAYS[0]));
    }
    if access.passphrase_stdin {
        let typed = Given::Text(line_of_stdin()?);
        return tried(ring, access.operator(), &typed).inspect_err(|_| wait(DELAYS[0]));
    }
    if !hidden::can_ask() {
        return Err(OpenError::Sealed(site.data.path().to_owned()).into());
    }
    let several = ring.slots().iter().filter(|slot| slot.kind == SlotKind::Passphrase).count() > 1;
    let asking = Asking::begin()?;
    for (delay, last) in DELAYS.into_iter().zip([false, false, true]) {
        let asked = match access.operator() {
            None if several => Some(asking.shown(name(site.lang))?.ok_or(Interrupted)?),
            _ => None,
        };
        let typed = asking.hidden(passphrase(site.lang))?.ok_or(Interrupted)?;
        let name = access.operator().or(asked.as_ref().map(|name| name.trim()));
        match tried(ring, name, &Given::Text(typed)) {
            Err(error) if matches!(error.downcast_ref(), Some(SlotError::Refused)) => {
                wait(delay);
                if !last {
                    asking.say(wrong(site.lang))?;
                }
            }
            opened => return opened,
        }
    }
    Err(SlotError::Refused.into())
}

/// How the terminal program of a sealed register is locked, and opened again by the operator who is at work.
pub fn lock(site: &Site, minutes: u16) -> Option<Lock> {
    let operator = Arc::clone(site.data.operator()?);
    let minutes = u64::from(minutes);
    let (path, access) = (site.data.path().to_owned(), site.access.clone());
    let (lang, tries) = (site.lang, AtomicUsize::new(0));
    let typed = access.key_file().is_none();
    let opens = move |typed: &str| {
        let given = match access.key_file() {
            Some(file) => Given::File(read_key_file(lang, &file)?),
            None => Given::Text(Zeroizing::new(typed.to_owned())),
        };
        // As they are now: whoever was removed meanwhile stays outside.
        let ring = KeyRing::load(&path)?.context("the file of keys is gone")?;
        match tried(&ring, Some(&operator.name), &given) {
            Ok((_, opened)) if opened == *operator => {
                tries.store(0, Ordering::Relaxed);
                Ok(true)
            }
            _ => {
                let wrong = tries.fetch_add(1, Ordering::Relaxed).min(DELAYS.len() - 1);
                wait(DELAYS[wrong]);
                Ok(false)
            }
        }
    };
    let after = (minutes > 0).then(|| Duration::from_secs(minutes * 60));
    Some(Lock { after, typed, opens: Arc::new(opens) })
}

fn wait(seconds: u64) {
    thread::sleep(Duration::from_secs(seconds));
}

/// Whether whoever is at work may set aside the register that a directory holds: asked of that register's own keys, whatever
/// the keys of what takes its place say.
pub fn may_replace(site: &Site, keys: Option<&KeyRing>) -> Result<()> {
    let Some(ring) = KeyRing::load(site.data.path())? else { return Ok(()) };
    // With the keys of the backup whoever opened that has been asked already.
    if keys.is_some_and(|keys| keys.slots() == ring.slots()) {
        return Ok(());
    }
    let (key, operator) = open(site, &ring)?;
    Ok(Who::of(&site.data.unlocked_by(&key, &operator)).may(Right::Begin)?)
}

fn tried(ring: &KeyRing, name: Option<&str>, given: &Given) -> Result<(StoreKey, Operator)> {
    // A file tells whose it is by the slot that it opens: where several have one, nobody need say a name.
    let files = || ring.slots().iter().filter(|slot| slot.kind == SlotKind::KeyFile);
    let opened = match (name, given) {
        (None, Given::File(_)) if files().count() > 1 => {
            let mut tries = files().map(|slot| ring.open(Some(&slot.operator.name), &given.secret()));
            tries.find(Result::is_ok).unwrap_or(Err(SlotError::Refused))
        }
        _ => ring.open(name, &given.secret()),
    };
    // What opens when a passphrase is forgotten is typed where the passphrase would be.
    if let (Err(SlotError::Refused), Given::Text(text)) = (&opened, given)
        && let Some(code) = Recovery::parse(text)
    {
        return Ok(ring.open(None, &Secret::Recovery(&code))?);
    }
    Ok(opened?)
}

/// The secret of a new slot: a key file, which is made where there is none, or a passphrase given twice; `None` where the
/// operator types nothing at all.
pub fn fresh_secret(site: &Site, key_file: Option<&Path>) -> Result<Option<Given>> {
    let lang = site.lang;
    seal::no_core_dumps();
    if let Some(path) = key_file {
        if !path.exists() {
            make_key_file(path)?;
        }
        return Ok(Some(Given::File(read_key_file(lang, path)?)));
    }
    let typed = if site.access.passphrase_stdin {
        line_of_stdin()?
    } else if !hidden::can_ask() {
        return Err(Usage(nobody(lang).to_owned()).into());
    } else {
        let asking = Asking::begin()?;
        let typed = asking.hidden(fresh(lang))?.ok_or(Interrupted)?;
        if typed.is_empty() {
            return Ok(None);
        }
        let repeated = asking.hidden(again(lang))?.ok_or(Interrupted)?;
        if typed.as_str() != repeated.as_str() {
            return Err(Usage(differ(lang).to_owned()).into());
        }
        typed
    };
    if typed.chars().count() < 8 {
        return Err(Usage(short(lang).to_owned()).into());
    }
    Ok(Some(Given::Text(typed)))
}

/// The secret of the first slot of a new register; `None` where it is not to be sealed.
pub fn first_secret(site: &Site, must: bool) -> Result<Option<Given>> {
    let key_file = site.access.key_file().filter(|_| must);
    if !must && !hidden::can_ask() {
        return Ok(None);
    }
    let given = fresh_secret(site, key_file.as_deref())?;
    match given {
        None if must => Err(Usage(short(site.lang).to_owned()).into()),
        given => Ok(given),
    }
}

fn line_of_stdin() -> Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::with_capacity(1024));
    io::stdin().lock().read_line(&mut line).context("reading the passphrase")?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(line)
}

fn read_key_file(lang: Lang, path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let at = || path.display().to_string();
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST as usize + 1));
    File::open(path).with_context(at)?.take(LONGEST + 1).read_to_end(&mut bytes).with_context(at)?;
    if bytes.len() < SHORTEST || bytes.len() as u64 > LONGEST {
        return Err(Usage(short_file(lang, &at())).into());
    }
    Ok(bytes)
}

fn make_key_file(path: &Path) -> Result<()> {
    let at = || path.display().to_string();
    let code = Recovery::random()?.print();
    let more = Recovery::random()?.print();
    let mut file = private_file(path).with_context(at)?;
    writeln!(file, "{}-{}", code.as_str(), more.as_str()).with_context(at)?;
    file.sync_all().with_context(at)
}
