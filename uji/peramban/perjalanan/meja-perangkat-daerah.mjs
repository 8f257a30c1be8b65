// The desk of an office: a rule is tried, an answer begins with a template, complaints become a problem, and somebody
// goes there with a telephone.
import { masuk } from './petugas-menangani.mjs';

export const nama = 'koordinator menguji aturan dan membuka masalah; perangkat daerah menjawab dengan templat dan pergi ke lapangan';
export const tanpaJs = true;

export async function jalankan({ halaman, konteks, akun, cariAkun, axe, potret, periksa, js }) {
  const koordinator = cariAkun({ daerah: 'serang', peran: 'koordinator' });
  await masuk(halaman, koordinator);
  await halaman.goto('/serang/kerja/aturan_penerusan?keadaan=draf');
  await axe();
  await halaman.locator('tbody a').first().click();
  await halaman.getByRole('link', { name: 'Berlakukan' }).click();
  periksa(/mengubah usulan \d+ dari \d+ laporan/.test(await halaman.locator('#uji').innerText()), 'uji dikatakan dalam satu kalimat');
  await axe();
  await potret('aturan-uji');

  await halaman.goto('/serang/kerja/gugus');
  periksa(/kelompok laporan yang mirip/.test(await halaman.locator('h1').innerText()), 'judul kelompok');
  await axe();
  await potret('gugus');
  if ((await halaman.locator('section form').count()) > 0) {
    await halaman.locator('section form button').first().click();
    periksa(/Masalah baru dari \d+ laporan/.test(await halaman.locator('h1').innerText()), 'berapa laporan dipilih');
    await axe();
    await potret('masalah-baru');
  }

  await halaman.goto('/serang/kerja/masalah');
  await halaman.locator('tbody a').first().click();
  await axe();
  await potret('masalah');
  await halaman.getByRole('link', { name: 'Halaman untuk umum' }).click();
  await axe();
  await potret('masalah-umum');
  await halaman.goto('/serang/kerja/eskalasi');
  await halaman.locator('tbody a').first().click();
  await axe();

  // The office that has most to look at.
  const unit = akun.filter((a) => a.daerah === 'serang' && a.pengguna.startsWith('penghubung.'));
  for (const a of unit) {
    await konteks.clearCookies();
    await masuk(halaman, a);
    await halaman.goto('/serang/kerja/lapangan');
    if ((await halaman.locator('#lapangan li').count()) > 1) break;
  }
  const baris = await halaman.locator('#lapangan li').count();
  periksa(baris > 1, 'ada yang perlu didatangi');
  await axe();
  await potret('lapangan');
  const dekat = halaman.locator('[data-dekat]');
  periksa.sama(await dekat.isVisible(), js, 'tombol jarak hanya dengan skrip');
  if (js) {
    await konteks.grantPermissions(['geolocation']);
    await konteks.setGeolocation({ latitude: -6.12, longitude: 106.15 });
    await dekat.click();
    await halaman.locator('[data-jarak]', { hasText: 'km' }).first().waitFor();
    periksa.sama(await halaman.locator('#lapangan li').count(), baris, 'tidak ada laporan yang hilang');
    await axe();
    await potret('lapangan-terdekat');
  }
  await halaman.locator('#lapangan a[href*="/langkah/jawab"]').first().click();
  await axe();
  if ((await halaman.locator('#templat').count()) > 0) {
    await halaman.locator('#templat').selectOption({ index: 1 });
    await halaman.getByRole('button', { name: 'Pakai templat' }).click();
    periksa((await halaman.inputValue('textarea[name=jawaban]')).includes('Terima kasih'), 'teks templat di isian');
    await axe();
    await potret('templat');
  }
}
