import { z } from 'zod';
import { dataChange, linkRequest, navigation } from './state.ts';
import { message, verb } from './verb.ts';

export const linksVerbs = {
  /** Opens a link in the browser or the telephone program. Errors: `link-refused`, `service-…`. */
  open: verb({ id: 'links.open', input: linkRequest, output: z.null(), auth: 'any' }),
};

export const clipboardVerbs = {
  copy: verb({ id: 'clipboard.copy', input: z.object({ text: z.string().max(2000) }), output: z.null(), auth: 'any' }),
};

export const appVerbs = {
  /** Reports that a screen is usable (start-up measurement; the `--smoke` run ends on it). */
  started: verb({
    id: 'app.started',
    input: z.object({ screen: z.enum(['sign-in', 'overview']) }),
    output: z.null(),
    auth: 'any',
  }),
};

export const appMessages = {
  navigate: message({ id: 'app.navigate', data: navigation }),
};

export const dataMessages = {
  /** Queries of these topics are stale. */
  changed: message({ id: 'data.changed', data: dataChange }),
};
