// Small improvements. Every flow works without this file.
// Texts come from data attributes, so that the catalogue owns the words.
(() => {
  const doc = document;
  const each = (selector, use) => doc.querySelectorAll(selector).forEach(use);
  const press = (selector, use) => each(selector, el => { el.hidden = false; el.onclick = () => use(el); });

  // [data-fokus]: what just happened gets the focus.
  const focus = doc.querySelector('[data-fokus]');
  if (focus) { focus.tabIndex = -1; focus.focus(); }

  // [data-skriv-ut], [data-kopiera="text" data-klart="…"]: hidden until they can work.
  press('[data-skriv-ut]', () => print());
  if (navigator.clipboard) press('[data-kopiera]', el =>
    navigator.clipboard.writeText(el.dataset.kopiera).then(() => {
      const said = doc.getElementById(el.getAttribute('aria-describedby'));
      if (said) said.textContent = el.dataset.klart;
    }));

  // [data-las-upp="#id"]: read aloud, only where the browser has a Swedish voice.
  const speech = window.speechSynthesis;
  if (speech) each('[data-las-upp]', el => {
    const voice = () => speech.getVoices().find(v => /^sv/i.test(v.lang));
    const show = () => { el.hidden = !voice(); };
    show();
    speech.addEventListener('voiceschanged', show);
    el.onclick = () => {
      if (speech.speaking) return speech.cancel();
      const say = new SpeechSynthesisUtterance(doc.querySelector(el.dataset.lasUpp).innerText);
      say.voice = voice();
      say.lang = 'sv-SE';
      say.rate = .9;
      speech.speak(say);
    };
    addEventListener('pagehide', () => speech.cancel());
  });

  // [data-med-skript]: what is said of script is said where it works.
  each('[data-med-skript]', el => { el.hidden = false; });

  // table[data-tangenter]: arrows move between the lists of a table, past cells that have none. Digits choose
  // and Alt with an arrow opens, as the browser does it.
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  each('table[data-tangenter]', table => table.addEventListener('keydown', e => {
    const step = steps[e.key];
    if (!step || e.target.tagName !== 'SELECT' || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    const cell = e.target.closest('td');
    let row = cell.parentElement.rowIndex, column = cell.cellIndex, next;
    do {
      row += step[0];
      column += step[1];
      next = table.rows[row]?.cells[column];
    } while (next && !next.querySelector('select'));
    next?.querySelector('select').focus();
  }));

  // dialog[data-tyst]: on a shared device, who is quiet is asked and then signed out.
  each('dialog[data-tyst]', ask => {
    const { tyst, svar } = ask.dataset;
    let last = Date.now(), told = last;
    const here = () => {
      last = Date.now();
      if (last - told > 3e4) {
        told = last;
        fetch('/fortfarande-har', { method: 'POST', headers: { 'X-Autospara': '1' } }).catch(() => {});
      }
    };
    for (const what of ['pointerdown', 'keydown', 'scroll']) addEventListener(what, () => ask.open || here(), { passive: true });
    ask.addEventListener('close', here);
    setInterval(() => {
      const quiet = (Date.now() - last) / 1e3 - tyst;
      if (quiet > svar) location = '/logga-ut/borta';
      else if (quiet > 0 && !ask.open) ask.showModal();
    }, 1e3);
  });

  // form[data-autospara]: saves itself, says so, and tries again when the net is back.
  // A redirect means that somebody else answered (the sign-in page), so nothing was saved. What several may write has
  // a revision: the answer says the new one, and when somebody else has written the page shows both.
  each('form[data-autospara]', form => {
    const status = form.querySelector('[role=status]');
    const texts = form.dataset;
    let timer, unsaved = false, busy = false;
    const tell = (text, state) => {
      if (status) { status.textContent = text; status.dataset.lage = state; }
    };
    // One save at a time, so that an older answer never overtakes a newer one.
    const send = leaving => {
      clearTimeout(timer);
      if (!unsaved || busy && !leaving) return;
      unsaved = false;
      // The last words go off while a save is under way: they follow upon it.
      const how = busy ? 'sist' : '1';
      busy = true;
      const body = new URLSearchParams(new FormData(form));
      fetch(texts.autospara, {
        method: 'POST',
        body,
        headers: { 'X-Autospara': how },
        keepalive: `${body}`.length < 6e4,
      }).then(r => {
        if (!r.ok || r.redirected) throw r;
        const now = r.headers.get('X-Andrad');
        if (now) form.andrad.value = now;
        busy = false;
        if (unsaved) send(); else tell(texts.sparat, 'klar');
      }).catch(r => {
        busy = false;
        if (r.status === 409 && form.andrad) return form.submit();
        unsaved = true;
        tell(r.status ? texts.kundeInte : texts.ingetNat, 'fel');
        if (!(r.status < 500)) timer = setTimeout(send, 1e4);
      });
    };
    const later = wait => {
      unsaved = true;
      clearTimeout(timer);
      timer = setTimeout(send, wait);
    };
    form.addEventListener('input', () => later(800));
    form.addEventListener('change', () => later(0));
    form.addEventListener('submit', () => { clearTimeout(timer); unsaved = false; });
    addEventListener('online', () => send());
    addEventListener('pagehide', () => send(true));
    doc.addEventListener('visibilitychange', () => { if (doc.hidden) send(true); });
  });
})();
