/** An ablation as JSON: labels with their evidence; behaviours as states in TLA+. */
import { type ReductionResult, verdictOf } from "../reduction/outcome.js";
import type { Counterexample } from "../tlc/counterexample.js";
import { type Ablation, objections, undecided } from "./ablation.js";
import type { Outcome } from "./findings.js";
import { type Label, labelText } from "./labels.js";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export function ablationJson(ablation: Ablation, exitCode: number): Json {
  const { module, strategy, bounds, seconds, cpuSeconds, isInterrupted, matrix } = ablation;
  return {
    version: 1,
    module,
    strategy,
    bounds: { ...bounds },
    exitCode,
    seconds,
    cpuSeconds: cpuSeconds ?? null,
    isInterrupted,
    objections: objections(ablation),
    undecided: undecided(ablation),
    reduction: ablation.reduction === undefined ? null : reductionJson(ablation.reduction),
    above: ablation.above === undefined ? null : plain(ablation.above),
    undefended: ablation.undefended === undefined ? null : plain(ablation.undefended),
    baseline: ablation.baseline === undefined ? null : plain(ablation.baseline),
    farther: plain(ablation.farther ?? []),
    checks: (matrix?.rows ?? []).map(({ check, label, outcome }) => ({
      name: check.name,
      what: check.what,
      label: labelJson(label),
      outcome: outcome === undefined ? null : plain(outcome),
    })),
    together: (matrix?.together ?? []).map(plain),
  };
}

function reductionJson(result: ReductionResult): Json {
  if (result.kind === "unfinished") return { verdict: "unfinished", side: result.side, why: result.why };
  return { verdict: verdictOf(result.reduction), ...(plain(result.reduction) as object) };
}

const labelJson = (label: Label): Json => ({ ...(plain(label) as object), text: labelText(label) });

/** Findings are data; only behaviours are written in another way. */
const plain = (value: Label | Outcome | object): Json =>
  JSON.parse(
    JSON.stringify(value, (key, part: unknown) =>
      key === "behaviour" ? behaviourJson(part as Counterexample) : part,
    ),
  ) as Json;

const behaviourJson = ({ states }: Counterexample): Json =>
  states.map(({ number, action, text }) => ({ number, action: action ?? null, state: text }));
