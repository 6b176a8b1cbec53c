import type { FastifyInstance } from 'fastify';
import { overview, type Overview } from '#protocol/api/overview.ts';

/** Reads the overview of a contract; `label` is the subscriber's own name for it. */
export type ReadOverview = (contractNumber: string, label: string | null) => Promise<Overview>;

/** The overview of a contract. */
export function overviewRoute(readOverview: ReadOverview): (app: FastifyInstance) => void {
  return (app) => {
    app.operation(overview.read, ({ contract }) => readOverview(contract.number, contract.label));
  };
}
