// Passkeys: the phone's own lock instead of a PIN. [data-nyckel] is a form that stays hidden where
// the browser cannot; without this file one signs in with a PIN.
(() => {
  const form = document.querySelector('form[data-nyckel]');
  if (!form || !window.PublicKeyCredential) return;
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  const status = form.querySelector('[role=status]');
  const { nyckel, fraga, svar, avbrutet } = form.dataset;
  form.hidden = false;

  const ask = async (url, body) => {
    const r = await fetch(url, { method: 'POST', body });
    const answer = await r.json();
    if (answer.wrong) throw answer;
    return answer;
  };
  const known = list => (list || []).map(c => ({ ...c, id: bytes(c.id) }));
  const make = async key => navigator.credentials.create({ publicKey: {
    ...key, challenge: bytes(key.challenge), user: { ...key.user, id: bytes(key.user.id) }, excludeCredentials: known(key.excludeCredentials),
  } });
  const use = async key => navigator.credentials.get({ publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: known(key.allowCredentials) } });

  form.addEventListener('submit', async event => {
    event.preventDefault();
    status.textContent = '';
    try {
      const { publicKey } = await ask(fraga, new URLSearchParams(new FormData(form)));
      const made = await (nyckel === 'ny' ? make : use)(publicKey);
      const response = {};
      for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
        if (made.response[part]) response[part] = text(made.response[part]);
      const own = document.querySelector('input[name=own]');
      const to = own && own.checked ? `${svar}&egen=1` : svar;
      location = (await ask(to, JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response }))).to;
    } catch (problem) {
      status.textContent = problem.wrong || avbrutet;
    }
  });
})();
