// From a gap on the board to an accepted proof: an office puts it forward, another one accepts it.
import { menu } from './petugas-menangani.mjs';

export const nama = 'Pejabat mengajukan bukti dari papan kepatuhan, pemeriksa menerimanya';

async function masuk({ halaman, basis }, siapa) {
  await halaman.context().clearCookies();
  await halaman.goto(`${basis}/serang/masuk`);
  await halaman.getByLabel('Nama pengguna').fill(siapa.pengguna);
  await halaman.getByLabel('Kata sandi').fill(siapa.sandi);
  await halaman.getByRole('main').getByRole('button', { name: 'Masuk', exact: true }).click();
}

export async function jalankan(a) {
  const { halaman, basis, akun, cariAkun, axe, potret, periksa } = a;
  const pimpinan = cariAkun({ daerah: 'serang', peran: 'pimpinan' });
  await masuk(a, pimpinan);
  await menu(halaman, 'Kepatuhan');
  periksa(/kewajiban terpenuhi/.test(await halaman.locator('h1').innerText()), 'the headline says how it stands');
  await axe();
  await potret('kepatuhan');
  for (const jalur of ['pimpinan', 'opd/dinkes', 'pasal/4', 'kewajiban/arsitektur-disusun', 'matriks']) {
    await halaman.goto(`${basis}/serang/kerja/kepatuhan/${jalur}`);
    await axe();
  }
  await potret('kepatuhan-matriks');
  const kodeUnit = Object.fromEntries(
    await halaman
      .locator('td a[href*="/kepatuhan/opd/"]')
      .evaluateAll((semua) => semua.map((a) => [a.textContent.trim(), a.href.split('/').pop()])),
  );

  const daftar = await (await halaman.request.get(`${basis}/serang/kerja/kepatuhan/data.json`)).json();
  const penghubung = (unit) =>
    akun.find((x) => x.daerah === 'serang' && x.pengguna === `penghubung.${unit}`);
  const semua = daftar.kewajiban.filter((k) => k.keadaan === 'terlambat' && k.unit.startsWith('din') && k.pelaku === 'setiap-opd');
  periksa(semua.length > 0, 'the demonstration has gaps');
  const unit = semua[0].unit;
  await masuk(a, penghubung(unit));
  await halaman.goto(`${basis}/serang/kerja/kepatuhan/opd/${unit}`);
  // One that is proved by a document; others prove themselves from a register.
  let celah;
  for (const k of semua.filter((k) => k.unit === unit)) {
    if (celah === undefined && (await halaman.locator(`a[href*="tugas=${k.tugas}&"]`).count()) > 0) celah = k;
  }
  periksa(celah !== undefined, 'one of the gaps asks for a document');
  await halaman.locator(`a[href*="tugas=${celah.tugas}&"]`).first().click();
  periksa((await halaman.getByLabel('Kewajiban').inputValue()) === celah.tugas, 'the duty is filled in');
  await axe();
  await halaman.getByLabel('Nama dokumen').fill('Keputusan Kepala Dinas Nomor 7');
  await halaman.getByLabel('Berlaku sejak').fill('2026-02-01');
  await halaman.getByLabel('Keterangan').fill('Naskah bertanda tangan ada di arsip.');
  await halaman.getByRole('button', { name: 'Simpan' }).click();
  await halaman.getByRole('link', { name: 'Ajukan', exact: true }).click();
  await halaman.getByRole('main').getByRole('button').first().click();
  const nomor = /[A-Z]{3}-\d{4}-\d{6}/.exec(await halaman.locator('main').innerText())[0];
  const pemegang = /Dipegang oleh\s+(.+)/.exec(await halaman.locator('main').innerText())[1];

  const pemeriksa = penghubung(kodeUnit[pemegang.trim()]);
  periksa(pemeriksa !== undefined, `somebody checks for ${pemegang}`);
  await masuk(a, pemeriksa);
  await halaman.goto(`${basis}/serang/kerja/bukti/entri/${nomor}`);
  await halaman.getByRole('link', { name: 'Terima', exact: true }).click();
  await halaman.getByRole('main').getByRole('button').first().click();
  const sesudah = await (await halaman.request.get(`${basis}/serang/kerja/kepatuhan/data.json`)).json();
  const kini = sesudah.kewajiban.find((k) => k.tugas === celah.tugas && k.unit === celah.unit);
  periksa(kini.bukti.includes(nomor) && kini.keadaan !== 'terlambat', `the gap is closed (${kini.keadaan})`);
}
