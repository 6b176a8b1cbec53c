import type { Language } from '#protocol/primitives.ts';

/** What the command line and the environment ask of this run. */
export interface Flags {
  /** Signs in as the demo service's first subscriber, ends by itself once the dashboard stands. */
  readonly smoke: boolean;
  /** File for a picture of the first settled screen. */
  readonly screenshot: string | null;
  /** Profile folder instead of the system's. */
  readonly profile: string | null;
  /** File for the measured phases of the start. */
  readonly startupReport: string | null;
  /** Origin of an operator service; null: the embedded one. */
  readonly operatorOrigin: string | null;
  /** Language of this run, whatever the settings say. */
  readonly language: Language | null;
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The origin of an address that the program may send tokens to: https, or http to this machine. Null otherwise. */
export function serviceOrigin(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return null;
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  return allowed ? url.origin : null;
}

function languageOf(value: string | null): Language | null {
  return value === 'ru' || value === 'en' || value === 'sv' ? value : null;
}

/**
 * Reads the switches. An operator address that may not be used is an error: falling back to another service would
 * show figures of the wrong one.
 */
export function readFlags(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Flags {
  const value = (name: string): string | null => {
    const found = argv.findLast((arg) => arg.startsWith(`--${name}=`));
    const text = found?.slice(name.length + 3) ?? '';
    return text === '' ? null : text;
  };
  const address = value('operator-url') ?? (env['PLUS_CABINET_OPERATOR_URL'] || null);
  const operatorOrigin = address === null ? null : serviceOrigin(address);
  if (address !== null && operatorOrigin === null) {
    throw new Error('The address of the operator service has to be https, or http on this machine.');
  }
  return {
    smoke: argv.includes('--smoke'),
    screenshot: value('screenshot'),
    profile: value('profile') ?? value('user-data-dir'),
    startupReport: value('startup-report') ?? (env['PLUS_CABINET_STARTUP_REPORT'] || null),
    operatorOrigin,
    language: languageOf(value('language')),
  };
}
