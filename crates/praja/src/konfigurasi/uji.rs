//! Every wrong key and value is named at once.

use std::fs;

use super::*;

fn lingkungan(isi: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    isi.iter()
        .map(|(k, v)| (OsString::from(k), OsString::from(v)))
        .collect()
}

fn muat(toml: &str, env: &[(&str, &str)]) -> Result<Konfigurasi, Vec<String>> {
    let d = tempfile::tempdir().unwrap();
    let berkas = d.path().join("praja.toml");
    fs::write(&berkas, toml).unwrap();
    let awal = format!("{}/", d.path().display());
    Konfigurasi::muat(Some(&berkas), lingkungan(env))
        .map_err(|t| t.iter().map(|t| t.to_string().replace(&awal, "")).collect())
}

#[test]
fn defaults() {
    let k = muat("", &[]).unwrap();
    assert_eq!(
        (k.listen.as_str(), k.url_dasar.as_str()),
        ("127.0.0.1:8080", "http://127.0.0.1:8080")
    );
    assert_eq!(k.database.buka(), "sqlite:data/praja.db");
    assert!(k.smtp.is_none() && k.profil.is_none() && k.daerah.is_empty());
    assert_eq!(k.log_bentuk, BentukLog::Json);
}

#[test]
fn the_environment_wins() {
    let toml =
        "listen = \"127.0.0.1:1\"\ndata = \"/srv/a\"\n[smtp]\nhost = \"a.id\"\ndari = \"A <a@a.id>\"\n";
    let k = muat(
        toml,
        &[
            ("PRAJA_LISTEN", "[::]:9"),
            ("PRAJA_SMTP_HOST", "b.id"),
            ("PRAJA_DAERAH", "serang, kapuas"),
            ("HOME", "/"),
        ],
    )
    .unwrap();
    assert_eq!(
        (k.listen.as_str(), k.url_dasar.as_str()),
        ("[::]:9", "http://localhost:9")
    );
    assert_eq!(k.database.buka(), "sqlite:/srv/a/praja.db");
    let smtp = k.smtp.unwrap();
    assert_eq!(
        (smtp.host.as_str(), smtp.port, smtp.tls),
        ("b.id", 587, Tls::Starttls)
    );
    assert_eq!(k.daerah, ["serang", "kapuas"]);
}

#[test]
fn every_mistake_at_once() {
    let toml = "lisen = \"x\"\nlisten = \"8080\"\ndata = 7\ndatabase = \"mysql://rahasia@x\"\nurl_dasar = \"layanan\"\n\
                profil = \"/tidak/ada\"\nlog = \"berisik\"\nlog_bentuk = \"jsn\"\ndaerah = \"serang\"\n\
                proksi = \"ya\"\n[smtp]\nhots = \"x\"\nport = \"dua\"\nuser = \"u\"\ntls = \"ssl\"\n[smpt]\nhost = \"x\"\n";
    let t = muat(toml, &[("PRAJA_DATBASE", "x"), ("PRAJA_SMTP_PORT", "99999")]).unwrap_err();
    let harus = [
        "praja.toml:1: galat: kunci \"lisen\" tidak dikenal. Maksud Anda \"listen\"?",
        "praja.toml:2: galat: listen: \"8080\" bukan alamat dan port, misalnya 127.0.0.1:8080.",
        "praja.toml:3: galat: data harus berupa teks dalam tanda kutip.",
        "praja.toml:4: galat: database: tulis sqlite:BERKAS atau postgres://PENGGUNA:SANDI@HOST/NAMA.",
        "praja.toml:5: galat: url_dasar: \"layanan\" bukan alamat situs",
        "praja.toml:6: galat: profil: folder \"/tidak/ada\" tidak ada.",
        "praja.toml:7: galat: log: \"berisik\" tidak dikenal.",
        "praja.toml:8: galat: log_bentuk: \"jsn\" tidak dikenal. Pilih salah satu: json, teks. Maksud Anda \"json\"?",
        "praja.toml:9: galat: daerah harus berupa daftar teks",
        "praja.toml:10: galat: proksi harus berupa true atau false.",
        "praja.toml:12: galat: kunci \"smtp.hots\" tidak dikenal. Maksud Anda \"smtp.host\"?",
        "praja.toml:13: galat: smtp.port harus berupa bilangan bulat.",
        "praja.toml:14: galat: smtp.user perlu smtp.sandi_file",
        "praja.toml:15: galat: smtp.tls: \"ssl\" tidak dikenal. Pilih salah satu: starttls, tls, tanpa. Maksud Anda \"tls\"?",
        "praja.toml:16: galat: kunci \"smpt\" tidak dikenal.",
        "PRAJA_DATBASE: galat: variabel lingkungan tidak dikenal. Maksud Anda \"PRAJA_DATABASE\"?",
        "PRAJA_SMTP_PORT: galat: PRAJA_SMTP_PORT: \"99999\" bukan port",
        "smtp.host belum diisi",
        "smtp.dari belum diisi",
    ];
    for h in harus {
        assert_eq!(t.iter().filter(|t| t.contains(h)).count(), 1, "{h:?} in {t:#?}");
    }
    assert_eq!(t.len(), harus.len(), "{t:#?}");
    assert!(
        !t.iter().any(|t| t.contains("rahasia")),
        "a database URL may hold a password"
    );
}

