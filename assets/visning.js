// A page for a whole room. Every flow works without this file: the links lead on, and the time stands in words.
(() => {
  const doc = document;

  // [data-tangent="PageDown ArrowRight"]: a key or a clicker presses it, but not while somebody writes.
  doc.addEventListener('keydown', e => {
    if (e.target.closest('input,textarea,select') || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    const to = doc.querySelector(`[data-tangent~="${CSS.escape(e.key)}"]`);
    if (!to) return;
    e.preventDefault();
    to.click();
  });

  // [data-klocka=SECONDS]: counts down when somebody asks for it, and nothing happens when the time is out but that
  // it says so. It goes on where it was when the page is loaded again.
  const clock = doc.querySelector('[data-klocka]');
  if (!clock) return;
  const { klocka, starta, pausa, fortsatt, kvar, enKvar, slut } = clock.dataset;
  const words = clock.querySelector('[data-ord]'), digits = clock.querySelector('[data-siffror]'), said = clock.querySelector('[role=status]');
  const [go, anew] = clock.querySelectorAll('button');
  const key = `klocka:${location.pathname}${clock.dataset.steg}`;
  let { left, until } = { left: klocka * 1e3, ...JSON.parse(sessionStorage.getItem(key)) };
  let last = Math.ceil(left / 6e4), seen = 0, beat;
  const keep = () => sessionStorage.setItem(key, JSON.stringify({ left, until }));
  const rest = () => until ? Math.max(until - Date.now(), 0) : left;
  const draw = () => {
    const s = Math.ceil(rest() / 1e3), minutes = Math.ceil(s / 60);
    digits.textContent = `${Math.floor(s / 60)}:${`${s % 60}`.padStart(2, 0)}`;
    if (until && minutes !== last) {
      said.textContent = !s ? slut : minutes === 1 ? enKvar : minutes % 5 ? said.textContent : kvar.replace('{n}', minutes);
      last = minutes;
    }
    if (until && !s) stop();
    go.textContent = until ? pausa : left < klocka * 1e3 ? fortsatt : starta;
    go.hidden = !rest();
    anew.hidden = digits.hidden = !until && left === klocka * 1e3;
    words.hidden = !digits.hidden;
  };
  const tick = () => {
    draw();
    // Who asked for ten minutes is still there: a shared device asks those who are quiet.
    if (Date.now() - seen < 3e4) return;
    seen = Date.now();
    dispatchEvent(new Event('scroll'));
  };
  const stop = () => {
    left = rest();
    until = 0;
    clearInterval(beat);
    keep();
  };
  const start = () => {
    until ||= Date.now() + left;
    beat = setInterval(tick, 500);
    keep();
  };
  go.onclick = () => { until ? stop() : start(); draw(); };
  anew.onclick = () => {
    stop();
    left = klocka * 1e3;
    last = Math.ceil(left / 6e4);
    said.textContent = '';
    keep();
    draw();
    go.focus();
  };
  if (until) start();
  draw();
})();
