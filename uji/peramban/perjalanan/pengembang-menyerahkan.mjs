// Building applications: the board, a request that the regulation holds back, a test, a hand-over with its checksums, the
// search for a component; nothing changes but a request that is tried and refused.
import { masuk, menu } from './petugas-menangani.mjs';

export const nama = 'Diskominfo menelaah permohonan aplikasi, mencari komponen, dan membaca papan pengembangan';
export const tanpaJs = true;

const DAERAH = 'jembrana';

/** Opens the entry of a list in whose row the words stand. */
const buka = (halaman, kata) => halaman.locator('main table tbody tr', { hasText: kata }).locator('a').first().click();

export async function jalankan({ halaman, cariAkun, axe, potret, periksa }) {
  await masuk(halaman, cariAkun({ daerah: DAERAH, pengguna: 'penghubung.diskominfo' }));
  await menu(halaman, 'Papan pengembangan aplikasi');
  await halaman.waitForURL('**/kerja/pengembangan');
  periksa(/\d+ dari \d+ aplikasi masih kurang sesuatu/.test(await halaman.locator('h1').innerText()), 'papan menjawab dalam satu kalimat');
  periksa((await halaman.locator('main table tbody tr').count()) > 10, 'setiap aplikasi ada di tabel');
  await axe();
  await potret('pengembangan');
  await halaman.getByLabel('Yang kurang', { exact: true }).selectOption({ label: 'Beroperasi tanpa hasil uji' });
  await halaman.getByRole('button', { name: 'Tampilkan' }).click();
  periksa(halaman.url().includes('kurang=uji'), 'papan disaring');

  await halaman.goto(`/${DAERAH}/kerja/pengembangan/komponen`);
  await halaman.getByLabel('Nama, versi, atau lisensi komponen').fill('log4j');
  await halaman.getByRole('button', { name: 'Cari', exact: true }).last().click();
  periksa(await halaman.getByRole('cell', { name: /log4j-core 2\.14\.1/ }).first().isVisible(), 'komponen ditemukan dengan versinya');
  await axe();
  await potret('komponen');
  await halaman.getByRole('link', { name: 'E-Puskesmas 2' }).click();
  periksa(await halaman.getByRole('heading', { name: 'Berkas dan sidiknya' }).isVisible(), 'sidik berkas tampil');
  await axe();
  await potret('penyerahan');

  // Closed source: Jembrana asks a minister, and the application is not in the architecture yet.
  await halaman.goto(`/${DAERAH}/kerja/permohonan_aplikasi?keadaan=ditelaah`);
  await buka(halaman, 'laboratorium');
  periksa(await halaman.getByText('Belum dapat disetujui').isVisible(), 'halaman menyebut yang kurang');
  await axe();
  await potret('permohonan-aplikasi');
  const permohonan = new URL(halaman.url()).pathname;
  await halaman.goto(`${permohonan}/langkah/disetujui`);
  await halaman.locator('main form button[type=submit]').last().click();
  periksa(await halaman.getByText('Pertimbangan menteri').first().isVisible(), 'penolakan menyebut pertimbangan menteri');
  await halaman.goto(permohonan);
  periksa(await halaman.getByText('Ditelaah').first().isVisible(), 'keadaannya tetap');

  await halaman.goto(`/${DAERAH}/kerja/uji_aplikasi`);
  await buka(halaman, 'Portal satu data');
  periksa(await halaman.getByText('Uji keamanan').first().isVisible(), 'hasil uji tampil');
  await axe();
  await potret('pengujian');
  await halaman.goto(`/${DAERAH}/kerja/bagi_pakai`);
  await axe();
  await halaman.goto(`/${DAERAH}/kerja/bagi_pakai/baru`);
  await axe();
  await potret('bagi-pakai-formulir', { penuh: false });
}
