import { z } from 'zod';

/** A verb that the main process offers the renderer beyond the operator API. */
export interface Verb {
  /** `domain.verb`: the IPC channel and the verb's place in the bridge. */
  readonly id: `${string}.${string}`;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /**
   * `session`: needs an open session; refused with `session-locked` while locked and `session-ended` while signed out.
   * `self`: as `session`, checked by the handler, which takes longer than a lock may leave the session open.
   * `any`: answered always.
   */
  readonly auth: 'session' | 'self' | 'any';
}

/** Declares a verb of the main process. */
export function verb<const V extends Verb>(declared: V): V {
  return declared;
}

/** Input of a verb that takes none. */
export const noInput = z.undefined();

/** A message that the main process sends by itself. The bridge offers `on<Name>` to listen to it. */
export interface Message {
  /** `domain.name`: the IPC channel; `session.changed` is listened to by `bridge.session.onChanged`. */
  readonly id: `${string}.${string}`;
  readonly data: z.ZodType;
}

/** Declares a message of the main process. */
export function message<const M extends Message>(declared: M): M {
  return declared;
}
