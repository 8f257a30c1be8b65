//! Obligations follow the post: whoever holds it today has them among the tasks and in the calendar, and a post that
//! nobody holds is an alarm.

use kernel::{Akun, Peran, nilai::KodeUnit};
use store::UbahAkun;

use crate::bekal::{Dunia, PENJAWAB, operator};

const TUGAS_SAYA: &str = "/serang/kerja";

async fn akun(d: &Dunia, nama: &str) -> Akun {
    let kode = d.app.store.profil("serang").unwrap().kode().clone();
    d.app.store.akun(&kode, nama).await.unwrap().unwrap().akun
}

async fn peran(d: &Dunia, nama: &str, peran: &[(Peran, &str)]) {
    let baru = peran.iter().map(|(p, u)| (*p, KodeUnit((*u).into()))).collect();
    let a = akun(d, nama).await;
    assert!(
        d.app
            .store
            .ubah_akun(&a, &UbahAkun::Peran(baru), &operator())
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn handing_over_a_post_moves_its_obligations_and_tasks() {
    let d = Dunia::baru().await;
    let lama = d.sesi("serang", Peran::Penghubung, PENJAWAB).await;
    let baru = d.sesi("serang", Peran::Petugas, "dinkes").await;
    let kalender = format!("{TUGAS_SAYA}/tenggat.ics");
    let ada = async |kuki: &str| {
        let (s, laman) = d.minta(kuki, TUGAS_SAYA).await;
        assert_eq!(s, 200);
        let (s, ics) = d.minta(kuki, &kalender).await;
        assert_eq!(s, 200);
        (
            laman.contains("Kewajiban jatuh tempo"),
            ics.contains("Jatuh tempo: "),
        )
    };
    assert_eq!(
        (ada(&lama).await, ada(&baru).await),
        ((true, true), (false, false))
    );
    let (_, laman) = d.minta(&lama, TUGAS_SAYA).await;
    assert!(laman.contains("/kerja/kepatuhan/kewajiban/jaringan-intra-terhubung"));
    assert!(
        laman.contains("/kerja/bukti/baru?tugas="),
        "a task leads to what answers it"
    );

    peran(&d, "petugas.dinkes", &[(Peran::Penghubung, PENJAWAB)]).await;
    peran(
        &d,
        &format!("penghubung.{PENJAWAB}"),
        &[(Peran::Petugas, "dinkes")],
    )
    .await;
    assert_eq!(
        (ada(&lama).await, ada(&baru).await),
        ((false, false), (true, true))
    );
}

#[tokio::test]
async fn an_office_without_anybody_to_answer_is_an_alarm() {
    let d = Dunia::baru().await;
    let pimpinan = d.sesi("serang", Peran::Pimpinan, "setda").await;
    let penghubung = d.sesi("serang", Peran::Penghubung, "dinkes").await;
    let alarm = async |kuki: &str, jalur: &str| {
        let (s, laman) = d.minta(kuki, jalur).await;
        assert_eq!(s, 200, "{jalur}");
        let bagian = laman
            .split("Perangkat daerah tanpa penanggung jawab")
            .nth(1)
            .map(str::to_owned);
        bagian.map(|b| b.split("</ul>").next().unwrap().to_owned())
    };
    for jalur in [
        "/serang/kerja",
        "/serang/kerja/kepatuhan",
        "/serang/kerja/kepatuhan/pimpinan",
    ] {
        let a = alarm(&pimpinan, jalur)
            .await
            .expect("nobody answers for most offices");
        assert!(
            a.contains("/opd/dlh\"") && !a.contains("/opd/dinkes\""),
            "{jalur}: {a}"
        );
    }
    assert!(
        alarm(&penghubung, "/serang/kerja").await.is_none(),
        "the coordinator's, not everybody's"
    );
    // The last one leaves: from that moment it is told.
    let kode = d.app.store.profil("serang").unwrap().kode().clone();
    let a = d
        .app
        .store
        .akun(&kode, "penghubung.dinkes")
        .await
        .unwrap()
        .unwrap()
        .akun;
    d.app
        .store
        .ubah_akun(&a, &UbahAkun::Aktif(false), &operator())
        .await
        .unwrap();
    assert!(
        alarm(&pimpinan, "/serang/kerja")
            .await
            .unwrap()
            .contains("/opd/dinkes\"")
    );
    // The past is told without today's accounts.
    let (_, dulu) = d
        .minta(&pimpinan, "/serang/kerja/kepatuhan?pada=2026-10-01")
        .await;
    assert!(!dulu.contains("Perangkat daerah tanpa penanggung jawab"));
}
