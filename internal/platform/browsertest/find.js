// How a test finds things: as a person does, by their words.
const tidy = s => (s || '').replace(/\s+/g, ' ').trim();
const shown = el => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== 'hidden';
const names = el => {
  if (!el) return '';
  const labels = el.labels && el.labels.length ? [...el.labels].map(l => l.innerText).join(' ') : '';
  const by = (el.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean)
    .map(id => (document.getElementById(id) || {}).innerText).join(' ');
  return tidy(el.getAttribute('aria-label') || by || labels || el.innerText || el.value || el.alt || el.tagName);
};
const select = what => { try { return [...document.querySelectorAll(what)]; } catch { return []; } };
// best: the whole text before its beginning before a part of it.
const best = (list, what) => {
  what = tidy(what);
  return list.find(el => names(el) === what) || list.find(el => names(el).startsWith(what)) || list.find(el => names(el).includes(what));
};
const pressable = what =>
  best(select('a[href],button,summary,label,[role=button],input[type=submit]').filter(shown), what) ||
  select(what).find(shown) ||
  best(select('h1,h2,h3,p,li,td,th,span').filter(shown), what);
const field = what =>
  best(select('input:not([type=hidden]),select,textarea').filter(shown), what) || select(what)[0];
// leads: pressing it will load a page.
const leads = el => {
  const a = el.closest('a[href]');
  if (a) return !a.hasAttribute('download') && !(a.hash && a.pathname === location.pathname && a.search === location.search);
  const b = el.closest('button,input');
  return !!(b && b.form && (b.type === 'submit' || b.type === 'image'));
};
