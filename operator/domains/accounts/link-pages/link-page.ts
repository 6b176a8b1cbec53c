import { passwordResets } from '#protocol/api/sign-in.ts';
import { createHash } from 'node:crypto';
import type { ErrorCode, ErrorTexts } from '#protocol/errors/catalogue.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';
import { textsRu } from '#protocol/errors/texts.ru.ts';
import { textsSv } from '#protocol/errors/texts.sv.ts';
import { accounts } from '#protocol/api/accounts.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import type { LinkPurpose } from '../tables.ts';
import { html, styleOf, type Markup } from '../../../platform/http/html.ts';
import { linkScript } from './script.ts';
import { linkStyle } from './style.ts';
import { linkTexts, type LinkTexts } from './texts.ts';

const errorTexts: Readonly<Record<Language, ErrorTexts>> = { ru: textsRu, en: textsEn, sv: textsSv };
const style = styleOf(linkStyle);
const scriptSource = `'sha256-${createHash('sha256').update(linkScript).digest('base64')}'`;

/** The pages' content policy: their own script and style to the letter, the operator's own API, and nothing else. */
export const linkPagePolicy =
  `default-src 'none'; script-src ${scriptSource}; style-src ${style.source}; img-src data:; connect-src 'self'; ` +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Where a page can do by itself what the link is for; null: only in the program, which asks for more. */
const endpoints: Readonly<Record<LinkPurpose, string | null>> = {
  registration: null,
  'password-reset': passwordResets.complete.path,
  email: accounts.confirmEmail.path,
};

/** What the service may answer to a page that a person can do something about. */
const told: readonly ErrorCode[] = [
  'password-too-short',
  'password-too-long',
  'password-too-common',
  'too-many-requests',
  'input-invalid',
  'service-failed',
  'service-unavailable',
  'service-unreachable',
  'storage-full',
];

const icon = (path: string): Markup => ({
  markup: `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`,
});
const signal = icon(
  'M12 12h.01M8.500 15.500a5 5 0 0 1 0-7M15.500 8.500a5 5 0 0 1 0 7M5.500 18.500a9 9 0 0 1 0-13M18.500 5.500a9 9 0 0 1 0 13',
);
const tick = icon('M5 12.500l4.500 4.500L19 7.500');
const cross = icon('M7 7l10 10M17 7L7 17');

function passwordFields(texts: LinkTexts, minLength: number): Markup {
  return html`<div class="field">
      <label for="next">${texts.newPassword}</label>
      <input id="next" type="password" autocomplete="new-password" aria-describedby="hint trouble" />
      <p class="small" id="hint">${texts.hint(minLength)}</p>
    </div>
    <div class="field">
      <label for="repeat">${texts.repeat}</label>
      <input id="repeat" type="password" autocomplete="new-password" aria-describedby="trouble" />
    </div>`;
}

function formOf(purpose: LinkPurpose, texts: LinkTexts, minLength: number): Markup {
  if (purpose === 'registration') return html``;
  const reset = purpose === 'password-reset';
  return html`<p class="or">${texts.orHere}</p>
    <form id="form" novalidate>
      ${reset ? passwordFields(texts, minLength) : html``}
      <p class="note" id="trouble" role="alert" hidden></p>
      <button class="btn quiet" type="submit">${reset ? texts.setPassword : texts.confirmEmail}</button>
    </form>`;
}

function messages(texts: LinkTexts, errors: ErrorTexts): Markup {
  const items = told.map((code) => html`<li data-code="${code}">${errors[code].happened} ${errors[code].todo}</li>`);
  return html`<ul hidden>
    ${items}
    <li data-code="differ">${texts.differ}</li>
  </ul>`;
}

function bodyOf(purpose: LinkPurpose, language: Language, profile: OperatorProfile): Markup {
  const texts = linkTexts[language];
  const errors = errorTexts[language];
  const own = texts.purposes[purpose];
  const dead = errors['link-invalid'];
  const brand = profile.brand[language];
  return html`<p class="brand">${signal}${brand}</p>
    <main data-deep-link="plus-cabinet://${purpose}" data-endpoint="${endpoints[purpose] ?? ''}" data-brand="${brand}">
      <noscript><p class="lead">${texts.noScript}</p></noscript>
      <section id="start" hidden>
        <h1>${own.title}</h1>
        <p class="lead">${own.lead}</p>
        <a class="btn" id="open">${texts.open}</a>
        <p class="small">${texts.openHint}</p>
        ${formOf(purpose, texts, profile.accounts.passwordMinLength)}
      </section>
      <section id="done" hidden>
        <span class="mark good">${tick}</span>
        <h1 tabindex="-1">${own.doneTitle}</h1>
        <p class="lead">${own.done}</p>
      </section>
      <section id="dead" hidden>
        <span class="mark bad">${cross}</span>
        <h1 tabindex="-1">${texts.deadTitle}</h1>
        <p class="lead">${dead.happened} ${dead.todo}</p>
      </section>
    </main>
    <footer>${texts.hotline} <a href="tel:${profile.hotline.dial}">${profile.hotline.display}</a></footer>
    ${messages(texts, errors)}`;
}

/** The page in the browser that a letter's link leads to. It holds no token; see script.ts. */
export function linkPage(purpose: LinkPurpose, language: Language, profile: OperatorProfile): string {
  const title = `${linkTexts[language].purposes[purpose].title} · ${profile.brand[language]}`;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    '<link rel="icon" href="data:,">',
    html`<title>${title}</title>`.markup,
    `<style>${style.text}</style></head><body>`,
    bodyOf(purpose, language, profile).markup,
    // To the letter: its hash is in the policy.
    `<script>${linkScript}</script></body></html>`,
  ].join('');
}
