/** Catalogue: packages and channels. */
export { packageDetails } from './package-details.ts';
export type { ChannelTable, PackageChannelTable, PackageTable } from './tables.ts';
