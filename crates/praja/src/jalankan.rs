//! From what was asked to who does it.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    sync::Arc,
    time::Instant,
};

use kernel::{Galat, Jam, profil::KodeDaerah};
use profil::{Sumber, temuan::saran};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use web::api::tukar::xlsx;

use crate::{
    akun, cadang,
    catatan::{self, Metrik},
    cli::{self, Perintah},
    demo, dokter,
    konfigurasi::{BentukLog, Konfigurasi},
    kunci_data, layani,
    layar::{self, Gagal, Kemajuan, json, kabari, tulis},
    log, masuk_tunggal, periksa,
    rakit::{self, Rakitan},
    regulasi, scim, surat,
    tukar::{self, Baris, Bentuk, HasilBaris},
};

/// Exit code of a command.
pub(crate) type Kode = Result<u8, Gagal>;

pub(crate) async fn jalankan(p: Perintah) -> Kode {
    match p {
        Perintah::Demo(d) => peragaan(d).await,
        Perintah::Serve(d) => serve(d).await,
        Perintah::Init(i) => init(i).await,
        Perintah::Check(c) => periksa::check(c),
        Perintah::Verify(v) => log::verify(v).await,
        Perintah::Backup(b) => cadang::backup(b).await,
        Perintah::Doctor(d) => dokter::doctor(d).await,
        Perintah::Restore(r) => cadang::restore(r).await,
        Perintah::Import(i) => import(i).await,
        Perintah::Export(e) => export(e).await,
        Perintah::Regulation(cli::Regulation::Read { berkas, json, alamat }) => {
            let bentuk = match (json, alamat) {
                (true, _) => regulasi::Bentuk::Json,
                (_, true) => regulasi::Bentuk::Alamat,
                _ => regulasi::Bentuk::Laporan,
            };
            Ok(regulasi::baca(&berkas, bentuk))
        }
        Perintah::Regulation(cli::Regulation::Import(n)) => naskah(n).await,
        Perintah::User(u) => user(u).await,
        Perintah::Token(t) => token(t).await,
        Perintah::Sso(s) => masuk_tunggal::jalankan(s).await,
        Perintah::Scim(s) => scim::jalankan(s).await,
        Perintah::KunciData(k) => kunci_data::jalankan(k).await,
        Perintah::Surat(cli::Surat::Terima(t)) => Ok(surat::terima(t).await),
    }
}

pub(crate) fn konfigurasi(d: &cli::Dasar) -> Result<Konfigurasi, Gagal> {
    Ok(Konfigurasi::muat(d.config.as_deref(), std::env::vars_os())?)
}

/// For commands that do one thing and end: only warnings are logged, for a person.
pub(crate) async fn buka(d: &cli::Dasar) -> Result<(Konfigurasi, Rakitan), Gagal> {
    buka_dengan(konfigurasi(d)?).await
}

/// The configuration of a data folder, if one is named, or the configured one.
pub(crate) fn konfigurasi_di(d: &cli::Dasar, data: Option<&Path>) -> Result<Konfigurasi, Gagal> {
    match data {
        Some(data) => Ok(Konfigurasi::bawaan(crate::konfigurasi::LISTEN_BAWAAN, data)),
        None => konfigurasi(d),
    }
}

/// [`buka`], with a configuration that is at hand.
pub(crate) async fn buka_dengan(k: Konfigurasi) -> Result<(Konfigurasi, Rakitan), Gagal> {
    catatan::mulai("warn", BentukLog::Teks);
    let r = rakit::buka(&k, Arc::new(Jam::Sistem)).await?;
    Ok((k, r))
}

/// [`buka_dengan`], for what must be there already: a folder whose name is mistyped does not become a new installation
/// in which everything is in order.
pub(crate) async fn buka_yang_ada(k: Konfigurasi) -> Result<(Konfigurasi, Rakitan), Gagal> {
    if let Some(berkas) = store::berkas_lite(k.database.buka()).filter(|b| !b.is_file()) {
        return Err(Gagal::Pemakaian(format!(
            "{}: tidak ada basis data di sini. Periksa nama foldernya, atau mulai pemasangan baru dengan praja init.",
            berkas.display()
        )));
    }
    buka_dengan(k).await
}

