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

/** Purpose of an e-mail link, as in its page and in the program's deep link. */
export type LinkPurpose = 'registration' | 'password-reset' | 'email';

/** An e-mail with its one-time link. */
export interface LetterWithLink {
  readonly letter: CaughtLetterWhole;
  /** The web page of the link. */
  readonly link: string;
  readonly token: string;
  /** The deep link behind that page's button. */
  readonly deepLink: string;
}

const ARRIVES_WITHIN_MS = 30_000;

/**
 * All e-mail and SMS of the service, read from its console. Each message is
 * returned once: a second wait returns the next message.
 */
export class Mailbox {
  readonly #origin: () => string;
  readonly #read = new Set<string>();

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** All e-mail to an address, newest first. */
  async letters(address: string): Promise<readonly CaughtLetterWhole[]> {
    const { letters } = caughtLetters.parse(await this.#ask(operations.console.listMail.path));
    const own = letters.filter(({ to }) => to.toLowerCase().includes(address.toLowerCase()));
    return Promise.all(
      own.map(async ({ id }) =>
        caughtLetterWhole.parse(await this.#ask(fillPath(operations.console.readMail.path, { letterId: id }))),
      ),
    );
  }

  /** Waits for the next e-mail that matches `fits`. */
  letter(address: string, fits: (letter: CaughtLetterWhole) => boolean = () => true): Promise<CaughtLetterWhole> {
    return this.#unread(() => this.letters(address), fits, `a letter to ${address}`);
  }

  /** Waits for the next e-mail with a link of this purpose. */
  async linkTo(address: string, purpose: LinkPurpose): Promise<LetterWithLink> {
    const letter = await this.letter(address, (one) => linkIn(one, purpose) !== null);
    const link = linkIn(letter, purpose);
    if (link === null) throw new Error('The letter lost its link.');
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '';
    return { letter, link, token, deepLink: `plus-cabinet://${purpose}?token=${token}` };
  }

  /** Waits for the next SMS to a phone number and returns its six digits. */
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
