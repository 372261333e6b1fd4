/** POSTCONDITION: what must hold when a run has ended without an error. */
import type { Verdict } from "../explore/explore-verdict.js";
import { Judge } from "../explore/judge.js";
import type { CompiledModel } from "../model.js";

/** The first that is false. An evaluation that fails is thrown; `judge` knows then of which. */
export function failedPostcondition(model: CompiledModel, judge: Judge): Verdict | undefined {
  for (const { name, place, holds } of model.postconditions ?? []) {
    judge.during = { kind: "postcondition", name, place };
    if (!holds()) return { kind: "violated", what: "postcondition", name, place };
  }
  return undefined;
}

/** What a search found with what the postconditions say, if nothing else is wrong. */
export function withPostconditions<T extends { readonly verdict: Verdict }>(
  model: CompiledModel,
  exploration: T,
): T {
  if (exploration.verdict.kind !== "holds" || model.postconditions === undefined) return exploration;
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