/// Opens the installation that a command names, does something with the regency that it names, and closes it again,
/// whatever came of that.
pub(crate) async fn di_daerah<T>(
    t: &cli::Tempat,
    kerja: impl AsyncFnOnce(&Konfigurasi, &Rakitan, &KodeDaerah) -> Result<T, Gagal>,
) -> Result<T, Gagal> {
    let (k, r) = buka(&t.dasar).await?;
    let hasil = match akun::daerah(&r.store, t.daerah.as_deref()) {
        Ok(d) => kerja(&k, &r, &d).await,
        Err(g) => Err(pemakaian(g)),
    };
    r.store.tutup().await;
    hasil
}

async fn serve(d: cli::Dasar) -> Kode {
    let k = konfigurasi(&d)?;
    catatan::mulai(&k.log, k.log_bentuk);
    let metrik = catatan::metrik();
    let henti = layani::sinyal_henti()?;
    let pendengar = layani::dengarkan(&k.listen).await?;
    let r = rakit::buka(&k, Arc::new(Jam::Sistem)).await?;
    let alamat = pendengar
        .local_addr()
        .map_or_else(|_| k.listen.clone(), |a| a.to_string());
    let daerah: Vec<&str> = r.store.daerah().keys().map(|d| d.as_str()).collect();
    tracing::info!(
        versi = env!("CARGO_PKG_VERSION"),
        alamat,
        daerah = daerah.join(","),
        "praja melayani"
    );
    layani_situs(r, &k, pendengar, metrik, henti, false).await
}

async fn layani_situs(
    r: Rakitan,
    k: &Konfigurasi,
    pendengar: tokio::net::TcpListener,
    metrik: Metrik,
    henti: CancellationToken,
    demo: bool,
) -> Kode {
    let situs = layani::situs(&r, k, metrik, demo);
    layani::layani(r, k, pendengar, situs, henti).await?;
    Ok(0)
}

async fn peragaan(d: cli::Demo) -> Kode {
    let mut k = Konfigurasi::bawaan(&d.listen, &d.data);
    catatan::mulai(&d.log, BentukLog::Teks);
    let metrik = catatan::metrik();
    let henti = layani::sinyal_henti()?;
    let pendengar = layani::dengarkan(&k.listen).await?;
    if let Ok(a) = pendengar.local_addr() {
        // Port 0 was a wish for any free one; mail must name the one we got. Passkeys need a host with a name.
        let listen = match a.ip().is_loopback() {
            true => format!("localhost:{}", a.port()),
            false => a.to_string(),
        };
        k = Konfigurasi::bawaan(&listen, &d.data);
    }
    let r = rakit::buka(&k, Arc::new(Jam::Sistem)).await?;
    let laporan = tokio::select! {
        l = demo::siapkan(&r, &d.data) => l?,
        () = henti.cancelled() => {
            // What was begun is finished by the next start.
            r.store.tutup().await;
            return Ok(1);
        }
    };
    demo::sambut(&k, &laporan);
    layani_situs(r, &k, pendengar, metrik, henti, true).await
}

/// A regency without profile gets the scaffold of one; none when it has a profile.
fn daerah_baru(i: &cli::Init) -> Result<Option<u8>, Gagal> {
    let Some(kode) = &i.daerah else { return Ok(None) };
    let k = konfigurasi(&i.dasar)?;
    let sumber = Sumber::dari(k.profil.as_deref());
    let ada = sumber.daerah().unwrap_or_default();
    if ada.contains(kode) {
        return Ok(None);
    }
    let kode = KodeDaerah::try_from(kode.clone()).map_err(|e| Gagal::Pemakaian(format!("{e}.")))?;
    let folder = k.profil.clone().unwrap_or_else(|| "profil".into());
    let ditulis =
        profil::rangka(&folder, &kode).map_err(|e| berkas_gagal("making a profile", &folder, &e))?;
    if i.json {
        json(&ditulis);
        return Ok(Some(0));
    }
    tulis(format!(
        "Profil {kode} belum ada, jadi rangkanya dibuat. Ditulis:"
    ));
    ditulis.iter().for_each(|b| tulis(format!("  {}", b.display())));
    let mirip = saran(kode.as_str(), ada.iter().map(String::as_str));
    if !mirip.is_empty() {
        tulis(format!(
            "\nBila ini salah ketik:{mirip} Hapus folder {}/{kode}.",
            folder.display()
        ));
    }
    tulis("\nSelanjutnya:");
    if k.profil.is_none() {
        tulis(format!(
            "  1. Tulis di praja.toml: profil = \"{}\"",
            folder.display()
        ));
    }
    tulis(format!(
        "  2. Isi nilai yang diawali ISI:, lalu periksa: praja check --profil {}",
        folder.display()
    ));
    tulis(format!(
        "  3. Ketentuan peraturannya: praja regulation read NASKAH.txt --alamat > {}/{kode}/ketentuan.txt",
        folder.display()
    ));
    tulis(format!("  4. Sampai lengkap: praja check --profil {kode}"));
    tulis(format!("  5. Lalu jalankan lagi: praja init --daerah {kode}"));
    Ok(Some(0))
}

