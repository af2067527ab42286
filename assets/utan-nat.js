// What is done without network is kept in the browser and sent later. Every form works without this file.
// The words come from data attributes of [data-utkorg] (ui.Outbox), which may stand on the page of anything that
// happens on a day: data-dag says which course day or meeting it is. The worker (vakt.js) shows kept pages.
(() => {
  const doc = document, root = doc.querySelector('[data-utkorg]');
  if (!root || !window.indexedDB) return;
  const say = root.dataset, line = root.querySelector('[data-utkorg-laget]');
  const tell = (text, bad) => {
    line.textContent = text || '';
    line.dataset.lage = bad ? 'fel' : 'klar';
  };

  // The outbox: things wait here until the server says what became of them.
  const box = new Promise((ok, no) => {
    const r = indexedDB.open('utkorg', 1);
    r.onupgradeneeded = () => r.result.createObjectStore('saker', { keyPath: 'id' });
    r.onsuccess = () => ok(r.result);
    r.onerror = no;
  });
  const ask = async (mode, use) => {
    const tx = (await box).transaction('saker', mode);
    return new Promise((ok, no) => {
      const r = use(tx.objectStore('saker'));
      tx.oncomplete = () => ok(r.result);
      tx.onabort = tx.onerror = () => no(tx.error);
    });
  };
  // Only one's own: whoever signs in next on this phone sends nothing of mine.
  const waiting = async () => (await ask('readonly', s => s.getAll())).filter(i => i.vem === say.vem).sort((a, b) => a.at - b.at);

  const row = id => doc.querySelector(`[data-rad="${CSS.escape(id || '')}"]`);
  const show = (id, text, note) => {
    const el = row(id);
    if (!el) return;
    if (text) el.querySelector('[data-lage-text]').textContent = text;
    el.querySelector('[data-rad-not]').textContent = note || '';
  };
  const count = () => {
    const el = doc.querySelector('[data-antal]');
    if (el) el.textContent = el.dataset.antal.replace('{n}', doc.querySelectorAll('[data-rad][data-ar="1"]').length);
  };

  let busy = false, again;
  const no = new Set(); // addresses that take nothing from here now; the next page tries them again
  const send = async () => {
    clearTimeout(again);
    if (busy) return;
    busy = true;
    try {
      for (let all; (all = (await waiting()).filter(i => !no.has(i.till))).length;) {
        const to = all[0].till, some = all.filter(i => i.till === to).slice(0, 100);
        const r = await fetch(to, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-Autospara': '1' },
          body: JSON.stringify({ now: Date.now(), vem: say.vem, items: some.map(({ id, at, fields }) => ({ id, at, fields })) }),
        });
        if (r.redirected || r.headers.has('X-Logga-In')) {
          tell(say.loggaIn, 1);
          doc.querySelector('[data-logga-in]').hidden = false;
          return;
        }
        if (r.status >= 400 && r.status < 500 && r.status !== 429) { // what waits for another address goes on
          no.add(to);
          continue;
        }
        if (!r.ok) throw r;
        const { items } = await r.json();
        for (const { id, state, text } of items) {
          const it = some.find(i => i.id === id);
          if (!it || state === 'later') continue;
          await ask('readwrite', s => s.delete(id));
          show(it.rad, '', text);
        }
        if (!items.some(i => i.state !== 'later')) break;
        tell(say.klart);
      }
      if (no.size) tell(say.togsInte.replace('{n}', (await waiting()).length), 1);
      keep().catch(() => {}); // what is kept stays as it was
    } catch (r) {
      const n = (await waiting()).length;
      tell((r && r.status ? say.kundeInte : say.ingetNat).replace('{n}', n), 1);
      again = setTimeout(send, 1e4);
    } finally {
      busy = false;
    }
  };

  each('form[data-i-utkorg]', form => form.addEventListener('submit', async e => {
    const button = e.submitter;
    if (!button || form.dataset.vanlig) return;
    e.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    fields[button.name] = button.value;
    delete fields.nyckel;
    const i = { id: crypto.randomUUID(), at: Date.now(), vem: say.vem, till: say.utkorg, rad: form.dataset.iUtkorg, blir: button.dataset.blir, ar: button.dataset.ar, fields };
    try {
      await ask('readwrite', s => s.put(i));
    } catch {
      form.dataset.vanlig = 1; // the phone keeps nothing: send it as a page does
      form.requestSubmit(button);
      return;
    }
    overlay([i]);
    const more = form.querySelector('details');
    if (more) more.open = false;
    send();
  }));
  function each(selector, use) { doc.querySelectorAll(selector).forEach(use); }
  const overlay = items => {
    for (const i of items) {
      const el = i.till === say.utkorg && i.fields.pass === say.pass && row(i.rad);
      if (!el) continue;
      show(i.rad, i.blir, say.sparat);
      el.dataset.ar = i.ar || '';
    }
    count();
  };

  // Pages are kept only where somebody has asked for it, and not after the day.
  const name = `dag:${say.dag}:${say.gallerTill}`;
  let cleared = say.stangd;
  const keep = async asked => {
    if (!window.caches || !asked && !await caches.has(name)) return;
    if (asked) cleared = '';
    else if (cleared) return; // cleared while we looked: opening would make it anew
    const c = await caches.open(name);
    const files = [...doc.querySelectorAll('link[rel=stylesheet],link[rel=preload],link[rel=icon],script[src]')].map(el => el.href || el.src);
    const icon = doc.querySelector('use');
    if (icon) files.push(new URL(icon.getAttribute('href').split('#')[0], location.href).href);
    for (const f of files) if (!await c.match(f)) await c.add(f);
    const still = say.fasta ? say.fasta.split(' ') : [];
    for (const p of [...say.sidor.split(' '), ...still]) {
      if (!asked && still.includes(p) && await c.match(p)) continue;
      const r = await fetch(p, { headers: { 'X-Autospara': '1' } });
      if (r.ok && !r.redirected) await c.put(p, r);
    }
  };
  const clear = async all => {
    cleared = 1;
    if (!window.caches) return;
    for (const n of await caches.keys()) {
      const [kind, day, until] = n.split(':');
      if (kind === 'dag' && (all || day === say.dag || until < Date.now())) await caches.delete(n);
    }
    if (navigator.serviceWorker && !(await caches.keys()).some(n => n.startsWith('dag:')))
      for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister();
  };

  const ready = doc.querySelector('[data-gor-redo]'), away = doc.querySelector('[data-ta-bort]'), said = doc.querySelector('[data-redo-laget]');
  const offered = async () => {
    const has = await caches.has(name);
    ready.hidden = has;
    away.hidden = !has;
    said.textContent = has ? say.redo : '';
  };
  if (ready && window.caches && navigator.serviceWorker) {
    ready.onclick = async () => {
      ready.disabled = true;
      try {
        await navigator.serviceWorker.register(say.vakt, { scope: say.omrade });
        await navigator.serviceWorker.ready;
        await keep(1);
        await offered();
      } catch {
        said.textContent = say.redoInte;
      }
      ready.disabled = false;
    };
    away.onclick = () => clear().then(offered);
    offered();
  }
  if (say.stangd) clear();

  addEventListener('online', send);
  addEventListener('pageshow', send);
  doc.addEventListener('visibilitychange', () => { if (!doc.hidden) send(); });
  waiting().then(overlay).then(send);
})();
