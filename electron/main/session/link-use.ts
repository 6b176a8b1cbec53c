import { failed, type Result } from '#protocol/errors/problem.ts';
import type { LinkForm } from '#protocol/ipc/state.ts';
import { mayBeDone } from '../operator/failures.ts';
import type { LinkForms } from './link-forms.ts';

/**
 * Sends a request with the one-time token of the open form. The form closes after a success and when the token is invalid.
 * Errors: `link-invalid`, those of the request; `outcome-unknown` when the token is refused as used after an earlier
 * response was lost: that request probably succeeded.
 */
export type UseLink = <T>(form: LinkForm, send: (token: string) => Promise<Result<T>>) => Promise<Result<T>>;

export function createUseLink(linkForms: Pick<LinkForms, 'token' | 'close'>): UseLink {
  /** Token of a request whose response was lost. */
  let unresolved: string | null = null;
  return async (form, send) => {
    const token = linkForms.token(form);
    if (token === null) return failed({ code: 'link-invalid' });
    const answer = await send(token);
    const isOver = answer.ok || answer.failure.code === 'link-invalid';
    if (isOver && linkForms.token(form) === token) linkForms.close();
    if (!answer.ok && mayBeDone(answer.failure)) unresolved = token;
    else if (!answer.ok && isOver && unresolved === token) return failed({ code: 'outcome-unknown' });
    return answer;
  };
}
