import path from 'node:path';
import { audit, auditText } from '../../operator/domains/audit/audit.ts';
import { openCore } from '../../operator/platform/lifecycle/core.ts';
import { migrations } from '../../operator/migrations/index.ts';

/** Output of the service's audit of the SQLite database in a folder whose service has stopped. */
export async function auditOf(folder: string): Promise<string> {
  const core = await openCore({ migrations, address: { kind: 'sqlite', file: path.join(folder, 'operator.sqlite') } });
  try {
    return auditText(await audit(core));
  } finally {
    await core.close();
  }
}
