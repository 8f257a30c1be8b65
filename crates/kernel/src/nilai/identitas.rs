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

/// NIK: six digits of the region of first registration, birth day (+40 for women), month, year, four of sequence.
/// There is no check digit.
pub(super) fn nik(s: &str) -> Result<String, Pesan> {
    let s = angka(s, "NIK", 16)?;
    let hari = bagian(&s, 6, 8);
    let hari = if hari > 40 { hari - 40 } else { hari };
    let (bulan, tahun) = (bagian(&s, 8, 10), bagian(&s, 10, 12));
    // The century is not written: a day that exists in either is accepted (29 February 1900 did not).
    let ada = [1900, 2000]
        .iter()
        .any(|abad| Date::new(abad + tahun, bulan as i8, hari as i8).is_ok());
    if !ada || bagian(&s, 12, 16) == 0 || s.starts_with('0') {
        return Err("NIK ini tidak mungkin: periksa angka tanggal lahirnya (angka 7–12).".into());
    }
    Ok(s)
}

/// NIP: birth date, appointment month (for PPPK a year and 21 or more), sex, three of sequence.
pub(super) fn nip(s: &str) -> Result<String, Pesan> {
    let s = angka(s, "NIP", 18)?;
    let lahir = Date::new(bagian(&s, 0, 4), bagian(&s, 4, 6) as i8, bagian(&s, 6, 8) as i8).is_ok();
    let bulan = bagian(&s, 12, 14);
    let tmt = (1950..=2100).contains(&bagian(&s, 8, 12)) && ((1..=12).contains(&bulan) || bulan >= 21);
    if !lahir || !tmt || !matches!(s.as_bytes().get(14), Some(b'1' | b'2')) || bagian(&s, 15, 18) == 0 {
        return Err(
            "NIP ini tidak mungkin: periksa tanggal lahir, bulan pengangkatan, dan jenis kelaminnya.".into(),
        );
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nik_knows_women_and_impossible_days() {
        assert!(Nik::baru("3604054107900001").is_ok(), "born on the 1st, a woman");
        assert!(
            Nik::baru("3604 0501 0790 0001").is_ok(),
            "spaces are how cards print it"
        );
        for salah in [
            "3604053207900001",
            "3604050113900001",
            "3604050107900000",
            "360405010790000",
            "36040501079000a1",
        ] {
            assert!(Nik::baru(salah).is_err(), "{salah}");
        }
    }

    #[test]
    fn nip_accepts_pppk() {
        assert!(Nip::baru("198501012010011001").is_ok());
        assert!(
            Nip::baru("198501012022211002").is_ok(),
            "PPPK has 21 for the month"
        );
        for salah in [
            "198513012010011001",
            "198501012010013001",
            "198501012010131001",
            "19850101201001100",
        ] {
            assert!(Nip::baru(salah).is_err(), "{salah}");
        }
    }
}
