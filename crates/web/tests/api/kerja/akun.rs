//! Accounts: added, given other roles, closed; what an administrator must not do; nobody else may look.

use kernel::{Peran, nilai::KodeUnit};

use super::peramban::{Lembar, Peramban};
use crate::bekal::{Uji, kode};

uji! {
    administrators_only, added_with_a_password_shown_once, wrong_fields_keep_what_was_typed, other_roles_count_at_once,
    a_stale_form_of_roles, a_new_password_ends_sessions, closed_and_opened_again, nobody_gives_themselves_a_role,
    the_last_administrator_stays,
    sessions_and_tokens_end, of_this_regency_only, a_form_without_its_token_is_refused,
    what_was_typed_comes_back_after_logging_in, where_letters_about_work_go,
}

const AKUN: &str = "/serang/kerja/akun";

const MADE: [(&str, &str); 4] = [
    ("pengguna", "Ni.Made"),
    ("nama", "Ni Made Ayu"),
    ("peran.0.peran", "petugas"),
    ("peran.0.unit", "dishub"),
];

async fn tambah(p: &mut Peramban<'_>) -> Lembar {
    p.buka(&format!("{AKUN}/baru")).await.harus(200);
    p.kirim(&format!("{AKUN}/baru"), &MADE).await.harus(200)
}

fn sandi(l: &Lembar) -> String {
    l.antara("<b class=\"kode\">", "</b>").pop().unwrap()
}

async fn alamat(u: &Uji, pengguna: &str) -> String {
    let a = u
        .app
        .store
        .akun(&kode("serang"), pengguna)
        .await
        .unwrap()
        .unwrap();
    format!("{AKUN}/{}", a.akun.id)
}

async fn masuk(u: &Uji, pengguna: &str, sandi: &str) -> u16 {
    let mut p = u.peramban();
    p.buka("/serang/masuk").await.harus(200);
    p.kirim("/serang/masuk", &[("pengguna", pengguna), ("sandi", sandi)])
        .await
        .status
}

async fn peran(u: &Uji, pengguna: &str) -> Vec<(Peran, String)> {
    let a = u
        .app
        .store
        .akun(&kode("serang"), pengguna)
        .await
        .unwrap()
        .unwrap();
    a.akun.peran.iter().map(|(p, u)| (*p, u.0.clone())).collect()
}

/// Every form of the page of an account.
const FORMULIR: [(&str, &str, &str); 6] = [
    ("surel", "surel", "jahat@contoh.id"),
    ("peran", "peran.0.peran", "auditor"),
    ("sandi", "x", ""),
    ("sesi", "jenis", "web"),
    ("sesi", "jenis", "token"),
    ("aktif", "aktif", "tidak"),
];

async fn administrators_only(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    for siapa in [
        "koordinator",
        "penghubung",
        "petugas",
        "kepala",
        "auditor",
        "pimpinan",
    ] {
        let mut p = u.pegawai(siapa).await;
        p.buka("/serang/kerja")
            .await
            .harus(200)
            .tanpa(&format!("href=\"{AKUN}\""));
        for jalur in [AKUN.to_owned(), format!("{AKUN}/baru"), satu.clone()] {
            p.buka(&jalur).await.harus(403).tanpa("petugas.dishub");
        }
        p.buka("/serang/kerja").await.harus(200);
        p.kirim(&format!("{AKUN}/baru"), &MADE).await.harus(403);
        for (ke, k, v) in FORMULIR {
            p.kirim(&format!("{satu}/{ke}"), &[(k, v)]).await.harus(403);
        }
    }
    for jalur in [AKUN.to_owned(), format!("{AKUN}/baru"), satu.clone()] {
        u.peramban().buka(&jalur).await.harus(401);
    }
    assert!(
        u.app
            .store
            .akun(&kode("serang"), "ni.made")
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        peran(u, "petugas.dishub").await,
        [(Peran::Petugas, "dishub".into())]
    );
    let mut p = u.pegawai("administrator").await;
    p.buka("/serang/kerja")
        .await
        .harus(200)
        .memuat(&format!("href=\"{AKUN}\""));
    let j = p
        .buka(AKUN)
        .await
        .harus(200)
        .memuat("petugas.dishub")
        .memuat("Petugas loket, Dinas Perhubungan");
    assert_eq!(j.baris().len(), 8);
    // Found by name, login name or unit.
    for (kata, n) in [
        ("PETUGAS.dis", 1),
        ("pejabat kepala", 1),
        ("perhubungan", 1),
        ("xyz", 0),
        ("", 8),
        ("'", 0),
        ("\0", 0),
    ] {
        let j = p
            .buka(&format!("{AKUN}?kata={}", ui::enkode(kata)))
            .await
            .harus(200);
        assert_eq!(j.baris().len(), n, "{kata:?}");
    }
    for id in ["x", "%00", "01900000-0000-7000-8000-000000000001", "petugas"] {
        p.buka(&format!("{AKUN}/{id}")).await.harus(404);
        p.buka(AKUN).await.harus(200);
        p.kirim(&format!("{AKUN}/{id}/aktif"), &[("aktif", "tidak")])
            .await
            .harus(404);
    }
}

