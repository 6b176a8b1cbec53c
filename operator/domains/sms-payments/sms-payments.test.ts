import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import type { PaymentStatus } from '#protocol/api/payments.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { createShortMessages, type ShortMessages } from '../../platform/sms/sms.ts';
import type { SmsPaymentOutcome, SmsPaymentRequest } from '../payments/server-payments.ts';
import { createSmsPayments, tellPhone, type SmsPayments } from './sms-payments.ts';

const phone = '+79005550142';
const contract = '1000000001';
const right = `ntvplus ${contract} 425`;

describeOnDatabases('SMS payments', (kind) => {
  let test: TestCore;
  let sms: ShortMessages;
  let asked: SmsPaymentRequest[];
  let errors: unknown[];
  /** Overrides the next outcome of the payments fake; null: default outcome. */
  let next: (() => Promise<SmsPaymentOutcome>) | null;

  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    sms = createShortMessages({ clock: test.core.clock });
    asked = [];
    errors = [];
    next = null;
    await test.core.db
      .insertInto('contracts')
      .values({
        number: contract,
        surname: 'Test',
        first_name: 'Test',
        patronymic: null,
        address: 'Test',
        signed_on: '2020-01-01',
        status: 'active',
        status_since: 0,
        resumes_on: null,
        phone: null,
        email: null,
      })
      .execute();
  });
  afterEach(() => test.close());

  /** Fake of the payments domain: one row per key. */
  async function addPayment({ key, payee, amountKopecks }: SmsPaymentRequest, status: PaymentStatus): Promise<string> {
    await test.core.db
      .insertInto('payments')
      .values({
        id: key,
        account_id: null,
        contract_number: contract,
        payee,
        method: 'mobile',
        origin: 'sms',
        amount_kopecks: amountKopecks,
        fee_kopecks: 0,
        status,
        stage: null,
        decline_reason: null,
        language: 'ru',
        phone,
        linked_card_id: null,
        link_card: 0,
        created_at: 0,
        expires_at: null,
        settled_at: null,
        asked_at: 0,
        order_id: null,
        order_version: 0,
        page_url: null,
        sbp_payload: null,
        card_mask: null,
        transaction_id: null,
        refund_transaction_id: null,
        key_hash: key,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    return key;
  }
  function payments(core = test.core): SmsPayments {
    return createSmsPayments({
      core,
      sms,
      onError: (error) => errors.push(error),
      async take(request) {
        asked.push(request);
        return next === null ? { kind: 'taken', paymentId: await addPayment(request, 'pending') } : next();
      },
    });
  }
  async function sent(): Promise<string[]> {
    const rows = await test.core.db
      .selectFrom('short_messages')
      .select(['phone', 'text'])
      .orderBy('at')
      .orderBy('id')
      .execute();
    expect(new Set(rows.map((row) => row.phone)).size).toBeLessThanOrEqual(1);
    return rows.map((row) => row.text);
  }
  const message = (text = right, messageId = 'message-1'): { phone: string; text: string; messageId: string } => ({
    phone,
    text,
    messageId,
  });
  /** Settles a payment as the payments domain does: status and SMS in one transaction. */
  async function settle(id: string, status: PaymentStatus): Promise<void> {
    await test.core.db.transaction().execute(async (trx) => {
      const row = await trx
        .updateTable('payments')
        .set({ status })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await tellPhone(trx, sms, row);
    });
  }

  it('create a payment, answer by SMS, and report the credit in a second SMS', async () => {
    const answer = await payments().receive(message(`  NtvPlus\u00a0${contract}  425 `));
    expect(answer).toBe(`Платёж 425 руб. в пользу договора ${contract} принят. Результат придёт отдельным SMS.`);
    expect(asked).toEqual([{ key: 'sms:message-1', phone, payee: contract, amountKopecks: 42_500 }]);
    await settle('sms:message-1', 'succeeded');
    expect((await sent()).sort()).toEqual([`Зачислено 425 руб. на договор ${contract}.`, answer].sort());
  });

  it('answer invalid messages without creating a payment', async () => {
    const answer = await payments().receive(message('ntvplus 12345 425'));
    expect(answer).toContain('В номере 5 цифр');
    expect(asked).toEqual([]);
    expect(await sent()).toEqual([answer]);
    expect(await payments().receive(message('ntvplus 12345 425'))).toBe(answer);
    expect(await sent()).toEqual([answer]);
  });

  it.each([
    [{ why: 'payee-unknown' }, `Номера ${contract} у нас нет.`],
    [{ why: 'contract-closed' }, 'закрыт'],
    [{ why: 'mobile-off' }, 'сейчас не работает'],
    [{ why: 'phone-limit', leftKopecks: 30_050 }, 'осталось 300,50 руб.'],
    [{ why: 'phone-limit', leftKopecks: 0 }, 'исчерпан'],
    [{ why: 'request-open' }, 'ещё не завершён'],
  ] as const)('are told why they cannot become one: %j', async (refusal, words) => {
    next = () => Promise.resolve({ kind: 'refused', refusal });
    const answer = await payments().receive(message());
    expect(answer).toContain(words);
    expect(answer).toContain('Деньги не списаны.');
    expect(await sent()).toEqual([answer]);
  });

  it('create one payment and one answer for repeated deliveries to any instance', async () => {
    const other = await test.another();
    const answers = await Promise.all([
      payments().receive(message()),
      payments().receive(message()),
      payments(other).receive(message()),
    ]);
    answers.push(await payments().receive(message('ntvplus 1 2')));
    expect(new Set(answers).size).toBe(1);
    expect(new Set(asked.map(({ key }) => key))).toEqual(new Set(['sms:message-1']));
    expect(await sent()).toHaveLength(1);
    expect(await test.core.db.selectFrom('incoming_messages').select(['payment_id', 'answer']).execute()).toEqual([
      { payment_id: 'sms:message-1', answer: answers[0] },
    ]);
  });

  it('resume unfinished messages after a crash', async () => {
    next = () => Promise.reject(new Error('crashed'));
    await expect(payments().receive(message())).rejects.toThrow('crashed');
    expect(await sent()).toEqual([]);
    const restarted = payments();
    await restarted.resume();
    expect(errors).toHaveLength(1);
    next = null;
    await restarted.resume();
    await restarted.resume();
    expect(asked.map(({ key }) => key)).toEqual(Array(3).fill('sms:message-1'));
    expect(await sent()).toHaveLength(1);
    expect(await restarted.receive(message())).toContain('принят');
  });

  it('report once that the payment system does not respond, and keep waiting', async () => {
    const paymentId = await addPayment({ key: 'p', phone, payee: contract, amountKopecks: 42_500 }, 'created');
    next = () => Promise.resolve({ kind: 'waiting', paymentId });
    const all = payments();
    expect(await all.receive(message())).toContain('Повторять сообщение не нужно');
    await all.resume();
    await all.receive(message());
    expect(await sent()).toHaveLength(1);
    next = () => Promise.resolve({ kind: 'taken', paymentId });
    await settle(paymentId, 'succeeded');
    await all.resume();
    expect(await all.receive(message())).toBe(`Зачислено 425 руб. на договор ${contract}.`);
    const texts = await sent();
    expect(texts).toHaveLength(2);
    expect(texts.filter((text) => text.startsWith('Зачислено'))).toHaveLength(1);
  });

  it('use the result as the answer when it arrives first', async () => {
    next = async () => {
      const paymentId = await addPayment({ key: 'p', phone, payee: contract, amountKopecks: 42_500 }, 'pending');
      await settle(paymentId, 'succeeded');
      return { kind: 'taken', paymentId };
    };
    expect(await payments().receive(message())).toBe(`Зачислено 425 руб. на договор ${contract}.`);
    expect(await sent()).toHaveLength(1);
  });

  it('report a failed payment, and ignore payments not made by SMS', async () => {
    const row = {
      origin: 'sms',
      phone,
      payee: '047122903358',
      contract_number: contract,
      amount_kopecks: 42_500,
      status: 'declined',
      decline_reason: 'phone-balance',
    } as const;
    await tellPhone(test.core.db, sms, row);
    expect(await sent()).toEqual([
      'Платёж 425 руб. в пользу карты 047122903358 не прошёл: на счёте телефона не хватает денег. Деньги не списаны.',
    ]);
    await tellPhone(test.core.db, sms, { ...row, origin: 'online' });
    await tellPhone(test.core.db, sms, { ...row, status: 'pending' });
    expect(await sent()).toHaveLength(1);
    await tellPhone(test.core.db, sms, { ...row, status: 'expired', decline_reason: null });
    await tellPhone(test.core.db, sms, { ...row, status: 'cancelled', decline_reason: null });
    expect(await sent()).toHaveLength(3);
  });
});
