import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import { inGroups } from './figures.ts';
import { html, type Markup } from './markup.ts';
import { paperTexts } from './texts.ts';

/** A document to be printed: its page, and what stands at the foot of each sheet. */
export interface Paper {
  readonly html: string;
  /** Plain text at the left of each sheet's foot. */
  readonly foot: string;
  /** What stands before the number of a sheet and between it and how many there are. */
  readonly sheet: readonly [before: string, between: string];
}

/** Who writes: the operator as the profile names them, with their requisites. */
function letterhead({ brand, requisites, hotline }: OperatorProfile, language: Language): Markup {
  const t = paperTexts[language];
  return html`<header>
    <p class="brand">${brand[language]}</p>
    <p class="sender">
      ${requisites.name}<br />${requisites.address}<br />${t.inn} ${requisites.inn} · ${t.kpp} ${requisites.kpp} ·
      ${hotline.display}
    </p>
  </header>`;
}

/** Rows of a table of facts: what, and its value. */
export function factRows(facts: readonly (readonly [string | Markup, string | Markup])[]): Markup {
  return html`<table class="facts">
    ${facts.map(
      ([label, value]) =>
        html`<tr>
          <th scope="row">${label}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}

/** An account or a BIK in groups of five digits, as banks print them. */
export function bankDigits(digits: string): string {
  return inGroups(digits, [5, 5, 5, 5]);
}

/** A whole page with the operator's letterhead. Its style and faces are served beside it, see print-pdf.ts. */
export function paper(
  profile: OperatorProfile,
  language: Language,
  content: { readonly title: string; readonly foot: string; readonly body: Markup },
): Paper {
  const t = paperTexts[language];
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <title>${content.title}</title>
        <link rel="stylesheet" href="/document.css" />
      </head>
      <body>
        ${letterhead(profile, language)}
        <main>${content.body}</main>
      </body>
    </html>`;
  return { html: page.markup, foot: content.foot, sheet: [t.sheet, t.sheetOf] };
}
