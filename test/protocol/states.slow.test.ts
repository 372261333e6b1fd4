/**
 * The normal form of a case has exactly the states of the case as written: TLC counts both, with two nodes. (Cases in
 * which a value depends on *which* messages were received are left out: there the normal form has more, on purpose.)
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { load, readCase } from "./cases.js";

const small = "\\A n \\in Node : x[n] <= 2";

/** What bounds the states, and the model's further constants. */
const cases: readonly { readonly name: string; readonly bound: string; readonly constants?: string }[] = [
  { name: "actor-by-destination", bound: "\\A n \\in Node : x[n] <= 1" },
  { name: "broadcast", bound: small },
  { name: "case-arms", bound: small },
  { name: "choice-of-received", bound: small },
  { name: "choice-of-value", bound: small },
  { name: "client-values", bound: "TRUE", constants: "Request = {1, 2}\nOther = {2, 3}" },
  { name: "disjunction-inside", bound: small },
  { name: "filtered-receipt", bound: small },
  { name: "handlers", bound: "\\A n \\in Node : term[n] <= 1", constants: "Nobody = Nobody" },
  { name: "kinds-by-constants", bound: "TRUE", constants: "AskType = AskType\nTellType = TellType" },
  { name: "let-message", bound: small },
  { name: "nested-choices", bound: "TRUE" },
  { name: "own-by-sender", bound: small },
  { name: "pointwise", bound: small },
  { name: "primed-if", bound: small },
  {
    name: "primed-read",
    bound: "\\A n \\in Node : ballot[n] <= 1 /\\ \\A o \\in Object : slot[n][o] <= 1",
    constants: "Leader = {n1}\nObject = {o1}",
  },
  { name: "record-received", bound: small },
  { name: "recursive-operator", bound: small },
  { name: "record-set", bound: small },
  { name: "several-bounds", bound: small },
  { name: "state-operators", bound: small },
  { name: "two-messages", bound: small },
  { name: "unchanged-by-vars", bound: small },
  { name: "value-if", bound: small },
  { name: "witness-sunk", bound: small },
];

let dir = "";
let tools = { java: "", jar: "" };

beforeAll(async () => {
  const signal = new AbortController().signal;
  const { jar } = await findTlc({ env: process.env, signal });
  tools = { jar, java: (await findJava(process.env, signal)).java };
  dir = mkdtempSync(join(tmpdir(), "bumblebee-states-"));
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Model {
  readonly module: string;
  readonly text: string;
  readonly init: string;
  readonly next: string;
  readonly bound: string;
  readonly constants: string;
}

/** Distinct states of a module within a bound. */
function distinct({ module, text, init, next, bound, constants }: Model): number {
  writeFileSync(join(dir, `${module}.tla`), text);
  writeFileSync(
    join(dir, `MC${module}.tla`),
    `---- MODULE MC${module} ----\nEXTENDS ${module}\nWithin == ${bound}\n====\n`,
  );
  const cfg = `INIT ${init}\nNEXT ${next}\nCONSTRAINT Within\nCONSTANTS\nNode = {n1, n2}\n${constants}\n`;
  writeFileSync(join(dir, `MC${module}.cfg`), cfg);
  const args = [
    `-Djava.io.tmpdir=${dir}`,
    "-XX:+UseSerialGC",
    "-cp",
    tools.jar,
    "tlc2.TLC",
    "-deadlock",
    "-metadir",
    join(dir, module),
    `MC${module}`,
  ];
  const out = run(args);
  const found = /(\d+) distinct states found, 0 states left/.exec(out);
  if (found === null) throw new Error(`${module}\n${out.slice(-3000)}`);
  return Number(found[1]);
}

function run(args: readonly string[]): string {
  try {
    return execFileSync(tools.java, args, { cwd: dir, encoding: "utf8", timeout: 120_000 });
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return String(error.stdout);
    throw error;
  }
}

describe("the normal form has the states of", () => {
  it.each(cases)("$name", async ({ name, bound, constants = "" }) => {
    const read = readCase(name);
    const { protocol, table } = await load(read);
    if (protocol === undefined || table === undefined) throw new Error("not read");
    const { words, stages } = transformHistory(protocol, table, []);
    const [normal] = stages;
    if (normal === undefined) throw new Error("no pass");
    const { module } = protocol;
    const original = distinct({ module, text: read.module, init: "Init", next: "Next", bound, constants });
    const text = normal.text.replace(normal.draft.name, `Normal${module}`);
    const { init, next } = words.of;
    expect(original).toBeGreaterThan(3);
    expect(distinct({ module: `Normal${module}`, text, init, next, bound, constants })).toBe(original);
  });
});