async fn added_with_a_password_shown_once(u: &Uji) {
    let mut p = u.pegawai("administrator").await;
    let j = tambah(&mut p).await.memuat("ni.made");
    assert_eq!(j.kepala["cache-control"], "no-store");
    let sandi = sandi(&j);
    assert_eq!(sandi.len(), 19);
    let satu = alamat(u, "ni.made").await;
    for jalur in [AKUN, &satu] {
        p.buka(jalur).await.harus(200).memuat("Ni Made Ayu").tanpa(&sandi);
    }
    assert!(
        j.antara("href=\"", "\"")
            .iter()
            .all(|h| !h.contains(&sandi) && !h.contains("ni.made"))
    );
    assert_eq!(masuk(u, "ni.made", &sandi).await, 303);
    assert_eq!(masuk(u, "ni.made", "kata sandi uji coba").await, 422);
    assert_eq!(peran(u, "ni.made").await, [(Peran::Petugas, "dishub".into())]);
    p.buka(&satu)
        .await
        .memuat("diganti pemiliknya waktu masuk berikutnya")
        .tanpa("Akhiri semua sesi");
}

async fn wrong_fields_keep_what_was_typed(u: &Uji) {
    let mut p = u.pegawai("administrator").await;
    let baru = format!("{AKUN}/baru");
    p.buka(&baru).await.harus(200);
    let dengan = |k: &'static str, v: &'static str| MADE.map(|(a, b)| if a == k { (a, v) } else { (a, b) });
    for (k, v, galat) in [
        ("pengguna", "", "m-pengguna"),
        ("pengguna", "ni made", "m-pengguna"),
        ("pengguna", "ab", "m-pengguna"),
        ("pengguna", "<b>nama", "m-pengguna"),
        ("pengguna", "administrator", "m-pengguna"),
        ("pengguna", "ADMINISTRATOR ", "m-pengguna"),
        ("nama", "", "m-nama"),
        ("peran.0.peran", "", "m-peran.0.peran"),
        ("peran.0.peran", "raja", "m-peran.0.peran"),
        ("peran.0.unit", "", "m-peran.0.unit"),
        ("peran.0.unit", "dishubkp", "m-peran.0.unit"),
    ] {
        let isian = dengan(k, v);
        let j = p.kirim(&baru, &isian).await.harus(422);
        assert!(
            j.isi.contains(&format!("href=\"#{galat}\"")),
            "{k}={v}: {}",
            j.isi
        );
        for (a, b) in isian.iter().filter(|(a, _)| !(a.contains("peran") && *a == k)) {
            assert_eq!(j.nilai(a), *b, "{k}={v}");
        }
    }
    p.kirim(&baru, &[("pengguna", "ni.made"), ("nama", "Made")])
        .await
        .harus(422);
    p.kirim(&baru, &[]).await.harus(422);
    assert_eq!(u.app.store.semua_akun(&kode("serang")).await.unwrap().len(), 1);
    // Sent twice: the second is told that the name is taken, and changes nothing.
    let satu = p.kirim(&baru, &MADE).await.harus(200);
    p.kirim(&baru, &MADE)
        .await
        .harus(422)
        .memuat("Nama pengguna ni.made sudah dipakai.");
    assert_eq!(masuk(u, "ni.made", &sandi(&satu)).await, 303);
}

