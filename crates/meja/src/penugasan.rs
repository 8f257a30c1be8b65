//! To whom a report can be handed inside the unit that holds it: whoever has an open account there and works on reports.

use kernel::{
    Entri, Galat, Peran,
    nilai::{Kata, Opsi},
};
use web::Permintaan;

/// The step.
pub(crate) const LANGKAH: &str = "tugaskan";
/// The field that names the colleague, in the step and in the entry.
const MEDAN: &str = "petugas";

/// The colleagues, by name; whoever has it in hand already is none of them.
pub(crate) async fn rekan(p: &Permintaan, e: &Entri) -> Result<Vec<(Kata, Vec<Opsi>)>, Galat> {
    let kini = e.teks(MEDAN);
    let bertugas = |peran: &(Peran, kernel::nilai::KodeUnit)| {
        peran.1 == e.pemegang
            && matches!(
                peran.0,
                Peran::Koordinator | Peran::Kepala | Peran::Penghubung | Peran::Petugas
            )
    };
    let mut opsi = Vec::new();
    for a in p.app.store.semua_akun(p.daerah()).await? {
        let a = match a.aktif {
            true => a.akun,
            false => continue,
        };
        let Some((peran, _)) = a
            .peran
            .iter()
            .find(|r| bertugas(r))
            .filter(|_| a.pengguna != kini)
        else {
            continue;
        };
        opsi.push(Opsi {
            label: format!("{} ({})", a.nama, p.b.t(peran.label())).into(),
            kode: a.pengguna.into(),
        });
    }
    Ok(vec![(MEDAN.into(), opsi)])
}
