// News in the browser: offered where a script can ask for it, stored, ended; without a script the offer is not there.
// The push service itself belongs to the maker of the browser, so what the browser would answer is given here.
export const nama = 'warga meminta kabar di peramban dan menghentikannya';
export const tanpaJs = true;

function tiruan() {
  const langganan = {
    endpoint: 'https://dorong.contoh.id/x',
    keys: {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    },
  };
  Notification.requestPermission = async () => globalThis.name || 'granted';
  PushManager.prototype.subscribe = async ({ applicationServerKey: kunci }) => {
    if (kunci.length !== 65 || kunci[0] !== 4) throw new Error('kunci');
    return langganan;
  };
}

export async function jalankan({ halaman, axe, potret, periksa, byte, js }) {
  await halaman.addInitScript(tiruan);
  const isi = { judul: 'Saluran mampat', isi: 'Sejak kemarin.', kategori: 'lainnya' };
  const { nomor, kode_lacak: kode } = await (await halaman.request.post('/jembrana/api/v1/pengaduan', { data: isi })).json();
  await halaman.goto('/jembrana/pengaduan/lacak');
  await halaman.fill('[name=nomor]', nomor);
  await halaman.fill('[name=kode]', kode);
  await halaman.locator('main form button[type=submit]').first().click();
  await halaman.waitForURL(`**/lacak/${nomor}`);
  const minta = halaman.getByRole('button', { name: 'Beri tahu saya di peramban ini' });
  if (!js) {
    periksa(!(await minta.isVisible()), 'tanpa skrip tidak ada tawaran');
    await axe();
    return;
  }
  await byte.paling(60_000);
  await axe();
  // Refused by the person: said in words, nothing sent.
  await halaman.evaluate(() => { globalThis.name = 'denied'; });
  await minta.click();
  await halaman.getByText('Peramban ini tidak mengizinkannya.').waitFor();
  await halaman.evaluate(() => { globalThis.name = ''; });
  await minta.click();
  const henti = halaman.getByRole('button', { name: 'Hentikan' });
  await henti.waitFor();
  await axe();
  await potret('kabar-peramban');
  const baca = await halaman.request.get(`/jembrana/api/v1/pengaduan/${nomor}`, { headers: { 'X-Kode-Lacak': kode } });
  const teks = await baca.text();
  periksa(teks.includes('"peramban":true') && !teks.includes('dorong.contoh.id'), 'alamat peramban tidak ditampilkan');
  await henti.click();
  await minta.waitFor();
}
