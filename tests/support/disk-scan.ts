import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A value that must not be found, with a name for failure messages. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Where a secret was found, without its value. */
export interface Found {
  readonly file: string;
  readonly secret: string;
  readonly as: string;
}

/** The encodings in which a program may have written a text to disk. */
function forms(value: string): readonly (readonly [string, Buffer])[] {
  const utf8 = Buffer.from(value, 'utf8');
  const escaped = JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u0080-\uffff]/g, (letter) => {
      return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  const all: [string, Buffer][] = [
    ['utf-8', utf8],
    ['utf-16', Buffer.from(value, 'utf16le')],
    ['url', Buffer.from(encodeURIComponent(value))],
    ['json', Buffer.from(escaped)],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['base64', Buffer.from(utf8.toString('base64').replace(/=+$/, ''))],
  ];
  return all.filter(([, bytes], index) => all.findIndex(([, other]) => other.equals(bytes)) === index);
}

/** Finds secrets in a text. */
export function searchBytes(bytes: Buffer, file: string, secrets: readonly Secret[]): readonly Found[] {
  return secrets.flatMap((secret) =>
    forms(secret.value)
      .filter(([, form]) => bytes.includes(form))
      .map(([as]) => ({ file, secret: secret.name, as })),
  );
}

/** Decodes long runs of base64 in a file, because a secret inside one has no fixed encoded form. */
function decoded(bytes: Buffer): Buffer {
  const runs = bytes.toString('latin1').match(/[A-Za-z0-9+/]{40,}/g) ?? [];
  return Buffer.concat(runs.map((run) => Buffer.from(run, 'base64')));
}

/** Reads every file under the folder completely and returns the secrets found, with their files. */
export async function searchFolder(
  folder: string,
  secrets: readonly Secret[],
  leaveOut: (relative: string) => boolean = () => false,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    if (leaveOut(name)) continue;
    found.push(...searchBytes(Buffer.from(name), `name of ${name}`, secrets));
    const full = path.join(folder, name);
    // Links are Chromium's locks; sockets and pipes have no content.
    if (!(await lstat(full)).isFile()) continue;
    const bytes = await readFile(full);
    found.push(...searchBytes(bytes, name, secrets), ...searchBytes(decoded(bytes), `${name}, decoded`, secrets));
  }
  return found;
}
