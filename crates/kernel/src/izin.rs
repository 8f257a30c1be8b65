//! Who may do what: deny by default, decided in this one place, for a single entry and for a whole list alike.
//!
//! A register declares rows of [`Hak`]; a step of its life cycle names who may take it. [`wewenang`] reads both
//! and gives a [`Wewenang`]; only that proof lets a list be read, and [`crate::putuskan`] asks it for every write.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    entri::{Entri, IdEntri},
    nilai::{KodeUnit, Medan, Pilihan as _},
    pembacaan::Klasifikasi,
    profil::{KodeDaerah, Profil},
    register::RegisterDef,
};

/// A role that an account holds in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Peran {
    /// Diskominfo's administrator: accounts, tokens, catalogue. Sees no complaint.
    Administrator,
    /// Coordinates complaints for the whole regency (admin koordinator, PermenPANRB 62/2018).
    Koordinator,
    /// Answers for a unit (pejabat penghubung).
    Penghubung,
    /// Front desk: enters what comes by phone, letter or WhatsApp.
    Petugas,
    /// Head of a unit.
    Kepala,
    /// Inspektorat: reads everything, changes nothing.
    Auditor,
    /// Sekda and Bupati: read everything, change nothing.
    Pimpinan,
}

impl Peran {
    /// All roles, for tests and forms.
    pub const SEMUA: [Peran; 7] = [
        Peran::Administrator,
        Peran::Koordinator,
        Peran::Penghubung,
        Peran::Petugas,
        Peran::Kepala,
        Peran::Auditor,
        Peran::Pimpinan,
    ];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Peran::Administrator => "Administrator",
            Peran::Koordinator => "Koordinator pengaduan",
            Peran::Penghubung => "Pejabat penghubung",
            Peran::Petugas => "Petugas loket",
            Peran::Kepala => "Kepala perangkat daerah",
            Peran::Auditor => "Auditor",
            Peran::Pimpinan => "Pimpinan daerah",
        }
    }

    /// What is stored.
    pub fn kode(self) -> &'static str {
        match self {
            Peran::Administrator => "administrator",
            Peran::Koordinator => "koordinator",
            Peran::Penghubung => "penghubung",
            Peran::Petugas => "petugas",
            Peran::Kepala => "kepala",
            Peran::Auditor => "auditor",
            Peran::Pimpinan => "pimpinan",
        }
    }

    /// The role with that code.
    pub fn dari_kode(kode: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|p| p.kode() == kode)
    }
}

impl crate::nilai::Pilihan for Peran {
    const SEMUA: &'static [Self] = &Peran::SEMUA;

    fn kode(self) -> &'static str {
        Peran::kode(self)
    }

    fn label(self) -> &'static str {
        Peran::label(self)
    }
}

/// An account as requests carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Akun {
    /// Id.
    pub id: Uuid,
    /// The regency it belongs to: the account is nobody anywhere else.
    pub daerah: KodeDaerah,
    /// Login name.
    pub pengguna: String,
    /// Name of the person.
    pub nama: String,
    /// Roles, each in a unit.
    pub peran: Vec<(Peran, KodeUnit)>,
}

impl Akun {
    /// The units in which the account holds any of these roles.
    pub fn unit_sebagai(&self, peran: &[Peran]) -> Vec<&KodeUnit> {
        let mut unit: Vec<&KodeUnit> = self
            .peran
            .iter()
            .filter(|(p, _)| peran.contains(p))
            .map(|(_, u)| u)
            .collect();
        unit.sort();
        unit.dedup();
        unit
    }

