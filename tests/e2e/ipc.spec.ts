import type { ElectronApplication } from '@playwright/test';
import fc from 'fast-check';
import { failure } from '#protocol/errors/problem.ts';
import { exposedOperations, ownVerbs } from '#protocol/ipc/names.ts';
import { parseInput } from '#protocol/operation.ts';
import { expect, test } from '#tests/fixtures.ts';
import { bridgeVerbs, callBridge } from '#tests/in-page.ts';
import { literal, RawCaller } from '#tests/raw-caller.ts';

/** Error codes of calls rejected before they have an effect. */
const refusals = ['input-invalid', 'request-refused'];

/** Whether a verb accepts an input, by the verb's channel. */
const accepts = new Map<string, (input: unknown) => boolean>([
  ...[...exposedOperations].map(([id, of]): [string, (value: unknown) => boolean] => [
    id,
    (value) => parseInput(of, value).ok,
  ]),
  ...[...ownVerbs].map(([id, { input }]): [string, (value: unknown) => boolean] => [
    id,
    (value) => input.safeParse(value).success,
  ]),
]);
const channels = [...accepts];

/** Values that can be sent over IPC: plain data, unusual numbers, deep and large values. */
const travelling = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ maxLength: 5000 }),
  fc.constantFrom<unknown>(
    null,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    '',
    [],
    {},
    { __proto__: null, constructor: 'x' },
    { email: 'a@b.c', password: 'x'.repeat(129), computer: 'own' },
    { email: 'a@b.c', password: 'x', computer: 'theirs' },
    { language: 'de' },
    { theme: 'dark', language: ['en'] },
    { lockAfter: '1' },
    { provider: '__proto__', computer: 'own', password: null },
    { code: '12345' },
    { password: '' },
    { password: null, next: '', email: 'x', phone: '+0' },
    { target: 'https://example.org/' },
    '../../etc/passwd',
    '1234567890/../../v1/account',
    '１２３４５６７８９０',
    '12345678901',
  ),
);

/** Sixty inputs from one seed, which is reported on failure. */
const inputs = (seed: number): readonly unknown[] => fc.sample(travelling, { numRuns: 60, seed });