async fn other_roles_count_at_once(u: &Uji) {
    let mut petugas = u.pegawai("petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    let mut p = u.pegawai("administrator").await;
    let j = p.buka(&satu).await.harus(200);
    assert_eq!(
        (j.nilai("peran.0.peran"), j.nilai("peran.0.unit")),
        ("petugas".into(), "dishub".into())
    );
    let semula = j.nilai("_semula");
    let isian = [
        ("_semula", semula.as_str()),
        ("peran.0.peran", "penghubung"),
        ("peran.0.unit", "dishub"),
        ("peran.1.peran", ""),
        ("peran.1.unit", ""),
        ("peran.2.peran", "kepala"),
        ("peran.2.unit", "dlh"),
        ("peran.3.peran", "kepala"),
        ("peran.3.unit", "dlh"),
    ];
    let j = p
        .kirim(&format!("{satu}/peran"), &isian)
        .await
        .menuju(&format!("{satu}?selesai=ya"));
    p.ikut(&j).await.harus(200).memuat("Tersimpan.");
    assert_eq!(
        peran(u, "petugas.dishub").await,
        [
            (Peran::Kepala, "dlh".into()),
            (Peran::Penghubung, "dishub".into())
        ]
    );
    // The session that is open acts with them from its next request on.
    petugas.buka("/serang/kerja/pengaduan/baru").await.harus(403);
    // Nobody stays without a role, and no role is held in a unit that is not there.
    let semula = p.buka(&satu).await.nilai("_semula");
    for (a, b) in [("", ""), ("penghubung", "dishubkp"), ("kaisar", "dishub")] {
        let isian = [
            ("_semula", semula.as_str()),
            ("peran.0.peran", a),
            ("peran.0.unit", b),
        ];
        p.kirim(&format!("{satu}/peran"), &isian).await.harus(422);
    }
    assert_eq!(peran(u, "petugas.dishub").await.len(), 2);
}

async fn a_stale_form_of_roles(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    let mut p = u.pegawai("administrator").await;
    let semula = p.buka(&satu).await.nilai("_semula");
    let isian = |r: &'static str| {
        [
            ("_semula", semula.as_str()),
            ("peran.0.peran", r),
            ("peran.0.unit", "dlh"),
        ]
    };
    p.kirim(&format!("{satu}/peran"), &isian("kepala"))
        .await
        .harus(303);
    let j = p
        .kirim(&format!("{satu}/peran"), &isian("auditor"))
        .await
        .harus(412)
        .memuat("berubah sejak Anda membukanya");
    assert_eq!(
        j.nilai("peran.0.peran"),
        "auditor",
        "what was chosen is still there"
    );
    assert_eq!(peran(u, "petugas.dishub").await, [(Peran::Kepala, "dlh".into())]);
    p.kirim(
        &format!("{satu}/peran"),
        &[("peran.0.peran", "auditor"), ("peran.0.unit", "dlh")],
    )
    .await
    .harus(412);
}

