import { success } from '#protocol/errors/problem.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

/** Getting in, staying in and getting out. */
export function sessionHandlers(
  parts: Pick<HandlerParts, 'keeper' | 'signIns' | 'social' | 'unlock' | 'idle'>,
): HandlersOf<
  | 'signIn'
  | 'signInThrough'
  | 'showBrowser'
  | 'confirmTwoStep'
  | 'confirmLink'
  | 'cancelSignIn'
  | 'stay'
  | 'lock'
  | 'unlock'
  | 'signOut'
  | 'sessionStatus'
> {
  const { idle, keeper, signIns, social } = parts;
  return {
    [c.signIn]: (input) => signIns.byPassword(input),
    [c.signInThrough]: (input) => signIns.byNetwork(input),
    [c.showBrowser]: () => social.showBrowser(),
    [c.confirmTwoStep]: ({ code }) => signIns.confirmTwoStep(code),
    [c.confirmLink]: ({ password }) => signIns.confirmLink(password),
    [c.cancelSignIn]: () => success(signIns.cancel()),
    [c.stay]: () => {
      idle.stay();
      return success(null);
    },
    [c.lock]: () => success(keeper.lock('asked')),
    [c.unlock]: (input) => parts.unlock(input),
    [c.signOut]: async () => {
      signIns.cancel();
      return success(await keeper.signOut());
    },
    [c.sessionStatus]: () => success(keeper.status.get()),
  };
}
