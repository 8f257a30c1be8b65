//! Updates of reports, as FixMyStreet and others added them to the protocol: what was done and said, since when, and
//! back again: an office's own system answers with its token, a citizen's app speaks with the tracking code.

use axum::{
    extract::Request,
    http::{StatusCode, header},
};
use jiff::Timestamp;
use kernel::{
    Aksi, Galat, GalatMedan, Pelaku, Peristiwa, Peta, RegisterDef, nilai::Pilihan as _, peristiwa::Kejadian,
};
use layanan::{Keadaan, Langkah};
use serde_json::{Value, json};
use store::{Daftar, Kolom, Saringan, Tampak, Urut};
use web::Formulir;

use crate::{
    Hasil, KODE,
    daftar::{self, RENTANG, rentang},
    kirim::Isian,
    laporan,
    minta::{Minta, Tolak},
};

/// Most reports looked at for one answer.
const SEKALI: usize = 500;

/// `GET …/servicerequestupdates`: in the order in which the reports changed.
pub(crate) async fn daftar(m: Minta) -> Hasil {
    let mut salah = Vec::new();
    let nomor = m.kueri.daftar("service_request_id", &mut salah);
    let (mut sejak, hingga) = rentang(&m, ("start_date", "end_date"), &mut salah);
    let guna = format!("open311/{}/perkembangan", m.p.daerah());
    let setelah = m.kueri.satu("kursor", &mut salah).and_then(|k| {
        let isi = m.p.app.identitas.buka_tanda(&guna, k);
        let k = isi.and_then(|s| store::Kursor::baca(s).ok());
        if k.is_none() {
            salah.push(GalatMedan::baru(
                "kursor",
                "Kursor ini tidak dikenal. Mulai lagi dari halaman pertama.",
            ));
        }
        k
    });
    if !salah.is_empty() {
        return Err(Galat::Isian(salah).into());
    }
    let store = &m.p.app.store;
    let (laporan, berikut) = if nomor.is_empty() {
        sejak = sejak.or_else(|| store.jam().kini().checked_sub(RENTANG).ok());
        let d = Daftar {
            saring: Saringan {
                diubah_sejak: sejak.map(Timestamp::as_millisecond),
                ..Saringan::default()
            },
            urut: Urut {
                kolom: Kolom::Diubah,
                turun: false,
            },
            setelah,
            batas: SEKALI,
        };
        let h = store.daftar(&daftar::wewenang(&m)?, &Pelaku::Publik, &d).await?;
        (h.entri, h.berikut)
    } else {
        let mut ada = Vec::new();
        for n in nomor.into_iter().filter_map(laporan::nomor) {
            match store
                .entri_bernomor(m.p.daerah(), &Pelaku::Publik, KODE, &n)
                .await
            {
                Ok(t) => ada.push(t),
                Err(Galat::TidakDitemukan) => {}
                Err(g) => return Err(g.into()),
            }
        }
        (ada, None)
    };
    let def = m.p.register(KODE)?;
    let cerita = store
        .riwayat_banyak(m.p.daerah(), &laporan, &Pelaku::Publik)
        .await?;
    let awal = sejak.map_or(i64::MIN, Timestamp::as_millisecond);
    let akhir = hingga.map_or(i64::MAX, |t| t.as_millisecond().saturating_add(1_000));
    let mut semua: Vec<(&Peristiwa, Value)> = Vec::new();
    for (t, c) in laporan.iter().zip(&cerita) {
        let dalam = c.iter().filter(|p| (awal..akhir).contains(&p.isi.waktu));
        semua.extend(dalam.filter_map(|p| Some((p, satu(&m, &def, t, p)?))));
    }
    semua.sort_by_key(|(p, _)| (p.isi.waktu, p.isi.entri, p.isi.versi));
    let isi: Vec<Value> = semua.into_iter().map(|(_, v)| v).collect();
    let mut r = m.jawab("service_requests_updates", &isi.into())?;
    if let Some(v) = berikut.and_then(|k| daftar::lanjut(&m, &guna, &k)) {
        r.headers_mut().insert(header::LINK, v);
    }
    Ok(r)
}

