// form[data-osant="{n} …"]: signing out empties the browser, so whoever signs out hears first what has not been sent from it.
(() => {
  const form = document.querySelector('form[data-osant]'), db = window.indexedDB;
  if (!form || !db || !db.databases) return;
  const waiting = async () => {
    if (!(await db.databases()).some(d => d.name === 'utkorg')) return 0; // opening would make it
    return new Promise((ok, no) => {
      const r = db.open('utkorg');
      r.onerror = no;
      r.onsuccess = () => {
        const c = r.result.transaction('saker').objectStore('saker').count();
        c.onsuccess = () => { r.result.close(); ok(c.result); };
        c.onerror = no;
      };
    });
  };
  form.addEventListener('submit', async e => {
    e.preventDefault();
    const n = await waiting().catch(() => 0);
    if (!n || confirm(form.dataset.osant.replace('{n}', n))) form.submit();
  });
})();
