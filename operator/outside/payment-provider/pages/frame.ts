import { locales } from '#protocol/format/intl.ts';
import { createHash } from 'node:crypto';
import { languages, type Language } from '#protocol/primitives.ts';
import { html, page, pagePolicy, type Markup } from '../../../platform/http/html.ts';
import type { OrderRow } from '../store.ts';
import { looks, type LookId } from './looks.ts';
import { watchScript } from './script.ts';
import type { PageTexts } from './page-texts.ts';
import { pageTexts } from './texts.ts';

const languageNames: Readonly<Record<Language, string>> = { ru: 'Русский', en: 'English', sv: 'Svenska' };
const scriptSource = `'sha256-${createHash('sha256').update(watchScript).digest('base64')}'`;

/** What a page of an order is drawn from. */
export interface PageContext {
  readonly row: OrderRow;
  readonly language: Language;
  readonly texts: PageTexts;
  /** Where the page is and its forms go, `/pay/…` or `/bank/…`. */
  readonly path: string;
  /** A sum in kopecks as people of the language write it. */
  readonly money: (kopecks: number) => string;
}

/** A page that is ready to be sent, with the content policy that belongs to it. */
export interface DrawnPage {
  readonly text: string;
  readonly policy: string;
}

/** @param path without a query */
export function contextOf(row: OrderRow, language: Language, path: string): PageContext {
  const writer = new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency: 'RUB',
    currencyDisplay: 'narrowSymbol',
  });
  const money = (kopecks: number): string => writer.format(kopecks / 100);
  return { row, language, texts: pageTexts[language], path, money };
}

/** Puts what is known into a text: `{sum}` and the like. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A number in groups that stays on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** Where a form of the page goes: the language stays as it was chosen. */
export function action({ path, language }: PageContext): string {
  return `${path}?lang=${language}`;
}

/** What there is to pay, and for what. */
export function sumBox({ row, texts, money }: PageContext): Markup {
  return html`<p>${row.description}</p>
    <p class="sum"><span>${texts.total}</span> <b>${money(row.amount_kopecks)}</b></p>`;
}

/** The button that calls the payment off and leads back. A form of its own: Enter in a field never means it. */
export function cancelForm(context: PageContext): Markup {
  return html`<form method="post" action="${action(context)}">
    <button class="quiet" name="act" value="cancel">${context.texts.cancel}</button>
  </form>`;
}

/** What a page of a demonstration tells whoever tries it. */
export function demoBox({ texts }: PageContext, body: Markup): Markup {
  return html`<section class="demo" aria-labelledby="demo">
    <h2 id="demo">${texts.demo}</h2>
    ${body}
  </section>`;
}

/** What makes a waiting page go on by itself, and a link for where scripts do not run. */
export function watcher({ row, texts, path, language }: PageContext): Markup {
  return html`<div data-watch="/pay/${row.id}/status?lang=${language}">
    <p class="waits" role="status"><a href="${path}?lang=${language}">${texts.check}</a></p>
  </div>`;
}

function languageLinks(path: string, language: Language): Markup {
  return html`<nav aria-label="${pageTexts[language].languages}">
    ${languages.map((one) =>
      one === language
        ? html`<b lang="${one}">${languageNames[one]}</b> `
        : html`<a href="${path}?lang=${one}" lang="${one}" hreflang="${one}">${languageNames[one]}</a> `,
    )}
  </nav>`;
}

export interface Frame {
  readonly look: LookId;
  readonly language: Language;
  readonly title: string;
  /** Null: a page that is about no order. */
  readonly context: PageContext | null;
  readonly body: Markup;
}

/** The whole page, in the look of whose it is. */
export function draw({ look, language, title, context, body }: Frame): DrawnPage {
  const { wordmark, style } = looks[look];
  // A form's answer may lead back to the shop, and such redirects are held against `form-action`.
  const formAction = context === null ? "'none'" : `'self' ${new URL(context.row.return_url).origin}`;
  return {
    text: page({
      language,
      title: `${title} · ${wordmark}`,
      style,
      body: html`<header>${wordmark}</header>
        <main>${body} ${context === null ? '' : languageLinks(context.path, language)}</main>
        ${{ markup: `<script>${watchScript}</script>` }}`,
    }),
    policy: `${pagePolicy(style, formAction)}; script-src ${scriptSource}; connect-src 'self'`,
  };
}
