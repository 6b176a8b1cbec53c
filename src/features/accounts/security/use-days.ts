import { currentLanguage } from '../../../app/i18n/i18n.ts';
import { dayOnRecord, inZone, instantText } from '#protocol/format/days.ts';
import { operatorProfile } from '../../profile/profile.ts';

/** Time zone of the operator; UTC until the profile is known. */
const zone = (): string => operatorProfile.value?.timeZone ?? 'UTC';

/** Formats the operator's day of an instant: "12 May 2026". */
export function dayOf(instant: string): string {
  return dayOnRecord(inZone(instant, zone()).day, currentLanguage().value);
}

/**
 * Formats an instant relative to the service's time, for the middle of a sentence: "today, 09:41", "3 November, 18:20".
 *
 * @param now the service's time, ISO 8601 UTC; not this computer's clock
 */
export function momentOf(instant: string, now: string): string {
  const text = instantText(instant, inZone(now, zone()).day, zone(), currentLanguage().value);
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Formats day and time of an instant: "12 May 2026, 09:41". */
export function recordOf(instant: string): string {
  const { day, time } = inZone(instant, zone());
  return `${dayOnRecord(day, currentLanguage().value)}, ${time}`;
}
