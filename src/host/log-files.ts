/** The bytes of log files, unpacked where they are compressed. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { compressed } from "../log/faults.js";
import { DiagnosticError } from "../report/diagnostic.js";
import { fileFault } from "./files.js";

/** Bytes are read in pieces of this size. */
const PIECE = 1 << 18;
const GZIP = [0x1f, 0x8b];

/**
 * A file's bytes in pieces; `-` is the standard input. Throws a DiagnosticError for a file that cannot be read or
 * unpacked, after the pieces that could be.
 */
export async function* logChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    if (path === "-") yield* process.stdin as AsyncIterable<Uint8Array>;
    else yield* fileChunks(path, await isGzip(path));
  } catch (error) {
    const isPacking = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    const fault = isPacking ? compressed(path, error.message) : fileFault(error, path, "read");
    throw fault === undefined ? error : new DiagnosticError([fault]);
  }
}

async function* fileChunks(path: string, packed: boolean): AsyncGenerator<Uint8Array> {
  const raw = createReadStream(path, { highWaterMark: PIECE });
  try {
    if (!packed) {
      yield* raw as AsyncIterable<Uint8Array>;
      return;
    }
    const unpacked = createGunzip({ chunkSize: PIECE });
    raw.on("error", (error) => unpacked.destroy(error));
    yield* raw.pipe(unpacked) as AsyncIterable<Uint8Array>;
  } finally {
    // Whoever stops reading leaves no open file behind.
    raw.destroy();
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    if (!(await file.stat()).isFile()) return path.endsWith(".gz");
    const { buffer, bytesRead } = await file.read(new Uint8Array(GZIP.length), 0, GZIP.length, 0);
    return bytesRead === GZIP.length && GZIP.every((byte, k) => buffer[k] === byte);
  } finally {
    await file.close();
  }
}
