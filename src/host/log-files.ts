/** The bytes of log files, unpacked where they are compressed. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { compressed } from "../log/faults.js";
import { DiagnosticError } from "../report/diagnostic.js";
import { fileFault } from "./files.js";

/** So many bytes are read at once. */
const READ = 1 << 18;
/**
 * They are given on in pieces of this size: what the lines of a piece are made into is looked at and gone before the
 * collector of what is young comes by, which copies all that is there.
 */
const PIECE = 1 << 16;
const GZIP = [0x1f, 0x8b];

/**
 * A file's bytes in pieces, each to be used before the next is asked for; `-` is the standard input. Throws a
 * DiagnosticError for a file that cannot be read or unpacked, after the pieces that could be.
 */
export async function* logChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    if (path === "-") yield* process.stdin as AsyncIterable<Uint8Array>;
    else if (isSmall(path)) yield* smallFile(path);
    else yield* fileChunks(path);
  } catch (error) {
    const isPacking = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    const fault = isPacking ? compressed(path, error.message) : fileFault(error, path, "read");
    throw fault === undefined ? error : new DiagnosticError([fault]);
  }
}

/** Small files are many: each is read at once, which takes less than to wait for its opening, its pieces and its end. */
function isSmall(path: string): boolean {
  const stat = statSync(path);
  return stat.isFile() && stat.size < READ;
}

/** Memory that small files are read into, one after the other: fresh memory takes the system longer than to read them. */
const buffers: Uint8Array[] = [];

async function* smallFile(path: string): AsyncGenerator<Uint8Array> {
  const buffer = buffers.pop() ?? new Uint8Array(READ);
  const file = openSync(path, "r");
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < READ; length += read)
      read = readSync(file, buffer, length, READ - length, null);
    const bytes = buffer.subarray(0, length);
    // It has grown meanwhile.
    if (length === READ) yield* fileChunks(path);
    else if (isPacked(bytes)) yield* unpacked(joined(bytes.slice(), none()));
    else yield* piecesIn(bytes);
    buffers.push(buffer);
  } finally {
    closeSync(file);
  }
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
    const buffer = new Uint8Array(READ);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return;
    yield* piecesIn(buffer.subarray(0, bytesRead));
  }
}

function* piecesIn(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
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
