import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareFolders, comparePictures } from './compare-pictures.mjs';

const WHITE = [255, 255, 255, 255];
const BLACK = [0, 0, 0, 255];

/**
 * A white PNG with a rectangle of another colour.
 *
 * @param {{ size?: [number, number], box?: [number, number, number, number], colour?: number[], deflateLevel?: number }} [options]
 */
function picture({ size = [60, 40], box = [0, 0, 0, 0], colour = BLACK, deflateLevel = 9 } = {}) {
  const [width, height] = size;
  const [left, top, right, bottom] = box;
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = x >= left && x < right && y >= top && y < bottom;
      png.data.set(inside ? colour : WHITE, (y * width + x) * 4);
    }
  }
  return PNG.sync.write(png, { deflateLevel });
}

describe('comparePictures', () => {
  it('compares decoded pixels, not the bytes of the files', () => {
    const loose = picture({ box: [5, 5, 20, 20], deflateLevel: 0 });
    const dense = picture({ box: [5, 5, 20, 20] });
    expect(loose.equals(dense)).toBe(false);
    expect(comparePictures(loose, dense)).toEqual({ result: 'same', pixels: 0 });
  });

  it('reports the number of changed pixels and marks them in red', () => {
    const { result, pixels, difference } = comparePictures(picture(), picture({ box: [10, 10, 20, 20] }));
    expect(result).toBe('changed');
    expect(pixels).toBe(100);
    const { width, height, data } = PNG.sync.read(/** @type {Buffer} */ (difference));
    expect([width, height]).toEqual([60, 40]);
    expect([...data.subarray((15 * 60 + 15) * 4, (15 * 60 + 15) * 4 + 3)]).toEqual([255, 0, 0]);
  });

  it('ignores a slightly different colour, but not a visibly different one', () => {
    const box = /** @type {[number, number, number, number]} */ ([10, 10, 40, 30]);
    const grey = picture({ box, colour: [200, 200, 200, 255] });
    expect(comparePictures(grey, picture({ box, colour: [201, 200, 200, 255] })).result).toBe('same');
    expect(comparePictures(grey, picture({ box, colour: [225, 225, 225, 255] })).result).toBe('changed');
  });

  it('ignores a few stray pixels', () => {
    expect(comparePictures(picture(), picture({ box: [10, 10, 12, 12] })).result).toBe('same');
    expect(comparePictures(picture(), picture({ box: [10, 10, 13, 13] })).result).toBe('changed');
  });

  it('reports a different size as resized', () => {
    expect(comparePictures(picture(), picture({ size: [60, 41] }))).toEqual({ result: 'resized', pixels: 0 });
  });

  it('throws on a file that is not a PNG', () => {
    expect(() => comparePictures(picture(), Buffer.from('not a picture'))).toThrow();
  });
});

describe('compareFolders', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('lists added, removed and changed pictures and leaves out equal ones', () => {
    const [before, after] = ['before', 'after'].map((name) => mkdtempSync(path.join(root, name)));
    writeFileSync(path.join(before, 'equal.png'), picture());
    writeFileSync(path.join(after, 'equal.png'), picture());
    writeFileSync(path.join(before, 'removed.png'), picture());
    writeFileSync(path.join(after, 'added.png'), picture());
    writeFileSync(path.join(before, 'changed.png'), picture());
    writeFileSync(path.join(after, 'changed.png'), picture({ box: [0, 0, 30, 30] }));
    const names = ['added.png', 'changed.png', 'equal.png', 'removed.png'];
    expect(compareFolders(before, after, names).map(({ name, result }) => [name, result])).toEqual([
      ['added.png', 'added'],
      ['changed.png', 'changed'],
      ['removed.png', 'removed'],
    ]);
  });
});
