/** The whole of an ablation, in the order in which a reader wants it: the reduction, the controls, the matrix. */
import { cpuWatch, stopwatch } from "../host/clock.js";
import { makeDirectory } from "../host/files.js";
import { join } from "../host/paths.js";
import type { ReductionResult } from "../reduction/outcome.js";
import { reduce, reduceAbove } from "../reduction/reduce.js";
import { ReductionSession } from "../reduction/session.js";
import { byHistory, type Defend } from "../reduction/subject.js";
import { DiagnosticError } from "../report/diagnostic.js";
import type { Progress } from "../tlc/outcome.js";
import { checkerOf } from "../verify/engines.js";
import type { Reporter } from "../verify/execute.js";
import { runOriginal, type Subject } from "../verify/hybrid.js";
import { ownEngine } from "../verify/own-engine.js";
import { smallModel } from "../verify/plan.js";
import type { Ablation } from "./ablation.js";
import { originalFails } from "./faults.js";
import type { Where } from "./findings.js";
import { type Hands, ownHands } from "./hands.js";
import { fartherModel, sampleSeen, withMoreNodes, withRaisedBounds } from "./larger.js";
import { ablate, type MatrixRow } from "./matrix.js";
import { threadHands } from "./threads.js";
import { EngineTrials, type Site } from "./trials.js";

export interface AblateOptions {
  /** Where modules and models are written. */
  readonly dir: string;
  readonly signal: AbortSignal;
  /** The model whose bounds are the usual ones; the default one if not given. */
  readonly model?: string;
  /** The strategy; `history` if not given. */
  readonly defend?: Defend;
  /** For each run. */
  readonly seconds: number;
  /** How many threads explore at the same time; one, this one, if not given. */
  readonly workers?: number;
  readonly watch: AblateWatch;
}

export interface AblateWatch {
  /** What is being done now, and how far it is. */
  doing(what: string): void;
  progress(progress: Progress): void;
  row(row: MatrixRow): void;
}

/** At the smallest bounds all is seen in less, or too much to wait for. */
const SMALL_SECONDS = 20;
/** All states at the usual bounds are more than a search looks at. */
const ABOVE_TIMES = 4;
/** For the alphabet of five nodes. */
const SAMPLE_SECONDS = 15;

/** Throws a DiagnosticError if the specification cannot be asked; what is found is a value. */
export async function ablateSubject(subject: Subject, options: AblateOptions): Promise<Ablation> {
  const { signal, watch, workers = 1 } = options;
  const onProgress = (_what: string, p: Progress): void => watch.progress(p);
  const hands = workers > 1 ? threadHands({ width: workers, signal, onProgress }) : ownHands(signal);
  try {
    return await ablateWith(hands, subject, options);
  } finally {
    await hands.close();
  }
}

async function ablateWith(hands: Hands, subject: Subject, options: AblateOptions): Promise<Ablation> {
  const { signal, seconds, watch, dir } = options;
  const [elapsed, worked] = [stopwatch(), cpuWatch()];
  const { usual, small } = await sites(subject, options);
  let known: Ablation = {
    module: subject.protocol.module,
    strategy: usual.defended.strategy,
    bounds: { small: small.defended.bound, usual: usual.defended.bound },
    seconds: 0,
    isInterrupted: false,
  };
  const learn = (more: Partial<Ablation>): Ablation => {
    known = { ...known, ...more, seconds: elapsed(), cpuSeconds: worked(), isInterrupted: signal.aborted };
    return known;
  };
  const trials = new EngineTrials({
    small,
    usual,
    farther: farther(subject, dir, options).map(({ where, name, made }) => ({
      where,
      make: async () => {
        watch.doing(`${name}: what the original says`);
        const site = await made();
        if (typeof site === "string") return site;
        watch.doing(`${name}: all checks on`);
        const outcome = await trials.lookAt(site, []);
        learn({ farther: [...(known.farther ?? []), { where, bound: site.defended.bound, outcome }] });
        return site;
      },
    })),
    hands,
    isSoonExhausted: () => known.above?.kind === "compared" && known.above.hybrid.seconds < seconds / 2,
    signal,
    seconds,
    onProgress: (_what, p) => watch.progress(p),
  });
  const steps: (() => Promise<Partial<Ablation>>)[] = [
    async () => {
      watch.doing("reduction");
      return { reduction: await reduction(small) };
    },
    ...(usual.defended === small.defended
      ? []
      : [
          async () => {
            watch.doing("reduction at the usual bounds");
            return { above: await reduceAbove(sessionFor(usual, ABOVE_TIMES * seconds, options)) };
          },
        ]),
    async () => {
      watch.doing("a liar and no defence");
      return { undefended: await trials.undefended() };
    },
    async () => {
      watch.doing("all checks on");
      return { baseline: await trials.baseline() };
    },
    async () => ({
      matrix: await ablate(usual.defended.checks, trials, {
        signal,
        width: hands.width,
        onRow: (row) => watch.row(row),
        onTry: tryingTold(watch),
      }),
    }),
  ];
  for (const step of steps) {
    if (signal.aborted) break;
    learn(await step());
  }
  return learn({});
}

