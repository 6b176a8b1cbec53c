import { z } from 'zod';
import { computer, contractNumber, instant, kopecks } from '../primitives.ts';
import { identityProvider } from './identity.ts';
import { payeeNumber, paymentMethod, paymentStatus } from './payments.ts';
import { device } from './sessions.ts';

/**
 * All personal data of the account, shown before a deletion and saved as a file. Data of the contract (entries, address)
 * belongs to the operator and is named under `kept`.
 */
export const accountData = z.object({
  exportedAt: instant,
  account: z.object({
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    createdAt: instant,
  }),
  contracts: z.array(z.object({ number: contractNumber, label: z.string().nullable() })),
  consents: z.array(
    z.object({ kind: z.literal('advertising'), granted: z.boolean(), textVersion: z.string(), at: instant }),
  ),
  identities: z.array(
    z.object({
      provider: identityProvider,
      subject: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      linkedAt: instant,
    }),
  ),
  sessions: z.array(
    z.object({ device, computer, signedInAt: instant, lastUsedAt: instant, endedAt: instant.nullable() }),
  ),
  letters: z.array(z.object({ kind: z.string(), to: z.string(), at: instant })),
  messages: z.array(z.object({ to: z.string(), at: instant })),
  /** Oldest first. After a deletion the amounts stay in the ledger without the person. */
  payments: z.array(
    z.object({
      at: instant,
      payee: payeeNumber,
      method: paymentMethod,
      origin: z.enum(['online', 'sms', 'autopay']),
      amountKopecks: kopecks,
      status: paymentStatus,
      phone: z.string().nullable(),
      cardMask: z.string().nullable(),
    }),
  ),
  cards: z.array(z.object({ mask: z.string(), brand: z.string(), expires: z.string(), linkedAt: instant })),
  /** What stays with the operator after a deletion: keys of texts. */
  kept: z.array(z.enum(['contract', 'ledger'])),
});
export type AccountData = z.infer<typeof accountData>;
