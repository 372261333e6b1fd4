/**
 * Random specifications with their variables spread over cells and bits, and with each in one cell: the same steps in the
 * same order, or the same error. `FUZZ_RUNS=2000 FUZZ_SEED=7` for more.
 */
import { expect, test } from "vitest";
import { programOf } from "../../../src/engine/emit/program.js";
import { lowerModel } from "../../../src/engine/lower/lowered.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import { EvaluationError } from "../../../src/engine/values/bank-errors.js";
import { interruptibleFor } from "../../../src/host/interruptible.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { parseCfg } from "../../../src/tla/cfg.js";
import { parsedModule, resolved } from "../../resolved.js";
import { graph } from "../layout-models.js";
import { Choices, decisions } from "./choices.js";
import { CONSTANTS, PRELUDE } from "./prelude.js";
import { specification } from "./specs.js";

const RUNS = Number(process.env.FUZZ_RUNS ?? 60);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const DECISIONS = 400;
const MOST_STATES = 60;
const SECONDS = 2;

/** A specification, with a set of what its first variable has been, and how often. */
function textOf(numbers: readonly number[]): string {
  const { variables, lines } = specification(new Choices(numbers), "T_");
  const [first] = variables;
  return [
    "---- MODULE Fuzz ----",
    ...PRELUDE,
    `VARIABLES ${variables.join(", ")}, been, often`,
    ...lines,
    "More(m, bag) == IF m \\in DOMAIN bag THEN [bag EXCEPT ![m] = @ + 1] ELSE bag @@ (m :> 1)",
    "Fewer(m, bag) == IF m \\in DOMAIN bag THEN [bag EXCEPT ![m] = bag[m] - 1] ELSE bag",
    "Init == T_Init /\\ been = {} /\\ often = << >>",
    "Next ==",
    `  \\/ /\\ T_Next /\\ been' = (been \\cup {<<1, ${first}'>>}) \\ {<<1, ${first}>>}`,
    `     /\\ often' = Fewer(${first}, More(${first}', often))`,
    `  \\/ /\\ \\E m \\in been : m[1] = 1 /\\ been' = {m, <<2, m[2]>>}`,
    `     /\\ UNCHANGED <<${variables.join(", ")}, often>>`,
    `  \\/ /\\ \\E m \\in {k \\in DOMAIN often : often[k] > 0} :`,
    `          \\/ often' = More(m, [often EXCEPT ![${first}] = 3, ![m] = @ - 1])`,
    `          \\/ often[m] < 2 /\\ often' = [k \\in DOMAIN often \\cup {m} |-> IF k = m THEN 7 ELSE often[k]]`,
    `     /\\ UNCHANGED <<${variables.join(", ")}, been>>`,
    "Been == /\\ \\E m \\in been : m[1] > 0",
    `        /\\ <<1, ${first}>> \\in been`,
    "        /\\ Cardinality({m \\in been : m[1] = 1}) < 3",
    `        /\\ \\A m \\in DOMAIN often : often[m] < 5 /\\ (m = ${first} => often[m] < 3)`,
    `        /\\ Cardinality(DOMAIN often) < 4 /\\ ${first} \\in DOMAIN often /\\ \\E m \\in DOMAIN often : often[m] = 1`,
    "====",
  ].join("\n");
}

const CFG = [...CONSTANTS, "INIT Init", "NEXT Next", "INVARIANTS T_Inv Been", "CONSTRAINT T_Con"].join("\n");

/** Its steps, line by line; an error; undefined if that takes too long. */
function stepsOf(model: CompiledModel): readonly string[] | undefined {
  let found: readonly string[] | undefined;
  const guard = interruptibleFor(SECONDS, () => new Error("too long"));
  try {
    guard(() => {
      found = graph(model, MOST_STATES);
    });
  } catch (error) {
    if (error instanceof EvaluationError) return [`error: ${error.fault}`];
    if (error instanceof Error && error.message === "too long") return undefined;
    throw error;
  }
  return found;
}

test("layouts change no step", () => {
  let compared = 0;
  let withBits = 0;
  let withEntries = 0;
  for (const numbers of decisions(RUNS, DECISIONS, SEED)) {
    const text = textOf(numbers);
    const { spec } = resolved(parsedModule("Fuzz.tla", text));
    if (spec === undefined) continue;
    const { model: lowered } = lowerModel(spec, linkCfg(spec, parseCfg("Fuzz.cfg", CFG).cfg).linked);
    if (lowered === undefined) continue;
    const { model: spread, code } = programOf(lowered);
    const mine = stepsOf(spread);
    const whole = stepsOf(programOf(lowered, { whole: true }).model);
    if (mine === undefined || whole === undefined) continue;
    expect({ text, steps: mine }).toEqual({ text, steps: whole });
    compared += 1;
    if (spread.patterns?.some((is) => is) === true) withBits += 1;
    if (code.includes(".extendNew(")) withEntries += 1;
  }
  if (process.env.FUZZ_RUNS !== undefined) console.log({ compared, withBits, withEntries });
  expect(compared).toBeGreaterThan(RUNS / 2);
  expect(withBits).toBeGreaterThan(RUNS / 2);
  expect(withEntries).toBeGreaterThan(RUNS / 2);
}, 600_000);
