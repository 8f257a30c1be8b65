//! Where people come from an application and go back to it: logged in, entitled, and agreed. Only an address that is
//! registered is ever gone to.

use axum::{
    body::Bytes,
    extract::RawQuery,
    response::{IntoResponse, Response},
};
use identity::rahasia_baru;
use kernel::{Akun, Galat, Pesan};
use maud::html;
use store::sso::Kode;
use ui::enkode;
use url::Url;
use web::{Formulir, Gagal, Permintaan, SESI, lihat, lihat_dengan};

use crate::{
    UMUR_KODE, klaim,
    minta::{GUNA_SEJAK, LEWAT, Permohonan, SEJAK, Salah, Tanya},
};

/// Who is logged in with a browser: the account, the secret of the session, and since when (ms).
async fn sesi(p: &Permintaan) -> Result<Option<(Akun, String, i64)>, Galat> {
    let (Some(a), Some(rahasia)) = (p.pelaku.akun(), p.kuki.ambil(SESI)) else {
        return Ok(None);
    };
    let ada = p.app.store.sso_sesi(p.daerah(), rahasia).await?;
    Ok(ada
        .filter(|(id, _)| *id == a.id && a.daerah == *p.daerah())
        .map(|(_, sejak)| (a.clone(), rahasia.to_owned(), sejak)))
}

/// A page that leads on by itself. A redirect would not do after a form of ours: browsers hold the policy of the page
/// with the form (`form-action`) against every address the answer leads to.
pub(crate) fn lanjutkan(p: &Permintaan, nama: &str, ke: &Url) -> Response {
    let b = p.b;
    let judul = b.isi("Kembali ke {aplikasi}", &[("aplikasi", nama)]);
    let kepala = html! { meta http-equiv="refresh" content={ "0; url=" (ke) }; };
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            p { (b.t("Anda sedang diantar. Bila tidak terjadi apa-apa, tekan tombol ini.")) }
            a.tombol href=(ke) { (b.t("Lanjut")) }
        }
    };
    ui::portal_dengan(&p.laman(&judul), &kepala, isi).into_response()
}

/// What comes next for a person and a request.
enum Lalu {
    /// Back to the application.
    Pergi(Url),
    /// A page of ours.
    Laman(Response),
}

/// `GET …/sso/authorize`
pub(crate) async fn minta(p: Permintaan, RawQuery(q): RawQuery) -> Result<Response, Gagal> {
    let m = match Permohonan::baca(&p, &q.unwrap_or_default()).await {
        Ok(m) => m,
        Err(Salah::Halaman(g)) => return Err(g.into()),
        Err(Salah::Kembali(ke)) => return Ok(lihat(ke.as_str())),
    };
    Ok(match putuskan(&p, &m, false).await? {
        Lalu::Laman(r) => r,
        Lalu::Pergi(ke) if m.lewat => lanjutkan(&p, &m.klien.nama, &ke),
        Lalu::Pergi(ke) => lihat(ke.as_str()),
    })
}

/// `POST …/sso/authorize`: the same, for applications that post it. A post from elsewhere brings no session along, so
/// the browser comes again by itself.
pub(crate) async fn pindah(p: Permintaan, isi: Bytes) -> Result<Response, Gagal> {
    let isi = String::from_utf8(isi.to_vec())
        .map_err(|_| Galat::TidakSah("Permintaan aplikasi ini tidak dapat dibaca.".into()))?;
    let m = match Permohonan::baca(&p, &isi).await {
        Ok(m) => m,
        Err(Salah::Halaman(g)) => return Err(g.into()),
        Err(Salah::Kembali(ke)) => return Ok(lihat(ke.as_str())),
    };
    Ok(lihat(&p.ke(&format!("/sso/authorize?{}", m.bertanda(&[])))))
}

/// Everything that must hold before a code is given; `setuju`: the person has just agreed.
async fn putuskan(p: &Permintaan, m: &Permohonan, setuju: bool) -> Result<Lalu, Galat> {
    let diam = m.tanya == Tanya::Jangan;
    let Some((akun, rahasia, sejak)) = sesi(p).await? else {
        if diam {
            return Ok(Lalu::Pergi(m.tolak(p, "login_required")?));
        }
        let ke = p.ke(&format!("/sso/authorize?{}", m.bertanda(&[(LEWAT, "1")])));
        return Ok(Lalu::Laman(lihat(&format!(
            "{}?ke={}",
            p.ke("/masuk"),
            enkode(&ke)
        ))));
    };
    let kini = p.app.store.jam().kini().as_millisecond();
    let basi = m.tanya == Tanya::Masuk || m.umur.is_some_and(|u| kini - sejak > u);
    if basi && m.sejak.is_none_or(|s| sejak < s) {
        return Ok(match diam {
            true => Lalu::Pergi(m.tolak(p, "login_required")?),
            false => Lalu::Laman(tanya_masuk(p, m)),
        });
    }
    if !m.klien.boleh(&akun) {
        if diam {
            return Ok(Lalu::Pergi(m.tolak(p, "access_denied")?));
        }
        let pesan = Pesan::baru(
            "{aplikasi} tidak dibuka untuk peran Anda. Bila Anda memerlukannya, mintalah kepada administrator.",
        );
        return Err(Galat::Ditolak(pesan.dengan("aplikasi", &m.klien.nama)));
    }
    if !setuju && !m.klien.setelan.tanpa_tanya {
        let dulu = p.app.store.sso_setuju(p.daerah(), akun.id, &m.klien.id).await?;
        let sudah = |l: &str| dulu.as_deref().unwrap_or_default().split(' ').any(|d| d == l);
        if m.tanya == Tanya::Setuju || !m.lingkup.iter().all(|l| sudah(l)) {
            return Ok(match diam {
                true => Lalu::Pergi(m.tolak(p, "consent_required")?),
                false => Lalu::Laman(tanya_setuju(p, m, &akun).await?),
            });
        }
    }
    let kode = rahasia_baru();
    let isi = Kode {
        klien: m.klien.id.clone(),
        akun: akun.id,
        alamat: m.alamat.clone(),
        tantangan: m.tantangan.clone(),
        nonce: m.nonce.clone(),
        lingkup: m.lingkup(),
        masuk: sejak,
    };
    p.app
        .store
        .sso_simpan_kode(p.daerah(), &kode, &rahasia, &isi, kini + UMUR_KODE)
        .await?;
    Ok(Lalu::Pergi(crate::minta::balasan(
        p,
        &m.alamat,
        m.state.as_deref(),
        &[("code", &kode)],
    )?))
}

