import jsqr from 'jsqr';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { languages } from '#protocol/primitives.ts';
import type { StatementEntry } from '#protocol/api/statement.ts';
import { success } from '#protocol/errors/problem.ts';
import { chargeOf, pagesOf, profileOnPaper, receiptOnPaper, slipOf } from './documents.fixture.ts';
import { figuresOf, inGroups, payeeText } from './figures.ts';
import { html } from './markup.ts';
import { qrCode } from './qr.ts';
import { receiptPaper } from './receipt-template.ts';
import { slipPaper } from './slip-template.ts';
import { MOST_PRINTED_LINES, printedLines } from './statement-lines.ts';
import { statementPaper, statementRow } from './statement-template.ts';

/** What a reader sees of markup. */
function plain(markup: string): string {
  return markup
    .replaceAll(/<(head|svg)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/[\s\u00a0]+/g, ' ');
}

describe('markup', () => {
  it('escapes every value that is not markup itself', () => {
    const name = `"><script>alert('1')</script>&`;
    expect(html`<p title="${name}">${name}${html`<b>${1}</b>`}${[html`<i></i>`, html`<u></u>`]}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;<b>1</b><i></i><u></u></p>',
    );
  });
});

describe('figures', () => {
  it.each([
    ['ru', '+1 234,50', '−33,27', '1 234,50 ₽', '22 ноября 2026 г.', '22.11.2026'],
    ['en', '+1,234.50', '−33.27', '1,234.50 ₽', '22 November 2026', '22/11/2026'],
    ['sv', '+1 234,50', '−33,27', '1 234,50 ₽', '22 november 2026', '2026-11-22'],
  ] as const)('%s', (language, signed, out, money, day, short) => {
    const say = figuresOf(language, 'Europe/Moscow');
    const nb = (text: string): string => text.replaceAll(' ', '\u00a0');
    expect(say.amount(123_450, 'signed')).toBe(nb(signed));
    expect(say.amount(-3_327, 'signed')).toBe(out);
    expect(say.money(123_450)).toBe(nb(money));
    expect(say.amount(0, 'signed')).toMatch(/^0[.,]00$/);
    expect(say.day('2026-11-22')).toBe(nb(day));
    expect(say.shortDay('2026-11-22')).toBe(short);
    // Past 21:00 in UTC it is the next day in Moscow.
    expect(say.moment('2026-11-21T21:01:00Z')).toMatch(/^22.*00:01$/);
  });

  it('groups digits', () => {
    expect(payeeText('2256884759')).toBe('22\u00a05688\u00a04759');
    expect(payeeText('047122903358')).toBe('0471\u00a02290\u00a03358');
    expect(inGroups('044525017', [5, 5, 5, 5])).toBe('04452\u00a05017');
  });
});

describe('the slip', () => {
  it.each(languages)('says in %s whom, what for and how much, and escapes all of it', (language) => {
    const { html: page, foot } = slipPaper(slipOf(50_000), profileOnPaper, language);
    const text = plain(page);
    for (const part of [
      'АО «Тест <Плюс>»',
      '7700000000',
      '40702 81090 00000 00017',
      '30101 81040 00000 00017',
      '22 5688 4759',
      'Павлова Ирина Сергеевна',
      'Тверь, Садовая 14, 27',
      '500,00 ₽',
      'Получатель',
    ]) {
      expect(text).toContain(part);
    }
    expect(page).not.toContain('<Плюс>');
    expect(page).not.toMatch(/ style=|<script|javascript:/);
    expect(foot).toContain('22\u00a05688\u00a04759');
  });

  it('leaves an open amount to be written', () => {
    const text = plain(slipPaper(slipOf(0), profileOnPaper, 'en').html);
    expect(text).toContain('Write the amount yourself');
    expect(text).not.toContain('0,00');
  });

  it('has a code that an independent reader reads, byte for byte', () => {
    const { qr } = slipOf(50_000);
    const { markup } = qrCode(qr, 'code');
    const [, size = 0] = /viewBox="0 0 (\d+) /.exec(markup)?.map(Number) ?? [];
    const scale = 4;
    const side = size * scale;
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
    for (const [, x, y] of markup.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
      for (let dy = 0; dy < scale; dy += 1) {
        for (let dx = 0; dx < scale; dx += 1) {
          pixels.fill(
            0,
            ((Number(y) * scale + dy) * side + Number(x) * scale + dx) * 4,
            ((Number(y) * scale + dy) * side + Number(x) * scale + dx) * 4 + 3,
          );
        }
      }
    }
    const read = jsqr(pixels, side, side);
    expect(Buffer.from(read?.binaryData ?? []).toString('utf8')).toBe(qr);
    expect(size).toBe(encode(qr, { border: 4, ecc: 'M' }).size);
  });
});

describe('the receipt', () => {
  it('says what was paid, with what, when by the operator’s clock, and its number', () => {
    const text = plain(receiptPaper(receiptOnPaper, profileOnPaper, 'en').html);
    for (const part of [
      '№ 2026-000017',
      '1,234.50 ₽',
      'Bank card',
      '•• 4242',
      '22 November 2026',
      '00:01',
      'pay-1',
      'Irina P•••••••a',
      'none',
    ]) {
      expect(text).toContain(part);
    }
    const card = {
      ...receiptOnPaper,
      payment: { ...receiptOnPaper.payment, payee: '047122903358', cardMask: null, settledAt: null, feeKopecks: 1_000 },
    };
    const other = plain(receiptPaper(card, profileOnPaper, 'en').html);
    expect(other).toContain('Smart card 0471 2290 3358');
    expect(other).toContain('10.00 ₽');
    expect(other).not.toContain('••  4242');
  });
});

describe('the statement', () => {
  const figures = figuresOf('en', 'Europe/Moscow');
  const options = { language: 'en', figures, told: () => undefined, signal: new AbortController().signal } as const;
  const choice = { from: '2026-01-01', to: '2026-12-31' };

  it('brings every line, the oldest first, with the balance after each', async () => {
    const told: (readonly [number, number])[] = [];
    const answer = pagesOf(450);
    const lines = await printedLines((part) => Promise.resolve(success(answer(part))), {
      ...options,
      told: (count, all) => told.push([count, all]),
    });
    if (!lines.ok) throw new Error(lines.failure.code);
    expect(told).toEqual([
      [200, 450],
      [400, 450],
      [450, 450],
    ]);
    expect(lines.value.rows).toHaveLength(450);
    expect(lines.value.rows.map(({ markup }) => markup)).toEqual(
      Array.from({ length: 450 }, (_, index) => statementRow(chargeOf(index), 'en', figures).markup),
    );
    const { html: page, foot } = statementPaper(
      { contractNumber: '2256884759', choice, ...lines.value },
      profileOnPaper,
      'en',
    );
    const text = plain(page);
    for (const part of [
      'Contract 22 5688 4759',
      '1 January 2026 – 31 December 2026',
      '10,000.00 ₽',
      '14,971.50 ₽',
      '−4,971.50 ₽',
      'Test & Plus',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('01/01/2026 Daily charge Base −33.27 −33.27 9,966.73');
    expect(text).not.toContain('Not every line is shown');
    expect(foot).toContain('Statement');
  });

  it('names the filters, ways of paying and an empty period', () => {
    const totals = { openingKopecks: 0, inKopecks: 0, outKopecks: 0, closingKopecks: 0, count: 0 };
    const packages = [{ id: 'base', name: { ru: 'База', en: 'Base', sv: 'Bas' } }];
    const filters = { kind: 'charges', packageId: 'base', method: 'sbp', search: '<b>698' } as const;
    const empty = statementPaper(
      { contractNumber: '2256884759', choice: filters, totals, packages, rows: [] },
      profileOnPaper,
      'en',
    );
    const text = plain(empty.html);
    expect(text).toContain('Not every line is shown: charges alone, Base, Fast payment system (SBP), “<b>698”.');
    expect(text).toContain('From the beginning');
    expect(text).toContain('Nothing happened in this period.');
    const open = {
      contractNumber: '2256884759',
      choice: { from: '2026-01-01', packageId: 'gone', method: 'by hand' },
      totals,
      packages,
      rows: [],
    };
    expect(plain(statementPaper(open, profileOnPaper, 'en').html)).toMatch(/1 January 2026 – ….*gone, by hand/);
    const topUp: StatementEntry = { ...chargeOf(0), kind: 'top-up', charges: [], amountKopecks: 50_000 };
    const row = (entry: Parameters<typeof statementRow>[0]): string =>
      plain(statementRow(entry, 'sv', figuresOf('sv', 'Europe/Moscow')).markup);
    expect(row({ ...topUp, method: 'terminal' })).toContain('Påfyllning Terminal +500,00');
    expect(
      row({ ...topUp, method: 'bank-card', payment: { id: 'p', method: 'bank-card', cardMask: '•• 4242' } }),
    ).toContain('Bankkort •• 4242');
    expect(row({ ...topUp, kind: 'bonus', method: null })).toContain('Bonus +500,00');
  });

  it('refuses to print more than the bound, before it asks for the rest', async () => {
    let asked = 0;
    const answer = pagesOf(MOST_PRINTED_LINES + 1);
    const lines = await printedLines((part) => {
      asked += 1;
      return Promise.resolve(success(answer(part)));
    }, options);
    expect(lines).toEqual({ ok: false, failure: { code: 'statement-too-long' } });
    expect(asked).toBe(1);
  });

  it('ends with a service that fails half-way, that never ends, that says no totals, and when stopped', async () => {
    const answer = pagesOf(450);
    const broken = await printedLines(
      (part) =>
        Promise.resolve(
          part.cursor === undefined
            ? success(answer(part))
            : { ok: false as const, failure: { code: 'service-timeout' as const } },
        ),
      options,
    );
    expect(broken).toEqual({ ok: false, failure: { code: 'service-timeout' } });
    const endless = await printedLines(
      (part) => Promise.resolve(success({ ...answer({ limit: part.limit }), nextCursor: 'again' })),
      options,
    );
    expect(endless).toEqual({ ok: false, failure: { code: 'service-answer-invalid' } });
    const silent = await printedLines((part) => Promise.resolve(success({ ...answer(part), totals: null })), options);
    expect(silent).toEqual({ ok: false, failure: { code: 'service-answer-invalid' } });
    const controller = new AbortController();
    const stopped = printedLines((part) => Promise.resolve(success(answer(part))), {
      ...options,
      told: () => controller.abort(),
      signal: controller.signal,
    });
    await expect(stopped).rejects.toThrow(/abort/i);
  });
});
