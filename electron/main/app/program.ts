import { safeStorage } from 'electron';
import { demo } from '#protocol/api/demo.ts';
import { health } from '#protocol/api/health.ts';
import { overview } from '#protocol/api/overview.ts';
import { profile as profileOperations } from '#protocol/api/profile.ts';
import { success, type Result } from '#protocol/errors/problem.ts';
import type { Language } from '#protocol/primitives.ts';
import { createCrashPolicy } from '../desktop/crash-policy.ts';
import { lateDocuments } from '../documents/open-documents.ts';
import { topics, type Topic } from '#protocol/topics.ts';
import { createDataChanges, type DataChanges } from './data-changes.ts';
import { createSendMessage, type SendMessage } from '../ipc/send-message.ts';
import { createVerbDispatch, type DispatchSession, type VerbDispatch } from '../ipc/verb-dispatch.ts';
import { autopayHooks } from '../autopay/hooks.ts';
import { documentVerbs } from '../documents/verbs.ts';
import { createAccountVerbs } from '../accounts/verbs.ts';
import { closeStoreChannel } from '../ipc/store-channel.ts';
import { paymentHooks, paymentVerbs } from '../payments/verbs.ts';
import { createCall, createSessionCall, type Call } from '../operator/call.ts';
import { createEmbeddedService, type EmbeddedService } from '../operator/embedded-service.ts';
import { createHttpClient, createHttpSend, type Fetch } from '../operator/http.ts';
import { createNetworkFetch } from '../operator/network-stack.ts';
import { cachedOverviews, createOverviewCache } from '../overview/overview-cache.ts';
import { overviewHandlers } from '../overview/verbs.ts';
import { promiseHandlers } from '../promises/verbs.ts';
import { registrationHandlers } from '../registration/verbs.ts';
import { sessionHandlers } from '../session/verbs.ts';
import { createProfileSource, type ProfileSource } from '../operator/profile-source.ts';
import { createServiceClock } from '../operator/service-clock.ts';
import { createAskAgain } from '../operator/retry-timer.ts';
import { createServiceLine, type ServiceLine } from '../operator/connection.ts';
import { createOutside, type Outside } from '../security/external-links.ts';
import { createKeyStore } from '../storage/key-store.ts';
import { openProgramStore } from '../storage/program-store.ts';
import { createSealedValue } from '../storage/sealed-value.ts';
import type { StartContext } from './context.ts';
import { createProgramMoney, type ProgramMoney } from './program-payments.ts';
import { createProgramSession, type ProgramSession } from './program-session.ts';
import { later, monotonic, sleep } from './time.ts';
import { appHandlers } from './verbs.ts';

/** The program behind the window: everything that the first paint does not need. */
export interface Program
  extends Pick<ProgramSession, 'sessionManager' | 'signIns' | 'idle'>, Pick<ProgramMoney, 'payments'> {
  readonly dispatch: VerbDispatch;
  readonly sendMessage: SendMessage;
  readonly call: Call;
  /** `fetch` of the network stack that all requests to the service use. */
  readonly fetch: Fetch;
  readonly line: ServiceLine;
  readonly profile: ProfileSource;
  readonly outside: Outside;
  readonly serviceNow: () => number;
  readonly dataChanges: DataChanges;
  /** Bounded goodbye. */
  close(): Promise<void>;
}

const SIGN_OUT_BOUND_MS = 1_000;
const SERVICE_STOP_BOUND_MS = 2_000;

function openEmbedded(context: StartContext, line: () => ServiceLine): EmbeddedService | null {
  if (context.flags.operatorOrigin !== null) return null;
  return createEmbeddedService({
    fork: context.forkService,
    early: context.earlyService,
    policy: createCrashPolicy({ tries: 5, windowMs: 60_000, firstMs: 250, now: monotonic }),
    onReady: (origin) => line().found(origin),
    onLost: (code) => line().lost(code),
    notice: (code) => context.notices.add(code),
    log: context.log,
  });
}

