import type { Kysely } from 'kysely';
import type { LetterSent, RegistrationLetterRequest, RegistrationRequest } from '#protocol/api/registrations.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { AccountDeps } from '../account-deps.ts';
import { deliverableAddress } from '../email-rules.ts';
import { requireGoodPassword } from '../passwords/new-password.ts';
import { newId } from '../../../platform/crypto/tokens.ts';
import { letterSentAnswer } from './mail-sent.ts';

/** What stands under an address when a letter about its registration is asked for. */
interface Standing {
  readonly email: string;
  /** Null: nobody registered with it lately. */
  readonly registrationId: string | null;
  readonly language: Language;
}

/**
 * Writes both letters that can follow, one of them to nobody, so that the work is the same: the link to an address
 * without an account, the news of the try to the owner of one with.
 */
async function writeLetters(deps: AccountDeps, trx: Kysely<Database>, standing: Standing): Promise<void> {
  const { email, registrationId, language } = standing;
  const owner = await trx
    .selectFrom('accounts')
    .select(['id', 'language'])
    .where('email', '=', email)
    .executeTakeFirst();
  if (!(await deps.mayWrite(trx, 'registration', email))) return;
  await deps.letters.write(trx, {
    kind: 'registration',
    recipient: registrationId === null || owner ? null : email,
    accountId: null,
    language,
    subjectId: registrationId ?? newId(),
  });
  await deps.letters.write(trx, {
    kind: 'address-known',
    recipient: registrationId !== null && owner ? email : null,
    // Not the owner's id: the row would wait for whoever holds the account, which an unknown address never does.
    accountId: null,
    language: owner?.language ?? language,
  });
}

/**
 * Registers an address, whoever has it: the registration waits for its letter to be answered, and replaces what waited
 * before. For an address with an account it is stored as well, and never gets a link.
 *
 * @throws `password-too-short`, `password-too-long`, `password-too-common`, `input-invalid` (no address),
 *   `too-many-requests` (too many hashes at once)
 */
export async function register(deps: AccountDeps, request: RegistrationRequest): Promise<LetterSent> {
  const email = deliverableAddress(request.email);
  if (email === null) throw new ProblemError('input-invalid', { fields: ['email'] });
  requireGoodPassword(request.password, deps.rules);
  const registration = {
    password_hash: await deps.passwords.hash(request.password),
    advertising_consent: request.advertisingConsent ? 1 : 0,
    consent_text_version: request.consentTextVersion,
    language: request.language,
    created_at: deps.clock.now(),
  };
  await deps.db.transaction().execute(async (trx) => {
    // The id stays when an address registers again: the newest letter leads to the newest password.
    const { id } = await trx
      .insertInto('registrations')
      .values({ id: newId(), email, ...registration })
      .onConflict((conflict) => conflict.column('email').doUpdateSet(registration))
      .returning('id')
      .executeTakeFirstOrThrow();
    await writeLetters(deps, trx, { email, registrationId: id, language: request.language });
  });
  deps.letters.wake();
  return letterSentAnswer(deps);
}

/**
 * The letter once more; nothing is sent to an address that nobody registered with.
 *
 * @throws `input-invalid` (no address)
 */
export async function writeAgain(deps: AccountDeps, request: RegistrationLetterRequest): Promise<LetterSent> {
  const email = deliverableAddress(request.email);
  if (email === null) throw new ProblemError('input-invalid', { fields: ['email'] });
  await deps.db.transaction().execute(async (trx) => {
    // An update that changes nothing but the language keeps the confirmation from running past at the same time.
    const row = await trx
      .updateTable('registrations')
      .set({ language: request.language })
      .where('email', '=', email)
      .returning('id')
      .executeTakeFirst();
    await writeLetters(deps, trx, { email, registrationId: row?.id ?? null, language: request.language });
  });
  deps.letters.wake();
  return letterSentAnswer(deps);
}
