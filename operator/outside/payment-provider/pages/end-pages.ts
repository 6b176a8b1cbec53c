import type { Language } from '#protocol/primitives.ts';
import { html } from '../../../platform/http/html.ts';
import { draw, sumBox, type DrawnPage, type PageContext } from './frame.ts';
import type { EndStatus } from './page-texts.ts';
import { pageTexts } from './texts.ts';

/** Page of a finished order, with a link back. */
export function endPage(context: PageContext, status: EndStatus): DrawnPage {
  const { row, texts, language } = context;
  const { title, lead } = texts.ends[status];
  const why = row.decline_reason === null ? '' : `${texts.declines[row.decline_reason]} `;
  const body = html`<section>
    <h1>${title}</h1>
    ${sumBox(context)}
    <p role="status">${why}${lead}</p>
    <a class="button" href="${row.return_url}">${texts.back}</a>
  </section>`;
  return draw({ look: 'gate', language, title, context, body });
}

/** Page for an unknown order or while the payment system is down. */
export function noOrderPage(language: Language, kind: 'unknown' | 'down'): DrawnPage {
  const texts = pageTexts[language];
  const title = kind === 'down' ? texts.downTitle : texts.unknownTitle;
  const body = html`<section>
    <h1>${title}</h1>
    <p>${kind === 'down' ? texts.down : texts.unknown}</p>
  </section>`;
  return draw({ look: 'gate', language, title, context: null, body });
}
