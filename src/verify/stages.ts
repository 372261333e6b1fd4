/**
 * The checks of a hybrid: the original holds; with a liar and no defence it does not; the hybrid does, has exactly the
 * original's states, withstands every forgery, reaches its goals, and needs each of its checks. Several hybrids of one
 * original share what is found of that.
 */
import { join } from "../host/paths.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import type { TlcOutcome } from "../tlc/outcome.js";
import { nothing } from "../transform/seen.js";
import type { Checker } from "./engines.js";
import { execute, type Finished, type Reporter, type Row } from "./execute.js";
import { hybridSetting, type Original, runOriginal, type Subject } from "./hybrid.js";
import {
  ablationRuns,
  forgingRun,
  goalRuns,
  type HybridSetting,
  type Run,
  reductionRun,
  type StrategyName,
  smallModel,
  undefendedRun,
} from "./plan.js";

/** A stage that is known before anything has run, so that one that cannot be run is still told of. */
export interface Stage {
  readonly stage: string;
  readonly strategy?: StrategyName;
  readonly what: string;
  run(): Promise<Done>;
}

/** What came of a stage. */
export interface Done {
  readonly row: Row;
  /** How the run ended that the row is about; absent where several were needed. */
  readonly kind?: TlcOutcome["kind"];
  /** The run itself, if it was one of an engine. */
  readonly finished?: Finished;
}

/** Everything that was found, rows in the order of the stages; no stage is missing among them. */
export interface Verification {
  readonly rows: readonly Row[];
  /** Faults in what the user gave. */
  readonly diagnostics: readonly Diagnostic[];
  /** Our own faults: a module that we wrote is refused, or we broke off. */
  readonly bugs: readonly string[];
  readonly outcomes: readonly TlcOutcome["kind"][];
}

/** All stages of one hybrid. */
export async function checkHybrid(
  subject: Subject,
  out: string,
  checker: Checker,
  report: Reporter,
  save: (rows: readonly Row[]) => Promise<void>,
): Promise<Verification> {
  const dir = join(out, "tlc");
  const originals = originalsOf(subject, dir, checker, report);
  const { checked, ablated } = hybridStages(subject, originals, dir, checker, report);
  const stages = [...originals.stages, ...checked, ...ablated];
  return checkStages(stages, subject.protocol.module, checker, report, save);
}

/** Runs every stage; `save` gets the rows so far after each. Rejects only when `save` does. */
export async function checkStages(
  stages: readonly Stage[],
  original: string,
  checker: Checker,
  report: Reporter,
  save: (rows: readonly Row[]) => Promise<void>,
): Promise<Verification> {
  const rows: Row[] = [];
  const diagnostics: Diagnostic[] = [];
  const bugs: string[] = [];
  const outcomes: TlcOutcome["kind"][] = [];
  let obstacle: string | undefined;
  for (const stage of stages) {
    if (checker.signal.aborted) obstacle = "interrupted";
    if (obstacle !== undefined) {
      rows.push(notRun(stage, obstacle));
      continue;
    }
    try {
      const { row, kind, finished } = await stage.run();
      rows.push(row);
      if (kind !== undefined) outcomes.push(kind);
      if (finished?.outcome.kind === "spec-fault") {
        const { run, outcome } = finished;
        if (isOurs(run, outcome.diagnostics, original))
          bugs.push(`${run.module}, ${run.what}: ${row.result}`);
        else diagnostics.push(...outcome.diagnostics);
      }
      if (stage.stage === "original" && kind !== "holds") obstacle = "the original has no verdict";
      if (stage.stage === "original" && kind === "violated") obstacle = "the original does not hold";
      if (kind === "not-installed") obstacle = row.result;
    } catch (error) {
      const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      const row = { ...notRun(stage, ""), result: message, status: "failed" } as const;
      rows.push(row);
      report.done(row);
      if (error instanceof DiagnosticError) diagnostics.push(...fresh(diagnostics, error.diagnostics));
      else bugs.push(`${stage.what}: ${message}`);
      if (stage.stage === "original") obstacle = "the original has no verdict";
    }
    await save(rows);
  }
  await save(rows);
  return { rows, diagnostics, bugs, outcomes };
}

function notRun({ stage, strategy, what }: Stage, why: string): Row {
  return {
    stage,
    ...(strategy === undefined ? {} : { strategy }),
    what,
    bound: "",
    result: `not run: ${why}`,
    expected: false,
    status: "not-run",
    seconds: 0,
  };
}

