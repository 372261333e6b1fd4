/** Checkpoints on disk. A file is replaced as a whole: whatever happens, the old one or the new one is there. */
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Diagnostic } from "../report/diagnostic.js";
import { DiagnosticError } from "../report/diagnostic.js";
import { fileFault } from "./files.js";

/**
 * Writes the pieces, one after another; what the user can mend is given back, and the file is as it was. The place where
 * the new file grows has one name: what a killed run left there is written over by the next.
 */
export async function writePieces(
  path: string,
  pieces: readonly Uint8Array[],
): Promise<Diagnostic | undefined> {
  const temporary = join(dirname(path), `.${basename(path)}.partial`);
  try {
    const file = await open(temporary, "w");
    try {
      for (const piece of pieces) await writeAll(file, piece);
      // A rename may reach the disk before the content does.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return undefined;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const fault = fileFault(error, path, "write");
    if (fault === undefined) throw error;
    return fault;
  }
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.byteLength; ) {
    const { bytesWritten } = await file.write(piece, at);
    at += bytesWritten;
  }
}

/** Reads a file from its beginning on: `fill` fills an array, false where the file ends before. */
export async function readPieces<T>(
  path: string,
  work: (fill: (bytes: Uint8Array) => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const file = await open(path, "r").catch((error: unknown) => {
    const fault = fileFault(error, path, "read");
    throw fault === undefined ? error : new DiagnosticError([fault]);
  });
  try {
    return await work(async (bytes) => {
      for (let at = 0; at < bytes.byteLength; ) {
        const { bytesRead } = await file.read(bytes, at);
        if (bytesRead === 0) return false;
        at += bytesRead;
      }
      return true;
    });
  } finally {
    await file.close();
  }
}
