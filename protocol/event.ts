import { z } from 'zod';
import { contractNumber, instant } from './primitives.ts';
import type { Screen, Topic } from './topics.ts';

/** Kinds of notification, as a person chooses them. */
export const notificationKinds = ['payment', 'low-balance', 'reception', 'promise', 'autopay'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** Fields that every event has: the rising id, the moment (UTC), and the contract it is about. */
const envelope = { id: z.string().regex(/^\d+$/), at: instant };

export interface EventOptions<Type extends string, Shape extends z.ZodRawShape> {
  readonly type: Type;
  /** Fields beside the envelope. */
  readonly data: Shape;
  /** Who receives it. `contract`: every account that may see the contract. `account`: one account, whosever the contract. */
  readonly audience: 'contract' | 'account';
  /** Topics that are stale after it. */
  readonly changes: readonly Topic[];
  /** The screen that its notification opens. */
  readonly screen: Screen;
  /** The kind of notification; null: it is never notified. */
  readonly notification: NotificationKind | null;
}

type Envelope<Type extends string> = typeof envelope & {
  readonly contractNumber: typeof contractNumber;
  readonly type: z.ZodLiteral<Type>;
};

/** A declared event, with the schema of what the stream carries. */
export interface EventDeclaration<Type extends string, Shape extends z.ZodRawShape> extends EventOptions<Type, Shape> {
  readonly schema: z.ZodObject<Omit<Envelope<Type>, keyof Shape> & Shape>;
}

/**
 * Declares an event of the operator. The schema of the stream, the invalidation of queries, the audience and the
 * notification derive from it.
 */
export function event<const Type extends string, Shape extends z.ZodRawShape>(
  options: EventOptions<Type, Shape>,
): EventDeclaration<Type, Shape> {
  return {
    ...options,
    schema: z.object({ ...envelope, contractNumber, type: z.literal(options.type), ...options.data }),
  };
}
