/** The translator's checksum: CRC-32 of the UTF-8 bytes, hexadecimal without leading zeros. */

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

export function checksum(text: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ((crc ^ 0xffffffff) >>> 0).toString(16);
}

/** The checksum of a translation: of its lines, their ends left out. */
export function translationChecksum(body: string): string {
  return checksum(body.replace(/\r?\n|\r/g, ""));
}
