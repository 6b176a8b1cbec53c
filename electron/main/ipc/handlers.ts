import type { Handlers } from './dispatch.ts';
import { accountHandlers } from './handlers/account.ts';
import { documentHandlers } from './handlers/documents.ts';
import { letterHandlers } from './handlers/letters.ts';
import { moneyHandlers } from './handlers/money.ts';
import { paymentHandlers } from './handlers/payments.ts';
import { programHandlers } from './handlers/program.ts';
import { sessionHandlers } from './handlers/session.ts';
import type { HandlerParts } from './handlers/handler-parts.ts';

/** What each question of the renderer does. */
export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...sessionHandlers(parts),
    ...letterHandlers(parts),
    ...accountHandlers(parts),
    ...documentHandlers(parts),
    ...moneyHandlers(parts),
    ...paymentHandlers(parts),
    ...programHandlers(parts),
  };
}
