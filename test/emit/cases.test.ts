/**
 * Generated code for every specification that can be read: it passes the strictest type check, or is refused for a
 * reason that is listed here. What some of them give is kept beside their text, to be looked at (`vitest -u` renews).
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emitted, emitProtocol } from "../../codegen/emit/emit.js";
import { load, positiveNames, readCase } from "../protocol/cases.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const runtime = join(root, "codegen/runtime/index.js");

const refused: Readonly<Record<string, string | readonly string[]>> = {
  // Choices among what was received are made by the program, which knows no LETs there.
  "choice-of-received": ["operator wanted cannot be translated", "operator far cannot be translated"],
  "client-values": "used as a number and a string or model value at once",
  environment: "used as a number and a string or model value at once",
  "nested-except": "used as a function and a record at once",
};

const kept = [
  "case-arms",
  "clashing-names",
  "kinds-by-constants",
  "own-by-owner",
  "record-set",
  "recursive-operator",
  "witness-kept",
];

async function emitted(name: string, importing: string): Promise<Emitted> {
  const c = readCase(name);
  const { protocol } = await load(c);
  if (protocol === undefined) throw new Error(`${name} cannot be read`);
  const sha256 = "0".repeat(64);
  return emitProtocol(protocol, { sha256, runtime: importing, decided: undefined });
}

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "bumblebee-emit-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("every specification passes the strictest type check or is refused", async () => {
  for (const name of positiveNames) {
    const { files, diagnostics } = await emitted(name, runtime);
    expect([name, diagnostics.map((d) => d.message)]).toEqual([name, [refused[name] ?? []].flat()]);
    mkdirSync(join(directory, name));
    for (const file of files) writeFileSync(join(directory, name, file.path), file.text);
  }
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { typeRoots: [join(root, "node_modules/@types")] },
    include: ["."],
  };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
  let faults = "";
  try {
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", directory]);
  } catch (fault) {
    faults = String((fault as { readonly stdout?: unknown }).stdout);
  }
  expect(faults).toBe("");
});

describe("what is generated", () => {
  for (const name of kept) {
    it(name, async () => {
      const { files } = await emitted(name, "../../runtime/index.js");
      const shown = files.filter((f) => f.path === "operators.ts" || f.path === "steps.ts");
      const parts = shown.map((f) => `---- ${f.path}\n${f.text.replace(/^\/\/ Generated.*\n/, "")}`);
      const text = [readCase(name).module.trimEnd(), ...parts].join("\n\n");
      await expect(text).toMatchFileSnapshot(join(root, `test/golden/emit/${name}.golden`));
    });
  }
});
