import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { App } from './app-type.ts';
import { ProblemError } from './problem-error.ts';

/** Allowed requests per minute, and concurrent streams. */
export interface Limits {
  /** Per network address; a call centre or a family may share one. */
  readonly perAddress: number;
  /** Sign-ins and refreshes per network address: each sign-in computes a password hash. */
  readonly signInsPerAddress: number;
  readonly perSession: number;
  /** Event streams per session; another one ends the oldest. */
  readonly streamsPerSession: number;
}

export const usualLimits: Limits = { perAddress: 3000, signInsPerAddress: 120, perSession: 600, streamsPerSession: 16 };

const WINDOW_MS = 60_000;

/** Throw `too-many-requests` above a limit. */
export interface Limiters {
  readonly sessionRequest: (request: FastifyRequest, sessionId: string) => Promise<void>;
  readonly signIn: (request: FastifyRequest) => Promise<void>;
}

/** Limits every request by address, except health checks. Returns the limiters that need more than the address. */
export async function limitRates(app: App, limits: Limits): Promise<Limiters> {
  await app.register(rateLimit, { global: false });
  const sessionOf = new WeakMap<FastifyRequest, string>();
  const limiter = (
    max: number,
    key: (request: FastifyRequest) => string,
  ): ((request: FastifyRequest) => Promise<void>) => {
    const count = app.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator: key });
    return async (request) => {
      const result = await count(request);
      if (!result.isAllowed && result.isExceeded) {
        throw new ProblemError('too-many-requests', { retryAfterMs: Math.max(1, Math.ceil(result.ttl)) });
      }
    };
  };
  const address = limiter(limits.perAddress, (request) => request.ip);
  const session = limiter(limits.perSession, (request) => sessionOf.get(request) ?? '');
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/health/')) await address(request);
  });
  return {
    signIn: limiter(limits.signInsPerAddress, (request) => request.ip),
    async sessionRequest(request, sessionId) {
      sessionOf.set(request, sessionId);
      await session(request);
    },
  };
}
