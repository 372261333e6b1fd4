/** One specification, made hybrid by each strategy that was asked for. */
import { DiagnosticError } from "../report/diagnostic.js";
import type { Trying } from "../verify/counters.js";
import type { StrategyName } from "../verify/plan.js";
import { type LoadedSubject, loadSubject } from "../verify/subject.js";
import type { Refusal } from "./findings.js";

export type StrategyChoice = StrategyName | "both";

export interface Subjects {
  /** At least one; `counters` before `history`. */
  readonly subjects: readonly [LoadedSubject, ...LoadedSubject[]];
  readonly refused: readonly Refusal[];
}

/**
 * With `both`, a specification that has no hybrid of strategy `counters` has one of `history`, and why is among the
 * refusals. Throws a DiagnosticError if there is none of what was asked for.
 */
export async function loadSubjects(
  path: string,
  cwd: string,
  byzantine: number,
  choice: StrategyChoice,
  trying: Trying = {},
): Promise<Subjects> {
  const load = (strategy: StrategyName): Promise<LoadedSubject> =>
    loadSubject(path, cwd, byzantine, strategy, [], trying);
  if (choice !== "both") return { subjects: [await load(choice)], refused: [] };
  const history = await load("history");
  try {
    return { subjects: [await load("counters"), history], refused: [] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { subjects: [history], refused: [{ strategy: "counters", diagnostics: error.diagnostics }] };
  }
}
