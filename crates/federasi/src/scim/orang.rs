//! Accounts as users (RFC 7644, section 3). A program sees the accounts of its regency, also those that administrators
//! made, so that it finds whom it is about to add; not those it deleted.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{Path, RawQuery},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use identity::{Oleh, Orang};
use kernel::{Galat, Peran, Pesan};
use serde_json::Value;
use store::{AkunSimpan, scim::AkunScim};
use uuid::Uuid;

use super::{
    Salah, Tamu, Tolak,
    daftar::{Pilihan, Tanya},
    draf::Draf,
    jalan::PEGAWAI,
    jawab, objek, wujud,
};

/// Attributes that lists can be filtered by.
const SARING: [&str; 11] = [
    "id",
    "externalId",
    "userName",
    "name",
    "displayName",
    "active",
    "emails",
    "roles",
    "groups",
    "schemas",
    PEGAWAI,
];

type Jalur = Path<(String, String)>;

/// The accounts of a regency, with what the program calls them.
struct Semua {
    akun: Vec<AkunSimpan>,
    tautan: BTreeMap<Uuid, AkunScim>,
}

impl Semua {
    async fn baca(t: &Tamu) -> Result<Self, Galat> {
        let d = t.profil.kode();
        let mut akun = t.app.store.semua_akun(d).await?;
        akun.sort_by_key(|a| a.akun.id);
        let tautan = t.app.store.scim_akun(d, t.klien.id).await?;
        Ok(Semua {
            akun,
            tautan: tautan.into_iter().map(|s| (s.akun, s)).collect(),
        })
    }

    fn luar(&self, id: Uuid) -> Option<&str> {
        self.tautan.get(&id).and_then(|s| s.luar.as_deref())
    }

    fn dihapus(&self, id: Uuid) -> bool {
        self.tautan.get(&id).is_some_and(|s| s.dihapus)
    }

    fn tampak(&self) -> impl Iterator<Item = &AkunSimpan> {
        self.akun.iter().filter(|a| !self.dihapus(a.akun.id))
    }

    fn satu(&self, id: &str) -> Result<&AkunSimpan, Tolak> {
        let id: Uuid = id.parse().map_err(|_| Galat::TidakDitemukan)?;
        let ada = self.tampak().find(|a| a.akun.id == id);
        Ok(ada.ok_or(Galat::TidakDitemukan)?)
    }

    fn wujud(&self, t: &Tamu, a: &AkunSimpan) -> Value {
        wujud::orang(t, a, self.luar(a.akun.id))
    }

    /// Whether nothing that is to be one account's alone is somebody else's.
    fn bebas(&self, d: &Draf, sendiri: Option<Uuid>) -> Result<(), Tolak> {
        let lain = || self.akun.iter().filter(|a| Some(a.akun.id) != sendiri);
        let kembar = |pesan: &'static str| Err(Tolak::salah(Salah::Kembar, pesan));
        if d.nip.is_some() && lain().any(|a| a.nip == d.nip) {
            return kembar("NIP ini sudah dipakai akun lain di daerah ini. Satu pegawai memakai satu akun.");
        }
        if d.luar.is_some() && lain().any(|a| self.luar(a.akun.id) == d.luar.as_deref()) {
            return kembar("externalId ini sudah dipakai untuk akun lain.");
        }
        Ok(())
    }
}

/// `GET …/Users`. O(accounts of the regency).
pub(super) async fn daftar(t: Tamu, RawQuery(q): RawQuery) -> Result<Response, Tolak> {
    let tanya = Tanya::baca(q.as_deref(), &SARING)?;
    let semua = Semua::baca(&t).await?;
    Ok(tanya.jawab(semua.tampak().map(|a| semua.wujud(&t, a)).collect()))
}

/// `GET …/Users/{id}`
pub(super) async fn baca(
    t: Tamu,
    Path((_, id)): Jalur,
    kepala: HeaderMap,
    RawQuery(q): RawQuery,
) -> Result<Response, Tolak> {
    let tanya = Tanya::baca(q.as_deref(), &SARING)?;
    let semua = Semua::baca(&t).await?;
    let v = semua.wujud(&t, semua.satu(&id)?);
    if disebut(&kepala, header::IF_NONE_MATCH).is_some_and(|s| cocok(s, wujud::versi(&v))) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    Ok(satu(StatusCode::OK, v, &tanya.pilih))
}

