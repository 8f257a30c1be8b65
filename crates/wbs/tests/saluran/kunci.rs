//! Keys: admitting, taking away, running out, coming back; and what happens to a database that somebody has changed.

use kernel::Peran;

use crate::bekal::{FRASA, Uji};

const APA: &str = "Kuitansi fiktif untuk perbaikan jembatan.";

uji!(
    a_second_inspector_is_admitted_and_sent_away,
    the_room_locks_itself_and_words_come_back,
    the_code_for_recovery_opens_the_channel_again,
    a_changed_database_is_noticed,
    there_is_one_channel,
);

async fn a_second_inspector_is_admitted_and_sent_away(u: &Uji) {
    let (satu, _) = u.saluran().await;
    let t = u.lapor(APA).await;
    let alamat = format!("/serang/kerja/wbs/laporan/{}", t.nomor);
    let dua = u.pemeriksa("auditor.dua").await;
    // In the office, and yet without a key: not even a number.
    for j in ["/serang/kerja/wbs", &alamat] {
        u.lihat(&dua, j)
            .await
            .harus(200)
            .berisi("Minta kunci")
            .tanpa(APA)
            .tanpa(">SRG-");
    }
    assert_eq!(
        u.lihat(&dua, "/serang/kerja/wbs/pemegang").await.harus(303).ke(),
        "/serang/kerja/wbs"
    );
    u.kirim(
        &dua,
        "/serang/kerja/wbs/minta",
        &[("frasa", "pendek"), ("ulang", "pendek")],
    )
    .await
    .harus(422)
    .berisi("15 karakter");
    u.kirim(
        &dua,
        "/serang/kerja/wbs/minta",
        &[("frasa", FRASA), ("ulang", "lain sekali ini ya")],
    )
    .await
    .harus(422)
    .berisi("tidak sama");
    let frasa = "rusa elang pasir sungai bukit";
    u.kirim(
        &dua,
        "/serang/kerja/wbs/minta",
        &[("frasa", frasa), ("ulang", frasa)],
    )
    .await
    .harus(303);
    let tunggu = u
        .lihat(&dua, "/serang/kerja/wbs")
        .await
        .harus(200)
        .berisi("menunggu");
    let sidik = tunggu.kelas("kode");
    assert_eq!(sidik.len(), 39, "{sidik}");
    // Waiting, one cannot unlock, nor admit oneself.
    u.kirim(&dua, "/serang/kerja/wbs/buka", &[("frasa", frasa)])
        .await
        .harus(404);
    let id = wbs::kunci::id_pemegang(&dua.akun);
    let terima = format!("/serang/kerja/wbs/pemegang/{id}/terima");
    let halaman = u
        .lihat(&satu, "/serang/kerja/wbs/pemegang")
        .await
        .harus(200)
        .berisi(&sidik);
    let publik = halaman.medan("publik");
    let f = [("publik", publik.as_str()), ("cocok", "ya")];
    u.kirim(&dua, &terima, &f).await.harus(303);
    u.lihat(&dua, "/serang/kerja/wbs").await.berisi("menunggu");
    // Admitted after a look at the fingerprint; another key than the one looked at gets nothing.
    u.kirim(&satu, &terima, &[("publik", publik.as_str())])
        .await
        .harus(400);
    u.kirim(&satu, &terima, &[("publik", "AAAA"), ("cocok", "ya")])
        .await
        .harus(409);
    u.kirim(&satu, &terima, &f).await.harus(303);
    // A wrong pass-phrase is told; the right one opens what came before, and is an event with its own name.
    u.kirim(&dua, "/serang/kerja/wbs/buka", &[("frasa", FRASA)])
        .await
        .harus(422)
        .berisi("tidak cocok");
    u.lihat(&dua, &alamat).await.harus(200).tanpa(APA);
    u.kirim(&dua, "/serang/kerja/wbs/buka", &[("frasa", frasa)])
        .await
        .harus(303);
    u.lihat(&dua, &alamat)
        .await
        .harus(200)
        .berisi(APA)
        .berisi("Nama auditor.dua, ");
    // Unlocked in one browser is not unlocked in another.
    let dua_lagi = u.pemeriksa("auditor.dua").await;
    u.lihat(&dua_lagi, &alamat)
        .await
        .harus(200)
        .berisi("Buka kunci")
        .tanpa(APA);
    // Taken away, at once, also where it lay open.
    let cabut = format!("/serang/kerja/wbs/pemegang/{id}/cabut");
    u.kirim(&satu, &cabut, &[]).await.harus(400);
    u.kirim(&satu, &cabut, &[("yakin", "ya")]).await.harus(303);
    u.lihat(&dua, &alamat).await.harus(200).tanpa(APA);
    u.kirim(&dua, "/serang/kerja/wbs/buka", &[("frasa", frasa)])
        .await
        .harus(404);
    // What is none of the holders is not found.
    let kode = u.profil("serang").kode().clone();
    let laporan = wbs::kode::Kode::baca(&t.kode).unwrap().entri(&kode);
    for id in [laporan.to_string(), uuid::Uuid::nil().to_string(), "x".into()] {
        u.kirim(
            &satu,
            &format!("/serang/kerja/wbs/pemegang/{id}/cabut"),
            &[("yakin", "ya")],
        )
        .await
        .harus(404);
        u.kirim(&satu, &format!("/serang/kerja/wbs/pemegang/{id}/terima"), &f)
            .await
            .harus(404);
    }
}

