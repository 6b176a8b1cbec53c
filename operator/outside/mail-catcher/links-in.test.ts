import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLink, linkPlaces, linksIn } from './links-in.ts';

describe('links in a message', () => {
  it.each([
    ['Open http://127.0.0.1:1/links/email#token=abc, please.', ['http://127.0.0.1:1/links/email#token=abc']],
    ['(https://a.test/b) plus-cabinet://email?token=x.', ['https://a.test/b', 'plus-cabinet://email?token=x']],
    ['javascript://x/%0aalert(1) file:///etc/passwd xhttp://a.test', []],
    ['https://', []],
  ])('%s', (text, links) => {
    expect(linkPlaces(text).map(({ link }) => link)).toEqual(links);
    for (const { index, link } of linkPlaces(text)) expect(text.slice(index, index + link.length)).toBe(link);
  });

  it('are listed once each, those of the text first', () => {
    const html = '<a href="https://b.test/?a=1&amp;b=2">b</a><a href = "https://a.test/">a</a><a href="data:x">';
    expect(linksIn('https://a.test/ https://a.test/', html)).toEqual(['https://a.test/', 'https://b.test/?a=1&b=2']);
  });

  it('never include executable URLs', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['javascript', 'data', 'vbscript', 'blob', 'file', 'about'] }), (url) => {
        expect(isLink(url)).toBe(false);
        expect(linksIn(url, `<a href="${url}">`).every(isLink)).toBe(true);
      }),
    );
  });
});
