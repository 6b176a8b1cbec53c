import {
  advanceClockRequest,
  cashDeskTopUp,
  cashDeskTopUpRequest,
  consoleClock,
  type CashDeskTopUp,
  type ConsoleClock,
} from '#protocol/api/console.ts';
import { paths } from '#protocol/api/paths.ts';
import type { App } from '../../platform/http/app-type.ts';
import { problems } from '../../platform/http/openapi.ts';
import type { ConsoleActions } from './console-ports.ts';

/** Console routes for the clock and for cash payments. */
export function clockAndCashRoutes(scope: App, actions: ConsoleActions): void {
  const about = { tags: ['console'], security: [] };
  scope.get(
    paths.consoleClock,
    { schema: { ...about, summary: 'The service’s clock.', response: { 200: consoleClock, ...problems() } } },
    (): ConsoleClock => actions.clock(),
  );
  scope.post(
    paths.consoleAdvance,
    {
      schema: {
        ...about,
        summary: 'Move the clock forward; the billing days passed have run when this answers.',
        body: advanceClockRequest,
        response: { 200: consoleClock, ...problems('input-invalid', 'payload-too-large', 'storage-full') },
      },
    },
    (request): Promise<ConsoleClock> => actions.advance(request.body.ms),
  );
  scope.post(
    paths.consoleTopUps,
    {
      schema: {
        ...about,
        summary: 'Take money at the cash desk; once a key.',
        body: cashDeskTopUpRequest,
        response: {
          200: cashDeskTopUp,
          ...problems('input-invalid', 'contract-not-found', 'payload-too-large', 'storage-full'),
        },
      },
    },
    (request): Promise<CashDeskTopUp> => actions.topUp(request.body),
  );
}
