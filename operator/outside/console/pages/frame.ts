import { createHash } from 'node:crypto';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import { html, styleOf, type Markup } from '../../../platform/http/html.ts';
import type { ConsolePage } from './page.ts';
import { consoleScript } from './script.ts';
import { consoleStyle } from './style.ts';
import type { ConsoleWords } from './console-words.ts';

const style = styleOf(consoleStyle);
const scriptSource = `'sha256-${createHash('sha256').update(consoleScript).digest('base64')}'`;

export interface Frame {
  readonly pages: readonly ConsolePage[];
  /** Navigation entry to highlight. */
  readonly current: string;
  readonly title: string;
  readonly content: Markup;
  /** True: the content is refreshed while the page is visible. */
  readonly live: boolean;
  readonly language: Language;
  readonly words: ConsoleWords;
  readonly profile: OperatorProfile;
}

function entry(page: ConsolePage, { current, words }: Frame): Markup {
  return html`<li>
    <a href="${page.path}" ${page.path === current ? html`aria-current="page"` : html``}>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="${page.sign}" /></svg>
      ${page.title(words)}
    </a>
  </li>`;
}

/** Renders a full page: navigation and content. Send it with `pagePolicy`. */
export function drawFrame(frame: Frame): string {
  const { words, profile, language, title, content, live, pages } = frame;
  const body = html`<a class="skip" href="#content">${words.skip}</a>
    <header>
      <p class="brand">${profile.brand[language]}</p>
      <p class="title">${words.title}</p>
      <nav aria-label="${words.pages}">
        <ul>
          ${pages.map((page) => entry(page, frame))}
        </ul>
      </nav>
      <p class="note">${words.note}</p>
    </header>
    <main id="content" tabindex="-1">
      <h1>${title}</h1>
      <p
        class="notice"
        role="status"
        data-notice
        data-offline="${words.offline}"
        data-failed="${words.failed}"
        hidden
      ></p>
      <div ${live ? html`data-live` : html``}>${content}</div>
    </main>`;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">',
    html`<title>${title} · ${words.title}</title>`.markup,
    // Style sheet and script must stay byte-identical: their hashes are in the policy.
    `<style>${style.text}</style></head><body>${body.markup}`,
    `<script type="module">${consoleScript}</script></body></html>`,
  ].join('');
}

/**
 * Content security policy of a page: its own script and styles, and the operator's API.
 *
 * @param styles sources of additional styles (those of a displayed e-mail)
 */
export function pagePolicy(styles: readonly string[] = []): string {
  return [
    "default-src 'none'",
    `script-src ${scriptSource}`,
    `style-src ${[style.source, ...styles].join(' ')}`,
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
