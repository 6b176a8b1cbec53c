import type { Language } from '#protocol/primitives.ts';
import { decimalMark, roubles, type ExportLine } from './export-lines.ts';
import { exportWords } from './words.ts';

const byteOrderMark = '\uFEFF';
const lineEnd = '\r\n';

/**
 * Formats a text field: always quoted, quotes doubled (RFC 4180). Text that a spreadsheet would treat as a formula is
 * prefixed with an apostrophe (OWASP, CSV injection), including full-width forms of the signs.
 */
function textField(text: string): string {
  const guarded = /^[\s\u200b-\u200f\ufeff]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

/**
 * Writes a statement as CSV: UTF-8 with a byte order mark, CRLF, headings in the language. Languages with a decimal comma
 * (ru, sv) use a semicolon between fields, as spreadsheets there expect; English uses a comma. Days are ISO 8601,
 * amounts are plain numbers with a sign.
 */
export async function* csvOf(
  lines: AsyncIterable<readonly ExportLine[]>,
  language: Language,
): AsyncGenerator<string, void, undefined> {
  const mark = decimalMark(language);
  const separator = mark === ',' ? ';' : ',';
  yield byteOrderMark + exportWords[language].headings.map(textField).join(separator) + lineEnd;
  for await (const some of lines) {
    let text = '';
    for (const { day, time, entry, details, amountKopecks, balanceKopecks } of some) {
      const amounts = [roubles(amountKopecks, mark), roubles(balanceKopecks, mark)];
      text += [day, time, textField(entry), textField(details), ...amounts].join(separator) + lineEnd;
    }
    if (text !== '') yield text;
  }
}
