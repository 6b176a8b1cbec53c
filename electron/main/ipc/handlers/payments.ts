import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

/** Payments of this program: begun, watched and called off. Nothing of them is answered while locked or signed out. */
export function paymentHandlers(
  parts: Pick<HandlerParts, 'keeper' | 'language' | 'payments'>,
): HandlersOf<
  'beginPayment' | 'trackedPayments' | 'showPaymentPage' | 'askPayment' | 'cancelPayment' | 'dismissPayment'
> {
  const { keeper, payments } = parts;
  const mine = <T>(ask: () => Promise<Result<T>>): Promise<Result<T>> =>
    keeper.whileOpen(() => (keeper.current() === null ? Promise.resolve(failed({ code: 'session-ended' })) : ask()));
  return {
    [c.beginPayment]: (input) => mine(() => payments.begin({ ...input, language: parts.language() })),
    [c.trackedPayments]: () =>
      mine(async () => {
        await payments.ready();
        return success(payments.tracked());
      }),
    [c.showPaymentPage]: ({ id }) => mine(() => payments.showPage(id)),
    [c.askPayment]: ({ id }) => mine(() => payments.ask(id)),
    [c.cancelPayment]: ({ id }) => mine(() => payments.cancel(id)),
    [c.dismissPayment]: ({ id }) => mine(async () => success(await payments.dismiss(id))),
  };
}
