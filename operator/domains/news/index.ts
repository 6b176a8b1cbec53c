/** News of the operator. */
export { currentNews } from './repository.ts';
export type { NewsTable } from './tables.ts';
