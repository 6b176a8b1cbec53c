import { readFile } from 'node:fs/promises';
import { createCanvas } from '@napi-rs/canvas';
import jsqr from 'jsqr';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF as read by an independent library. */
export interface ReadPdf {
  readonly title: string;
  /** The text of each page, with white space collapsed. */
  readonly sheets: readonly string[];
  /** Content of the QR code on a page; null if none is found. */
  code(sheet: number): Promise<string | null>;
  close(): Promise<void>;
}

async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  return text.replaceAll(/[\s\u00a0]+/g, ' ').trim();
}

/** Renders a page and reads its QR code from the image. */
async function codeOf(page: PDFPageProxy): Promise<string | null> {
  const viewport = page.getViewport({ scale: 3 });
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  // The library's types accept only the browser's canvas; this one is compatible.
  const target = { canvas, canvasContext: canvas.getContext('2d'), viewport } as unknown as Parameters<
    PDFPageProxy['render']
  >[0];
  await page.render(target).promise;
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const read = jsqr(new Uint8ClampedArray(data), width, height);
  return read === null ? null : Buffer.from(read.binaryData).toString('utf8');
}

/** Reads a PDF. Throws the library's error for an invalid file. */
export async function readPdf(file: string): Promise<ReadPdf> {
  const loading = getDocument({ data: new Uint8Array(await readFile(file)), verbosity: 0 });
  const document: PDFDocumentProxy = await loading.promise;
  const sheets: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    sheets.push(await textOf(await document.getPage(number)));
  }
  const { info } = await document.getMetadata();
  return {
    title: 'Title' in info && typeof info.Title === 'string' ? info.Title : '',
    sheets,
    code: async (sheet) => codeOf(await document.getPage(sheet)),
    close: () => loading.destroy(),
  };
}