    /// Whether the account holds the role anywhere.
    pub fn ber(&self, peran: Peran) -> bool {
        self.peran.iter().any(|(p, _)| *p == peran)
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pelaku {
    /// Anybody, not logged in.
    Publik,
    /// The person who filed this one entry, proved by its tracking code.
    Pelapor(IdEntri),
    /// An official or other account holder.
    Akun(Box<Akun>),
    /// The program itself: clocks that run out.
    Sistem,
}

impl Pelaku {
    /// The account, if it is one.
    pub fn akun(&self) -> Option<&Akun> {
        match self {
            Pelaku::Akun(a) => Some(a),
            _ => None,
        }
    }

    /// Whether it is an account that holds, anywhere, the role that something is given to; of a fungsi, where that is.
    pub fn memegang(&self, profil: &Profil, siapa: Siapa) -> bool {
        match (siapa, self) {
            (Siapa::Peran(p), Pelaku::Akun(a)) => a.ber(p),
            (Siapa::Fungsi(peran, fungsi), Pelaku::Akun(a)) => {
                let unit = fungsi.iter().find_map(|f| profil.fungsi(f));
                unit.is_some_and(|u| a.unit_sebagai(peran).contains(&u))
            }
            _ => false,
        }
    }
}

/// Who a right is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Siapa {
    /// Everybody, without account.
    Publik,
    /// Who filed the entry.
    Pelapor,
    /// The account that the entry names as the one it is for ([`crate::Register::PENERIMA`]), with or without a role.
    Penerima,
    /// Who holds a role.
    Peran(Peran),
    /// Who holds one of these roles in the unit that the profile names for the first of these fungsi. Only steps are given
    /// to them: they reach every entry that such a person reads, whoever owns it.
    Fungsi(&'static [Peran], &'static [&'static str]),
    /// The program itself.
    Sistem,
}

impl Siapa {
    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Siapa::Publik => "Publik",
            Siapa::Pelapor => "Pelapor",
            Siapa::Penerima => "Penerima",
            Siapa::Peran(p) => p.label(),
            Siapa::Fungsi(..) => "Perangkat daerah yang bertugas",
            Siapa::Sistem => "Sistem",
        }
    }
}

/// What may be done with entries of a register, besides the steps of its life cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tindakan {
    /// Read one or list many.
    Baca,
    /// Make a new one.
    Buat,
    /// Change fields outside a step.
    Ubah,
    /// Leave an internal note.
    Catat,
    /// Take the list out as a file.
    Ekspor,
    /// Bring a file in.
    Impor,
    /// Erase the personal data in it (UU 27/2022).
    Lupakan,
}

impl Tindakan {
    /// All of them.
    pub const SEMUA: [Tindakan; 7] = [
        Tindakan::Baca,
        Tindakan::Buat,
        Tindakan::Ubah,
        Tindakan::Catat,
        Tindakan::Ekspor,
        Tindakan::Impor,
        Tindakan::Lupakan,
    ];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Tindakan::Baca => "Membaca",
            Tindakan::Buat => "Membuat baru",
            Tindakan::Ubah => "Mengubah isian",
            Tindakan::Catat => "Mencatat",
            Tindakan::Ekspor => "Mengekspor",
            Tindakan::Impor => "Mengimpor",
            Tindakan::Lupakan => "Menghapus data pribadi",
        }
    }
}

/// Over which entries a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cakupan {
    /// All of the regency.
    Semua,
    /// Those owned or held by a unit in which the role is held.
    Unit,
    /// Those held by a unit in which the role is held: an owner that only coordinates sees no more than others.
    Pegang,
    /// Those owned by a unit in which the role is held: a holder that only carries out leaves them as they are.
    Milik,
    /// Those that are public.
    Terbit,
    /// The one entry the person filed, or that names the account; lists hold none for it.
    Sendiri,
}

impl Cakupan {
    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Cakupan::Semua => "semua",
            Cakupan::Unit => "milik atau dipegang OPD-nya",
            Cakupan::Pegang => "dipegang OPD-nya",
            Cakupan::Milik => "milik OPD-nya",
            Cakupan::Terbit => "yang terbit",
            Cakupan::Sendiri => "miliknya sendiri",
        }
    }
}

/// How much of an entry is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pandangan {
    /// Fields marked public.
    Publik,
    /// All but personal data.
    Dinas,
    /// Everything that is shown at all.
    Pribadi,
}

