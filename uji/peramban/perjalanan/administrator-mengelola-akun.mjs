// The accounts of a regency: added with a password shown once, used, given another role, closed.
import { masuk, menu } from './petugas-menangani.mjs';

export const nama = 'administrator menambah akun, mengganti perannya, dan menutupnya';
export const tanpaJs = true;

export async function jalankan({ halaman, konteks, cariAkun, axe, potret, periksa, lebar, js }) {
  await masuk(halaman, cariAkun({ daerah: 'kapuas', peran: 'administrator' }));
  await menu(halaman, 'Akun');
  await halaman.waitForURL('**/kerja/akun');
  await axe();
  await potret('akun');

  await halaman.getByRole('link', { name: 'Tambah akun' }).click();
  await halaman.waitForURL('**/kerja/akun/baru');
  await axe();
  await halaman.locator('main form button[type=submit]').click();
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'formulir kosong ditolak dengan ringkasan');
  await axe();
  const pengguna = `uji.${lebar}${js ? '' : '.polos'}`;
  await halaman.fill('#m-pengguna', pengguna);
  await halaman.fill('#m-nama', 'Pegawai Uji');
  await halaman.selectOption('select[name="peran.0.peran"]', 'petugas');
  await halaman.selectOption('select[name="peran.0.unit"]', { index: 1 });
  await potret('akun-baru');
  await halaman.locator('main form button[type=submit]').click();
  await halaman.getByRole('heading', { name: 'Akun tersimpan' }).waitFor();
  await axe();
  const sandi = await halaman.locator('.kode').textContent();
  periksa(!halaman.url().includes(sandi), 'kata sandi tidak ada di alamat');
  await halaman.getByRole('link', { name: 'Lanjut' }).click();
  await halaman.waitForURL(/kerja\/akun\/[0-9a-f-]{36}$/);
  const alamat = new URL(halaman.url()).pathname;
  periksa(!(await halaman.content()).includes(sandi), 'kata sandi hanya ditampilkan satu kali');
  await axe();
  await potret('akun-satu');

  // The new official logs in with it, in a browser of their own, and replaces it first.
  const lain = await konteks.browser().newContext({ baseURL: new URL(halaman.url()).origin });
  const milik = await lain.newPage();
  await milik.goto('/kapuas/masuk');
  await milik.fill('#m-pengguna', pengguna);
  await milik.fill('#m-sandi', sandi);
  await milik.click('main button[type=submit]');
  await milik.waitForURL('**/masuk/langkah?**');
  await milik.fill('#m-baru', 'empat kata yang baru');
  await milik.fill('#m-ulang', 'empat kata yang baru');
  await milik.click('main button[type=submit]');
  await milik.waitForURL('**/kapuas/kerja');

  await halaman.selectOption('select[name="peran.0.peran"]', 'auditor');
  await halaman.getByRole('button', { name: 'Simpan peran' }).click();
  await halaman.getByText('Tersimpan.').waitFor();
  await axe();
  await halaman.getByRole('button', { name: 'Tutup akun ini' }).click();
  await halaman.getByRole('button', { name: 'Aktifkan akun' }).waitFor();
  await axe();
  periksa.sama((await milik.goto('/kapuas/kerja')).status(), 401, 'sesi akun yang ditutup berakhir');
  await lain.close();
  await halaman.goto(alamat);
  periksa(await halaman.getByText('Ditutup', { exact: true }).isVisible(), 'akun tertulis ditutup');
}
