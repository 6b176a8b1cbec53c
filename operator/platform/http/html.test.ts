import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cookieOf } from './cookies.ts';
import { html, page, pagePolicy, styleOf } from './html.ts';
import { pickLanguage } from './languages.ts';

describe('pages', () => {
  it('escape inserted values unless they are markup', () => {
    const piece = html`<b>${'<i>&"\''}</b>`;
    expect(piece.markup).toBe('<b>&lt;i&gt;&amp;&quot;&#39;</b>');
    expect(html`<p>${[piece, ' ', 3]}</p>`.markup).toBe(`<p>${piece.markup} 3</p>`);
  });

  it('put the exact hash of their style sheet in the policy', () => {
    const style = styleOf('body{color:#000}');
    const text = page({ language: 'sv', title: '<>', style, body: html`<main></main>` });
    const inside = /<style>(.*)<\/style>/s.exec(text)?.[1] ?? '';
    expect(pagePolicy(style)).toContain(`'sha256-${createHash('sha256').update(inside).digest('base64')}'`);
    expect(text).toContain('<title>&lt;&gt;</title>');
  });
});

describe('cookies', () => {
  it('are found by their full name', () => {
    expect(cookieOf('a=1; bb=2=3;c= 4 ', 'bb')).toBe('2=3');
    expect(cookieOf('a=1; bb=2', 'b')).toBeNull();
    expect(cookieOf('b', 'b')).toBeNull();
    expect(cookieOf(undefined, 'b')).toBeNull();
  });
});

describe('the language of a page', () => {
  it.each([
    [['sv'], 'sv'],
    [['de en-GB', 'sv'], 'en'],
    [[undefined, 'fi,sv-SE;q=0.9,en;q=0.8'], 'sv'],
    [['', 'en;q=1'], 'en'],
    [['engineering russian', '*'], 'ru'],
    [[], 'ru'],
  ])('%j is %s', (wanted, language) => {
    expect(pickLanguage(...wanted)).toBe(language);
  });
});
