import type { z } from 'zod';
import type { KeyStore } from './key-store.ts';
import type { ProgramStore } from './program-store.ts';
import type { SealedKey } from './store-content.ts';

/** What reading a sealed value found. */
export type Opened<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: T }
  /** Another key, another backend, damaged, or of an unknown form. The value is removed. */
  | { readonly kind: 'unreadable' };

/** A stored value that only this person on this computer can read. */
export interface SealedValue<T> {
  read(): Promise<Opened<T>>;
  /** On disk when it resolves. Errors: those of the store; an error when the key store seals nothing. */
  write(value: T): Promise<void>;
  remove(): void;
}

/**
 * Seals a value of a person before it goes into the store, and validates it when it comes out. The backend's name stands
 * beside the sealed bytes, because a changed backend has to be told from damage without asking the key store (which may
 * ask the person).
 */
export function createSealedValue<S extends z.ZodType>(
  store: ProgramStore,
  key: SealedKey,
  schema: S,
  keys: KeyStore,
): SealedValue<z.output<S>> {
  return {
    async read(): Promise<Opened<z.output<S>>> {
      const stored = store.get(key);
      if (stored === undefined) return { kind: 'none' };
      try {
        if (stored.backend !== '' && stored.backend === (await keys.backend())) {
          const text = await keys.open(Buffer.from(stored.data, 'base64'));
          const value = schema.safeParse(JSON.parse(text));
          if (value.success) return { kind: 'value', value: value.data };
        }
      } catch {
        // Sealed with another key, or damaged.
      }
      store.remove(key);
      return { kind: 'unreadable' };
    },
    async write(value): Promise<void> {
      const backend = await keys.backend();
      if (backend === null) throw new Error('no key store');
      const sealed = await keys.seal(JSON.stringify(value));
      store.set({ [key]: { backend, data: sealed.toString('base64') } });
    },
    remove: () => store.remove(key),
  };
}
