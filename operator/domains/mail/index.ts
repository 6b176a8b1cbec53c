/** Mail: outbox and templates. */
export type { Letters } from './mail-kinds.ts';
export { createMayWrite, type MayWrite } from './throttle.ts';
