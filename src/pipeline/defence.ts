/**
 * What our engine alone is asked of a hybrid, at the smallest bounds: that it is the original with the liar as a correct
 * node that may omit, that each check counts, and that what the transformation takes for true is true.
 */
import { type Ablation, objections } from "../ablate/ablation.js";
import type { Label } from "../ablate/labels.js";
import { type AblateWatch, reduction } from "../ablate/run.js";
import { ablateSmallest, noTime, smallestSite } from "../ablate/smallest.js";
import { reductionLines } from "../ablate/text.js";
import { stopwatch } from "../host/clock.js";
import { join } from "../host/paths.js";
import { type ObligationReport, obligations, refuted, unanswered } from "../obligations/index.js";
import { type ReductionResult, verdictOf } from "../reduction/outcome.js";
import { grouped } from "../report/table.js";
import type { Reporter, Row } from "../verify/execute.js";
import { type Done, type Originals, once, type Stage } from "../verify/stages.js";
import type { StrategyFindings } from "./findings.js";

/** For each exploration: at the smallest bounds all is seen in less. */
const SECONDS = 30;

/** The stages; what they find besides their rows is put into `found`. */
export function defenceStages(
  found: StrategyFindings,
  originals: Originals,
  dir: string,
  signal: AbortSignal,
  report: Reporter,
): readonly Stage[] {
  const { subject } = found;
  const { smallName } = originals;
  const strategy = subject.hybrid.strategy.kind;
  const watch = (): AblateWatch => ({
    doing: (what) => report.say?.(what),
    progress: (progress) => report.progress("", progress),
    row: () => {},
  });
  const site = once(async () =>
    smallestSite(subject, smallName, await originals.small(), {
      dir,
      signal,
      seconds: SECONDS,
      watch: watch(),
    }),
  );
  const reduced = once(async () => reduction((await site()).site));
  const stage = (
    name: string,
    what: string,
    ask: () => Promise<Pick<Row, "bound" | "result" | "expected"> & Pick<Done, "kind">>,
  ): Stage => ({
    stage: name,
    strategy,
    what,
    run: async () => {
      const elapsed = stopwatch();
      report.begin(what);
      const { kind, ...said } = await ask();
      const row: Row = { stage: name, strategy, what, ...said, status: "ran", seconds: elapsed(), by: "own" };
      report.done(row);
      return { row, ...(kind === undefined ? {} : { kind }) };
    },
  });
  return [
    stage("reduction", "states and steps, beside the original's", async () => {
      const bound = (await site()).bounds.small;
      return { bound, ...reductionSaid(await reduced()) };
    }),
    stage("matrix", "each check taken away by itself", async () => {
      const options = { signal, seconds: SECONDS, watch: watch() };
      const ablation = await ablateSmallest(subject, await site(), await reduced(), options);
      found.ablation = ablation;
      return { bound: ablation.bounds.small, ...matrixSaid(ablation) };
    }),
    ...(strategy === "counters"
      ? [
          stage("obligations", "what the transformation takes for true", async () => {
            const asked = { dir: join(dir, "obligations"), signal, seconds: SECONDS, model: smallName };
            const told = { ...watch(), obligation: () => {} };
            const made = await obligations(subject, { ...asked, watch: told });
            found.obligations = made;
            return { bound: (await site()).bounds.small, ...obligationsSaid(made) };
          }),
        ]
      : []),
  ];
}

type Said = Pick<Row, "result" | "expected"> & Pick<Done, "kind">;

/** In one line: how many states and steps, and whether they are the original's. */
export function reductionSaid(result: ReductionResult): Said {
  const [line = ""] = reductionLines(result);
  if (result.kind === "unfinished") {
    return { result: oneLine(line.replace("reduction: ", "")), expected: false, kind: kindOf(result.why) };
  }
  const { reduction: found } = result;
  const { hybrid, showing } = found.counts;
  const side = found.equals === "omitting" ? found.counts.omitting : showing;
  const counts =
    `${grouped(hybrid.projected)} states, ${grouped(hybrid.steps ?? 0)} steps; ` +
    `the original ${grouped(side.projected)}, ${grouped(side.steps ?? 0)}`;
  const isEqual = found.equals !== undefined;
  const verdict = verdictOf(found);
  const how = isEqual ? `, the liar ${found.equals}` : "";
  return { result: `${verdict}: ${counts}${how}`, expected: verdict === "holds" && isEqual };
}

const oneLine = (text: string): string => text.split("\n")[0] ?? "";

const kindOf = (why: string): "timeout" | "cancelled" => (why === "cancelled" ? "cancelled" : "timeout");

const wordsFor: Readonly<Record<Label["kind"], string>> = {
  violates: "violate an invariant",
  "only-reduction": "seen by the reduction alone",
  redundant: "redundant",
  covered: "covered by others",
  survives: "need larger bounds (`bumblebee ablate`)",
  unknown: "not known",
};

/** How many checks have which label. At the smallest bounds not all can count; none would prove nothing. */
export function matrixSaid(ablation: Ablation): Said {
  const rows = ablation.matrix?.rows ?? [];
  const labels = rows.map((r) => r.label.kind);
  const isFaulty = rows.some(({ label }) => label.kind === "unknown" && label.why !== noTime);
  const parts = (Object.keys(wordsFor) as Label["kind"][]).flatMap((kind) => {
    const count = labels.filter((l) => l === kind).length;
    return count === 0 ? [] : [`${count} ${wordsFor[kind]}`];
  });
  const [against] = objections(ablation);
  const counts = labels.some((l) => l === "violates" || l === "only-reduction");
  const result = `${labels.length} checks: ${parts.join(", ")}${against === undefined ? "" : `; ${oneLine(against)}`}`;
  if (ablation.isInterrupted) return { result: "interrupted", expected: false, kind: "cancelled" };
  return { result, expected: against === undefined && counts && !isFaulty };
}

/** How many obligations have which verdict; none may be refuted or without an answer. */
export function obligationsSaid(report: ObligationReport): Said {
  const verdicts = report.obligations.map((o) => o.verdict);
  const parts = [...new Set(verdicts)].map((v) => `${verdicts.filter((x) => x === v).length} ${v}`);
  const result = `${verdicts.length}: ${parts.join(", ")}`;
  if (report.isInterrupted) return { result: "interrupted", expected: false, kind: "cancelled" };
  if (refuted(report).length > 0) return { result, expected: false };
  const isOpen = unanswered(report).length > 0;
  return {
    result,
    expected: !isOpen && verdicts.length > 0,
    ...(isOpen ? { kind: "timeout" as const } : {}),
  };
}
