import type { Client } from './client-process.ts';
import type { SeededRandom } from './seeded-random.ts';

const PAYS = '2200000000000004';
const ASKS_CODE = '2200000000000012';
const DECLINES = '4000000000000036';

/** Time limit of a page request: a slower response means that the process was killed. */
const TIMEOUT_MS = 3_000;

/** Response to a page request, without following redirects. */
interface PageResponse {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
}

async function send(url: string, form?: Readonly<Record<string, string>>): Promise<PageResponse | null> {
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    return { status: answer.status, location: answer.headers.get('location'), body: await answer.text() };
  } catch {
    // The connection was cut, so it is unknown whether the request arrived. The payer reloads the page.
    return null;
  }
}

/**
 * Simulates a payer at the payment system's page, without a browser: submits a card, sometimes twice in parallel, sometimes one that the
 * bank declines, or closes the window instead.
 */
export class Payer {
  readonly #random: SeededRandom;
  #busy: Promise<void> | null = null;
  #refusals: number;

  constructor(random: SeededRandom) {
    this.#random = random;
    this.#refusals = random.integer(0, 1);
  }

  /** Starts paying on the open page, unless a payment on it is in progress. */
  handlePage(client: Client): void {
    const page = client.page();
    if (page === null || this.#busy !== null) return;
    this.#busy = this.#pay(client, page.url).finally(() => {
      this.#busy = null;
    });
  }

  /** Resolves when the payer has finished the last page. */
  async idle(): Promise<void> {
    await this.#busy;
  }

  async #pay(client: Client, url: string): Promise<void> {
    if (this.#random.chance(0.1)) return client.leavePage('window-closed');
    const card = this.#card();
    const form = { act: 'pay', number: card, expires: '12/39', code: '123' };
    const tries = this.#random.chance(0.3) ? [send(url, form), send(url, form)] : [send(url, form)];
    const response = (await Promise.all(tries)).find((one) => one !== null) ?? null;
    if (response === null) return;
    if (response.location?.startsWith('/bank/') === true)
      return this.#confirm(client, new URL(response.location, url).href);
    if (response.status === 303) return client.leavePage('returned');
    // An error page or an unknown page: closed, and opened again from the program.
    return client.leavePage('window-closed');
  }

  #card(): string {
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      return DECLINES;
    }
    return this.#random.pick([PAYS, PAYS, ASKS_CODE]);
  }

  async #confirm(client: Client, url: string): Promise<void> {
    const page = await send(url);
    const code = /code (\d{4,8})\./.exec(page?.body ?? '')?.[1];
    if (code === undefined) return client.leavePage('window-closed');
    const response = await send(url, { act: 'confirm', code });
    if (response !== null) await client.leavePage('returned');
  }
}
