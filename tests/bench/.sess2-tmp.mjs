import { withDisplay } from '/work/main/scripts/display.mjs';
import { withSignedIn } from '/work/main/tests/bench/support/.dbg-tmp.mjs';
import { watchDisplay } from '/work/main/tests/bench/support/x11-watch.mjs';
import { timeStart } from '/work/main/tests/bench/support/start-time.mjs';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
const dist = '/root/.cache/plus-cabinet/electron-runtime/33.2.1-ea5e0f946815';
const executable = dist + '/electron';
const [mode, n, ...folders] = process.argv.slice(2);
const nest = async (env, list, acc, work) => {
  if (!list.length) return work(acc);
  const [f, ...r] = list;
  await withSignedIn(
    { executable, ours: f.startsWith('starter') ? (list.find((x) => !x.startsWith('starter')) ?? r[0]) : f, env },
    (s) => nest(env, r, [...acc, { f, ...s, profile: f.startsWith('starter') ? s.otherProfile : s.profile }], work),
  );
};
await withDisplay(
  async (env0) => {
    const env = { ...env0, ELECTRON_OVERRIDE_DIST_PATH: dist };
    const w = await watchDisplay(env.DISPLAY);
    await nest(
      env,
      folders.map((f) => (f.startsWith('/') ? f : f)),
      [],
      async (sides) => {
        if (mode === 'trace') {
          const s = sides[0];
          await timeStart({
            program: { executable, folder: s.f, profile: s.profile, args: s.args, env: s.env },
            mark: 'overview-shown',
            display: w,
            quietMs: 1500,
          });
          await new Promise((r) => {
            const c = spawn(
              executable,
              [
                '--no-sandbox',
                '--trace-startup=devtools.timeline,blink,blink.user_timing,v8,loading,cc,toplevel,navigation,benchmark,electron,viz,gpu,disabled-by-default-v8.cpu_profiler',
                '--trace-startup-duration=4',
                '--trace-startup-format=json',
                '--trace-startup-file=' + n,
                s.f,
                '--user-data-dir=' + s.profile,
                ...s.args,
              ],
              { env: s.env, stdio: 'ignore' },
            );
            setTimeout(() => c.kill('SIGTERM'), 5500);
            c.on('close', r);
          });
          return;
        }
        const res = sides.map(() => []),
          ph = sides.map(() => ({}));
        for (let i = 0; i <= Number(n); i++)
          for (let k = 0; k < sides.length; k++) {
            const s = sides[k];
            const st = s.f.includes('starter');
            const t0 = Date.now();
            const t = await timeStart({
              program: {
                executable,
                folder: s.f,
                profile: s.profile,
                args: [...s.args, ...(st ? [] : ['--startup-report=/tmp/perf/rep.json'])],
                env: s.env,
              },
              ...(st ? {} : { mark: 'overview-shown' }),
              display: w,
              quietMs: 1000,
            });
            if (!i) continue;
            res[k].push(t);
            if (!st) {
              const r = JSON.parse(readFileSync('/tmp/perf/rep.json', 'utf8'));
              for (const p in r.phases) (ph[k][p] ??= []).push(r.phases[p] - t0);
            }
          }
        const line = (name, v) => {
          v.sort((a, b) => a - b);
          console.log(
            '   ',
            name.padEnd(20),
            'min',
            Math.round(v[0]),
            'q25',
            Math.round(v[v.length >> 2]),
            'med',
            Math.round(v[v.length >> 1]),
            'q75',
            Math.round(v[(v.length * 3) >> 2]),
          );
        };
        sides.forEach((s, k) => {
          console.log(s.f);
          for (const f of ['navigated', 'shown', 'first', 'marked', 'usable'])
            line(
              f,
              res[k].map((t) => t[f]),
            );
          for (const p in ph[k]) line('  ' + p, ph[k][p]);
        });
      },
    );
    w.close();
  },
  { ...process.env, DISPLAY: '' },
);
