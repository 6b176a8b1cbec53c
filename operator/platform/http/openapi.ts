import swagger, { type SwaggerTransformObject } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { catalogue } from '#protocol/errors/catalogue.ts';
import { problem } from '#protocol/errors/problem.ts';
import { contractOverview } from '#protocol/api/overview.ts';
import { operatorProfile } from '#protocol/api/profile.ts';
import { reference } from '#protocol/api/reference.ts';
import { account, tokenGrant } from '#protocol/api/sessions.ts';
import { tags } from '#protocol/api/tags.ts';
import type { ServiceErrorCode } from '#protocol/operation.ts';
import type { App } from './app-type.ts';

/** Named schemas of the document. Own registry, so that zod's global one is not changed. */
const named = z.registry<{ id?: string | undefined }>();
named.add(problem, { id: 'Problem' });
named.add(contractOverview, { id: 'Overview' });
named.add(operatorProfile, { id: 'OperatorProfile' });
named.add(account, { id: 'Account' });
named.add(tokenGrant, { id: 'TokenGrant' });

interface ProblemResponse {
  description: string;
  content: { 'application/problem+json': { schema: typeof problem } };
}

/** Error responses of a route: one entry per status; the description lists the codes. */
export function problems(...codes: readonly ServiceErrorCode[]): Record<number, ProblemResponse> {
  const all = [...codes, 'too-many-requests', 'request-refused', 'service-failed', 'service-unavailable'] as const;
  const responses: Record<number, ProblemResponse> = {};
  for (const code of new Set<ServiceErrorCode>(all)) {
    const { status } = catalogue[code];
    const before = responses[status];
    const description = before ? `${before.description}, \`${code}\`` : `\`${code}\``;
    responses[status] = { description, content: { 'application/problem+json': { schema: problem } } };
  }
  return responses;
}

/** Errors of every route that requires sign-in. */
export const signedInProblems = ['session-expired', 'session-ended', 'session-idle'] as const;

/** Marks a route as requiring sign-in in the document. */
export const bearer = [{ bearer: [] }];

interface Components {
  readonly schemas?: Readonly<Record<string, unknown>>;
}

/** Names of the component schemas that a part of the document refers to. */
function referredSchemas(part: unknown): string[] {
  return [...JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);
}

/** Component schemas that the paths refer to, directly or through other components. */
function usedSchemas(paths: unknown, schemas: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const used = new Set(referredSchemas(paths));
  // A Set is iterated in order of insertion, names added meanwhile included.
  for (const name of used) for (const next of referredSchemas(schemas[name] ?? {})) used.add(next);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

const addSchemas = createJsonSchemaTransformObject({ schemaRegistry: named });

/**
 * Adds the named schemas to the document. The type provider adds each of them twice, as input and as output; those that
 * nothing refers to are removed.
 */
const addUsedSchemas: SwaggerTransformObject = (document) => {
  const whole = addSchemas(document);
  if (!('openapi' in whole)) return whole;
  const { components = {} } = whole as { components?: Components };
  const schemas = usedSchemas(whole.paths ?? {}, components.schemas ?? {});
  return { ...whole, components: { ...components, schemas } } as typeof whole;
};

/** Collects the routes registered from now on into an OpenAPI 3.1 document at `/openapi.json`. */
export async function describeApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: 'Operator service',
        description:
          'The operator of satellite television as Plus Cabinet sees it. Money is integer kopecks, moments are ISO 8601 in UTC, ' +
          'days are the operator’s (Europe/Moscow). Errors are problem details (RFC 9457) with a stable `code`.',
        version,
        contact: { name: 'Plus Cabinet contributors' },
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: createJsonSchemaTransform({ schemaRegistry: named }),
    transformObject: addUsedSchemas,
  });
}

/** The OpenAPI document. */
export function openApiRoute(app: App): void {
  app.operation(reference.document, () => ({ openapi: '3.1.1', ...app.swagger() }));
}
