/** The system's key store as the program uses it: asynchronous outside, whatever is inside. */
export interface KeyStore {
  /** Name of what holds the key ("keychain", "dpapi", "gnome_libsecret" …); null: nothing that deserves the name. */
  backend(): Promise<string | null>;
  seal(text: string): Promise<Buffer>;
  /** Errors: any, when the key is another one or the bytes are damaged. */
  open(sealed: Buffer): Promise<string>;
}

/** What of Electron's safeStorage is used. Younger Electrons have the asynchronous half, older ones only the other. */
export interface SafeStoragePort {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
  getSelectedStorageBackend?(): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(text: string): Promise<Buffer>;
  decryptStringAsync?(sealed: Buffer): Promise<{ readonly result: string }>;
}

/** Linux backends that are no encryption: a fixed password, or not known what. */
const none = new Set(['basic_text', 'unknown']);

/**
 * Chooses between the two halves of safeStorage. `isAsyncEncryptionAvailable()` alone proves nothing on Linux (it is
 * true for the fixed password too), so the backend is asked as well.
 */
export function createKeyStore(storage: SafeStoragePort, platform: NodeJS.Platform): KeyStore {
  const asynchronous = async (): Promise<boolean> =>
    'encryptStringAsync' in storage &&
    'decryptStringAsync' in storage &&
    (await storage.isAsyncEncryptionAvailable?.()) === true;
  let chosen: Promise<boolean> | null = null;
  const useAsync = (): Promise<boolean> => (chosen ??= asynchronous().catch(() => false));
  return {
    async backend(): Promise<string | null> {
      if (!(await useAsync()) && !storage.isEncryptionAvailable()) return null;
      if (platform === 'darwin') return 'keychain';
      if (platform === 'win32') return 'dpapi';
      const name = storage.getSelectedStorageBackend?.() ?? 'unknown';
      return none.has(name) ? null : name;
    },
    async seal(text): Promise<Buffer> {
      const sealed = (await useAsync()) ? await storage.encryptStringAsync?.(text) : undefined;
      return sealed ?? storage.encryptString(text);
    },
    async open(sealed): Promise<string> {
      const opened = (await useAsync()) ? await storage.decryptStringAsync?.(sealed) : undefined;
      return opened?.result ?? storage.decryptString(sealed);
    },
  };
}