/** Stages that share a setting share its faults, which are told once. */
function fresh(known: readonly Diagnostic[], more: readonly Diagnostic[]): readonly Diagnostic[] {
  return more.filter((d) => !known.some((k) => k.code === d.code && k.message === d.message));
}

/** The original is the user's, and so are goals; what goes wrong elsewhere goes wrong in a module that we wrote. */
export function isOurs(
  run: Pick<Run, "stage" | "module">,
  diagnostics: readonly Diagnostic[],
  original: string,
): boolean {
  if (run.stage === "goal") return false;
  if (run.stage !== "original") return true;
  const file = diagnostics[0]?.place?.file;
  return run.module !== original && file?.endsWith(`/${run.module}.tla`) === true;
}

/** The value of the first call, for all calls. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What a specification is without liars, in its usual model and its smallest, each run once. */
export interface Originals {
  readonly smallName: string;
  readonly usual: () => Promise<Original>;
  readonly small: () => Promise<Original>;
  readonly stages: readonly Stage[];
}

export function originalsOf(subject: Subject, dir: string, checker: Checker, report: Reporter): Originals {
  const smallName = subject.models.has(smallModel) ? smallModel : subject.defaultModel;
  const usual = once(() => runOriginal(subject, subject.defaultModel, dir, checker, report));
  const small =
    smallName === subject.defaultModel
      ? usual
      : once(() => runOriginal(subject, smallName, dir, checker, report));
  const stage = (name: string, make: () => Promise<Original>): Stage => ({
    stage: "original",
    what: `crash-tolerant, model ${name}`,
    run: async () => doneOf((await make()).finished),
  });
  const stages = [stage(subject.defaultModel, usual), ...(small === usual ? [] : [stage(smallName, small)])];
  return { smallName, usual, small, stages };
}

const doneOf = (finished: Finished): Done => ({
  row: finished.row,
  kind: finished.outcome.kind,
  finished,
});

/**
 * All stages of a hybrid, in the order in which a reader wants them; what is written goes into the folder. `noticed` is
 * asked when an ablation begins: the checks whose absence the reduction shows.
 */
export function hybridStages(
  subject: Subject,
  originals: Originals,
  dir: string,
  checker: Checker,
  report: Reporter,
  noticed: () => ReadonlySet<string> = () => new Set(),
): { readonly checked: readonly Stage[]; readonly ablated: readonly Stage[] } {
  const { smallName } = originals;
  const strategy = subject.hybrid.strategy.kind;
  const main = once(async () => {
    const { seen, distinct } = await originals.usual();
    return hybridSetting(subject, subject.defaultModel, seen, distinct, dir);
  });
  const forging = once(async () => {
    const { seen, distinct } = await originals.small();
    return hybridSetting(subject, smallName, seen, distinct, dir, [], "_forging");
  });
  const later = (
    stage: string,
    what: string,
    setting: () => Promise<HybridSetting>,
    pick: (s: HybridSetting) => Run | undefined,
  ): Stage => ({
    stage,
    strategy,
    what,
    run: async () => {
      const run = pick(await setting());
      if (run === undefined) throw new Error(`no run of stage ${stage}: ${what}`);
      return doneOf(await execute(run, dir, checker, report));
    },
  });
  const goals = (subject.mapping.goals ?? []).map((goal, k) => {
    const model = goal.model ?? subject.defaultModel;
    const setting = once(() =>
      hybridSetting(subject, model, nothing, undefined, dir, [goal], `_goal${k + 1}`),
    );
    return later("goal", goal.name, setting, (s) => goalRuns(s, k)[0]);
  });
  return {
    checked: [
      later("undefended", "a liar, no defences", main, undefendedRun),
      later("hybrid", "a liar that does what receivers accept", main, reductionRun),
      later("hybrid", "a liar that claims any event, input and output", forging, forgingRun),
      ...goals,
    ],
    ablated: ablatedChecks(subject).map((check, k) =>
      later("ablation", `without ${check}`, main, (s) => ablationRuns(s, noticed())[k]),
    ),
  };
}

/** Receivers of strategy `counters` have too many checks for a run of every engine: the matrix has them. */
const ablatedChecks = ({ hybrid }: Subject): readonly string[] =>
  hybrid.strategy.kind === "history" ? hybrid.checks : [];
