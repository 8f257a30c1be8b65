//! A reference from one entry to another: a link of the graph that the regency is.

use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Jenis, Nilai};
use crate::{entri::IdEntri, register::Register};

/// Another entry, of the register `R`. That there is such an entry is checked where the command is carried out.
pub struct Rujukan<R>(IdEntri, PhantomData<fn() -> R>);

impl<R> Rujukan<R> {
    /// A reference to an entry.
    pub fn ke(id: IdEntri) -> Self {
        Rujukan(id, PhantomData)
    }

    /// The entry.
    pub fn id(self) -> IdEntri {
        self.0
    }
}

// Written out, because a derive would ask all of these of `R` as well.
impl<R> Clone for Rujukan<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Rujukan<R> {}
impl<R> PartialEq for Rujukan<R> {
    fn eq(&self, lain: &Self) -> bool {
        self.0 == lain.0
    }
}
impl<R> Eq for Rujukan<R> {}
impl<R> std::fmt::Debug for Rujukan<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rujukan({})", self.0)
    }
}

impl<R> Serialize for Rujukan<R> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(s)
    }
}
impl<'de, R> Deserialize<'de> for Rujukan<R> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        IdEntri::deserialize(d).map(Rujukan::ke)
    }
}

impl<R: Register> Nilai for Rujukan<R> {
    fn jenis() -> Jenis {
        Jenis::Rujukan(R::KODE.into())
    }
}
