import type { FastifyRequest } from 'fastify';

export interface OriginSettings {
  /** Where people find the service, `https://host[:port]`; null: not set. */
  readonly publicOrigin: string | null;
  /** True when bound to loopback. */
  readonly loopbackOnly: boolean;
}

/**
 * The service's own origin as the asker sees it. On loopback it follows `Host`, whose name was looked at before (see
 * security.ts) and whose port may be that of a tunnel. Elsewhere `Host` is whatever the asker likes, and addresses
 * are made of what the operator has set alone.
 *
 * @returns null where nothing is set
 */
export function originOf(request: FastifyRequest, { publicOrigin, loopbackOnly }: OriginSettings): string | null {
  if (publicOrigin !== null) return publicOrigin;
  const { host } = request.headers;
  return loopbackOnly && host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).origin : null;
}
