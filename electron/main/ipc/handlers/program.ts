import { clipboard } from 'electron';
import { failed, success } from '#protocol/errors/problem.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

/** Figures, settings, the line and the desktop. */
export function programHandlers(
  parts: Pick<
    HandlerParts,
    'context' | 'keeper' | 'line' | 'notices' | 'outside' | 'overviews' | 'profile' | 'retryService' | 'settings'
  >,
): HandlersOf<
  | 'overview'
  | 'profile'
  | 'settings'
  | 'updateSettings'
  | 'serviceStatus'
  | 'retryService'
  | 'notices'
  | 'dismissNotice'
  | 'openLink'
  | 'copyText'
  | 'started'
> {
  const { context, keeper, line, notices, outside, overviews, profile, settings } = parts;
  return {
    [c.overview]: (number) => keeper.whileOpen(() => overviews.get(number)),
    [c.profile]: () => profile.get(),
    [c.settings]: () => success(settings.settings.get()),
    [c.updateSettings]: (patch) =>
      // Whoever stands before the lock does not take it away.
      patch.lockAfter !== undefined && keeper.status.get().state === 'locked'
        ? failed({ code: 'session-locked' })
        : success(settings.update(patch)),
    [c.serviceStatus]: () => success(line.status.get()),
    [c.retryService]: async () => success(await parts.retryService()),
    [c.notices]: () => success([...notices.list()]),
    [c.dismissNotice]: (code) => success([...notices.dismiss(code)]),
    [c.openLink]: (request) => outside.open(request),
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