test.describe('IPC calls from the page', () => {
  test('[S29] checklist item 17: the registered channels are exactly those of the schemas', async ({
    launch,
    sharedService,
  }) => {
    const { app, page } = await launch({ operatorUrl: sharedService.origin });
    const handlers = await app.evaluate(({ ipcMain }) => {
      const known = ipcMain as unknown as { _invokeHandlers: Map<string, unknown>; eventNames(): (string | symbol)[] };
      return {
        invoke: [...known._invokeHandlers.keys()],
        // Electron's own channel: an unknown message is an error of the emitter.
        on: known
          .eventNames()
          .map(String)
          .filter((name) => name !== 'error'),
      };
    });
    expect(handlers.invoke.sort()).toEqual([...accepts.keys()].sort());
    expect(handlers.on).toEqual([]);
    const questions = (await bridgeVerbs(page)).filter((verb) => !/\.on[A-Z]/.test(verb));
    expect(questions).toHaveLength(accepts.size);
  });

  test('[S29] inputs that do not match the schema are rejected with an error number, for every verb', async ({
    launch,
    sharedService,
  }) => {
    const { page } = await launch({ operatorUrl: sharedService.origin });
    const seed = Date.now() % 1_000_000;
    for (const [name, accept] of channels) {
      const [domain = '', verb = ''] = name.split('.');
      for (const input of inputs(seed).filter((value) => !accept(value))) {
        const answer = (await callBridge(page, domain, verb, [input])) as { ok: boolean; failure?: unknown };
        expect(answer.ok, `${name}, seed ${seed}`).toBe(false);
        expect(refusals, `${name}, seed ${seed}`).toContain(failure.parse(answer.failure).code);
      }
    }
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('[S29] channels reject inputs that no verb would send', async ({ launch, sharedService }) => {
    const { app, page } = await launch({ operatorUrl: sharedService.origin });
    const seed = Date.now() % 1_000_000;
    for (const [channel, accept] of channels) {
      const bad = inputs(seed).filter((value) => !accept(value));
      const answers: unknown[] = [];
      for (const value of bad) answers.push(await handle(app, channel, value));
      expect(answers.length).toBeGreaterThan(20);
      for (const answer of answers as { ok: boolean; failure: unknown }[]) {
        expect(answer.ok, `${channel}, seed ${seed}`).toBe(false);
        expect(failure.parse(answer.failure).code, `${channel}, seed ${seed}`).toBe('input-invalid');
      }
    }
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('[S29] a page other than the program’s window is rejected, even at the program’s own address', async ({
    launch,
    sharedService,
  }) => {
    const { app, page } = await launch({ operatorUrl: sharedService.origin });
    const caller = await RawCaller.open(app, 'app://cabinet/index.html');
    for (const [channel] of channels) {
      const answers = await caller.invokeEach(channel, inputs(7).slice(0, 5));
      for (const answer of answers) expect(answer.value?.failure, channel).toEqual({ code: 'request-refused' });
    }
    const unknown = await caller.invokeEach('no:such-channel', [null]);
    expect(unknown[0]?.thrown).toContain('No handler');
    await caller.close();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('[S29] a foreign page is rejected on every channel', async ({ launch, sharedService, sink }) => {
    const { app } = await launch({ operatorUrl: sharedService.origin });
    for (const address of [sink.origin, 'data:text/html,<title>forged</title>', 'about:blank']) {
      const caller = await RawCaller.open(app, address);
      for (const [channel] of channels) {
        const [answer] = await caller.invokeEach(channel, [undefined]);
        expect(answer?.value?.failure, `${channel} from ${address}`).toEqual({ code: 'request-refused' });
      }
      await caller.close();
    }
  });

  test('[S29] a frame inside the program’s own page is rejected on every channel', async ({
    launch,
    sharedService,
  }) => {
    const { app } = await launch({ operatorUrl: sharedService.origin });
    const caller = await RawCaller.open(app, 'app://cabinet/index.html', { frame: true });
    for (const [channel] of channels) {
      const [answer] = await caller.invokeEach(channel, [undefined]);
      expect(answer?.value?.failure, channel).toEqual({ code: 'request-refused' });
    }
    await caller.close();
  });

  test('[S29] a removed frame is rejected on every channel, without a crash', async ({ launch, sharedService }) => {
    const { app, page } = await launch({ operatorUrl: sharedService.origin });
    const answers = await app.evaluate(
      async ({ ipcMain, webContents }, names) => {
        type Handler = (event: unknown, input: unknown) => Promise<unknown>;
        const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
        const sender = webContents.getAllWebContents()[0];
        const gone = {
          detached: true,
          isDestroyed: () => true,
          get url(): string {
            throw new Error('Render frame was disposed before WebFrameMain could be accessed');
          },
        };
        const all: unknown[] = [];
        for (const name of names) {
          for (const senderFrame of [null, undefined, gone]) {
            all.push(await handlers.get(name)?.({ sender, senderFrame }, undefined));
          }
        }
        return all;
      },
      channels.map(([channel]) => channel),
    );
    expect(answers).toHaveLength(channels.length * 3);
    for (const answer of answers) expect(answer).toEqual({ ok: false, failure: { code: 'request-refused' } });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});

/**
 * Sends a message to the channel as if from the program's own page, past the sender check, directly to the
 * schema. The value is sent as text: the debugger's JSON parser fails on the smallest numbers.
 */
function handle(app: ElectronApplication, channel: string, value: unknown): Promise<unknown> {
  return app.evaluate(
    ({ BrowserWindow, ipcMain }, [name, text]) => {
      type Handler = (event: unknown, input: unknown) => Promise<unknown>;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const sender = BrowserWindow.getAllWindows()[0]?.webContents;
      const input: unknown = (0, eval)(`(${text})`);
      return handlers.get(name)?.({ sender, senderFrame: sender?.mainFrame }, input);
    },
    [channel, literal(value)] as const,
  );
}
