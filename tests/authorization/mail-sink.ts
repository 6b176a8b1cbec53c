import { createServer, type AddressInfo } from 'node:net';

/** A mail server that accepts and discards all mail. Test helper. */
export interface MailSink {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a minimal RFC 5321 server, without the catcher's delay before its greeting. */
export async function startMailSink(): Promise<MailSink> {
  const server = createServer((socket) => {
    let isLetter = false;
    let rest = '';
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.write('220 sink\r\n');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (isLetter && line !== '.') continue;
        if (line.toUpperCase() === 'DATA') {
          isLetter = true;
          socket.write('354 go on\r\n');
          continue;
        }
        isLetter = false;
        if (line.toUpperCase() === 'QUIT') socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
