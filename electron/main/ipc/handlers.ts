import { clipboard } from 'electron';
import { success } from '#protocol/errors/problem.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import type { ServiceStatus } from '#protocol/ipc/state.ts';
import type { StartContext } from '../app/context.ts';
import type { Notices } from '../app/notices.ts';
import type { SettingsStore } from '../app/settings-store.ts';
import type { OperatorApi } from '../operator/api.ts';
import type { Overviews } from '../operator/last-known.ts';
import type { ProfileSource } from '../operator/profile-source.ts';
import type { ServiceLine } from '../operator/service-line.ts';
import { openOutside } from '../security/external-links.ts';
import type { SessionKeeper } from '../session/session-keeper.ts';
import type { Handlers } from './dispatch.ts';

/** What each question of the renderer does. */
export function createHandlers(parts: {
  readonly context: StartContext;
  readonly api: OperatorApi;
  readonly keeper: SessionKeeper;
  readonly line: ServiceLine;
  readonly overviews: Overviews;
  readonly profile: ProfileSource;
  readonly settings: SettingsStore;
  readonly notices: Notices;
  readonly retryService: () => Promise<ServiceStatus>;
}): Handlers {
  const { api, context, keeper, line, notices, overviews, profile, settings } = parts;
  return {
    [c.signIn]: (input) => keeper.signIn(input),
    [c.signOut]: async () => success(await keeper.signOut()),
    [c.sessionStatus]: () => success(keeper.status.get()),
    [c.demoSubscribers]: () => api.demoSubscribers(),
    [c.overview]: (number) => overviews.get(number),
    [c.profile]: () => profile.get(),
    [c.settings]: () => success(settings.settings.get()),
    [c.updateSettings]: (patch) => success(settings.update(patch)),
    [c.serviceStatus]: () => success(line.status.get()),
    [c.retryService]: async () => success(await parts.retryService()),
    [c.notices]: () => success([...notices.list()]),
    [c.dismissNotice]: (code) => success([...notices.dismiss(code)]),
    [c.openLink]: async (request) => {
      const known = await profile.get();
      return known.ok ? openOutside(request, known.value) : known;
    },
    [c.copyText]: async (text) => {
      // Younger Electrons answer with a promise.
      await clipboard.writeText(text);
      return success(null);
    },
    [c.started]: (screen) => {
      context.onStarted(screen);
      return success(null);
    },
  };
}
