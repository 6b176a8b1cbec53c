import type { AccountData } from '#protocol/api/account-data.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Say } from '../../../app/i18n/i18n.ts';
import { money } from '#protocol/format/money.ts';
import { contractNumberText } from '#protocol/format/numbers.ts';
import { phoneText } from '../../../format/phones.ts';
import { networkName } from '../security/networks.ts';
import type { PersonalDataKey } from './texts.ts';

/** A row of the stored data. */
export interface HeldRow {
  readonly title: string;
  readonly detail: string;
}

/** Stored data of one kind. */
export interface HeldGroup {
  readonly key:
    'account' | 'contracts' | 'payments' | 'cards' | 'consents' | 'identities' | 'sessions' | 'letters' | 'messages';
  readonly rows: readonly HeldRow[];
}

/** Names of mail kinds; the service may know kinds that this version does not. */
const mailKindNames: Readonly<Record<string, PersonalDataKey>> = {
  registration: 'letterRegistration',
  'address-known': 'letterAddressKnown',
  'password-reset': 'letterPasswordReset',
  'password-changed': 'letterPasswordChanged',
  email: 'letterEmail',
  'email-changing': 'letterEmailChanging',
  'email-taken': 'letterEmailTaken',
  'two-step-on': 'letterTwoStepOn',
  'two-step-off': 'letterTwoStepOff',
  'identity-linked': 'letterIdentityLinked',
  'identity-unlinked': 'letterIdentityUnlinked',
  'account-deleted': 'letterAccountDeleted',
};

/** Formatting of rows. `moment` formats day and time of an instant. */
export interface HeldWords {
  readonly t: Say<PersonalDataKey>;
  readonly language: Language;
  readonly moment: (instant: string) => string;
}

/** All data of the account as groups of rows, newest first within each group. */
export function heldGroups(data: AccountData, { t, language, moment }: HeldWords): readonly HeldGroup[] {
  const { account } = data;
  const missing = t('missing');
  const newestFirst = <T>(list: readonly T[], at: (one: T) => string): T[] =>
    [...list].sort((a, b) => at(b).localeCompare(at(a)));
  return [
    {
      key: 'account',
      rows: [
        { title: t('name'), detail: account.name ?? missing },
        { title: t('email'), detail: account.email ?? missing },
        { title: t('phone'), detail: account.phone === null ? missing : phoneText(account.phone) },
        { title: t('createdAt'), detail: moment(account.createdAt) },
        { title: t('accountId'), detail: account.id },
      ],
    },
    {
      key: 'contracts',
      rows: data.contracts.map(({ number, label }) => ({
        title: t('contract', { number: contractNumberText(number) }),
        detail: label ?? '',
      })),
    },
    {
      key: 'payments',
      rows: newestFirst(data.payments, (one) => one.at).map(({ amountKopecks, payee, at, status }) => ({
        title: money(amountKopecks, language),
        detail: t(status === 'succeeded' ? 'paymentDone' : 'paymentOther', { payee, moment: moment(at) }),
      })),
    },
    {
      key: 'cards',
      rows: data.cards.map(({ brand, mask, linkedAt }) => ({
        title: `${brand} ${mask}`,
        detail: t('cardDetail', { moment: moment(linkedAt) }),
      })),
    },
    {
      key: 'consents',
      rows: newestFirst(data.consents, (one) => one.at).map(({ granted, at, textVersion }) => ({
        title: t(granted ? 'consentGiven' : 'consentTaken'),
        detail: t('consentDetail', { moment: moment(at), version: textVersion }),
      })),
    },
    {
      key: 'identities',
      rows: data.identities.map(({ provider, subject, name, email, linkedAt }) => ({
        title: [networkName(provider, language), name, email].filter(Boolean).join(', '),
        detail: t('identityDetail', { subject, moment: moment(linkedAt) }),
      })),
    },
    {
      key: 'sessions',
      rows: newestFirst(data.sessions, (one) => one.signedInAt).map(({ device, computer, signedInAt, endedAt }) => ({
        title: device.name,
        detail:
          endedAt === null
            ? t('sessionOpen', { computer: t(computer), moment: moment(signedInAt) })
            : t('sessionEnded', { computer: t(computer), from: moment(signedInAt), to: moment(endedAt) }),
      })),
    },
    {
      key: 'letters',
      rows: newestFirst(data.letters, (one) => one.at).map(({ kind, to, at }) => ({
        title: t(mailKindNames[kind] ?? 'letterOther'),
        detail: t('letterDetail', { to, moment: moment(at) }),
      })),
    },
    {
      key: 'messages',
      rows: newestFirst(data.messages, (one) => one.at).map(({ to, at }) => ({
        title: phoneText(to),
        detail: moment(at),
      })),
    },
  ];
}
