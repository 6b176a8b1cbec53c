/** Sender addresses by profile id; replies are not read. */
const senders: Readonly<Record<string, string>> = { 'ntv-plus': 'no-reply@ntvplus.ru' };

/**
 * Sender address of the operator's e-mail.
 *
 * @throws Error when the profile has none
 */
export function mailSenderOf(profileId: string): string {
  const sender = senders[profileId];
  if (sender === undefined) throw new Error(`The operator ${profileId} has no address to send letters from.`);
  return sender;
}
