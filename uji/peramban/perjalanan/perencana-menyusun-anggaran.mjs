// Plans and money: the boards as they stand in the demonstration, and a proposal that the gate holds back.
import { masuk, menu } from './petugas-menangani.mjs';

export const nama = 'perencana membaca garis waktu, papan anggaran, dan tinjauan; usulan tanpa acuan tertahan di gerbang';
export const tanpaJs = true;

const DAERAH = 'jembrana';

export async function jalankan({ halaman, konteks, cariAkun, axe, potret, periksa }) {
  await masuk(halaman, cariAkun({ daerah: DAERAH, pengguna: 'penghubung.bappeda' }));
  await menu(halaman, 'Rencana dan anggaran');
  await halaman.waitForURL('**/kerja/rencana');
  await axe();
  await potret('rencana');

  await halaman.getByRole('link', { name: 'Garis waktu peta rencana' }).click();
  await halaman.waitForURL('**/kerja/rencana/peta');
  periksa(await halaman.locator('svg.garis-waktu').isVisible(), 'garis waktu tampil');
  periksa((await halaman.locator('main table tbody tr').count()) >= 14, 'setiap kegiatan ada di tabel');
  await axe();
  await potret('peta-rencana');

  await halaman.goto(`/${DAERAH}/kerja/rencana/anggaran`);
  periksa(await halaman.getByText('Yang dikurangi, ditunda, atau ditolak').first().isVisible(), 'yang dipotong disebut');
  await axe();
  await potret('anggaran');

  await halaman.goto(`/${DAERAH}/kerja/rencana/tinjauan`);
  await axe();
  await potret('tinjauan');

  // The office that checks cannot let pass what refers to nothing; nothing changes by trying.
  const lain = await konteks.browser().newContext({ baseURL: new URL(halaman.url()).origin, viewport: halaman.viewportSize(), javaScriptEnabled: false });
  const kominfo = await lain.newPage();
  await masuk(kominfo, cariAkun({ daerah: DAERAH, pengguna: 'penghubung.diskominfo' }));
  await kominfo.goto(`/${DAERAH}/kerja/usulan_tik?keadaan=usulan`);
  await kominfo.locator('main table tbody a').first().click();
  periksa(await kominfo.getByText('temuan menahan').first().isVisible(), 'temuan tampil di usulan');
  const usulan = new URL(kominfo.url()).pathname;
  await kominfo.goto(`${usulan}/langkah/periksa`);
  await kominfo.fill('textarea[name=telaah]', 'Selaras.');
  await kominfo.locator('main form button[type=submit]').last().click();
  periksa(await kominfo.getByText('belum mengacu kepada').first().isVisible(), 'gerbang menyebut acuan yang kurang');
  await kominfo.goto(usulan);
  periksa(await kominfo.getByText('Diusulkan').first().isVisible(), 'keadaannya tetap');
  await lain.close();
}
