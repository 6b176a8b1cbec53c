// bill vs bare
import { openCore } from './core.ts';
import { seedDemo } from './seed/seed-demo.ts';
import { seedLarge } from './seed/seed-large.ts';
import { billThroughToday } from './billing/daily-job.ts';
import { rmSync } from 'node:fs';
import Libsql from 'libsql';
rmSync('/tmp/t1', { recursive: true, force: true });
const core = await openCore({ address: { kind: 'sqlite', file: '/tmp/t1/x.db' }, clockStart: Date.parse('2026-11-22T09:45:00+03:00') });
await seedDemo(core, { createAccount: () => Promise.resolve('x') });
const n = Number(process.argv[2] ?? 20000);
await seedLarge(core, { contracts: n, months: 0 });
for (let i = 0; i < 2; i++) {
  await core.clock.advance(86400000);
  const s = performance.now(); await billThroughToday(core); console.log('bill', n, (performance.now() - s).toFixed(0));
}
await core.close();
const db = new Libsql('/tmp/t1/x.db');
db.exec('pragma synchronous=FULL'); db.exec('pragma foreign_keys=ON');
const day = '2026-11-24';
const dump = (q: string) => db.prepare(q).raw().all([]) as unknown[][];
const tx = dump(`select id+1000000, kind, at, '2030-01-01', method, idempotency_key from ledger_transactions where day='${day}'`);
const en = dump(`select e.id+10000000, transaction_id+1000000, account_id, amount_kopecks, package_id from ledger_entries e join ledger_transactions t on t.id=e.transaction_id where t.day='${day}'`);
const ch = dump(`select '2030-01-01', contract_number, package_id, monthly_kopecks, amount_kopecks, transaction_id+1000000 from charges where day='${day}'`);
const ev = dump(`select id+10000000, at, contract_number, type, data from events where data like '%${day}%'`);
console.log(tx.length, en.length, ch.length, ev.length);
const s = performance.now();
const put = (t: string, rows: unknown[][]) => { const R = 400; const c = rows[0]!.length; for (let i = 0; i < rows.length; i += R) { const part = rows.slice(i, i + R); const p: unknown[] = []; for (const r of part) for (const v of r) p.push(v); db.prepare(`insert into ${t} values ${Array(part.length).fill('(' + Array(c).fill('?').join(',') + ')').join(',')}`).run(p as never); } };
const K = Math.ceil(tx.length / 2000);
for (let k = 0; k < K; k++) { const cut = (r: unknown[][]) => r.slice(Math.floor(r.length * k / K), Math.floor(r.length * (k + 1) / K)); db.exec('begin immediate'); put('ledger_transactions', cut(tx)); db.exec('commit'); }
for (let k = 0; k < K; k++) { const cut = (r: unknown[][]) => r.slice(Math.floor(r.length * k / K), Math.floor(r.length * (k + 1) / K)); db.exec('begin immediate'); put('ledger_entries', cut(en)); put('charges', cut(ch)); put('events', cut(ev)); db.exec('commit'); }
console.log('bare', (performance.now() - s).toFixed(0));
db.close();
