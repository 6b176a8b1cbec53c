import { test } from '#tests/fixtures.ts';
import { callBridge, inPage } from '#tests/in-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
test('scratch', async ({ launch, service, faultyLine }) => {
  const p = await launch({ operatorUrl: faultyLine.origin });
  const page = p.page;
    await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
    await new CabinetPage(page).ready();
    const { contract } = await service.api.overviewOf('healthy');
  const t0 = Date.now();
  faultyLine.set({ kind: 'status', status: 503, retryAfterSeconds: 1 }, (r) => { const hit = r.url.includes('/overview'); console.log(Date.now()-t0, r.method, r.url, hit); return hit; });
  await inPage(page, `globalThis.log=[]; for (const d of ['data','service']) globalThis.cabinet[d].onChanged((v)=>globalThis.log.push([Date.now()-${t0}, d, JSON.stringify(v)].join(' ')));`);
  console.log('ask', JSON.stringify(await callBridge(page, 'overview', 'get', [contract.number])).slice(-200), Date.now()-t0);
  await service.console.topUp(contract.number, 12_300);
  console.log('topup', Date.now()-t0);
  await new Promise(r=>setTimeout(r,15000));
  console.log(await inPage(page,'return globalThis.log'));
});
