import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { LinkPurpose } from '../tables.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { pickLanguage } from '../../../platform/http/languages.ts';
import { problems } from '../../../platform/http/openapi.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { linkPage, linkPagePolicy } from './link-page.ts';

const purposes: readonly LinkPurpose[] = ['registration', 'password-reset', 'email'];

/** The pages that letters lead to: for a browser, in its language, without sign-in and without knowing any token. */
export function linkRoutes(app: App, profile: OperatorProfile): void {
  app.get(
    paths.letterPage,
    {
      schema: {
        tags: ['pages'],
        summary: 'The page that a letter’s link leads to; its token is in the fragment, which is not sent.',
        security: [],
        params: z.object({ purpose: z.string() }),
        response: {
          200: { description: 'A page for people.', content: { 'text/html': { schema: z.string() } } },
          ...problems('not-found'),
        },
      },
    },
    (request, reply) => {
      const purpose = purposes.find((one) => one === request.params.purpose);
      if (purpose === undefined) throw new ProblemError('not-found');
      const language = pickLanguage(request.headers['accept-language']);
      void reply
        .type('text/html; charset=utf-8')
        .headers({ 'content-security-policy': linkPagePolicy, 'content-language': language, vary: 'Accept-Language' });
      return linkPage(purpose, language, profile);
    },
  );
}
