import { createHash } from 'node:crypto';
import type { Language } from '#protocol/primitives.ts';

/** Trusted HTML. Created only by `html`, so that text never becomes markup by accident. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function markupOf(part: Part): string {
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(markupOf).join('');
}

/** Template tag for HTML: escapes inserted values unless they are markup. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: String.raw({ raw: texts }, ...parts.map(markupOf)) };
}

/** A style sheet and its hash for the content security policy. */
export interface Style {
  readonly text: string;
  /** Source expression for `style-src`. */
  readonly source: string;
}

/** Prepares an inline style sheet. It must not contain `</style`. */
export function styleOf(text: string): Style {
  return { text, source: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
}

export interface PageParts {
  readonly language: Language;
  readonly title: string;
  readonly style: Style;
  readonly body: Markup;
}

/** Renders a full page without scripts. Send it with `pagePolicy` as `content-security-policy`. */
export function page({ language, title, style, body }: PageParts): string {
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // The style sheet must stay byte-identical: its hash is in the policy.
    `<title>${markupOf(title)}</title><style>${style.text}</style></head>`,
    `<body>${body.markup}</body></html>`,
  ].join('');
}

/**
 * Content security policy of a page: only its own style sheet.
 *
 * @param formAction source list for forms; none by default
 */
export function pagePolicy(style: Style, formAction = "'none'"): string {
  return (
    `default-src 'none'; style-src ${style.source}; form-action ${formAction}; ` +
    "base-uri 'none'; frame-ancestors 'none'"
  );
}
