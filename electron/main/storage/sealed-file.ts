import type { z } from 'zod';
import { readFileIfThere, removeFile, writeFileAtomically } from './atomic-file.ts';
import type { KeyStore } from './key-store.ts';

/** What reading a sealed file found. */
export type Opened<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: T }
  /** Another key, another backend, damaged, or of an unknown form. The file is gone. */
  | { readonly kind: 'unreadable' };

/** A file whose content only this person on this computer can read. */
export interface SealedFile<T> {
  read(): Promise<Opened<T>>;
  /** On disk when it resolves. Errors: DiskFullError; an error when the key store seals nothing. */
  write(value: T): Promise<void>;
  remove(): void;
}

/**
 * File layout: the backend's name, a line feed, the sealed bytes. The name stands outside because a changed backend
 * has to be told from a damaged file without asking the key store (which may ask the person).
 */
export function createSealedFile<S extends z.ZodType>(
  file: string,
  schema: S,
  keys: KeyStore,
): SealedFile<z.output<S>> {
  return {
    async read(): Promise<Opened<z.output<S>>> {
      let bytes: Buffer | null;
      try {
        bytes = readFileIfThere(file);
      } catch {
        return { kind: 'unreadable' };
      }
      if (bytes === null) return { kind: 'none' };
      try {
        const end = bytes.indexOf('\n');
        const backend = bytes.subarray(0, Math.max(end, 0)).toString('utf8');
        if (end > 0 && backend === (await keys.backend())) {
          const value = schema.safeParse(JSON.parse(await keys.open(bytes.subarray(end + 1))));
          if (value.success) return { kind: 'value', value: value.data };
        }
      } catch {
        // Sealed with another key, or damaged: the same to the person, and said below.
      }
      removeFile(file);
      return { kind: 'unreadable' };
    },
    async write(value): Promise<void> {
      const backend = await keys.backend();
      if (backend === null) throw new Error('no key store');
      const sealed = await keys.seal(JSON.stringify(value));
      writeFileAtomically(file, Buffer.concat([Buffer.from(`${backend}\n`), sealed]));
    },
    remove: () => removeFile(file),
  };
}