async fn the_room_locks_itself_and_words_come_back(u: &Uji) {
    let (o, _) = u.saluran().await;
    let t = u.lapor(APA).await;
    let alamat = format!("/serang/kerja/wbs/laporan/{}", t.nomor);
    u.maju(14);
    u.lihat(&o, &alamat).await.harus(200).berisi(APA);
    u.maju(16);
    u.lihat(&o, &alamat)
        .await
        .harus(200)
        .tanpa(APA)
        .berisi("Buka kunci");
    let f = [("balas_pesan", "Kami akan memeriksa kuitansinya.")];
    u.kirim(&o, &format!("{alamat}/langkah/balas"), &f)
        .await
        .harus(200)
        .berisi("Kami akan memeriksa kuitansinya.")
        .berisi("belum terkirim");
    u.baca(&t).await.tanpa("Kami akan");
    u.kirim(&o, "/serang/kerja/wbs/buka", &[("frasa", FRASA)])
        .await
        .harus(303);
    u.lihat(&o, &alamat).await.harus(200).berisi(APA);
    u.kirim(&o, "/serang/kerja/wbs/kunci", &[]).await.harus(303);
    u.lihat(&o, &alamat).await.harus(200).tanpa(APA);
    // Another pass-phrase; the one before opens nothing.
    u.kirim(&o, "/serang/kerja/wbs/buka", &[("frasa", FRASA)])
        .await
        .harus(303);
    let baru = "kunyit melati jati awan angin";
    let f = [("lama", "bukan frasa saya ini"), ("frasa", baru), ("ulang", baru)];
    u.kirim(&o, "/serang/kerja/wbs/frasa", &f)
        .await
        .harus(422)
        .berisi("tidak cocok");
    let f = [("lama", FRASA), ("frasa", baru), ("ulang", baru)];
    u.kirim(&o, "/serang/kerja/wbs/frasa", &f).await.harus(303);
    u.kirim(&o, "/serang/kerja/wbs/kunci", &[]).await.harus(303);
    u.kirim(&o, "/serang/kerja/wbs/buka", &[("frasa", FRASA)])
        .await
        .harus(422);
    u.kirim(&o, "/serang/kerja/wbs/buka", &[("frasa", baru)])
        .await
        .harus(303);
    // Guessing a pass-phrase meets its limit, whatever the address.
    let status = async {
        u.kirim(
            &o,
            "/serang/kerja/wbs/pulihkan",
            &[("kode", "x"), ("frasa", baru), ("ulang", baru)],
        )
        .await
        .status
    };
    assert_eq!(status.await, 422);
    let mut terakhir = 0;
    for _ in 0..40 {
        let f = [("kode", "x"), ("frasa", baru), ("ulang", baru)];
        terakhir = u.kirim(&o, "/serang/kerja/wbs/pulihkan", &f).await.status;
        if terakhir == 429 {
            break;
        }
    }
    assert_eq!(terakhir, 429);
}

