import { z } from 'zod';
import { identityProvider } from '#protocol/api/identity.ts';

/** Who somebody is at a network, as the network told it to the operator. */
export const networkPerson = z.object({
  provider: identityProvider,
  /** The network's own, lasting name of the person. */
  subject: z.string().min(1).max(255),
  name: z.string().nullable(),
  /** Normalised. */
  email: z.string().nullable(),
  /** The network says that the person has shown to have this address. Any other address proves nothing. */
  emailVerified: z.boolean(),
});
export type NetworkPerson = z.infer<typeof networkPerson>;

/** A person as stored with codes and tickets. */
export function readPerson(stored: string): NetworkPerson {
  return networkPerson.parse(JSON.parse(stored));
}
