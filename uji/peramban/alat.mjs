// What a journey holds in its hands: axe, screenshots, checks, counted bytes; and what is watched all the while.
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import axeCore from 'axe-core';

const aturan = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

export async function alat({ halaman, basis, folderPotret, lebar, js }) {
  const temuan = [];
  awasi(halaman, basis, temuan);
  const cdp = await halaman.context().newCDPSession(halaman);
  // Not the context's own switch: that one cannot be lifted for axe, which is a script itself.
  const skrip = (boleh) => cdp.send('Emulation.setScriptExecutionDisabled', { value: !boleh });
  await skrip(js);
  const hitungan = await hitungByte(halaman, cdp);

  // Fails on any violation, in the light and in the dark scheme, and when the page is wider than the screen.
  async function axe() {
    // Switched on only now, the page's own scripts stay unrun: the document is already there.
    await skrip(true);
    for (const skema of ['light', 'dark']) {
      await halaman.emulateMedia({ colorScheme: skema });
      await periksaAxe(halaman, skema);
    }
    await halaman.emulateMedia({ colorScheme: 'light' });
    await skrip(js);
    const lebih = await halaman.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    periksa(lebih <= 0, `halaman ${lebih} px lebih lebar daripada layar`);
  }

  // Saves uji/potret/NAMA-LEBAR.png; with {gambar: true} it is also a picture for the documents (make gambar).
  async function potret(nama, { gambar = false, penuh = true } = {}) {
    const berkas = path.join(folderPotret, `${nama}-${lebar}${js ? '' : '-tanpa-js'}.png`);
    await halaman.screenshot({ path: berkas, fullPage: penuh, animations: 'disabled' });
    if (gambar && js && process.env.PRAJA_GAMBAR) {
      await copyFile(berkas, path.join(process.env.PRAJA_GAMBAR, path.basename(berkas)));
    }
  }

  return {
    temuan: () => temuan,
    untukPerjalanan: { axe, potret, periksa, byte: hitungan },
  };
}

// periksa(syarat, pesan); periksa.sama(didapat, diharap, pesan).
function periksa(syarat, pesan) {
  if (!syarat) throw new Error(`tidak terpenuhi: ${pesan}`);
}
periksa.sama = (didapat, diharap, pesan) => {
  const [d, h] = [JSON.stringify(didapat), JSON.stringify(diharap)];
  if (d !== h) throw new Error(`${pesan}: didapat ${d}, diharap ${h}`);
};

async function periksaAxe(halaman, skema) {
  // Sent through the debugger, which the page's Content-Security-Policy does not bind.
  await halaman.evaluate(axeCore.source);
  const hasil = await halaman.evaluate(
    (tag) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tag }, resultTypes: ['violations'] }),
    aturan,
  );
  if (hasil.violations.length === 0) return;
  const rinci = hasil.violations.map((v) =>
    [
      `${v.id}: ${v.help}`,
      ...v.nodes.slice(0, 5).map((n) => `  ${n.target.join(' ')}\n    ${n.failureSummary.replace(/\n\s*/g, ' ')}`),
    ].join('\n'),
  );
  throw new Error(`axe menemukan ${hasil.violations.length} pelanggaran (${skema}):\n${rinci.join('\n')}`);
}

// Faults that no journey asks about but none may have.
function awasi(halaman, basis, temuan) {
  halaman.on('pageerror', (e) => temuan.push(`kesalahan skrip: ${e.message}`));
  halaman.on('console', (m) => {
    // A 4xx that a journey provokes on purpose is logged by the browser too; 404 of a part is caught below.
    if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) temuan.push(`konsol: ${m.text()}`);
  });
  halaman.on('request', (r) => {
    const url = r.url();
    if (!url.startsWith(`${basis}/`) && !/^(data|blob|about):/.test(url)) temuan.push(`permintaan ke luar: ${url}`);
  });
  halaman.on('response', (r) => {
    const bagian = r.request().resourceType() !== 'document';
    if (r.status() >= 500 || (bagian && r.status() === 404)) temuan.push(`${r.status()} ${r.url()}`);
  });
}

// byte(): what the current page has cost on the wire so far, headers included, from its first request on.
// {total, rincian: [[alamat, byte], ...]}; a fresh journey has an empty cache. byte.paling(n) fails above n.
async function hitungByte(halaman, cdp) {
  const alamat = new Map();
  let rincian = new Map();
  cdp.on('Network.requestWillBeSent', (p) => {
    // A redirect keeps its request id; it belongs to the page it leads to.
    if (p.type === 'Document' && p.requestId === p.loaderId && !p.redirectResponse) rincian = new Map();
    if (p.redirectResponse) tambah(p.redirectResponse.url, p.redirectResponse.encodedDataLength);
    alamat.set(p.requestId, p.request.url);
  });
  cdp.on('Network.loadingFinished', (p) => tambah(alamat.get(p.requestId), p.encodedDataLength));
  await cdp.send('Network.enable');

  function tambah(url, n) {
    if (url && !url.startsWith('data:')) rincian.set(url, (rincian.get(url) ?? 0) + n);
  }
  const byte = async () => {
    await halaman.waitForLoadState('networkidle');
    const daftar = [...rincian];
    return { total: daftar.reduce((jumlah, [, n]) => jumlah + n, 0), rincian: daftar };
  };
  byte.paling = async (n) => {
    const { total, rincian: daftar } = await byte();
    periksa(total <= n, `${total} byte, paling banyak ${n}: ${daftar.map(([u, b]) => `${new URL(u).pathname} ${b}`).join(', ')}`);
    return total;
  };
  return byte;
}