async fn init(i: cli::Init) -> Kode {
    if let Some(kode) = daerah_baru(&i)? {
        return Ok(kode);
    }
    let (k, r) = buka(&i.dasar).await?;
    let daerah = akun::daerah(&r.store, i.daerah.as_deref()).map_err(pemakaian)?;
    let kartu = akun::administrator_pertama(&r, &daerah, &i.pengguna, &i.nama).await;
    r.store.tutup().await;
    let kartu = kartu?;
    if i.json {
        json(&kartu);
        return Ok(0);
    }
    tulis(format!(
        "Siap untuk {daerah}. Basis data, folder {}, dan kunci sudah dibuat.",
        k.data.display()
    ));
    tulis(format!("  Pengguna : {}", kartu.pengguna));
    tulis(format!(
        "  Sandi    : {}   (ditampilkan sekali ini saja)",
        kartu.sandi.unwrap_or_default()
    ));
    tulis("\nSelanjutnya:");
    tulis(format!(
        "  1. Simpan salinan {} di tempat lain: tanpa berkas itu kode lacak warga tidak berlaku lagi.",
        k.berkas_kunci().display()
    ));
    tulis("  2. Jalankan: praja serve");
    tulis(format!("  3. Masuk di {}/{daerah}/masuk", k.url_dasar));
    tulis(format!(
        "  4. Tambahkan petugas: praja user add --daerah {daerah} --pengguna … --nama … --peran koordinator:…"
    ));
    Ok(0)
}

async fn naskah(n: cli::Naskah) -> Kode {
    let k = konfigurasi_di(&n.dasar, n.data.as_deref())?;
    let isi = regulasi::isi(&n.berkas).map_err(|e| berkas_gagal("reading the file", &n.berkas, &e))?;
    let (_, r) = buka_yang_ada(k).await?;
    let hasil = async {
        let daerah = akun::daerah(&r.store, n.daerah.as_deref()).map_err(pemakaian)?;
        regulasi::impor(&r.store, &daerah, isi, &n)
            .await
            .map_err(pemakaian)
    };
    let hasil = hasil.await;
    r.store.tutup().await;
    let l = hasil?;
    if n.json {
        json(&regulasi::ringkas(&l));
    } else {
        tulis(regulasi::laporan(&l));
    }
    Ok(0)
}

/// A wrong code on the command line is a wrong use of it.
pub(crate) fn pemakaian(g: Galat) -> Gagal {
    match g {
        Galat::Isian(v) => {
            let satu = v
                .iter()
                .map(|g| format!("{}: {}", g.medan, g.pesan.dalam(kernel::Bahasa::Id)));
            Gagal::Pemakaian(satu.collect::<Vec<_>>().join(" "))
        }
        g => Gagal::Galat(g),
    }
}

async fn meja<'a>(r: &'a Rakitan, m: &cli::Meja) -> Result<tukar::Meja<'a>, Gagal> {
    let daerah = akun::daerah(&r.store, m.daerah.as_deref()).map_err(pemakaian)?;
    tukar::Meja::buka(&r.store, daerah.as_str(), &m.register, &m.pengguna)
        .await
        .map_err(pemakaian)
}

fn berkas_gagal(apa: &'static str, jalur: &Path, e: &std::io::Error) -> Gagal {
    Gagal::Galat(Galat::dalam(apa, format!("{}: {e}", jalur.display())))
}

/// The report of an import with all its rows.
#[derive(Serialize)]
struct Rincian<'a> {
    #[serde(flatten)]
    ringkas: &'a tukar::Laporan,
    baris: &'a [Baris],
}

/// Why a row was refused, in a line.
fn ditolak(baris: usize, galat: &[(String, String)]) -> String {
    let alasan = galat.iter().map(|(m, p)| match m.as_str() {
        "baris" => p.clone(),
        _ => format!("{m}: {p}"),
    });
    format!("baris {baris}: {}", alasan.collect::<Vec<_>>().join(" "))
}

