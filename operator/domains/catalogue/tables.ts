/** A package of channels. */
export interface PackageTable {
  id: string;
  kind: 'base' | 'add-on';
  name_ru: string;
  name_en: string;
  name_sv: string;
  monthly_kopecks: number;
}

/** A channel; `quality` is the best one it is broadcast in. */
export interface ChannelTable {
  id: number;
  /** Position in the receiver's channel list. */
  position: number;
  name: string;
  genre: string;
  quality: 'sd' | 'hd' | 'uhd';
}

export interface PackageChannelTable {
  package_id: string;
  channel_id: number;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    packages: PackageTable;
    channels: ChannelTable;
    package_channels: PackageChannelTable;
  }
}
