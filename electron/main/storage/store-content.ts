import { z } from 'zod';
import { operatorProfile } from '#protocol/api/profile.ts';
import { settings } from '#protocol/ipc/state.ts';
import { language } from '#protocol/primitives.ts';

/** Version of the store's format. A program reads the fields that it knows of a newer one. */
export const storeVersion = 1;

/** A sealed value: the key store's name, and the sealed bytes in base64. */
export const sealedBytes = z.object({ backend: z.string(), data: z.string().min(1) });
export type SealedBytes = z.infer<typeof sealedBytes>;

/** Stands for a sealed value that was there and cannot be read, so that its owner says so. */
export const unreadable: SealedBytes = { backend: '', data: '-' };

/** Each field is validated by itself: one that is wrong is dropped, the others stay. */
const fields = {
  /** Null: never chosen, the system's language counts. */
  language: language.nullable(),
  theme: settings.shape.theme,
  lockAfter: settings.shape.lockAfter,
  window: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), maximised: z.boolean() }),
  /** The operator profile as last published, and the program version that stored it. */
  profile: z.object({ version: z.string(), value: operatorProfile }),
  /** The kept session. */
  session: sealedBytes,
  /** Sessions that are still to be ended at the service. */
  signOuts: sealedBytes,
  /** The last overviews. */
  overviews: sealedBytes,
  /** Payments under way with their keys. */
  payments: sealedBytes,
  /** The key of a promised payment whose answer was lost. */
  promise: sealedBytes,
};
export type StoreContent = { readonly [K in keyof typeof fields]?: z.output<(typeof fields)[K]> };
export type SealedKey = 'session' | 'signOuts' | 'overviews' | 'payments' | 'promise';

const ofPerson: readonly string[] = ['session', 'signOuts', 'overviews', 'payments', 'promise'] satisfies SealedKey[];

/** The content of a store file, field by field. */
export interface ParsedContent {
  readonly content: StoreContent;
  /** Names of fields that are unknown or have a wrong value. */
  readonly dropped: readonly string[];
  /** A newer version of the program wrote it. */
  readonly newer: boolean;
}

const head = z.looseObject({ version: z.int().positive() });
/** A value that was overwritten in place because the disk was full: it counts as removed. */
const blank = z.object({ data: z.string().regex(/^ +$/) });

/** Validates what a store file held. Null: it is no store. */
export function parseContent(raw: unknown): ParsedContent | null {
  const parsed = head.safeParse(raw);
  if (!parsed.success) return null;
  const { version, ...values } = parsed.data;
  const content: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (blank.safeParse(value).success) continue;
    const field = Object.hasOwn(fields, name) ? fields[name as keyof typeof fields].safeParse(value) : null;
    if (field?.success === true) content[name] = field.data;
    else dropped.push(name);
    if (field?.success === false && ofPerson.includes(name)) content[name] = unreadable;
  }
  return { content, dropped, newer: version > storeVersion };
}
