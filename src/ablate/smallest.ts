/**
 * The short form of an ablation: at the smallest bounds alone, where all states are seen, each check taken away by itself.
 * Nothing is said there of checks that only larger bounds need.
 */
import { stopwatch } from "../host/clock.js";
import { join } from "../host/paths.js";
import type { ReductionResult } from "../reduction/outcome.js";
import { ReductionSession } from "../reduction/session.js";
import { byHistory } from "../reduction/subject.js";
import type { Original, Subject } from "../verify/hybrid.js";
import type { Ablation } from "./ablation.js";
import { ablate, type Trials } from "./matrix.js";
import { type AblateOptions, tryingTold } from "./run.js";
import { EngineTrials, type Site } from "./trials.js";

/** For all checks together. */
const BUDGET_SECONDS = 60;

/** Why a check was not taken away. */
export const noTime = "no time left here";

export interface Smallest {
  readonly site: Site;
  readonly bounds: Ablation["bounds"];
}

/** The hybrid in the smallest model, of which the original is known. */
export async function smallestSite(
  subject: Subject,
  model: string,
  { cfg, seen }: Pick<Original, "cfg" | "seen">,
  { dir, signal, seconds, watch }: Pick<AblateOptions, "dir" | "signal" | "seconds" | "watch">,
): Promise<Smallest> {
  const folder = join(dir, "small");
  const defended = await byHistory(subject, model, cfg, seen, folder);
  const onProgress = (_what: string, p: Parameters<typeof watch.progress>[0]): void => watch.progress(p);
  const session = new ReductionSession(defended, {
    dir: folder,
    signal,
    seconds,
    keepsSteps: true,
    onProgress,
  });
  const bounds = { small: defended.bound, usual: defended.bound };
  return { site: { where: "small", dir: folder, defended, session }, bounds };
}

/** Every check taken away by itself there; `reduced` is what the reduction gave. */
export async function ablateSmallest(
  subject: Subject,
  { site, bounds }: Smallest,
  reduced: ReductionResult,
  { signal, seconds, watch }: Pick<AblateOptions, "signal" | "seconds" | "watch">,
): Promise<Ablation> {
  const elapsed = stopwatch();
  const trials = new EngineTrials({
    small: site,
    usual: site,
    signal,
    seconds,
    onProgress: (_what, p) => watch.progress(p),
  });
  watch.doing("all checks on");
  const baseline = await trials.baseline();
  const matrix = await ablate(site.defended.checks, within(trials, elapsed), {
    signal,
    isSingle: true,
    onRow: (row) => watch.row(row),
    onTry: tryingTold(watch),
  });
  return {
    module: subject.protocol.module,
    strategy: site.defended.strategy,
    bounds,
    reduction: reduced,
    baseline,
    matrix,
    seconds: elapsed(),
    isInterrupted: signal.aborted,
  };
}

/** The same, until the time is over. */
function within(trials: Trials, elapsed: () => number): Trials {
  const late = { where: "small", isExhausted: false, states: 0, seeds: [], seconds: 0, why: noTime } as const;
  const none = (off: readonly string[]) => ({ off, violated: undefined, extra: undefined, looked: [late] });
  const isLate = (): boolean => elapsed() > BUDGET_SECONDS;
  return {
    tried: async (off) => (isLate() ? none(off) : trials.tried(off)),
    triedTogether: async (off) => (isLate() ? none(off) : trials.triedTogether(off)),
    triedJointly: async (off) => (isLate() ? none(off) : trials.triedJointly(off)),
    triedBeyond: async (off, base) => (isLate() ? none(off) : trials.triedBeyond(off, base)),
    allows: async (found, off) => !isLate() && trials.allows(found, off),
    triedFurther: async (off) => (isLate() ? none(off) : trials.triedFurther(off)),
  };
}