impl Pandangan {
    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Pandangan::Publik => "isian untuk umum saja",
            Pandangan::Dinas => "tanpa data pribadi",
            Pandangan::Pribadi => "dengan data pribadi",
        }
    }
}

/// A row of a register's rights.
#[derive(Clone, Copy, Debug)]
pub struct Hak {
    /// Who.
    pub siapa: Siapa,
    /// May do what.
    pub boleh: &'static [Tindakan],
    /// Over which entries.
    pub cakupan: Cakupan,
    /// Seeing how much.
    pub pandangan: Pandangan,
}

/// The entries an asker may reach for one action: the same for one entry and, as SQL, for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lingkup {
    /// All of the regency.
    Semua,
    /// Any of these: public ones, those of these units, this one.
    Sebagian {
        /// Public ones too.
        terbit: bool,
        /// Owned or held by one of these units.
        unit: Vec<KodeUnit>,
        /// Held by one of these units.
        pegang: Vec<KodeUnit>,
        /// Owned by one of these units.
        milik: Vec<KodeUnit>,
        /// This one.
        sendiri: Option<IdEntri>,
    },
}

impl Lingkup {
    /// None.
    const TANPA: Lingkup = Lingkup::Sebagian {
        terbit: false,
        unit: Vec::new(),
        pegang: Vec::new(),
        milik: Vec::new(),
        sendiri: None,
    };

    /// Whether every entry that is [`Entri::terbit`] lies inside.
    pub fn semua_terbit(&self) -> bool {
        matches!(self, Lingkup::Semua | Lingkup::Sebagian { terbit: true, .. })
    }

    /// Whether the entry lies inside.
    pub fn memuat(&self, e: &Entri) -> bool {
        match self {
            Lingkup::Semua => true,
            Lingkup::Sebagian {
                terbit,
                unit,
                pegang,
                milik,
                sendiri,
            } => {
                (*terbit && e.terbit)
                    || unit.iter().any(|u| *u == e.unit || *u == e.pemegang)
                    || pegang.contains(&e.pemegang)
                    || milik.contains(&e.unit)
                    || sendiri.is_some_and(|s| s == e.id)
            }
        }
    }
}

/// The entries that rows of rights reach together, and from which level of secrecy on they reach fewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jangkauan {
    lingkup: Lingkup,
    batas: Vec<(Klasifikasi, Lingkup)>,
}

impl Jangkauan {
    /// The entries, those that are not secret among them; of the others never more.
    pub fn lingkup(&self) -> &Lingkup {
        &self.lingkup
    }

    /// Levels, lowest first, from each of which on only so much is reached; none where all are reached alike.
    pub fn batas(&self) -> &[(Klasifikasi, Lingkup)] {
        &self.batas
    }

    fn memuat(&self, e: &Entri, tingkat: Klasifikasi) -> bool {
        self.lingkup.memuat(e)
            && self
                .batas
                .iter()
                .all(|(mulai, l)| tingkat < *mulai || l.memuat(e))
    }
}

/// Proof that somebody may do something with entries of one register in one regency. Only [`wewenang`] makes it.
#[derive(Clone, Debug)]
pub struct Wewenang {
    daerah: KodeDaerah,
    register: String,
    lingkup: Jangkauan,
    dalam: Option<Jangkauan>,
}

impl Wewenang {
    /// The regency.
    pub fn daerah(&self) -> &KodeDaerah {
        &self.daerah
    }

    /// The register.
    pub fn register(&self) -> &str {
        &self.register
    }

    /// The entries, whatever their level.
    pub fn lingkup(&self) -> &Lingkup {
        &self.lingkup.lingkup
    }

    /// The entries, level by level.
    pub fn jangkauan(&self) -> &Jangkauan {
        &self.lingkup
    }

    /// Whether the entry, of this register, is among them.
    pub(crate) fn memuat(&self, def: &RegisterDef, e: &Entri) -> bool {
        self.lingkup.memuat(e, (def.klasifikasi)(&e.isi))
    }

