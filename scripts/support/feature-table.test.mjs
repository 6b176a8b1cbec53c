import { describe, expect, it } from 'vitest';
import { featureRows, featureStatus, featureText, idsOf, unknownIds } from './feature-table.mjs';

const features = [
  { id: 'S06', name: 'Sign-in' },
  { id: 'S08', name: 'Contract' },
  { id: 'B14', name: 'Languages' },
];
/** @type {(title: string, status: 'passing' | 'failing' | 'skipped') => import('./feature-table.mjs').FeatureTest} */
const outcome = (title, status) => ({ title, file: 'a.spec.ts', status });

describe('features', () => {
  it('reads the ids of a title', () => {
    expect(idsOf('[S06][B14] signs in')).toEqual(['S06', 'B14']);
    expect(idsOf('S06 without brackets [x]')).toEqual([]);
  });

  it('passes only when all tests of the feature pass', () => {
    const rows = featureRows(features, [
      outcome('[S06] own computer', 'passing'),
      outcome('[S06][S08] other computer', 'failing'),
    ]);
    expect(rows.map((row) => row.status)).toEqual(['failing', 'failing', 'missing']);
  });

  it('does not count a skipped test as proof', () => {
    expect(featureRows(features, [outcome('[S06] later', 'skipped')])[0]?.status).toBe('missing');
  });

  it('fails on failing features, and on missing ones only with --all', () => {
    const some = featureRows(features, [outcome('[S06] a', 'passing')]);
    expect(featureStatus(some, { all: false })).toBe(0);
    expect(featureStatus(some, { all: true })).toBe(1);
    expect(featureStatus(featureRows(features, [outcome('[S06] a', 'failing')]), { all: false })).toBe(1);
  });

  it('lists unknown ids', () => {
    expect(unknownIds(features, [outcome('[S99][S06] a', 'passing')])).toEqual(['S99']);
  });

  it('prints one line per feature and the totals', () => {
    const text = featureText(features, featureRows(features, [outcome('[S06] a', 'passing')]));
    expect(text.split('\n')[0]).toBe('S06  passing    1  Sign-in');
    expect(text).toContain('1 passing, 0 failing, 2 missing');
  });
});
