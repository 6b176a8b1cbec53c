import type { Locator, Page } from '@playwright/test';
import { fillPath } from '#protocol/api/paths.ts';
import { promises, promiseTerms, type PromiseTerms } from '#protocol/api/promises.ts';
import type { Language } from '#protocol/primitives.ts';
import { MoneyApi } from './payments-api.ts';
import type { OperatorApi, SubscriberKey } from './subscribers.ts';

/** Texts of its controls, written here independently of the program. */
const words = {
  en: { title: 'Promised payment', way: 'Watch now, pay later', take: /^Take /, pay: /^Pay /, on: 'It is on' },
  ru: {
    title: 'Обещанный платёж',
    way: 'Смотреть сейчас, заплатить потом',
    take: /^Взять /,
    pay: /^Заплатить /,
    on: 'Готово',
  },
  sv: { title: 'Utlovad betalning', way: 'Titta nu, betala senare', take: /^Ta /, pay: /^Betala /, on: 'Klart' },
} as const;

/** Page object: promised payment. */
export class PromisePage {
  readonly way: Locator;
  readonly heading: Locator;
  readonly take: Locator;
  readonly pay: Locator;
  readonly taken: Locator;
  readonly answer: Locator;

  constructor(page: Page, language: Language = 'en') {
    const said = words[language];
    const main = page.getByRole('main');
    this.way = main.getByRole('link', { name: said.way });
    this.heading = page.getByRole('heading', { level: 1, name: said.title });
    this.take = main.getByRole('button', { name: said.take });
    this.pay = main.getByRole('link', { name: said.pay });
    this.taken = main.getByRole('status').filter({ hasText: said.on });
    this.answer = main.getByRole('heading', { level: 2 }).first();
  }

  /** Opens it from the overview. */
  async open(): Promise<void> {
    await this.way.click();
    await this.heading.waitFor();
  }
}

/** A subscriber's promised payment as the service returns it, read in a separate session. */
export async function promiseOf(api: OperatorApi, key: SubscriberKey): Promise<PromiseTerms> {
  const body = await new MoneyApi(api).ask(key, (contractNumber) => fillPath(promises.take.path, { contractNumber }));
  return promiseTerms.parse(body);
}