/** Says what is under way: as much as is tried at the same time. */
export function tryingTold(watch: Pick<AblateWatch, "doing">): (off: readonly string[]) => () => void {
  const tried = new Set<readonly string[]>();
  const tell = (): void => {
    const all = [...tried].map((off) => off.join(", "));
    if (all.length > 0) watch.doing(`without ${all.join("; without ")}`);
  };
  return (off) => {
    tried.add(off);
    tell();
    return () => {
      tried.delete(off);
      tell();
    };
  };
}

function sessionOf({ session }: Site): ReductionSession {
  if (session === undefined) throw new Error("models that are not exhausted have no session");
  return session;
}

/** The eager adversary, whom nothing but the checks restrains; the lazy one where that is too much. */
export async function reduction(site: Site): Promise<ReductionResult> {
  const session = sessionOf(site);
  const eager = await reduce(session, "eager");
  return eager.kind === "unfinished" && eager.side === "hybrid" ? reduce(session, "lazy") : eager;
}

/** The smallest model and the usual one, which may be the same. */
async function sites(subject: Subject, options: AblateOptions): Promise<{ usual: Site; small: Site }> {
  const { dir, seconds } = options;
  const usualModel = options.model ?? subject.defaultModel;
  const hasSmall = smallOf(subject, usualModel) !== usualModel;
  const small = await siteOf(
    subject,
    hasSmall ? smallModel : usualModel,
    "small",
    join(dir, "small"),
    Math.min(seconds, SMALL_SECONDS),
    options,
  );
  if (!hasSmall) return { usual: { ...small, where: "usual" }, small };
  return { small, usual: await siteOf(subject, usualModel, "usual", join(dir, "usual"), seconds, options) };
}

/** The smallest model: the usual one, where there is no other. */
const smallOf = ({ models }: Subject, usual: string): string => (models.has(smallModel) ? smallModel : usual);

async function siteOf(
  subject: Subject,
  model: string,
  where: Where,
  dir: string,
  seconds: number,
  options: AblateOptions,
): Promise<Site> {
  const { signal, watch, defend = byHistory } = options;
  await makeDirectory(dir);
  const reporter: Reporter = {
    begin: () => watch.doing(`the original, model ${model}`),
    progress: (_what, p) => watch.progress(p),
    done: () => {},
  };
  const tlc = () => Promise.reject(new Error("only our engine is asked"));
  const checker = checkerOf("own", { own: ownEngine, tlc }, signal);
  const limit = where === "raised" ? seconds : undefined;
  const { finished, cfg, seen } = await runOriginal(subject, model, dir, checker, reporter, limit);
  if (finished.outcome.kind !== "holds" && !signal.aborted) throw originalFails(model, finished.row.result);
  const defended = await defend(subject, model, cfg, seen, dir);
  const site: Site = { where, dir, defended, session: undefined };
  return { ...site, session: sessionFor(site, seconds, options) };
}

/** Questions of the reduction in a model; each exploration may take so long. */
function sessionFor(
  { where, dir, defended }: Site,
  seconds: number,
  { signal, watch }: AblateOptions,
): ReductionSession {
  const onProgress = (_what: string, p: Progress): void => watch.progress(p);
  const keepsSteps = where === "small";
  return new ReductionSession(defended, { dir, signal, seconds, keepsSteps, onProgress });
}

interface Farther {
  readonly where: Where;
  readonly name: string;
  made(): Promise<Site | string>;
}

/** What a size hides: each bound of the smallest model raised by one, and two nodes and a liar more. */
function farther(subject: Subject, dir: string, options: AblateOptions): readonly Farther[] {
  const usualModel = options.model ?? subject.defaultModel;
  const small = smallOf(subject, usualModel);
  const raised = withRaisedBounds(subject, small, usualModel).map(
    (to): Farther => ({
      where: "raised",
      name: `${to.constant} raised`,
      made: () => raisedSite(to.subject, join(dir, "raised", to.constant), options),
    }),
  );
  const larger = () => largerSite(subject, join(dir, "larger"), options);
  return [...raised, { where: "larger", name: "five nodes", made: larger }];
}

/** A model that is exhausted as long as a set of checks is tried; or why there is none. */
async function raisedSite(subject: Subject, dir: string, options: AblateOptions): Promise<Site | string> {
  try {
    return await siteOf(subject, fartherModel, "raised", dir, options.seconds, options);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]?.message ?? "it cannot be made";
    throw error;
  }
}

/** The usual model with two nodes and a liar more, looked at by random behaviours; or why there is none. */
async function largerSite(subject: Subject, dir: string, options: AblateOptions): Promise<Site | string> {
  const { signal, watch, seconds, defend = byHistory } = options;
  const wider = withMoreNodes(subject, options.model ?? subject.defaultModel);
  const cfg = wider?.models.get(fartherModel);
  if (wider === undefined || cfg === undefined) return "the model cannot be given more nodes";
  await makeDirectory(dir);
  const sampling = { seconds: Math.min(seconds, SAMPLE_SECONDS), seed: 1, signal };
  const onProgress = (_engine: string, p: Progress): void => watch.progress(p);
  const seen = await sampleSeen(wider, cfg, dir, { ...sampling, onProgress });
  if (seen === undefined) return "the original says nothing there, or cannot be evaluated";
  const defended = await defend(wider, fartherModel, cfg, seen, dir);
  return { where: "larger", dir, defended, session: undefined };
}
