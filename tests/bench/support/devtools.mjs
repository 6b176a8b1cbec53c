/**
 * Minimal Chrome DevTools protocol client: finds the page and evaluates in it.
 */

import { setTimeout as pause } from 'node:timers/promises';

/**
 * @typedef {{ id: string, type: string, url: string, webSocketDebuggerUrl: string }} Target
 *
 * @typedef {object} Devtools
 * @property {(method: string, params?: Record<string, unknown>) => Promise<any>} send
 * @property {(expression: string) => Promise<any>} evaluate awaits promises, returns the value
 * @property {() => Promise<void>} arrived resolves when the program's own page is loaded
 * @property {(mark: string) => Promise<void>} reached resolves when the page has set this performance mark
 * @property {() => void} close
 */

const REACHED_LIMIT_MS = 60_000;
const REACHED = (/** @type {string} */ mark) => `new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error(${JSON.stringify(`the page did not set ${mark}`)})), ${REACHED_LIMIT_MS});
  new PerformanceObserver((list, observer) => {
    if (!list.getEntries().some(({ name }) => name === ${JSON.stringify(mark)})) return;
    observer.disconnect();
    resolve();
  }).observe({ type: 'mark', buffered: true });
})`;

/**
 * @param {number} port
 * @returns {Promise<Target[]>}
 */
export async function pages(port) {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets = /** @type {Target[]} */ (await response.json());
  return targets.filter((target) => target.type === 'page' && !target.url.startsWith('devtools:'));
}

/**
 * @param {string} url of the target's web socket
 * @returns {Promise<Devtools>}
 */
export function connect(url) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
    const waiting = new Map();
    let last = 0;

    /** @type {Devtools['send']} */
    const send = (method, params = {}) =>
      new Promise((done, failed) => {
        last += 1;
        waiting.set(last, { resolve: done, reject: failed });
        socket.send(JSON.stringify({ id: last, method, params }));
      });
    /** @type {Devtools['evaluate']} */
    const evaluate = async (expression) => {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return result.value;
    };

    /** @type {Devtools['reached']} */
    const reached = async (mark) => {
      await arrived(evaluate);
      await evaluate(REACHED(mark));
    };

    socket.addEventListener('open', () =>
      resolve({ send, evaluate, arrived: () => arrived(evaluate), reached, close: () => socket.close() }),
    );
    socket.addEventListener('error', () => reject(new Error('the program could not be reached for measuring')));
    socket.addEventListener('close', () => {
      for (const { reject: failed } of waiting.values()) failed(new Error('the program ended while it was measured'));
      waiting.clear();
    });
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data));
      const call = waiting.get(message.id);
      if (!call) return;
      waiting.delete(message.id);
      if (message.error) call.reject(new Error(message.error.message));
      else call.resolve(message.result);
    });
  });
}

const TRY_AGAIN_MS = 100;
const MOST_TRIES = 300;

/**
 * Waits until the program's own page is loaded. Before it there is an empty page, whose evaluations are lost when it is
 * replaced, or never resolve.
 *
 * @param {Devtools['evaluate']} evaluate
 */
async function arrived(evaluate) {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const place = await evaluate('location.href').catch(() => '');
    if (place !== '' && place !== 'about:blank') return;
    await pause(TRY_AGAIN_MS);
  }
  throw new Error('the program loaded no page');
}