/** Puts the parts together and starts them; a kept session begins to open at once. */
export function createProgram(context: StartContext): Program {
  const { boot, files, flags, log, notices, settings, version } = context;
  const wall = (): number => Date.now();
  const notice = notices.add;
  const sendMessage = createSendMessage(context.window, log);
  const retry = { random: Math.random, sleep };
  const dataChanges = createDataChanges({
    send: (change) => sendMessage('data.changed', change),
    locked: () => sessionManager.status.get().state === 'locked',
    later,
    now: monotonic,
  });
  const store = openProgramStore({ folder: files.folder, boot, version, notice, log });
  closeStoreChannel();
  settings.attach(store);

  const line: ServiceLine = createServiceLine({
    origin: flags.operatorOrigin,
    probe: async () => {
      const answer = await call(health.ready, {}, { probe: true });
      return answer.ok ? success(null) : answer;
    },
    later,
    now: wall,
  });
  const embedded = openEmbedded(context, () => line);
  const fetch = createNetworkFetch();
  const http = createHttpClient({ fetch });
  const send = createHttpSend(http);
  const origin = (): Promise<Result<string>> => line.origin();
  const call = createCall({ ...retry, send, origin, onExchange: (answer) => line.heard(answer), log });
  const language = (): Language => settings.settings.get().language;
  const keys = createKeyStore(safeStorage, process.platform);
  const clock = createServiceClock({ wall, monotonic, differs: () => notice('clock-differs') });
  // A connection that comes back refreshes everything; this is for one request that fails while others succeed.
  const askAgain = createAskAgain({
    ask: () => {
      if (line.status.get().state !== 'up') return;
      dataChanges.add(['overview'], null);
    },
    later,
    random: Math.random,
  });
  const profile = createProfileSource({
    fetch: () => call(profileOperations.read, {}),
    remembered: store.get('profile')?.value ?? null,
    remember: (value) => {
      try {
        store.set({ profile: { version, value } });
      } catch (error) {
        log.warn('operator profile not kept', { error });
      }
    },
    changed: () => dataChanges.add(['profile'], null),
  });
  const outside = createOutside({
    profile: () => profile.get(),
    origin,
    isDemo: async () => (await call(demo.subscribers, {})).ok,
  });
  const parts = createProgramSession({
    context,
    store,
    call,
    send,
    origin,
    outside,
    profile,
    keys,
    sendMessage,
    onLeft: () => {
      overviews.forget();
      money.left();
    },
  });
  const { sessionManager, queue, signIns, idle } = parts;
  const money = createProgramMoney({
    context,
    store,
    call,
    sessionManager,
    idle,
    profile,
    origin,
    keys,
    now: () => clock.now(),
    dataChanges,
    sendMessage,
  });
  const session: DispatchSession = {
    authorized: (ask) => sessionManager.authorized(ask),
    whileOpen: (work) => sessionManager.whileOpen(work),
    signedIn: () => sessionManager.current() !== null,
  };
  const sessionCall = createSessionCall(call, (request) => sessionManager.authorized(request));
  const sessionId = (): string | null => sessionManager.current()?.id ?? null;
  const dataChanged = (changed: readonly Topic[], contractNumber: string | null): void => {
    dataChanges.add(changed, contractNumber);
  };
  const overviews = createOverviewCache({
    fetch: (contractNumber) => sessionCall(overview.read, { contractNumber }),
    file: createSealedValue(store, 'overviews', cachedOverviews, keys),
    session: () => sessionManager.current(),
    onFresh: (fresh) => {
      clock.heard(fresh.now);
      askAgain.had();
    },
    onStale: () => askAgain.failed(),
    now: wall,
    log,
  });
  const reconnect = async (): Promise<ReturnType<typeof line.status.get>> => {
    embedded?.retry();
    return line.look();
  };
  const documents = lateDocuments(context.appFolder, {
    http,
    call: createSessionCall(call, (request) => sessionManager.authorized(request)),
    sessionManager,
    profile: () => profile.get(),
    language,
    origin,
    window: context.window,
    told: (saving) => sendMessage('statement.saving', saving),
    now: monotonic,
    log,
  });
  const accountVerbs = createAccountVerbs({
    call,
    session: sessionManager,
    linkForms: context.linkForms,
    social: parts.social,
    profile,
    language,
    window: context.window,
    changed: (changed) => dataChanges.add(changed, null),
    sleep,
  });

  const dispatch = createVerbDispatch({
    call,
    session,
    handlers: {
      ...appHandlers({
        settings,
        locked: () => sessionManager.status.get().state === 'locked',
        connectionStatus: () => line.status.get(),
        reconnect,
        notices,
        outside,
        onStarted: context.onStarted,
      }),
      ...accountVerbs.handlers,
      ...sessionHandlers({ ...parts, linkForms: context.linkForms }),
      ...registrationHandlers({ ...parts, call, linkForms: context.linkForms, profile, language, sleep }),
      ...documentVerbs(documents.open),
      ...paymentVerbs(money.payments, language),
      ...overviewHandlers(overviews),
      ...promiseHandlers({ call, session, sessionId, keys: money.promiseKeys, changed: dataChanged, sleep }),
    },
    hooks: {
      // The profile is fetched once a connection and shared with main's own use of it.
      'profile.read': () => profile.get(),
      ...paymentHooks({ payments: money.payments, call: sessionCall, sessionId, sleep }),
      ...autopayHooks({ call: sessionCall, sessionId, sleep }),
      ...accountVerbs.hooks,
    },
    changed: dataChanged,
    log,
    checkAnswers: context.dev,
  });

  sessionManager.status.watch((status) => {
    // The page holds nothing of a locked account, and neither does what would answer it.
    if (status.state === 'locked') overviews.drop();
    sendMessage('session.changed', status);
  });
  context.linkForms.watch((form) => sendMessage('linkForms.opened', form));
  line.status.watch((status) => sendMessage('connection.changed', status));
  notices.watch((all) => sendMessage('notices.changed', [...all]));
  settings.settings.watch((value) => sendMessage('settings.changed', value));
  line.status.watch(({ state }) => {
    if (state !== 'up') return;
    profile.renew();
    void queue.flush();
    void money.payments.refreshAll();
    // What was shown may be the last known: whoever shows it asks again.
    dataChanges.add(topics, null);
  });

  embedded?.start();
  if (flags.operatorOrigin !== null) void line.look();
  void openKept();

  async function openKept(): Promise<void> {
    await sessionManager.restore();
    const status = sessionManager.status.get();
    const first = status.state === 'signed-in' ? status.account.contracts[0] : undefined;
    if (first) overviews.prefetch(first.number);
    await queue.load();
    if (line.status.get().state === 'up') void queue.flush();
    await signIns.learnWaysIn();
  }

  return {
    dispatch,
    sendMessage,
    call,
    fetch,
    sessionManager,
    signIns,
    idle,
    payments: money.payments,
    line,
    profile,
    outside,
    serviceNow: () => clock.now(),
    dataChanges,
    async close(): Promise<void> {
      await money.close();
      await documents.close();
      await sessionManager.close(SIGN_OUT_BOUND_MS);
      line.stop();
      await embedded?.stop(SERVICE_STOP_BOUND_MS);
    },
  };
}
