import type { Handlers } from './dispatch.ts';
import { accountHandlers } from './handlers/account.ts';
import { letterHandlers } from './handlers/letters.ts';
import { sessionHandlers } from './handlers/session.ts';
import type { HandlerParts } from './handlers/handler-parts.ts';

/** What each question of the renderer does. */
export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...sessionHandlers(parts),
    ...letterHandlers(parts),
    ...accountHandlers(parts),
  };
}
