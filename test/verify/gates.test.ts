/** What keeps a specification from being transformed: it is unsafe, says nothing, or does nothing. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSpecification } from "../../src/spec/load.js";
import { parseCfg } from "../../src/tla/cfg.js";
import { prettyExpr } from "../../src/tla/pretty.js";
import { type Gates, runGates } from "../../src/verify/gates.js";
import { testsOf } from "../../src/verify/vacuity.js";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bumblebee-gates-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const module = (name: string, guard: string): string => `---- MODULE ${name} ----
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Most
VARIABLES msgs, x, chosen

Init == msgs = {} /\\ x = [n \\in Node |-> 0] /\\ chosen = [n \\in Node |-> 0]
Ask(n) ==
    /\\ ${guard}
    /\\ x[n] < Most
    /\\ x' = [x EXCEPT ![n] = @ + 1]
    /\\ msgs' = msgs \\cup {[kind |-> "Ask", from |-> n, num |-> x[n]]}
    /\\ UNCHANGED chosen
Choose(n) == \\E m \\in msgs :
    /\\ m.num > 2
    /\\ chosen' = [chosen EXCEPT ![n] = m.num]
    /\\ UNCHANGED <<x, msgs>>
Next == \\E n \\in Node : Ask(n) \\/ Choose(n)

Chosen(n) == chosen[n] > 0
Agreement == \\A n, o \\in Node : Chosen(n) /\\ Chosen(o) => chosen[n] = chosen[o]
One == Cardinality({k \\in 1 .. Most : \\E n \\in Node : chosen[n] = k}) <= 1
Small == \\A n \\in Node : x[n] < 2
Both == Agreement /\\ Small
====
`;

async function gates(
  name: string,
  most: number,
  invariants: readonly string[],
  guard = "TRUE",
): Promise<Gates> {
  const text = module(name, guard);
  const file = join(dir, `${name}.tla`);
  writeFileSync(file, text);
  const read = await readSpecification(file, text, "none.json", undefined, { cwd: dir });
  const { resolved: spec, table, protocol, behaviour } = read;
  if (spec === undefined || table === undefined || protocol === undefined || behaviour === undefined)
    throw new Error(JSON.stringify(read.diagnostics));
  const { cfg } = parseCfg("model", `CONSTANTS\nNode = {n1, n2}\nMost = ${most}\n`);
  const input = { spec, table, protocol, behaviour, invariants };
  const found = await runGates(input, new Map([["model", cfg]]), "model", { states: 500, seconds: 20 });
  if (found === undefined) throw new Error("no model");
  return found;
}

const codes = (g: Gates): readonly string[] => g.diagnostics.map((d) => d.code);

describe("the gates", () => {
  it("let a specification through that is safe and does something", async () => {
    const found = await gates("Fine", 4, ["Agreement"]);
    expect(codes(found)).toEqual([]);
    expect(found.gate).toMatchObject({ complete: true, never: [], untested: [] });
  });

  it("stop one that is unsafe, with the state", async () => {
    const found = await gates("Unsafe", 2, ["Small"]);
    expect(codes(found)).toEqual(["verify/input-unsafe"]);
    expect(found.diagnostics[0]?.message).toBe(
      "the specification as written violates Small; nothing was transformed",
    );
    expect(found.diagnostics[0]?.notes?.[0]?.message).toMatch(/x = \(n1 :> 2 @@ n2 :> [01]\)|x = .*2/);
  });

  it("stop one whose invariants say nothing within the model", async () => {
    const found = await gates("Vacuous", 2, ["Agreement", "One"]);
    expect(codes(found)).toEqual(["verify/input-vacuous"]);
    expect(found.gate.never).toEqual(["Choose"]);
    expect(codes(await gates("Vacuous", 2, ["Agreement"]))).toEqual(["verify/input-vacuous"]);
    // Small can be false.
    expect((await gates("Vacuous", 1, ["Agreement", "Small"])).diagnostics).toEqual([]);
  });

  it("stop one in which nothing happens", async () => {
    const found = await gates("Dead", 2, ["Small"], "FALSE");
    expect(codes(found)).toEqual(["verify/input-dead"]);
  });

  it("say so where our engine cannot compare", async () => {
    const found = await gates("Refused", 2, [], "\\E k : k = x[n]");
    expect(codes(found)).toEqual(["verify/normal-form-not-explored"]);
    expect(found.diagnostics[0]?.severity).toBe("warning");
    expect(found.gate).toMatchObject({ steps: 0, complete: false });
  });

  it("know when an invariant says something", async () => {
    const { table } = await readSpecification("Tested.tla", module("Tested", "TRUE"), "none.json", undefined);
    if (table === undefined) throw new Error("not read");
    const shown = (name: string): readonly string[] => testsOf(table, name).map((e) => prettyExpr(e));
    expect(shown("Agreement")).toEqual(["\\E n, o \\in Node : Chosen(n) /\\ Chosen(o)"]);
    expect(shown("One")).toEqual(["\\E k \\in 1..Most : \\E n \\in Node : chosen[n] = k"]);
    expect(shown("Small")).toEqual([]);
    expect(shown("Both")).toEqual(shown("Agreement"));
  });
});
