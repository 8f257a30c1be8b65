//! The authority that stamps the heads of the logs (RFC 3161).

use ledger::cap::{Kebijakan, Percaya};
use saluran::http::{Jangkauan, alamat as alamat_http};

use super::{Periksa, ya_tidak};
use crate::konfigurasi::CapWaktu;

/// A month: longer between two stamps proves little.
const MAKS_JAM: i64 = 744;

impl Periksa<'_> {
    /// Where, how often, and whom to believe.
    pub(super) fn cap_waktu(&mut self) -> Option<CapWaktu> {
        self.m.bagian("cap_waktu.")?;
        const CAP: &str = "cap waktu diminta";
        let jangkauan = match self.satu("cap_waktu.lokal", false, ya_tidak) {
            true => Jangkauan::Lokal,
            false => Jangkauan::Umum,
        };
        let url = self.wajib("cap_waktu.url", CAP, |s| {
            let url = alamat_http(s, jangkauan);
            url.map(|u| u.to_string())
                .map_err(|e| format!("{e}, misalnya https://tsa.contoh.go.id/tsr."))
        });
        let percaya = self.wajib("cap_waktu.sertifikat_berkas", CAP, |s| {
            let isi = std::fs::read(s).map_err(|e| format!("berkas \"{s}\" tidak dapat dibaca: {e}."))?;
            Percaya::baca(&isi).map_err(|e| format!("berkas \"{s}\": {e}."))
        });
        let tiap_jam = self.satu("cap_waktu.tiap_jam", 24, |s| {
            let n = s.parse().ok().filter(|n| (1..=MAKS_JAM).contains(n));
            n.ok_or_else(|| format!("\"{s}\" di luar 1 sampai {MAKS_JAM}."))
        });
        let kebijakan = self.satu("cap_waktu.kebijakan", None, |s| match Kebijakan::baca(s) {
            Some(k) => Ok(Some(k)),
            None => Err(format!("\"{s}\" bukan OID, misalnya 1.3.6.1.4.1.13762.3.")),
        });
        let masuk = self.masuk(["cap_waktu.user", "cap_waktu.sandi_file"]);
        Some(CapWaktu {
            url: url?,
            jangkauan,
            masuk,
            kebijakan,
            percaya: percaya?,
            tiap_jam,
        })
    }
}