async fn the_code_for_recovery_opens_the_channel_again(u: &Uji) {
    let (_, kode) = u.saluran().await;
    let t = u.lapor(APA).await;
    let baru = u.pemeriksa("auditor.baru").await;
    let alamat = format!("/serang/kerja/wbs/laporan/{}", t.nomor);
    let frasa = "rusa elang pasir sungai bukit";
    let lain = wbs::kode::Kode::baru().rapi().to_string();
    for salah in ["", "x", &t.kode, &lain] {
        let f = [("kode", salah), ("frasa", frasa), ("ulang", frasa)];
        u.kirim(&baru, "/serang/kerja/wbs/pulihkan", &f)
            .await
            .harus(422)
            .tanpa(frasa);
    }
    u.lihat(&baru, &alamat)
        .await
        .harus(200)
        .tanpa(APA)
        .berisi("Minta kunci");
    let f = [("kode", kode.as_str()), ("frasa", frasa), ("ulang", frasa)];
    u.kirim(&baru, "/serang/kerja/wbs/pulihkan", &f).await.harus(303);
    u.lihat(&baru, &alamat).await.harus(200).berisi(APA);
    // Another code: the one before opens nothing.
    let jalur = "/serang/kerja/wbs/pemulihan";
    let ganti = u.lihat(&baru, jalur).await.harus(200).medan("pemulihan");
    let f = [("pemulihan", ganti.as_str()), ("kode", kode.as_str())];
    u.kirim(&baru, jalur, &f).await.harus(422).berisi("tidak sama");
    let f = [("pemulihan", ganti.as_str()), ("kode", ganti.as_str())];
    u.kirim(&baru, jalur, &f).await.harus(303);
    for (kode, status) in [(&kode, 422), (&ganti, 303)] {
        let f = [("kode", kode.as_str()), ("frasa", frasa), ("ulang", frasa)];
        u.kirim(&baru, "/serang/kerja/wbs/pulihkan", &f)
            .await
            .harus(status);
    }
    u.kirim(&baru, "/serang/kerja/wbs/kunci", &[]).await.harus(303);
    assert_eq!(u.lihat(&baru, jalur).await.harus(303).ke(), "/serang/kerja/wbs");
    u.kirim(&baru, jalur, &f).await.harus(303);
    // Neither code nor pass-phrases lie anywhere.
    let isi = u.semua_tersimpan().await;
    for rahasia in [kode.as_str(), frasa, FRASA] {
        assert!(!isi.contains(rahasia));
    }
}

