import { paths } from '#protocol/http/paths.ts';
import { operatorProfile, type OperatorProfile } from '#protocol/http/profile.ts';
import type { App } from './app-type.ts';
import { problems } from './openapi.ts';

/** `GET /v1/profile`: who the operator is and by which numbers it works. Needs no sign-in. */
export function profileRoute(app: App, profile: OperatorProfile): void {
  app.get(
    paths.profile,
    {
      schema: {
        tags: ['profile'],
        summary: 'The operator profile: names, links, languages and the numbers of all rules.',
        security: [],
        response: { 200: operatorProfile, ...problems() },
      },
    },
    (): OperatorProfile => profile,
  );
}
