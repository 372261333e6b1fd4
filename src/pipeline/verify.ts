/** The whole check of a specification's hybrids with model checkers: shared originals, then strategy by strategy. */
import { join } from "../host/paths.js";
import type { Checker } from "../verify/engines.js";
import type { Reporter, Row } from "../verify/execute.js";
import { checkStages, hybridStages, originalsOf, type Stage, type Verification } from "../verify/stages.js";
import { defenceStages } from "./defence.js";
import type { Refusal, StrategyFindings } from "./findings.js";
import type { Subjects } from "./subjects.js";

export interface PipelineResult {
  readonly verification: Verification;
  readonly found: readonly StrategyFindings[];
}

/** Runs every stage; `save` gets the rows so far after each. Rejects only when `save` does. */
export async function verifySubjects(
  { subjects, refused }: Subjects,
  out: string,
  checker: Checker,
  report: Reporter,
  save: (rows: readonly Row[]) => Promise<void>,
): Promise<PipelineResult> {
  const [first] = subjects;
  const dir = join(out, "tlc");
  const originals = originalsOf(first, dir, checker, report);
  const found = subjects.map((subject): StrategyFindings => ({ subject }));
  const stages: readonly Stage[] = [
    ...originals.stages,
    ...refused.map((r) => refusalStage(r, report)),
    ...found.flatMap((one) => {
      const { subject } = one;
      const own = join(dir, subject.hybrid.strategy.kind);
      const noticed = (): ReadonlySet<string> => onlyReduced(one);
      const { checked, ablated } = hybridStages(subject, originals, own, checker, report, noticed);
      return [...checked, ...defenceStages(one, originals, own, checker.signal, report), ...ablated];
    }),
  ];
  const verification = await checkStages(stages, first.protocol.module, checker, report, save);
  return { verification, found };
}

/** Checks whose absence no invariant notices at the smallest bounds, but the reduction does. */
function onlyReduced({ ablation }: StrategyFindings): ReadonlySet<string> {
  const rows = ablation?.matrix?.rows ?? [];
  return new Set(rows.filter((r) => r.label.kind === "only-reduction").map((r) => r.check.name));
}

/** That a strategy does not suit a protocol is no failure of either. */
function refusalStage({ strategy, diagnostics }: Refusal, report: Reporter): Stage {
  const what = "the hybrid";
  return {
    stage: "transform",
    strategy,
    what,
    run: async () => {
      const [why] = diagnostics;
      const at = why?.place === undefined ? "" : ` (${why.place.file.split("/").at(-1)}:${why.place.line})`;
      const result = `not offered: ${why?.message ?? "refused"}${at}`;
      const row: Row = {
        stage: "transform",
        strategy,
        what,
        bound: "",
        result,
        expected: true,
        status: "not-run",
        seconds: 0,
      };
      report.done(row);
      return { row };
    },
  };
}
