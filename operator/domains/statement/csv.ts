import type { Language } from '#protocol/primitives.ts';
import { decimalMark, roubles, type ExportLine } from './export-lines.ts';
import { exportWords } from './words.ts';

const byteOrderMark = '\uFEFF';
const lineEnd = '\r\n';

/**
 * A text as a field: always quoted, quotes doubled (RFC 4180). What a spreadsheet would take for a formula gets an
 * apostrophe in front (OWASP, CSV injection), full-width forms of the signs included.
 */
function textField(text: string): string {
  const guarded = /^[\s\u200b-\u200f\ufeff]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

/**
 * A statement as CSV: UTF-8 with a byte order mark, CRLF, headings in the language. Where kopecks are divided off by a comma
 * (ru, sv) fields are by a semicolon, as spreadsheets of those countries read and write them; in English by a comma.
 * Days are ISO 8601, amounts plain numbers with their sign.
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
