import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileModel } from "../../src/engine/compile.js";
import type { CompiledModel, Row } from "../../src/engine/model.js";
import { linkCfg } from "../../src/resolve/cfg.js";
import { loadSpec, loadText } from "../../src/spec/modules.js";
import { parseCfg } from "../../src/tla/cfg.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

async function compiled(module: string, cfg: string, text?: string): Promise<CompiledModel> {
  const loaded = text === undefined ? await loadSpec(module, specs) : await loadText(module, text, specs);
  if (loaded.spec === undefined) throw new Error(loaded.diagnostics.map((d) => d.message).join("; "));
  const { linked } = linkCfg(loaded.spec, parseCfg("M.cfg", cfg).cfg);
  const { model, diagnostics } = compileModel(loaded.spec, linked);
  if (model === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  return model;
}

/** Distinct and generated states, counted naively as TLC counts them; invariants that some state breaks. */
function counts(model: CompiledModel): { distinct: number; generated: number; broken: readonly string[] } {
  const seen = new Set<string>();
  const queue: Row[] = [];
  const broken = new Set<string>();
  let generated = 0;
  const add = (row: Row): void => {
    generated++;
    const key = row.join();
    if (seen.has(key)) return;
    for (const i of model.invariants) if (!i.holds(row)) broken.add(i.name);
    if (!model.constraints.every((c) => c.holds(row))) return;
    seen.add(key);
    queue.push(Int32Array.from(row));
  };
  model.initial(add);
  for (const state of queue) for (const a of model.actions) a.successors(state, add);
  return { distinct: seen.size, generated, broken: [...broken] };
}

const file = (name: string): string => readFileSync(`${specs}${name}`, "utf8");

describe("compiled models", () => {
  // What TLC counts.
  it.each([
    ["raft/Raft.tla", "raft/Raft.small.cfg", 591, 3856],
    ["paxos/Paxos.tla", "paxos/Paxos.small.cfg", 297, 3489],
  ])("have TLC's states: %s, %s", async (module, cfg, distinct, generated) => {
    expect(counts(await compiled(module, file(cfg)))).toEqual({ distinct, generated, broken: [] });
  });

  it("take actions apart and name them as TLC does", async () => {
    const model = await compiled("raft/Raft.tla", file("raft/Raft.small.cfg"));
    expect(model.actions.map((a) => a.name)).toContain("Timeout");
    expect(model.actions.every((a) => a.place.file.endsWith("Raft.tla"))).toBe(true);
  });

  const module = (body: string): string =>
    `---- MODULE M ----\nEXTENDS Naturals\nVARIABLES x, y\n${body}\n====\n`;
  const cfg = "INIT Init\nNEXT Next\nINVARIANT Inv\n";

  it.each([
    [
      "choices of every form",
      "Init == x \\in 0 .. 2 /\\ y = x\nNext == \\/ x' \\in {y, 3} /\\ UNCHANGED y\n        \\/ \\E k \\in {1, 2} : y' = k /\\ x' = x\nInv == x < 3",
      { distinct: 10, generated: 43, broken: ["Inv"] },
    ],
    [
      "choices behind an implication",
      "Init == x = 0 /\\ y = 0\nNext == x < 2 /\\ (x = 1 => \\E k \\in {1, 2, 3} : k > x) /\\ x' = x + 1 /\\ y' = 0\nInv == TRUE",
      { distinct: 3, generated: 4, broken: [] },
    ],
    [
      "choices in the bodies of named functions",
      "Safe(b) == LET f[n \\in 0 .. 2] == n = x \\/ \\E k \\in {1, 2} : n > 0 /\\ f[n - 1] IN f[b]\n" +
        "g[n \\in 0 .. 2] == \\E k \\in {1, 2, 3} : k > n + x\n" +
        "Init == x = 0 /\\ y = 0\nNext == x < 2 /\\ Safe(2) /\\ g[x] /\\ x' = x + 1 /\\ y' = 0\nInv == TRUE",
      { distinct: 3, generated: 15, broken: [] },
    ],
    [
      "IF, CASE and LET around assignments",
      "Init == x = 0 /\\ y = 0\nNext == LET z == x + 1 IN IF x < 3 THEN x' = z /\\ y' = y ELSE CASE y = 0 -> y' = 1 /\\ x' = x [] OTHER -> FALSE\nInv == TRUE",
      { distinct: 5, generated: 5, broken: [] },
    ],
    [
      "primes of operators, and a second equation that is a test",
      "Init == x = 0 /\\ y = 0\nSum == x + y\nNext == /\\ x' = (x + 1) % 4 /\\ y' \\in {0, 1} /\\ Sum' < 3 /\\ x' = x'\nInv == Sum < 3",
      { distinct: 4, generated: 5, broken: [] },
    ],
  ])("go through %s", async (_, body, expected) => {
    const found = counts(await compiled("M.tla", cfg, module(body)));
    expect(found).toEqual(expected);
  });

  it("refuse what this engine does not check yet, with the place", async () => {
    const loaded = await loadText(
      "M.tla",
      module("Init == x = 0 /\\ y = 0\nNext == UNCHANGED <<x, y>>\nP == \\EE z : <>(x = z)"),
      specs,
    );
    if (loaded.spec === undefined) throw new Error("no spec");
    const { linked } = linkCfg(loaded.spec, parseCfg("M.cfg", "INIT Init\nNEXT Next\nPROPERTY P\n").cfg);
    const { model, diagnostics } = compileModel(loaded.spec, linked);
    expect(model).toBeUndefined();
    expect(diagnostics.map((d) => [d.code, d.place?.line])).toEqual([["engine/temporal", 6]]);
  });
});
