/** Log files on disk: compressed, broken, not there. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logChunks } from "../../src/host/log-files.js";
import { readLog } from "../../src/log/read.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bumblebee-log-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(name: string, content: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  const found: unknown[] = [];
  try {
    for await (const batch of readLog(path, logChunks(path)))
      found.push(...batch.lines.map((l) => l.json), ...batch.faults.map((f) => f.code));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    found.push(...error.diagnostics.map((d) => d.code));
  }
  return found;
}

const text = Buffer.from('{"a":1}\n{"a":2}\n');

describe("log files", () => {
  it("are unpacked by their content, whatever their name", async () => {
    expect(await read("a.log", text)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await read("a.log.gz", gzipSync(text))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await read("b.log", gzipSync(text))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it("that were cut off while compressed are a fault", async () => {
    const packed = gzipSync(text);
    expect(await read("c.log.gz", packed.subarray(0, packed.length - 9))).toContain("log/compressed");
  });

  it("that are not there are a fault", async () => {
    const chunks = logChunks(join(folder, "none.log"));
    await expect(chunks.next()).rejects.toBeInstanceOf(DiagnosticError);
  });
});
