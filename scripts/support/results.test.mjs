import { describe, expect, it } from 'vitest';
import { countPlaywright, countUnit, flattenPlaywright, summaryText, total, unitFailures } from './results.mjs';

const report = {
  suites: [
    {
      title: 'sign-in.spec.ts',
      file: 'sign-in.spec.ts',
      specs: [{ title: '[S06] own', file: 'sign-in.spec.ts', ok: true, tests: [{ status: 'expected' }] }],
      suites: [
        {
          title: '[S29] session',
          file: 'sign-in.spec.ts',
          specs: [
            { title: 'ends', file: 'sign-in.spec.ts', ok: false, tests: [{ status: 'unexpected' }] },
            { title: 'later', file: 'sign-in.spec.ts', ok: true, tests: [{ status: 'skipped' }] },
          ],
        },
      ],
    },
  ],
  stats: { expected: 1, unexpected: 1, flaky: 1 },
};

describe('results', () => {
  it('counts tests, a flaky one as passed', () => {
    expect(countPlaywright(report)).toEqual({ passed: 2, failed: 1 });
    expect(countUnit({ numPassedTests: 7, numFailedTests: 2 })).toEqual({ passed: 7, failed: 2 });
    expect(countPlaywright(undefined)).toEqual({ passed: 0, failed: 0 });
  });

  it('lists each failed unit test and each file that could not be loaded', () => {
    const failures = unitFailures({
      testResults: [
        {
          name: '/somewhere/rules.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'adds' },
            { status: 'failed', fullName: 'takes away', failureMessages: ['expected 1 to be 2'] },
          ],
        },
        { name: '/somewhere/broken.test.ts', status: 'failed', message: 'cannot be parsed', assertionResults: [] },
        { name: '/somewhere/good.test.ts', status: 'passed', assertionResults: [] },
      ],
    });
    expect(failures).toHaveLength(2);
    expect(failures[0]).toContain('takes away');
    expect(failures[0]).toContain('expected 1 to be 2');
    expect(failures[1]).toContain('cannot be parsed');
    expect(unitFailures(undefined)).toEqual([]);
  });

  it('never shows a clean line for a stage that failed without a failing test', () => {
    expect(
      total([
        { status: 1, count: { passed: 5, failed: 0 } },
        { status: 1, count: { passed: 3, failed: 2 } },
        { status: 0, count: { passed: 1, failed: 0 } },
      ]),
    ).toEqual({ passed: 9, failed: 3 });
  });

  it('prints each stage with its duration, the total, and the counts alone on the last line', () => {
    const stages = [
      { name: 'check', status: 0, durationMs: 123_440 },
      { name: 'e2e', status: 1, durationMs: 60_000 },
    ];
    expect(summaryText(stages, { passed: 12, failed: 1 })).toBe(
      ['ok     check (123.4 s)', 'FAILED e2e (60.0 s)', 'total  183.4 s', '12 passed, 1 failed', ''].join('\n'),
    );
  });

  it('gives every test its full title without the file name', () => {
    expect(flattenPlaywright(report)).toEqual([
      { title: '[S06] own', file: 'sign-in.spec.ts', status: 'passing' },
      { title: '[S29] session › ends', file: 'sign-in.spec.ts', status: 'failing' },
      { title: '[S29] session › later', file: 'sign-in.spec.ts', status: 'skipped' },
    ]);
  });
});
