/** Catalogue: packages and channels. */
export { packageDetails } from './repository.ts';
export type { ChannelTable, PackageChannelTable, PackageTable } from './tables.ts';
