//! Sealing: nothing that a register writes can be read without one of its keys.
//!
//! One random store key seals every value. It lies in the file `keys`, once for each slot: wrapped by a key that is worked
//! out of a passphrase (Argon2id), a recovery code or a key file. A slot is an operator, so that changing a passphrase
//! rewrites one slot and no value.
//!
//! Beneath it the cells of a row that are about a person are covered by that person's own key (see [`persons`](super::persons)),
//! so that erasing somebody makes even copies unreadable that are kept elsewhere.
//!
//! It protects every copy of the files: a lost laptop, a discarded disk, a backup. It does not hide how many values there
//! are, how long they are and when they were written, and it cannot help against one who reads the memory of a running
//! process or who holds a passphrase.

mod guard;
mod recovery;
mod sealer;
mod slots;

pub use guard::no_core_dumps;
pub use recovery::Recovery;
pub(super) use sealer::random;
pub use sealer::{OVERHEAD, SealError, Sealer, StoreKey, Unsealed};
pub use slots::{Cost, KeyRing, Operator, Role, Secret, Slot, SlotError, SlotKind};
