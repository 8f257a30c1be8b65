// Work inside an office: the head hands a report to a colleague, who finds it under the tasks; the menu in groups.
import { masuk, menu } from './petugas-menangani.mjs';

export const nama = 'kepala menyerahkan laporan ke rekan, dan rekan menemukannya';
export const tanpaJs = true;

// A unit where a head and a liaison officer have accounts, and a report that it holds.
async function siapkan(halaman, akun) {
  const serang = akun.filter((a) => a.daerah === 'serang');
  const kepala = serang.find((k) => k.peran === 'kepala' && serang.some((a) => a.unit === k.unit && a.peran === 'penghubung'));
  const penghubung = serang.find((a) => a.unit === kepala.unit && a.peran === 'penghubung');
  const kepada = (a) => ({ headers: { authorization: `Bearer ${a.token}` } });
  const koordinator = kepada(serang.find((a) => a.peran === 'koordinator'));
  const isi = { judul: 'Pagar kantor roboh', isi: 'Sejak semalam.', kategori: 'lainnya' };
  const dibuat = await (await halaman.request.post('/serang/api/v1/pengaduan', { data: isi })).json();
  const langkah = `/serang/api/v1/pengaduan/${dibuat.nomor}/langkah/teruskan`;
  await halaman.request.post(langkah, { ...koordinator, data: { unit: kepala.unit, kelas: 'tidak_berkadar' } });
  return { kepala, penghubung, nomor: dibuat.nomor, kode: dibuat.kode_lacak };
}

export async function jalankan({ halaman, akun, axe, potret, periksa }) {
  const { kepala, penghubung, nomor, kode } = await siapkan(halaman, akun);
  await masuk(halaman, kepala);
  await halaman.goto(`/serang/kerja/pengaduan/entri/${nomor}`);
  await halaman.getByRole('link', { name: 'Serahkan ke rekan' }).click();
  await halaman.waitForURL('**/langkah/tugaskan');
  await axe();
  await potret('serahkan');
  await halaman.selectOption('[name=petugas]', penghubung.pengguna).catch(() => halaman.check(`[name=petugas][value="${penghubung.pengguna}"]`));
  await halaman.locator('main form button[type=submit]').last().click();
  await halaman.waitForURL('**selesai=tugaskan');
  periksa((await halaman.locator('main').innerText()).includes(penghubung.nama), 'nama rekan tertulis');
  await axe();
  await halaman.getByRole('button', { name: 'Keluar' }).click();

  await masuk(halaman, penghubung);
  const tugas = halaman.locator('[data-baris]', { hasText: nomor });
  periksa((await tugas.innerText()).includes('diserahkan kepada Anda'), 'tugas yang diserahkan');
  await axe();
  await halaman.locator('.kepala-menu summary', { hasText: 'Laporan warga' }).click();
  await axe();
  await potret('menu', { penuh: false });
  await menu(halaman, 'Pengaduan');
  await halaman.getByRole('link', { name: 'Saya tangani' }).click();
  periksa(await halaman.getByText(`Ditangani oleh: ${penghubung.nama}`).isVisible(), 'saringan menyebut nama');
  periksa(await halaman.getByText(nomor).first().isVisible(), 'laporan di tangan sendiri');
  await axe();

  // Who filed it sees nothing of it.
  await halaman.goto('/serang/pengaduan/lacak');
  await halaman.fill('[name=nomor]', nomor);
  await halaman.fill('[name=kode]', kode);
  await halaman.locator('main form button[type=submit]').first().click();
  await halaman.waitForURL(`**/lacak/${nomor}`);
  periksa(!(await halaman.locator('main').innerText()).includes(penghubung.nama), 'pelapor tidak melihat pembagian tugas');
}
