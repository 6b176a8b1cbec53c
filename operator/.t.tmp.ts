import { openCore } from './core.ts';
import { seedDemo } from './seed/seed-demo.ts';
import { seedLarge } from './seed/seed-large.ts';
import { readOverview } from './contracts/overview.ts';
import { audit, auditText } from './audit/audit.ts';
import { billThroughToday } from './billing/daily-job.ts';
import { rmSync } from 'node:fs';
rmSync('/tmp/t1', { recursive: true, force: true });
const t = (l: string, s: number) => console.log(l, (performance.now() - s).toFixed(1), 'ms', (process.memoryUsage().rss/1e6).toFixed(0), 'MB');
let s = performance.now();
const core = await openCore({ address: { kind: 'sqlite', file: '/tmp/t1/x.db' }, clockStart: Date.parse('2026-11-22T09:45:00+03:00') });
t('open', s);
s = performance.now(); console.log(await seedDemo(core, { createAccount: () => Promise.resolve('x') })); t('seed', s);
for (let i = 0; i < 5; i++) { s = performance.now(); await readOverview(core, '2256884759', 'Home'); t('overview', s); }
s = performance.now(); for (let i = 0; i < 500; i++) await readOverview(core, '2256884759', 'Home'); t('500 overviews', s);
s = performance.now(); console.log(auditText(await audit(core))); t('audit', s);
await core.clock.advance(5 * 86400000);
s = performance.now(); console.log(await billThroughToday(core)); t('bill 5', s);
console.log((await core.db.selectFrom('events').selectAll().execute()).map((e) => `${e.id} ${new Date(e.at).toISOString()} ${e.contract_number} ${e.type} ${e.data}`));
if (process.argv[2]) {
s = performance.now(); console.log(await seedLarge(core, { contracts: 100000, months: 0 })); t('large', s);
await core.clock.advance(86400000);
s = performance.now(); console.log(await billThroughToday(core)); t('bill 100k', s);
await core.clock.advance(86400000);
s = performance.now(); console.log(await billThroughToday(core)); t('bill 100k', s);
s = performance.now(); console.log(auditText(await audit(core))); t('audit', s);
}
await core.close();
