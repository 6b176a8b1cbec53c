import { describe, expect, it } from 'vitest';
import { npmCommand, run } from './run.mjs';

/** @param {string} code */
const node = (code, options = {}) =>
  run(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'pipe'], ...options });

describe('run', () => {
  it('returns status, output and lines', async () => {
    /** @type {string[]} */
    const lines = [];
    const result = await node('console.log("a\\nb"); process.stdout.write("c"); process.exit(3)', {
      onLine: (/** @type {string} */ line) => lines.push(line),
    });
    expect(result).toMatchObject({ status: 3, stdout: 'a\nb\nc', timedOut: false });
    expect(lines).toEqual(['a', 'b', 'c']);
  });

  it('ends a program that exceeds the time limit and reports it', async () => {
    const result = await node('setInterval(() => {}, 1000)', { timeoutMs: 200 });
    expect(result.timedOut).toBe(true);
    expect(result.status).not.toBe(0);
  });

  it('rejects when the program does not exist', async () => {
    await expect(run('no-such-program-here', [])).rejects.toThrow('ENOENT');
  });

  it('calls the npm that started it', () => {
    const env = { npm_execpath: '/x/npm-cli.js', npm_node_execpath: '/x/node' };
    expect(npmCommand(['ci'], env)).toEqual({ command: '/x/node', args: ['/x/npm-cli.js', 'ci'], shell: false });
    expect(npmCommand(['ci'], {}).command).toBe('npm');
  });
});
