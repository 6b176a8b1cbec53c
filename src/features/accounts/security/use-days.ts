import { currentLanguage } from '../../../app/i18n/i18n.ts';
import { dayOnRecord, inZone, instantText } from '#protocol/format/days.ts';
import { operatorProfile } from '../../profile/profile.ts';

/** What happened at the operator is told in the operator's zone; until the profile names it, in UTC. */
const zone = (): string => operatorProfile.value?.timeZone ?? 'UTC';

/** The operator's day of a moment, for records: "12 May 2026". */
export function dayOf(instant: string): string {
  return dayOnRecord(inZone(instant, zone()).day, currentLanguage().value);
}

/**
 * A moment beside the service's own "now": "today, 09:41", "3 November, 18:20". In the middle of a sentence.
 *
 * @param now ISO 8601 UTC, the service's: never this computer's clock
 */
export function momentOf(instant: string, now: string): string {
  const text = instantText(instant, inZone(now, zone()).day, zone(), currentLanguage().value);
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Day and time of a moment, for records: "12 May 2026, 09:41". */
export function recordOf(instant: string): string {
  const { day, time } = inZone(instant, zone());
  return `${dayOnRecord(day, currentLanguage().value)}, ${time}`;
}
