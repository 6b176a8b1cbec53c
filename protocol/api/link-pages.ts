import { z } from 'zod';
import { operation } from '../operation.ts';

/** Pages in the browser that links in e-mails lead to. The one-time token is in the fragment, which is not sent. */
export const linkPages = {
  show: operation({
    id: 'linkPages.show',
    method: 'GET',
    path: '/links/:purpose',
    tag: 'pages',
    summary: 'The page that a letter’s link leads to; its token is in the fragment, which is not sent.',
    params: z.object({ purpose: z.string() }),
    answers: { 200: { description: 'A page for people.', contentType: 'text/html' } },
    errors: ['not-found'],
    auth: 'none',
    send: 'repeat',
    changes: [],
  }),
};
