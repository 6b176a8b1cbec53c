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

/** Data for rendering an order's page. */
export interface PageContext {
  readonly row: OrderRow;
  readonly language: Language;
  readonly texts: PageTexts;
  /** Path of the page and its forms, `/pay/…` or `/bank/…`. */
  readonly path: string;
  /** Formats kopecks in the page's language. */
  readonly money: (kopecks: number) => string;
}

/** A rendered page with its content security policy. */
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

/** Fills placeholders such as `{sum}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Replaces blanks by no-break spaces. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** Target of the page's forms; keeps the chosen language. */
export function action({ path, language }: PageContext): string {
  return `${path}?lang=${language}`;
}

/** Amount and purpose of the payment. */
export function sumBox({ row, texts, money }: PageContext): Markup {
  return html`<p>${row.description}</p>
    <p class="sum"><span>${texts.total}</span> <b>${money(row.amount_kopecks)}</b></p>`;
}

/** Button that cancels and returns to the merchant. A separate form, so that Enter in a field never cancels. */
export function cancelForm(context: PageContext): Markup {
  return html`<form method="post" action="${action(context)}">
    <button class="quiet" name="act" value="cancel">${context.texts.cancel}</button>
  </form>`;
}

/** Box with hints for demo users. */
export function demoBox({ texts }: PageContext, body: Markup): Markup {
  return html`<section class="demo" aria-labelledby="demo">
    <h2 id="demo">${texts.demo}</h2>
    ${body}
  </section>`;
}

/** Refreshes a waiting page by script, with a link for browsers without scripts. */
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
  /** Null: a page without an order. */
  readonly context: PageContext | null;
  readonly body: Markup;
}

/** Renders the full page in its look. */
export function draw({ look, language, title, context, body }: Frame): DrawnPage {
  const { wordmark, style } = looks[look];
  // `form-action` also applies to redirects after a form, which may lead to the merchant.
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
