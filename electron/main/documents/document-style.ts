/**
 * Style of the printed documents: black on white, the faces served beside the page. Lengths in points, for A4. Every sign
 * is the face's plain one: a figure or a minus of another shape (tabular, contextual) has no character behind it in the
 * PDF, and could be neither copied, nor found, nor read aloud.
 */
export const documentStyle = `
@font-face { font-family: Inter; font-weight: 100 900; font-display: block; src: url(/inter-latin.woff2) format('woff2');
  unicode-range: U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329,
    U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD; }
@font-face { font-family: Inter; font-weight: 100 900; font-display: block; src: url(/inter-cyrillic.woff2) format('woff2');
  unicode-range: U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116; }
@font-face { font-family: Inter; font-weight: 100 900; font-display: block; src: url(/inter-latin-ext.woff2) format('woff2');
  unicode-range: U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+1E00-1E9F, U+20A0-20AB, U+20AD-20C0, U+2113; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { color: #10141b; background: #fff; font: 9.5pt/13.5pt Inter, sans-serif;
  font-feature-settings: 'liga' 0, 'calt' 0; }
header { display: flex; justify-content: space-between; gap: 24pt; padding-bottom: 10pt; border-bottom: 1pt solid #10141b; }
.brand { font-size: 15pt; line-height: 19pt; font-weight: 650; }
.sender { max-width: 280pt; color: #4a5260; font-size: 8pt; line-height: 11pt; text-align: right; }
h1 { margin-top: 18pt; font-size: 17pt; line-height: 22pt; font-weight: 650; }
h2 { margin-top: 16pt; font-size: 11pt; line-height: 15pt; font-weight: 600; }
.lead, .small { margin-top: 5pt; color: #4a5260; }
.small { font-size: 8pt; line-height: 11pt; }
table { width: 100%; border-collapse: collapse; }
.facts { margin-top: 10pt; }
.facts th { width: 155pt; padding: 3.5pt 12pt 3.5pt 0; color: #4a5260; font-weight: 400; text-align: left;
  vertical-align: top; }
.facts td { padding: 3.5pt 0; vertical-align: top; overflow-wrap: anywhere; }
.facts tr + tr > * { border-top: 0.5pt solid #d9dde3; }
.other { display: block; font-size: 7.5pt; line-height: 10pt; }
.slip { display: flex; gap: 20pt; margin-top: 14pt; padding: 14pt; border: 1pt solid #10141b; break-inside: avoid; }
.slip .code { flex: none; width: 152pt; text-align: center; }
.slip .code .small { margin-top: 2pt; }
.slip .form { flex: 1; min-width: 0; }
.slip .facts { margin-top: 0; }
.slip .facts th { width: 108pt; }
.qr { display: block; width: 152pt; height: 152pt; }
.sum { font-size: 12pt; font-weight: 650; }
.open { display: inline-block; width: 120pt; border-bottom: 0.75pt solid #10141b; }
.sign { margin-top: 16pt; }
.totals { display: flex; gap: 12pt; margin-top: 12pt; }
.totals div { flex: 1; padding: 7pt 9pt; border: 0.5pt solid #b9c0ca; border-radius: 4pt; break-inside: avoid; }
.totals span { display: block; color: #4a5260; font-size: 8pt; line-height: 11pt; }
.totals b { font-size: 11pt; font-weight: 600; white-space: nowrap; }
.lines { margin-top: 14pt; }
.lines thead { display: table-header-group; }
.lines tr { break-inside: avoid; }
.lines th { padding: 4pt 6pt; border-bottom: 1pt solid #10141b; font-size: 8pt; font-weight: 600; text-align: left; }
.lines td { padding: 3pt 6pt; border-bottom: 0.5pt solid #d9dde3; vertical-align: top; }
.lines .number { text-align: right; white-space: nowrap; }
.lines .day { width: 78pt; white-space: nowrap; }
.lines .detail { display: block; color: #4a5260; font-size: 8pt; line-height: 11pt; }
.empty { margin-top: 18pt; color: #4a5260; }
`;
