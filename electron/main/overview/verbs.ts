import type { VerbHandlers } from '../ipc/verb-dispatch.ts';
import type { OverviewCache } from './overview-cache.ts';

/** Handlers of the overview's verbs. */
export function overviewHandlers(cache: Pick<OverviewCache, 'get'>): Pick<VerbHandlers, 'overview.get'> {
  return { 'overview.get': ({ contractNumber }) => cache.get(contractNumber) };
}
