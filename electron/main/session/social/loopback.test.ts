import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { languages } from '#protocol/primitives.ts';
import { openLoopback, type Loopback } from './loopback.ts';
import { returnPage } from './return-page.ts';

let listener: Loopback;
let received: string[] = [];
beforeEach(async () => {
  received = [];
  listener = await openLoopback({
    language: 'sv',
    receive: (parameters) => {
      received.push(parameters.toString());
      return parameters.get('state') === 'right';
    },
  });
});
afterEach(() => listener.close());

/** Answer of the listener to raw bytes, which `fetch` would normalize. */
function raw(request: string): Promise<string> {
  const { hostname, port } = new URL(listener.redirectUri);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.end(request));
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}
const host = (): string => new URL(listener.redirectUri).host;

test('it stands on the loopback’s literal and a free port', () => {
  expect(listener.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
});

test('a callback gets the page in the program’s language, which loads, frames and keeps nothing', async () => {
  const answer = await fetch(`${listener.redirectUri}?state=right&code=secret`);
  expect(answer.status).toBe(200);
  const { headers } = answer;
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  const page = await answer.text();
  expect(page).toContain('<html lang="sv">');
  expect(page).toContain('Du kan stänga den här fliken');
  expect(page).not.toContain('secret');
});

test('an answer that is not wanted is told so, with nothing of it on the page', async () => {
  const answer = await fetch(`${listener.redirectUri}?state=%3Cscript%3E&code=secret`);
  expect(answer.status).toBe(400);
  expect(await answer.text()).not.toMatch(/script|secret/);
});

test.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'])('%s is refused', async (method) => {
  const answer = await fetch(`${listener.redirectUri}?state=right`, { method });
  expect(answer.status).toBe(405);
  expect(received).toEqual([]);
});

test.each([
  '/',
  '/favicon.ico',
  '/callback/',
  '/callback/x',
  '/Callback?state=right',
  '//callback?state=right',
  '/x/../callback',
])('nothing is at %s', async (path) => {
  expect(await raw(`GET ${path} HTTP/1.1\r\nHost: ${host()}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
  expect(received).toEqual([]);
});

test.each(['localhost:PORT', 'evil.example', 'evil.example:PORT', '127.0.0.1', '127.0.0.1:1', '[::1]:PORT', ''])(
  'a request for the host %j is refused',
  async (name) => {
    const asked = name.replace('PORT', new URL(listener.redirectUri).port);
    expect(await raw(`GET /callback?state=right HTTP/1.1\r\nHost: ${asked}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 421 /);
    expect(received).toEqual([]);
  },
);

test('a whole address in place of a path, no host, and noise get nowhere', async () => {
  const whole = `GET http://${host()}/callback?state=right HTTP/1.1\r\nHost: ${host()}\r\n\r\n`;
  expect(await raw(whole)).toMatch(/^HTTP\/1\.1 404 /);
  expect(await raw('GET /callback?state=right HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await raw('\x16\x03\x01 noise\r\n\r\n')).toMatch(/^(HTTP\/1\.1 400 |$)/);
  expect(await raw(`GET /callback?state=right&x=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: ${host()}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /,
  );
  expect(received).toEqual([]);
});

test('closed, it is gone at once', async () => {
  listener.close();
  await expect(fetch(`${listener.redirectUri}?state=right`)).rejects.toThrow();
});

test.each(languages)('the page speaks %s', (language) => {
  expect(returnPage(language, 'done')).toContain(`<html lang="${language}">`);
  expect(returnPage(language, 'done')).not.toBe(returnPage(language, 'refused'));
});
