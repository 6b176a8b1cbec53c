/** Notifications between instances on the same PostgreSQL database. */
export interface InstanceNews {
  readonly onEvents: () => void;
  readonly onSessionEnd: (sessionId: string) => void;
  readonly onError: (error: unknown) => void;
}

const RECONNECT_MS = 1_000;

/**
 * Listens for PostgreSQL notifications of committed events and ended sessions (migration 0002). Reconnects
 * automatically and then assumes it missed some.
 *
 * @param url address of the PostgreSQL database
 * @returns function that stops listening
 */
export async function listenToInstances(url: string, news: InstanceNews): Promise<() => Promise<void>> {
  const { default: pg } = await import('pg');
  let client: InstanceType<typeof pg.Client> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    let lost = false;
    const onLost = (error?: unknown): void => {
      if (lost || stopped) return;
      lost = true;
      if (error !== undefined) news.onError(error);
      next.end().catch(() => undefined);
      timer = setTimeout(() => {
        void connect().catch(onLost);
      }, RECONNECT_MS);
      timer.unref();
    };
    next.on('error', onLost);
    next.on('end', onLost);
    next.on('notification', ({ channel, payload }) => {
      if (channel === 'operator_events') news.onEvents();
      else if (payload !== undefined && payload !== '') news.onSessionEnd(payload);
    });
    client = next;
    try {
      await next.connect();
      await next.query('listen operator_events; listen operator_session_ends');
    } catch (error) {
      onLost(error);
      return;
    }
    news.onEvents();
  }

  await connect();
  return async () => {
    stopped = true;
    if (timer) clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}