    /// Whether more than public fields are seen anywhere.
    pub fn dalam(&self) -> bool {
        self.dalam.is_some()
    }

    /// The entries about which this field may be asked, by filter, order or count: those in which it is seen, because
    /// what a list holds, and in what order, tells what stands in it. Of personal and secret fields there are none.
    pub fn lingkup_medan(&self, m: &Medan) -> Option<&Jangkauan> {
        match m {
            m if m.rahasia || m.pribadi => None,
            m if m.publik => Some(&self.lingkup),
            _ => self.dalam.as_ref(),
        }
    }
}

/// Whether the entry names this account as the one it is for.
fn penerima(def: &RegisterDef, pelaku: &Pelaku, e: &Entri) -> bool {
    match (&def.penerima, pelaku.akun()) {
        (Some(medan), Some(a)) => e.teks(medan) == a.pengguna,
        _ => false,
    }
}

fn cocok(profil: &Profil, siapa: Siapa, pelaku: &Pelaku) -> bool {
    match (siapa, pelaku) {
        // What everybody may, an official may too.
        (Siapa::Publik, _) => true,
        (Siapa::Pelapor, Pelaku::Pelapor(_)) | (Siapa::Sistem, Pelaku::Sistem) => true,
        _ => pelaku.memegang(profil, siapa),
    }
}

/// Where one fungsi alone makes entries, the role counts only in the unit that holds it.
fn membuat(profil: &Profil, def: &RegisterDef, pelaku: &Pelaku, tindakan: Tindakan, h: &Hak) -> bool {
    let (Some(f), Tindakan::Buat | Tindakan::Impor) = (&def.pembuat, tindakan) else {
        return true;
    };
    match (h.siapa, pelaku, profil.fungsi(f)) {
        (Siapa::Peran(p), Pelaku::Akun(a), Some(u)) => a.unit_sebagai(&[p]).contains(&u),
        (Siapa::Peran(_), ..) => false,
        _ => true,
    }
}

/// Who somebody is in a regency: whoever is of another one is a member of the public here.
fn di_daerah<'p>(profil: &Profil, pelaku: &'p Pelaku) -> &'p Pelaku {
    static PUBLIK: Pelaku = Pelaku::Publik;
    match pelaku.akun() {
        Some(a) if a.daerah != *profil.kode() => &PUBLIK,
        _ => pelaku,
    }
}

/// The one decision: which entries of a register the actor may reach for an action; `None` is a refusal.
/// O(rows of rights × roles held × levels).
pub fn wewenang(profil: &Profil, def: &RegisterDef, pelaku: &Pelaku, tindakan: Tindakan) -> Option<Wewenang> {
    let pelaku = di_daerah(profil, pelaku);
    let hak: Vec<&Hak> = def
        .hak
        .iter()
        .filter(|h| {
            h.boleh.contains(&tindakan)
                && cocok(profil, h.siapa, pelaku)
                && membuat(profil, def, pelaku, tindakan, h)
        })
        .collect();
    let dalam: Vec<&Hak> = hak
        .iter()
        .copied()
        .filter(|h| h.pandangan > Pandangan::Publik)
        .collect();
    let jangkauan = |hak: &[&Hak]| match pelaku {
        Pelaku::Sistem => Some(Jangkauan {
            lingkup: Lingkup::Semua,
            batas: Vec::new(),
        }),
        _ => jangkauan(def, hak, pelaku),
    };
    Some(Wewenang {
        daerah: profil.kode().clone(),
        register: def.kode.to_string(),
        lingkup: jangkauan(&hak)?,
        dalam: jangkauan(&dalam),
    })
}

