import type { Kysely } from 'kysely';
import type { IncomingMessage } from '#protocol/api/console.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import { lockedIn } from '../../platform/database/locks.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import type { ShortMessages } from '../../platform/sms/sms.ts';
import type { PaymentTable, TakeSmsPayment } from '../payments/index.ts';
import { acceptedAnswer, mistakeAnswer, refusalAnswer, settledMessage, waitingAnswer } from './answers.ts';
import { readPaymentMessage, type SmsRules } from './rules.ts';

/** A payment whose status changed, with the fields that the SMS needs. */
export type SettledPayment = Pick<
  PaymentTable,
  'origin' | 'phone' | 'payee' | 'contract_number' | 'amount_kopecks' | 'status' | 'decline_reason'
>;

export interface SmsPaymentsDeps {
  readonly core: Core;
  readonly sms: ShortMessages;
  readonly take: TakeSmsPayment;
  /** Called with errors of `resume`. */
  readonly onError: (error: unknown) => void;
}

/** Processes messages to the short number. */
export interface SmsPayments {
  /**
   * Processes a message and returns the answer, which is also sent by SMS. A repeated delivery (same id) gets the stored
   * answer, moves no money and sends nothing.
   */
  receive(message: IncomingMessage): Promise<string>;
  /** Processes messages without an answer: interrupted by a crash, or waiting for the payment system. */
  resume(): Promise<void>;
}

type Message = Omit<IncomingMessage, 'messageId'> & { readonly id: string };

/**
 * Sends the result of an SMS payment to its phone, in the transaction that settles the payment. Ignores payments not
 * made by SMS.
 */
export async function tellPhone(trx: Kysely<Database>, sms: ShortMessages, payment: SettledPayment): Promise<void> {
  if (payment.origin !== 'sms' || payment.phone === null) return;
  const text = settledMessage(forPhone(payment));
  if (text !== null) await sms.send(trx, { phone: payment.phone, text, accountId: null });
}

function forPhone(row: Omit<SettledPayment, 'origin' | 'phone'>): Parameters<typeof settledMessage>[0] {
  return {
    payee: row.payee,
    contractNumber: row.contract_number,
    amountKopecks: row.amount_kopecks,
    status: row.status,
    declineReason: row.decline_reason,
  };
}

/** Creates the message processor; one per instance of the service. */
export function createSmsPayments({ core, sms, take, onError }: SmsPaymentsDeps): SmsPayments {
  const { profile, db } = core;
  const rules: SmsRules = {
    keyword: profile.smsKeyword,
    minKopecks: profile.payments.smsMinKopecks,
    maxKopecks: profile.payments.smsMaxKopecks,
  };
  /** Messages in progress in this instance, so that concurrent deliveries of one message share the work. */
  const underWay = new Map<string, Promise<string>>();

  /** Stores an answer if there is none yet, and sends it unless already sent; returns the stored answer. */
  async function answerOnce(
    trx: Kysely<Database>,
    message: Message,
    text: string,
    alreadySent = false,
  ): Promise<string> {
    const { id, phone } = message;
    const { numUpdatedRows } = await trx
      .updateTable('incoming_messages')
      .set({ answer: text })
      .where('id', '=', id)
      .where('answer', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) {
      if (!alreadySent) await sms.send(trx, { phone, text, accountId: null });
      return text;
    }
    const row = await trx.selectFrom('incoming_messages').select('answer').where('id', '=', id).executeTakeFirst();
    return row?.answer ?? text;
  }

  /**
   * Stores the message, and the answer if the message is invalid. `answer` null: a payment is to be created, or its
   * outcome is unknown.
   */
  async function store(message: Message): Promise<{ message: Message; answer: string | null }> {
    return inTransaction(core, async ({ trx, now }) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('incoming_messages')
        .values({ ...message, at: now, payment_id: null, answer: null })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) {
        const { answer, ...first } = await trx
          .selectFrom('incoming_messages')
          .select(['id', 'phone', 'text', 'answer'])
          .where('id', '=', message.id)
          .executeTakeFirstOrThrow();
        return { message: first, answer };
      }
      const read = readPaymentMessage(message.text, rules);
      if (read.ok) return { message, answer: null };
      return { message, answer: await answerOnce(trx, message, mistakeAnswer(read.mistake, read.understood, rules)) };
    });
  }

  /** Answers that the payment was accepted, unless its result was already sent. */
  async function accept(message: Message, paymentId: string): Promise<string> {
    return inTransaction(core, async ({ trx }) => {
      // The lock orders this against settling: its SMS is sent either before (and seen here) or after.
      const payment = await lockedIn(
        trx
          .selectFrom('payments')
          .select(['payee', 'contract_number', 'amount_kopecks', 'status', 'decline_reason'])
          .where('id', '=', paymentId),
        core.dialect,
        'payments',
      ).executeTakeFirstOrThrow();
      const end = settledMessage(forPhone(payment));
      const answer = end ?? acceptedAnswer(forPhone(payment));
      const { numUpdatedRows } = await trx
        .updateTable('incoming_messages')
        .set({ payment_id: paymentId })
        .where('id', '=', message.id)
        .where('payment_id', 'is', null)
        .executeTakeFirst();
      // Already sent: the result by the settlement, or the acceptance while the payment system did not respond.
      const alreadySent = end !== null || numUpdatedRows === 0n;
      return answerOnce(trx, message, answer, alreadySent);
    });
  }

  /** Reports once that the payment system does not respond; the message stays unanswered and is processed again. */
  async function wait(message: Message, paymentId: string | null, text: string): Promise<string> {
    if (paymentId === null) return text;
    await inTransaction(core, async ({ trx }) => {
      const { numUpdatedRows } = await trx
        .updateTable('incoming_messages')
        .set({ payment_id: paymentId })
        .where('id', '=', message.id)
        .where('payment_id', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 1n) await sms.send(trx, { phone: message.phone, text, accountId: null });
    });
    return text;
  }

  async function pay(message: Message): Promise<string> {
    const read = readPaymentMessage(message.text, rules);
    // It was valid when stored, but the profile may have changed since.
    if (!read.ok) {
      const text = mistakeAnswer(read.mistake, read.understood, rules);
      return inTransaction(core, ({ trx }) => answerOnce(trx, message, text));
    }
    const { payee, amountKopecks } = read;
    const outcome = await take({ key: `sms:${message.id}`, phone: message.phone, payee, amountKopecks });
    if (outcome.kind === 'taken') return accept(message, outcome.paymentId);
    if (outcome.kind === 'waiting') return wait(message, outcome.paymentId, waitingAnswer({ payee, amountKopecks }));
    const text = refusalAnswer(outcome.refusal, { payee, amountKopecks }, rules);
    return inTransaction(core, ({ trx }) => answerOnce(trx, message, text));
  }

  function payOnce(message: Message): Promise<string> {
    const found = underWay.get(message.id);
    if (found !== undefined) return found;
    const paying = pay(message).finally(() => underWay.delete(message.id));
    underWay.set(message.id, paying);
    return paying;
  }

  return {
    async receive({ messageId, phone, text }) {
      const { message, answer } = await store({ id: messageId, phone, text });
      return answer ?? payOnce(message);
    },
    async resume() {
      const left = await db
        .selectFrom('incoming_messages')
        .select(['id', 'phone', 'text'])
        .where('answer', 'is', null)
        .orderBy('at')
        .execute();
      for (const message of left) {
        try {
          await payOnce(message);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
