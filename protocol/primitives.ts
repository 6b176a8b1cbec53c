import { z } from 'zod';

/** Money: integer kopecks of the Russian rouble; negative is owed to the operator. */
export const kopecks = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);

/** The operator's day (zone of the profile, Europe/Moscow by default), `YYYY-MM-DD`. */
export const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

/** A moment, ISO 8601 in UTC with `Z`, milliseconds optional. */
export const instant = z.iso.datetime({ offset: false });

/** Number of the subscriber's agreement with the operator: exactly 10 digits, no blanks. */
export const contractNumber = z.string().regex(/^\d{10}$/);

/** Number of a smart card: exactly 12 digits, no blanks. */
export const cardNumber = z.string().regex(/^\d{12}$/);

/** Languages of the program and of the operator's texts. */
export const languages = ['ru', 'en', 'sv'] as const;
export const language = z.enum(languages);
export type Language = z.infer<typeof language>;

/** A text in each language. */
export const localized = z.object({ ru: z.string().min(1), en: z.string().min(1), sv: z.string().min(1) });
export type Localized = z.infer<typeof localized>;

/**
 * Whose computer the subscriber signs in on. `own`: the session is kept between starts. `shared` (somebody
 * else's): memory only, ended by idling, by closing the program and after hours.
 */
export const computer = z.enum(['own', 'shared']);
export type Computer = z.infer<typeof computer>;
