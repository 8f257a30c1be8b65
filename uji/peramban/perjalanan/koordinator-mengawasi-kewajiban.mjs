// The coordinator looks over what the regency owes: boards, calendar, trend, files; the head of an office finds its own
// among the tasks, subscribes, and asks to be reminded.
export const nama = 'Koordinator SPBE dan kepala perangkat daerah mengawasi kewajiban yang jatuh tempo';
export const tanpaJs = true;

async function masuk({ halaman, basis }, siapa) {
  await halaman.context().clearCookies();
  await halaman.goto(`${basis}/serang/masuk`);
  await halaman.getByLabel('Nama pengguna').fill(siapa.pengguna);
  await halaman.getByLabel('Kata sandi').fill(siapa.sandi);
  await halaman.getByRole('main').getByRole('button', { name: 'Masuk', exact: true }).click();
}

export async function jalankan(a) {
  const { halaman, basis, cariAkun, axe, potret, periksa } = a;
  const papan = `${basis}/serang/kerja/kepatuhan`;
  const judul = () => halaman.locator('h1').innerText();

  await masuk(a, cariAkun({ daerah: 'serang', pengguna: 'penghubung.diskominfosatik' }));
  await halaman.goto(`${basis}/serang/kerja`);
  periksa(await halaman.getByRole('heading', { name: /Kewajiban jatuh tempo/ }).isVisible(), 'obligations stand among the tasks');
  await axe();
  await potret('tugas-kewajiban');
  await halaman.goto(papan);
  await halaman.getByRole('link', { name: 'Kalender jatuh tempo' }).click();
  periksa(/jatuh tempo pada/.test(await judul()), 'the calendar says what falls into the month');
  await halaman.goto(`${papan}/kalender?bulan=2026-12`);
  await axe();
  await potret('kewajiban-kalender');
  await halaman.getByLabel('Perangkat daerah').selectOption({ label: 'Dinas Kesehatan' });
  await halaman.getByRole('button', { name: 'Tampilkan' }).click();
  periksa(/Dinas Kesehatan/.test(await judul()), 'the calendar of one office');
  await halaman.goto(`${papan}/tren`);
  await axe();
  await potret('kewajiban-tren');
  periksa((await halaman.locator('svg.grafik rect').count()) > 20, 'the trend is drawn');
  periksa((await halaman.locator('tbody tr').count()) === 13, 'and stands in a table');
  for (const [berkas, awal] of [['data.xlsx', 'PK'], ['kalender.ics', 'BEGIN:VCALENDAR'], ['data.csv', 'tugas,']]) {
    const r = await halaman.request.get(`${papan}/${berkas}`);
    periksa(r.ok() && (await r.body()).subarray(0, awal.length).toString() === awal, `${berkas} is a file of its kind`);
  }
  await halaman.goto(`${papan}/matriks`);
  await halaman.emulateMedia({ media: 'print' });
  periksa(await halaman.locator('.tidak-dicetak').first().isHidden(), 'what is not for paper is not printed');
  await halaman.emulateMedia({ media: 'screen' });

  await masuk(a, cariAkun({ daerah: 'serang', peran: 'kepala' }));
  await halaman.goto(`${basis}/serang/kerja`);
  const milik = halaman.getByRole('link', { name: /^Semua kewajiban / }).first();
  periksa(await milik.isVisible(), 'a head finds the obligations of the office');
  await milik.click();
  periksa(/terlambat/.test(await judul()), 'the page of the office says how it stands');
  await axe();
  await potret('kewajiban-opd');
  await halaman.goto(`${papan}/pengingat`);
  await halaman.getByLabel('Alamat surel Anda').fill('bukan alamat');
  await halaman.getByRole('button', { name: 'Simpan' }).click();
  periksa(await halaman.getByRole('main').getByText(/alamat/i).first().isVisible(), 'a wrong address is told at its field');
  await axe();
  await halaman.getByLabel('Alamat surel Anda').fill('kepala@serang.contoh.id');
  await halaman.getByRole('button', { name: 'Simpan' }).click();
  await halaman.getByText('Pengingat akan dikirim ke alamat ini.').waitFor();
  await axe();
  await potret('kewajiban-pengingat');
  await halaman.getByRole('button', { name: 'Matikan pengingat' }).click();
  await halaman.getByText('Pengingat sudah dimatikan.').waitFor();
}
