//! Letters that remind, and the calendar of due dates.

use kernel::{Peran, nilai::Surel, register::BahanSurat};
use kewajiban::{Ingatan, pengingat::ingatkan};

use crate::bekal::{Dunia, PENJAWAB, operator};

const ALAMAT: &str = "/serang/kerja/kepatuhan/pengingat";

#[tokio::test]
async fn one_letter_a_day_to_who_wants_it_and_never_a_second() {
    let d = Dunia::baru().await;
    let kuki = d.sesi("serang", Peran::Penghubung, PENJAWAB).await;
    let hari = |h: &str| d.jam.setel(format!("{h}T09:00:00+07:00").parse().unwrap());
    assert_eq!(
        ingatkan(&d.app.store, &d.ingatan).await.unwrap(),
        0,
        "nobody asked for letters"
    );
    for salah in ["surel=", "surel=bukan-alamat", "surel=a%40b%00.id"] {
        assert_eq!(d.kirim(&kuki, ALAMAT, salah).await.0, 422, "{salah}");
    }
    let (s, laman) = d.kirim(&kuki, ALAMAT, "surel=dinas%40serang.contoh.id").await;
    assert!(s == 200 && laman.contains("Pengingat akan dikirim ke alamat ini."));

    // 23 November 2026 is a Monday: everything late is told, in one letter.
    d.jam.setel("2026-11-23T05:00:00+07:00".parse().unwrap());
    assert_eq!(
        ingatkan(&d.app.store, &d.ingatan).await.unwrap(),
        0,
        "not in the night"
    );
    hari("2026-11-23");
    assert_eq!(ingatkan(&d.app.store, &d.ingatan).await.unwrap(), 1);
    assert_eq!(ingatkan(&d.app.store, &d.ingatan).await.unwrap(), 0);
    assert_eq!(
        ingatkan(&d.app.store, &Ingatan::default()).await.unwrap(),
        0,
        "nor by another process"
    );
    let k = d.app.store.ambil_kiriman(9).await.unwrap();
    assert_eq!(k.len(), 1);
    assert_eq!(k[0].muatan.ke.as_deref(), Some("dinas@serang.contoh.id"));
    assert!(Surel::baru(k[0].muatan.ke.as_deref().unwrap()).is_ok());
    let def = d
        .app
        .store
        .inventaris()
        .register(&k[0].muatan.register)
        .unwrap()
        .clone();
    let bahan = BahanSurat {
        profil: d.app.store.profil("serang").unwrap(),
        nomor: &k[0].muatan.nomor,
        kode_lacak: "",
        alamat: "https://spbe.contoh.id/serang",
    };
    let surat = def.surat(&k[0].muatan.acara, &k[0].muatan.isi, &bahan).unwrap();
    assert!(surat.subjek.starts_with("Kewajiban Serang: "), "{}", surat.subjek);
    assert!(
        surat.badan.contains("terlambat sejak 7 Juni 2023"),
        "{}",
        surat.badan
    );
    assert_eq!(surat.lihat.unwrap().alamat, "https://spbe.contoh.id/serang/kerja");
    assert!(def.surat("lain", &k[0].muatan.isi, &bahan).is_none());
    d.app.store.kiriman_terkirim(&k[0]).await.unwrap();

    // On Tuesday nothing begins and nothing is near; on the next Monday it is told again.
    hari("2026-11-24");
    assert_eq!(ingatkan(&d.app.store, &d.ingatan).await.unwrap(), 0);
    hari("2026-11-30");
    assert_eq!(ingatkan(&d.app.store, &Ingatan::default()).await.unwrap(), 1);
    // Who lost the post, and who turned letters off, gets none.
    hari("2026-12-07");
    let kuki = d.sesi("serang", Peran::Penghubung, PENJAWAB).await;
    let (s, laman) = d.kirim(&kuki, ALAMAT, "matikan=ya").await;
    assert!(s == 200 && laman.contains("Pengingat sudah dimatikan."));
    assert_eq!(ingatkan(&d.app.store, &d.ingatan).await.unwrap(), 0);
    d.kirim(&kuki, ALAMAT, "surel=dinas%40serang.contoh.id").await;
    let kode = d.app.store.profil("serang").unwrap().kode().clone();
    let nama = format!("penghubung.{PENJAWAB}");
    let a = d.app.store.akun(&kode, &nama).await.unwrap().unwrap().akun;
    d.app
        .store
        .ubah_akun(&a, &store::UbahAkun::Aktif(false), &operator())
        .await
        .unwrap();
    assert_eq!(ingatkan(&d.app.store, &d.ingatan).await.unwrap(), 0);
}

#[tokio::test]
async fn due_dates_stand_in_a_month_and_in_a_calendar() {
    let d = Dunia::baru().await;
    let kuki = d.sesi("serang", Peran::Penghubung, PENJAWAB).await;
    let k = "/serang/kerja/kepatuhan/kalender";
    let (s, laman) = d.minta(&kuki, &format!("{k}?bulan=2026-12")).await;
    assert!(
        s == 200 && laman.contains("31 Desember 2026"),
        "what is due every year"
    );
    let (s, laman) = d.minta(&kuki, &format!("{k}?bulan=2023-06&opd={PENJAWAB}")).await;
    assert!(
        s == 200 && laman.contains("6 Juni 2023") && laman.contains("/kewajiban/jaringan-intra-terhubung")
    );
    let (s, laman) = d.minta(&kuki, &format!("{k}?bulan=1999-01")).await;
    assert!(s == 200 && laman.contains("Tidak ada yang jatuh tempo pada bulan ini."));
    for salah in ["2026-13", "kemarin", "2026-11-30", "%00", "9999-12", "-009999-01"] {
        assert_eq!(
            d.minta(&kuki, &format!("{k}?bulan={salah}")).await.0,
            422,
            "{salah}"
        );
    }
    assert_eq!(d.minta("", k).await.0, 401);
    assert_eq!(d.minta("", &format!("{k}.ics")).await.0, 401);

    // The secret address of a calendar opens calendars, in its regency, until it is turned off.
    let (_, laman) = d.kirim(&kuki, "/serang/kerja/kalender", "buat=ya").await;
    let kunci = laman
        .split("tenggat.ics?kunci=")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    let (s, ics) = d.minta("", &format!("{k}.ics?kunci={kunci}")).await;
    assert!(s == 200 && ics.starts_with("BEGIN:VCALENDAR") && ics.contains("DTSTART;VALUE=DATE:20261231"));
    let (_, satu) = d
        .minta("", &format!("{k}.ics?kunci={kunci}&opd={PENJAWAB}"))
        .await;
    assert!(satu.matches("BEGIN:VEVENT").count() < ics.matches("BEGIN:VEVENT").count());
    let (_, sendiri) = d
        .minta("", &format!("/serang/kerja/tenggat.ics?kunci={kunci}"))
        .await;
    assert!(sendiri.contains("SUMMARY:Jatuh tempo: "));
    assert_eq!(
        d.minta("", &format!("/serang/kerja/kepatuhan?kunci={kunci}"))
            .await
            .0,
        401,
        "and nothing else"
    );
    assert_eq!(
        d.minta("", &format!("/kapuas/kerja/kepatuhan/kalender.ics?kunci={kunci}"))
            .await
            .0,
        404
    );
    d.kirim(&kuki, "/serang/kerja/kalender", "matikan=ya").await;
    assert_eq!(d.minta("", &format!("{k}.ics?kunci={kunci}")).await.0, 404);
}
