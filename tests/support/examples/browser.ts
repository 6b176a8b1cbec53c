import type { events } from '#protocol/api/events.ts';
import type { oauth } from '#protocol/api/identity.ts';
import type { linkPages } from '#protocol/api/link-pages.ts';
import type { OperationExamples } from './example.ts';

const origin = 'http://127.0.0.1:8080';

export const eventsExamples: OperationExamples<typeof events> = { stream: { input: {}, answer: null } };

export const linkPagesExamples: OperationExamples<typeof linkPages> = {
  show: { input: { purpose: 'registration' }, answer: null },
};

export const oauthExamples: OperationExamples<typeof oauth> = {
  authorize: { input: {}, answer: null },
  callback: { input: { provider: 'vk' }, answer: null },
  metadata: {
    input: {},
    answer: {
      issuer: origin,
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      scopes_supported: ['identity'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code'],
      token_endpoint_auth_methods_supported: ['none'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      ui_locales_supported: ['ru'],
    },
  },
  token: {
    input: {
      grant_type: 'authorization_code',
      client_id: 'plus-cabinet',
      code: 't'.repeat(43),
      redirect_uri: 'http://127.0.0.1:50000/callback',
      code_verifier: 'v'.repeat(43),
    },
    answer: { access_token: 't'.repeat(43), token_type: 'Bearer', expires_in: 300, scope: 'identity' },
  },
};
