import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStorage, StorageDamaged } from "../../codegen/runtime/storage.js";

describe("the event log on disk", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "storage-"));
    path = join(folder, "events.log");
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function written(...texts: string[]): Promise<void> {
    const storage = await openStorage(path);
    for (const text of texts) void storage.append(text);
    await Promise.all([storage.sync(), storage.sync()]);
    await storage.close();
  }

  it("gives back what was appended, in order", async () => {
    await written("one", "zwei: ü", "");
    await written("four");
    const storage = await openStorage(path);
    expect(storage.found).toEqual(["one", "zwei: ü", "", "four"]);
    await storage.close();
  });

  it("cuts off a torn tail and says so", async () => {
    await written("one", "two");
    const intact = await readFile(path);
    for (const tail of ["0123", "0123456789abcdef half a li", "0123456789abcdef wrong\n"]) {
      await writeFile(path, intact);
      await appendFile(path, tail);
      const notices: string[] = [];
      const storage = await openStorage(path, (text) => notices.push(text));
      expect(storage.found).toEqual(["one", "two"]);
      expect(notices).toHaveLength(1);
      await storage.append("three");
      await storage.close();
      const again = await openStorage(path);
      expect(again.found).toEqual(["one", "two", "three"]);
      await again.close();
    }
  });

  it("refuses damage elsewhere", async () => {
    await written("one", "two");
    const bytes = await readFile(path);
    bytes[18] = 0x58;
    await writeFile(path, bytes);
    await expect(openStorage(path)).rejects.toThrow(StorageDamaged);
  });
});
