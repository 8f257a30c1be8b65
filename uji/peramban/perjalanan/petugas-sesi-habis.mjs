// A session that ends in the middle of a form: what was typed comes back after logging in again.
import { masuk } from './petugas-menangani.mjs';

export const nama = 'petugas menulis jawaban saat sesinya habis';
export const lebar = [360];
export const tanpaJs = true;

export async function jalankan({ halaman, konteks, cariAkun, periksa }) {
  const koordinator = cariAkun({ daerah: 'jembrana', peran: 'koordinator' });
  await masuk(halaman, koordinator);
  await halaman.locator('.tugas a').first().click();
  await halaman.getByRole('link', { name: 'Minta kelengkapan' }).click();
  await halaman.waitForURL('**/langkah/tunda');
  await halaman.fill('textarea[name=pesan]', 'Di jalan mana tepatnya?');

  // The server forgets the session while the page stays open: the same browser logs out elsewhere.
  const lain = await konteks.newPage();
  await lain.goto('/jembrana/kerja');
  const kuki = (await konteks.cookies()).find((k) => k.name === 'praja_sesi');
  await lain.locator('form[action$="/keluar"] button').click();
  await lain.close();
  await konteks.addCookies([kuki]);

  await halaman.locator('main form button[type=submit]').last().click();
  await halaman.waitForURL('**/jembrana/masuk**');
  await halaman.fill('#m-pengguna', koordinator.pengguna);
  await halaman.fill('#m-sandi', koordinator.sandi);
  await halaman.click('main button[type=submit]');
  await halaman.waitForURL('**/langkah/tunda');
  periksa.sama(await halaman.inputValue('textarea[name=pesan]'), 'Di jalan mana tepatnya?', 'yang diketik kembali');
}
