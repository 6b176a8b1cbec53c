import type { AddressInfo, Socket } from 'node:net';
import type { SMTPServer, SMTPServerDataStream } from 'smtp-server';

export interface CatcherDeps {
  /** Stores a message. The sender gets its confirmation only afterwards. */
  readonly keep: (message: { readonly recipients: readonly string[]; readonly source: string }) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** A mail server that stores messages for display and delivers none. */
export interface Catcher {
  /** `smtp://127.0.0.1:PORT`; starts listening at the first call. */
  address(): Promise<string>;
  readonly down: boolean;
  /** Simulated failure: connections are closed immediately. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

const MAX_BYTES = 512 * 1024;
const CLOSE_WITHIN_MS = 1_000;

async function read(stream: SMTPServerDataStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) if (!stream.sizeExceeded) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Creates the built-in catcher: SMTP on a free loopback port. */
export function createCatcher({ keep, onError }: CatcherDeps): Catcher {
  let listening: Promise<{ server: SMTPServer; url: string }> | null = null;
  let down = false;
  const sockets = new Set<Socket>();

  async function listen(): Promise<{ server: SMTPServer; url: string }> {
    const { SMTPServer: Server } = await import('smtp-server');
    const server = new Server({
      name: 'localhost',
      size: MAX_BYTES,
      rejectOversized: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: CLOSE_WITHIN_MS,
      logger: false,
      onData(stream, session, done) {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        read(stream)
          .then(async (source) => {
            if (!stream.sizeExceeded) await keep({ recipients, source });
          })
          .then(
            () => done(),
            (error: unknown) => {
              onError(error);
              // Reject what could not be stored.
              done(Object.assign(new Error('Not kept, try again later'), { responseCode: 451 }));
            },
          );
      },
    });
    // Aborted connections are the sender's problem.
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      if (down) socket.resetAndDestroy();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.server.address() as AddressInfo;
    return { server, url: `smtp://127.0.0.1:${port}` };
  }

  return {
    async address() {
      listening ??= listen().catch((error: unknown) => {
        listening = null;
        throw error;
      });
      return (await listening).url;
    },
    get down() {
      return down;
    },
    // Keep the port while down: another program could receive the mail.
    setDown(now) {
      down = now;
      if (down) for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      const open = await listening?.catch(() => null);
      if (!open) return;
      await new Promise<void>((resolve) => {
        open.server.close(resolve);
      });
    },
  };
}