#[test]
fn a_named_file_must_be_there_and_be_toml() {
    let t = Konfigurasi::muat(Some(Path::new("/tidak/ada.toml")), []).unwrap_err();
    assert!(t[0].pesan.contains("tidak dapat dibaca"));
    let t = muat("listen = \n", &[]).unwrap_err();
    assert!(t[0].starts_with("praja.toml:1: galat:"), "{t:?}");
}

#[test]
fn variables_of_the_build_are_left_alone() {
    assert!(
        muat(
            "",
            &[("PRAJA_CACHE", "/x"), ("PRAJA_UJI_PG", "y"), ("PRAJA_BIN", "z")]
        )
        .is_ok()
    );
}

#[test]
fn a_password_comes_from_a_file_and_is_never_printed() {
    let d = tempfile::tempdir().unwrap();
    let sandi = d.path().join("sandi");
    fs::write(&sandi, "sangat-rahasia\n").unwrap();
    let toml = format!(
        "[smtp]\nhost = \"a.id\"\nuser = \"u\"\nsandi_file = {:?}\ndari = \"a@a.id\"\ntls = \"tls\"\n",
        sandi.display().to_string()
    );
    let k = muat(&toml, &[]).unwrap();
    let smtp = k.smtp.clone().unwrap();
    assert_eq!((smtp.port, smtp.masuk.unwrap().1.buka()), (465, "sangat-rahasia"));
    assert!(!format!("{k:?}").contains("sangat-rahasia"));
}

#[test]
fn roles_that_need_a_second_factor_are_named() {
    let wajib = |toml: &str, env: &[(&str, &str)]| muat(toml, env).map(|k| k.wajib_dua_langkah);
    assert_eq!(wajib("", &[]).unwrap(), []);
    let dua = [kernel::Peran::Administrator, kernel::Peran::Auditor];
    assert_eq!(
        wajib("wajib_dua_langkah = [\"administrator\", \"auditor\"]\n", &[]).unwrap(),
        dua
    );
    let env = [("PRAJA_WAJIB_DUA_LANGKAH", "administrator, auditor")];
    assert_eq!(wajib("", &env).unwrap(), dua);
    let t = wajib("wajib_dua_langkah = [\"administator\"]\n", &[]).unwrap_err();
    assert!(
        t[0].starts_with("praja.toml:1:") && t[0].contains("Maksud Anda \"administrator\"?"),
        "{t:?}"
    );
}

