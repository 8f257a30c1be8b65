// Somebody who knows of wrongdoing reports it without a name, an inspector reads and asks, and both read the talk.
import { masuk } from './petugas-menangani.mjs';

export const nama = 'warga melaporkan pelanggaran secara rahasia; hanya pemeriksa yang membuka kuncinya yang membaca dan menjawab';
export const tanpaJs = true;

async function buka(halaman, kode) {
  await halaman.goto('/jembrana/wbs/baca');
  await halaman.fill('#m-kode', kode);
  await halaman.getByRole('button', { name: 'Buka percakapan' }).click();
}

export async function jalankan({ halaman, konteks, akun, cariAkun, axe, potret, periksa, byte }) {
  await halaman.goto('/jembrana/wbs');
  await axe();
  await byte.paling(60_000);
  await potret('wbs');
  await halaman.goto('/jembrana/wbs/baru');
  await axe();
  await halaman.getByRole('button', { name: 'Kirim laporan rahasia' }).click();
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'laporan kosong ditolak');
  await axe();
  await halaman.fill('[name=apa]', 'Pungutan di loket <b>tiga</b>.');
  await halaman.getByRole('button', { name: 'Kirim laporan rahasia' }).click();
  const kode = (await halaman.locator('dd.kode').innerText()).trim();
  const nomor = (await halaman.locator('dd.nomor').innerText()).trim();
  periksa(/^(\w{4}-){6}\w{4}$/.test(kode), 'kode dalam tujuh kelompok');
  periksa(!halaman.url().includes(kode), 'kode tidak di alamat');
  periksa.sama((await konteks.cookies()).length, 0, 'tanpa kuki');
  await axe();
  await buka(halaman, kode.toLowerCase());
  periksa(await halaman.getByText('Pungutan di loket <b>tiga</b>.').isVisible(), 'pelapor membaca laporannya');
  await axe();
  await buka(halaman, kode.replace(/.$/, (c) => (c === '7' ? '8' : '7')));
  periksa(!(await halaman.content()).includes('Pungutan'), 'kode lain tidak membuka apa pun');
  await axe();

  // Neither the coordinator nor an administrator finds it anywhere.
  for (const peran of ['koordinator', 'administrator']) {
    await masuk(halaman, cariAkun({ daerah: 'jembrana', peran }));
    const jawaban = await halaman.goto('/jembrana/kerja/wbs');
    periksa.sama(jawaban.status(), 404, `${peran} tidak menemukannya`);
    await konteks.clearCookies();
  }
  const pemeriksa = akun.find((a) => a.daerah === 'jembrana' && a.frasa_wbs);
  await masuk(halaman, pemeriksa);
  await halaman.goto('/jembrana/kerja/wbs');
  await axe();
  periksa(!(await halaman.content()).includes(nomor), 'terkunci: tidak ada nomor');
  await halaman.fill('[name=frasa]', pemeriksa.frasa_wbs);
  await halaman.getByRole('button', { name: 'Buka kunci' }).click();
  await axe();
  await potret('wbs-daftar');
  await halaman.getByRole('link', { name: nomor }).first().click();
  periksa(await halaman.getByText('Pungutan di loket <b>tiga</b>.').isVisible(), 'pemeriksa membacanya');
  await axe();
  await potret('wbs-laporan');
  await halaman.locator('details[open] textarea').first().fill('Siapa yang memintanya?');
  await halaman.locator('details[open] button[type=submit]').first().click();
  periksa(await halaman.getByText('Siapa yang memintanya?').first().isVisible(), 'pertanyaan tercatat');

  await konteks.clearCookies();
  await buka(halaman, kode);
  periksa(await halaman.getByText('Siapa yang memintanya?').first().isVisible(), 'pelapor membaca pertanyaannya');
  await potret('wbs-percakapan');
}
