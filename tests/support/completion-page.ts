import { registrations } from '#protocol/api/sign-in.ts';
import { expect, type Locator, type Page } from '@playwright/test';
import type { CompletionRequest } from '#protocol/api/registrations.ts';
import { demo, demoSubscribers } from '#protocol/api/demo.ts';
import { tokenGrant, type TokenGrant } from '#protocol/api/sessions.ts';
import type { Mailbox } from './mailbox.ts';
import type { Service } from './service.ts';

/** Page object: completion of a registration. */
export class CompletionPage {
  readonly page: Page;
  readonly heading: Locator;
  readonly contractNumber: Locator;
  readonly surname: Locator;
  readonly firstName: Locator;
  readonly patronymic: Locator;
  readonly cardNumber: Locator;
  readonly submit: Locator;
  readonly alert: Locator;

  constructor(page: Page) {
    this.page = page;
    const field = (name: string): Locator => page.getByRole('textbox', { name, exact: true });
    this.heading = page.getByRole('heading', { level: 1, name: 'One step is left: your contract' });
    this.contractNumber = field('Contract number');
    this.surname = field('Surname');
    this.firstName = field('First name');
    this.patronymic = field('Patronymic');
    this.cardNumber = field('Smart card number');
    this.submit = page.getByRole('button', { name: 'Link the contract', exact: true });
    this.alert = page.getByRole('alert');
  }

  async stands(): Promise<void> {
    await this.heading.waitFor();
    await expect(this.contractNumber).toBeFocused();
  }

  async fill(details: CompletionRequest): Promise<void> {
    for (const [name, value] of Object.entries(details) as [keyof CompletionRequest, string][]) {
      await this[name].fill(value);
    }
  }

  async send(details: CompletionRequest): Promise<void> {
    await this.fill(details);
    await this.submit.click();
  }
}

/** The details of a demo contract that no account has linked yet. */
export async function spareContract({ api }: Service): Promise<CompletionRequest> {
  const { spareContract: spare } = demoSubscribers.parse((await api.call('GET', demo.subscribers.path)).body);
  if (spare === null) throw new Error('Every spare contract is taken.');
  return spare;
}

/** Registers an account and confirms its e-mail address through the API; no contract yet. */
export async function newcomer(
  { api }: Service,
  mailbox: Mailbox,
  who: { email: string; password: string },
): Promise<TokenGrant> {
  const asked = await api.call('POST', registrations.create.path, {
    body: { ...who, advertisingConsent: false, consentTextVersion: '2026-09', language: 'en' },
  });
  expect(asked.status).toBe(202);
  const { token } = await mailbox.linkTo(who.email, 'registration');
  const device = { name: 'End-to-end tests', platform: 'linux' };
  const confirmed = await api.call('POST', registrations.confirm.path, {
    body: { token, password: who.password, computer: 'shared', device },
  });
  expect(confirmed.status).toBe(201);
  return tokenGrant.parse(confirmed.body);
}

/** Links a contract to such an account through the API. */
export async function linkContract({ api }: Service, token: string, body: CompletionRequest): Promise<void> {
  expect((await api.call('POST', registrations.complete.path, { token, body })).status).toBe(200);
}

const lookAlikes = new Map(Array.from('авекмнорстух', (letter, index) => [letter, 'abekmhopctyx'.charAt(index)]));

/** A name with typical typing variations: Latin look-alikes, е for ё, mixed case, spaces, hyphens. */
export function disguised(name: string): string {
  const letters = Array.from(name.toLowerCase().replaceAll('ё', 'е'), (letter, index) => {
    const shown = index % 2 === 1 ? (lookAlikes.get(letter) ?? letter) : letter;
    return index % 3 === 0 ? shown : shown.toUpperCase();
  });
  return ` ${letters.slice(0, 2).join('')}- ${letters.slice(2).join('')}  `;
}
