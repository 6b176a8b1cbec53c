import type { Kysely } from 'kysely';
import { caughtLetter, type CaughtLetters, type CaughtLetterWhole } from '#protocol/api/console.ts';
import { languages } from '#protocol/primitives.ts';
import { newId } from '../../platform/crypto/tokens.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Database } from '../../platform/database/schema.ts';
import { linksIn } from './links-in.ts';

/** Messages received by the built-in catcher; `source` is the raw message (RFC 5322). */
interface CaughtLettersTable {
  id: string;
  at: number;
  recipient: string;
  source: string;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    caught_letters: CaughtLettersTable;
  }
}

type CaughtLetter = CaughtLetters['letters'][number];

/** Store of all messages received by the catcher. */
export interface CaughtMailStore {
  keep(message: { readonly recipients: readonly string[]; readonly source: string }): Promise<void>;
  /** Newest first. */
  list(): Promise<CaughtLetter[]>;
  /** Null: unknown id. */
  one(id: string): Promise<CaughtLetterWhole | null>;
}

interface Row {
  readonly id: string;
  readonly at: number;
  readonly recipient: string;
  readonly source: string;
}

/** Number of messages kept: the mailbox is for trying things out. */
const KEPT = 200;

async function parse(source: string) {
  const { simpleParser } = await import('mailparser');
  return simpleParser(source, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
}

async function read({ id, at, recipient, source }: Row): Promise<CaughtLetterWhole> {
  const mail = await parse(source);
  const named = mail.headers.get('content-language');
  const text = mail.text ?? '';
  const html = mail.html === false ? '' : (mail.html ?? '');
  return {
    id,
    at: instantOf(at),
    to: recipient,
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    language: languages.find((language) => language === named) ?? null,
    text,
    html,
    links: linksIn(text, html),
  };
}

export function createCaughtMail({ db, clock }: { db: Kysely<Database>; clock: Clock }): CaughtMailStore {
  /** Cache of message headers: messages never change, and parsing is the slowest part of a list. */
  const known = new Map<string, CaughtLetter>();

  async function headOf(id: string): Promise<CaughtLetter | null> {
    let head = known.get(id) ?? null;
    if (head === null) {
      const row = await db.selectFrom('caught_letters').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      head = caughtLetter.parse(await read(row));
      known.set(id, head);
    }
    return head;
  }

  return {
    async keep({ recipients, source }) {
      const at = clock.now();
      // PostgreSQL text cannot store NUL, and messages do not need it.
      const text = source.replaceAll('\0', '');
      await db.transaction().execute(async (trx) => {
        for (const recipient of recipients) {
          await trx.insertInto('caught_letters').values({ id: newId(), at, recipient, source: text }).execute();
        }
        const oldest = trx
          .selectFrom('caught_letters')
          .select('id')
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(KEPT);
        await trx.deleteFrom('caught_letters').where('id', 'not in', oldest).execute();
      });
    },
    async list() {
      const rows = await db
        .selectFrom('caught_letters')
        .select('id')
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(KEPT)
        .execute();
      const ids = new Set(rows.map(({ id }) => id));
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      const letters: CaughtLetter[] = [];
      for (const { id } of rows) {
        const head = await headOf(id);
        if (head !== null) letters.push(head);
      }
      return letters;
    },
    async one(id) {
      const row = await db.selectFrom('caught_letters').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : read(row);
    },
  };
}