/// `POST …/Users`. An account that this program deleted is opened again.
pub(super) async fn buat(
    t: Tamu,
    kepala: HeaderMap,
    RawQuery(q): RawQuery,
    isi: Bytes,
) -> Result<Response, Tolak> {
    let tanya = Tanya::baca(q.as_deref(), &SARING)?;
    let mut d = Draf::default();
    d.tubuh(&t.profil, &objek(&kepala, &isi)?)?;
    let pengguna = d.pengguna.clone();
    let pengguna = pengguna.ok_or_else(|| Tolak::salah(Salah::Nilai, "userName belum diisi."))?;
    let semua = Semua::baca(&t).await?;
    let lama = semua.akun.iter().find(|a| a.akun.pengguna == pengguna);
    semua.bebas(&d, lama.map(|a| a.akun.id))?;
    let kembar = || {
        let pesan = Pesan::baru("Nama pengguna {pengguna} sudah dipakai.").dengan("pengguna", &pengguna);
        Tolak::salah(Salah::Kembar, pesan)
    };
    let id = match lama {
        Some(a) if semua.dihapus(a.akun.id) => {
            d.nama = Some(d.nama.unwrap_or_else(|| a.akun.nama.clone()));
            simpan(&t, a, semua.luar(a.akun.id), &d).await?;
            a.akun.id
        }
        Some(_) => return Err(kembar()),
        None => tambah(&t, &pengguna, &d).await?,
    };
    tautkan(&t, id, d.luar.clone(), false).await?;
    let semua = Semua::baca(&t).await?;
    Ok(satu(
        StatusCode::CREATED,
        semua.wujud(&t, semua.satu(&id.to_string())?),
        &tanya.pilih,
    ))
}

/// A new account, with roles that the program may grant and a password that nobody knows.
async fn tambah(t: &Tamu, pengguna: &str, d: &Draf) -> Result<Uuid, Tolak> {
    if let Some((p, _)) = d.peran.iter().find(|(p, _)| !t.klien.peran.contains(p)) {
        return Err(di_luar(*p));
    }
    let (id, oleh) = (&t.app.identitas, Oleh::Klien(t.klien.id));
    let orang = Orang {
        pengguna,
        nama: d.nama.as_deref().unwrap_or(pengguna),
        peran: d.peran.clone(),
        nip: d.nip.clone(),
        surel: d.surel.clone(),
    };
    let (a, _) = match id.tambah_akun(oleh, t.profil.kode(), orang, None).await {
        Err(g) if t.app.store.akun(t.profil.kode(), pengguna).await?.is_some() => {
            // Somebody else added them just now.
            return Err(match g {
                Galat::Isian(mut s) if !s.is_empty() => Tolak::Salah(Salah::Kembar, s.swap_remove(0).pesan),
                g => g.into(),
            });
        }
        hasil => hasil?,
    };
    if !d.aktif {
        id.atur_aktif(oleh, &a, false).await?;
    }
    Ok(a.akun.id)
}

/// `PUT …/Users/{id}`: what the body does not name stays.
pub(super) async fn ganti(
    t: Tamu,
    Path((_, id)): Jalur,
    kepala: HeaderMap,
    RawQuery(q): RawQuery,
    isi: Bytes,
) -> Result<Response, Tolak> {
    let isi = objek(&kepala, &isi)?;
    let profil = t.profil.clone();
    ubahkan(&t, &id, &kepala, q.as_deref(), |d| d.tubuh(&profil, &isi)).await
}

/// `PATCH …/Users/{id}`
pub(super) async fn ubah(
    t: Tamu,
    Path((_, id)): Jalur,
    kepala: HeaderMap,
    RawQuery(q): RawQuery,
    isi: Bytes,
) -> Result<Response, Tolak> {
    let isi = objek(&kepala, &isi)?;
    let profil = t.profil.clone();
    ubahkan(&t, &id, &kepala, q.as_deref(), |d| d.tambal(&profil, &isi)).await
}

