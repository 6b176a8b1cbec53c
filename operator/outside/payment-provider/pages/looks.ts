import type { PaymentMethod } from '#protocol/api/payments.ts';
import { styleOf, type Style } from '../../../platform/http/html.ts';

/** Owner of a page: the payment system for cards, otherwise the bank, wallet or phone operator. */
export type LookId = Exclude<PaymentMethod, 'bank-card'> | 'gate' | 'bank';

/** Look of a page. Text has a contrast of at least 4.5 to 1. */
export interface Look {
  readonly wordmark: string;
  readonly style: Style;
}

interface Colours {
  readonly accent: string;
  readonly ground: string;
  readonly corner: string;
  readonly face: string;
  /** True: the top bar has the accent colour; false: white with accent text. */
  readonly filled: boolean;
}

const sans = "system-ui,'Segoe UI',Roboto,sans-serif";

function sheet({ accent, ground, corner, face, filled }: Colours): string {
  return `
*{box-sizing:border-box}
body{margin:0;background:${ground};color:#16181d;font:16px/1.45 ${face}}
header{padding:14px 24px;font-size:22px;font-weight:700;
${filled ? `background:${accent};color:#fff` : `background:#fff;color:${accent};border-bottom:3px solid ${accent}`}}
main{max-width:440px;margin:20px auto;padding:0 16px}
section{background:#fff;border-radius:${corner};padding:22px;margin-bottom:16px;box-shadow:0 1px 3px #0003}
h1{margin:0 0 10px;font-size:22px;line-height:1.25}h2{margin:0 0 8px;font-size:15px}p{margin:0 0 14px}
.sum{display:flex;justify-content:space-between;align-items:baseline;gap:16px;margin:0 0 16px;padding:12px 14px;
border-radius:${corner};background:${ground}}
.sum b{font-size:22px;white-space:nowrap}
label{display:block;font-size:14px;font-weight:600}
.field{margin-bottom:14px}
.field p{margin:4px 0 0;font-size:13px;color:#4a4f59}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:14px}
input{display:block;width:100%;margin-top:5px;padding:10px 12px;font:inherit;border:1px solid #6f7681;
border-radius:${corner};background:#fff;color:inherit}
input[aria-invalid]{border:2px solid #b3261e}
.field p.wrong,.wrong{color:#a01a13;font-weight:600}
.alert{padding:10px 12px;border-left:4px solid #b3261e;background:#fdeeed}
button,a.button{display:block;width:100%;margin-top:10px;padding:12px;font:inherit;font-weight:600;text-align:center;
text-decoration:none;cursor:pointer;border:0;border-radius:${corner};background:${accent};color:#fff}
button.quiet{background:#e6e8ec;color:#16181d}
:focus-visible{outline:3px solid #16181d;outline-offset:2px}
svg.qr{display:block;width:240px;height:240px;margin:0 auto 14px;background:#fff}
dl{margin:0 0 14px;font-size:14px}dt{font-weight:600;margin-top:8px}dd{margin:0}
section a:not(.button){color:${accent}}
code{font-size:14px;overflow-wrap:anywhere}
.demo{border:2px dashed #6f7681;box-shadow:none;font-size:14px}
.waits::before{content:"";display:inline-block;width:14px;height:14px;margin-right:10px;vertical-align:-2px;border-radius:50%;
border:3px solid ${accent};border-right-color:#0000;animation:turn 1.2s linear infinite}
@keyframes turn{to{transform:rotate(1turn)}}
@media (prefers-reduced-motion:reduce){.waits::before{animation:none}}
nav{text-align:center;font-size:14px;margin-bottom:20px}nav a{color:#16181d}nav>*{margin:0 6px}`;
}

const look = (wordmark: string, colours: Colours): Look => ({ wordmark, style: styleOf(sheet(colours)) });

export const looks: Readonly<Record<LookId, Look>> = {
  gate: look('Plusgate', { accent: '#0f5c57', ground: '#eef4f3', corner: '10px', face: sans, filled: false }),
  bank: look('Северный Берег Банк', {
    accent: '#1d2f5e',
    ground: '#e9ecf4',
    corner: '2px',
    face: "Georgia,'Times New Roman',serif",
    filled: true,
  }),
  mobile: look('Mobilio', { accent: '#8a1c5b', ground: '#f8eef3', corner: '18px', face: sans, filled: true }),
  sbp: look('СБП', { accent: '#4b2a86', ground: '#f3f0f9', corner: '14px', face: sans, filled: false }),
  qiwi: look('QIWI', { accent: '#a84600', ground: '#fff4ea', corner: '22px', face: sans, filled: true }),
  webmoney: look('WebMoney', {
    accent: '#03588f',
    ground: '#eaf2f8',
    corner: '3px',
    face: 'Verdana,Tahoma,sans-serif',
    filled: true,
  }),
  yoomoney: look('ЮMoney', { accent: '#6a28c4', ground: '#f6f6f8', corner: '12px', face: sans, filled: false }),
};
