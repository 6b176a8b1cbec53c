import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languages, type Language } from '#protocol/primitives.ts';
import { newToken } from '../../../platform/crypto/tokens.ts';
import { cookieOf } from '../../../platform/http/cookies.ts';
import type { FormFields } from '../../../platform/http/form-body.ts';
import { pickLanguage } from '../../../platform/http/languages.ts';
import { sameSecret } from '../../identity-networks/network-parts.ts';
import { shortLived } from '../../identity-networks/short-lived.ts';
import { findWallet, isWallet, walletRefusal, type DemoWallet, type WalletMethod } from '../accounts.ts';
import { providerPaths } from '../../../platform/payment-provider/api.ts';
import { plainDigits, readCard } from '../card-rules.ts';
import { MAX_WRONG_ATTEMPTS } from '../order-book.ts';
import { declined, paid } from '../order-rules.ts';
import type { ProviderParts } from '../provider-parts.ts';
import type { OrderRow } from '../store.ts';
import { bankPage, bankWaitPage } from './bank-pages.ts';
import { cardPage } from './card-page.ts';
import { endPage, noOrderPage } from './end-pages.ts';
import { contextOf, type DrawnPage, type PageContext } from './frame.ts';
import { phonePage, sbpPage } from './phone-pages.ts';
import { walletConfirmPage, walletSignInPage } from './wallet-pages.ts';

/** A wallet session, valid for one order. */
interface Visit {
  readonly orderId: string;
  readonly wallet: DemoWallet;
}

const VISIT_MS = 15 * 60_000;
const VISIT_COOKIE = 'wallet';
const BANK_PATH = '/bank/:challengeId';

function chosenLanguage(request: FastifyRequest, fallback: Language): Language {
  const { lang } = request.query as Readonly<Record<string, unknown>>;
  return languages.find((one) => one === lang) ?? fallback;
}

function parameter(request: FastifyRequest, name: string): string {
  return (request.params as Readonly<Record<string, string | undefined>>)[name] ?? '';
}

function show(reply: FastifyReply, { text, policy }: DrawnPage, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', policy).send(text);
}

function fields(request: FastifyRequest): FormFields {
  return (request.body ?? {}) as FormFields;
}

