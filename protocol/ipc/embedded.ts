import { z } from 'zod';
import { errorCode } from '../errors/catalogue.ts';

/** What main gives the embedded operator service (argv JSON of the utility process). */
export const embeddedOptions = z.object({
  /** Folder for its database; made when missing. */
  dataFolder: z.string(),
  /** 0: any free port. Loopback only. */
  port: z.int().min(0).max(65535),
  /** Seeds demo data into an empty database. */
  demo: z.boolean(),
});
export type EmbeddedOptions = z.infer<typeof embeddedOptions>;

/** What the embedded service tells main over its message port. */
export const embeddedMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), origin: z.url() }),
  /** A reason that starting again does not cure (`database-newer`, `storage-full`) or does (`service-failed`). */
  z.object({ type: z.literal('failed'), code: errorCode }),
  /** Told once after starting, beside `ready` (`database-damaged`: set aside and made anew). */
  z.object({ type: z.literal('notice'), code: errorCode }),
]);
export type EmbeddedMessage = z.infer<typeof embeddedMessage>;

/** What main asks of it. */
export const embeddedCommand = z.object({ type: z.literal('stop') });
export type EmbeddedCommand = z.infer<typeof embeddedCommand>;
