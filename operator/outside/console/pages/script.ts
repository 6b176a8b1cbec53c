/**
 * Script of the console's pages. It refreshes live content while the page is visible, sends the JSON of buttons with
 * `data-send` and of forms with `data-form`, and keeps typed text, focus and scroll position across re-rendering.
 */
export const consoleScript = `const live = document.querySelector('[data-live]');
const notice = document.querySelector('[data-notice]');
const PAUSE_MS = 1500;
let shown = null;
let busy = false;
const ids = new Map();

function tell(text) {
  notice.hidden = text === '';
  if (notice.textContent !== text) notice.textContent = text;
}

function keyed(key) {
  return live.querySelector('[data-key="' + CSS.escape(key) + '"]');
}

function kept(sent) {
  const all = [];
  for (const one of live.querySelectorAll('[data-key]')) {
    const typed = one.matches('input') && one.value !== one.defaultValue && one.closest('form')?.dataset.key !== sent;
    if (typed || one.scrollTop !== 0) {
      all.push({ key: one.dataset.key, value: typed ? one.value : null, scrolled: one.scrollTop });
    }
  }
  return all;
}

function draw(text, key, sent) {
  const all = kept(sent);
  const { selectionStart = null, selectionEnd = null } = document.activeElement ?? {};
  live.innerHTML = text;
  shown = text;
  for (const { key: name, value, scrolled } of all) {
    const one = keyed(name);
    if (!one) continue;
    if (value !== null) one.value = value;
    one.scrollTop = scrolled;
  }
  if (key === undefined) return;
  // The focus stays where it was; where that is gone, what follows is read from the beginning of the content.
  const there = keyed(key) ?? document.querySelector('main');
  there.focus({ preventScroll: true });
  if (selectionStart !== null && there.matches('input')) there.setSelectionRange(selectionStart, selectionEnd);
}

async function look(key, sent) {
  const answer = await fetch(location.href, { headers: { 'x-console-part': 'content' } });
  if (!answer.ok) throw new Error(String(answer.status));
  const text = await answer.text();
  const at = key ?? document.activeElement?.dataset?.key;
  // Nothing is drawn under a finger, or in the middle of a letter that is being composed.
  if (text !== shown && !(busy && key === undefined)) draw(text, at, sent);
}

async function lookAgain() {
  if (document.visibilityState === 'visible') {
    try {
      await look();
      if (notice.dataset.of === 'line') tell('');
    } catch {
      notice.dataset.of = 'line';
      tell(notice.dataset.offline);
    }
  }
  setTimeout(lookAgain, PAUSE_MS);
}

async function send(button, to, body, form) {
  const [method, path] = to.split(' ');
  const key = document.activeElement?.dataset?.key ?? button.dataset.key;
  button.disabled = true;
  try {
    const answer = await fetch(path, { method, headers: { 'content-type': 'application/json' }, body });
    const problem = answer.ok ? null : await answer.json().catch(() => ({}));
    notice.dataset.of = 'button';
    tell(problem === null ? '' : notice.dataset.failed + ' ' + (problem.code ?? answer.status));
    button.disabled = false;
    shown = null;
    if (problem === null) ids.delete(form);
    if (live) await look(key, problem === null ? form : undefined);
  } catch {
    notice.dataset.of = 'line';
    tell(notice.dataset.offline);
  } finally {
    button.disabled = false;
  }
}

function valueOf(field) {
  if (field.type === 'number') return Number(field.value) / Number(field.dataset.per);
  return 'plain' in field.dataset ? field.value.replace(/[^+0-9]/g, '') : field.value;
}

// The same text sent again after a failure is the same message; it has the same id.
function idOf(form, body) {
  const written = JSON.stringify(body);
  const before = ids.get(form);
  if (before?.written === written) return before.id;
  const id = crypto.randomUUID();
  ids.set(form, { written, id });
  return id;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-send]');
  if (!button) return;
  const form = 'clears' in button.dataset ? button.closest('form')?.dataset.key : undefined;
  void send(button, button.dataset.send, button.dataset.body, form);
});
document.addEventListener('submit', (event) => {
  const form = event.target;
  event.preventDefault();
  const body = {};
  for (const field of form.elements) if (field.name) body[field.name] = valueOf(field);
  const { key, once } = form.dataset;
  if (once) body[once] = idOf(key, body);
  void send(form.querySelector('button'), form.dataset.form, JSON.stringify(body), key);
});
for (const [begin, ...ends] of [
  ['pointerdown', 'pointerup', 'pointercancel'],
  ['compositionstart', 'compositionend'],
]) {
  document.addEventListener(begin, () => { busy = true; });
  for (const end of ends) document.addEventListener(end, () => { busy = false; });
}
if (live) setTimeout(lookAgain, PAUSE_MS);
`;
