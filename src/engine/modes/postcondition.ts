/** POSTCONDITION: what must hold when a run has ended without an error. */
import type { Verdict } from "../explore/explore-verdict.js";
import { Stop } from "../explore/explore-watch.js";
import { Judge } from "../explore/judge.js";
import type { CompiledModel } from "../model.js";
import { EvaluationError } from "../values/bank-errors.js";
import { counterexampleValue } from "./behaviour-values.js";

/** As in TLC: no state is present, so there is no trace, and the level is 0. */
function outside({ context, bank }: CompiledModel): void {
  if (context === undefined) return;
  context.facts.set("level", () => bank.int(0));
  context.trace = undefined;
  context.action = undefined;
}

/** The first that is false. An evaluation that fails is thrown; `judge` knows then of which. */
export function failedPostcondition(model: CompiledModel, judge: Judge): Verdict | undefined {
  outside(model);
  for (const { name, place, holds } of model.postconditions ?? []) {
    judge.during = { kind: "postcondition", name, place };
    if (!holds()) return { kind: "violated", what: "postcondition", name, place };
  }
  return undefined;
}

/**
 * Postconditions may look at the error that was found. The verdict is that error; what they say is told as a warning, as
 * TLC tells it beside the error.
 */
export function tellPostconditions(model: CompiledModel, verdict: Verdict): void {
  const { bank, context } = model;
  const isTold = verdict.kind === "deadlock" || (verdict.kind === "violated" && "trace" in verdict);
  if (!isTold || context === undefined || model.postconditions === undefined) return;
  const mark = bank.mark();
  const judge = new Judge(model);
  context.counterexample = counterexampleValue(bank, verdict.trace);
  try {
    const failed = failedPostcondition(model, judge);
    if (failed?.kind === "violated" && failed.what === "postcondition")
      context.warned(`Postcondition ${failed.name} is false, too.`);
  } catch (error) {
    const { during } = judge;
    if (error instanceof EvaluationError && during.kind === "postcondition") {
      const { name } = during;
      context.warned(`Postcondition ${name} cannot be evaluated: ${error.message}`);
    } else if (!(error instanceof RangeError || error instanceof Stop)) throw error;
  } finally {
    context.counterexample = undefined;
    bank.release(mark);
  }
}

/** What a search found with what the postconditions say, if nothing else is wrong. */
export function withPostconditions<T extends { readonly verdict: Verdict }>(
  model: CompiledModel,
  exploration: T,
): T {
  if (model.postconditions === undefined) return exploration;
  if (exploration.verdict.kind !== "holds") {
    tellPostconditions(model, exploration.verdict);
    return exploration;
  }
  const judge = new Judge(model);
  const mark = model.bank.mark();
  try {
    const verdict = failedPostcondition(model, judge);
    return verdict === undefined ? exploration : { ...exploration, verdict };
  } catch (error) {
    return { ...exploration, verdict: judge.failed(error, []) };
  } finally {
    model.bank.release(mark);
  }
}