/// `DELETE …/Users/{id}`: the account is closed and its history stays; for this program it is gone.
pub(super) async fn hapus(t: Tamu, Path((_, id)): Jalur, kepala: HeaderMap) -> Result<Response, Tolak> {
    let semua = Semua::baca(&t).await?;
    let a = semua.satu(&id)?;
    dasar(&kepala, &semua.wujud(&t, a))?;
    if a.aktif {
        let oleh = Oleh::Klien(t.klien.id);
        t.app.identitas.atur_aktif(oleh, a, false).await?;
    }
    tautkan(&t, a.akun.id, semua.luar(a.akun.id).map(str::to_owned), true).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn ubahkan(
    t: &Tamu,
    id: &str,
    kepala: &HeaderMap,
    q: Option<&str>,
    ubah: impl FnOnce(&mut Draf) -> Result<(), Tolak>,
) -> Result<Response, Tolak> {
    let tanya = Tanya::baca(q, &SARING)?;
    let semua = Semua::baca(t).await?;
    let a = semua.satu(id)?;
    dasar(kepala, &semua.wujud(t, a))?;
    let luar = semua.luar(a.akun.id);
    let mut d = Draf::dari(a, luar.map(str::to_owned));
    ubah(&mut d)?;
    semua.bebas(&d, Some(a.akun.id))?;
    simpan(t, a, luar, &d).await?;
    if d.luar.as_deref() != luar {
        tautkan(t, a.akun.id, d.luar.clone(), false).await?;
    }
    let semua = Semua::baca(t).await?;
    Ok(satu(
        StatusCode::OK,
        semua.wujud(t, semua.satu(id)?),
        &tanya.pilih,
    ))
}

/// Makes an account what the draft says, each change as an administrator makes it, and nothing that is so already.
/// Roles outside those that the program may grant stay as they are.
async fn simpan(t: &Tamu, a: &AkunSimpan, luar: Option<&str>, d: &Draf) -> Result<(), Tolak> {
    let lama = Draf::dari(a, luar.map(str::to_owned));
    if d.pengguna != lama.pengguna {
        return Err(Tolak::salah(
            Salah::Tetap,
            "userName tidak dapat diganti. Buat akun baru, lalu tutup yang lama.",
        ));
    }
    let boleh = |p: &Peran| t.klien.peran.contains(p);
    let tetap = a.akun.peran.iter().filter(|(p, _)| !boleh(p));
    let mut peran: Vec<_> = tetap.cloned().collect();
    for x in &d.peran {
        match boleh(&x.0) || a.akun.peran.contains(x) {
            true => peran.push(x.clone()),
            false => return Err(di_luar(x.0)),
        }
    }
    peran.sort();
    peran.dedup();
    let ganti_peran = peran.iter().any(|x| !a.akun.peran.contains(x)) || peran.len() != a.akun.peran.len();
    let isi = d.nama != lama.nama || d.nip != lama.nip || d.surel != lama.surel || ganti_peran;
    if a.akun.ber(Peran::Administrator) && (isi || (d.aktif && !a.aktif)) {
        return Err(Galat::Ditolak(
            "Akun administrator hanya dapat ditutup lewat SCIM. Ubah di halaman Akun pegawai.".into(),
        )
        .into());
    }
    let (id, oleh) = (&t.app.identitas, Oleh::Klien(t.klien.id));
    // Whoever is to be out is out first.
    if lama.aktif && !d.aktif {
        id.atur_aktif(oleh, a, false).await?;
    }
    if d.nip != lama.nip {
        let hasil = id.atur_nip(oleh, a, d.nip.as_ref()).await;
        hasil.map_err(|g| match g {
            Galat::Isian(mut s) if !s.is_empty() => Tolak::Salah(Salah::Kembar, s.swap_remove(0).pesan),
            g => g.into(),
        })?;
    }
    if let Some(n) = d.nama.as_ref().filter(|_| d.nama != lama.nama) {
        id.atur_nama(oleh, a, n).await?;
    }
    if d.surel != lama.surel {
        id.atur_surel(oleh, a, d.surel.as_ref()).await?;
    }
    if ganti_peran {
        id.atur_peran(oleh, a, peran).await?;
    }
    if !lama.aktif && d.aktif {
        id.atur_aktif(oleh, a, true).await?;
    }
    Ok(())
}

fn di_luar(p: Peran) -> Tolak {
    let pesan = Pesan::baru("Peran {peran} tidak boleh diberikan lewat SCIM di sini. Operator mengaturnya.");
    Galat::Ditolak(pesan.dengan("peran", p.kode())).into()
}

async fn tautkan(t: &Tamu, akun: Uuid, luar: Option<String>, dihapus: bool) -> Result<(), Tolak> {
    let a = AkunScim { akun, luar, dihapus };
    match t.app.store.scim_tautkan(t.profil.kode(), t.klien.id, &a).await? {
        true => Ok(()),
        false => Err(Tolak::salah(
            Salah::Kembar,
            "externalId ini sudah dipakai untuk akun lain.",
        )),
    }
}

fn disebut(kepala: &HeaderMap, nama: HeaderName) -> Option<&str> {
    kepala.get(nama).and_then(|v| v.to_str().ok())
}

fn cocok(disebut: &str, versi: &str) -> bool {
    let inti = |s: &str| s.trim().trim_start_matches("W/").to_owned();
    disebut
        .split(',')
        .any(|s| s.trim() == "*" || inti(s) == inti(versi))
}

/// Whether the program knows the account as it is, where it says so.
fn dasar(kepala: &HeaderMap, v: &Value) -> Result<(), Tolak> {
    match disebut(kepala, header::IF_MATCH) {
        Some(s) if !cocok(s, wujud::versi(v)) => Err(Galat::VersiBasi { kini: 0 }.into()),
        _ => Ok(()),
    }
}

fn satu(status: StatusCode, v: Value, pilih: &Pilihan) -> Response {
    let (versi, alamat) = (wujud::versi(&v).to_owned(), v["meta"]["location"].clone());
    let mut r = jawab(status, &wujud::pangkas(v, pilih));
    for (nama, isi) in [
        (header::ETAG, versi.as_str()),
        (header::LOCATION, alamat.as_str().unwrap_or_default()),
    ] {
        if let Ok(isi) = HeaderValue::from_str(isi) {
            r.headers_mut().insert(nama, isi);
        }
    }
    r
}
