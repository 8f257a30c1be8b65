// Business processes: the map, a procedure with its diagram, the sheet to print, BPMN out; and the architecture of two
// days beside each other. Nothing changes.
import { masuk, menu } from './petugas-menangani.mjs';

export const nama = 'Ortala membaca peta proses, diagram SOP, dan perubahan arsitektur';
export const tanpaJs = true;

const DAERAH = 'jembrana';

export async function jalankan({ halaman, cariAkun, axe, potret, periksa }) {
  await masuk(halaman, cariAkun({ daerah: DAERAH, pengguna: 'penghubung.diskominfo' }));
  await menu(halaman, 'Peta proses bisnis');
  await halaman.waitForURL('**/kerja/proses');
  periksa((await halaman.locator('main table tbody tr').count()) > 3, 'setiap proses ada di peta');
  await axe();
  await potret('peta-proses');

  await halaman.getByRole('link', { name: /Akta kelahiran terbit/ }).first().click();
  const diagram = halaman.locator('main svg[role=img]').first();
  periksa(await diagram.isVisible(), 'diagram tampil');
  periksa((await halaman.locator('main table tbody tr').count()) > 5, 'langkahnya ada di tabel di bawah diagram');
  await axe();
  await potret('sop');
  const bpmn = await halaman.locator('a[href$="/bpmn.xml"]').first().getAttribute('href');
  const berkas = await halaman.request.get(bpmn);
  const isi = await berkas.text();
  periksa(berkas.status() === 200 && isi.includes('bpmn:process') && isi.includes('BPMNShape'), 'BPMN dapat diunduh dengan gambarnya');

  await halaman.goto(`/${DAERAH}/kerja/arsitektur/beda`);
  await axe();
  await potret('beda-arsitektur');
}
