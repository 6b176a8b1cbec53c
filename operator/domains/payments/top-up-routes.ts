import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import {
  linkedCards,
  slip,
  topUpPreview,
  topUpTerms,
  type LinkedCards,
  type Slip,
  type TopUpPreview,
  type TopUpTerms,
} from '#protocol/api/payments.ts';
import { contractNumber } from '#protocol/primitives.ts';
import { callerOf, ownContractOf } from '../../platform/http/caller.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { App } from '../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../platform/http/openapi.ts';
import { readLinkedCards, unlinkCard } from './linked-cards.ts';
import { readSlip, readTopUpPreview, readTopUpTerms } from './top-up-terms.ts';

const params = z.object({ contractNumber });
/** Digits of an address; what no amount can be is told as such by the rules. */
const querystring = z.object({
  amountKopecks: z
    .string()
    .regex(/^\d{1,13}$/)
    .transform(Number),
});

/** A slip may leave the amount to whoever pays it. */
const slipQuery = querystring.partial();

/** What a top-up of one's own contract buys, and its payment slip: routes behind sign-in. */
export function topUpRoutes(scope: App, core: Core): void {
  const tags = ['payments'];
  const refusals = [...signedInProblems, 'input-invalid', 'contract-not-found'] as const;
  scope.get(
    paths.topUpTerms,
    {
      schema: {
        tags,
        summary: 'All that paying for one’s own contract needs, with amounts named by what they buy.',
        security: bearer,
        params,
        response: { 200: topUpTerms, ...problems(...refusals) },
      },
    },
    (request): Promise<TopUpTerms> => readTopUpTerms(core, ownContractOf(request).number),
  );
  scope.get(
    paths.topUpPreview,
    {
      schema: {
        tags,
        summary: 'The line and the last day with and without an amount; nothing is changed.',
        security: bearer,
        params,
        querystring,
        response: { 200: topUpPreview, ...problems(...refusals, 'amount-invalid') },
      },
    },
    (request): Promise<TopUpPreview> =>
      readTopUpPreview(core, ownContractOf(request).number, request.query.amountKopecks),
  );
  scope.get(
    paths.slip,
    {
      schema: {
        tags,
        summary: 'What a payment slip of an amount says, with its bank code.',
        security: bearer,
        params,
        querystring: slipQuery,
        response: { 200: slip, ...problems(...refusals, 'amount-invalid') },
      },
    },
    (request): Promise<Slip> => readSlip(core, ownContractOf(request).number, request.query.amountKopecks ?? null),
  );
}

/** Linked cards: routes behind sign-in. */
export function cardRoutes(scope: App, core: Core): void {
  const tags = ['payments'];
  scope.get(
    paths.linkedCards,
    {
      schema: {
        tags,
        summary: 'Cards that the payment system remembers for the account, newest first.',
        security: bearer,
        response: { 200: linkedCards, ...problems(...signedInProblems) },
      },
    },
    async (request): Promise<LinkedCards> => ({ cards: await readLinkedCards(core.db, callerOf(request).accountId) }),
  );
  scope.delete(
    paths.linkedCard,
    {
      schema: {
        tags,
        summary: 'Unlink a card; autopay with it goes off. Answers with those that are left.',
        security: bearer,
        params: z.object({ cardId: z.string().min(1).max(80) }),
        response: {
          200: linkedCards,
          ...problems(...signedInProblems, 'input-invalid', 'card-not-found', 'storage-full'),
        },
      },
    },
    (request): Promise<LinkedCards> => unlinkCard(core, callerOf(request).accountId, request.params.cardId),
  );
}
