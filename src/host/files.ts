/** Reading and writing files; every failure that a user can mend is a Diagnostic. */
import { readFileSync, rmSync, statSync } from "node:fs";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";

type Purpose = "read" | "write";

const REASONS: Readonly<
  Record<string, { readonly code: string; readonly text: string; readonly hint?: string }>
> = {
  ENOENT: { code: "file/not-found", text: "no such file or directory" },
  ENOTDIR: { code: "file/not-a-directory", text: "a part of the path is not a directory" },
  EEXIST: { code: "file/not-a-directory", text: "there is a file of that name" },
  EACCES: {
    code: "file/no-permission",
    text: "permission denied",
    hint: "change the permissions, or take another place",
  },
  EPERM: {
    code: "file/no-permission",
    text: "operation not permitted",
    hint: "change the permissions, or take another place",
  },
  EROFS: {
    code: "file/read-only",
    text: "the file system is read-only",
    hint: "choose a place that can be written",
  },
  ENOSPC: {
    code: "file/disk-full",
    text: "no space left on the disk",
    hint: "make room, or take another place",
  },
  EDQUOT: {
    code: "file/disk-full",
    text: "the disk quota is used up",
    hint: "make room, or take another place",
  },
  ELOOP: { code: "file/link-loop", text: "symbolic links lead round in a circle" },
  EISDIR: {
    code: "file/is-a-directory",
    text: "it is a directory, not a file",
    hint: "name the file in it that is meant",
  },
  ENAMETOOLONG: { code: "file/name-too-long", text: "the name is too long" },
  EMFILE: {
    code: "file/too-many-open",
    text: "too many open files",
    hint: "raise the limit with `ulimit -n`",
  },
};

/** The Diagnostic for a failed file operation, or undefined when `error` is none. */
export function fileFault(error: unknown, path: string, purpose: Purpose): Diagnostic | undefined {
  const reason = error instanceof Error && "code" in error ? REASONS[String(error.code)] : undefined;
  if (reason === undefined) return undefined;
  return {
    code: reason.code,
    severity: "error",
    message: `cannot ${purpose} ${path}: ${reason.text}`,
    ...(reason.hint === undefined ? {} : { hint: reason.hint }),
  };
}

async function guarded<T>(path: string, purpose: Purpose, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = fileFault(error, path, purpose);
    throw fault === undefined ? error : new DiagnosticError([fault]);
  }
}

/** The text of a UTF-8 file, a byte order mark dropped. */
export async function readText(path: string): Promise<string> {
  const text = await guarded(path, "read", () => wholeText(path));
  return text.startsWith(MARK) ? text.slice(1) : text;
}

const MARK = "\ufeff";

/**
 * Ordinary files are read at once: a command has nothing else to do until it has them, and each step that threads do for
 * it is one more time to be woken. What is no such file (a pipe) may keep one waiting for ever.
 */
async function wholeText(path: string): Promise<string> {
  return statSync(path).isFile() ? readFileSync(path, "utf8") : await readFile(path, "utf8");
}

/**
 * The text of a file that is to be written back, and the byte order mark before it, if any. What is not UTF-8 is a
 * fault here: it would be lost.
 */
export async function readForEditing(
  path: string,
): Promise<{ readonly text: string; readonly mark: string }> {
  const bytes = await guarded(path, "read", () => readFile(path));
  const text = bytes.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(bytes)) throw new DiagnosticError([notUtf8(path, text)]);
  return text.startsWith(MARK) ? { text: text.slice(1), mark: MARK } : { text, mark: "" };
}

function notUtf8(file: string, text: string): Diagnostic {
  const before = text.slice(0, Math.max(0, text.indexOf("\ufffd"))).split("\n");
  const [line, column] = [before.length, (before.at(-1) ?? "").length + 1];
  return {
    code: "file/not-utf8",
    severity: "error",
    message: "this byte is not UTF-8, and would be lost if the file were written again",
    place: { file, line, column, endLine: line, endColumn: column + 1 },
    hint: "convert the file first, for example with `iconv -f latin1 -t utf8`",
  };
}

