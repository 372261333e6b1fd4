/** What a verification has found of one strategy besides its rows. */
import type { Ablation } from "../ablate/ablation.js";
import { ablationJson } from "../ablate/json.js";
import { summaryLines } from "../ablate/text.js";
import { derivationTable } from "../analysis/table.js";
import type { ObligationReport } from "../obligations/index.js";
import { obligationsJson } from "../obligations/json.js";
import { obligationLines } from "../obligations/text.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Planned } from "../verify/counters.js";
import type { StrategyName } from "../verify/plan.js";
import type { LoadedSubject } from "../verify/subject.js";

/** A strategy that makes a hybrid of the specification; what was not come to is absent. */
export interface StrategyFindings {
  readonly subject: LoadedSubject;
  obligations?: ObligationReport;
  /** At the smallest bounds, checks one at a time. */
  ablation?: Ablation;
}

/** A strategy that makes none, and why. */
export interface Refusal {
  readonly strategy: StrategyName;
  readonly diagnostics: readonly Diagnostic[];
}

/** What certifies what, where the strategy was derived from the text. */
export function derivationLines({ analysis, kappa }: Planned): readonly string[] {
  return ["derivation, strategy counters", ...indented(derivationTable(analysis, kappa))];
}

/** Reduction, matrix and obligations, after the table of stages. */
export function findingLines({ subject, ablation, obligations }: StrategyFindings): readonly string[] {
  const strategy = subject.hybrid.strategy.kind;
  return [
    ...(ablation === undefined
      ? []
      : [
          "",
          `each check of strategy ${strategy} taken away, at the smallest bounds: ${ablation.bounds.small}`,
          ...indented(summaryLines(ablation)),
        ]),
    ...(obligations === undefined ? [] : ["", "obligations", ...indented(obligationLines(obligations))]),
  ];
}

const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((l) => (l === "" ? "" : `  ${l}`));

/** Everything but the rows, as JSON. */
export function findingsJson(
  found: readonly StrategyFindings[],
  refused: readonly Refusal[],
): readonly unknown[] {
  return [
    ...found.map(({ subject, ablation, obligations }) => ({
      strategy: subject.hybrid.strategy.kind,
      derivation: subject.planned?.analysis.rows ?? null,
      ablation: ablation === undefined ? null : ablationJson(ablation, 0),
      obligations: obligations === undefined ? null : obligationsJson(obligations, 0),
    })),
    ...refused.map(({ strategy, diagnostics }) => ({
      strategy,
      refused: diagnostics.map(({ code, message }) => ({ code, message })),
    })),
  ];
}
