//! From a day to a day, both included.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Jenis, Nilai};
use crate::bahasa::Pesan;

/// A period that does not end before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Mentah")]
pub struct Periode {
    mulai: Date,
    akhir: Date,
}

#[derive(Deserialize)]
struct Mentah {
    mulai: Date,
    akhir: Date,
}

impl TryFrom<Mentah> for Periode {
    type Error = String;
    fn try_from(m: Mentah) -> Result<Self, String> {
        Periode::baru(m.mulai, m.akhir).map_err(|p| p.dalam(crate::Bahasa::En))
    }
}

impl Periode {
    /// A period; fails when it would end before it begins.
    pub fn baru(mulai: Date, akhir: Date) -> Result<Self, Pesan> {
        if akhir < mulai {
            Err("Tanggal akhir tidak boleh sebelum tanggal mulai.".into())
        } else {
            Ok(Periode { mulai, akhir })
        }
    }

    /// First day.
    pub fn mulai(self) -> Date {
        self.mulai
    }

    /// Last day.
    pub fn akhir(self) -> Date {
        self.akhir
    }
}

impl Nilai for Periode {
    fn jenis() -> Jenis {
        Jenis::Periode
    }
}
