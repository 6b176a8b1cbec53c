import { createHash } from 'node:crypto';
import type { CaughtLetterWhole } from '#protocol/api/console.ts';
import { paths } from '#protocol/api/paths.ts';
import { attributeText, linkPlaces } from '../../mail-catcher/links-in.ts';
import { html, type Markup } from '../../../platform/http/html.ts';
import type { PageContext } from './page.ts';

/** More styles than a letter of ours has by far; a letter with more is shown without the rest. */
const MOST_STYLES = 100;

function sourceOf(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

/**
 * Sources of a content policy that allow exactly the styles that a letter has, and no script at all. The letter is
 * shown in a frame that has its page's policy; nothing else of the page carries a style of its own.
 */
export function letterStyles(mailHtml: string): string[] {
  // As the browser reads it.
  const source = mailHtml.replace(/\r\n?/g, '\n');
  const sheets = [...source.matchAll(/<style>([^<]*)<\/style>/gi)].map((match) => match[1] ?? '');
  const attributes = [...source.matchAll(/\sstyle="([^"]*)"/gi)].map((match) => attributeText(match[1] ?? ''));
  const styles = [...new Set([...sheets, ...attributes])].slice(0, MOST_STYLES);
  return styles.length === 0 ? [] : ["'unsafe-hashes'", ...styles.map(sourceOf)];
}

function anchor(link: string): Markup {
  return html`<a href="${link}" target="_blank" rel="noopener noreferrer">${link}</a>`;
}

/** Text whose addresses are links. */
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
  // No scripts, no forms, an origin of its own; links open outside of the frame.
  return html`<iframe
    class="letter-frame"
    title="${words.letter}"
    sandbox="allow-popups allow-popups-to-escape-sandbox"
    referrerpolicy="no-referrer"
    srcdoc="${letter.html}"
  ></iframe>`;
}

/** One letter: as a mail program shows it, its links, and its plain text. */
export function drawLetter(letter: CaughtLetterWhole, context: PageContext): Markup {
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
