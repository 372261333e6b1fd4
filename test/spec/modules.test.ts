import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadSpec, loadText } from "../../src/spec/modules.js";

const root = mkdtempSync(join(tmpdir(), "bumblebee-modules-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
/** A fresh folder with these files. */
function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(root, `d${++count}`);
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const module = (name: string, body: string): string => `---- MODULE ${name} ----\n${body}\n====\n`;

async function codes(path: string, options = {}): Promise<readonly string[]> {
  const { diagnostics, spec } = await loadSpec(path, "/", options);
  expect(spec === undefined).toBe(diagnostics.some((d) => d.severity === "error"));
  return diagnostics.map((d) => d.code);
}

describe("loadSpec", () => {
  it("finds modules beside the file, on the search path, then in the library", async () => {
    const lib = folder({ "Helper.tla": module("Helper", "One == 1") });
    const dir = folder({
      "Spec.tla": module("Spec", "EXTENDS Helper, Beside, SequencesExt\nA == One + Two + Last(<<1>>)"),
      "Beside.tla": module("Beside", "EXTENDS Integers\nTwo == 2"),
    });
    expect(await codes(join(dir, "Spec.tla"), { searchPath: [lib] })).toEqual([]);
    expect(await codes(join(dir, "Spec.tla"))).toEqual(["names/no-module"]);
  });

  it("prefers the user's module to the library's", async () => {
    const dir = folder({
      "Spec.tla": module("Spec", "EXTENDS Naturals\nA == Mine"),
      "Naturals.tla": module("Naturals", "Mine == 2"),
    });
    const { spec } = await loadSpec(join(dir, "Spec.tla"), "/");
    expect(spec?.modules.get("Naturals")?.origin).toBe("file");
  });

  it("reports a file whose module has another name", async () => {
    const dir = folder({ "Spec.tla": module("Other", "A == 1") });
    expect(await codes(join(dir, "Spec.tla"))).toEqual(["names/module-name"]);
  });

  it("reports the faults of a needed module, and not the names that it would have had", async () => {
    const dir = folder({
      "Spec.tla": module("Spec", "EXTENDS Bad\nA == Something"),
      "Bad.tla": module("Bad", "Something == ("),
    });
    const { diagnostics } = await loadSpec(join(dir, "Spec.tla"), "/");
    expect(diagnostics.map((d) => d.code)).toEqual(["tla/unexpected-token", "names/broken-module"]);
  });

  it("reports modules that need each other in a circle, once", async () => {
    const dir = folder({
      "A.tla": module("A", "EXTENDS B"),
      "B.tla": module("B", "EXTENDS C"),
      "C.tla": module("C", "I == INSTANCE A"),
    });
    const { diagnostics } = await loadSpec(join(dir, "A.tla"), "/");
    expect(diagnostics.map((d) => d.message)).toEqual(["modules need each other in a circle: A → B → C → A"]);
  });

  it("reads a module that several need only once", async () => {
    const dir = folder({
      "A.tla": module("A", "EXTENDS B, C\nX == Y"),
      "B.tla": module("B", "EXTENDS D"),
      "C.tla": module("C", "EXTENDS D"),
      "D.tla": module("D", "Y == 1"),
    });
    expect(await codes(join(dir, "A.tla"))).toEqual([]);
  });

  it.each([
    ["a byte order mark", Buffer.from(`\ufeff${module("Spec", "A == 1")}`)],
    ["CRLF", Buffer.from(module("Spec", "A == /\\ TRUE\n     /\\ TRUE").replaceAll("\n", "\r\n"))],
    ["Unicode operators", Buffer.from(module("Spec", "A == ∀ x ∈ {1} : x ≠ 2 ∧ TRUE"))],
  ])("reads %s", async (_, bytes) => {
    expect(await codes(join(folder({ "Spec.tla": bytes }), "Spec.tla"))).toEqual([]);
  });

  it("reports bytes that are no UTF-8 where they matter", async () => {
    const bytes = Buffer.concat([
      Buffer.from("---- MODULE Spec ----\nA == "),
      Buffer.from([0xff, 0xfe]),
      Buffer.from("\n====\n"),
    ]);
    expect(await codes(join(folder({ "Spec.tla": bytes }), "Spec.tla"))).toEqual([
      "tla/unknown-character",
      "tla/unknown-character",
    ]);
  });

  it("reports files that are missing, folders, links in a loop, and unreadable", async () => {
    const dir = folder({ "Secret.tla": module("Secret", "A == 1") });
    mkdirSync(join(dir, "Folder.tla"));
    symlinkSync(join(dir, "Loop.tla"), join(dir, "Loop.tla"));
    expect(await codes(join(dir, "Nothing.tla"))).toEqual(["file/not-found"]);
    expect(await codes(join(dir, "Folder.tla"))).toEqual(["file/is-a-directory"]);
    expect(await codes(join(dir, "Loop.tla"))).toEqual(["file/link-loop"]);
    writeFileSync(join(dir, "Needs.tla"), module("Needs", "EXTENDS Loop, Folder"));
    expect(await codes(join(dir, "Needs.tla"))).toEqual([
      "file/link-loop",
      "names/broken-module",
      "names/no-module",
    ]);
    chmodSync(join(dir, "Secret.tla"), 0);
    const found = await codes(join(dir, "Secret.tla"));
    // Root may read everything.
    expect([[], ["file/no-permission"]]).toContainEqual(found);
  });
});

describe("loadText", () => {
  const deep = (open: string, close: string, n: number): string => `${open.repeat(n)}1${close.repeat(n)}`;

  it.each([
    ["parentheses", deep("(", ")", 10_000)],
    ["prefix operators", deep("~", "", 10_000)],
    ["conditions", deep("IF TRUE THEN 1 ELSE ", "", 10_000)],
    ["a chain of infix operators", `1${" = 1 /\\ 1".repeat(50_000)}`],
    ["tuples", deep("<<", ">>", 10_000)],
    ["definitions in LET", deep("LET x == 1 IN ", "", 300)],
  ])("understands or refuses %s, nested as deep as it may be", async (_, text) => {
    const { diagnostics } = await loadText("M.tla", module("M", `A == ${text}`), "/");
    for (const d of diagnostics) expect(d.place).toBeDefined();
  });
});

describe("a module that is not found", () => {
  it("is compared with those that there are, beside the file and in the library", async () => {
    const dir = folder({
      "A.tla": module("A", "EXTENDS Sequenzes, Helpr"),
      "Helper.tla": module("Helper", "One == 1"),
    });
    const { diagnostics } = await loadSpec(join(dir, "A.tla"), "/");
    expect(diagnostics.map((d) => d.hint)).toEqual(["did you mean Sequences?", "did you mean Helper?"]);
  });
});
