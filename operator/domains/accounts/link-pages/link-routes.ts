import type { FastifyInstance } from 'fastify';
import { linkPages } from '#protocol/api/link-pages.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { LinkPurpose } from '../tables.ts';
import { pickLanguage } from '../../../platform/http/languages.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { linkPage, linkPagePolicy } from './link-page.ts';

const purposes: readonly LinkPurpose[] = ['registration', 'password-reset', 'email'];

/** The pages that links in e-mails lead to: in the browser's language, without authentication and without the token. */
export function linkRoutes(profile: OperatorProfile): (app: FastifyInstance) => void {
  return (app) => {
    app.operation(linkPages.show, ({ params, request, reply }) => {
      const purpose = purposes.find((one) => one === params.purpose);
      if (purpose === undefined) throw new ProblemError('not-found');
      const language = pickLanguage(request.headers['accept-language']);
      return reply
        .type('text/html; charset=utf-8')
        .headers({ 'content-security-policy': linkPagePolicy, 'content-language': language, vary: 'Accept-Language' })
        .send(linkPage(purpose, language, profile));
    });
  };
}
