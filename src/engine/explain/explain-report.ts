/** Failures of evaluation as diagnostics: what failed, where, with which values, through which definitions. */
import type { Diagnostic } from "../../report/diagnostic.js";
import type { During, Verdict } from "../explore/explore-verdict.js";
import * as faults from "../faults.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { Bank } from "../values/bank.js";
import { explainFailure, type Failure } from "./explain-error.js";
import type { NamedText } from "./explain-names.js";

type EvaluationVerdict = Extract<Verdict, { kind: "evaluation-error" }>;

/** The diagnostic of a verdict, as precise as can be: with a model its evaluation is repeated (see `explain-error.ts`). */
export function evaluationDiagnostic(
  verdict: EvaluationVerdict,
  model?: { readonly lowered: LoweredModel; readonly bank: Bank },
): Diagnostic {
  const what = evaluated(verdict.during);
  const failure = model && explainFailure(model.lowered, model.bank, verdict);
  if (failure !== undefined) return failureDiagnostic(what, failure);
  const place = verdict.during.kind === "initial" ? undefined : verdict.during.place;
  return faults.evaluation(what, verdict.message, place, []);
}

export function failureDiagnostic(what: string, failure: Failure): Diagnostic {
  const notes = failure.calls.map(({ name, args, place }) => ({
    message: `in ${name}${args.length === 0 ? "" : `, where ${equations(args)}`}`,
    ...(place === undefined ? {} : { place }),
  }));
  const values = failure.values.length === 0 ? [] : [{ message: `here ${equations(failure.values)}` }];
  return faults.evaluation(what, failure.message, failure.place, [...values, ...notes]);
}

function evaluated(during: During): string {
  switch (during.kind) {
    case "initial":
      return "the initial predicate";
    case "assumption":
      return "an assumption";
    default:
      return `${during.kind.replace("-", " ")} ${during.name}`;
  }
}

const equations = (values: readonly NamedText[]): string =>
  values.map(({ name, value }) => `${name} = ${value}`).join(", ");
