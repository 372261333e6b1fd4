import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeTextAtOnce } from "../../src/host/spec-files.js";

it("writes whole files with their folders, appends, replaces, and writes over", () => {
  const dir = mkdtempSync(join(tmpdir(), "spec-files-"));
  const file = join(dir, "a", "b.txt");
  const text = (): string => readFileSync(file, "utf8");
  try {
    expect(writeTextAtOnce(file, "x", "append")).toContain("ENOENT");
    expect(writeTextAtOnce(file, "one", "whole")).toBeUndefined();
    expect(writeTextAtOnce(file, "two", "append")).toBeUndefined();
    expect(text()).toBe("onetwo");
    expect(writeTextAtOnce(file, "X", "over")).toBeUndefined();
    expect(text()).toBe("Xnetwo");
    expect(writeTextAtOnce(file, "new", "replace")).toBeUndefined();
    expect(text()).toBe("new");
    expect(writeTextAtOnce(join(file, "no"), "x", "replace")).toContain("ENOTDIR");
  } finally {
    rmSync(dir, { recursive: true });
  }
});
