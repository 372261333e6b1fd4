/** The bytes of log files, unpacked where they are compressed. */
import { readFileSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
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
    else if (isSmall(path)) {
      const bytes = readFileSync(path);
      if (!isPacked(bytes)) {
        if (bytes.length > 0) yield bytes;
      } else yield* unpacked(joined(bytes, none()));
    } else yield* fileChunks(path);
  } catch (error) {
    const isPacking = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    const fault = isPacking ? compressed(path, error.message) : fileFault(error, path, "read");
    throw fault === undefined ? error : new DiagnosticError([fault]);
  }
}

/** Small files are many: each is read at once, which takes less than to wait for its opening, its pieces and its end. */
function isSmall(path: string): boolean {
  const stat = statSync(path);
  return stat.isFile() && stat.size < PIECE;
}

const isPacked = (bytes: Uint8Array): boolean => GZIP.every((byte, k) => bytes[k] === byte);

async function* none(): AsyncGenerator<Uint8Array> {}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    const pieces = piecesOf(file);
    const { value: first } = await pieces.next();
    if (first === undefined) return;
    if (isPacked(first)) yield* unpacked(joined(first, pieces));
    else yield* joined(first, pieces);
  } finally {
    // Whoever stops reading leaves no open file behind.
    await file.close();
  }
}

async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const buffer = new Uint8Array(PIECE);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* joined(first: Uint8Array, more: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* more;
}

async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(pieces);
  const unzip = createGunzip({ chunkSize: PIECE });
  source.on("error", (error) => unzip.destroy(error));
  try {
    yield* source.pipe(unzip) as AsyncIterable<Uint8Array>;
  } finally {
    source.destroy();
  }
}
