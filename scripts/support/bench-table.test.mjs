import { describe, expect, it } from 'vitest';
import { benchProblems, benchText } from './bench-table.mjs';

const row = { name: 'startup', unit: 'ms', value: 512.3456, baseline: 600, ratio: 0.854, budget: 1, pass: true };

describe('bench rows', () => {
  it('accepts complete rows, with or without a baseline', () => {
    expect(benchProblems([row, { ...row, baseline: null, ratio: null }])).toEqual([]);
  });

  it('rejects rows that lack a figure, and an empty list', () => {
    expect(benchProblems([])).toEqual(['the benchmark gave no rows']);
    expect(benchProblems([{ ...row, value: Number.NaN }])).toEqual(['startup: no value']);
    expect(benchProblems([{ ...row, pass: undefined, ratio: undefined }])).toEqual([
      'startup: no verdict',
      'startup: no ratio',
    ]);
  });

  it('prints readable figures', () => {
    expect(benchText([{ ...row, pass: false, baseline: null, ratio: null }])).toBe(
      'FAILED  startup  512.346 ms  baseline -  ratio -  budget 1\n',
    );
  });
});
