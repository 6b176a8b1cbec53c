import type { FastifyInstance } from 'fastify';
import { payments } from '#protocol/api/payments.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { signatureHeader } from '../../platform/payment-provider/api.ts';
import { html, page, pagePolicy } from '../../platform/http/html.ts';
import { pickLanguage } from '../../platform/http/languages.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { Payments } from './payments.ts';
import { returnStyle, returnTexts } from './return-page.ts';

const WEBHOOK_LIMIT_BYTES = 16 * 1024;

/**
 * Routes that the payment system calls or redirects to. They need a scope of their own: the webhook's signature covers the
 * raw bytes of the body, so this scope passes JSON bodies on unparsed.
 */
export function providerRoutes(profile: OperatorProfile, service: Payments): (scope: FastifyInstance) => void {
  return (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: WEBHOOK_LIMIT_BYTES },
      (_request, body, parsed) => {
        parsed(null, body);
      },
    );
    scope.operation(payments.webhook, async ({ request }) => {
      const signature = request.headers[signatureHeader];
      if (!Buffer.isBuffer(request.body)) throw new ProblemError('request-refused');
      await service.takeWebhook(typeof signature === 'string' ? signature : undefined, request.body);
      return null;
    });
    // Shown in the payer's browser. The redirect proves nothing about the payment, so the page says nothing about it.
    scope.operation(payments.returnPage, ({ reply, request }) => {
      const language = pickLanguage(request.headers['accept-language']);
      const { title, lead } = returnTexts[language];
      return reply
        .type('text/html; charset=utf-8')
        .headers({
          'content-security-policy': pagePolicy(returnStyle),
          'content-language': language,
          vary: 'Accept-Language',
        })
        .send(
          page({
            language,
            title: `${title} · ${profile.brand[language]}`,
            style: returnStyle,
            body: html`<main>
              <h1>${title}</h1>
              <p>${lead}</p>
            </main>`,
          }),
        );
    });
  };
}