#[test]
fn mail_comes_in_for_each_regency_apart() {
    let k = muat(
        "[surel_masuk]\nalamat = \"lapor-{daerah}@contoh.go.id\"\nfolder = \"/var/mail/{daerah}\"\nauthserv = \"MX.contoh.go.id\"\n",
        &[],
    );
    let s = k.unwrap().surel_masuk.unwrap();
    assert_eq!(s.authserv.as_deref(), Some("mx.contoh.go.id"));
    assert!(
        muat(
            "daerah = [\"serang\"]\n[surel_masuk]\nalamat = \"lapor@contoh.go.id\"\n",
            &[]
        )
        .is_ok()
    );
    for (toml, harus) in [
        (
            "[surel_masuk]\nfolder = \"/x/{daerah}\"\n",
            "surel_masuk.alamat belum diisi; wajib bila surel masuk dibaca.",
        ),
        (
            "[surel_masuk]\nalamat = \"lapor@contoh.go.id\"\n",
            "melayani semua daerah sekaligus",
        ),
        (
            "[surel_masuk]\nalamat = \"lapor-{daerah}@a.id\"\nfolder = \"/x\"\n",
            "melayani semua daerah sekaligus",
        ),
        (
            "[surel_masuk]\nalamat = \"bukan {daerah}\"\n",
            "bukan alamat surel",
        ),
        (
            "[surel_masuk]\nalamat = \"a+b{daerah}@contoh.go.id\"\n",
            "tanda +",
        ),
        (
            "[surel_masuk]\nalamat = \"pengaduan-masyarakat-{daerah}@contoh.go.id\"\n",
            "terlalu panjang",
        ),
    ] {
        let t = muat(toml, &[]).unwrap_err();
        assert!(t.len() == 1 && t[0].contains(harus), "{harus:?} in {t:?}");
    }
}

#[test]
fn the_example_file_is_right() {
    let contoh = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kemas/praja.toml.contoh");
    let d = tempfile::tempdir().unwrap();
    let sandi = d.path().join("sandi");
    fs::write(&sandi, "x").unwrap();
    let toml = fs::read_to_string(contoh)
        .unwrap()
        .replace("/etc/praja/smtp.sandi", &sandi.display().to_string());
    let k = muat(&toml, &[]).unwrap();
    assert_eq!(k.url_dasar, "https://layanan.contoh.go.id");
}

#[test]
fn tiles_and_ways_out_are_whole_or_told() {
    let d = tempfile::tempdir().unwrap();
    let kunci = d.path().join("kunci");
    fs::write(&kunci, "rahasia-lapor\n").unwrap();
    let eskalasi = |url: &str, lain: &str| {
        format!(
            "[eskalasi_lapor]\nurl = \"{url}\"\nkunci_file = \"{}\"\n{lain}",
            kunci.display()
        )
    };
    let k = muat(&eskalasi("https://lapor.contoh.go.id/masuk", ""), &[]).unwrap();
    let t = &k.eskalasi["lapor"];
    assert_eq!(
        (t.url.as_str(), t.kunci.buka()),
        ("https://lapor.contoh.go.id/masuk", "rahasia-lapor")
    );
    assert!(!k.eskalasi.contains_key("provinsi") && k.ubin.is_none());
    let k = muat(
        "[peta]\nubin = \"https://ubin.contoh.go.id/{z}/{x}/{y}.png\"\natribusi = \"© BIG\"\n",
        &[],
    )
    .unwrap();
    assert_eq!(k.ubin.unwrap().atribusi, "© BIG");
    for (toml, harus) in [
        (
            "[peta]\nubin = \"https://u.id/{z}/{x}/{y}\"\n".to_owned(),
            "peta.atribusi belum diisi",
        ),
        ("[peta]\natribusi = \"©\"\n".to_owned(), "peta.ubin belum diisi"),
        (
            "[peta]\nubin = \"http://u.id/{z}/{x}/{y}\"\natribusi = \"©\"\n".to_owned(),
            "https://",
        ),
        (
            "[peta]\nubin = \"https://u.id/{x}/{y}\"\natribusi = \"©\"\n".to_owned(),
            "{z}",
        ),
        (
            eskalasi("http://lapor.contoh.go.id/", ""),
            "harus diawali https://",
        ),
        (eskalasi("https://10.0.0.1/", ""), "jaringan dalam"),
        (
            "[eskalasi_provinsi]\nurl = \"https://p.id/\"\n".to_owned(),
            "eskalasi_provinsi.kunci_file belum diisi",
        ),
    ] {
        let t = muat(&toml, &[]).unwrap_err();
        assert!(t.iter().any(|t| t.contains(harus)), "{harus:?} in {t:?}");
    }
    // On our own network, when the operator says so.
    assert!(muat(&eskalasi("http://10.0.0.1/", "lokal = true\n"), &[]).is_ok());
}

