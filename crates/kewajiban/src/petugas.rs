//! Who acts for a unit, and what nobody acts for: an obligation whose function no unit holds, and a unit with
//! obligations in which no active account could answer. Both are alarms.

use std::collections::BTreeSet;

use kernel::{Akun, Galat, Peran, Profil, nilai::KodeUnit};
use maud::{Markup, html};
use store::Store;

use crate::{hitung::Nilai, kata, tanya::Tanya};

/// The roles that answer for the obligations of their unit.
const PENJAWAB: [Peran; 2] = [Peran::Penghubung, Peran::Kepala];
/// The functions whose holders coordinate what the regency owes, besides its leaders.
const KOORDINATOR: [&str; 2] = ["kominfo", "sekda"];

/// The units for whose obligations an account answers.
pub(crate) fn unit(akun: &Akun) -> Vec<KodeUnit> {
    let unit: BTreeSet<&KodeUnit> = akun
        .peran
        .iter()
        .filter(|(p, _)| PENJAWAB.contains(p))
        .map(|(_, u)| u)
        .collect();
    unit.into_iter().cloned().collect()
}

/// Whether an account coordinates: a leader of the regency, or who answers for a unit that holds such a function.
pub(crate) fn koordinator(profil: &Profil, akun: &Akun) -> bool {
    let pemegang = |u: &KodeUnit| KOORDINATOR.iter().any(|f| profil.fungsi(f) == Some(u));
    akun.ber(Peran::Pimpinan) || unit(akun).iter().any(pemegang)
}

/// What nobody acts for.
#[derive(Default)]
pub(crate) struct Alarm<'a> {
    /// Obligations that no unit holds.
    pub kewajiban: Vec<&'a Nilai<'a>>,
    /// Units without anybody who could answer, and how many obligations each has.
    pub unit: Vec<(KodeUnit, usize)>,
}

impl Alarm<'_> {
    /// Whether everything has somebody.
    pub fn tenang(&self) -> bool {
        self.kewajiban.is_empty() && self.unit.is_empty()
    }
}

/// Looks for it among today's obligations. O(accounts + obligations × units).
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn alarm<'a>(
    store: &Store,
    profil: &Profil,
    semua: &'a [Nilai<'a>],
) -> Result<Alarm<'a>, Galat> {
    if semua.is_empty() {
        return Ok(Alarm::default());
    }
    let akun = store.semua_akun(profil.kode()).await?;
    let dijawab: BTreeSet<KodeUnit> = akun
        .iter()
        .filter(|a| a.aktif)
        .flat_map(|a| unit(&a.akun))
        .collect();
    let kosong = |u: &&kernel::profil::Unit| !dijawab.contains(&u.kode);
    let beban = |u: &KodeUnit| semua.iter().filter(|n| n.untuk(u).is_some()).count();
    Ok(Alarm {
        kewajiban: semua
            .iter()
            .filter(|n| n.unit.is_empty() && !n.kewajiban.pelaku.banyak())
            .collect(),
        unit: profil
            .unit
            .iter()
            .filter(kosong)
            .map(|u| (u.kode.clone(), beban(&u.kode)))
            .filter(|(_, n)| *n > 0)
            .collect(),
    })
}

/// The alarms as a part of a page; nothing when there are none.
pub(crate) fn tampil(t: &Tanya, a: &Alarm) -> Markup {
    let b = t.p.b;
    html! {
        @if !a.kewajiban.is_empty() {
            div.peringatan.peringatan-merah {
                h2 { (b.t("Kewajiban tanpa pemegang")) }
                p { (b.t("Tidak ada perangkat daerah yang memegang fungsinya. Tetapkan pemegangnya di profil daerah.")) }
                ul { @for n in &a.kewajiban { li { a href=(t.ke(&format!("/kewajiban/{}", n.kewajiban.tugas.kode))) { (kata::judul(b, &n.kewajiban.tugas)) } } } }
            }
        }
        @if !a.unit.is_empty() {
            div.peringatan.peringatan-merah {
                h2 { (b.t("Perangkat daerah tanpa penanggung jawab")) }
                p { (b.t("Tidak ada akun aktif dengan peran pejabat penghubung atau kepala di sana. Beri peran itu kepada penggantinya di halaman Akun.")) }
                ul { @for (u, n) in &a.unit { li {
                    a href=(t.ke(&format!("/opd/{u}"))) { (t.p.profil.nama_unit(u.as_str())) } " · "
                    (b.isi("{n} kewajiban", &[("n", &n.to_string())]))
                } } }
            }
        }
    }
}
