import { readFileIfThere, removeFile, writeFileAtomically } from './atomic-file.ts';

/** FNV-1a, 32 bit: notices damage, protects from nobody. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Keeps a value whose schema was checked when it was written. `shape` names the schema's version (the program's
 * version): a file of another shape is not read, so reading needs a checksum only and no schema library.
 */
export function writeCheckedJson(file: string, shape: string, value: unknown): void {
  const body = JSON.stringify(value);
  writeFileAtomically(file, `${shape} ${checksum(body)}\n${body}`);
}

/** The value's JSON text, or null when the file is missing, damaged or of another shape (then it is removed). */
export function readCheckedJson(file: string, shape: string): string | null {
  let text: string | undefined;
  try {
    text = readFileIfThere(file)?.toString('utf8');
  } catch {
    return null;
  }
  if (text === undefined) return null;
  const line = text.indexOf('\n');
  const body = text.slice(line + 1);
  if (line > 0 && text.slice(0, line) === `${shape} ${checksum(body)}`) return body;
  removeFile(file);
  return null;
}
