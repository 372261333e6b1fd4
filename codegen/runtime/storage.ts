import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

/**
 * An append-only log of lines. In a file each line is `<16 hexadecimal digits of its SHA-256> <text>\n`, so a
 * line that a
 * crash tore is recognised. What `append` wrote survives the death of the process; after `sync` it survives
 * the machine's.
 */
export interface Storage {
  /** The lines found when it was opened. */
  readonly found: readonly string[];
  /** One line; `text` contains no line break. */
  append(text: string): Promise<void>;
  /** Resolves when everything appended before is on the disk; simultaneous calls share one `fsync`. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A log that is damaged elsewhere than at its end. */
export class StorageDamaged extends Error {
  constructor(path: string, line: number) {
    super(`${path}: line ${line} is damaged and is not the last one`);
    this.name = "StorageDamaged";
  }
}

/** Opens or creates the file. A torn last line is cut off, and `notice` told. Throws `StorageDamaged`. */
export async function openStorage(path: string, notice: (text: string) => void = () => {}): Promise<Storage> {
  const file = await open(path, "a+");
  const bytes = await file.readFile();
  const { lines, length } = intact(path, bytes);
  if (length < bytes.length) {
    notice(`${path}: the last line was torn; ${bytes.length - length} bytes cut off`);
    await file.truncate(length);
    await file.sync();
  }
  let writes: Promise<unknown> = Promise.resolve();
  let nextSync: Promise<void> | undefined;
  return {
    found: lines,
    append(text) {
      const line = `${checksum(text)} ${text}\n`;
      const done = writes.then(() => file.appendFile(line));
      writes = done.catch(() => undefined);
      return done;
    },
    sync() {
      // Queued behind the appends; until it starts, more callers may join it.
      nextSync ??= (() => {
        const done = writes.then(() => {
          nextSync = undefined;
          return file.datasync();
        });
        writes = done.catch(() => undefined);
        return done;
      })();
      return nextSync;
    },
    async close() {
      await writes;
      await file.close();
    },
  };
}

function intact(path: string, bytes: Buffer): { readonly lines: string[]; readonly length: number } {
  const lines: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.toString("utf8", start, end === -1 ? bytes.length : end);
    const text = line.slice(17);
    if (end === -1 || line[16] !== " " || line.slice(0, 16) !== checksum(text)) {
      if (end !== -1 && end + 1 < bytes.length) throw new StorageDamaged(path, lines.length + 1);
      break;
    }
    lines.push(text);
    start = end + 1;
  }
  return { lines, length: start };
}

function checksum(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, 16);
}

/** A log in memory; `lines` may be handed to the next life. */
export function memoryStorage(lines: string[] = []): Storage & { readonly lines: readonly string[] } {
  return {
    found: [...lines],
    lines,
    append: async (text) => {
      lines.push(text);
    },
    sync: async () => {},
    close: async () => {},
  };
}
