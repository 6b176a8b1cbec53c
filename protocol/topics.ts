import { z } from 'zod';

/**
 * Topics of the data on screen. A change names the topics it makes stale; every query that is keyed by one of them is
 * fetched again.
 */
export const topics = ['overview', 'profile', 'security', 'money'] as const;
export const topic = z.enum(topics);
export type Topic = z.infer<typeof topic>;

/** Screens that a notification, a menu item or a link can open. */
export const screen = z.enum(['overview', 'contract', 'top-up', 'statement', 'settings', 'security', 'personal-data']);
export type Screen = z.infer<typeof screen>;
