import { operations } from '../api/operations.ts';
import type { Operation } from '../operation.ts';
import type { Message, Verb } from './verb.ts';
import { messages, verbs } from './verbs.ts';

/** Names of the bridge's verbs and messages, by domain. */
export type BridgeNames = Readonly<
  Record<string, { readonly verbs: readonly string[]; readonly messages: readonly string[] }>
>;

type ByDomain<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** Operations that the renderer may call as they stand, by id. */
export const exposedOperations: ReadonlyMap<string, Operation> = new Map(
  Object.values<Readonly<Record<string, Operation>>>(operations)
    .flatMap((domain) => Object.values(domain))
    .filter(({ exposed }) => exposed === true)
    .map((operation) => [operation.id, operation]),
);

/** Verbs of the main process, by id. */
export const ownVerbs: ReadonlyMap<string, Verb> = new Map(
  Object.values<Readonly<Record<string, Verb>>>(verbs)
    .flatMap((domain) => Object.values(domain))
    .map((verb) => [verb.id, verb]),
);

/** Messages of the main process, by id. */
export const ownMessages: ReadonlyMap<string, Message> = new Map(
  Object.values<Readonly<Record<string, Message>>>(messages)
    .flatMap((domain) => Object.values(domain))
    .map((message) => [message.id, message]),
);

/**
 * Names for the preload and the IPC registration, which start without the schemas. The build writes them into the module
 * `virtual:bridge-names`.
 *
 * @throws Error when an id is not `domain.name` of its place, or stands in two places
 */
export function bridgeNames(): BridgeNames {
  const names: Record<string, { verbs: string[]; messages: string[] }> = {};
  const add = (kind: 'verbs' | 'messages', all: ByDomain<{ readonly id: string }>): void => {
    for (const [domain, members] of Object.entries(all)) {
      for (const [name, { id }] of Object.entries(members)) {
        const place = (names[domain] ??= { verbs: [], messages: [] });
        if (id !== `${domain}.${name}`) throw new Error(`${id} stands at ${domain}.${name}`);
        if (place[kind].includes(name)) throw new Error(`${id} is declared twice`);
        place[kind].push(name);
      }
    }
  };
  const exposed: Record<string, Record<string, Operation>> = {};
  for (const [domain, members] of Object.entries<Readonly<Record<string, Operation>>>(operations)) {
    exposed[domain] = Object.fromEntries(Object.entries(members).filter(([, of]) => of.exposed === true));
  }
  add('verbs', exposed);
  add('verbs', verbs);
  add('messages', messages);
  return names;
}
