// An official's working day: log in, see what waits, forward a report, answer it as the unit.
export const nama = 'koordinator meneruskan laporan dan perangkat daerah menjawabnya';
export const tanpaJs = true;

export async function masuk(halaman, akun) {
  await halaman.goto(`/${akun.daerah}/masuk`);
  await halaman.fill('#m-pengguna', akun.pengguna);
  await halaman.fill('#m-sandi', akun.sandi);
  await halaman.click('main button[type=submit]');
  await halaman.waitForURL(`**/${akun.daerah}/kerja`);
}

// Goes to an entry of the menu, which may stand in a group that is closed.
export async function menu(halaman, butir) {
  const ciri = { hasText: new RegExp(`^${butir}$`) };
  const tautan = halaman.locator('.kepala-menu a', ciri);
  await tautan.waitFor({ state: 'attached' });
  if (!(await tautan.isVisible())) await halaman.locator('.kepala-menu details', { has: halaman.locator('a', ciri) }).locator('summary').click();
  await tautan.click();
}

export async function jalankan({ halaman, konteks, cariAkun, axe, potret, periksa, js }) {
  const koordinator = cariAkun({ daerah: 'serang', peran: 'koordinator' });

  await halaman.goto('/serang/masuk');
  await axe();
  await halaman.fill('#m-pengguna', koordinator.pengguna);
  await halaman.fill('#m-sandi', 'salah sekali ini');
  await halaman.click('main button[type=submit]');
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'kata sandi salah dikatakan di atas formulir');
  periksa.sama(await halaman.inputValue('#m-pengguna'), koordinator.pengguna, 'nama pengguna tidak hilang');
  await axe();

  await masuk(halaman, koordinator);
  periksa((await halaman.title()).startsWith('Tugas saya ('), 'jumlah tugas di judul');
  await axe();
  await potret('tugas', { gambar: true, penuh: false });

  if (js) {
    await halaman.keyboard.press('j');
    await halaman.keyboard.press('Enter');
  } else {
    await halaman.locator('.tugas a').first().click();
  }
  await halaman.waitForURL('**/entri/**');
  const alamat = new URL(halaman.url()).pathname;
  await axe();
  await potret('entri', { gambar: true });

  await halaman.getByRole('link', { name: 'Teruskan ke perangkat daerah' }).click();
  await halaman.waitForURL('**/langkah/teruskan');
  await axe();
  const unit = await halaman.inputValue('select[name=unit]');
  periksa(unit !== '', 'tujuan sudah diusulkan menurut kategori');
  await potret('teruskan');
  await halaman.fill('textarea[name=catatan]', 'Mohon didahulukan.');
  await halaman.locator('main form button[type=submit]').last().click();
  await halaman.waitForURL((u) => u.pathname === alamat);
  periksa(await halaman.getByText('Diteruskan ke perangkat daerah').first().isVisible(), 'keadaan baru terlihat');

  // Two people never overwrite each other: the second is told, and keeps the words.
  await halaman.goto(`${alamat}/langkah/teruskan`);
  const lain = await konteks.newPage();
  await lain.goto(`${alamat}/langkah/gabung`);
  periksa.sama((await lain.goto(`${alamat}/langkah/tutup`)).status(), 409, 'langkah yang bukan gilirannya');
  await lain.close();

  // The list: filter, empty state, bulk bar.
  await halaman.goto('/serang/kerja/pengaduan');
  await axe();
  await potret('daftar');
  await halaman.goto('/serang/kerja/pengaduan?kata=tidakadakataini');
  periksa(await halaman.getByText('Tidak ada entri yang cocok.').isVisible(), 'daftar kosong berkata kosong');
  await axe();
  await halaman.goto('/serang/kerja/pengaduan/papan');
  await axe();
  await potret('papan');
  await halaman.goto('/serang/kerja/pengaduan/baru');
  await axe();
  await halaman.locator('main form button[type=submit]').last().click();
  periksa(await halaman.locator('.ringkasan-galat').isVisible(), 'formulir kosong ditolak dengan ringkasan');
  await axe();
}
