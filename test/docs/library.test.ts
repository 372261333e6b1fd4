import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import * as library from "../../src/index.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = ["docs/library.md", "docs/engine.md"].map((page) => ({
  page,
  text: readFileSync(join(root, page), "utf8"),
}));
const text = pages.map((p) => p.text).join("\n");

/** Each example is followed by what it prints. */
const examples = pages.flatMap(({ page, text }) =>
  [...text.matchAll(/```ts\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map((match) => ({
    name: `${page} line ${text.slice(0, match.index).split("\n").length}`,
    code: match[1] ?? "",
    output: (match[2] ?? "").trimEnd(),
  })),
);

mkdirSync(join(root, "out"), { recursive: true });
const dir = mkdtempSync(join(root, "out/library-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function run(name: string, code: string): Promise<string> {
  const file = join(dir, `${name.replace(/\W+/g, "-")}.ts`);
  writeFileSync(file, code.replaceAll('"bumblebee-tla"', '"../../src/index.js"'));
  const printed: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
    printed.push(values.map(String).join(" "));
  });
  try {
    await import(file);
  } finally {
    log.mockRestore();
  }
  return printed.join("\n").trimEnd();
}

describe("the library's pages", () => {
  it("follows each example with its output", () => {
    expect(examples.length).toBe(text.split("```ts\n").length - 1);
    expect(examples.length).toBeGreaterThanOrEqual(10);
  });

  it.each(examples)("the example at $name prints what it says", async ({ name, code, output }) => {
    expect(await run(name, code)).toBe(output);
  });

  it("names everything that the library exports", () => {
    const missing = Object.keys(library).filter((name) => !text.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});
