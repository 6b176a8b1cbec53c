import { existsSync } from 'node:fs';
import path from 'node:path';
import { operatorProfile } from '#protocol/api/profile.ts';
import { readFileIfThere } from './atomic-file.ts';
import { unreadable, type SealedBytes, type SealedKey, type StoreContent } from './store-content.ts';

/** Files of profiles that were written before there was a program store, see docs/decisions/0017. */
const sealedFiles: Readonly<Record<SealedKey, string>> = {
  session: 'session.sealed',
  signOuts: 'sign-outs.sealed',
  overviews: 'overviews.sealed',
  payments: 'payments.sealed',
  promise: 'promise.sealed',
};
/** The settings are read as the boot file. */
const plainFiles = { settings: 'settings.json', profile: 'operator-profile.json' };

type OldFiles = Readonly<Partial<Record<SealedKey | keyof typeof plainFiles, string>>>;

/** Layout of a sealed file: the key store's name, a line feed, the sealed bytes. They are taken over as they are. */
function sealedBytesOf(bytes: Buffer): SealedBytes {
  const end = bytes.indexOf('\n');
  if (end <= 0 || end === bytes.length - 1) return unreadable;
  return { backend: bytes.subarray(0, end).toString('utf8'), data: bytes.subarray(end + 1).toString('base64') };
}

/** Layout of the profile's file: the program's version and a checksum, a line feed, JSON. It is validated here. */
function profileOf(bytes: Buffer): StoreContent['profile'] {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\n');
  const value = operatorProfile.safeParse(parseJson(text.slice(end + 1)));
  return value.success ? { version: text.slice(0, end).split(' ')[0] ?? '', value: value.data } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an earlier version left in the folder: its sealed values and profile, and the paths of all its files that are there. */
export function readLegacyFiles(folder: string): { readonly content: StoreContent; readonly files: OldFiles } {
  const content: Partial<Record<SealedKey, SealedBytes>> = {};
  const files: Partial<Record<SealedKey | keyof typeof plainFiles, string>> = {};
  for (const [key, name] of Object.entries({ ...sealedFiles, ...plainFiles })) {
    const file = path.join(folder, name);
    if (existsSync(file)) files[key as keyof typeof files] = file;
  }
  for (const key of Object.keys(sealedFiles) as SealedKey[]) {
    const file = files[key];
    if (file === undefined) continue;
    try {
      const bytes = readFileIfThere(file);
      if (bytes !== null) content[key] = sealedBytesOf(bytes);
    } catch {
      content[key] = unreadable;
    }
  }
  if (files.profile === undefined) return { content, files };
  try {
    const profile = profileOf(readFileIfThere(files.profile) ?? Buffer.alloc(0));
    return { content: profile === undefined ? content : { ...content, profile }, files };
  } catch {
    // Unreadable: it is asked for anew.
    return { content, files };
  }
}
