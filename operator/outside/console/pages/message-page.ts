import { createHash } from 'node:crypto';
import type { CaughtLetterWhole } from '#protocol/api/console.ts';
import { paths } from '#protocol/api/paths.ts';
import { attributeText, linkPlaces } from '../../mail-catcher/links-in.ts';
import { html, type Markup } from '../../../platform/http/html.ts';
import type { PageContext } from './page.ts';

/** Far more than our own messages have; further styles are not applied. */
const MAX_STYLES = 100;

function sourceOf(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

/**
 * Policy sources that allow exactly the styles of a message, and no script. The message is shown in a frame that
 * inherits the page's policy; nothing else on the page has inline styles.
 */
export function messageStyles(messageHtml: string): string[] {
  // Normalise line ends as the browser does, or the hashes differ.
  const source = messageHtml.replace(/\r\n?/g, '\n');
  const sheets = [...source.matchAll(/<style>([^<]*)<\/style>/gi)].map((match) => match[1] ?? '');
  const attributes = [...source.matchAll(/\sstyle="([^"]*)"/gi)].map((match) => attributeText(match[1] ?? ''));
  const styles = [...new Set([...sheets, ...attributes])].slice(0, MAX_STYLES);
  return styles.length === 0 ? [] : ["'unsafe-hashes'", ...styles.map(sourceOf)];
}

function anchor(link: string): Markup {
  return html`<a href="${link}" target="_blank" rel="noopener noreferrer">${link}</a>`;
}

/** Renders text with its URLs as links. */
export function linkedText(text: string): Markup {
  const parts: (Markup | string)[] = [];
  let at = 0;
  for (const { index, link } of linkPlaces(text)) {
    parts.push(text.slice(at, index), anchor(link));
    at = index + link.length;
  }
  return html`${[...parts, text.slice(at)]}`;
}

function body(letter: CaughtLetterWhole, { words }: PageContext): Markup {
  if (letter.html === '') return html`<p class="empty">${words.noHtml}</p>`;
  // Sandboxed: no scripts, no forms, an opaque origin; links open outside the frame.
  return html`<iframe
    class="letter-frame"
    title="${words.letter}"
    sandbox="allow-popups allow-popups-to-escape-sandbox"
    referrerpolicy="no-referrer"
    srcdoc="${letter.html}"
  ></iframe>`;
}

/** Renders one message: as HTML, its links and its plain text. */
export function drawMessagePage(letter: CaughtLetterWhole, context: PageContext): Markup {
  const { words, moment } = context;
  return html`<p><a class="back" href="${paths.consoleMailboxPage}">${words.back}</a></p>
    <dl class="facts">
      <div>
        <dt>${words.from}</dt>
        <dd>${letter.from}</dd>
      </div>
      <div>
        <dt>${words.to}</dt>
        <dd>${letter.to}</dd>
      </div>
      <div>
        <dt>${words.sent}</dt>
        <dd><time datetime="${letter.at}">${moment(letter.at)}</time></dd>
      </div>
    </dl>
    ${
      letter.links.length === 0
        ? html``
        : html`<section class="card links" aria-labelledby="links">
            <h2 id="links">${words.links}</h2>
            <ul>
              ${letter.links.map((link) => html`<li>${anchor(link)}</li>`)}
            </ul>
          </section>`
    }
    <section class="card" aria-labelledby="letter">
      <h2 id="letter">${words.letter}</h2>
      ${body(letter, context)}
    </section>
    <section class="card" aria-labelledby="text">
      <h2 id="text">${words.plainText}</h2>
      <pre class="plain">${linkedText(letter.text)}</pre>
    </section>`;
}
