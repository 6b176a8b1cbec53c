import type { BootState } from '#protocol/ipc/state.ts';

/** JSON that cannot end the script element it stands in, nor start a comment, in any parser state. */
export function scriptSafeJson(json: string): string {
  return json
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** What differs from start to start in the page. */
export interface Boot extends Omit<BootState, 'profile'> {
  /** JSON text of the profile as last published; null on the very first start. */
  readonly profileJson: string | null;
}

/** The boot state as the JSON text that stands in the page. */
export function bootJson({ profileJson, ...state }: Boot): string {
  // The profile is spliced in as text: it was checked when it was stored, and parsing it here would be work for nothing.
  const rest = JSON.stringify(state);
  return scriptSafeJson(`${rest.slice(0, -1)},"profile":${profileJson ?? 'null'}}`);
}

/** A link that not every start needs says in `data-for` which do: platform, language, `session`; all words have to fit. */
const choosyLink = /\s*<link\b[^>]*\bdata-for="([^"]*)"[^>]*>/gi;

/** Takes out what this start does not need: faces where the system has its own, the cabinet where nobody is signed in. */
function withoutNeedless(html: string, boot: Boot): string {
  const here = new Set<string>([boot.platform, boot.language, ...(boot.session === 'restoring' ? ['session'] : [])]);
  return html.replace(choosyLink, (link, words: string) =>
    words.split(' ').every((word) => here.has(word)) ? link : '',
  );
}

/**
 * Writes the boot state into the built page: a JSON block before the first script, language and theme on the root
 * element, so that the first paint is already right.
 */
export function bootPage(html: string, boot: Boot): string {
  const block = `<script type="application/json" id="boot">${bootJson(boot)}</script>`;
  const opened = withoutNeedless(html, boot).replace(
    /<html\b[^>]*>/i,
    () => `<html lang="${boot.language}" data-theme="${boot.theme}" data-platform="${boot.platform}">`,
  );
  return opened.replace(/<head\b[^>]*>/i, (head) => `${head}${block}`);
}
