import {
  advanceClockRequest,
  cashDeskTopUp,
  cashDeskTopUpRequest,
  consoleClock,
  type CashDeskTopUp,
  type CashDeskTopUpRequest,
  type ConsoleClock,
} from '#protocol/http/console.ts';
import { paths } from '#protocol/http/paths.ts';
import type { App } from '../http/app-type.ts';
import { problems } from '../http/openapi.ts';
import { ProblemError } from '../http/problem-error.ts';

/** What the operator console can do. */
export interface ConsoleActions {
  clock(): ConsoleClock;
  /** Moves the clock by ms and runs the billing days passed; resolves when they are done. */
  advance(ms: number): Promise<ConsoleClock>;
  /** Idempotent by key. @throws `contract-not-found` */
  topUp(request: CashDeskTopUpRequest): Promise<CashDeskTopUp>;
}

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/**
 * The operator console: it has no sign-in, so it exists only when asked for and answers this machine alone. Pages in
 * a browser cannot use it: foreign origins are refused everywhere, and only JSON is read.
 */
export function consoleRoutes(scope: App, actions: ConsoleActions): void {
  scope.addHook('onRequest', (request, _reply, done) => {
    done(LOOPBACK.test(request.ip) ? undefined : new ProblemError('request-refused'));
  });
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
