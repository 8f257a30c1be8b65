//! A person as an entry names one.

use register_derive::Kelompok;
use serde::{Deserialize, Serialize};

use super::{Jenis, Nilai, Surel, Teks, Telepon};

/// A person: every part may be left out, so that anonymous stays possible.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Orang {
    /// Name as the person writes it.
    #[medan("Nama", pribadi)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nama: Option<Teks<120>>,
    /// Where answers go.
    #[medan("Surel", pribadi, bantuan = "Kabar perkembangan dikirim ke sini.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surel: Option<Surel>,
    /// For questions by phone.
    #[medan("Nomor telepon", pribadi)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telepon: Option<Telepon>,
}

impl Nilai for Orang {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Orang
    }
}
