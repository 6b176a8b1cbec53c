import type { Client } from './client-process.ts';
import type { Chance } from './random.ts';

const PAYS = '2200000000000004';
const ASKS_CODE = '2200000000000012';
const DECLINES = '4000000000000036';

/** An answer that takes longer than this is none: the process behind it fell. */
const PATIENCE_MS = 3_000;

/** What a browser shows after a form, without following where it leads. */
interface Shown {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
}

async function send(url: string, form?: Readonly<Record<string, string>>): Promise<Shown | null> {
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    return { status: answer.status, location: answer.headers.get('location'), body: await answer.text() };
  } catch {
    // Cut off: whether it arrived is what all this is about. The payer reloads the page, as people do.
    return null;
  }
}

/**
 * Somebody at the payment system's page, without a browser: types a card, sometimes twice at once, sometimes one that the
 * bank refuses, sometimes closes the window instead.
 */
export class Payer {
  readonly #chance: Chance;
  #busy: Promise<void> | null = null;
  #refusals: number;

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#refusals = chance.whole(0, 1);
  }

  /** Turns to the page that stands open, unless still busy with it. */
  attend(client: Client): void {
    const page = client.page();
    if (page === null || this.#busy !== null) return;
    this.#busy = this.#pay(client, page.url).finally(() => {
      this.#busy = null;
    });
  }

  /** Resolves when the payer has put the last page away. */
  async idle(): Promise<void> {
    await this.#busy;
  }

  async #pay(client: Client, url: string): Promise<void> {
    if (this.#chance.yes(0.1)) return client.leavePage('window-closed');
    const card = this.#card();
    const form = { act: 'pay', number: card, expires: '12/39', code: '123' };
    const tries = this.#chance.yes(0.3) ? [send(url, form), send(url, form)] : [send(url, form)];
    const shown = (await Promise.all(tries)).find((one) => one !== null) ?? null;
    if (shown === null) return;
    if (shown.location?.startsWith('/bank/') === true) return this.#confirm(client, new URL(shown.location, url).href);
    if (shown.status === 303) return client.leavePage('returned');
    // A page that says that it is out of order, or unknown: closed, and opened again from the program.
    return client.leavePage('window-closed');
  }

  #card(): string {
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      return DECLINES;
    }
    return this.#chance.pick([PAYS, PAYS, ASKS_CODE]);
  }

  async #confirm(client: Client, url: string): Promise<void> {
    const page = await send(url);
    const code = /code (\d{4,8})\./.exec(page?.body ?? '')?.[1];
    if (code === undefined) return client.leavePage('window-closed');
    const shown = await send(url, { act: 'confirm', code });
    if (shown !== null) await client.leavePage('returned');
  }
}
