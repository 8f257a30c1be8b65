// A citizen points at the place on the map, finds that somebody reported it already, and follows that report; another
// one goes on, and the line breaks off while photographs are on their way.
export const nama = 'warga menunjuk tempat di peta, mengikuti laporan yang sudah ada, dan mengunggah foto saat sambungan putus';
export const tanpaJs = true;

const lanjut = (halaman) => halaman.locator('main form button[value=lanjut]').first().click();

async function apa(halaman, kategori, judul) {
  await halaman.goto('/jembrana/pengaduan/baru/apa');
  await halaman.locator(`input[name=kategori][value=${kategori}]`).check();
  await halaman.fill('[name=judul]', judul);
  await halaman.fill('[name=isi]', 'Sudah seminggu begini.');
}

export async function jalankan({ halaman, konteks, axe, potret, periksa, byte, js }) {
  const jawaban = await halaman.request.get('/jembrana/api/v1/pengaduan?keadaan=dikerjakan&keadaan=diteruskan&batas=50');
  const ada = (await jawaban.json()).data.find((e) => e.lat && e.lon);
  periksa(!!ada, 'ada laporan terbuka dengan titik');

  if (js) {
    // What was typed but never sent is there after the browser was closed.
    await apa(halaman, ada.kategori, 'Belum dikirim');
    await halaman.goto('/jembrana/');
    await halaman.goto('/jembrana/pengaduan/baru/apa');
    periksa.sama(await halaman.inputValue('[name=judul]'), 'Belum dikirim', 'judul diingat peramban');
  }
  await apa(halaman, ada.kategori, 'Masalah yang sama');
  await lanjut(halaman);
  await halaman.waitForURL('**/baru/tempat');
  if (js) {
    const peta = halaman.locator('[data-peta] svg');
    await peta.click();
    periksa.sama(await halaman.inputValue('[name=lat]'), '', 'ketukan pertama hanya mendekat');
    await peta.click();
    periksa(/^-8\.\d{6}$/.test(await halaman.inputValue('[name=lat]')), 'ketukan kedua mengisi titik');
    periksa(/^114\.\d{6}$/.test(await halaman.inputValue('[name=lon]')), 'bujur terisi');
    await axe();
    await potret('peta');
  }
  await halaman.locator('details:has([name=lat]) > summary').click();
  await halaman.fill('[name=lat]', String(ada.lat + 0.0005));
  await halaman.fill('[name=lon]', String(ada.lon));
  if (js) {
    await halaman.locator('[name=lon]').blur();
    periksa((await halaman.locator('[data-peta-status]').innerText()).includes(ada.lon.toFixed(3)), 'peta mengikuti isian');
  }
  await byte.paling(60_000);
  await lanjut(halaman);
  await halaman.waitForURL('**/baru/serupa?*');
  await axe();
  await byte.paling(60_000);
  await potret('serupa');
  await halaman.locator(`button[formaction$="/${ada.nomor}/ikut"]`).click();
  await halaman.waitForURL(`**/pengaduan/${ada.nomor}**`);
  await axe();
  periksa(await halaman.getByText('Anda mengikuti laporan ini.').isVisible(), 'mengikuti');
  await potret('mengikuti');
  await halaman.getByRole('link', { name: 'Atur atau berhenti' }).click();
  await axe();
  await halaman.getByRole('button', { name: 'Berhenti mengikuti' }).click();
  periksa(await halaman.getByText('tidak lagi mengikuti').first().isVisible(), 'berhenti');

  if (!js) return;
  await apa(halaman, 'lainnya', 'Dengan foto');
  await lanjut(halaman);
  await halaman.waitForURL('**/baru/tempat');
  await lanjut(halaman);
  await halaman.waitForURL('**/baru/foto');
  const foto = await halaman.screenshot({ type: 'jpeg' });
  await konteks.setOffline(true);
  await halaman.setInputFiles('input[type=file]', [1, 2].map((i) => ({ name: `foto${i}.jpg`, mimeType: 'image/jpeg', buffer: foto })));
  await halaman.getByText('dicoba lagi sendiri').waitFor();
  await potret('terputus');
  await konteks.setOffline(false);
  await halaman.getByText('2 dari 5 foto tersimpan').waitFor({ timeout: 40_000 });
  await axe();
}
