/**
 * Frames on a byte stream: the length of the text in bytes (4 bytes, big-endian), then the text in UTF-8.
 */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** The frame of a text. Throws `RangeError` if it is longer than a frame may be. */
export function frame(text: string): Buffer {
  const length = Buffer.byteLength(text, "utf8");
  if (length > MAX_FRAME_BYTES) throw new RangeError(`a frame of ${length} bytes is too long`);
  const bytes = Buffer.allocUnsafe(4 + length);
  bytes.writeUInt32BE(length);
  bytes.write(text, 4, "utf8");
  return bytes;
}

/** Cuts a stream into texts; what has not arrived completely is kept, at most one frame and one chunk. */
export class FrameReader {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(limit: number = MAX_FRAME_BYTES) {
    this.#limit = limit;
  }

  /**
   * The texts that are complete with this chunk, or `undefined` if a frame is longer than the limit: hang up.
   */
  push(chunk: Buffer): string[] | undefined {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const texts: string[] = [];
    while (this.#size >= 4) {
      const length = this.#peekLength();
      if (length > this.#limit) return undefined;
      if (this.#size < 4 + length) break;
      const all = this.#joined();
      texts.push(all.toString("utf8", 4, 4 + length));
      this.#chunks = [all.subarray(4 + length)];
      this.#size -= 4 + length;
    }
    return texts;
  }

  #peekLength(): number {
    const first = this.#chunks[0]!;
    return (first.length >= 4 ? first : this.#joined()).readUInt32BE();
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#size)];
    return this.#chunks[0]!;
  }
}

/** Parses JSON that came from outside; `undefined` if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
