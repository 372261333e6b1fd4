/** The interpreter and compiled code give the same: states, values, errors. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileLowered } from "../../../src/engine/compile.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { interpretModel } from "../../../src/engine/interpret/interpret-model.js";
import type { CompiledModel, Row } from "../../../src/engine/model.js";
import { EvaluationError } from "../../../src/engine/values/bank-errors.js";
import { show } from "../../../src/engine/values/show.js";
import { expression } from "../expressions.js";
import { loweredText } from "./lowered.js";

const specs = fileURLToPath(new URL("../../../specs/", import.meta.url));
const file = (name: string): string => readFileSync(`${specs}${name}`, "utf8");

async function bothOf(module: string, cfg: string, from = specs) {
  const lowering = await loweredText(module, cfg, from);
  const { model: compiled, diagnostics } = compileLowered(lowering);
  if (compiled === undefined || lowering.model === undefined)
    throw new Error(diagnostics.map((d) => d.message).join("; "));
  return { compiled, interpreted: interpretModel(lowering.model, compiled.bank) };
}

async function counted(model: CompiledModel, states = Number.POSITIVE_INFINITY) {
  let seconds = 0;
  const { verdict, counts } = await explore(model, {
    now: () => seconds++ / 1e6,
    pause: async () => {},
    limits: { states },
  });
  const { distinct, generated, depth } = counts;
  return { kind: verdict.kind, distinct, generated, depth };
}

/** The value of each variable, in order. */
const values = (model: CompiledModel, row: Row): readonly number[] =>
  model.variables.map((_, i) => model.valueOf(row, i));

describe("interpreted models", () => {
  it.each([
    ["raft/Raft.tla", "raft/Raft.small.cfg", Number.POSITIVE_INFINITY],
    ["paxos/Paxos.tla", "paxos/Paxos.small.cfg", 100],
  ])("have the states of compiled ones: %s", async (module, cfg, states) => {
    const { compiled, interpreted } = await bothOf(file(module), file(cfg), `${specs}${module}`);
    expect(await counted(interpreted, states)).toEqual(await counted(compiled, states));
  });

  // What TLC counts.
  it.each([
    ["an operator twice", "D == \\E x \\in {1, 2} : a >= 0\nNext == D /\\ D /\\ a' = a", 5],
    ["a constant definition", "D == \\E x \\in {1, 2} : x > 0\nNext == D /\\ D /\\ a' = a", 2],
    ["an operator under a prime", "D == \\E x \\in {1, 2} : a >= 0\nNext == (D => D) /\\ a' = a /\\ D'", 3],
  ])("go through %s as TLC does", async (_, body, generated) => {
    const text = `---- MODULE M ----\nEXTENDS Integers\nVARIABLE a\nInit == a = 0\n${body}\n====\n`;
    const { compiled, interpreted } = await bothOf(text, "INIT Init\nNEXT Next\n", "M.tla");
    expect((await counted(compiled)).generated).toBe(generated);
    expect((await counted(interpreted)).generated).toBe(generated);
  });

  it("give the successors of each action in the same order", async () => {
    const { compiled, interpreted } = await bothOf(
      file("raft/Raft.tla"),
      file("raft/Raft.cfg"),
      `${specs}raft/Raft.tla`,
    );
    const seen = new Set<string>();
    const queue: Row[] = [];
    const add = (row: Row): void => {
      const key = values(compiled, row).join();
      if (!seen.has(key) && seen.size < 40) {
        seen.add(key);
        queue.push(Int32Array.from(row));
      }
    };
    compiled.initial(add);
    for (const row of queue) {
      const own = Int32Array.from(values(compiled, row));
      for (const [i, action] of compiled.actions.entries()) {
        const expected: string[] = [];
        const found: string[] = [];
        action.successors(row, (next) => expected.push(values(compiled, next).join()));
        interpreted.actions[i]?.successors(own, (next) => found.push(next.join()));
        expect(found, action.name).toEqual(expected);
        action.successors(row, add);
      }
    }
  });

  it("give the values of random expressions, or fail with the same fault", async () => {
    const texts = fc.sample(expression, { numRuns: 300, seed: 7 }).map((e) => e.text);
    const module = [
      "---- MODULE E ----",
      "EXTENDS Integers, Sequences, FiniteSets, TLC, Bags",
      "CONSTANTS m1, m2, m3",
      "VARIABLE v",
      "Odd(n) == n % 2 = 1",
      "Init == v = 0",
      "Next == v' = v",
      ...texts.map((text, i) => `E${i} == ${text}`),
      "====",
    ].join("\n");
    const lowering = await loweredText(
      module,
      "INIT Init\nNEXT Next\nCONSTANTS m1 = m1 m2 = m2 m3 = m3\n",
      "E.tla",
    );
    if (lowering.model === undefined) throw new Error(lowering.diagnostics[0]?.message);
    const terms = lowering.model.spec.root.definitions
      .filter((d) => /^E\d+$/.test(d.name))
      .map((d) => ({
        name: d.name,
        place: { file: "E.tla", line: 1, column: 1, endLine: 1, endColumn: 1 },
        ir: lowering.lowering.named(d, [], d.node.body),
      }));
    const model = { ...lowering.model, terms };
    const { model: compiled } = compileLowered({ ...lowering, model });
    if (compiled === undefined) throw new Error("not compiled");
    const interpreted = interpretModel(model, compiled.bank);
    for (const [i, term] of compiled.terms.entries()) {
      const text = texts[Number(term.name.slice(1))];
      expect(answer(compiled, i), text).toEqual(answer(interpreted, i));
    }
  });
});

function answer(model: CompiledModel, i: number): string {
  try {
    const row = model.rowOf([model.bank.int(0)]);
    return show(model.bank, model.terms[i]!.value(row!));
  } catch (error) {
    if (error instanceof EvaluationError) return error.fault;
    throw error;
  }
}
