import { encode } from 'uqr';
import { html, type Markup } from './markup.ts';

/**
 * A text as a QR code of vectors (UTF-8 bytes, error correction M) with the quiet zone that readers need.
 *
 * @param label what it is, for those who do not see it
 */
export function qrCode(text: string, label: string): Markup {
  const { data, size } = encode(text, { border: 4, ecc: 'M' });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return html`<svg
    class="qr"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <rect width="${size}" height="${size}" fill="#ffffff" />
    <path d="${path}" fill="#000000" />
  </svg>`;
}
