/**
 * Random specifications: compiled, interpreted and counting models find the same; what cannot be evaluated can be explained.
 * `FUZZ_RUNS=2000 FUZZ_SEED=7` for more.
 */
import { expect, it } from "vitest";
import { compileLowered } from "../../../src/engine/compile.js";
import { instrument } from "../../../src/engine/coverage/coverage-instrument.js";
import { coverageTable } from "../../../src/engine/coverage/coverage-table.js";
import { explainFailure } from "../../../src/engine/explain/explain-error.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { interpretModel } from "../../../src/engine/interpret/interpret-model.js";
import { type LoweringResult, lowerModel } from "../../../src/engine/lower/lowered.js";
import type { CompiledModel, Row } from "../../../src/engine/model.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { parseCfg } from "../../../src/tla/cfg.js";
import { parsedModule, resolved } from "../../resolved.js";
import { Choices, decisions } from "../fuzz/choices.js";
import { CONSTANTS, PRELUDE } from "../fuzz/prelude.js";
import { specification } from "../fuzz/specs.js";

const RUNS = Number(process.env.FUZZ_RUNS ?? 15);
const SEED = Number(process.env.FUZZ_SEED ?? 3);
const MOST_STATES = 60;

const CFG = [
  ...CONSTANTS,
  "INIT PInit",
  "NEXT PNext",
  "INVARIANT PInv",
  "CONSTRAINT PCon",
  "ACTION_CONSTRAINT PAct",
];

function moduleOf(numbers: readonly number[]): string {
  const { variables, lines } = specification(new Choices(numbers), "P");
  const all = ["---- MODULE Fuzz ----", ...PRELUDE, `VARIABLES ${variables.join(", ")}`, ...lines, "===="];
  return all.join("\n");
}

function lowered(module: string): LoweringResult {
  const { spec } = resolved(parsedModule("Fuzz.tla", module));
  if (spec === undefined) throw new Error("faults");
  return lowerModel(spec, linkCfg(spec, parseCfg("Fuzz.cfg", CFG.join("\n")).cfg).linked);
}

/** Everything that a search finds, in order: states, steps, the verdict. */
async function found(model: CompiledModel) {
  const log: string[] = [];
  const text = (row: Row): string => model.variables.map((_, i) => model.valueOf(row, i)).join();
  const { verdict, counts, states } = await explore(
    { ...model, checkDeadlock: false },
    {
      now: () => 0,
      pause: async () => {},
      limits: { states: MOST_STATES },
      onStep: (from, action, to, isNew) => log.push(`${from} ${action} ${to} ${isNew}`),
    },
  );
  for (let i = 0; i < states.size; i++) log.push(text(states.row(i)));
  const { distinct, generated } = counts;
  return { verdict, facts: { kind: verdict.kind, distinct, generated, log } };
}

it("are the same to compiled code, to the interpreter, and where they are counted", async () => {
  let compared = 0;
  for (const numbers of decisions(RUNS, 400, SEED)) {
    const module = moduleOf(numbers);
    const lowering = lowered(module);
    const { model: compiled } = compileLowered(lowering);
    if (compiled === undefined || lowering.model === undefined) continue;
    const first = await found(compiled);
    const second = await found(interpretModel(lowering.model, compiled.bank));
    expect(second.facts, module).toEqual(first.facts);
    const { lowered: counting } = instrument(lowering.model, coverageTable(lowering.model));
    const { model: counted } = compileLowered({ ...lowering, model: counting });
    if (counted === undefined) throw new Error(`not compiled when counted\n${module}`);
    const third = await found(counted);
    const bare = ({ log, ...rest }: typeof first.facts) => ({ ...rest, steps: log.length });
    expect(bare(third.facts), module).toEqual(bare(first.facts));
    const { verdict } = first;
    if (verdict.kind === "evaluation-error") {
      const failure = explainFailure(lowering.model, compiled.bank, verdict);
      expect(failure?.message, `${verdict.message}\n${module}`).toBeDefined();
    }
    compared += 1;
  }
  expect(compared).toBeGreaterThan(RUNS / 2);
});
