import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './paths.mjs';
import { changesPage, parsePictureName, picturesPage } from './picture-pages.mjs';

describe('parsePictureName', () => {
  it.each([
    ['sign-in-dark-ru.png', { screen: 'sign-in', narrow: false, look: 'dark-ru' }],
    ['sign-in-narrow-light-sv.png', { screen: 'sign-in', narrow: true, look: 'light-sv' }],
    ['dashboard.png', undefined],
    ['first-screen.png', undefined],
    ['sign-in-light-de.png', undefined],
    ['sign-in-light-en.html', undefined],
  ])('%s', (name, parsed) => {
    expect(parsePictureName(name)).toEqual(parsed);
  });
});

/** @param {string} html */
const sources = (html) => [...html.matchAll(/src="([^"]*)"/g)].map((match) => match[1]);

describe('picturesPage', () => {
  it('groups by screen, the normal window before the narrow one, light before dark, ru, en, sv', () => {
    const names = [
      'b-dark-en.png',
      'b-light-sv.png',
      'b-narrow-light-ru.png',
      'b-light-ru.png',
      'a-light-en.png',
    ].sort();
    expect(sources(picturesPage(names))).toEqual([
      'a-light-en.png',
      'b-light-ru.png',
      'b-light-sv.png',
      'b-dark-en.png',
      'b-narrow-light-ru.png',
    ]);
  });
});

describe('changesPage', () => {
  it('shows before, after and difference where they exist', () => {
    const html = changesPage(
      [
        { name: 'a-light-en.png', result: 'added', pixels: 0 },
        { name: 'b-light-en.png', result: 'changed', pixels: 7 },
        { name: 'c-light-en.png', result: 'removed', pixels: 0 },
      ],
      { before: 'file:///earlier', differences: 'changed' },
    );
    expect(sources(html)).toEqual([
      'a-light-en.png',
      'file:///earlier/b-light-en.png',
      'b-light-en.png',
      'changed/b-light-en.png',
      'file:///earlier/c-light-en.png',
    ]);
    expect(html).toContain('7 pixels changed');
  });
});

describe('docs/screens', () => {
  it('holds at most twelve pictures, each of them shown in README or docs', () => {
    const docs = path.join(projectRoot, 'docs');
    const texts = [
      path.join(projectRoot, 'README.md'),
      ...readdirSync(docs, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => path.join(docs, name)),
    ].map((file) => readFileSync(file, 'utf8'));
    const pictures = readdirSync(path.join(docs, 'screens'));
    expect(pictures.length).toBeLessThanOrEqual(12);
    const shown = (/** @type {string} */ name) => texts.some((text) => text.includes(`screens/${name})`));
    expect(pictures.filter((name) => !shown(name))).toEqual([]);
    const named = texts.flatMap((text) => [...text.matchAll(/screens\/([\w-]+\.png)\)/g)].map((match) => match[1]));
    expect(named.filter((name) => !pictures.includes(name ?? ''))).toEqual([]);
  });
});
