// The worker that shows kept pages when there is no network. It keeps nothing itself: pages are put in caches
// named dag:WHAT:UNTIL by utan-nat.js, when somebody has asked for it, and are shown until that moment only. WHAT is
// a course day or a meeting: each has a worker with a folder of its own, and the caches are common.
const kept = async request => {
  for (const name of await caches.keys()) {
    const [kind, , until] = name.split(':');
    if (kind !== 'dag') continue;
    if (until < Date.now()) {
      await caches.delete(name);
      continue;
    }
    const hit = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (hit) return hit;
  }
};
const patience = 4e3;
const fresh = async request => {
  const copy = await kept(request);
  if (!copy) return fetch(request);
  const slow = new Promise(done => setTimeout(() => done(copy), patience));
  return Promise.race([fetch(request).catch(() => copy), slow]);
};
addEventListener('install', () => skipWaiting());
addEventListener('activate', e => e.waitUntil(clients.claim()));
addEventListener('fetch', e => {
  const { request } = e, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/static/')) e.respondWith(kept(request).then(copy => copy || fetch(request)));
  else if (request.mode === 'navigate') e.respondWith(fresh(request));
});
