import { session, type Session } from 'electron';
import type { Fetch } from './http.ts';

/** `Session.fetch` reports a redirect that it may not follow as an error with this text. */
const REDIRECT_CANCELLED = 'Redirect was cancelled';

function openPartition(name: string): Session {
  // In memory: no `persist:` prefix. Nothing of the service is cached on disk.
  const partition = session.fromPartition(name, { cache: false });
  // Every new session is limited to the program's own files. This one has no page; only main sends requests in it.
  partition.webRequest.onBeforeRequest(null);
  return partition;
}

/**
 * Creates `fetch` over Electron's network stack, so that the system's proxy and certificates are used. No cookies, no
 * cache, no redirects: a redirect is returned as a response of status 302 without a location. Call after `app` is ready.
 *
 * Chromium sends a request a second time, a POST too, when a reused connection breaks before the response. Only GET may
 * use such connections; every other request opens its own in a second partition.
 */
export function createNetworkFetch(): Fetch {
  let reads: Session | null = null;
  let changes: Session | null = null;
  return async (input, init) => {
    const request = new Request(input, init);
    let partition: Session;
    if (request.method === 'GET') {
      partition = reads ??= openPartition('operator-reads');
    } else {
      partition = changes ??= openPartition('operator-changes');
      request.headers.set('connection', 'close');
    }
    try {
      return await partition.fetch(request, { credentials: 'omit', cache: 'no-store', redirect: 'manual' });
    } catch (error) {
      if (error instanceof Error && error.message === REDIRECT_CANCELLED) return new Response(null, { status: 302 });
      throw error;
    }
  };
}
