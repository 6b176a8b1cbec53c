import { describe, expect, it } from 'vitest';
import { headlessNoise, programArguments, programReport, smokeFailure } from './start-protocol.mjs';

describe('the program started from the sources', () => {
  const base = { given: [], appFolder: '/app', profile: undefined, screenshot: undefined, root: false };

  it('keeps the sandbox for an ordinary user', () => {
    expect(programArguments(base)).toEqual(['/app']);
    expect(programArguments({ ...base, root: true })).toEqual(['--no-sandbox', '/app']);
  });

  it('adds a profile and a screenshot; the command line takes precedence', () => {
    const added = { ...base, profile: '/p', screenshot: '/s.png', given: ['--smoke'] };
    expect(programArguments(added)).toEqual(['/app', '--user-data-dir=/p', '--screenshot=/s.png', '--smoke']);
    const own = ['--user-data-dir=/own', '--screenshot=/own.png'];
    expect(programArguments({ ...added, given: own })).toEqual(['/app', ...own]);
  });

  it('finds its report among other lines', () => {
    expect(programReport('{"smoke":"dashboard","screenshot":"/s.png"}')).toEqual({
      smoke: 'dashboard',
      screenshot: '/s.png',
    });
    expect(programReport('{"level":30,"msg":"ready"}')).toBeUndefined();
    expect(programReport('{"smoke":')).toBeUndefined();
    expect(programReport('listening')).toBeUndefined();
  });

  it('separates messages about a missing desktop from errors of the program', () => {
    const head = '[27086:1122/185500.747754:ERROR:';
    expect(headlessNoise(`${head}bus.cc(407)] Failed to connect to the bus`)).toBe(true);
    expect(headlessNoise(`${head}ssl_client_socket_impl.cc(1)] handshake failed`)).toBe(false);
    expect(headlessNoise('Error: the service did not start')).toBe(false);
  });

  it('passes a smoke run only with status, dashboard and picture', () => {
    const good = { status: 0, timedOut: false, timeoutMs: 90_000, reached: 'dashboard', picture: true };
    expect(smokeFailure(good)).toBeUndefined();
    expect(smokeFailure({ ...good, timedOut: true, status: 143 })).toContain('within 90 s');
    expect(smokeFailure({ ...good, status: 3 })).toContain('status 3');
    expect(smokeFailure({ ...good, reached: undefined })).toContain('without showing');
    expect(smokeFailure({ ...good, picture: false })).toContain('no picture');
  });
});