/** Pages for payers. Forms may be sent repeatedly: only the first submission has an effect. */
export function pageRoutes(scope: FastifyInstance, { book, clock, faults }: ProviderParts): void {
  const visits = shortLived<Visit>(VISIT_MS, () => clock.now());

  const showNone = (request: FastifyRequest, reply: FastifyReply, kind: 'unknown' | 'down'): FastifyReply => {
    const language = chosenLanguage(request, pickLanguage(request.headers['accept-language']));
    return show(reply, noOrderPage(language, kind), kind === 'down' ? 503 : 404);
  };
  scope.addHook('onRequest', async (request, reply) => {
    if (faults.down) await showNone(request, reply, 'down');
  });

  const orderContext = (request: FastifyRequest, row: OrderRow): PageContext =>
    contextOf(row, chosenLanguage(request, row.language), `/pay/${row.id}`);

  const visitOf = (request: FastifyRequest, row: OrderRow): Visit | null => {
    const visit = visits.peek(cookieOf(request.headers.cookie, VISIT_COOKIE) ?? '');
    return visit?.orderId === row.id ? visit : null;
  };

  /** Renders the current page of an order. */
  function current(request: FastifyRequest, row: OrderRow): DrawnPage {
    const context = orderContext(request, row);
    const { status, method } = row;
    if (status === 'processing' || (status === 'awaiting-payer' && row.bank !== null)) return bankWaitPage(context);
    if (status !== 'awaiting-payer') return endPage(context, status);
    switch (method) {
      case 'bank-card':
        return cardPage(context);
      case 'mobile':
        return phonePage(context);
      case 'sbp':
        return sbpPage(context);
      case 'qiwi':
      case 'webmoney':
      case 'yoomoney': {
        const visit = visitOf(request, row);
        if (visit !== null) return walletConfirmPage(context, method, visit.wallet);
        return walletSignInPage(context, method, null);
      }
    }
  }

  /** Redirects after a form: to the merchant when the order has ended without a message, else to its current page. */
  function lead(request: FastifyRequest, reply: FastifyReply, row: OrderRow): FastifyReply {
    const done = row.status === 'succeeded' || row.status === 'cancelled';
    const page = `/pay/${row.id}?lang=${chosenLanguage(request, row.language)}`;
    return reply.redirect(done ? row.return_url : page, 303);
  }

  async function payByCard(request: FastifyRequest, reply: FastifyReply, row: OrderRow): Promise<FastifyReply> {
    const { number = '', expires = '', code = '' } = fields(request);
    const read = readCard({ number, expires, code }, clock.now());
    if ('faults' in read) {
      const again = { number: number.slice(0, 40), expires: expires.slice(0, 12), faults: read.faults };
      return show(reply, cardPage(orderContext(request, row), again), 422);
    }
    const after = (await book.payByCard(row.id, read.card)) ?? row;
    if (after.challenge_id === null || after.challenge_code === null) return lead(request, reply, after);
    return reply.redirect(`/bank/${after.challenge_id}?lang=${chosenLanguage(request, row.language)}`, 303);
  }

  async function signIn(
    request: FastifyRequest,
    reply: FastifyReply,
    row: OrderRow,
    method: WalletMethod,
  ): Promise<FastifyReply> {
    const { login = '', password = '' } = fields(request);
    const wallet = findWallet(method, login);
    if (wallet === null || !sameSecret(password, wallet.password)) {
      const after = await book.change(row.id, (now, at) => {
        if (now.status !== 'awaiting-payer') return null;
        const wrong = now.wrong_tries + 1;
        return wrong < MAX_WRONG_ATTEMPTS ? { wrong_tries: wrong } : declined('wallet-refused', at);
      });
      if (after?.status !== 'awaiting-payer') return lead(request, reply, after ?? row);
      return show(reply, walletSignInPage(orderContext(request, after), method, login.slice(0, 80)), 422);
    }
    const cookie = newToken();
    visits.put(cookie, { orderId: row.id, wallet });
    void reply.header('set-cookie', `${VISIT_COOKIE}=${cookie}; Path=/pay/${row.id}; HttpOnly; SameSite=Strict`);
    return lead(request, reply, row);
  }

  async function payByWallet(
    request: FastifyRequest,
    reply: FastifyReply,
    row: OrderRow,
    method: WalletMethod,
  ): Promise<FastifyReply> {
    const visit = visitOf(request, row);
    if (visit === null) return show(reply, walletSignInPage(orderContext(request, row), method, null), 422);
    const after = await book.change(row.id, (now, at) => {
      if (now.status !== 'awaiting-payer') return null;
      const refusal = walletRefusal(visit.wallet, now.amount_kopecks);
      return refusal === null ? paid(at) : declined(refusal, at);
    });
    return lead(request, reply, after ?? row);
  }

  scope.get(providerPaths.page, async (request, reply) => {
    const row = await book.read(parameter(request, 'orderId'));
    if (row?.has_page !== 1) return showNone(request, reply, 'unknown');
    return show(reply, current(request, row));
  });

  scope.get(`${providerPaths.page}/status`, async (request, reply) => {
    const row = await book.read(parameter(request, 'orderId'));
    if (row?.has_page !== 1) return reply.code(404).send({ next: null });
    if (row.status === 'awaiting-payer' || row.status === 'processing') return reply.send({ next: null });
    const page = `/pay/${row.id}?lang=${chosenLanguage(request, row.language)}`;
    return reply.send({ next: row.status === 'succeeded' ? row.return_url : page });
  });

  scope.post(providerPaths.page, async (request, reply) => {
    const row = await book.read(parameter(request, 'orderId'));
    if (row?.has_page !== 1) return showNone(request, reply, 'unknown');
    const { act } = fields(request);
    if (act === 'cancel') return lead(request, reply, (await book.cancel(row.id)) ?? row);
    if (row.status !== 'awaiting-payer' || row.bank !== null) return lead(request, reply, row);
    if (row.method === 'bank-card' && act === 'pay') return payByCard(request, reply, row);
    if (isWallet(row.method) && act === 'sign-in') return signIn(request, reply, row, row.method);
    if (isWallet(row.method) && act === 'pay') return payByWallet(request, reply, row, row.method);
    return lead(request, reply, row);
  });

  /** Redirects to the bank's page while it waits for a code, else to the order's page. */
  function leadAtBank(request: FastifyRequest, reply: FastifyReply, row: OrderRow, status: number): FastifyReply {
    const { challenge_id: id, challenge_code: code } = row;
    if (id === null || code === null) return lead(request, reply, row);
    return show(reply, bankPage(contextOf(row, chosenLanguage(request, row.language), `/bank/${id}`), code), status);
  }

  scope.get(BANK_PATH, async (request, reply) => {
    const row = await book.challenged(parameter(request, 'challengeId'));
    return row === null ? showNone(request, reply, 'unknown') : leadAtBank(request, reply, row, 200);
  });
  scope.post(BANK_PATH, async (request, reply) => {
    const id = parameter(request, 'challengeId');
    const { act, code = '' } = fields(request);
    const row = await book.challenged(id);
    if (row === null) return showNone(request, reply, 'unknown');
    if (act === 'cancel') return lead(request, reply, (await book.cancel(row.id)) ?? row);
    const after = (await book.answerChallenge(id, plainDigits(code))) ?? row;
    return leadAtBank(request, reply, after, 422);
  });
}
