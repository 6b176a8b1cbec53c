import type { Result } from '#protocol/errors/problem.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from '../handlers.ts';

/** What a contract needs, has and had: asked for the signed-in person, and for nobody while locked. */
export function moneyHandlers(
  parts: Pick<HandlerParts, 'api' | 'keeper' | 'payments' | 'moneyChanged'>,
): HandlersOf<'topUpTerms' | 'topUpPreview' | 'paymentMethods' | 'payee' | 'linkedCards' | 'unlinkCard' | 'slip'> {
  const { keeper, moneyChanged } = parts;
  const { payments } = parts.api;
  const ask = <T>(question: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>> =>
    keeper.authorized(question);
  /** What others may show has changed with it: they are told. */
  const changing = async <T>(
    contractNumber: string | null,
    question: (accessToken: string) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const answer = await ask(question);
    if (answer.ok) moneyChanged(contractNumber);
    return answer;
  };
  return {
    [c.topUpTerms]: (number) => ask((token) => payments.terms(token, number)),
    [c.topUpPreview]: ({ contractNumber, amountKopecks }) =>
      ask((token) => payments.preview(token, contractNumber, amountKopecks)),
    [c.paymentMethods]: () => ask((token) => payments.methods(token)),
    [c.payee]: async (request) => {
      const answer = await ask((token) => payments.payee(token, request));
      if (answer.ok) parts.payments.payeeSeen(answer.value);
      return answer;
    },
    [c.linkedCards]: () => ask((token) => payments.cards(token)),
    [c.unlinkCard]: ({ id }) => changing(null, (token) => payments.unlinkCard(token, id)),
    [c.slip]: ({ contractNumber, amountKopecks }) =>
      ask((token) => payments.slip(token, contractNumber, amountKopecks)),
  };
}
