import { expect, test } from 'vitest';
import { mayAsk } from '../ipc/sender.ts';
import { contentPolicy } from './content-policy.ts';
import { devContentPolicy, devServerBuild, devServerOrigin, isDevSocket } from './dev-server.ts';
import { mayLoad, mayNavigate } from './navigation-rules.ts';

const origin = 'http://127.0.0.1:5173';
const argv = ['program', `--dev-server=${origin}`];

test('an unpackaged program started by the dev script uses the development server', () => {
  expect(devServerOrigin(argv, false)).toBe(origin);
  expect(devServerOrigin(['program'], false)).toBeNull();
});

test('a packaged program ignores the development server', () => {
  const packaged = devServerOrigin(argv, true);
  expect(packaged).toBeNull();
  expect(mayLoad('ws://127.0.0.1:5173/?token=a', packaged)).toBe(false);
  expect(mayLoad(`${origin}/index.html`, packaged)).toBe(false);
});

test('code for the development server is left out unless the build enables it', () => {
  expect(devServerBuild).toBe(false);
});

test.each([
  'http://localhost:5173',
  'http://127.0.0.1',
  'http://127.0.0.1:5173/',
  'https://127.0.0.1:5173',
  'http://127.0.0.1:99999',
  'http://127.0.0.1.evil.example:5173',
  'http://user@127.0.0.1:5173',
  'http://127.0.0.1:5173@evil.example',
  'http://evil.example:5173',
  'file:///x',
  '',
])('%j is refused as the development server', (address) => {
  expect(() => devServerOrigin([`--dev-server=${address}`], false)).toThrow('development server');
});

test.each([
  ['ws://127.0.0.1:5173/', true],
  ['ws://127.0.0.1:5173/?token=a', true],
  ['ws://127.0.0.1:5174/', false],
  ['ws://localhost:5173/', false],
  ['wss://127.0.0.1:5173/', false],
  ['ws://user@127.0.0.1:5173/', false],
  ['ws://evil.example:5173/', false],
  ['http://127.0.0.1:5173/', false],
  ['', false],
])('in development the page loading %j: %s', (address, allowed) => {
  expect(isDevSocket(address, origin)).toBe(allowed);
  expect(mayLoad(address, origin)).toBe(allowed);
  expect(mayLoad(address, null)).toBe(false);
});

test('in development too, only the program’s own page is navigated to and may send IPC messages', () => {
  expect(mayNavigate(`${origin}/index.html`)).toBe(false);
  const sender = (url: string): Parameters<typeof mayAsk>[0] => ({
    contentsId: 1,
    frame: { url, isMain: true, detached: false },
  });
  expect(mayAsk(sender(`${origin}/index.html`), 1)).toBe(false);
  expect(mayAsk(sender('app://cabinet/index.html'), 1)).toBe(true);
});

test('the content policy of development differs in Vite’s socket and inline styles alone', () => {
  const rules = (policy: string): Set<string> => new Set(policy.split('; '));
  const [shipped, dev] = [rules(contentPolicy), rules(devContentPolicy(origin))];
  expect([...dev].filter((rule) => !shipped.has(rule)).sort()).toEqual([
    'connect-src ws://127.0.0.1:5173',
    "style-src 'self' 'unsafe-inline'",
  ]);
  expect([...shipped].filter((rule) => !dev.has(rule)).sort()).toEqual(["connect-src 'none'", "style-src 'self'"]);
});
