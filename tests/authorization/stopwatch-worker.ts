import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import type { TimedRequest, TimedAnswer } from './stopwatch.ts';

/** One keep-alive connection, so that connecting is not measured. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function time({ url, body, token }: TimedRequest): Promise<TimedAnswer> {
  return new Promise((resolve, reject) => {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...authorization };
    const begin = performance.now();
    const call = request(url, { method: 'POST', agent, headers }, (answer) => {
      const ms = performance.now() - begin;
      answer.resume();
      answer.once('end', () => {
        resolve({ ms, status: answer.statusCode ?? 0 });
      });
    });
    call.once('error', reject);
    call.end(body);
  });
}

parentPort?.on('message', (request: TimedRequest) => {
  void time(request).then((answer) => parentPort?.postMessage(answer));
});
