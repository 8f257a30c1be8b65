//! The indexes by which lists are read, made from what a register declares. Every field that can be filtered or sorted
//! by has a narrow one, in a small register only once it has grown. A register that grows without end has a few wide ones besides: the entries in an order of
//! lists, each with its state, its unit and the fields with few values, so that what a filter does not want is passed
//! over inside the index, hundreds of entries a page of the database, and only what is shown is fetched.

use data_encoding::HEXLOWER;
use kernel::{
    Jenis, Medan, RegisterDef, Siapa,
    izin::{Hak, Tindakan},
};
use sha2::{Digest, Sha256};

use super::{Cara, Kolom, Kotak, Saringan, TAK_HINGGA, Urut, cara, kutip, terurut, ungkapan};

/// Most fields that a wide index carries: PostgreSQL takes 32 columns in all.
const MAKS_BAWAAN: usize = 20;

/// Whether entries of the register come without end. Those are the registers whose figures are kept as running sums,
/// because nobody could count them anew for every page.
pub(super) fn bertumbuh(def: &RegisterDef) -> bool {
    def.rekap_versi != 0
}

/// Entries of a register from which on every field has its index. Below that all entries are looked at more quickly than
/// the planner of PostgreSQL weighs one more index, and it weighs every one of the table for every query.
pub(crate) const BESAR: i64 = 2_000;

/// Whether a register may become large while nobody looks: entries come without end, or from outside.
fn ramai(def: &RegisterDef) -> bool {
    let luar = |h: &Hak| !matches!(h.siapa, Siapa::Peran(_)) && h.boleh.contains(&Tindakan::Buat);
    bertumbuh(def) || def.diikuti || def.hak.iter().any(luar)
}

/// An order of lists for which there is a wide index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jalur {
    /// By creation.
    Baru,
    /// By deadline.
    Jatuh,
    /// Those of one state by deadline: whether there is one hangs on the state, so an order of all would be walked in
    /// vain for long.
    KeadaanJatuh,
    /// Public ones by their point.
    Titik,
}

impl Jalur {
    const SEMUA: [Jalur; 4] = [Jalur::Baru, Jalur::Jatuh, Jalur::KeadaanJatuh, Jalur::Titik];

    /// The one that a list of the register follows, if there is one for its filters and its order.
    pub(super) fn dari(def: &RegisterDef, s: &Saringan, urut: &Urut) -> Option<Self> {
        match urut.kolom {
            _ if !bertumbuh(def) || s.kotak.is_some() || !s.kata.trim().is_empty() => None,
            Kolom::Dibuat => Some(Jalur::Baru),
            Kolom::Jatuh if s.keadaan.len() == 1 => Some(Jalur::KeadaanJatuh),
            Kolom::Jatuh => Some(Jalur::Jatuh),
            _ => None,
        }
    }

    fn kode(self) -> &'static str {
        match self {
            Jalur::Baru => "baru",
            Jalur::Jatuh => "jatuh",
            Jalur::KeadaanJatuh => "keadaan_jatuh",
            Jalur::Titik => "titik",
        }
    }

    /// Its name and the statement that makes it.
    pub(super) fn indeks(self, def: &RegisterDef, banding: &str) -> (String, String) {
        let jatuh = format!("coalesce(jatuh, {TAK_HINGGA})");
        let [lat, lon] = Kotak::MEDAN.map(juta);
        let (urutan, syarat) = match self {
            Jalur::Baru => ("id, keadaan".to_owned(), ""),
            Jalur::Jatuh => (format!("{jatuh}, id, keadaan"), ""),
            Jalur::KeadaanJatuh => (format!("keadaan, {jatuh}, id"), ""),
            Jalur::Titik => (format!("({lat}), ({lon}), id, keadaan"), " and terbit"),
        };
        let bawaan = def.medan_rata();
        let bawaan = bawaan.iter().filter(|m| terbawa(m)).take(MAKS_BAWAAN);
        let bawaan: String = bawaan
            .map(|m| format!(", ({})", lebar(m, banding, self)))
            .collect();
        let kolom = format!("daerah, {urutan}, pemegang, unit, terbuka, terbit{bawaan}");
        susun(&def.kode, self.kode(), &kolom, &kolom, syarat)
    }
}

/// Whether a wide index carries the field: its values are few and short.
fn terbawa(m: &Medan) -> bool {
    let pendek = matches!(
        m.jenis,
        Jenis::Pilihan(_) | Jenis::DariProfil(_) | Jenis::Wilayah(_) | Jenis::YaTidak
    );
    pendek && m.saring && terurut(m)
}

/// The expression of a field in a wide index. It says what [`ungkapan`] says in other words, and in each of these indexes
/// in others again: PostgreSQL keeps no statistics of expressions in partial indexes, takes every filter for a rare one,
/// and would rather sort what another index finds.
pub(super) fn lebar(m: &Medan, banding: &str, jalur: Jalur) -> String {
    let nama = kutip(&m.nama);
    let nilai = match cara(m) {
        _ if !terbawa(m) => return ungkapan(m, banding),
        Cara::Benar => format!("coalesce(cast(isi->'{nama}' as text), '')"),
        _ => format!("coalesce(isi->>'{nama}', '')"),
    };
    match jalur {
        Jalur::Baru => format!("(({nilai} || ''){banding})"),
        Jalur::Jatuh => format!("(('' || {nilai}){banding})"),
        Jalur::KeadaanJatuh => format!("(('' || {nilai} || ''){banding})"),
        Jalur::Titik => format!("(({nilai} || '' || ''){banding})"),
    }
}