async fn import(i: cli::Import) -> Kode {
    let bentuk = tukar::bentuk(&i.berkas).ok_or_else(|| {
        Gagal::Pemakaian(format!(
            "{}: nama berkas harus berakhiran .xlsx, .csv, atau .ndjson.",
            i.berkas.display()
        ))
    })?;
    let gagal = |e: std::io::Error| berkas_gagal("reading the file", &i.berkas, &e);
    let berkas = File::open(&i.berkas).map_err(gagal)?;
    let kemajuan = Kemajuan::bait(berkas.metadata().map_err(gagal)?.len());
    let (_, r) = buka(&i.meja.dasar).await?;
    let mut sumber = BufReader::with_capacity(256 * 1024, kemajuan.baca(berkas));
    let excel = sumber.fill_buf().map_err(gagal)?.starts_with(xlsx::AWAL);
    let sumber: Box<dyn BufRead + Send> = if excel {
        let mut isi = Vec::new();
        // One byte more than is read tells that there is more.
        let batas = sumber
            .take(web::api::tukar::MAKS_BERKAS as u64 + 1)
            .read_to_end(&mut isi);
        batas.map_err(gagal)?;
        Box::new(std::io::Cursor::new(xlsx::ke_csv(&isi).map_err(Gagal::Galat)?))
    } else {
        Box::new(sumber)
    };
    let cara = if i.baru {
        tukar::Cara::Baru
    } else {
        tukar::Cara::Ubah
    };
    let (mut semua, mut n, mulai) = (Vec::new(), 0_usize, Instant::now());
    let mut catat = |b: Baris| {
        n += 1;
        if n.is_multiple_of(500) {
            let laju = n as f64 / mulai.elapsed().as_secs_f64().max(0.001);
            kemajuan.kata(format!("{n} baris, {laju:.0}/detik"));
        }
        match &b.hasil {
            _ if i.json => semua.push(b),
            HasilBaris::Ditolak { galat } => kemajuan.tulis(&ditolak(b.baris, galat)),
            _ => {}
        }
    };
    let hasil = match meja(&r, &i.meja).await {
        Ok(m) => tukar::impor(&m, bentuk, cara, sumber, &mut catat)
            .await
            .map_err(Gagal::Galat),
        Err(g) => Err(g),
    };
    kemajuan.selesai();
    r.store.tutup().await;
    let l = hasil?;
    if i.json {
        json(&Rincian {
            ringkas: &l,
            baris: &semua,
        });
    } else {
        kabari(format!(
            "{} dibuat, {} diubah, {} tetap, {} sudah ada, {} ditolak.",
            l.dibuat, l.diubah, l.tetap, l.sudah_ada, l.ditolak
        ));
    }
    Ok(u8::from(l.ditolak > 0))
}

async fn export(e: cli::Export) -> Kode {
    let bentuk = if e.format == "ndjson" {
        Bentuk::Ndjson
    } else {
        Bentuk::Csv
    };
    let (_, r) = buka(&e.meja.dasar).await?;
    let mut ke: Box<dyn Write + Send> = match &e.ke {
        Some(j) => Box::new(std::io::BufWriter::new(
            File::create(j).map_err(|g| berkas_gagal("making the file", j, &g))?,
        )),
        None => Box::new(std::io::BufWriter::new(std::io::stdout())),
    };
    let kemajuan = Kemajuan::hitung("Entri:");
    let hasil = match meja(&r, &e.meja).await {
        Ok(m) => tukar::ekspor(&m, bentuk, &mut *ke, &mut |n| kemajuan.maju(n))
            .await
            .map_err(Gagal::Galat),
        Err(g) => Err(g),
    };
    kemajuan.selesai();
    r.store.tutup().await;
    kabari(format!("{} entri.", hasil?));
    Ok(0)
}

fn sandi_stdin(baca: bool) -> Result<Option<String>, Gagal> {
    if !baca {
        return Ok(None);
    }
    let mut s = String::new();
    std::io::stdin()
        .read_line(&mut s)
        .map_err(|e| Gagal::Galat(Galat::dalam("reading the password", e)))?;
    Ok(Some(s.trim_end_matches(['\r', '\n']).to_owned()))
}

