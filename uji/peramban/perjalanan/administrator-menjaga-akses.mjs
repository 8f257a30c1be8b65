// What guards access: a program of the identity provider gets a token shown once and loses it again, the levels of secrecy
// in words, and the public list of time stamps.
import { masuk, menu } from './petugas-menangani.mjs';

export const nama = 'administrator mendaftarkan program pengelola akun dan membaca tingkat kerahasiaan';
export const tanpaJs = true;

const DAERAH = 'kapuas';

export async function jalankan({ halaman, cariAkun, axe, potret, periksa, lebar, js }) {
  await masuk(halaman, cariAkun({ daerah: DAERAH, peran: 'administrator' }));
  await menu(halaman, 'Program pengelola akun');
  await halaman.waitForURL('**/kerja/scim');
  await axe();
  await potret('program-akun');

  await halaman.getByRole('link', { name: 'Daftarkan program' }).click();
  await halaman.waitForURL('**/kerja/scim/baru');
  await axe();
  await halaman.locator('main form button[type=submit]').click();
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'formulir kosong ditolak dengan ringkasan');
  await axe();
  await halaman.fill('#m-nama', `Direktori uji ${lebar}${js ? '' : ' polos'}`);
  await halaman.locator('main form button[type=submit]').click();
  await halaman.getByRole('heading', { name: 'Program terdaftar' }).waitFor();
  await axe();
  await potret('program-akun-token');
  const token = await halaman.locator('.kode').first().textContent();
  periksa(token.length > 20 && !halaman.url().includes(token), 'token tidak ada di alamat');
  const tanya = kepala => halaman.request.get(`/${DAERAH}/scim/v2/Users?count=1`, { headers: kepala });
  periksa.sama((await tanya({ authorization: `Bearer ${token}` })).status(), 200, 'token berlaku');

  await halaman.getByRole('link', { name: 'Lanjut' }).click();
  await halaman.waitForURL(/kerja\/scim\/[0-9a-f-]{36}/);
  periksa(!(await halaman.content()).includes(token), 'token hanya ditampilkan satu kali');
  await axe();
  await potret('program-akun-satu');
  await halaman.getByRole('button', { name: 'Cabut token dan matikan program' }).click();
  await halaman.getByRole('button', { name: 'Nyalakan program' }).waitFor();
  periksa.sama((await tanya({ authorization: `Bearer ${token}` })).status(), 401, 'token yang dicabut ditolak');
  await axe();

  await halaman.goto(`/${DAERAH}/kerja/wewenang?register=infrastruktur`);
  periksa(await halaman.getByText('sampai tingkat').first().isVisible(), 'tingkat kerahasiaan disebut dengan kata');
  await axe();
  await potret('wewenang-tingkat');

  const cap = await halaman.request.get(`/${DAERAH}/log/cap`);
  periksa.sama(`${cap.status()} ${await cap.text()}`, '200 ', 'tanpa penyelenggara cap waktu daftarnya kosong');
}
