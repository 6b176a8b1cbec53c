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
 * QR code payload of an order: a one-time link with an amount, as in the fast payment system, but on a host that does
 * not exist, so that phones open no real page.
 *
 * @param id 32 random hex digits
 */
export function sbpPayload(id: string, amountKopecks: number): string {
  const address = `https://sbp.plusgate.example/AD${id.slice(0, 30).toUpperCase()}?type=02&bank=100000000017`;
  const whole = `${address}&sum=${amountKopecks}&cur=RUB`;
  return `${whole}&crc=${checksum(whole)}`;
}
