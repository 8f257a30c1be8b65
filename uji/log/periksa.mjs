// Checks the log of a regency from outside, with nothing but Node: no code of Praja, no key, no database.
//
//   node uji/log/periksa.mjs https://layanan.contoh.go.id/jembrana/log [SIMPANAN]
//
// Fetches the signed head, the key and all log entries; recomputes the root (RFC 6962), checks the signature (C2SP
// tlog-checkpoint), the tiles (C2SP tlog-tiles) and proofs for some entries (C2SP tlog-proof). SIMPANAN is a head kept
// from an earlier day: the log must be a continuation of it. Exit code 0: all of it holds.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const sha = (...bagian) => bagian.reduce((h, b) => h.update(b), createHash('sha256')).digest();
const daun = (isi) => sha(Buffer.of(0), isi);
const simpul = (kiri, kanan) => sha(Buffer.of(1), kiri, kanan);

// The root of leaves, word by word as RFC 6962, section 2.1 has it.
function akar(d, dari = 0, sampai = d.length) {
  const n = sampai - dari;
  if (n === 0) return sha();
  if (n === 1) return d[dari];
  let k = 1;
  while (k * 2 < n) k *= 2;
  return simpul(akar(d, dari, dari + k), akar(d, dari + k, sampai));
}

// Section 2.1.1: the root that a leaf and its path give.
function akarBukti(n, ukuran, isi, jalan) {
  let [fn, sn, r] = [n, ukuran - 1, daun(isi)];
  for (const p of jalan) {
    if (sn === 0) throw new Error('bukti terlalu panjang');
    if (fn % 2 === 1 || fn === sn) {
      r = simpul(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else {
      r = simpul(r, p);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  if (sn !== 0) throw new Error('bukti terlalu pendek');
  return r;
}

function bacaKunci(teks) {
  const [nama, id, ...sisa] = teks.trim().split('+');
  const bait = Buffer.from(sisa.join('+'), 'base64');
  if (bait[0] !== 1 || bait.length !== 33) throw new Error('bukan kunci Ed25519');
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bait.subarray(1)]);
  const benar = sha(Buffer.from(`${nama}\n`), bait).subarray(0, 4).toString('hex');
  if (benar !== id) throw new Error('nomor kunci salah');
  return { nama, id, kunci: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

export function bacaTitik(catatan, k) {
  const batas = catatan.indexOf('\n\n');
  const isi = catatan.slice(0, batas + 1);
  const [asal, ukuran, hash] = isi.split('\n');
  for (const baris of catatan.slice(batas + 2).split('\n')) {
    const [, nama, tanda] = /^— (\S+) (\S+)$/.exec(baris) ?? [];
    if (nama !== k.nama) continue;
    const bait = Buffer.from(tanda, 'base64');
    if (bait.subarray(0, 4).toString('hex') !== k.id) continue;
    if (!verify(null, Buffer.from(isi), k.kunci, bait.subarray(4))) throw new Error('tanda tangan salah');
    return { asal, ukuran: Number(ukuran), akar: Buffer.from(hash, 'base64') };
  }
  throw new Error('tidak ada tanda tangan log ini');
}

function alamat(n) {
  const bagian = [String(n % 1000).padStart(3, '0')];
  for (let sisa = Math.floor(n / 1000); sisa > 0; sisa = Math.floor(sisa / 1000)) {
    bagian.unshift(`x${String(sisa % 1000).padStart(3, '0')}`);
  }
  return bagian.join('/');
}

async function ambil(url) {
  const r = await fetch(url);
  if (!r.ok) throw new Error(`${url}: ${r.status}`);
  return Buffer.from(await r.arrayBuffer());
}

export async function periksa(log, simpanan) {
  const k = bacaKunci((await ambil(`${log}/kunci`)).toString());
  const titik = bacaTitik((await ambil(`${log}/checkpoint`)).toString(), k);
  const entri = [];
  for (let n = 0; n * 256 < titik.ukuran; n += 1) {
    const lebar = Math.min(256, titik.ukuran - n * 256);
    const ekor = lebar === 256 ? '' : `.p/${lebar}`;
    const bundel = await ambil(`${log}/tile/entries/${alamat(n)}${ekor}`);
    const ubin = await ambil(`${log}/tile/0/${alamat(n)}${ekor}`);
    for (let i = 0, di = 0; i < lebar; i += 1) {
      const panjang = bundel.readUInt16BE(di);
      const isi = bundel.subarray(di + 2, di + 2 + panjang);
      di += 2 + panjang;
      if (!daun(isi).equals(ubin.subarray(i * 32, i * 32 + 32))) throw new Error(`ubin ${n} tidak cocok di ${i}`);
      entri.push(isi);
    }
  }
  const semua = entri.map(daun);
  if (!akar(semua).equals(titik.akar)) throw new Error('akar tidak cocok dengan titik periksa');
  if (simpanan !== undefined) {
    const lama = bacaTitik(simpanan, k);
    if (lama.ukuran > semua.length) throw new Error('log lebih pendek daripada titik periksa simpanan');
    if (!akar(semua, 0, lama.ukuran).equals(lama.akar)) throw new Error('log bukan lanjutan titik periksa simpanan');
  }
  for (const n of new Set([0, Math.floor(titik.ukuran / 2), titik.ukuran - 1])) {
    const [atas, ...catatan] = (await ambil(`${log}/bukti/${n}`)).toString().split('\n\n');
    const [judul, nomor, ...jalan] = atas.split('\n');
    if (judul !== 'c2sp.org/tlog-proof@v1' || nomor !== `index ${n}`) throw new Error('bentuk bukti salah');
    // The head may have grown since; the proof brings the one it belongs to.
    const t = bacaTitik(catatan.join('\n\n'), k);
    const hasil = akarBukti(n, t.ukuran, entri[n], jalan.map((b) => Buffer.from(b, 'base64')));
    if (!hasil.equals(t.akar)) throw new Error(`bukti ke-${n} salah`);
  }
  return titik;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [log, berkas] = process.argv.slice(2);
  try {
    const t = await periksa(log.replace(/\/$/, ''), berkas && (await readFile(berkas, 'utf8')));
    console.log(`Utuh: ${t.asal}, ${t.ukuran} kejadian, akar ${t.akar.toString('base64')}`);
  } catch (e) {
    console.error(`Tidak utuh: ${e.message}`);
    process.exitCode = 1;
  }
}