#[test]
fn a_time_stamping_authority_is_named_with_whom_to_believe() {
    use crate::log::tsa::{Kunci, Sertifikat, Tsa};
    let tsa = Tsa::baru(Kunci::Ec, Sertifikat::Baik);
    let pem = tsa.berkas_induk().display().to_string();
    assert!(muat("", &[]).unwrap().cap_waktu.is_none());
    let toml =
        format!("[cap_waktu]\nurl = \"https://tsa.contoh.go.id/tsr\"\nsertifikat_berkas = \"{pem}\"\n");
    let k = muat(&toml, &[]).unwrap();
    assert!(
        k.setelan.contains(&pem.clone().into()),
        "a back-up holds the certificates"
    );
    let c = k.cap_waktu.unwrap();
    assert_eq!((c.url.as_str(), c.tiap_jam), ("https://tsa.contoh.go.id/tsr", 24));
    assert!(c.masuk.is_none() && c.kebijakan.is_none());
    let lebih = "tiap_jam = 1\nkebijakan = \"1.3.6.1.4.1.13762.3\"\n";
    let c = muat(&format!("{toml}{lebih}"), &[]).unwrap().cap_waktu.unwrap();
    assert_eq!(c.kebijakan.unwrap().to_string(), "1.3.6.1.4.1.13762.3");
    for (tambah, harap) in [
        ("tiap_jam = 0", "cap_waktu.tiap_jam: \"0\" di luar 1 sampai 744."),
        (
            "kebijakan = \"kuat\"",
            "cap_waktu.kebijakan: \"kuat\" bukan OID, misalnya 1.3.6.1.4.1.13762.3.",
        ),
        (
            "user = \"praja\"",
            "cap_waktu.user perlu cap_waktu.sandi_file: berkas yang berisi sandinya, satu baris.",
        ),
        ("tsa = \"x\"", "kunci \"cap_waktu.tsa\" tidak dikenal."),
    ] {
        let galat = muat(&format!("{toml}{tambah}\n"), &[]).unwrap_err();
        assert!(galat.iter().any(|g| g.contains(harap)), "{galat:?}");
    }
    let galat = muat("[cap_waktu]\nurl = \"http://tsa.contoh.go.id\"\n", &[]).unwrap_err();
    for harap in [
        "cap_waktu.url: alamatnya harus diawali https://, misalnya",
        "cap_waktu.sertifikat_berkas belum diisi; wajib bila cap waktu diminta.",
    ] {
        assert!(galat.iter().any(|g| g.contains(harap)), "{galat:?}");
    }
    for (berkas, harap) in [
        ("bukan.pem", "tidak ada sertifikat PEM"),
        ("hilang.pem", "tidak dapat dibaca"),
    ] {
        let d = tempfile::tempdir().unwrap();
        let jalur = d.path().join(berkas);
        if berkas == "bukan.pem" {
            fs::write(&jalur, "bukan sertifikat").unwrap();
        }
        let toml = toml.replace(&pem, &jalur.display().to_string());
        let galat = muat(&toml, &[]).unwrap_err();
        assert!(galat.iter().any(|g| g.contains(harap)), "{galat:?}");
    }
}
