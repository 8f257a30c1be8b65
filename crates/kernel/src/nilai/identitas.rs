//! NIK and NIP: numbers with an inner structure, checked as far as it can be known without a register.

use jiff::civil::Date;

use super::kontak::teks_sah;
use crate::bahasa::Pesan;

fn angka(s: &str, nama: &'static str, panjang: usize) -> Result<String, Pesan> {
    let bersih: String = s
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.' && *c != '-')
        .collect();
    let n = bersih.chars().count();
    if n != panjang || !bersih.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Pesan::baru("{nama} harus {panjang} angka. Anda mengetik {n}.")
            .dengan("nama", nama)
            .dengan("panjang", panjang)
            .dengan("n", n));
    }
    Ok(bersih)
}

fn bagian(s: &str, dari: usize, sampai: usize) -> i16 {
    s.get(dari..sampai).and_then(|b| b.parse().ok()).unwrap_or(0)
}

/// A year of four digits in which somebody at work today can be born or appointed.
const TAHUN: std::ops::RangeInclusive<i16> = 1900..=2100;

/// NIK: six digits of the region of first registration (province, regency, district), birth day (+40 for women),
/// month, year, four of sequence. There is no check digit, and the region may have another code by now.
pub(super) fn nik(s: &str) -> Result<String, Pesan> {
    let s = angka(s, "NIK", 16)?;
    let wilayah = [(0, 2, 11), (2, 4, 1), (4, 6, 1)];
    if wilayah
        .iter()
        .any(|(dari, sampai, paling)| bagian(&s, *dari, *sampai) < *paling)
    {
        return Err("NIK ini tidak mungkin: angka 1–6 bukan kode provinsi, kabupaten, dan kecamatan.".into());
    }
    let hari = bagian(&s, 6, 8);
    let hari = if hari > 40 { hari - 40 } else { hari };
    let (bulan, tahun) = (bagian(&s, 8, 10), bagian(&s, 10, 12));
    // The century is not written: a day that exists in either is accepted (29 February 1900 did not).
    let ada = [1900, 2000]
        .iter()
        .any(|abad| Date::new(abad + tahun, bulan as i8, hari as i8).is_ok());
    if !ada {
        return Err("NIK ini tidak mungkin: angka 7–12 bukan tanggal lahir (tanggal, bulan, tahun; untuk perempuan tanggalnya ditambah 40).".into());
    }
    if bagian(&s, 12, 16) == 0 {
        return Err("NIK ini tidak mungkin: nomor urut pada angka 13–16 tidak boleh 0000.".into());
    }
    Ok(s)
}

/// NIP: birth date, appointment year and month (for PPPK 21 or more instead of a month), sex, three of sequence.
pub(super) fn nip(s: &str) -> Result<String, Pesan> {
    let s = angka(s, "NIP", 18)?;
    let lahir = bagian(&s, 0, 4);
    let hari = Date::new(lahir, bagian(&s, 4, 6) as i8, bagian(&s, 6, 8) as i8);
    if hari.is_err() || !TAHUN.contains(&lahir) {
        return Err("NIP ini tidak mungkin: angka 1–8 bukan tanggal lahir (tahun, bulan, tanggal).".into());
    }
    let tahun = bagian(&s, 8, 12);
    if tahun <= lahir || !TAHUN.contains(&tahun) {
        return Err("NIP ini tidak mungkin: angka 9–12 bukan tahun pengangkatan sesudah tahun lahir.".into());
    }
    if !matches!(bagian(&s, 12, 14), 1..=12 | 21..) {
        return Err(
            "NIP ini tidak mungkin: angka 13–14 bukan bulan pengangkatan (01–12; untuk PPPK 21 atau lebih)."
                .into(),
        );
    }
    if !matches!(s.as_bytes().get(14), Some(b'1' | b'2')) {
        return Err("NIP ini tidak mungkin: angka 15 harus 1 (laki-laki) atau 2 (perempuan).".into());
    }
    if bagian(&s, 15, 18) == 0 {
        return Err("NIP ini tidak mungkin: nomor urut pada angka 16–18 tidak boleh 000.".into());
    }
    Ok(s)
}

teks_sah!(
    /// *Nomor Induk Kependudukan*, 16 digits.
    Nik, Nik, nik
);
teks_sah!(
    /// *Nomor Induk Pegawai*, 18 digits.
    Nip, Nip, nip
);

impl Nip {
    /// The number as others see it: its last four digits only, which tell neither birth date nor appointment.
    pub fn samar(&self) -> String {
        let akhir = self.0.get(14..).unwrap_or_default();
        format!("{}{akhir}", "•".repeat(14))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which digits a refusal points at.
    fn salah<T>(r: Result<T, Pesan>) -> String {
        let pesan = r.err().map(|p| p.dalam(crate::Bahasa::Id)).unwrap_or_default();
        let angka = pesan.split("angka ").nth(1).unwrap_or(&pesan);
        angka.split([' ', '.']).next().unwrap_or_default().to_owned()
    }

    #[test]
    fn nik_knows_women_and_impossible_days() {
        assert!(Nik::baru("3604054107900001").is_ok(), "born on the 1st, a woman");
        assert!(
            Nik::baru("3604 0501 0790 0001").is_ok(),
            "spaces are how cards print it"
        );
        for (nik, angka) in [
            ("0904050107900001", "1–6"),
            ("3600050107900001", "1–6"),
            ("3604000107900001", "1–6"),
            ("3604053207900001", "7–12"),
            ("3604057207900001", "7–12"),
            ("3604054007900001", "7–12"),
            ("3604050113900001", "7–12"),
            ("3604053002900001", "7–12"),
            ("3604050107900000", "13–16"),
        ] {
            assert_eq!(salah(Nik::baru(nik)), angka, "{nik}");
        }
        for s in [
            "360405010790000",
            "36040501079000a1",
            "",
            "３６０４０５０１０７９００００１",
        ] {
            assert!(Nik::baru(s).is_err(), "{s}");
        }
    }

    #[test]
    fn nip_accepts_pppk() {
        assert!(Nip::baru("198501012010011001").is_ok());
        assert!(
            Nip::baru("19850101 201001 1 001").is_ok(),
            "groups are how letters print it"
        );
        assert!(
            Nip::baru("198501012022211002").is_ok(),
            "PPPK has 21 for the month"
        );
        for (nip, angka) in [
            ("198513012010011001", "1–8"),
            ("198502302010011001", "1–8"),
            ("008501012010011001", "1–8"),
            ("198501011985011001", "9–12"),
            ("198501012199011001", "9–12"),
            ("198501012010131001", "13–14"),
            ("198501012010001001", "13–14"),
            ("198501012010013001", "15"),
            ("198501012010011000", "16–18"),
        ] {
            assert_eq!(salah(Nip::baru(nip)), angka, "{nip}");
        }
        for s in ["19850101201001100", "1985010120100110011", "19850101201001100x"] {
            assert!(Nip::baru(s).is_err(), "{s}");
        }
    }

    #[test]
    fn a_masked_nip_tells_neither_birth_nor_appointment() {
        let nip = Nip::baru("198501012010011001").unwrap();
        assert_eq!(nip.samar(), "••••••••••••••1001");
    }
}
