// Praja: conveniences only. Every page works without this file; words come from the page (data-…), never from here.
(() => {
  'use strict';
  const semua = (pilih, dari = document) => [...dari.querySelectorAll(pilih)];
  const isi = (teks, nilai) => (teks || '').replace(/\{(\w+)\}/g, (_, k) => nilai[k]);

  // keys in lists: j and k move (the link takes the focus, so Enter opens), x marks, ? explains
  // Single letters disturb speech input, so the help dialog holds a switch: input[data-pintasan].
  const bantuan = document.getElementById('bantuan-papan-tik');
  let pintasan = true;
  try { pintasan = localStorage.pintasan !== 'mati'; } catch { /* storage forbidden: keys stay on */ }
  let kini = null;

  function pindah(langkah) {
    const baris = semua('[data-baris]').filter((b) => b.offsetParent !== null);
    if (!baris.length) return;
    const di = baris.indexOf(kini);
    pilihBaris(baris[di < 0 ? 0 : Math.min(Math.max(di + langkah, 0), baris.length - 1)]);
    kini.querySelector('a[href]')?.focus();
  }
  function pilihBaris(baris) {
    kini?.classList.remove('kini');
    kini = baris;
    kini?.classList.add('kini');
  }
  document.addEventListener('focusin', (e) => {
    const baris = e.target.closest('[data-baris]');
    if (baris !== kini) pilihBaris(baris);
  });
  document.addEventListener('keydown', (e) => {
    if (!pintasan || e.ctrlKey || e.altKey || e.metaKey || document.querySelector('dialog[open]')) return;
    if (e.target.closest('textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])')) return;
    if (e.key === 'j') pindah(1);
    else if (e.key === 'k') pindah(-1);
    else if (e.key === 'x' && kini) kini.querySelector('input[type=checkbox]')?.click();
    else if (e.key === '?' && bantuan?.showModal) bantuan.showModal();
    else return;
    e.preventDefault();
  });
  semua('[data-bantuan]').forEach((t) => {
    t.hidden = !bantuan?.showModal;
    t.addEventListener('click', () => bantuan.showModal());
  });
  semua('input[data-pintasan]').forEach((s) => {
    s.checked = pintasan;
    s.addEventListener('change', () => {
      pintasan = s.checked;
      try { localStorage.pintasan = pintasan ? 'hidup' : 'mati'; } catch { /* until the next page, then */ }
    });
  });

  // bulk bar: [data-massal] with input[data-semua] and [data-hitung data-teks="{n} dipilih"]
  semua('[data-massal]').forEach((bilah) => {
    const wadah = bilah.closest('form') || document;
    const kotak = () => semua('[data-baris] input[type=checkbox]', wadah);
    const pilihSemua = bilah.querySelector('[data-semua]');
    const hitung = bilah.querySelector('[data-hitung]');
    function segarkan() {
      const daftar = kotak();
      const n = daftar.filter((k) => k.checked).length;
      daftar.forEach((k) => k.closest('[data-baris]').classList.toggle('terpilih', k.checked));
      bilah.classList.toggle('massal-kosong', n === 0);
      if (hitung) hitung.textContent = isi(hitung.dataset.teks, { n });
      if (pilihSemua) {
        pilihSemua.checked = n > 0 && n === daftar.length;
        pilihSemua.indeterminate = n > 0 && n < daftar.length;
      }
    }
    pilihSemua?.addEventListener('change', () => kotak().forEach((k) => { k.checked = pilihSemua.checked; }));
    wadah.addEventListener('change', segarkan);
    window.addEventListener('pageshow', segarkan);
    segarkan();
  });

  // a form is sent once, until its page comes back
  const terkunci = new Set();
  const buka = () => {
    terkunci.forEach((t) => { t.disabled = false; });
    terkunci.clear();
  };
  document.addEventListener('submit', (e) => {
    const f = e.target;
    if (e.defaultPrevented || f.method !== 'post' || 'unduh' in f.dataset) return;
    // Later, or the button's own name and value would not be sent.
    setTimeout(() => [...f.elements].forEach((t) => {
      if (t.type === 'submit' && !t.disabled) { t.disabled = true; terkunci.add(t); }
    }));
    setTimeout(buka, 20000);
  });
  window.addEventListener('pageshow', buka);

  // button[data-lokasi hidden]: fills lat and lon of its form; words in data-tunggu, data-berhasil, data-gagal
  semua('button[data-lokasi]').forEach((tombol) => {
    if (!navigator.geolocation || !window.isSecureContext) return;
    const f = tombol.form;
    const status = f?.querySelector('[data-lokasi-status]');
    const kata = (teks, nilai) => { if (status) status.textContent = isi(teks, nilai); };
    const { tunggu, berhasil, gagal } = tombol.dataset;
    tombol.hidden = false;
    tombol.addEventListener('click', () => {
      kata(tunggu);
      navigator.geolocation.getCurrentPosition(({ coords: c }) => {
        for (const [nama, nilai] of [['lat', c.latitude], ['lon', c.longitude]]) {
          const masukan = f.elements.namedItem(nama);
          if (!masukan) continue;
          masukan.value = nilai.toFixed(6);
          masukan.dispatchEvent(new Event('change', { bubbles: true }));
        }
        kata(berhasil, { meter: Math.max(1, Math.round(c.accuracy)) });
      }, () => kata(gagal), { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  });

  // [data-peta="u v scale"]: a tap comes nearer, the next one sets lat and lon of the form, which move its point
  semua('[data-peta]').forEach((wadah) => {
    const f = wadah.closest('form');
    const svg = wadah.querySelector('svg');
    const [pin, status, kembali] = ['[data-pin]', '[data-peta-status]', '[data-peta-semua]'].map((p) => wadah.querySelector(p));
    const [lat, lon] = ['lat', 'lon'].map((n) => f?.elements.namedItem(n));
    if (!lat || !lon) return;
    const [u0, v0, skala] = wadah.dataset.peta.split(' ').map(Number);
    const seluruh = svg.getAttribute('viewBox').split(' ').map(Number);
    let dekat = false;
    wadah.hidden = false;
    function bingkai(x, y) {
      const [, , l, t] = seluruh;
      dekat = x !== undefined;
      svg.setAttribute('viewBox', (dekat ? [x - l / 12, y - t / 12, l / 6, t / 6] : seluruh).join(' '));
      pin.setAttribute('r', dekat ? 3 : 12);
      wadah.classList.toggle('peta-dekat', dekat);
      kembali.hidden = !dekat;
      ubin();
    }
    // pictures only for what is seen near by: the tiles that meet the frame, at most one screen full
    function ubin() {
      semua('image', svg).forEach((g) => g.remove());
      if (!dekat || !wadah.dataset.ubin) return;
      const [x, y, l, t] = svg.getAttribute('viewBox').split(' ').map(Number);
      const z = Math.min(18, Math.round(Math.log2((skala / l) * (svg.clientWidth / 256))));
      const [n, sisi] = [2 ** z, skala / 2 ** z];
      const mulai = (a, b) => Math.floor((a / skala + b) * n);
      for (let i = mulai(x, u0); i <= mulai(x + l, u0); i += 1) {
        for (let j = mulai(y, v0); j <= mulai(y + t, v0); j += 1) {
          const g = document.createElementNS(svg.namespaceURI, 'image');
          const sifat = { href: isi(wadah.dataset.ubin, { z, x: i, y: j }), x: (i / n - u0) * skala, y: (j / n - v0) * skala, width: sisi, height: sisi };
          for (const [k, v] of Object.entries(sifat)) g.setAttribute(k, v);
          svg.prepend(g);
        }
      }
    }
    function tunjuk() {
      const [a, o] = [lat, lon].map((m) => parseFloat(m.value.replace(',', '.')));
      const ada = Number.isFinite(a) && Number.isFinite(o) && Math.abs(a) < 85;
      pin.setAttribute('visibility', ada ? 'visible' : 'hidden');
      if (!ada) return;
      const r = a * Math.PI / 180;
      const x = ((o + 180) / 360 - u0) * skala;
      const y = ((1 - Math.log(Math.tan(r) + 1 / Math.cos(r)) / Math.PI) / 2 - v0) * skala;
      pin.setAttribute('cx', x);
      pin.setAttribute('cy', y);
      const titik = Object.assign(svg.createSVGPoint(), { x, y });
      const di = semua('path', svg).find((p) => p.isPointInFill(titik));
      bingkai(x, y);
      status.textContent = !di ? wadah.dataset.luar : isi(wadah.dataset.dipilih, { tempat: di.dataset.nama, lat: a.toFixed(5), lon: o.toFixed(5) });
    }
    svg.addEventListener('click', (e) => {
      const { x, y } = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
      if (!dekat) {
        bingkai(x, y);
        status.textContent = wadah.dataset.dekati;
        return;
      }
      lon.value = ((x / skala + u0) * 360 - 180).toFixed(6);
      lat.value = (Math.atan(Math.sinh(Math.PI * (1 - 2 * (y / skala + v0)))) * 180 / Math.PI).toFixed(6);
      tunjuk();
    });
    kembali.addEventListener('click', () => bingkai());
    [lat, lon].forEach((m) => m.addEventListener('change', tunjuk));
    if (lat.value) tunjuk();
  });

  // form[data-ingat=NAME]: what is typed comes back after the browser was closed, for a day; [data-lupakan=NAME] ends it
  const SEHARI = 86400000;
  const simpanan = {
    ambil(k) { try { const s = JSON.parse(localStorage[k]); return Date.now() - s.pada < SEHARI ? s.isi : {}; } catch { return {}; } },
    taruh(k, isi) { try { localStorage[k] = JSON.stringify({ pada: Date.now(), isi }); } catch { /* storage full or forbidden */ } },
    buang(k) { try { delete localStorage[k]; } catch { /* nothing was kept */ } },
  };
  semua('[data-lupakan]').forEach((t) => {
    const buang = () => simpanan.buang(t.dataset.lupakan);
    if (t.tagName === 'FORM') t.addEventListener('submit', buang); else buang();
  });
  semua('form[data-ingat]').forEach((f) => {
    const k = f.dataset.ingat;
    const medan = () => [...f.elements].filter((m) => m.name && /^(textarea|text|select-one)$/.test(m.type) && !m.name.startsWith('_'));
    const ada = simpanan.ambil(k);
    medan().forEach((m) => { if (!m.value && ada[m.name]) m.value = ada[m.name]; });
    f.addEventListener('input', () => simpanan.taruh(k, Object.fromEntries(medan().map((m) => [m.name, m.value]))));
  });

  // button[data-dekat=ID hidden]: rows li[data-lat][data-lon] inside #ID become one list, the nearest first
  semua('button[data-dekat]').forEach((tombol) => {
    const wadah = document.getElementById(tombol.dataset.dekat);
    if (!wadah || !navigator.geolocation || !window.isSecureContext) return;
    const status = document.querySelector('[data-dekat-status]');
    const kata = (teks) => { if (status) status.textContent = teks ?? ''; };
    tombol.hidden = false;
    tombol.addEventListener('click', () => {
      kata(tombol.dataset.tunggu);
      navigator.geolocation.getCurrentPosition(({ coords: c }) => {
        const sempit = Math.cos((c.latitude * Math.PI) / 180);
        const meter = (li) => ('lat' in li.dataset
          ? 111320 * Math.hypot(li.dataset.lat - c.latitude, (li.dataset.lon - c.longitude) * sempit) : Infinity);
        const baris = [...wadah.querySelectorAll('li')].map((li) => [meter(li), li]).sort((a, b) => a[0] - b[0]);
        const bagian = document.createElement('section');
        const daftar = document.createElement('ul');
        bagian.className = 'tugas';
        for (const [m, li] of baris) {
          const jarak = li.querySelector('[data-jarak]');
          if (jarak && m < Infinity) jarak.textContent = `· ${(m / 1000).toFixed(1).replace('.', ',')} km`;
          daftar.append(li);
        }
        bagian.append(daftar);
        wadah.replaceChildren(bagian);
        kata('');
      }, () => kata(tombol.dataset.gagal), { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  });

  // select[data-menurut=ID]: shows only options whose data-induk is what the other select holds
  semua('select[data-menurut]').forEach((anak) => {
    const induk = document.getElementById(anak.dataset.menurut);
    if (!induk) return;
    const asal = anak.cloneNode(true);
    function saring() {
      const { value } = anak;
      const salinan = asal.cloneNode(true);
      anak.replaceChildren(...(induk.value
        ? [...salinan.options].filter((o) => (o.dataset.induk ?? induk.value) === induk.value)
        : salinan.children));
      anak.value = value;
      if (anak.selectedIndex < 0) anak.selectedIndex = 0;
    }
    induk.addEventListener('change', saring);
    window.addEventListener('pageshow', saring);
    saring();
  });

  // input[type=file][data-kecilkan]: smaller photos travel faster; what cannot be read goes as it is
  async function kecilkan(berkas) {
    if (!/^image\/(jpeg|png|webp)$/.test(berkas.type)) return berkas;
    const gambar = await createImageBitmap(berkas, { imageOrientation: 'from-image' });
    const skala = Math.min(1, 1600 / Math.max(gambar.width, gambar.height));
    if (skala === 1 && berkas.size < 400000) return berkas;
    const kanvas = document.createElement('canvas');
    kanvas.width = Math.round(gambar.width * skala);
    kanvas.height = Math.round(gambar.height * skala);
    const g = kanvas.getContext('2d');
    g.fillStyle = '#fff';
    g.fillRect(0, 0, kanvas.width, kanvas.height);
    g.drawImage(gambar, 0, 0, kanvas.width, kanvas.height);
    gambar.close();
    const hasil = await new Promise((ok) => kanvas.toBlob(ok, 'image/jpeg', 0.8));
    if (!hasil || hasil.size >= berkas.size) return berkas;
    return new File([hasil], berkas.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' });
  }
  semua('input[type=file][data-kecilkan]').forEach((masukan) => {
    masukan.addEventListener('change', async () => {
      const dipilih = [...masukan.files];
      try {
        const kotak = new DataTransfer();
        for (const b of dipilih) kotak.items.add(await kecilkan(b).catch(() => b));
        // Another choice made meanwhile wins.
        if (masukan.files.length === dipilih.length && dipilih.every((b, i) => masukan.files[i] === b)) masukan.files = kotak.files;
      } catch { /* an old browser */ }
      if ('satuSatu' in masukan.dataset && masukan.files.length) satuSatu(masukan);
    });
  });

  // input[type=file][data-satu-satu]: each photo travels alone and again until it has arrived, so that a line that breaks
  // off costs one photo at most; the key tells the server which ones it has. Words in data-mengunggah, data-menunggu.
  const tidur = (ms) => new Promise((ok) => { setTimeout(ok, ms); window.addEventListener('online', ok, { once: true }); });
  async function satuSatu(masukan) {
    const { form: f, files, dataset: { mengunggah, menunggu } } = masukan;
    const status = f.querySelector('[data-unggah-status]');
    const gagal = new DataTransfer();
    const kunci = [...files].map(() => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join(''));
    masukan.disabled = true;
    for (const [i, b] of [...files].entries()) {
      const nilai = { n: i + 1, m: files.length };
      for (let jeda = 1000; ; jeda = Math.min(jeda * 2, 30000)) {
        const badan = new FormData();
        for (const [k, v] of [['_csrf', f.elements.namedItem('_csrf').value], ['aksi', 'tambah'], ['kunci', kunci[i]], [masukan.name, b]]) badan.append(k, v);
        if (status) status.textContent = isi(mengunggah, nilai);
        try {
          const r = await fetch(f.action, { method: 'POST', body: badan });
          if (r.ok) break;
          if (r.status < 500 && r.status !== 429) { gagal.items.add(b); break; }
        } catch { /* no line */ }
        if (status) status.textContent = isi(menunggu, nilai);
        await tidur(jeda);
      }
    }
    masukan.disabled = false;
    masukan.files = gagal.files;
    // What the server refused goes the ordinary way, so that the page says why.
    if (gagal.files.length) f.requestSubmit(f.querySelector('[value=tambah]'));
    else window.location.assign(f.action);
  }

  // form[data-ingat-saya=NAME] with input[data-izin]: who wants so is remembered in this browser
  semua('form[data-ingat-saya]').forEach((f) => {
    const k = f.dataset.ingatSaya;
    const izin = f.querySelector('[data-izin]');
    const medan = semua('input[type=text], input[type=email], input[type=tel]', f).filter((m) => m.name && !m.name.startsWith('_'));
    let ada = null;
    try { ada = JSON.parse(localStorage[k] ?? 'null'); izin.closest('[hidden]').hidden = false; } catch { /* storage forbidden */ }
    izin.checked = !!ada;
    if (ada) medan.forEach((m) => { if (!m.value && typeof ada[m.name] === 'string') m.value = ada[m.name]; });
    f.addEventListener('submit', () => {
      try {
        if (izin.checked) localStorage[k] = JSON.stringify(Object.fromEntries(medan.map((m) => [m.name, m.value])));
        else delete localStorage[k];
      } catch { /* nothing is remembered */ }
    });
  });

  // form[data-jaga]: asks before leaving what was typed; data-jaga="kotor" when the server gave it back unsaved
  semua('form[data-jaga]').forEach((f) => {
    let dikirim = false;
    f.addEventListener('submit', () => { dikirim = true; });
    window.addEventListener('pageshow', () => { dikirim = false; });
    window.addEventListener('beforeunload', (e) => {
      const teks = [...f.elements].some((m) => /^(textarea|text|email|tel|number)$/.test(m.type) && m.value !== m.defaultValue);
      if (!dikirim && (teks || f.dataset.jaga === 'kotor')) e.preventDefault();
    });
  });

  // An error summary takes the focus, so that it is read out first.
  document.querySelector('.ringkasan-galat')?.focus();

  // Base64url, as keys travel
  const bait = (s) => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const huruf = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

  // form[data-kunci-sandi=OPTIONS] hidden: its button makes a passkey or uses one; the answer is filled in and sent
  semua('form[data-kunci-sandi]').forEach((f) => {
    if (!window.PublicKeyCredential) return;
    const status = f.querySelector('[data-gagal]');
    f.hidden = false;
    f.querySelector('button').addEventListener('click', async () => {
      const o = JSON.parse(f.dataset.kunciSandi);
      o.challenge = bait(o.challenge);
      for (const k of [o.user, ...(o.allowCredentials ?? []), ...(o.excludeCredentials ?? [])]) if (k) k.id = bait(k.id);
      status.textContent = '';
      try {
        const { rawId, response: r } = await navigator.credentials[o.user ? 'create' : 'get']({ publicKey: o });
        const jawaban = { id: huruf(rawId) };
        for (const n of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) if (r[n]) jawaban[n] = huruf(r[n]);
        f.elements.namedItem('jawaban').value = JSON.stringify(jawaban);
        f.submit();
      } catch (e) { status.textContent = status.dataset[e.name === 'InvalidStateError' ? 'ada' : 'gagal']; }
    });
  });

  // form[data-kabar=KEY] hidden: offers news in this browser (Web Push); pressed, it asks the browser, fills in the answer and is sent
  semua('form[data-kabar]').forEach((f) => {
    if (!('PushManager' in window) || !navigator.serviceWorker) return;
    const status = f.querySelector('[data-gagal]');
    f.hidden = false;
    f.addEventListener('submit', async (e) => {
      e.preventDefault();
      try {
        if (await Notification.requestPermission() !== 'granted') throw new Error();
        const daftar = await navigator.serviceWorker.register('/aset/kabar.js');
        const kerja = daftar.installing;
        if (kerja) await new Promise((ok) => kerja.addEventListener('statechange', () => kerja.state === 'activated' && ok()));
        const langganan = await daftar.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bait(f.dataset.kabar) });
        f.querySelector('[name$=langganan]').value = JSON.stringify(langganan);
        f.submit();
      } catch { status.textContent = status.dataset.gagal; }
    });
  });
})();
