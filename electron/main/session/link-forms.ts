import type { LinkForm } from '#protocol/ipc/state.ts';
import { parseDeepLink } from '../desktop/deep-links.ts';

/** The form that a link from a letter opened, with the link's one-time token: in memory only, one at a time. */
export interface LinkForms {
  /** A deep link came. A link of a letter opens its form in place of any other; all other links change nothing. */
  opened(address: string): void;
  /** The open form; null when there is none. */
  current(): LinkForm | null;
  /** The token that goes with the form; null when another form is open, or none. */
  token(form: LinkForm): string | null;
  /** The form was left, or its token used: the token is forgotten. */
  close(): void;
  /** Calls back each time a link opens a form, also the same form anew; returns how to stop. */
  watch(listener: (form: LinkForm) => void): () => void;
}

/** Light enough for the start: links come before the program behind the window is loaded. */
export function createLinkForms(): LinkForms {
  let open: { readonly form: LinkForm; readonly token: string } | null = null;
  const listeners = new Set<(form: LinkForm) => void>();
  return {
    opened(address): void {
      const link = parseDeepLink(address);
      if (link.kind !== 'form') return;
      open = { form: link.form, token: link.token };
      for (const listener of [...listeners]) listener(link.form);
    },
    current: () => open?.form ?? null,
    token: (form) => (open?.form === form ? open.token : null),
    close(): void {
      open = null;
    },
    watch(listener): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
