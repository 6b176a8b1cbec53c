import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages, type Language } from '#protocol/primitives.ts';
import { ntvPlus } from '../../platform/profile/ntv-plus.ts';
import { composeMail, type ComposedMail, type MailToCompose } from './compose.ts';
import { linkKinds, noticeKinds, type MailKind } from './mail-kinds.ts';

const kinds: readonly MailKind[] = [...linkKinds, ...noticeKinds];
const every = languages.flatMap((language) => kinds.map((kind) => ({ language, kind })));
const isLink = (kind: MailKind): boolean => linkKinds.some((one) => one === kind);
const address = `http://127.0.0.1:3116/links/registration#token=${'aB-_'.repeat(10)}xyz`;
const at = Date.parse('2026-11-22T09:45:00+03:00');

function compose(kind: MailKind, language: Language, different: Partial<MailToCompose> = {}): ComposedMail {
  const link = isLink(kind) ? { address, lifeMs: 20 * 60_000 } : null;
  return composeMail({ kind, language, facts: {}, at, link, ...different }, ntvPlus);
}

/** Visible text of an HTML document. */
function read(html: string): string {
  return html
    .replace(/<(style|title)>[^<]*<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_whole, name: string) =>
      name === 'amp' ? '&' : name === 'lt' ? '<' : name === 'gt' ? '>' : name === 'quot' ? '"' : "'",
    )
    .replace(/\s+/g, ' ');
}

describe('composeMail', () => {
  it.each(every)('names the sender and the hotline: $kind, $language', ({ kind, language }) => {
    const { subject, text, html } = compose(kind, language, { facts: { provider: 'vk', email: 'new@example.test' } });
    for (const body of [text, read(html)]) {
      expect(body).toContain(ntvPlus.brand[language]);
      expect(body).toContain(ntvPlus.hotline.display);
      expect(body).not.toMatch(/undefined|null|\[object|!/);
    }
    expect(subject).toContain(ntvPlus.brand[language]);
    expect(html).toContain(`<html lang="${language}">`);
  });

  it.each(every)('contains a link only for link kinds: $kind, $language', ({ kind, language }) => {
    const { text, html } = compose(kind, language);
    expect(text.includes(address)).toBe(isLink(kind));
    // Once on the button and once as text to copy.
    expect(html.split(`href="${address}"`)).toHaveLength(isLink(kind) ? 3 : 1);
    expect(text.includes('http')).toBe(isLink(kind));
    const life = { ru: '20 минут', en: '20 minutes', sv: '20 minuter' }[language];
    expect(text.replaceAll('\u00a0', ' ').includes(life)).toBe(isLink(kind));
  });

  it.each(every)('contains no external resources and no scripts: $kind, $language', ({ kind, language }) => {
    const { html } = compose(kind, language);
    expect(html).not.toMatch(/<(img|script|link|iframe|form|object|svg)\b|url\(|@import|\bon[a-z]+=/i);
  });

  it('uses only the requested language', () => {
    for (const kind of kinds) {
      expect(read(compose(kind, 'en').html)).not.toMatch(/[а-яё]|[åäö]/i);
      expect(read(compose(kind, 'sv').html)).not.toMatch(/[а-яё]/i);
      expect(compose(kind, 'ru').subject).toMatch(/[а-яё]/i);
      expect(new Set(languages.map((language) => compose(kind, language).subject)).size).toBe(3);
    }
  });

  it('has a different subject for each kind', () => {
    for (const language of languages) {
      expect(new Set(kinds.map((kind) => compose(kind, language).subject)).size).toBe(kinds.length);
    }
  });

  it('formats the time in the operator’s time zone', () => {
    expect(compose('password-changed', 'ru').text).toContain('22 ноября 2026');
    expect(compose('password-changed', 'ru').text).toContain('09:45');
    expect(compose('password-changed', 'en', { at: Date.parse('2026-11-22T23:30:00Z') }).text).toContain(
      '23 November 2026',
    );
  });

  it('takes the social network’s name from the profile and ignores unknown networks', () => {
    expect(compose('identity-linked', 'ru', { facts: { provider: 'ok' } }).text).toContain('Одноклассники');
    expect(compose('identity-linked', 'sv', { facts: { provider: 'http://evil.test' } }).text).not.toContain('evil');
  });

  it('escapes external values and keeps them on one line', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...languages),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 80 }),
          fc.constantFrom(
            '"><script>alert(1)</script>',
            "' onload='x",
            '</title><b>',
            '&lt;b&gt;',
            'a\r\nBcc: x@y.test',
          ),
        ),
        (language, email) => {
          const plain = compose('email-changing', language, { facts: { email: 'x' } });
          const { html, text, subject } = compose('email-changing', language, { facts: { email } });
          // The value must not change the markup.
          const tags = (one: string): string[] => one.match(/<[^>]*>/g) ?? [];
          if (email.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, '') !== '') {
            expect(tags(html)).toEqual(tags(plain.html));
            expect(text.split('\n')).toHaveLength(plain.text.split('\n').length);
          }
          expect(subject).toBe(plain.subject);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('escapes the brand and the link address', () => {
    const brand = '<b>&"\'';
    const link = { address: 'https://cabinet.example/links/email#token="><script>', lifeMs: 60_000 };
    const mail = { kind: 'email', language: 'en', facts: {}, at, link } as const;
    const { html, text } = composeMail(mail, { ...ntvPlus, brand: { ru: brand, en: brand, sv: brand } });
    expect(html).not.toMatch(/<b>|<script/);
    expect(read(html)).toContain(brand);
    expect(text).toContain(brand);
  });
});