async fn a_new_password_ends_sessions(u: &Uji) {
    let mut petugas = u.pegawai("petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    let mut p = u.pegawai("administrator").await;
    p.buka(&satu).await.harus(200);
    let j = p.kirim(&format!("{satu}/sandi"), &[]).await.harus(200);
    petugas.buka("/serang/kerja").await.harus(401);
    assert_eq!(masuk(u, "petugas.dishub", crate::bekal::KATA_SANDI).await, 422);
    assert_eq!(masuk(u, "petugas.dishub", &sandi(&j)).await, 303);
    assert_eq!(
        peran(u, "petugas.dishub").await,
        [(Peran::Petugas, "dishub".into())]
    );
    // A closed account stays closed.
    p.kirim(&format!("{satu}/aktif"), &[("aktif", "tidak")])
        .await
        .harus(303);
    let j = p.kirim(&format!("{satu}/sandi"), &[]).await.harus(200);
    assert_eq!(masuk(u, "petugas.dishub", &sandi(&j)).await, 422);
}

async fn closed_and_opened_again(u: &Uji) {
    let mut petugas = u.pegawai("petugas:dishub").await;
    let mesin = u.sebagai("petugas:dishub").await;
    mesin.get("saya").await.harus(200);
    let satu = alamat(u, "petugas.dishub").await;
    let mut p = u.pegawai("administrator").await;
    p.buka(&satu).await.harus(200).memuat("Tutup akun ini");
    let j = p
        .kirim(&format!("{satu}/aktif"), &[("aktif", "tidak")])
        .await
        .harus(303);
    p.ikut(&j)
        .await
        .harus(200)
        .memuat("Ditutup")
        .memuat("Aktifkan akun")
        .tanpa("Tutup akun ini");
    petugas.buka("/serang/kerja").await.harus(401);
    mesin.get("saya").await.harus(401);
    assert_eq!(masuk(u, "petugas.dishub", crate::bekal::KATA_SANDI).await, 422);
    p.buka(AKUN).await.harus(200).memuat("Ditutup");
    p.buka(&satu).await.harus(200);
    p.kirim(&format!("{satu}/aktif"), &[("aktif", "ya")])
        .await
        .harus(303);
    assert_eq!(masuk(u, "petugas.dishub", crate::bekal::KATA_SANDI).await, 303);
    mesin.get("saya").await.harus(401);
    for nilai in ["", "mungkin"] {
        p.kirim(&format!("{satu}/aktif"), &[("aktif", nilai)])
            .await
            .harus(400);
    }
    p.kirim(&format!("{satu}/sesi"), &[("jenis", "semua")])
        .await
        .harus(400);
}

/// The operator gives an account one role more.
async fn tambah_peran(u: &Uji, pengguna: &str, peran: Peran, unit: &str) {
    let a = u
        .app
        .store
        .akun(&kode("serang"), pengguna)
        .await
        .unwrap()
        .unwrap();
    let mut semua = a.akun.peran.clone();
    semua.push((peran, KodeUnit(unit.to_owned())));
    let id = &u.app.identitas;
    id.atur_peran(identity::Oleh::Operator, &a, semua).await.unwrap();
}

async fn nobody_gives_themselves_a_role(u: &Uji) {
    let mut p = u.pegawai("administrator").await;
    u.akun("serang", "administrator:dlh").await;
    let saya = alamat(u, "administrator").await;
    let semula = p.buka(&saya).await.nilai("_semula");
    let unit = semula.split(':').nth(1).unwrap().to_owned();
    let isian = [
        ("_semula", semula.as_str()),
        ("peran.0.peran", "administrator"),
        ("peran.0.unit", unit.as_str()),
        ("peran.1.peran", "koordinator"),
        ("peran.1.unit", "dlh"),
    ];
    let j = p
        .kirim(&format!("{saya}/peran"), &isian)
        .await
        .harus(409)
        .memuat("diberikan administrator lain");
    assert_eq!(
        j.nilai("peran.1.peran"),
        "koordinator",
        "what was chosen is still there"
    );
    assert_eq!(peran(u, "administrator").await.len(), 1);
    // Another administrator may, and both that and by whom is there to be read by who checks.
    let mut rekan = u.pegawai("administrator:dlh").await;
    rekan.buka(&saya).await.harus(200);
    rekan.kirim(&format!("{saya}/peran"), &isian).await.harus(303);
    assert_eq!(peran(u, "administrator").await.len(), 2);
    const PERUBAHAN: &str = "/serang/kerja/akun/perubahan";
    for siapa in ["auditor", "pimpinan", "administrator:dlh"] {
        let mut q = u.pegawai(siapa).await;
        q.buka(PERUBAHAN)
            .await
            .harus(200)
            .memuat("Peran diatur")
            .memuat("+ koordinator dlh");
        q.buka(&format!(
            "{PERUBAHAN}?sebelum=00000000-0000-0000-0000-000000000000"
        ))
        .await
        .harus(200)
        .memuat("Belum ada perubahan akun.");
        q.buka(&format!("{PERUBAHAN}?sebelum=kemarin")).await.harus(404);
    }
    for siapa in ["koordinator", "kepala", "penghubung", "petugas"] {
        u.pegawai(siapa).await.buka(PERUBAHAN).await.harus(403);
    }
    u.peramban().buka(PERUBAHAN).await.harus(401);
    // Nothing of it is known in another regency.
    u.pegawai_di("jembrana", "auditor")
        .await
        .buka("/jembrana/kerja/akun/perubahan")
        .await
        .harus(200)
        .tanpa("+ koordinator dlh");
}

async fn the_last_administrator_stays(u: &Uji) {
    let mut p = u.pegawai("administrator").await;
    tambah_peran(u, "administrator", Peran::Auditor, "inspektorat").await;
    let saya = alamat(u, "administrator").await;
    let semula = p
        .buka(&saya)
        .await
        .harus(200)
        .tanpa("Tutup akun ini")
        .nilai("_semula");
    p.kirim(&format!("{saya}/aktif"), &[("aktif", "tidak")])
        .await
        .harus(409)
        .memuat("tidak dapat menutup akun Anda sendiri");
    let lepas = [
        ("_semula", semula.as_str()),
        ("peran.0.peran", "auditor"),
        ("peran.0.unit", "inspektorat"),
    ];
    let j = p
        .kirim(&format!("{saya}/peran"), &lepas)
        .await
        .harus(409)
        .memuat("sedikitnya satu administrator");
    assert_eq!(j.nilai("peran.0.peran"), "auditor");
    assert_eq!(peran(u, "administrator").await[0].0, Peran::Administrator);
    // An administrator who is closed does not count.
    let mut rekan = u.pegawai("administrator:dlh").await;
    let ia = alamat(u, "administrator.dlh").await;
    p.kirim(&format!("{ia}/aktif"), &[("aktif", "tidak")])
        .await
        .harus(303);
    rekan.buka(AKUN).await.harus(401);
    p.kirim(&format!("{saya}/peran"), &lepas).await.harus(409);
    p.kirim(&format!("{ia}/aktif"), &[("aktif", "ya")])
        .await
        .harus(303);
    // Two who remove each other at once: one stays.
    let mut rekan = u.pegawai("administrator:dlh").await;
    let (a, b) = (format!("{saya}/aktif"), format!("{ia}/aktif"));
    let (x, y) = tokio::join!(
        rekan.kirim(&a, &[("aktif", "tidak")]),
        p.kirim(&b, &[("aktif", "tidak")])
    );
    let semua = u.app.store.semua_akun(&kode("serang")).await.unwrap();
    assert_eq!(
        semua
            .iter()
            .filter(|a| a.aktif && a.akun.ber(Peran::Administrator))
            .count(),
        1,
        "{} {}",
        x.status,
        y.status
    );
    // With a second one, the role can be given away; the page is then closed.
    let mut p = u.pegawai("administrator").await;
    u.akun("serang", "administrator:dlh").await;
    tambah_peran(u, "administrator", Peran::Auditor, "inspektorat").await;
    let semula = p.buka(&saya).await.nilai("_semula");
    let lepas = [
        ("_semula", semula.as_str()),
        ("peran.0.peran", "auditor"),
        ("peran.0.unit", "inspektorat"),
    ];
    p.kirim(&format!("{saya}/peran"), &lepas)
        .await
        .menuju("/serang/kerja");
    p.buka(AKUN).await.harus(403);
}

async fn sessions_and_tokens_end(u: &Uji) {
    let mut petugas = u.pegawai("petugas:dishub").await;
    let mesin = u.sebagai("petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    let mut p = u.pegawai("administrator").await;
    p.buka(&satu)
        .await
        .harus(200)
        .memuat("Akhiri semua sesi")
        .memuat("Cabut semua token");
    p.kirim(&format!("{satu}/sesi"), &[("jenis", "web")])
        .await
        .harus(303);
    petugas.buka("/serang/kerja").await.harus(401);
    mesin.get("saya").await.harus(200);
    p.buka(&satu).await.harus(200).tanpa("Akhiri semua sesi");
    p.kirim(&format!("{satu}/sesi"), &[("jenis", "token")])
        .await
        .harus(303);
    mesin.get("saya").await.harus(401);
    assert_eq!(masuk(u, "petugas.dishub", crate::bekal::KATA_SANDI).await, 303);
}

async fn of_this_regency_only(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    let mut lain = u.pegawai_di("jembrana", "administrator").await;
    lain.buka(AKUN).await.harus(401);
    lain.buka(&satu).await.harus(401);
    let sana = satu.replace("/serang/", "/jembrana/");
    lain.buka(&sana).await.harus(404);
    lain.buka("/jembrana/kerja/akun")
        .await
        .harus(200)
        .tanpa("petugas.dishub");
    for (ke, k, v) in FORMULIR {
        lain.kirim(&format!("{sana}/{ke}"), &[(k, v)]).await.harus(404);
        // At the other regency's address nobody is logged in.
        let j = lain.kirim(&format!("{satu}/{ke}"), &[(k, v)]).await;
        assert!(matches!(j.status, 303 | 403), "{}", j.status);
    }
    // A role there is in a unit of there.
    lain.buka("/jembrana/kerja/akun/baru").await.harus(200);
    let isian = [
        ("pengguna", "budi"),
        ("nama", "Budi"),
        ("peran.0.peran", "kepala"),
        ("peran.0.unit", "diskominfosatik"),
    ];
    lain.kirim("/jembrana/kerja/akun/baru", &isian).await.harus(422);
    assert_eq!(
        peran(u, "petugas.dishub").await,
        [(Peran::Petugas, "dishub".into())]
    );
    assert_eq!(masuk(u, "petugas.dishub", crate::bekal::KATA_SANDI).await, 303);
}

async fn a_form_without_its_token_is_refused(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    let mut p = u.pegawai("administrator").await;
    let rekan = u.pegawai("administrator:dlh").await.csrf;
    for token in ["", "x", rekan.as_str()] {
        p.csrf = token.to_owned();
        p.kirim(&format!("{AKUN}/baru"), &MADE).await.harus(403);
        for (ke, k, v) in FORMULIR {
            p.csrf = token.to_owned();
            p.kirim(&format!("{satu}/{ke}"), &[(k, v)]).await.harus(403);
        }
    }
    assert_eq!(masuk(u, "petugas.dishub", crate::bekal::KATA_SANDI).await, 303);
}

async fn what_was_typed_comes_back_after_logging_in(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    let mut p = u.pegawai("administrator").await;
    let semula = p.buka(&satu).await.nilai("_semula");
    let sesi = p.kuki["praja_sesi"].clone();
    u.app.identitas.keluar(&kode("serang"), &sesi).await.unwrap();
    let isian = [
        ("_semula", semula.as_str()),
        ("peran.0.peran", "kepala"),
        ("peran.0.unit", "dlh"),
    ];
    p.kirim(&format!("{satu}/peran"), &isian).await.harus(303);
    let j = p.masuk("administrator", &satu).await.menuju(&satu);
    let j = p.ikut(&j).await.harus(200);
    assert_eq!(
        (j.nilai("peran.0.peran"), j.nilai("peran.0.unit")),
        ("kepala".into(), "dlh".into())
    );
    // Logging in presses no button.
    let sesi = p.kuki["praja_sesi"].clone();
    u.app.identitas.keluar(&kode("serang"), &sesi).await.unwrap();
    p.kirim(&format!("{satu}/aktif"), &[("aktif", "tidak")])
        .await
        .harus(303);
    let j = p.masuk("administrator", &satu).await.menuju(&satu);
    p.ikut(&j).await.harus(200).memuat("Tutup akun ini");
    assert_eq!(
        peran(u, "petugas.dishub").await,
        [(Peran::Petugas, "dishub".into())]
    );
}

async fn surel(u: &Uji, pengguna: &str) -> Option<String> {
    let a = u
        .app
        .store
        .akun(&kode("serang"), pengguna)
        .await
        .unwrap()
        .unwrap();
    a.surel.map(|s| s.as_str().to_owned())
}

async fn where_letters_about_work_go(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let satu = alamat(u, "petugas.dishub").await;
    let mut p = u.pegawai("administrator").await;
    p.buka(&satu).await.harus(200);
    p.kirim(&format!("{satu}/surel"), &[("surel", "bukan alamat")])
        .await
        .harus(422)
        .memuat("bukan alamat");
    assert_eq!(surel(u, "petugas.dishub").await, None);
    p.kirim(&format!("{satu}/surel"), &[("surel", "Ani@Serang.go.id")])
        .await
        .harus(303);
    assert_eq!(
        surel(u, "petugas.dishub").await.as_deref(),
        Some("ani@serang.go.id")
    );
    p.buka(&satu).await.harus(200).memuat("ani@serang.go.id");
    // The person says so too, and for nobody else.
    let mut d = u.pegawai("petugas:dishub").await;
    d.buka("/serang/kerja/sandi")
        .await
        .harus(200)
        .memuat("ani@serang.go.id");
    d.kirim("/serang/kerja/sandi/surel", &[("surel", "x@")])
        .await
        .harus(422);
    d.kirim("/serang/kerja/sandi/surel", &[("surel", "")])
        .await
        .harus(303);
    assert_eq!(surel(u, "petugas.dishub").await, None);
    let mut asing = u.peramban();
    asing.buka("/serang/masuk").await.harus(200);
    asing
        .kirim("/serang/kerja/sandi/surel", &[("surel", "x@contoh.id")])
        .await
        .harus(401);
    assert_eq!(surel(u, "petugas.dishub").await, None);
}
