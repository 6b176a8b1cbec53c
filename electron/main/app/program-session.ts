import os from 'node:os';
import { systemPreferences } from 'electron';
import type { Result } from '#protocol/errors/problem.ts';
import type { SignInRequest } from '#protocol/api/sessions.ts';
import type { SendMessage } from '../ipc/send-message.ts';
import type { Call } from '../operator/call.ts';
import type { HttpSend } from '../operator/http.ts';
import type { ProfileSource } from '../operator/profile-source.ts';
import type { Outside } from '../security/external-links.ts';
import { createIdleWatch, type IdleWatch } from '../session/idle-watch.ts';
import type { KeyStore } from '../storage/key-store.ts';
import { createPendingSignIns } from '../session/pending-sign-in.ts';
import { createProgramLock } from '../session/program-lock.ts';
import { createSessionFile } from '../session/session-file.ts';
import { createSessionManager, type SessionManager } from '../session/session-manager.ts';
import { createSignIns, type SignIns } from '../session/sign-ins.ts';
import { createSignOutQueue, type SignOutQueue } from '../session/sign-out-queue.ts';
import { createSocialSignIn, type SocialSignIn } from '../session/social/social-sign-in.ts';
import { pendingSignOuts, storedSession } from '../session/stored-session.ts';
import { createSystemQuestion } from '../session/system-question.ts';
import { createUnlock, type Unlock } from '../session/unlock.ts';
import type { ProgramStore } from '../storage/program-store.ts';
import { createSealedValue } from '../storage/sealed-value.ts';
import type { StartContext } from './context.ts';
import { later, monotonic } from './time.ts';

/** Parts of the session: sign-in, storage, lock and idle time. */
export interface ProgramSession {
  readonly sessionManager: SessionManager;
  readonly queue: SignOutQueue;
  readonly signIns: SignIns;
  readonly social: SocialSignIn;
  readonly unlock: Unlock;
  readonly idle: IdleWatch;
}

function deviceOfThis(): SignInRequest['device'] {
  const platform = process.platform === 'darwin' ? 'macos' : process.platform === 'win32' ? 'windows' : 'linux';
  return { name: os.hostname().slice(0, 80) || 'computer', platform };
}

/** Wires the parts of the session. `ports.onLeft` is called before a session ends. */
export function createProgramSession(ports: {
  readonly context: StartContext;
  readonly store: ProgramStore;
  readonly call: Call;
  readonly send: HttpSend;
  readonly origin: () => Promise<Result<string>>;
  readonly outside: Outside;
  readonly profile: ProfileSource;
  readonly keys: KeyStore;
  readonly sendMessage: SendMessage;
  readonly onLeft: () => void;
}): ProgramSession {
  const { call, context, keys, origin, outside, send, sendMessage, store } = ports;
  const { flags, log, notices } = context;
  const { settings } = context.settings;
  const service = flags.operatorOrigin ?? 'embedded';
  const language = (): ReturnType<typeof settings.get>['language'] => settings.get().language;
  const profile = (): ReturnType<ProfileSource['get']> => ports.profile.get();

  const system = createSystemQuestion(systemPreferences, process.platform, language);
  const lock = createProgramLock({
    lockAfter: () => settings.get().lockAfter,
    systemCanAsk: () => system.canAsk(),
  });
  const queue = createSignOutQueue({
    call,
    file: createSealedValue(store, 'signOuts', pendingSignOuts, keys),
    service,
    log,
  });
  const social = createSocialSignIn({
    send,
    origin,
    open: (address) => outside.openAuthorize(address),
    returned: context.focus,
    later,
  });
  const pending = createPendingSignIns({ later });
  const sessionManager = createSessionManager({
    call,
    file: createSessionFile({
      file: createSealedValue(store, 'session', storedSession, keys),
      notice: notices.add,
      log,
    }),
    queue,
    lock,
    canKeep: async () => (await keys.backend()) !== null,
    service,
    notice: notices.add,
    log,
    expectKept: context.expectKept,
    now: monotonic,
    later,
    onLeft: () => {
      ports.onLeft();
      pending.forget();
      social.cancel();
    },
  });
  const signIns = createSignIns({ call, sessionManager, pending, social, profile, language, device: deviceOfThis() });
  const idle = createIdleWatch({
    call,
    sessionManager,
    lock,
    profile,
    now: monotonic,
    later,
    warn: (warning) => sendMessage('session.idleWarning', warning),
  });

  let { lockAfter } = settings.get();
  settings.watch((value) => {
    if (value.lockAfter === lockAfter) return;
    lockAfter = value.lockAfter;
    sessionManager.lockSet();
    idle.follow();
  });
  return { sessionManager, queue, signIns, social, unlock: createUnlock({ call, sessionManager, system }), idle };
}
