import path from 'node:path';
import type { AxiosInstance } from 'axios';
import type { Documents, DocumentsPorts } from './documents.ts';

/** The documents, brought when the first file is asked for: what makes them is no part of the start. */
export interface LateDocuments {
  readonly open: () => Promise<Documents>;
  /** Nothing half-written stays behind. */
  close(): Promise<void>;
}

/** @param appFolder where the built program lies; its renderer has the faces that documents are printed in */
export function lateDocuments(
  appFolder: string,
  { http, ...ports }: Omit<DocumentsPorts, 'files' | 'print'> & { readonly http: AxiosInstance },
): LateDocuments {
  let opened: Promise<Documents> | null = null;
  const bring = async (): Promise<Documents> => {
    const [{ createDocuments }, { createPrintPdf }, { createFileSource }] = await Promise.all([
      import('./documents.ts'),
      import('./print-pdf.ts'),
      import('../operator/http-stream.ts'),
    ]);
    const print = createPrintPdf(path.join(appFolder, 'dist', 'renderer'));
    return createDocuments({ ...ports, files: createFileSource(http), print });
  };
  return {
    open: () => (opened ??= bring()),
    async close(): Promise<void> {
      await (await opened)?.close();
    },
  };
}
