import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { MailFailure } from './mail-failure.ts';
import { createMailer, type Mailer, type MailMessage } from './mailer.ts';

const message: MailMessage = {
  id: 'letter-1',
  to: 'anna@example.test',
  language: 'en',
  subject: 'Subject',
  text: 'Text',
  html: '<p>Text</p>',
  at: Date.parse('2026-11-22T09:45:00+03:00'),
};

function refuse(code: number): Error {
  return Object.assign(new Error('no, anna@example.test'), { responseCode: code });
}

describe('the mailer', () => {
  const servers: SMTPServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(resolve));
  });

  async function mailerTo(options: SMTPServerOptions, user = ''): Promise<Mailer> {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      closeTimeout: 100,
      ...options,
    });
    server.on('error', () => undefined);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.server.address() as AddressInfo;
    const sender = { name: 'Operator', address: 'no-reply@operator.example' };
    return createMailer({ server: () => Promise.resolve(`smtp://${user}127.0.0.1:${port}`), sender: () => sender });
  }
  async function failure(work: Promise<void>): Promise<MailFailure> {
    const error: unknown = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof MailFailure)) throw new Error(`Expected a failure of mail, got ${String(error)}`);
    return error;
  }
  const deliver = (mailer: Mailer, signal = new AbortController().signal): Promise<void> =>
    mailer.deliver(message, signal);

  it('writes the message’s own headers', async () => {
    let source = '';
    const mailer = await mailerTo({
      onData(stream, _session, done) {
        stream.on('data', (part: Buffer) => (source += part.toString()));
        stream.on('end', () => done());
      },
    });
    await deliver(mailer);
    for (const header of [
      'From: Operator <no-reply@operator.example>',
      'To: anna@example.test',
      'Message-ID: <letter-1@operator.example>',
      'Content-Language: en',
      'Auto-Submitted: auto-generated',
      'Date: Sun, 22 Nov 2026 06:45:00 +0000',
    ]) {
      expect(source).toContain(`${header}\r\n`);
    }
  });

  it.each([
    ['the recipient for good', 'never', { onRcptTo: (_a, _s, done) => done(refuse(550)) }],
    ['the recipient for now', 'later', { onRcptTo: (_a, _s, done) => done(refuse(450)) }],
    ['the sender', 'server', { onMailFrom: (_a, _s, done) => done(refuse(550)) }],
    ['everybody', 'server', { onConnect: (_s, done) => done(refuse(554)) }],
    ['everything just now', 'server', { onRcptTo: (_a, _s, done) => done(refuse(421)) }],
    [
      'the letter for good',
      'never',
      { onData: (stream, _s, done) => void stream.resume().on('end', () => done(refuse(554))) },
    ],
    [
      'the letter for now',
      'later',
      { onData: (stream, _s, done) => void stream.resume().on('end', () => done(refuse(451))) },
    ],
  ] satisfies [string, string, SMTPServerOptions][])(
    'knows what it means that a server refuses %s',
    async (_what, kind, options) => {
      const found = await failure(deliver(await mailerTo(options)));
      expect(found.kind).toBe(kind);
      expect(`${found.message} ${found.detail}`).not.toContain('@');
    },
  );

  it('reports a rejected password and an unknown host as a server failure', async () => {
    const mailer = await mailerTo(
      { allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(refuse(535)) },
      'u:p@',
    );
    expect((await failure(deliver(mailer))).kind).toBe('server');
    const nowhere = createMailer({
      server: () => Promise.resolve('smtp://nowhere.invalid:25'),
      sender: () => ({ name: '', address: 'a@b.test' }),
    });
    expect((await failure(nowhere.greet())).kind).toBe('server');
  });

  it('stops when aborted', async () => {
    const cut = new AbortController();
    const mailer = await mailerTo({
      onData: (stream) => {
        stream.resume();
        cut.abort();
      },
    });
    expect((await failure(deliver(mailer, cut.signal))).kind).toBe('server');
  });

  it('checks the connection without sending', async () => {
    let letters = 0;
    const mailer = await mailerTo({
      onMailFrom(_address, _session, done) {
        letters += 1;
        done();
      },
    });
    await mailer.greet();
    expect(letters).toBe(0);
  });
});
