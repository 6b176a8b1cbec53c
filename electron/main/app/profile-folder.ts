import path from 'node:path';

/** The program's files in its profile folder, one place for all names. */
export interface ProfileFiles {
  readonly folder: string;
  /** Settings and place of the window, plain. */
  readonly settings: string;
  /** The operator profile as last published, plain: nothing of a person. */
  readonly operatorProfile: string;
  /** The kept session, encrypted by the system's key store. */
  readonly session: string;
  /** Sessions that are still to be ended at the service, encrypted likewise. */
  readonly signOuts: string;
  /** The last known overviews, encrypted likewise. */
  readonly overviews: string;
  /** Payments under way with their keys, encrypted likewise. */
  readonly payments: string;
  /** The key of a promised payment whose answer was lost, encrypted likewise. */
  readonly promise: string;
  /** Folder of the embedded service. */
  readonly operator: string;
}

export function profileFiles(folder: string): ProfileFiles {
  return {
    folder,
    settings: path.join(folder, 'settings.json'),
    operatorProfile: path.join(folder, 'operator-profile.json'),
    session: path.join(folder, 'session.sealed'),
    signOuts: path.join(folder, 'sign-outs.sealed'),
    overviews: path.join(folder, 'overviews.sealed'),
    payments: path.join(folder, 'payments.sealed'),
    promise: path.join(folder, 'promise.sealed'),
    operator: path.join(folder, 'operator'),
  };
}
