import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheDirectory } from "../../src/host/cache.js";
import {
  fileFault,
  listDirectory,
  pathKind,
  readText,
  withTempDir,
  writeAtomic,
} from "../../src/host/files.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import { workspace } from "../tlc/fake.js";

async function code(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "ok";
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map((d) => d.code).join();
  }
}

describe("files", () => {
  it("reads text without a byte order mark", async () => {
    const file = join(workspace().dir, "a");
    writeFileSync(file, "\ufeffabc");
    expect(await readText(file)).toBe("abc");
  });

  it("writes whole or not at all, and leaves nothing beside it", async () => {
    const { dir } = workspace();
    const file = join(dir, "out");
    await writeAtomic(file, "1");
    await writeAtomic(file, "2");
    expect(readFileSync(file, "utf8")).toBe("2");
    const before = readdirSync(dir);
    mkdirSync(join(dir, "taken"));
    expect(await code(() => writeAtomic(join(dir, "taken"), "x"))).toBe("file/is-a-directory");
    expect(readdirSync(dir)).toEqual([...before, "taken"].sort());
  });

  it("says what is wrong", async () => {
    const { dir, jar } = workspace();
    expect(await code(() => readText(join(dir, "none")))).toBe("file/not-found");
    expect(await code(() => readText(dir))).toBe("file/is-a-directory");
    expect(await code(() => writeAtomic(join(dir, "none", "x"), ""))).toBe("file/not-found");
    expect(await code(() => listDirectory(jar))).toBe("file/not-a-directory");
    const fault = (errno: string) =>
      fileFault(Object.assign(new Error(), { code: errno }), "/f", "write")?.code;
    expect(["EACCES", "EROFS", "ENOSPC", "EISDIR", "EWHAT"].map(fault)).toEqual([
      "file/no-permission",
      "file/read-only",
      "file/disk-full",
      "file/is-a-directory",
      undefined,
    ]);
    expect(fileFault("no error", "/f", "read")).toBeUndefined();
  });

  it("knows files, directories and what is absent", async () => {
    const { dir, jar } = workspace();
    expect([await pathKind(dir), await pathKind(jar), await pathKind(join(jar, "x"))]).toEqual([
      "directory",
      "file",
      "absent",
    ]);
  });

  it("removes a temporary directory also after a failure", async () => {
    let seen = "";
    const failing = withTempDir(async (dir) => {
      seen = dir;
      writeFileSync(join(dir, "x"), "");
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(existsSync(seen)).toBe(false);
  });
});

describe("the cache's directory", () => {
  it("is chosen by BUMBLEBEE_CACHE, then XDG_CACHE_HOME, then the home directory", () => {
    expect(cacheDirectory({ BUMBLEBEE_CACHE: "/c", XDG_CACHE_HOME: "/x", HOME: "/h" })).toBe("/c");
    expect(cacheDirectory({ BUMBLEBEE_CACHE: "", XDG_CACHE_HOME: "/x", HOME: "/h" })).toBe("/x/bumblebee");
    expect(cacheDirectory({ XDG_CACHE_HOME: "relative", HOME: "/h" })).toBe("/h/.cache/bumblebee");
  });
});
