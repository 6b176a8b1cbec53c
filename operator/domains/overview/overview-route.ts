import { z } from 'zod';
import { overview, type Overview } from '#protocol/api/overview.ts';
import { paths } from '#protocol/api/paths.ts';
import { contractNumber } from '#protocol/primitives.ts';
import { ownContractOf } from '../../platform/http/caller.ts';
import type { App } from '../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../platform/http/openapi.ts';

/** Reads all that the first screen says of a contract; `label` is what the subscriber calls it. */
export type ReadOverview = (contractNumber: string, label: string | null) => Promise<Overview>;

/** `GET /v1/contracts/:contractNumber/overview`. */
export function overviewRoute(scope: App, readOverview: ReadOverview): void {
  scope.get(
    paths.overview,
    {
      schema: {
        tags: ['contracts'],
        summary: 'All that the first screen says of a contract, as of one moment.',
        security: bearer,
        params: z.object({ contractNumber }),
        response: {
          200: overview,
          ...problems(...signedInProblems, 'input-invalid', 'contract-not-found'),
        },
      },
    },
    (request): Promise<Overview> => {
      const { number, label } = ownContractOf(request);
      return readOverview(number, label);
    },
  );
}
