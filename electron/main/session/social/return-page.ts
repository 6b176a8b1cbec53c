import { createHash } from 'node:crypto';
import type { Language } from '#protocol/primitives.ts';

/** `refused`: the answer belongs to no sign-in that waits. */
type Outcome = 'done' | 'refused';

const texts: Readonly<Record<Language, Readonly<Record<Outcome, readonly [title: string, text: string]>>>> = {
  ru: {
    done: ['Эту вкладку можно закрыть', 'Вернитесь в Plus Cabinet: вход продолжается там.'],
    refused: ['Этот ответ не принят', 'Он не относится к входу, которого ждёт Plus Cabinet. Ничего не изменилось.'],
  },
  en: {
    done: ['You can close this tab', 'Go back to Plus Cabinet: it goes on there.'],
    refused: [
      'This answer was not taken',
      'It does not belong to a sign-in that Plus Cabinet waits for. Nothing changed.',
    ],
  },
  sv: {
    done: ['Du kan stänga den här fliken', 'Gå tillbaka till Plus Cabinet: det fortsätter där.'],
    refused: [
      'Svaret togs inte emot',
      'Det hör inte till en inloggning som Plus Cabinet väntar på. Inget har ändrats.',
    ],
  },
};

const style =
  ':root{color-scheme:light dark}' +
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto 0;padding:0 24px}' +
  'h1{font-size:24px;line-height:1.25;margin:0 0 8px}p{margin:0}';
const styleHash = createHash('sha256').update(style).digest('base64');

/** Headers of everything that the loopback answers: nothing loaded, framed, sent on or kept. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The page in the browser after the way back; nothing of the request is in it. */
export function returnPage(language: Language, outcome: Outcome): string {
  const [title, text] = texts[language][outcome];
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>` +
    `<meta name="viewport" content="width=device-width"><style>${style}</style></head>` +
    `<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`
  );
}
