/** Promised payments. */
export { promiseRoutes } from './promise-routes.ts';
