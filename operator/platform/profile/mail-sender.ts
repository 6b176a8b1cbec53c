/** Addresses that letters of an operator come from, by the profile's id; nobody reads answers there. */
const senders: Readonly<Record<string, string>> = { 'ntv-plus': 'no-reply@ntvplus.ru' };

/** The address that the operator's letters come from. Throws when the profile has none. */
export function mailSenderOf(profileId: string): string {
  const sender = senders[profileId];
  if (sender === undefined) throw new Error(`The operator ${profileId} has no address to send letters from.`);
  return sender;
}
