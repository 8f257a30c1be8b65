// A file of rows: checked first, wrong rows told, brought in when the person says so.
import { masuk } from './petugas-menangani.mjs';

export const nama = 'koordinator mengimpor laporan dari berkas CSV';
export const tanpaJs = true;

export async function jalankan({ halaman, cariAkun, axe, potret, periksa, lebar, js }) {
  await masuk(halaman, cariAkun({ daerah: 'bekasi', peran: 'koordinator' }));
  await halaman.goto('/bekasi/kerja/pengaduan');
  await halaman.getByRole('link', { name: 'Impor dari berkas' }).click();
  await halaman.waitForURL('**/kerja/pengaduan/impor');
  await axe();
  await potret('impor');

  await halaman.locator('main form button[type=submit]').click();
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'tanpa berkas ditolak dengan ringkasan');
  await axe();

  // Every run brings rows of its own: the same file twice would be told as a repeat.
  const kali = `${lebar}${js ? '' : ' tanpa skrip'}`;
  const csv = `judul,isi,kategori,pelapor.telepon\nJalan gelap ${kali},Sejak Senin,penerangan-jalan,\n,Tanpa judul,sampah,12\n`;
  await halaman.setInputFiles('#m-berkas', { name: 'laporan.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await halaman.locator('main form button[type=submit]').click();
  await halaman.getByRole('heading', { name: '1 dari 2 baris dapat diimpor' }).waitFor();
  periksa(await halaman.getByText('pelapor.telepon').isVisible(), 'kolom yang salah disebut');
  await axe();
  await potret('impor-periksa');

  await halaman.getByRole('button', { name: 'Impor 1 baris' }).click();
  await halaman.getByRole('heading', { name: '1 entri diimpor' }).waitFor();
  await axe();
  await halaman.locator('main p a').first().click();
  await halaman.waitForURL('**/entri/**');
  periksa(await halaman.getByRole('heading', { name: `Jalan gelap ${kali}` }).isVisible(), 'laporan baru dapat dibuka');
}