fn tanya_masuk(p: &Permintaan, m: &Permohonan) -> Response {
    let b = p.b;
    let judul = b.t("Masuk sekali lagi");
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            p { (b.isi("{aplikasi} meminta Anda memasukkan kata sandi lagi, agar yakin bahwa ini Anda.", &[("aplikasi", &m.klien.nama)])) }
            form method="post" action=(p.ke("/kerja/sso/masuk-ulang")) {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name="permohonan" value=(m.mentah);
                button.tombol type="submit" { (judul) }
            }
        }
    };
    ui::portal(&p.laman(judul), isi).into_response()
}

/// `POST …/kerja/sso/masuk-ulang`: ends the session; the log-in that follows is for this request.
pub(crate) async fn masuk_ulang(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let m = dari_formulir(&p, &f).await?;
    let kini = p.app.store.jam().kini().as_millisecond().to_string();
    let sejak = p.app.identitas.tandai(GUNA_SEJAK, &kini);
    let ke = p.ke(&format!(
        "/sso/authorize?{}",
        m.bertanda(&[(LEWAT, "1"), (SEJAK, &sejak)])
    ));
    if let Some(s) = p.kuki.ambil(SESI) {
        p.app.identitas.keluar(p.daerah(), s).await?;
    }
    let ke = format!("{}?ke={}", p.ke("/masuk"), enkode(&ke));
    Ok(lihat_dengan(&ke, &p.set_kuki(SESI, "", "", 0)))
}

async fn tanya_setuju(p: &Permintaan, m: &Permohonan, akun: &Akun) -> Result<Response, Galat> {
    let b = p.b;
    let a = p.app.store.akun(p.daerah(), &akun.pengguna).await?;
    let a = a.ok_or(Galat::PerluMasuk)?;
    let nama = [("aplikasi", m.klien.nama.as_str())];
    let judul = b.isi("Masuk ke {aplikasi}?", &nama);
    let tempat = Url::parse(&m.alamat).ok();
    let tempat = tempat.as_ref().and_then(Url::host_str).unwrap_or(&m.alamat);
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            p { (b.isi("{aplikasi} mendapat data ini dari akun Anda. Kata sandi Anda tidak diberikan.", &nama)) }
            dl.daftar-ringkas {
                @for (label, nilai) in klaim::dalam_kata(b, &p.profil, &a, &m.lingkup) {
                    div { dt { (label) } dd { (nilai) } }
                }
            }
            p { (b.t("Anda dikirim kembali ke")) " " b { (tempat) } ". " (b.t("Persetujuan ini diingat, dan dapat Anda cabut di Aplikasi saya.")) }
            form method="post" action=(p.ke("/kerja/sso/izin")) {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name="permohonan" value=(m.mentah);
                div.tombol-baris {
                    button.tombol type="submit" name="jawab" value="ya" { (b.t("Setuju dan lanjutkan")) }
                    button.tombol.tombol-dua type="submit" name="jawab" value="tidak" { (b.t("Batal")) }
                }
            }
        }
    };
    Ok(ui::portal(&p.laman(&judul), isi).into_response())
}

async fn dari_formulir(p: &Permintaan, f: &Formulir) -> Result<Permohonan, Galat> {
    match Permohonan::baca(p, f.teks("permohonan")).await {
        Ok(m) => Ok(m),
        Err(Salah::Halaman(g)) => Err(g),
        // Our own page was made from a request that was right.
        Err(Salah::Kembali(_)) => Err(Galat::TidakSah(
            "Permintaan aplikasi ini tidak dapat dibaca. Kembali ke aplikasinya, lalu masuk lagi.".into(),
        )),
    }
}

/// `POST …/kerja/sso/izin`: the person's answer.
pub(crate) async fn jawab(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let mut m = dari_formulir(&p, &f).await?;
    // They were asked to agree, and just did.
    if m.tanya == Tanya::Setuju {
        m.tanya = Tanya::Perlu;
    }
    if f.teks("jawab") != "ya" {
        return Ok(lanjutkan(&p, &m.klien.nama, &m.tolak(&p, "access_denied")?));
    }
    match putuskan(&p, &m, true).await? {
        Lalu::Laman(r) => Ok(r),
        Lalu::Pergi(ke) => {
            let s = &p.app.store;
            let akun = p.akun()?.id;
            // Adds to what was agreed before: an application that asks for less today may ask for all again tomorrow.
            let dulu = s
                .sso_setuju(p.daerah(), akun, &m.klien.id)
                .await?
                .unwrap_or_default();
            let semua: Vec<&str> = klaim::LINGKUP
                .into_iter()
                .filter(|l| m.lingkup.contains(l) || dulu.split(' ').any(|d| d == *l))
                .collect();
            s.sso_simpan_setuju(p.daerah(), akun, &m.klien.id, &semua.join(" "))
                .await?;
            Ok(lanjutkan(&p, &m.klien.nama, &ke))
        }
    }
}