/** Puts a new text in the place of a file that is there, as a whole; a link stays one, and so do the permissions. */
export async function replaceText(path: string, content: string): Promise<void> {
  const target = await guarded(path, "write", () => realpath(path));
  const { mode } = await guarded(path, "write", () => stat(target));
  await writeAtomic(target, content, mode & 0o7777);
}

/** The bytes of a file, or undefined when it cannot be read. */
export async function readBytes(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}

const temporary = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`);

/** Writes a file unless there is one of that name; says whether it did. Of several at once exactly one does. */
export async function createOnce(path: string, content: string): Promise<boolean> {
  return await guarded(path, "write", async () => {
    const temp = temporary(path);
    try {
      await writeFile(temp, content);
      // A hard link, unlike a rename, fails when the name is taken.
      await link(temp, path);
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
      throw error;
    } finally {
      await rm(temp, { force: true });
    }
  });
}

/**
 * Writes beside the target and renames, so that a reader sees the old text or the new one, never a part. What is no
 * file (a device, a pipe, `/dev/stdout`) is written to: a rename would put a file in its place.
 */
export async function writeAtomic(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  await guarded(path, "write", async () => {
    if (await isDevice(path)) {
      await writeFile(path, content);
      return;
    }
    const temp = temporary(path);
    try {
      await writeFile(temp, content);
      if (mode !== undefined) await chmod(temp, mode);
      await rename(temp, path);
    } catch (error) {
      await rm(temp, { force: true });
      throw error;
    }
  });
}

async function isDevice(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || found.isFile() || found.isDirectory()) return false;
  return !found.isSymbolicLink() || dirname(resolve(path)) === "/dev";
}

/** Makes a directory and those above it. */
export async function makeDirectory(path: string): Promise<void> {
  await guarded(path, "write", () => makeAll(resolve(path)));
}

/**
 * Node's own recursion never ends where the system answers ENOENT below a directory that is there (/proc). Somebody else
 * may make a directory above at the same time: then it is tried once more.
 */
async function makeAll(path: string, again = true): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const isDirectory = async (p: string): Promise<boolean> =>
      (await stat(p).catch(() => undefined))?.isDirectory() === true;
    if (code === "EEXIST" && (await isDirectory(path))) return;
    if (code !== "ENOENT") throw error;
    if (!(await isDirectory(dirname(path)))) await makeAll(dirname(path));
    else if (!again) throw error;
    await makeAll(path, false);
  }
}

/** Names of the entries of a directory, sorted. */
export async function listDirectory(path: string): Promise<readonly string[]> {
  return (await guarded(path, "read", () => readdir(path))).sort();
}

export type PathKind = "file" | "directory" | "absent";

/** What stands at the path (links are followed; anything else than a directory counts as a file). */
export async function pathKind(path: string): Promise<PathKind> {
  try {
    return statSync(path).isDirectory() ? "directory" : "file";
  } catch (error) {
    const fault = fileFault(error, path, "read");
    if (fault?.code === "file/not-found" || fault?.code === "file/not-a-directory") return "absent";
    throw fault === undefined ? error : new DiagnosticError([fault]);
  }
}

const temporaryDirectories = new Set<string>();
// For an exit that does not wait: the second Ctrl-C.
process.on("exit", () => {
  for (const dir of temporaryDirectories) rmSync(dir, { recursive: true, force: true });
});

/** Runs `work` in a fresh temporary directory, which is removed afterwards whatever happened. */
export async function withTempDir<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const base = tmpdir();
  const dir = await guarded(base, "write", () => mkdtemp(join(base, "bumblebee-")));
  temporaryDirectories.add(dir);
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    temporaryDirectories.delete(dir);
  }
}

/** The text of a file, read while everything waits; undefined if it cannot be read. For what must have it at once. */
export function readTextAtOnce(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
