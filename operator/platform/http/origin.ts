import type { FastifyRequest } from 'fastify';

export interface OriginSettings {
  /** Public origin of the service, `https://host[:port]`; null: not set. */
  readonly publicOrigin: string | null;
  /** True when bound to loopback. */
  readonly loopbackOnly: boolean;
}

/**
 * Origin of the service for links. On loopback it follows `Host`, whose name was checked before (see
 * response-headers.ts) and whose port may belong to a tunnel. Otherwise only the configured origin is used, because
 * clients choose `Host` freely.
 *
 * @returns null when no origin is configured
 */
export function originOf(request: FastifyRequest, { publicOrigin, loopbackOnly }: OriginSettings): string | null {
  if (publicOrigin !== null) return publicOrigin;
  const { host } = request.headers;
  return loopbackOnly && host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).origin : null;
}
