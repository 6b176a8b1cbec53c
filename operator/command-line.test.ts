import { describe, expect, it } from 'vitest';
import { readCommandLine, UsageError } from './command-line.ts';

describe('the command line', () => {
  it('serves SQLite on the default port without arguments', () => {
    expect(readCommandLine([], {})).toMatchObject({
      command: 'serve',
      address: { kind: 'sqlite' },
      port: 3116,
      demo: false,
      console: false,
      production: false,
    });
  });

  it('reads PostgreSQL from the environment and prefers a folder', () => {
    const env = { OPERATOR_DATABASE_URL: 'postgres://u:p@h/d' };
    expect(readCommandLine(['audit'], env).address).toEqual({ kind: 'postgres', url: 'postgres://u:p@h/d' });
    expect(readCommandLine(['audit', '--data', '/somewhere'], env).address.kind).toBe('sqlite');
  });

  it('reads every option', () => {
    const args =
      'seed --public-origin https://cabinet.example --port 0 --demo --console --clock-start 2026-11-22T09:45:00+03:00 --entries 1000000 --channels 5000';
    expect(readCommandLine(args.split(' '), {})).toMatchObject({
      command: 'seed',
      publicOrigin: 'https://cabinet.example',
      port: 0,
      demo: true,
      console: true,
      clockStart: Date.UTC(2026, 10, 22, 6, 45),
      entries: 1_000_000,
      channels: 5_000,
    });
  });

  it.each([
    [['fly']],
    [['seed', 'twice']],
    [['--wings']],
    [['--port', '70000']],
    [['--port', '-1']],
    [['--entries', '1.5']],
    [['--public-origin', 'http://cabinet.example']],
    [['--public-origin', 'https://cabinet.example/']],
    [['--public-origin', 'https://a:b@cabinet.example']],
    [['--clock-start', 'yesterday']],
    [['--clock-start', '2026-11-22T09:45:00']],
  ])('refuses %j', (args) => {
    expect(() => readCommandLine(args, {})).toThrow(UsageError);
  });

  it('reads the mail server from the environment and never prints it', () => {
    expect(readCommandLine([], {})).toMatchObject({ smtpUrl: undefined, mailFrom: undefined });
    const env = {
      OPERATOR_SMTP_URL: 'smtps://user:pass@mail.example:465',
      OPERATOR_MAIL_FROM: 'cabinet@operator.example',
    };
    expect(readCommandLine([], env)).toMatchObject({
      smtpUrl: env.OPERATOR_SMTP_URL,
      mailFrom: env.OPERATOR_MAIL_FROM,
    });
    for (const url of ['mail.example', 'http://user:secret@mail.example', 'smtp://', 'smtp://user:secret@']) {
      expect(() => readCommandLine([], { OPERATOR_SMTP_URL: url })).toThrow(
        /^OPERATOR_SMTP_URL wants smtp:\/\/… or smtps:\/\/…\.$/,
      );
    }
    for (const from of ['nobody', 'a@b, c@d', 'a@b\nBcc: c@d']) {
      expect(() => readCommandLine([], { OPERATOR_MAIL_FROM: from })).toThrow(UsageError);
    }
  });

  it('requires a mail server in production', () => {
    expect(() => readCommandLine([], { OPERATOR_PRODUCTION: '1' })).toThrow(/OPERATOR_SMTP_URL/);
    expect(readCommandLine(['migrate'], { OPERATOR_PRODUCTION: '1' }).production).toBe(true);
    const env = { OPERATOR_PRODUCTION: '1', OPERATOR_SMTP_URL: 'smtp://mail.example' };
    expect(readCommandLine([], env).production).toBe(true);
  });

  it('reads the payment system from the environment and never prints its keys', () => {
    expect(readCommandLine([], {})).toMatchObject({ paymentKeys: undefined, paymentProviderUrl: undefined });
    const keys = {
      OPERATOR_PAYMENT_MERCHANT_KEY: 'merchant-key-of-a-test',
      OPERATOR_PAYMENT_WEBHOOK_SECRET: 'webhook-secret-of-a-test',
    };
    const elsewhere = { ...keys, OPERATOR_PAYMENT_PROVIDER_URL: 'https://pay.example:8443' };
    expect(readCommandLine([], elsewhere)).toMatchObject({
      paymentProviderUrl: 'https://pay.example:8443',
      paymentKeys: { merchantKey: 'merchant-key-of-a-test', controlKey: null },
    });
    const near = { ...elsewhere, OPERATOR_PAYMENT_PROVIDER_URL: 'http://127.0.0.1:3117/' };
    expect(readCommandLine([], near).paymentProviderUrl).toBe('http://127.0.0.1:3117');
    for (const url of ['http://pay.example', 'https://pay.example/x', 'https://u:secret@pay.example', 'pay.example']) {
      const wrong = { ...keys, OPERATOR_PAYMENT_PROVIDER_URL: url };
      expect(() => readCommandLine([], wrong)).toThrow(/^OPERATOR_PAYMENT_PROVIDER_URL wants [^@]*$/);
    }
    for (const key of ['short', 'a key with blanks in it']) {
      const wrong = { ...keys, OPERATOR_PAYMENT_MERCHANT_KEY: key };
      expect(() => readCommandLine([], wrong)).toThrow(/^OPERATOR_PAYMENT_MERCHANT_KEY wants 16 visible/);
    }
    const half = { OPERATOR_PAYMENT_CONTROL_KEY: 'control-key-of-a-test' };
    expect(() => readCommandLine([], half)).toThrow(/belong together/);
    expect(() => readCommandLine([], { OPERATOR_PAYMENT_PROVIDER_URL: 'https://pay.example' })).toThrow(UsageError);

    const own = ['payment-provider', '--data', '/somewhere'];
    expect(readCommandLine(own, keys)).toMatchObject({ command: 'payment-provider', port: 3117 });
    expect(() => readCommandLine(own, {})).toThrow(UsageError);
    expect(() => readCommandLine(['payment-provider'], keys)).toThrow(/--data/);
  });

  it('refuses demo and console in production, and database URLs that are not PostgreSQL', () => {
    const production = { OPERATOR_PRODUCTION: '1', OPERATOR_SMTP_URL: 'smtp://mail.example' };
    expect(() => readCommandLine(['--demo'], production)).toThrow(UsageError);
    expect(() => readCommandLine(['--console'], production)).toThrow(UsageError);
    expect(() => readCommandLine([], { OPERATOR_DATABASE_URL: 'mysql://h/d' })).toThrow(UsageError);
  });
});
