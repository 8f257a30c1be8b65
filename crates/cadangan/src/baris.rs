//! Rows as bytes, the same for both databases, and where a table is cut into parts.
//!
//! A part is a row after a row; a row is a value after a value; a value is a mark and what belongs to it: `0` nothing,
//! `1` an integer (8 bytes), `2` a text and `3` bytes (4 bytes of length before them), `4` a float (8 bytes). Numbers
//! are little-endian.
//!
//! Where a part ends is decided by the key of a row, never by how many rows stood before it: a row that comes in
//! between changes the part it falls into and no other, and a back-up writes only that one anew.

/// Part size from which on a row may end it, and at which every row does, bytes.
const MIN: usize = 512 << 10;
const MAKS: usize = 4 << 20;
/// One key in so many ends a part.
const SETIAP: u64 = 256;

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Nilai<'a> {
    Kosong,
    Bulat(i64),
    Teks(&'a str),
    Bait(&'a [u8]),
    Pecahan(f64),
}

/// Appends a value.
pub(crate) fn tulis(ke: &mut Vec<u8>, v: Nilai<'_>) {
    let mut panjang = |tanda: u8, b: &[u8]| {
        ke.push(tanda);
        // A value of the databases is below 1 GB.
        ke.extend_from_slice(&u32::try_from(b.len()).unwrap_or(u32::MAX).to_le_bytes());
        ke.extend_from_slice(b);
    };
    match v {
        Nilai::Kosong => ke.push(0),
        Nilai::Bulat(n) => {
            ke.push(1);
            ke.extend_from_slice(&n.to_le_bytes());
        }
        Nilai::Teks(s) => panjang(2, s.as_bytes()),
        Nilai::Bait(b) => panjang(3, b),
        Nilai::Pecahan(f) => {
            ke.push(4);
            ke.extend_from_slice(&f.to_le_bytes());
        }
    }
}

fn satu<'a>(sisa: &mut &'a [u8]) -> Option<Nilai<'a>> {
    fn ambil<const N: usize>(sisa: &mut &[u8]) -> Option<[u8; N]> {
        let (awal, akhir) = sisa.split_first_chunk::<N>()?;
        *sisa = akhir;
        Some(*awal)
    }
    let [tanda] = ambil(sisa)?;
    Some(match tanda {
        0 => Nilai::Kosong,
        1 => Nilai::Bulat(i64::from_le_bytes(ambil(sisa)?)),
        4 => Nilai::Pecahan(f64::from_le_bytes(ambil(sisa)?)),
        2 | 3 => {
            let n = usize::try_from(u32::from_le_bytes(ambil(sisa)?)).ok()?;
            let (isi, akhir) = sisa.split_at_checked(n)?;
            *sisa = akhir;
            match tanda {
                2 => Nilai::Teks(std::str::from_utf8(isi).ok()?),
                _ => Nilai::Bait(isi),
            }
        }
        _ => return None,
    })
}

/// The rows of a part; none when it does not hold whole rows of so many columns.
pub(crate) fn baca(isi: &[u8], kolom: usize) -> Option<Vec<Vec<Nilai<'_>>>> {
    let (mut sisa, mut semua) = (isi, Vec::new());
    while !sisa.is_empty() {
        let baris: Option<Vec<_>> = (0..kolom.max(1)).map(|_| satu(&mut sisa)).collect();
        semua.push(baris?);
    }
    Some(semua)
}

/// Cuts rows into parts.
#[derive(Default)]
pub(crate) struct Pemotong {
    isi: Vec<u8>,
    pub(crate) baris: u64,
}

impl Pemotong {
    /// Adds a row whose first `kunci` values name it; gives the part that ends with it.
    pub(crate) fn baris<'a>(
        &mut self,
        kunci: usize,
        nilai: impl Iterator<Item = Nilai<'a>>,
    ) -> Option<Vec<u8>> {
        let awal = self.isi.len();
        let mut akhir_kunci = awal;
        for (i, v) in nilai.enumerate() {
            tulis(&mut self.isi, v);
            if i < kunci {
                akhir_kunci = self.isi.len();
            }
        }
        self.baris += 1;
        let n = self.isi.len();
        let habis = n >= MAKS || (n >= MIN && sisa(self.isi.get(awal..akhir_kunci).unwrap_or_default()) == 0);
        habis.then(|| std::mem::take(&mut self.isi))
    }

    /// What is left when there are no more rows.
    pub(crate) fn selesai(&mut self) -> Option<Vec<u8>> {
        (!self.isi.is_empty()).then(|| std::mem::take(&mut self.isi))
    }
}

/// FNV-1a: spreads well enough for cutting, and must never change.
fn sisa(kunci: &[u8]) -> u64 {
    let h = kunci.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
    });
    // FNV alone leaves neighbouring keys alike in their upper bits.
    let h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (h ^ (h >> 33)) % SETIAP
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_come_back_and_half_a_row_does_not() {
        let baris = [
            Nilai::Kosong,
            Nilai::Bulat(i64::MIN),
            Nilai::Teks("Jembrana — é"),
            Nilai::Bait(&[0, 255]),
            Nilai::Pecahan(0.5),
        ];
        let mut isi = Vec::new();
        for _ in 0..3 {
            baris.iter().for_each(|v| tulis(&mut isi, *v));
        }
        assert_eq!(baca(&isi, 5).unwrap(), vec![baris.to_vec(); 3]);
        assert_eq!(baca(&isi, 4), None, "fifteen values are no rows of four");
        for n in 1..isi.len() / 3 {
            assert_eq!(baca(&isi[..n], 5), None, "{n} bytes");
        }
        assert_eq!(baca(&[9], 1), None);
        assert_eq!(baca(&[2, 1, 0, 0, 0, 0xff], 1), None, "no text");
    }

    #[test]
    fn a_row_in_between_changes_one_part_only() {
        let potong = |lewati: Option<usize>| {
            let mut p = Pemotong::default();
            let mut semua = Vec::new();
            for i in (0..20_000_usize).filter(|i| Some(*i) != lewati) {
                let kunci = i.to_string();
                let isi = format!("{i}").repeat(100);
                semua.extend(p.baris(1, [Nilai::Teks(&kunci), Nilai::Teks(&isi)].into_iter()));
            }
            semua.extend(p.selesai());
            semua
        };
        let (utuh, kurang) = (potong(None), potong(Some(10_000)));
        assert!(utuh.len() > 8, "{}", utuh.len());
        let sama = utuh.iter().filter(|p| kurang.contains(p)).count();
        assert!(utuh.len() - sama <= 2, "{sama} of {}", utuh.len());
    }
}
