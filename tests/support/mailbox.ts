import { expect } from '@playwright/test';
import {
  caughtLetters,
  caughtLetterWhole,
  shortMessages,
  type CaughtLetterWhole,
  type ShortMessages,
} from '#protocol/api/console.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';

/** What the link of a letter is for, as its page and the program's deep link name it. */
export type LinkPurpose = 'registration' | 'password-reset' | 'email';

/** A letter with the one-time link that is in it. */
export interface LetterWithLink {
  readonly letter: CaughtLetterWhole;
  /** The page in the browser. */
  readonly link: string;
  readonly token: string;
  /** What that page's button opens. */
  readonly deepLink: string;
}

const ARRIVES_WITHIN_MS = 30_000;

/**
 * The mail and the telephones of everybody at once, as the service's console shows them. A letter or message is
 * answered once: whoever waits twice gets the next one.
 */
export class Mailbox {
  readonly #origin: () => string;
  readonly #read = new Set<string>();

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** Everything that came to an address, newest first. */
  async letters(address: string): Promise<readonly CaughtLetterWhole[]> {
    const { letters } = caughtLetters.parse(await this.#ask(operations.console.listMail.path));
    const own = letters.filter(({ to }) => to.toLowerCase().includes(address.toLowerCase()));
    return Promise.all(
      own.map(async ({ id }) =>
        caughtLetterWhole.parse(await this.#ask(fillPath(operations.console.readMail.path, { letterId: id }))),
      ),
    );
  }

  /** Waits for a letter that was not answered yet and that `fits`. */
  letter(address: string, fits: (letter: CaughtLetterWhole) => boolean = () => true): Promise<CaughtLetterWhole> {
    return this.#unread(() => this.letters(address), fits, `a letter to ${address}`);
  }

  /** Waits for a letter with a link of this purpose. */
  async linkTo(address: string, purpose: LinkPurpose): Promise<LetterWithLink> {
    const letter = await this.letter(address, (one) => linkIn(one, purpose) !== null);
    const link = linkIn(letter, purpose);
    if (link === null) throw new Error('The letter lost its link.');
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '';
    return { letter, link, token, deepLink: `plus-cabinet://${purpose}?token=${token}` };
  }

  /** Waits for a short message to a telephone and gives the six digits in it. */
  async codeTo(phone: string): Promise<string> {
    const read = async (): Promise<ShortMessages['messages']> =>
      shortMessages
        .parse(await this.#ask(operations.console.listMessages.path))
        .messages.filter((one) => one.phone === phone);
    const { text } = await this.#unread(read, ({ text }) => /\b\d{6}\b/.test(text), `a code to ${phone}`);
    return /\b\d{6}\b/.exec(text)?.[0] ?? '';
  }

  async #unread<T extends { readonly id: string }>(
    read: () => Promise<readonly T[]>,
    fits: (one: T) => boolean,
    what: string,
  ): Promise<T> {
    let found: T | undefined;
    const look = async (): Promise<boolean> => {
      found = (await read()).find((one) => !this.#read.has(one.id) && fits(one));
      return found !== undefined;
    };
    await expect.poll(look, { message: what, timeout: ARRIVES_WITHIN_MS }).toBe(true);
    if (found === undefined) throw new Error(`Not there: ${what}`);
    this.#read.add(found.id);
    return found;
  }

  async #ask(path: string): Promise<unknown> {
    const answer = await fetch(`${this.#origin()}${path}`);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Console ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as unknown;
  }
}

function linkIn({ links }: CaughtLetterWhole, purpose: LinkPurpose): string | null {
  return links.find((link) => new URL(link).pathname === fillPath(operations.linkPages.show.path, { purpose })) ?? null;
}
