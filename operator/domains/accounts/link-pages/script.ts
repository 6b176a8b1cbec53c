/**
 * What the pages do. The token stands in the fragment, which the browser sends to no server; it is read, taken out of
 * the address (and so of the history), and afterwards held by this script alone: it leaves in the body of the one
 * request that uses it, or in the deep link that a person follows. Plain JavaScript, since it runs in any browser;
 * it writes text only, never markup.
 */
export const linkScript = `
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const main = document.querySelector('main');
  const { deepLink, endpoint } = main.dataset;
  const match = /^#token=([A-Za-z0-9_-]{43})$/.exec(location.hash);
  const token = match ? match[1] : null;
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  // A second letter opened in the same tab changes the fragment alone.
  addEventListener('hashchange', () => location.reload());

  const show = (id) => {
    for (const section of main.querySelectorAll('section')) section.hidden = section.id !== id;
    const heading = $(id).querySelector('h1');
    document.title = heading.textContent + ' · ' + main.dataset.brand;
    if (id !== 'start') heading.focus();
  };
  if (token === null) {
    show('dead');
    return;
  }
  $('open').href = deepLink + '?token=' + token;
  show('start');

  const form = $('form');
  if (!form) return;
  const next = $('next');
  const repeat = $('repeat');
  const button = form.querySelector('button');
  const trouble = $('trouble');
  const complain = (code, field) => {
    const message = document.querySelector('[data-code="' + code + '"]') || document.querySelector('[data-code="service-failed"]');
    trouble.textContent = message.textContent;
    trouble.hidden = false;
    if (!field) return;
    field.setAttribute('aria-invalid', 'true');
    field.focus();
  };
  const settle = () => {
    trouble.hidden = true;
    trouble.textContent = '';
    for (const field of form.querySelectorAll('input')) field.removeAttribute('aria-invalid');
  };
  const send = async (body) => {
    let answer;
    try {
      answer = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        referrerPolicy: 'no-referrer',
        credentials: 'omit',
      });
    } catch {
      return complain('service-unreachable');
    }
    if (answer.ok) {
      form.reset();
      return show('done');
    }
    if (answer.status === 410) return show('dead');
    const problem = await answer.json().catch(() => null);
    const told = problem && typeof problem.code === 'string' ? problem.code : '';
    const code = /^[a-z-]+$/.test(told) ? told : 'service-failed';
    complain(code, code.startsWith('password-') ? next : null);
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    settle();
    if (next && next.value === '') return next.focus();
    if (next && next.value !== repeat.value) return complain('differ', repeat);
    button.disabled = true;
    await send(next ? { token, password: next.value } : { token });
    button.disabled = false;
  });
})();
`;
