import { readFileSync } from 'node:fs';
import path from 'node:path';
import { electronFolder } from '#tests/electron.ts';
import { bridgeVerbs, inPage } from '#tests/in-page.ts';
import { expect, test } from '#tests/fixtures.ts';
import { isRoot, projectRoot } from '#tests/paths.ts';
import { lastWebPreferences } from '#tests/web-preferences.ts';

/** Chromium's messages about the attempts of these tests. */
const refused = [
  /Content Security Policy/,
  /Not allowed to (load|navigate)/,
  /requires 'Trusted(HTML|Script|ScriptURL)'/,
  /Permissions policy violation/,
  /Failed to load resource/,
];

/** Electron's security checklist, item by item; docs/security-checklist.md says which test stands for which. */
test.describe('Electron security checklist', () => {
  test('[S29] item 1: loads secure content alone, nothing over the network', async ({
    launch,
    sharedService,
    sink,
  }) => {
    const program = await launch({ operatorUrl: sharedService.origin });
    program.expectFaults(...refused);
    const { page } = program;
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(addresses.length).toBeGreaterThan(2);
    expect(addresses.filter((address) => !address.startsWith('app://cabinet/'))).toEqual([]);
    const outcomes = await inPage<string[]>(
      page,
      `const to = ${JSON.stringify(sink.origin)};
       const how = (promise) => promise.then(() => 'reached', () => 'refused');
       const image = new Promise((resolve, reject) => { const i = new Image(); i.onload = resolve; i.onerror = reject; i.src = to + '/i.png'; });
       const socket = new Promise((resolve, reject) => { try { const s = new WebSocket(to.replace('http', 'ws')); s.onopen = resolve; s.onerror = reject; } catch (error) { reject(error); } });
       return [await how(fetch(to)), await how(image), await how(socket), navigator.sendBeacon(to, 'x') ? 'queued' : 'refused'];`,
    );
    expect(outcomes.slice(0, 3)).toEqual(['refused', 'refused', 'refused']);
    expect(sink.visits).toEqual([]);
  });

  test('[S29] item 2: no Node in any page', async ({ launch, sharedService }) => {
    const { app, page } = await launch({ operatorUrl: sharedService.origin });
    for (const preferences of await lastWebPreferences(app)) {
      expect(preferences.nodeIntegration ?? false).toBe(false);
      expect(preferences.nodeIntegrationInWorker ?? false).toBe(false);
      expect(preferences.nodeIntegrationInSubFrames ?? false).toBe(false);
    }
    const names = ['require', 'process', 'module', 'global', 'Buffer', 'electron', 'ipcRenderer', '__dirname'];
    const present = await inPage<string[]>(
      page,
      `return ${JSON.stringify(names)}.filter((name) => typeof globalThis[name] !== 'undefined');`,
    );
    expect(present).toEqual([]);
  });

  test('[S29] item 3: context isolation', async ({ launch, sharedService }) => {
    const { app, page } = await launch({ operatorUrl: sharedService.origin });
    for (const preferences of await lastWebPreferences(app)) expect(preferences.contextIsolation).toBe(true);
    // With a shared context the page could replace functions that the preload calls.
    const kept = await inPage<boolean>(
      page,
      `const before = globalThis.cabinet;
       try { globalThis.cabinet = { forged: true }; } catch {}
       try { globalThis.cabinet.session.status = () => 'forged'; } catch {}
       const { call, apply } = Function.prototype;
       Function.prototype.call = Function.prototype.apply = () => 'forged';
       const asked = globalThis.cabinet.session.status();
       Object.assign(Function.prototype, { call, apply });
       const answer = await asked;
       return globalThis.cabinet === before && answer.ok === true;`,
    );
    expect(kept).toBe(true);
  });

  test('[S29] item 4: every page runs in the sandbox', async ({ launch, sharedService }) => {
    const { app } = await launch({ operatorUrl: sharedService.origin });
    for (const preferences of await lastWebPreferences(app)) expect(preferences.sandbox).toBe(true);
    const switches = await app.evaluate(({ app: program }) => ({
      off: program.commandLine.hasSwitch('no-sandbox'),
      inProcess: program.commandLine.hasSwitch('single-process') || program.commandLine.hasSwitch('in-process-gpu'),
    }));
    // Off only for root, where Chromium refuses it; the packaged test runs as an ordinary user.
    expect(switches).toEqual({ off: isRoot, inProcess: false });
  });

  test('[S29] item 5: every permission is denied', async ({ launch, sharedService }) => {
    const program = await launch({ operatorUrl: sharedService.origin });
    program.expectFaults(...refused);
    const { page } = program;
    const granted = await inPage<string[]>(
      page,
      `const granted = [];
       const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'clipboard-write',
         'background-sync', 'persistent-storage', 'screen-wake-lock', 'idle-detection', 'window-management', 'storage-access'];
       for (const name of names) {
         const state = await navigator.permissions.query({ name }).then((status) => status.state, () => 'denied');
         if (state === 'granted' && !['background-sync', 'storage-access'].includes(name)) granted.push('query ' + name);
       }
       const asked = {
         notification: () => Notification.requestPermission().then((state) => { if (state !== 'granted') throw state; }),
         camera: () => navigator.mediaDevices.getUserMedia({ video: true, audio: true }),
         screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
         position: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: 3000 })),
         clipboard: () => navigator.clipboard.readText(),
         midi: () => navigator.requestMIDIAccess({ sysex: true }),
         pointer: () => document.body.requestPointerLock(),
         usb: () => navigator.usb.requestDevice({ filters: [] }),
         serial: () => navigator.serial.requestPort(),
         hid: () => navigator.hid.requestDevice({ filters: [] }).then((list) => { if (list.length === 0) throw 'none'; }),
         bluetooth: () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }),
       };
       for (const [name, ask] of Object.entries(asked)) {
         try { await ask(); granted.push(name); } catch {}
       }
       return granted;`,
    );
    expect(granted).toEqual([]);
  });

  test('[S29] item 6: web security stays on', async ({ launch, sharedService }) => {
    const { app } = await launch({ operatorUrl: sharedService.origin });
    for (const preferences of await lastWebPreferences(app)) expect(preferences.webSecurity ?? true).toBe(true);
    const off = await app.evaluate(({ app: program }) => program.commandLine.hasSwitch('disable-web-security'));
    expect(off).toBe(false);
  });

  test('[S29] item 7: the content policy has no unsafe source and really blocks', async ({ launch, sharedService }) => {
    const program = await launch({ operatorUrl: sharedService.origin });
    program.expectFaults(...refused);
    const { page } = program;
    const answer = await page.reload();
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-|\*|https?:|blob:/);
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const blocked = await inPage<string[]>(
      page,
      `const seen = [];
       const told = new Map();
       const wait = (name) => new Promise((resolve) => told.set(name, resolve));
       document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
         const name = effectiveDirective.replace(/-(elem|attr)$/, '');
         seen.push(name);
         told.get(name)?.();
       });
       const add = (make) => { try { make(); } catch { seen.push('refused by trusted types'); } };
       add(() => { const s = document.createElement('script'); s.append('globalThis.forged = 1'); document.head.append(s); });
       add(() => { const s = document.createElement('script'); s.src = 'https://example.org/x.js'; document.head.append(s); });
       add(() => { document.body.setAttribute('onclick', 'globalThis.forged = 2'); document.body.click(); });
       add(() => { document.body.innerHTML += '<img src=x onerror="globalThis.forged = 3">'; });
       add(() => { const s = document.createElement('style'); s.append('body{outline:9px solid}'); document.head.append(s); });
       add(() => { const b = document.createElement('base'); b.href = 'https://example.org/'; document.head.append(b); });
       add(() => trustedTypes.createPolicy('forged', { createHTML: (text) => text }));
       const frame = wait('frame-src');
       add(() => { const f = document.createElement('iframe'); f.src = 'https://example.org/'; document.body.append(f); });
       const script = wait('script-src');
       location.href = 'javascript:globalThis.forged = 4';
       await fetch('app://cabinet/index.html').catch(() => {});
       // Not in the debugger's own evaluation, which may use eval even where the page may not.
       await new Promise((resolve) => setTimeout(() => { try { globalThis.eval('globalThis.forged = 5'); } catch { seen.push('eval'); } resolve(); }));
       await Promise.all([frame, script]);
       return [...new Set(seen)];`,
    );
    for (const directive of [
      'require-trusted-types-for',
      'trusted-types',
      'script-src',
      'style-src',
      'frame-src',
      'base-uri',
      'connect-src',
      'eval',
    ]) {
      expect(blocked).toContain(directive);
    }
    expect(await inPage(page, 'return typeof globalThis.forged')).toBe('undefined');
  });

  test('[S29] items 8 to 10: no insecure content, no experiments, no Blink features', async ({
    launch,
    sharedService,
  }) => {
    const { app } = await launch({ operatorUrl: sharedService.origin });
    for (const preferences of await lastWebPreferences(app)) {
      expect(preferences.allowRunningInsecureContent ?? false).toBe(false);
      expect(preferences.experimentalFeatures ?? false).toBe(false);
      expect(preferences.enableBlinkFeatures ?? '').toBe('');
      expect(preferences.disableBlinkFeatures ?? '').not.toMatch(/security|isolat/i);
    }
    const switches = await app.evaluate(({ app: program }) =>
      [
        'allow-running-insecure-content',
        'enable-experimental-web-platform-features',
        'enable-blink-features',
        'ignore-certificate-errors',
        'disable-site-isolation-trials',
        'js-flags',
      ].filter((name) => program.commandLine.hasSwitch(name)),
    );
    expect(switches).toEqual([]);
  });

  test('[S29] items 11 and 12: no webview, neither with pop-ups nor without', async ({
    launch,
    sharedService,
    sink,
  }) => {
    const program = await launch({ operatorUrl: sharedService.origin });
    program.expectFaults(...refused);
    const { app, page } = program;
    for (const preferences of await lastWebPreferences(app)) expect(preferences.webviewTag ?? false).toBe(false);
    await inPage(
      page,
      `const view = document.createElement('webview');
       view.setAttribute('src', ${JSON.stringify(sink.origin)});
       view.setAttribute('allowpopups', '');
       view.setAttribute('nodeintegration', '');
       document.body.append(view);
       await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`,
    );
    expect(await inPage(page, `return typeof document.querySelector('webview').loadURL`)).toBe('undefined');
    // Even a page that may use the element gets none: every web contents has the guard.
    const attached = await app.evaluate(async ({ BrowserWindow, webContents }, address) => {
      const before = webContents.getAllWebContents().length;
      const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
      const refused = new Promise<boolean>((resolve) => {
        window.webContents.on('will-attach-webview', (event) => {
          resolve(event.defaultPrevented);
        });
      });
      await window.loadURL('app://cabinet/index.html');
      await window.webContents.executeJavaScript(
        `{ const view = document.createElement('webview'); view.src = ${JSON.stringify(address)}; document.body.append(view); }`,
      );
      const prevented = await refused;
      const more = webContents.getAllWebContents().length - before;
      window.destroy();
      return { prevented, more };
    }, sink.origin);
    expect(attached).toEqual({ prevented: true, more: 1 });
    expect(sink.visits).toEqual([]);
  });

  test('[S29] item 13: the page cannot be navigated away', async ({ launch, sharedService, sink }) => {
    const program = await launch({ operatorUrl: sharedService.origin });
    program.expectFaults(...refused);
    const { page } = program;
    const home = page.url();
    const ways = [
      `location.href = to`,
      `location.assign('file:///etc/passwd')`,
      `location.replace('data:text/html,<h1>forged</h1>')`,
      `location.href = 'javascript:globalThis.forged = 1'`,
      `location.href = 'app://cabinet.example/index.html'`,
      `{ const a = document.createElement('a'); a.href = to; document.body.append(a); a.click(); }`,
      `{ const f = document.createElement('form'); f.action = to; f.method = 'post'; document.body.append(f); f.submit(); }`,
      `{ const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=' + to; document.head.append(m); }`,
    ];
    for (const way of ways) {
      await inPage(
        page,
        `const to = ${JSON.stringify(sink.origin)};
         try { ${way} } catch {}
         await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`,
      );
    }
    // Evaluated in the page: Playwright would wait for blocked navigations to end.
    const there = await inPage(
      page,
      `return [location.href, document.querySelectorAll('h1').length, typeof globalThis.forged]`,
    );
    expect(there).toEqual([home, 1, 'undefined']);
    expect(sink.visits).toEqual([]);
  });

  test('[S29] item 14: the page cannot open a window', async ({ launch, sharedService, sink }) => {
    const program = await launch({ operatorUrl: sharedService.origin });
    program.expectFaults(...refused);
    const { app, page } = program;
    const opened = await inPage<boolean[]>(
      page,
      `const to = ${JSON.stringify(sink.origin)};
       return [to, 'about:blank', 'app://cabinet/index.html', 'file:///etc/passwd', ''].map((address) => window.open(address) !== null);`,
    );
    expect(opened).toEqual([false, false, false, false, false]);
    await inPage(
      page,
      `const a = document.createElement('a'); a.href = ${JSON.stringify(sink.origin)}; a.target = '_blank'; document.body.append(a); a.click();
       await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`,
    );
    expect(app.windows()).toHaveLength(1);
    expect(sink.visits).toEqual([]);
  });

  test('[S29] item 15: only links of the operator profile are opened outside the program', async ({
    launch,
    sharedService,
  }) => {
    const { app, page } = await launch({ operatorUrl: sharedService.origin });
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { openedOutside: opened });
      shell.openExternal = (address: string) => {
        opened.push(address);
        return Promise.resolve();
      };
    });
    const answers = await inPage<{ ok: boolean }[]>(
      page,
      `const answers = [];
       for (const target of ['site', 'top-up', 'help', 'hotline']) answers.push(await globalThis.cabinet.links.open({ target }));
       for (const target of ['https://example.org', 'javascript:alert(1)', 'file:///etc/passwd', 'smb://host/share', '']) {
         answers.push(await globalThis.cabinet.links.open({ target }));
       }
       return answers;`,
    );
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true, true, false, false, false, false, false]);
    const opened = await app.evaluate(() => (globalThis as unknown as { openedOutside: string[] }).openedOutside);
    const profile = (await sharedService.api.call('GET', '/v1/profile')).body as {
      links: Record<'site' | 'topUp' | 'help', string>;
      hotline: { dial: string };
    };
    expect(opened.map((address) => address.replace(/\/$/, ''))).toEqual(
      [profile.links.site, profile.links.topUp, profile.links.help, `tel:${profile.hotline.dial}`].map((address) =>
        address.replace(/\/$/, ''),
      ),
    );
  });

  test('[S29] item 16: the pinned Electron is exact, and this run uses the one that was resolved', async ({
    launch,
    sharedService,
  }) => {
    const { app } = await launch({ operatorUrl: sharedService.origin });
    const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version?: string }>;
    };
    const pinned = manifest.devDependencies['electron'];
    expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lock.packages['node_modules/electron']?.version).toBe(pinned);
    const running = await app.evaluate(() => process.versions['electron']);
    expect(running).toBe(readFileSync(path.join(electronFolder(), 'version'), 'utf8').trim().replace(/^v/, ''));
  });

  test('[S29] item 18: app: serves only the built files; file: is blocked', async ({ launch, sharedService }) => {
    const program = await launch({ operatorUrl: sharedService.origin });
    program.expectFaults(...refused);
    const { app, page } = program;
    expect(new URL(page.url()).protocol).toBe('app:');
    const statuses = await app.evaluate(async ({ session }) => {
      const ask = async (address: string): Promise<number | string> =>
        session.defaultSession.fetch(address).then(
          (answer) => answer.status,
          () => 'refused',
        );
      return {
        page: await ask('app://cabinet/index.html'),
        outside: await Promise.all(
          [
            'app://cabinet/../package.json',
            'app://cabinet/..%2f..%2fpackage.json',
            'app://cabinet/%2e%2e/package.json',
            'app://cabinet//etc/passwd',
            'app://cabinet/.vite/manifest.json',
            'app://other/index.html',
            'app://cabinet/index.html%00.png',
          ].map(ask),
        ),
      };
    });
    expect(statuses.page).toBe(200);
    expect(statuses.outside.filter((status) => status !== 404 && status !== 'refused')).toEqual([]);
    const reached = await inPage<boolean[]>(
      page,
      `const image = new Promise((resolve) => { const i = new Image(); i.onload = () => resolve(true); i.onerror = () => resolve(false); i.src = 'file:///usr/share/pixmaps/any.png'; });
       return [await fetch('file:///etc/passwd').then(() => true, () => false), await image];`,
    );
    expect(reached).toEqual([false, false]);
  });

  test('[S29] item 20: the page gets named verbs and no Electron objects', async ({ launch, sharedService }) => {
    const { page } = await launch({ operatorUrl: sharedService.origin });
    expect((await bridgeVerbs(page)).sort()).toEqual(
      [
        'accounts.changeEmail',
        'accounts.changePassword',
        'accounts.changePhone',
        'accounts.confirmEmail',
        'accounts.confirmPhone',
        'accounts.data',
        'accounts.delete',
        'accounts.saveData',
        'accounts.security',
        'accounts.setAdvertisingConsent',
        'app.onNavigate',
        'app.started',
        'autopay.read',
        'autopay.set',
        'autopay.stop',
        'cards.list',
        'cards.unlink',
        'clipboard.copy',
        'connection.onChanged',
        'connection.retry',
        'connection.status',
        'data.onChanged',
        'demo.subscribers',
        'devices.end',
        'devices.endOthers',
        'devices.list',
        'identities.link',
        'identities.unlink',
        'linkForms.close',
        'linkForms.current',
        'linkForms.onOpened',
        'links.open',
        'notices.dismiss',
        'notices.list',
        'notices.onChanged',
        'overview.get',
        'passwordReset.complete',
        'passwordReset.create',
        'payments.cancelTracked',
        'payments.dismiss',
        'payments.methods',
        'payments.onChanged',
        'payments.payee',
        'payments.preview',
        'payments.refresh',
        'payments.saveReceipt',
        'payments.saveSlip',
        'payments.showPage',
        'payments.slip',
        'payments.start',
        'payments.terms',
        'payments.tracked',
        'profile.read',
        'promises.request',
        'promises.terms',
        'registration.complete',
        'registration.confirm',
        'registration.create',
        'registration.resendMail',
        'session.cancelSignIn',
        'session.confirmLink',
        'session.confirmTwoStep',
        'session.lock',
        'session.onChanged',
        'session.onIdleWarning',
        'session.showBrowser',
        'session.signIn',
        'session.signInThrough',
        'session.signOut',
        'session.status',
        'session.stay',
        'session.unlock',
        'settings.get',
        'settings.onChanged',
        'settings.update',
        'statement.cancelSaving',
        'statement.onSaving',
        'statement.page',
        'statement.save',
        'statement.spending',
        'twoStep.confirm',
        'twoStep.renewRecoveryCodes',
        'twoStep.setUp',
        'twoStep.turnOff',
      ].sort(),
    );
    // A listener receives only the value, not the event with its sender.
    const given = await inPage<{ count: number; keys: string[] }>(
      page,
      `const first = new Promise((resolve) => globalThis.cabinet.settings.onChanged((...all) => resolve(all)));
       await globalThis.cabinet.settings.update({ theme: 'dark' });
       const all = await first;
       return { count: all.length, keys: Object.keys(all[0]).sort() };`,
    );
    expect(given).toEqual({ count: 1, keys: ['language', 'lockAfter', 'theme'] });
  });
});
