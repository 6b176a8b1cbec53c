/**
 * The script of the console's pages, as the browser gets it. Two things only: what is live is asked for again while
 * somebody looks, and a button with `data-send` sends its JSON.
 */
export const consoleScript = `const live = document.querySelector('[data-live]');
const notice = document.querySelector('[data-notice]');
const PAUSE_MS = 1500;
let shown = null;

function tell(text) {
  notice.hidden = text === '';
  if (notice.textContent !== text) notice.textContent = text;
}

async function look(key = document.activeElement?.dataset?.key) {
  const answer = await fetch(location.href, { headers: { 'x-console-part': 'content' } });
  if (!answer.ok) throw new Error(String(answer.status));
  const text = await answer.text();
  if (text === shown) return;
  // The focus stays where it was.
  live.innerHTML = text;
  shown = text;
  if (key !== undefined) live.querySelector('[data-key="' + CSS.escape(key) + '"]')?.focus({ preventScroll: true });
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

async function send(button) {
  const [method, path] = button.dataset.send.split(' ');
  button.disabled = true;
  try {
    const answer = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: button.dataset.body,
    });
    const problem = answer.ok ? null : await answer.json().catch(() => ({}));
    notice.dataset.of = 'button';
    tell(problem === null ? '' : notice.dataset.failed + ' ' + (problem.code ?? answer.status));
    shown = null;
    if (live) await look(button.dataset.key);
  } catch {
    notice.dataset.of = 'line';
    tell(notice.dataset.offline);
  } finally {
    button.disabled = false;
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-send]');
  if (button) void send(button);
});
if (live) setTimeout(lookAgain, PAUSE_MS);
`;
