import type { Overview } from '#protocol/api/overview.ts';
import type { DemoSubscriber } from '#protocol/api/demo.ts';
import type { Secret } from './disk-scan.ts';
import { money } from './words.ts';

/** All values that would identify the user in data on disk. */
export function personalSecrets(who: DemoSubscriber, overview: Overview): readonly Secret[] {
  const { holder, number, address, contacts } = overview.contract;
  const values: Readonly<Record<string, string | null>> = {
    email: who.email,
    name: who.name,
    surname: holder.surname,
    address,
    phone: contacts.phone,
    contract: number,
    'contract in groups': number.replace(/^(\d{2})(\d{4})(\d{4})$/, '$1 $2 $3'),
    balance: money(overview.balanceKopecks).replace(' ₽', ''),
    'balance in kopecks': `"balanceKopecks":${overview.balanceKopecks}`,
    ...Object.fromEntries(overview.cards.map((card, index) => [`card ${index}`, card.number])),
  };
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

export function passwordSecret(who: DemoSubscriber): Secret {
  return { name: 'password', value: who.password };
}
