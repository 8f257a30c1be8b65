// Starts `praja demo` on a free port with a fresh data folder, and reads the accounts it wrote.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { access, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as tunggu } from 'node:timers/promises';

const batasMulai = 60_000;

export async function nyalakan({ akar, folderPotret }) {
  if (process.env.PRAJA_BASIS) {
    const akun = process.env.PRAJA_AKUN ? JSON.parse(await readFile(process.env.PRAJA_AKUN, 'utf8')) : [];
    return { basis: process.env.PRAJA_BASIS.replace(/\/$/, ''), akun, cariAkun: pencari(akun), matikan: async () => {} };
  }

  const program = process.env.PRAJA_BIN || path.join(akar, 'target/release/praja');
  await access(program).catch(() => {
    throw new Error(`program tidak ada: ${program} (bangun dulu, atau isi PRAJA_BIN)`);
  });
  const data = await mkdtemp(path.join(os.tmpdir(), 'praja-peramban-'));
  const catatan = path.join(data, 'praja.log');
  const port = await portBebas();
  // By name: browsers make no passkeys for an address in numbers.
  const basis = `http://localhost:${port}`;
  const anak = spawn(program, ['demo', '--listen', `127.0.0.1:${port}`, '--data', path.join(data, 'demo')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(catatan);
  anak.stdout.pipe(log, { end: false });
  anak.stderr.pipe(log, { end: false });
  let akhir = null;
  const selesai = new Promise((ok) => {
    anak.once('error', (e) => ok((akhir = String(e))));
    anak.once('exit', (kode, sinyal) => ok((akhir = `berhenti (${sinyal ?? kode})`)));
  });

  async function matikan(simpanCatatan = false) {
    if (akhir === null) {
      anak.kill('SIGTERM');
      await Promise.race([selesai, tunggu(10_000, null, { ref: false })]);
      if (akhir === null) {
        anak.kill('SIGKILL');
        await selesai;
      }
    }
    await new Promise((ok) => log.end(ok));
    if (simpanCatatan) await copyFile(catatan, path.join(folderPotret, 'praja.log')).catch(() => {});
    await rm(data, { recursive: true, force: true });
  }

  const mulai = Date.now();
  for (;;) {
    if (akhir !== null || Date.now() - mulai > batasMulai) {
      const ekor = (await readFile(catatan, 'utf8').catch(() => '')).split('\n').slice(-20).join('\n');
      const sebab = akhir ?? `tidak siap dalam ${batasMulai / 1000} detik`;
      await matikan();
      throw new Error(`praja demo ${sebab}\n${ekor}`);
    }
    const siap = await fetch(`${basis}/healthz`).then((r) => r.ok, () => false);
    if (siap) break;
    await tunggu(100);
  }
  console.log(`praja demo siap dalam ${((Date.now() - mulai) / 1000).toFixed(1)} d di ${basis}`);
  const akun = JSON.parse(await readFile(path.join(data, 'demo/akun-demo.json'), 'utf8'));
  return { basis, akun, cariAkun: pencari(akun), matikan };
}

// cariAkun({daerah: 'serang', peran: 'koordinator'}): the first account that has all of these.
function pencari(akun) {
  return (ciri) => {
    const ada = akun.find((a) => Object.entries(ciri).every(([kunci, nilai]) => a[kunci] === nilai));
    if (!ada) throw new Error(`tidak ada akun demo dengan ${JSON.stringify(ciri)}`);
    return ada;
  };
}

function portBebas() {
  return new Promise((ok, tolak) => {
    const s = net.createServer();
    s.once('error', tolak);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => ok(port));
    });
  });
}
