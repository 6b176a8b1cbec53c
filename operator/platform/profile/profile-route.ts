import { paths } from '#protocol/api/paths.ts';
import { operatorProfile, type OperatorProfile } from '#protocol/api/profile.ts';
import type { App } from '../http/app-type.ts';
import { problems } from '../http/openapi.ts';

/** `GET /v1/profile`: the operator and the numbers of its rules. No sign-in required. */
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
