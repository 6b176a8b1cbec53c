/**
 * The little of the Chrome DevTools protocol that a benchmark needs: find the page, evaluate in it.
 */

/**
 * @typedef {{ id: string, type: string, url: string, webSocketDebuggerUrl: string }} Target
 *
 * @typedef {object} Devtools
 * @property {(method: string, params?: Record<string, unknown>) => Promise<any>} send
 * @property {(expression: string) => Promise<any>} evaluate awaits promises, answers the value
 * @property {() => void} close
 */

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

    socket.addEventListener('open', () => resolve({ send, evaluate, close: () => socket.close() }));
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