/// The entries that these rights of the actor reach together, level by level; none without any right.
fn jangkauan(def: &RegisterDef, hak: &[&Hak], pelaku: &Pelaku) -> Option<Jangkauan> {
    let lingkup = lingkup(hak, pelaku)?;
    let mut batas: Vec<(Klasifikasi, Lingkup)> = Vec::new();
    // Without levels every row reaches all of them.
    let tingkat = def.tingkat.iter().flat_map(|_| Klasifikasi::SEMUA).copied();
    for mulai in tingkat.filter(|k| *k > Klasifikasi::Biasa) {
        let cukup: Vec<&Hak> = hak.iter().copied().filter(|h| def.sampai(h) >= mulai).collect();
        let sisa = self::lingkup(&cukup, pelaku).unwrap_or(Lingkup::TANPA);
        if sisa != *batas.last().map_or(&lingkup, |(_, l)| l) {
            batas.push((mulai, sisa));
        }
    }
    Some(Jangkauan { lingkup, batas })
}

/// The entries that these rights of the actor reach together, whatever their level; none without any right.
fn lingkup(hak: &[&Hak], pelaku: &Pelaku) -> Option<Lingkup> {
    if hak.is_empty() {
        return None;
    }
    let (mut terbit, mut sendiri) = (false, None);
    let (mut unit, mut pegang, mut milik) = (Vec::new(), Vec::new(), Vec::new());
    for h in hak {
        let sebagai = || match (h.siapa, pelaku.akun()) {
            (Siapa::Peran(p), Some(a)) => a.unit_sebagai(&[p]).into_iter().cloned().collect(),
            _ => Vec::new(),
        };
        match h.cakupan {
            Cakupan::Semua => return Some(Lingkup::Semua),
            Cakupan::Terbit => terbit = true,
            Cakupan::Unit => unit.extend(sebagai()),
            Cakupan::Pegang => pegang.extend(sebagai()),
            Cakupan::Milik => milik.extend(sebagai()),
            Cakupan::Sendiri => {
                if let Pelaku::Pelapor(id) = pelaku {
                    sendiri = Some(*id);
                }
            }
        }
    }
    for daftar in [&mut unit, &mut pegang, &mut milik] {
        daftar.sort();
        daftar.dedup();
    }
    Some(Lingkup::Sebagian {
        terbit,
        unit,
        pegang,
        milik,
        sendiri,
    })
}

/// Nothing is ever decided about an entry of another regency or register.
fn di_sini(profil: &Profil, def: &RegisterDef, e: &Entri) -> bool {
    e.daerah == *profil.kode() && e.register == def.kode
}

/// Whether the actor may do this with this entry.
pub fn boleh(profil: &Profil, def: &RegisterDef, pelaku: &Pelaku, tindakan: Tindakan, e: &Entri) -> bool {
    let terkunci = || def.lifecycle.terkunci.iter().any(|k| *k == e.keadaan);
    let sebagai_penerima = || {
        penerima(def, di_daerah(profil, pelaku), e)
            && def
                .hak
                .iter()
                .any(|h| h.siapa == Siapa::Penerima && h.boleh.contains(&tindakan) && def.setinggi(h, e))
    };
    di_sini(profil, def, e)
        && !(tindakan == Tindakan::Ubah && terkunci())
        && (wewenang(profil, def, pelaku, tindakan).is_some_and(|w| w.memuat(def, e)) || sebagai_penerima())
}

/// How much of this entry the actor sees; `None`: nothing, as if it did not exist.
pub fn pandangan(profil: &Profil, def: &RegisterDef, pelaku: &Pelaku, e: &Entri) -> Option<Pandangan> {
    if !di_sini(profil, def, e) {
        return None;
    }
    if *pelaku == Pelaku::Sistem {
        return Some(Pandangan::Pribadi);
    }
    dasar_baca(profil, def, pelaku, e).map(|(_, p)| p).max()
}

