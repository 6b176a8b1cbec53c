export { promiseRoutes } from './promise-routes.ts';
export type { PromiseTables } from './tables.ts';
