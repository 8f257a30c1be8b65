//! What somebody wrote themselves, out of what their mail program sent along.

/// How far below its first line a heading of quoted mail is looked for.
const KEPALA: usize = 4;

/// The text without what it answers to and without signature; `balasan`: it answers something, so quoted lines are
/// ours. Should nothing be left, the text as it came.
pub fn potong(teks: &str, balasan: bool) -> String {
    let baris: Vec<&str> = teks.lines().map(str::trim_end).collect();
    let mut jadi: Vec<&str> = Vec::new();
    for (i, b) in baris.iter().enumerate() {
        let sisa = baris.get(i..).unwrap_or_default();
        if tanda_tangan(b) || (balasan && kutipan_mulai(sisa)) {
            break;
        }
        if !(balasan && b.trim_start().starts_with('>')) {
            jadi.push(b);
        }
    }
    while jadi.last().is_some_and(|b| b.is_empty() || iklan(b)) {
        jadi.pop();
    }
    let hasil = jadi.join("\n").trim().to_owned();
    if hasil.is_empty() {
        teks.trim().to_owned()
    } else {
        hasil
    }
}

/// The line that separates text and signature, as RFC 3676 has it and as programs that trim blanks leave it.
fn tanda_tangan(b: &str) -> bool {
    matches!(b, "--" | "-- " | "—")
}

/// What mail programs of telephones add.
fn iklan(b: &str) -> bool {
    let b = b.trim().to_lowercase();
    b.len() < 80
        && [
            "dikirim dari ",
            "terkirim dari ",
            "sent from ",
            "get outlook for ",
            "dapatkan outlook untuk ",
        ]
        .iter()
        .any(|a| b.starts_with(a))
}

/// Whether quoted mail begins here.
fn kutipan_mulai(sisa: &[&str]) -> bool {
    let Some(satu) = sisa.first().map(|b| b.trim()) else {
        return false;
    };
    let kecil = satu.to_lowercase();
    let pemisah = [
        "-----original message",
        "----- original message",
        "-----pesan asli",
        "----- pesan asli",
        "---------- forwarded",
        "---------- pesan terusan",
    ];
    if pemisah.iter().any(|p| kecil.starts_with(p)) {
        return true;
    }
    // Outlook: a long rule, or the heading itself.
    let berikut = || sisa.iter().skip(1).take(KEPALA).map(|b| b.trim().to_lowercase());
    let kepala = |b: &str| ["from:", "dari:"].iter().any(|a| b.starts_with(a));
    let kepala_lain = |b: String| {
        ["sent:", "to:", "dikirim:", "kepada:", "date:", "tanggal:"]
            .iter()
            .any(|a| b.starts_with(a))
    };
    if satu.len() >= 20 && satu.chars().all(|c| c == '_') && berikut().any(|b| kepala(&b)) {
        return true;
    }
    if kepala(&kecil) && berikut().any(kepala_lain) {
        return true;
    }
    // "Pada Sen, 23 Nov 2026 pukul 09.00 … menulis:", often broken over two lines or three.
    let pembuka = ["pada ", "on ", "am "].iter().any(|a| kecil.starts_with(a));
    let akhir = |b: &str| ["menulis:", "wrote:", "schrieb:"].iter().any(|a| b.ends_with(a));
    pembuka
        && sisa
            .iter()
            .take(3)
            .any(|b| akhir(b.trim().to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::potong;

    #[test]
    fn only_what_was_written_is_kept() {
        for (teks, harus) in [
            (
                "Masih mati.\r\n\r\nPada Sen, 23 Nov 2026 pukul 09.00 Kabupaten Serang <\r\nlapor@contoh.go.id> menulis:\r\n\r\n> Lampu?\r\n",
                "Masih mati.",
            ),
            (
                "Masih mati.\n\nOn Mon, Nov 23, 2026 at 9:00 AM A <a@b.id> wrote:\n> Lampu?\n",
                "Masih mati.",
            ),
            ("Masih.\n\n-----Original Message-----\nFrom: a\n", "Masih."),
            (
                "Masih.\n\n________________________________\nDari: A <a@b.id>\nDikirim: Senin\n",
                "Masih.",
            ),
            ("Masih.\n\nFrom: A <a@b.id>\nSent: Monday\nTo: B\n", "Masih."),
            (
                "> Di mana?\nDi depan pasar.\n> Sejak kapan?\nSejak Senin.\n",
                "Di depan pasar.\nSejak Senin.",
            ),
            ("Terima kasih\n-- \nSiti\n0812", "Terima kasih"),
            ("Halo\n\nDikirim dari iPhone saya\n", "Halo"),
            (
                "Pada hari Senin lampu mati.\nTolong.",
                "Pada hari Senin lampu mati.\nTolong.",
            ),
            ("> semua kutipan\n", "> semua kutipan"),
            ("", ""),
        ] {
            assert_eq!(potong(teks, true), harus, "{teks:?}");
        }
    }

    #[test]
    fn a_new_report_keeps_what_it_quotes() {
        let teks = "Saya teruskan:\n> Jalan rusak\n-----Original Message-----\nFrom: tetangga";
        assert_eq!(potong(teks, false), teks);
    }
}