fn tampilkan(kartu: &[akun::Kartu], sebagai_json: bool) {
    if sebagai_json {
        return json(&kartu);
    }
    let aktif = |a| if a { "ya" } else { "tidak" }.to_owned();
    let baris = kartu.iter().map(|k| {
        vec![
            k.pengguna.clone(),
            k.nama.clone(),
            k.peran.join(" "),
            aktif(k.aktif),
        ]
    });
    layar::tabel(
        &["PENGGUNA", "NAMA", "PERAN", "AKTIF"],
        &baris.collect::<Vec<_>>(),
    );
    for k in kartu {
        if let Some(s) = &k.sandi {
            tulis(format!(
                "Sandi {}: {s}   (ditampilkan sekali ini saja)",
                k.pengguna
            ));
        }
    }
}

fn baca_nip(nip: Option<&str>) -> Result<Option<kernel::nilai::Nip>, Gagal> {
    let nip = nip.map(kernel::nilai::Nip::baru).transpose();
    nip.map_err(|pesan| pemakaian(Galat::medan("nip", pesan)))
}

async fn user(u: cli::User) -> Kode {
    use cli::User::{Add, Disable, Enable, List, Nip, Password, ResetFactor};
    let (Add { tempat, .. }
    | List { tempat }
    | Disable { tempat, .. }
    | Enable { tempat, .. }
    | Nip { tempat, .. }
    | ResetFactor { tempat, .. }
    | Password { tempat, .. }) = &u;
    let (_, r) = buka(&tempat.dasar).await?;
    let sebagai_json = tempat.json;
    let hasil = async {
        let d = akun::daerah(&r.store, tempat.daerah.as_deref()).map_err(pemakaian)?;
        let kartu = match &u {
            Add {
                pengguna,
                nama,
                peran,
                nip,
                sandi_stdin: s,
                ..
            } => {
                let peran = peran
                    .iter()
                    .map(|p| akun::peran(&r.store, &d, p))
                    .collect::<Result<_, _>>()
                    .map_err(pemakaian)?;
                let orang = identity::Orang {
                    pengguna,
                    nama,
                    peran,
                    nip: baca_nip(nip.as_deref())?,
                    surel: None,
                };
                vec![akun::tambah(&r, &d, orang, sandi_stdin(*s)?).await?]
            }
            List { .. } => akun::daftar(&r.store, &d).await?,
            Disable { pengguna, .. } => vec![akun::atur_aktif(&r, &d, pengguna, false).await?],
            Enable { pengguna, .. } => vec![akun::atur_aktif(&r, &d, pengguna, true).await?],
            Nip { pengguna, nip, .. } => {
                vec![akun::atur_nip(&r, &d, pengguna, baca_nip(nip.as_deref())?).await?]
            }
            ResetFactor { pengguna, alasan, .. } => {
                vec![akun::lepas_faktor(&r, &d, pengguna, alasan).await?]
            }
            Password {
                pengguna,
                sandi_stdin: s,
                ..
            } => {
                vec![akun::ganti_sandi(&r, &d, pengguna, sandi_stdin(*s)?).await?]
            }
        };
        Ok::<_, Gagal>(kartu)
    };
    let hasil = hasil.await;
    r.store.tutup().await;
    tampilkan(&hasil?, sebagai_json);
    Ok(0)
}

async fn token(t: cli::Token) -> Kode {
    use cli::Token::{List, New, Revoke};
    let (New { tempat, .. } | List { tempat } | Revoke { tempat, .. }) = &t;
    let (_, r) = buka(&tempat.dasar).await?;
    let sebagai_json = tempat.json;
    let hasil = async {
        let d = akun::daerah(&r.store, tempat.daerah.as_deref()).map_err(pemakaian)?;
        Ok::<_, Gagal>(match &t {
            New {
                pengguna, nama, hari, ..
            } => vec![akun::token_baru(&r, &d, pengguna, nama, *hari).await?],
            List { .. } => akun::daftar_token(&r.store, &d).await?,
            Revoke { id, .. } => {
                akun::cabut_token(&r.store, &d, id).await?;
                Vec::new()
            }
        })
    };
    let hasil = hasil.await;
    r.store.tutup().await;
    let kartu = hasil?;
    if sebagai_json {
        json(&kartu);
    } else if matches!(t, Revoke { .. }) {
        tulis("Token dicabut.");
    } else {
        let baris = kartu
            .iter()
            .map(|k| vec![k.id.clone(), k.pengguna.clone(), k.nama.clone(), k.sampai.clone()]);
        layar::tabel(&["ID", "PENGGUNA", "UNTUK", "SAMPAI"], &baris.collect::<Vec<_>>());
        for s in kartu.iter().filter_map(|k| k.token.as_ref()) {
            tulis(format!("Token: {s}   (ditampilkan sekali ini saja)"));
        }
    }
    Ok(0)
}