/// A step that everybody may know of.
fn satu(m: &Minta, def: &RegisterDef, t: &Tampak, p: &Peristiwa) -> Option<Value> {
    let Kejadian::Langkah { langkah, dari, ke } = &p.isi.kejadian else {
        return None;
    };
    let label = def
        .lifecycle
        .langkah(langkah, dari)
        .map_or(langkah.as_str(), |l| m.p.b.t(&l.label));
    let pemegang = m.p.profil.nama_unit(&p.isi.pemegang);
    let uraian = match laporan::kata(p) {
        Some(k) => k.to_owned(),
        None => format!("{label} ({pemegang})"),
    };
    Some(json!({
        "update_id": update_id(&t.entri.nomor, p.isi.versi),
        "service_request_id": t.entri.nomor,
        "status": laporan::status(laporan::terbuka(def, ke)),
        "external_status_code": ke,
        "updated_datetime": m.waktu(p.isi.waktu),
        "description": uraian,
        "media_url": null,
    }))
}

fn update_id(nomor: &str, versi: i64) -> String {
    format!("{nomor}.{versi}")
}

/// `POST …/servicerequestupdates`
pub(crate) async fn kirim(m: Minta, req: Request) -> Hasil {
    let mut f = Formulir::dari_mesin(req, &m.p.app).await?;
    let isian = Isian::dari(&m, &mut f)?;
    let mut salah = Vec::new();
    let tutup = match isian.ada("status").map(str::to_ascii_lowercase).as_deref() {
        None | Some("open") => false,
        Some("closed") => true,
        Some(_) => {
            salah.push(GalatMedan::baru("status", "Isi open atau closed."));
            false
        }
    };
    let nomor = isian.ada("service_request_id").and_then(laporan::nomor);
    if isian.ada("service_request_id").is_none() {
        salah.push(GalatMedan::baru(
            "service_request_id",
            "Sebutkan nomor laporannya.",
        ));
    }
    if !salah.is_empty() {
        return Err(Galat::Isian(salah).into());
    }
    let tak_ada = || {
        Tolak::tak_ada(
            "service_request_id",
            "Tidak ada laporan dengan nomor ini untuk Anda.",
        )
    };
    let nomor = nomor.ok_or_else(tak_ada)?;
    let pelaku = match isian.ada("kode_lacak") {
        Some(kode) => {
            m.p.app.batas.kirim(&m.p.alamat)?;
            laporan::pelapor(&m, &nomor, kode).await
        }
        None => Ok(m.pengirim(isian.ada("api_key"), true).await?),
    };
    let store = &m.p.app.store;
    let ada = match pelaku {
        Ok(s) => store
            .entri_bernomor(m.p.daerah(), &s, KODE, &nomor)
            .await
            .map(|t| (s, t)),
        Err(g) => Err(g),
    };
    let (pelaku, t) = match ada {
        Ok(x) => x,
        Err(Galat::TidakDitemukan) => return Err(tak_ada()),
        Err(g) => return Err(g.into()),
    };
    let (langkah, medan) = pilih(&pelaku, &t.entri.keadaan, tutup);
    let mut isi = Peta::new();
    if let Some(s) = isian.ada("description") {
        isi.insert(medan.to_owned(), s.into());
    }
    let mut perintah = m.p.perintah(Aksi::Langkah {
        id: t.entri.id,
        versi: None,
        langkah: langkah.kode().to_owned(),
        isian: isi,
    });
    perintah.pelaku = pelaku;
    let hasil = store.jalankan(perintah).await.map_err(|g| match g {
        // The one field of each of these steps is what was said.
        Galat::Isian(semua) => {
            let satu = |s: GalatMedan| GalatMedan::baru("description", s.pesan);
            Galat::Isian(semua.into_iter().map(satu).collect())
        }
        g => g,
    })?;
    let e = hasil.entri;
    let isi = json!([{
        "update_id": update_id(&e.nomor, e.versi),
        "service_request_id": e.nomor,
        "status": laporan::status(e.terbuka),
    }]);
    Ok(m.bentuk
        .jawab(StatusCode::CREATED, "service_request_updates", &isi)?)
}

/// The step that an update means, and the field in which its words belong. Whether it may be taken is decided where all
/// steps are.
fn pilih(pelaku: &Pelaku, keadaan: &str, tutup: bool) -> (Langkah, &'static str) {
    match (pelaku.akun(), tutup) {
        (Some(_), true) => (Langkah::Jawab, "jawaban"),
        (Some(_), false) => (Langkah::Kerjakan, "jawaban"),
        (None, true) => (Langkah::Terima, "pesan"),
        (None, false) => {
            let usai = [Keadaan::Selesai, Keadaan::Diarsipkan, Keadaan::Digabung];
            if usai.iter().any(|k| k.kode() == keadaan) {
                (Langkah::Keberatan, "pesan")
            } else {
                (Langkah::Tanggapi, "pesan")
            }
        }
    }
}
