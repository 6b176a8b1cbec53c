import { describe, expect, it } from 'vitest';
import { readCommandLine, UsageError } from './command-line.ts';

describe('the command line', () => {
  it('serves SQLite on a port of its own when nothing is said', () => {
    expect(readCommandLine([], {})).toMatchObject({
      command: 'serve',
      address: { kind: 'sqlite' },
      port: 3116,
      demo: false,
      console: false,
      production: false,
    });
  });

  it('takes PostgreSQL from the environment, and a folder before it', () => {
    const env = { OPERATOR_DATABASE_URL: 'postgres://u:p@h/d' };
    expect(readCommandLine(['audit'], env).address).toEqual({ kind: 'postgres', url: 'postgres://u:p@h/d' });
    expect(readCommandLine(['audit', '--data', '/somewhere'], env).address.kind).toBe('sqlite');
  });

  it('reads every switch', () => {
    const args =
      'seed --port 0 --demo --console --clock-start 2026-11-22T09:45:00+03:00 --entries 1000000 --channels 5000';
    expect(readCommandLine(args.split(' '), {})).toMatchObject({
      command: 'seed',
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
    [['--clock-start', 'yesterday']],
    [['--clock-start', '2026-11-22T09:45:00']],
  ])('refuses %j', (args) => {
    expect(() => readCommandLine(args, {})).toThrow(UsageError);
  });

  it('has neither demo nor console in production, and no address that is not PostgreSQL’s', () => {
    expect(() => readCommandLine(['--demo'], { OPERATOR_PRODUCTION: '1' })).toThrow(UsageError);
    expect(() => readCommandLine(['--console'], { OPERATOR_PRODUCTION: '1' })).toThrow(UsageError);
    expect(() => readCommandLine([], { OPERATOR_DATABASE_URL: 'mysql://h/d' })).toThrow(UsageError);
  });
});
