import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { signatureHeader } from '../../platform/payment-provider/api.ts';
import type { App } from '../../platform/http/app-type.ts';
import { html, page, pagePolicy } from '../../platform/http/html.ts';
import { pickLanguage } from '../../platform/http/languages.ts';
import { problems } from '../../platform/http/openapi.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { Payments } from './payments.ts';
import { returnStyle, returnTexts } from './return-page.ts';

const WEBHOOK_LIMIT_BYTES = 16 * 1024;

/**
 * Where the payment system tells what became of an order. In a scope of its own: the signature is over the bytes as they
 * came, so nothing reads them before.
 */
export async function webhookRoute(app: App, payments: Payments): Promise<void> {
  await app.register((scope: App, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: WEBHOOK_LIMIT_BYTES },
      (_request, body, parsed) => {
        parsed(null, body);
      },
    );
    scope.post(
      paths.paymentWebhook,
      {
        schema: {
          tags: ['payment system'],
          summary: 'What became of an order, signed by the payment system; see docs/payments.md.',
          security: [],
          response: {
            204: z.undefined().describe('Taken; it need not be sent again.'),
            ...problems(
              'input-invalid',
              'payload-too-large',
              'payment-not-found',
              'payment-system-unavailable',
              'storage-full',
            ),
          },
        },
      },
      async (request, reply) => {
        const signature = request.headers[signatureHeader];
        if (!Buffer.isBuffer(request.body)) throw new ProblemError('request-refused');
        await payments.takeWebhook(typeof signature === 'string' ? signature : undefined, request.body);
        return reply.code(204).send();
      },
    );
    done();
  });
}

/** Where the payment system leads the payer back to. It proves nothing, and says no more than that it can be closed. */
export function returnRoute(app: App, profile: OperatorProfile): void {
  app.get(
    paths.paymentReturn,
    {
      schema: {
        tags: ['pages'],
        summary: 'The page that the payment system leads back to; it knows nothing of the payment.',
        security: [],
        response: {
          200: { description: 'A page for people.', content: { 'text/html': { schema: z.string() } } },
          ...problems(),
        },
      },
    },
    (request, reply) => {
      const language = pickLanguage(request.headers['accept-language']);
      const { title, lead } = returnTexts[language];
      void reply.type('text/html; charset=utf-8').headers({
        'content-security-policy': pagePolicy(returnStyle),
        'content-language': language,
        vary: 'Accept-Language',
      });
      return page({
        language,
        title: `${title} · ${profile.brand[language]}`,
        style: returnStyle,
        body: html`<main>
          <h1>${title}</h1>
          <p>${lead}</p>
        </main>`,
      });
    },
  );
}
