/** Everything that an ablation has found; what was not come to is absent. */
import { type AboveResult, type ReductionResult, verdictOf } from "../reduction/outcome.js";
import { isFound, type Looked, type Outcome, type Violation, type Where } from "./findings.js";
import type { Matrix } from "./matrix.js";

/** A liar and no defence. */
export interface Control {
  readonly violated: Violation | undefined;
  readonly looked: readonly Looked[];
}

export interface Ablation {
  readonly module: string;
  readonly strategy: string;
  readonly bounds: { readonly small: string; readonly usual: string };
  readonly reduction?: ReductionResult;
  /** At the usual bounds, where these are others: states alone, the lazy adversary. */
  readonly above?: AboveResult;
  readonly undefended?: Control;
  /** The hybrid with all its checks: nothing must be found. */
  readonly baseline?: Outcome;
  /** The same in further models, where these were asked: with a bound raised, with two nodes and a liar more. */
  readonly farther?: readonly { readonly where: Where; readonly bound: string; readonly outcome: Outcome }[];
  readonly matrix?: Matrix;
  readonly seconds: number;
  /** Processor time, which tells how long it would take where nothing else runs. */
  readonly cpuSeconds?: number;
  readonly isInterrupted: boolean;
}

/** What is wrong with the hybrid, or with the question; empty if the matrix can be believed. */
export function objections({
  reduction,
  above,
  undefended,
  baseline,
  farther = [],
}: Ablation): readonly string[] {
  const out: string[] = [];
  if (reduction?.kind === "unfinished") {
    out.push(`the reduction was not checked: ${reduction.side}: ${reduction.why}`);
  }
  if (reduction?.kind === "compared") {
    const verdict = verdictOf(reduction.reduction);
    if (verdict === "differs") out.push("the reduction does not hold");
    if (verdict === "vacuous") out.push("the liars never lie, so no verdict means anything");
    if (verdict === "unknown") out.push("it was not seen that the liars lie");
  }
  if (above?.kind === "compared" && (above.extra > 0 || above.missing > 0)) {
    out.push("the reduction does not hold at the usual bounds");
  }
  if (undefended !== undefined && undefended.violated === undefined) {
    out.push("nothing is violated without any defence: liars, invariants or bounds are too weak");
  }
  if ([baseline, ...farther.map((f) => f.outcome)].some((o) => o !== undefined && isFound(o))) {
    out.push("the hybrid fails with all its checks on");
  }
  return out;
}

/** Whether what is objected to is a failure, and not only too little time. */
export function isRefuted({ reduction, above, undefended, baseline, farther = [] }: Ablation): boolean {
  const verdict = reduction?.kind === "compared" ? verdictOf(reduction.reduction) : undefined;
  const fails = [baseline, ...farther.map((f) => f.outcome)].some((o) => o !== undefined && isFound(o));
  const isTame = undefended !== undefined && undefended.violated === undefined;
  const differs = above?.kind === "compared" && (above.extra > 0 || above.missing > 0);
  return differs || verdict === "differs" || verdict === "vacuous" || fails || isTame;
}

/** Checks whose absence nothing showed, or of which nothing is known. */
export function undecided({ matrix }: Ablation): readonly string[] {
  return (matrix?.rows ?? [])
    .filter(({ label }) => label.kind === "survives" || label.kind === "unknown")
    .map(({ check }) => check.name);
}
