import { Zip, ZipDeflate } from 'fflate';
import type { Language } from '#protocol/primitives.ts';
import { dayNumber } from '../../platform/clock/days.ts';
import { roubles, type ExportLine } from './export-lines.ts';
import { exportWords } from './words.ts';

/** Most rows of a sheet, including headings (Excel's limit; ECMA-376 defines none). */
const mostRows = 1_048_576;
/** Serial number of 1970-01-01 in a spreadsheet's day count. */
const firstDay = 25_569;
/** Fast compression, because a person waits for the file. */
const level = 1;

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** Cell styles: 0 plain, 1 heading, 2 day, 3 time, 4 amount. Number formats 14 and 20 follow the reader's locale. */
const styles = `${xml}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/** Escapes text for XML and drops characters that XML cannot represent. */
function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // The characters of XML 1.0, 2.2.
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
  );
}

const columns = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** A cell without its reference: attributes (`t="…" s="…"`) and content. */
type Cell = readonly [attributes: string, content: string];

function textCell(text: string, style = 0): Cell {
  return [`t="inlineStr" s="${style}"`, `<is><t xml:space="preserve">${escaped(text)}</t></is>`];
}

function numberCell(value: number | string, style: number): Cell {
  return [`s="${style}"`, `<v>${value}</v>`];
}

/** Writes cell references: optional in the standard, but some readers need them. */
function rowOf(row: number, cells: readonly Cell[]): string {
  const inside = cells.map(([attributes, content], index) => {
    return `<c r="${columns[index] ?? ''}${row}" ${attributes}>${content}</c>`;
  });
  return `<row r="${row}">${inside.join('')}</row>`;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function lineCells({ day, time, entry, details, amountKopecks, balanceKopecks }: ExportLine): Cell[] {
  return [
    numberCell(dayNumber(day) + firstDay, 2),
    numberCell(minutesOf(time) / 1440, 3),
    textCell(entry),
    textCell(details),
    // Formatted from kopecks: a division would introduce rounding errors.
    numberCell(roubles(amountKopecks, '.'), 4),
    numberCell(roubles(balanceKopecks, '.'), 4),
  ];
}

function sheetHead(language: Language): string {
  const widths = [12, 8, 32, 56, 14, 14].map((width, index) => {
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
  });
  const headings = exportWords[language].headings.map((heading) => textCell(heading, 1));
  return `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>${rowOf(1, headings)}`;
}
const sheetTail = '</sheetData></worksheet>';

/** Package parts that list the sheets; written last, when their number is known. */
function partsAround(sheets: number, language: Language): Readonly<Record<string, string>> {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const name = (number: number): string =>
    number === 1 ? exportWords[language].sheet : `${exportWords[language].sheet} ${number}`;
  return {
    'xl/styles.xml': styles,
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${numbers
      .map((number) => `<sheet name="${escaped(name(number))}" sheetId="${number}" r:id="rId${number}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packageRelations}">${numbers
      .map(
        (number) =>
          `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
      )
      .join('')}<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${numbers
      .map((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`)
      .join('')}</Types>`,
  };
}

/**
 * Writes a statement as an Office Open XML workbook (ECMA-376); days, times and amounts are formatted numbers. Compressed
 * while streaming: only the current batch is in memory. Texts are inline strings, which are never read as formulas.
 * @param rowsOfSheet number of rows after which a new sheet begins
 */
export async function* xlsxOf(
  lines: AsyncIterable<readonly ExportLine[]>,
  language: Language,
  rowsOfSheet: number = mostRows,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  function* taken(): Generator<Uint8Array, void, undefined> {
    const chunks = ready;
    ready = [];
    yield* chunks;
  }
  const encoder = new TextEncoder();
  const begin = (name: string): ZipDeflate => {
    const part = new ZipDeflate(name, { level });
    zip.add(part);
    return part;
  };
  let sheets = 0;
  let rows = 0;
  const beginSheet = (): ZipDeflate => {
    sheets += 1;
    rows = 1;
    const part = begin(`xl/worksheets/sheet${sheets}.xml`);
    part.push(encoder.encode(sheetHead(language)));
    return part;
  };
  let sheet = beginSheet();
  for await (const some of lines) {
    let text = '';
    for (const line of some) {
      if (rows === rowsOfSheet) {
        sheet.push(encoder.encode(text + sheetTail), true);
        text = '';
        sheet = beginSheet();
      }
      rows += 1;
      text += rowOf(rows, lineCells(line));
    }
    sheet.push(encoder.encode(text));
    yield* taken();
  }
  sheet.push(encoder.encode(sheetTail), true);
  for (const [name, content] of Object.entries(partsAround(sheets, language))) {
    begin(name).push(encoder.encode(content), true);
  }
  zip.end();
  yield* taken();
}
