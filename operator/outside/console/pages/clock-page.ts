import { consoleOperations } from '#protocol/api/console.ts';
import { paths } from '#protocol/api/paths.ts';
import { addDays } from '../../../platform/clock/days.ts';
import { instantOf, startOfDay } from '../../../platform/clock/zone.ts';
import { html, type Markup } from '../../../platform/http/html.ts';
import { dayInWords, type ConsolePage } from './page.ts';
import { sendButton } from './pieces.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function button(key: string, label: string, ms: number): Markup {
  return sendButton({ key, label, send: `POST ${consoleOperations.advanceClock.path}`, body: { ms } });
}

/** Page that shows and moves the service's clock. */
export const clockPage: ConsolePage = {
  path: paths.consoleClockPage,
  title: (words) => words.clock,
  sign: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 7v5l3 2',
  draw({ actions, words, language, moment, profile }) {
    const { now, today } = actions.clock();
    const charge = startOfDay(addDays(today, 1), profile.timeZone);
    // Rounded to the displayed minute: always reaches the charge, and the page changes only when its text does.
    const toCharge = charge - Math.floor(Date.parse(now) / minuteMs) * minuteMs;
    return Promise.resolve(
      html`<p class="lead">${words.clockLead}</p>
        <dl class="card facts big">
          <div>
            <dt>${words.now}</dt>
            <dd>
              <time datetime="${instantOf(Math.floor(Date.parse(now) / minuteMs) * minuteMs)}">${moment(now)}</time>
            </dd>
          </div>
          <div>
            <dt>${words.today}</dt>
            <dd>${dayInWords(today, language)}</dd>
          </div>
          <div>
            <dt>${words.nextChargeAt}</dt>
            <dd><time datetime="${instantOf(charge)}">${moment(instantOf(charge))}</time></dd>
          </div>
        </dl>
        <div class="buttons">
          ${button('hour', words.hour, hourMs)} ${button('day', words.day, dayMs)}
          ${button('charge', words.nextCharge, toCharge)} ${button('week', words.week, 7 * dayMs)}
          ${button('month', words.month, 30 * dayMs)}
        </div>`,
    );
  },
};
