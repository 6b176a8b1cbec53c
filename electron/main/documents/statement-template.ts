import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { StatementEntry, StatementPage, StatementQuery } from '#protocol/api/statement.ts';
import type { Language } from '#protocol/primitives.ts';
import { figuresOf, payeeText, type Figures } from './figures.ts';
import { html, none, type Markup } from './markup.ts';
import { paper, type Paper } from './template.ts';
import { cameBy, entryNames, kindNames, paidBy, paperTexts } from './texts.ts';

/** What a statement is narrowed to; days inclusive. */
export type StatementChoice = Omit<StatementQuery, 'cursor' | 'limit'>;

/** A statement as it is printed: its lines, the oldest first. */
export interface PrintedStatement {
  readonly contractNumber: string;
  readonly choice: StatementChoice;
  readonly totals: NonNullable<StatementPage['totals']>;
  readonly packages: NonNullable<StatementPage['packages']>;
  /** Each as a row already, see `statementRow`. */
  readonly rows: readonly Markup[];
}

function detail(entry: StatementEntry, language: Language, { amount }: Figures): string {
  const { payment, method } = entry;
  if (payment !== null) {
    return [paidBy[payment.method][language], payment.cardMask].filter((part) => part !== null).join(' ');
  }
  if (method !== null) return cameBy[method][language];
  return entry.charges.map((one) => `${one.name[language]} ${amount(one.amountKopecks)}`).join(' · ');
}

/** A line of the statement as a row: made as the lines arrive, so that the answers themselves need not be kept. */
export function statementRow(entry: StatementEntry, language: Language, figures: Figures): Markup {
  const more = detail(entry, language, figures);
  return html`<tr>
    <td class="day">${figures.shortDay(entry.day)}</td>
    <td>${entryNames[entry.kind][language]}${more === '' ? none : html`<span class="detail">${more}</span>`}</td>
    <td class="number">${figures.amount(entry.amountKopecks, 'signed')}</td>
    <td class="number">${figures.amount(entry.balanceAfterKopecks)}</td>
  </tr>`;
}

/** The days asked for, in words. */
function periodText({ from, to }: StatementChoice, { day }: Figures, all: string): string {
  if (from === undefined && to === undefined) return all;
  return `${from === undefined ? '…' : day(from)} – ${to === undefined ? '…' : day(to)}`;
}

/** The filters that are set, in words; empty: every line of the period is there. */
function filtersText(statement: PrintedStatement, language: Language): string {
  const { kind, packageId, method, search } = statement.choice;
  const named = statement.packages.find(({ id }) => id === packageId)?.name[language] ?? packageId;
  const way = method === undefined ? undefined : (cameBy as Record<string, (typeof cameBy)['sbp']>)[method];
  const parts = [
    kind === undefined ? undefined : kindNames[kind][language],
    named,
    method === undefined ? undefined : (way?.[language] ?? method),
    search === undefined || search === '' ? undefined : `“${search}”`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** The statement with the operator's letterhead, totals of the period and the balance after each line. */
export function statementPaper(statement: PrintedStatement, profile: OperatorProfile, language: Language): Paper {
  const t = paperTexts[language];
  const say = figuresOf(language, profile.timeZone);
  const { totals, rows } = statement;
  const contract = `${t.contract} ${payeeText(statement.contractNumber)}`;
  const period = periodText(statement.choice, say, t.all);
  const filters = filtersText(statement, language);
  const total = (label: string, kopecks: number): Markup =>
    html`<div><span>${label}</span><b>${say.money(kopecks)}</b></div>`;
  const body = html`<h1>${t.statement}</h1>
    <p class="lead">${contract}. ${t.period}: ${period}.</p>
    ${filters === '' ? none : html`<p class="lead">${t.filtered}: ${filters}.</p>`}
    <section class="totals">
      ${total(t.opening, totals.openingKopecks)}${total(t.cameIn, totals.inKopecks)}${total(
        t.charged,
        Math.abs(totals.outKopecks),
      )}${total(t.closing, totals.closingKopecks)}
    </section>
    ${
      rows.length === 0
        ? html`<p class="empty">${t.nothing}</p>`
        : html`<table class="lines">
            <thead>
              <tr>
                <th scope="col">${t.day}</th>
                <th scope="col">${t.what}</th>
                <th scope="col" class="number">${t.amount}, ₽</th>
                <th scope="col" class="number">${t.balance}, ₽</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>`
    }`;
  return paper(profile, language, {
    title: `${t.statement}, ${contract}, ${period}`,
    foot: `${t.statement} · ${contract} · ${period}`,
    body,
  });
}