/// The rows by which somebody reads this entry, each with how much it shows: the answer to "why do I see this?". None:
/// it is hidden. Ask only about entries of this regency and register.
pub fn dasar_baca<'a>(
    profil: &'a Profil,
    def: &'a RegisterDef,
    pelaku: &'a Pelaku,
    e: &'a Entri,
) -> impl Iterator<Item = (&'a Hak, Pandangan)> + use<'a> {
    let pelaku = di_daerah(profil, pelaku);
    let mencapai = move |h: &Hak| match h.cakupan {
        _ if h.siapa == Siapa::Penerima => penerima(def, pelaku, e),
        Cakupan::Semua => true,
        Cakupan::Terbit => e.terbit,
        Cakupan::Unit | Cakupan::Pegang | Cakupan::Milik => match (h.siapa, pelaku.akun()) {
            (Siapa::Peran(p), Some(a)) => {
                let dekat = |u: &KodeUnit| {
                    (h.cakupan != Cakupan::Milik && *u == e.pemegang)
                        || (h.cakupan != Cakupan::Pegang && *u == e.unit)
                };
                a.peran.iter().any(|(q, u)| *q == p && dekat(u))
            }
            _ => false,
        },
        Cakupan::Sendiri => matches!(pelaku, Pelaku::Pelapor(id) if *id == e.id),
    };
    // A rule of the register may withhold the person, never what lists are asked about (lingkup_medan).
    let terlihat = move |h: &Hak| {
        (def.saring_pandangan)(&e.isi, h.siapa, h.pandangan).max(h.pandangan.min(Pandangan::Dinas))
    };
    def.hak
        .iter()
        .filter(move |h| h.boleh.contains(&Tindakan::Baca) && def.setinggi(h, e))
        .filter(move |h| (h.siapa == Siapa::Penerima || cocok(profil, h.siapa, pelaku)) && mencapai(h))
        .map(move |h| (h, terlihat(h)))
}

/// The rows of a register that are there for somebody, whatever entry they reach: what their roles give, and what
/// everybody may.
pub fn hak_milik<'d>(profil: &Profil, def: &'d RegisterDef, pelaku: &Pelaku) -> Vec<&'d Hak> {
    let pelaku = di_daerah(profil, pelaku);
    def.hak
        .iter()
        .filter(|h| cocok(profil, h.siapa, pelaku))
        .collect()
}

/// Whether the actor may take a step that these are named for: roles count in the unit that holds the entry, and for
/// roles that reach over the whole regency (a reading right of [`Cakupan::Semua`]) everywhere. A step for everybody
/// is for everybody who may read the entry; one for a fungsi, for its unit wherever that reads. Where entries have
/// levels, nobody steps in what they do not read.
pub fn boleh_langkah(profil: &Profil, def: &RegisterDef, pelaku: &Pelaku, oleh: &[Siapa], e: &Entri) -> bool {
    let pelaku = di_daerah(profil, pelaku);
    let terbaca = || {
        def.tingkat.is_none() || *pelaku == Pelaku::Sistem || boleh(profil, def, pelaku, Tindakan::Baca, e)
    };
    di_sini(profil, def, e)
        && terbaca()
        && oleh.iter().any(|s| match (s, pelaku) {
            (Siapa::Sistem, Pelaku::Sistem) => true,
            (Siapa::Publik, p) => *p != Pelaku::Sistem && boleh(profil, def, p, Tindakan::Baca, e),
            (Siapa::Pelapor, Pelaku::Pelapor(id)) => *id == e.id,
            (Siapa::Penerima, p) => penerima(def, p, e),
            (Siapa::Peran(p), Pelaku::Akun(a)) => {
                a.peran.iter().any(|(q, u)| q == p && *u == e.pemegang)
                    || (a.ber(*p) && membaca_semua(def, *p) && boleh(profil, def, pelaku, Tindakan::Baca, e))
            }
            (Siapa::Fungsi(..), p) => p.memegang(profil, *s) && boleh(profil, def, p, Tindakan::Baca, e),
            _ => false,
        })
}

fn membaca_semua(def: &RegisterDef, p: Peran) -> bool {
    def.hak.iter().any(|h| {
        h.siapa == Siapa::Peran(p) && h.cakupan == Cakupan::Semua && h.boleh.contains(&Tindakan::Baca)
    })
}

#[cfg(test)]
mod tests;