async fn a_changed_database_is_noticed(u: &Uji) {
    let (o, _) = u.saluran().await;
    let (a, b) = (
        u.lapor(APA).await,
        u.lapor("Laporan lain tentang hal lain.").await,
    );
    // One report's content under another's number.
    u.sql(&format!(
        "update entri set isi = (select x.isi from entri x where x.nomor = '{}' and x.register = 'wbs') \
         where nomor = '{}' and register = 'wbs'",
        a.nomor, b.nomor
    ))
    .await;
    u.lihat(&o, &format!("/serang/kerja/wbs/laporan/{}", b.nomor))
        .await
        .harus(200)
        .berisi("tidak dapat dibuka")
        .tanpa(APA)
        .tanpa("Laporan lain");
    u.baca(&b).await.berisi("tidak dapat dibuka").tanpa(APA);
    let f = [("kode", b.kode.as_str()), ("pesan", "Halo?")];
    u.warga("/serang/wbs/baca", Some(&f))
        .await
        .harus(422)
        .berisi("tidak dapat dibuka");
    u.lihat(&o, &format!("/serang/kerja/wbs/laporan/{}", a.nomor))
        .await
        .harus(200)
        .berisi(APA);
    // Somebody exchanges the public key for one of theirs: the next inspector who unlocks is told.
    let (_, asing) = wbs::sandi::pasangan_baru().unwrap();
    let kode = u.profil("serang").kode().clone();
    let kanal = u
        .app
        .store
        .entri(&kode, &kernel::Pelaku::Sistem, wbs::kunci::id_kanal(&kode))
        .await
        .unwrap();
    let (lama, baru) = (kanal.entri.teks("publik"), wbs::sandi::tulis_publik(&asing));
    let isi = if u.url.starts_with("sqlite:") {
        format!("replace(isi, '{lama}', '{baru}')")
    } else {
        format!("cast(replace(cast(isi as text), '{lama}', '{baru}') as jsonb)")
    };
    u.sql(&format!(
        "update entri set isi = {isi} where register = 'wbs_kanal'"
    ))
    .await;
    u.kirim(&o, "/serang/kerja/wbs/kunci", &[]).await.harus(303);
    u.kirim(&o, "/serang/kerja/wbs/buka", &[("frasa", FRASA)])
        .await
        .harus(409)
        .berisi("mungkin ditukar");
}

async fn there_is_one_channel(u: &Uji) {
    let (satu, dua) = (
        u.pemeriksa("auditor.satu").await,
        u.pemeriksa("auditor.dua").await,
    );
    let jalur = "/serang/kerja/wbs/siapkan";
    let kode = u.lihat(&satu, jalur).await.harus(200).medan("pemulihan");
    let kode_dua = u.lihat(&dua, jalur).await.harus(200).medan("pemulihan");
    // What was not copied is not confirmed.
    let f = [
        ("pemulihan", kode.as_str()),
        ("kode", kode_dua.as_str()),
        ("frasa", FRASA),
        ("ulang", FRASA),
    ];
    u.kirim(&satu, jalur, &f).await.harus(422).berisi("tidak sama");
    let f = [
        ("pemulihan", kode.as_str()),
        ("kode", kode.as_str()),
        ("frasa", FRASA),
        ("ulang", ""),
    ];
    let j = u.kirim(&satu, jalur, &f).await.harus(422).tanpa(FRASA);
    assert_eq!(j.medan("pemulihan"), kode);
    let f = [
        ("pemulihan", kode.as_str()),
        ("kode", kode.as_str()),
        ("frasa", FRASA),
        ("ulang", FRASA),
    ];
    u.kirim(&satu, jalur, &f).await.harus(303);
    let f = [
        ("pemulihan", kode_dua.as_str()),
        ("kode", kode_dua.as_str()),
        ("frasa", FRASA),
        ("ulang", FRASA),
    ];
    u.kirim(&dua, jalur, &f).await.harus(409);
    u.lihat(&dua, "/serang/kerja/wbs")
        .await
        .harus(200)
        .tanpa("Daftar laporan");
    assert_eq!(u.lihat(&satu, jalur).await.harus(303).ke(), "/serang/kerja/wbs");
    let t = u.lapor(APA).await;
    u.lihat(&satu, &format!("/serang/kerja/wbs/laporan/{}", t.nomor))
        .await
        .harus(200)
        .berisi(APA);
    // Another regency has its own, and an inspector there a key of its own.
    let sana = u
        .orang("jembrana", "auditor", Peran::Auditor, &u.inspektorat("jembrana"))
        .await;
    u.lihat(&sana, "/jembrana/kerja/wbs/siapkan").await.harus(200);
}
