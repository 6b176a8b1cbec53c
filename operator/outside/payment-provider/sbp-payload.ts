/** CRC-16/CCITT-FALSE of a text, four hex digits. */
function checksum(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/**
 * What the QR code of an order says: a link as the fast payment system has them (one-time, with its sum), but at a name
 * that leads nowhere, so that nobody's phone opens somebody else's page.
 *
 * @param id 32 hex digits, drawn for this code
 */
export function sbpPayload(id: string, amountKopecks: number): string {
  const address = `https://sbp.plusgate.example/AD${id.slice(0, 30).toUpperCase()}?type=02&bank=100000000017`;
  const whole = `${address}&sum=${amountKopecks}&cur=RUB`;
  return `${whole}&crc=${checksum(whole)}`;
}
