import type { Kysely } from 'kysely';
import type { AccountData } from '#protocol/api/account-data.ts';
import { device } from '#protocol/api/sessions.ts';
import { instantOf } from '../../../platform/clock/zone.ts';
import type { Core } from '../../../platform/lifecycle/core.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { inSnapshot } from '../../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { HeldData, PersonalDataHolder } from './personal-data-holder.ts';

type Db = Kysely<Database>;

const platform = device.shape.platform;

async function readConsents(db: Db, accountId: string): Promise<AccountData['consents']> {
  const rows = await db
    .selectFrom('consents')
    .select(['kind', 'granted', 'text_version', 'at'])
    .where('account_id', '=', accountId)
    .orderBy('at')
    .execute();
  return rows.map(({ kind, granted, text_version, at }) => ({
    kind,
    granted: granted === 1,
    textVersion: text_version,
    at: instantOf(at),
  }));
}

async function readIdentities(db: Db, accountId: string): Promise<AccountData['identities']> {
  const rows = await db
    .selectFrom('identities')
    .select(['provider', 'subject', 'name', 'email', 'linked_at'])
    .where('account_id', '=', accountId)
    .orderBy('linked_at')
    .execute();
  return rows.map(({ linked_at, ...identity }) => ({ ...identity, linkedAt: instantOf(linked_at) }));
}

async function readSessions(db: Db, accountId: string): Promise<AccountData['sessions']> {
  const rows = await db
    .selectFrom('sessions')
    .select(['device_name', 'device_platform', 'computer', 'created_at', 'last_used_at', 'ended_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    device: { name: row.device_name, platform: platform.parse(row.device_platform) },
    computer: row.computer,
    signedInAt: instantOf(row.created_at),
    lastUsedAt: instantOf(row.last_used_at),
    endedAt: row.ended_at === null ? null : instantOf(row.ended_at),
  }));
}

/** Letters of the account, and those that went to its address without being told from whom they were. */
async function readLetters(db: Db, accountId: string, email: string | null): Promise<AccountData['letters']> {
  const rows = await db
    .selectFrom('letters')
    .select(['kind', 'recipient', 'created_at'])
    .where((eb) => eb.or([eb('account_id', '=', accountId), ...(email === null ? [] : [eb('recipient', '=', email)])]))
    .orderBy('created_at')
    .execute();
  return rows.flatMap(({ kind, recipient, created_at }) =>
    recipient === null ? [] : [{ kind, to: recipient, at: instantOf(created_at) }],
  );
}

async function readMessages(db: Db, accountId: string): Promise<AccountData['messages']> {
  const rows = await db
    .selectFrom('short_messages')
    .select(['phone', 'at'])
    .where('account_id', '=', accountId)
    .orderBy('at')
    .execute();
  return rows.map(({ phone, at }) => ({ to: phone, at: instantOf(at) }));
}

/**
 * Everything that the account holds of a person, as of one moment. No secret is part of it, and no code of a message.
 *
 * @throws `session-ended` when the account is gone
 */
export async function exportData(
  core: Core,
  holders: readonly PersonalDataHolder[],
  accountId: string,
): Promise<AccountData> {
  return inSnapshot(core, async (db) => {
    const account = await db
      .selectFrom('accounts')
      .select(['id', 'email', 'name', 'phone', 'created_at'])
      .where('id', '=', accountId)
      .executeTakeFirst();
    if (!account) throw new ProblemError('session-ended');
    const { created_at, ...person } = account;
    const contracts = await db
      .selectFrom('account_contracts')
      .select(['contract_number as number', 'label'])
      .where('account_id', '=', accountId)
      .orderBy('position')
      .execute();
    const held: HeldData = { payments: [], cards: [] };
    for (const holder of holders) Object.assign(held, await holder.exportData(db, accountId));
    return {
      exportedAt: instantOf(core.clock.now()),
      account: { ...person, createdAt: instantOf(created_at) },
      contracts,
      consents: await readConsents(db, accountId),
      identities: await readIdentities(db, accountId),
      sessions: await readSessions(db, accountId),
      letters: await readLetters(db, accountId, account.email),
      messages: await readMessages(db, accountId),
      ...held,
      kept: ['contract', 'ledger'],
    };
  });
}
