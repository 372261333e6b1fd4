import { createHash } from "node:crypto";

/** SHA-256 in lower case hexadecimal. */
export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** Whether some bytes contain a piece of ASCII text. */
export const containsText = (content: Uint8Array, text: string): boolean =>
  Buffer.from(content).includes(text);