/// Name and statement. The name tells by a digest what is indexed, so that a field of another kind gets another index.
fn susun(register: &str, apa: &str, isi: &str, kolom: &str, syarat: &str) -> (String, String) {
    let sidik = Sha256::digest(format!("{register} {apa} {isi}"));
    // PostgreSQL cuts names after 63 bytes.
    let awal: String = format!("entri_{register}_{apa}")
        .chars()
        .filter(char::is_ascii)
        .take(54)
        .collect();
    let nama = format!("{awal}_{}", HEXLOWER.encode(sidik.get(..4).unwrap_or_default())).replace('"', "");
    let register = kutip(register);
    let sql = format!(
        "create index if not exists \"{nama}\" on entri ({kolom}) where register = '{register}'{syarat}"
    );
    (nama, sql)
}

/// Whether an index of that name is one that [`susun`] made, now or in another version of the program.
pub(crate) fn buatan(nama: &str) -> bool {
    let sidik = nama.rsplit_once('_').map(|(_, sidik)| sidik);
    let heksa = |s: &str| s.len() == 8 && s.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c));
    nama.starts_with("entri_") && sidik.is_some_and(heksa)
}

/// The narrow index of a field, if the field is compared by one; it serves filtering, sorting and paging.
pub(super) fn sempit(def: &RegisterDef, m: &Medan, banding: &str) -> Option<(String, String)> {
    let ungkapan = ungkapan(m, banding);
    terurut(m).then(|| {
        susun(
            &def.kode,
            &m.nama,
            &ungkapan,
            &format!("daerah, ({ungkapan}), id"),
            "",
        )
    })
}

/// The index of public entries by their last change, which feeds and other machines ask for.
fn diubah() -> (String, String) {
    let nama = "entri_terbit_diubah";
    let sql =
        format!("create index if not exists {nama} on entri (daerah, register, diubah, id) where terbit");
    (nama.into(), sql)
}

/// The index of a register's entries by their last change, for who follows them.
fn ikuti(def: &RegisterDef) -> Option<(String, String)> {
    let nama = format!("entri_{}_diubah", def.kode).replace('"', "");
    let sql = format!(
        "create index if not exists \"{nama}\" on entri (daerah, diubah, id) where register = '{}'",
        kutip(&def.kode)
    );
    def.diikuti.then_some((nama, sql))
}

/// Those entries changed at a moment or later, after an id at that moment: `$1` the regency, `$2` the moment, `$3` the id,
/// `$4` how many.
pub(crate) fn sql_ikuti(kolom: &str, register: &str) -> String {
    format!(
        "select {kolom} from entri where daerah = $1 and register = '{}' and (diubah, id) > ($2, $3) \
         order by diubah, id limit $4",
        kutip(register)
    )
}

/// The index of the points of public entries, for what lies near; a register that grows has its own.
fn titik() -> (String, String) {
    let nama = "entri_terbit_titik";
    let [lat, lon] = Kotak::MEDAN.map(juta);
    let sql = format!(
        "create index if not exists {nama} on entri (daerah, register, ({lat}), ({lon})) where terbit"
    );
    (nama.into(), sql)
}

/// A coordinate in millionths of a degree.
pub(super) fn juta(nama: &str) -> String {
    format!("round(cast(isi->>'{nama}' as double precision) * 1000000)")
}

/// An index that registers want. None needs a migration.
pub(crate) struct Indeks {
    pub(crate) nama: String,
    /// The statement that makes it.
    pub(crate) perintah: String,
    /// The register that has to be large ([`BESAR`]) for it to be worth its while.
    pub(crate) bila_besar: Option<String>,
}

/// Every index that registers want.
pub(crate) fn semua<'a>(def: impl Iterator<Item = &'a RegisterDef>, banding: &str) -> Vec<Indeks> {
    let selalu = |(nama, perintah)| Indeks {
        nama,
        perintah,
        bila_besar: None,
    };
    let mut semua: Vec<Indeks> = [diubah(), titik()].map(selalu).into();
    for def in def {
        semua.extend(ikuti(def).map(selalu));
        for m in def.medan_rata() {
            let perlu = ramai(def) || def.unik.medan.contains(&m.nama.as_ref());
            let bila_besar = (!perlu).then(|| def.kode.to_string());
            semua.extend(sempit(def, &m, banding).map(|i| Indeks {
                bila_besar,
                ..selalu(i)
            }));
        }
        let bertitik = Kotak::MEDAN.iter().all(|n| def.medan(n).is_some());
        let jalur = Jalur::SEMUA
            .into_iter()
            .filter(|j| *j != Jalur::Titik || bertitik);
        semua.extend(
            jalur
                .filter(|_| bertumbuh(def))
                .map(|j| selalu(j.indeks(def, banding))),
        );
    }
    semua
}
