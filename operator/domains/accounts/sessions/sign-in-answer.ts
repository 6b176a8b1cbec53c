import type { SignInAnswer, TokenGrant } from '#protocol/api/sessions.ts';

/** Whether the person is in, or is asked for the second step. */
export function isGrant(answer: SignInAnswer): answer is TokenGrant {
  return 'accessToken' in answer;
}

/** The status of an answer: 201 a session was made, 202 the second step is awaited. */
export function signInStatus(answer: SignInAnswer): 201 | 202 {
  return isGrant(answer) ? 201 : 202;
}
