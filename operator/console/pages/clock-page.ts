import { paths } from '#protocol/http/paths.ts';
import { html, type Markup } from '../../http/html.ts';
import { dayInWords, type ConsolePage } from './page.ts';

const hourMs = 3_600_000;

function button(label: string, ms: number): Markup {
  return html`<button
    type="button"
    data-key="${ms}"
    data-send="POST ${paths.consoleAdvance}"
    data-body="${JSON.stringify({ ms })}"
  >
    ${label}
  </button>`;
}

/** The service's one clock. */
export const clockPage: ConsolePage = {
  path: '/console/time',
  title: (words) => words.clock,
  sign: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 7v5l3 2',
  draw({ actions, words, language, moment }) {
    const { now, today } = actions.clock();
    return Promise.resolve(
      html`<p class="lead">${words.clockLead}</p>
        <dl class="card facts big">
          <div>
            <dt>${words.now}</dt>
            <dd><time datetime="${now}">${moment(now)}</time></dd>
          </div>
          <div>
            <dt>${words.today}</dt>
            <dd>${dayInWords(today, language)}</dd>
          </div>
        </dl>
        <div class="buttons">
          ${button(words.hour, hourMs)} ${button(words.day, 24 * hourMs)} ${button(words.week, 7 * 24 * hourMs)}
        </div>`,
    );
  },
};
