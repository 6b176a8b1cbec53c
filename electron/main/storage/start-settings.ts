import type { Language } from '#protocol/primitives.ts';
import type { Settings } from '#protocol/ipc/state.ts';
import { readFileIfThere, setAside, writeFileAtomically } from './atomic-file.ts';

/** Where the window stood when it was last closed, in screen points. */
export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximised: boolean;
}

/** The one small file that the start reads before it makes the window. */
export interface StartSettings {
  /** Null: never chosen, the system's language counts. */
  readonly language: Language | null;
  readonly theme: Settings['theme'];
  readonly lockAfter: Settings['lockAfter'];
  readonly window: WindowPlace | null;
}

export const defaultStartSettings: StartSettings = {
  language: null,
  theme: 'system',
  lockAfter: 'never',
  window: null,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function windowPlace(value: unknown): WindowPlace | null {
  if (!isRecord(value)) return null;
  const { x, y, width, height, maximised } = value;
  const numbers = [x, y, width, height];
  if (!numbers.every((n) => Number.isInteger(n)) || typeof maximised !== 'boolean') return null;
  return { x: Number(x), y: Number(y), width: Number(width), height: Number(height), maximised };
}

/**
 * Checks the file's content by hand: the schema library is not loaded before the first paint, and four fields do not
 * need it. Fields that a later version added are left alone, and one that an earlier version did not know has its
 * default; a wrong value makes the whole file damaged.
 */
export function parseStartSettings(text: string): StartSettings | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const language = value['language'] ?? null;
  const theme = value['theme'];
  if (language !== null && language !== 'ru' && language !== 'en' && language !== 'sv') return null;
  if (theme !== 'system' && theme !== 'light' && theme !== 'dark') return null;
  const lockAfter = value['lockAfter'] ?? defaultStartSettings.lockAfter;
  if (lockAfter !== 'never' && lockAfter !== '5' && lockAfter !== '15' && lockAfter !== '30') return null;
  const window = value['window'] ?? null;
  const place = windowPlace(window);
  return window !== null && place === null ? null : { language, theme, lockAfter, window: place };
}

/** Reads the file; a damaged one is set aside and the defaults count. */
export function readStartSettings(file: string): { readonly settings: StartSettings; readonly damaged: boolean } {
  let bytes: Buffer | null;
  try {
    bytes = readFileIfThere(file);
  } catch {
    return { settings: defaultStartSettings, damaged: setAside(file) };
  }
  if (bytes === null) return { settings: defaultStartSettings, damaged: false };
  const settings = parseStartSettings(bytes.toString('utf8'));
  if (settings) return { settings, damaged: false };
  setAside(file);
  return { settings: defaultStartSettings, damaged: true };
}

/** Errors: DiskFullError. */
export function writeStartSettings(file: string, settings: StartSettings): void {
  writeFileAtomically(file, `${JSON.stringify(settings, null, 2)}\n`);
}
