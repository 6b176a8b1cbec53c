import path from 'node:path';
import { audit, auditText } from '../../operator/audit/audit.ts';
import { openCore } from '../../operator/core.ts';

/** What the service's audit says of the SQLite database in a folder whose service has stopped. */
export async function auditOf(folder: string): Promise<string> {
  const core = await openCore({ address: { kind: 'sqlite', file: path.join(folder, 'operator.sqlite') } });
  try {
    return auditText(await audit(core));
  } finally {
    await core.close();
  }
}
