/** News of the operator. */
export { currentNews } from './current-news.ts';
export type { NewsTable } from './tables.ts';
