import path from 'node:path';

/** What stands in the program's profile folder beside the boot file, the program store and the logs. */
export interface ProfileFiles {
  readonly folder: string;
  /** Folder of the embedded service. */
  readonly operator: string;
}

export function profileFiles(folder: string): ProfileFiles {
  return { folder, operator: path.join(folder, 'operator') };
}
