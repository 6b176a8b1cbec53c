import { existsSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { Settings } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';
import { readFileIfThere, setAside, writeFileAtomically } from './atomic-file.ts';

/** Position of the window when it was last closed, in screen points. */
export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximised: boolean;
}

/** What the start needs before the first paint. A copy of fields of the program store, which owns them. */
export interface BootFields {
  /** Null: never chosen, the system's language counts. */
  readonly language: Language | null;
  readonly theme: Settings['theme'];
  readonly lockAfter: Settings['lockAfter'];
  readonly window: WindowPlace | null;
  /** Whether the store holds a session, so that the page can begin with the account. */
  readonly sessionKept: boolean;
  /** JSON text of the operator profile, validated when it was stored by this version; null: none. */
  readonly profileJson: string | null;
}

/** A boot file as read at the start. */
export interface BootFile {
  readonly fields: BootFields;
  /** The file, or one of its fields, could not be read. The file was set aside. */
  readonly damaged: boolean;
  /** The text of an undamaged boot file; null: there is none yet. */
  readonly text: string | null;
}

export const defaultBootFields: BootFields = {
  language: null,
  theme: 'system',
  lockAfter: 'never',
  window: null,
  sessionKept: false,
  profileJson: null,
};

const fileName = 'boot.json';
/** Files of profiles that were written before there was a program store. */
const legacySettings = 'settings.json';
const legacySession = 'session.sealed';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function windowPlace(value: unknown): WindowPlace | undefined {
  if (!isRecord(value)) return undefined;
  const { x, y, width, height, maximised } = value;
  const numbers = [x, y, width, height];
  if (!numbers.every((n) => Number.isInteger(n)) || typeof maximised !== 'boolean') return undefined;
  return { x: Number(x), y: Number(y), width: Number(width), height: Number(height), maximised };
}

/** The profile's JSON text if this version wrote it and it is undamaged. It is not validated again: no schema is loaded yet. */
function profileJson(value: unknown, version: string): string | null {
  if (!isRecord(value)) return null;
  const { version: writtenBy, checksum, json } = value;
  return writtenBy === version && typeof json === 'string' && checksum === crc32(json) ? json : null;
}

/**
 * Parses the text by hand, because the schema library is not loaded before the first paint. A field that is missing has
 * its default; so has one with a wrong value, which makes the file `damaged`. Null: no JSON object.
 */
export function parseBootFields(text: string, version: string): BootFile | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  let damaged = false;
  const oneOf = <T extends string | null>(name: string, allowed: readonly T[], otherwise: T): T => {
    const given = value[name];
    const found = allowed.find((one) => one === given);
    if (found === undefined && given !== undefined) damaged = true;
    return found ?? otherwise;
  };
  const place = value['window'] ?? null;
  const window = place === null ? null : windowPlace(place);
  if (window === undefined) damaged = true;
  const fields: BootFields = {
    language: oneOf<Language | null>('language', [null, 'ru', 'en', 'sv'], defaultBootFields.language),
    theme: oneOf('theme', ['system', 'light', 'dark'], defaultBootFields.theme),
    lockAfter: oneOf('lockAfter', ['never', '5', '15', '30'], defaultBootFields.lockAfter),
    window: window ?? null,
    sessionKept: value['sessionKept'] === true,
    profileJson: profileJson(value['profile'], version),
  };
  return { fields, damaged, text };
}

/**
 * Reads the boot file of a profile folder; without one, the settings file of an earlier version. A damaged file is set
 * aside. Never throws.
 *
 * @param version of this program: a profile that another version stored is not used
 */
export function readBootFile(folder: string, version: string): BootFile {
  const read = (file: string): BootFile | null => {
    let bytes: Buffer | null;
    try {
      bytes = readFileIfThere(file);
    } catch {
      return setAside(file) ? { fields: defaultBootFields, damaged: true, text: null } : null;
    }
    if (bytes === null) return null;
    const parsed = parseBootFields(bytes.toString('utf8'), version);
    if (parsed?.damaged === false) return parsed;
    setAside(file);
    return { fields: parsed?.fields ?? defaultBootFields, damaged: true, text: null };
  };
  const boot = read(path.join(folder, fileName));
  if (boot !== null) return boot;
  const { fields, damaged } = read(path.join(folder, legacySettings)) ?? { fields: defaultBootFields, damaged: false };
  const sessionKept = existsSync(path.join(folder, legacySession));
  return { fields: { ...fields, sessionKept }, damaged, text: null };
}

/** The text of a boot file. */
export function bootText({ profileJson: json, ...fields }: BootFields, version: string): string {
  const profile = json === null ? null : { version, checksum: crc32(json), json };
  return `${JSON.stringify({ ...fields, profile }, null, 2)}\n`;
}

/** Errors: DiskFullError, FolderUnwritableError, and whatever else the system says. */
export function writeBootFile(folder: string, text: string): void {
  writeFileAtomically(path.join(folder, fileName), text);
}
