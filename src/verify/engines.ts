/**
 * Who checks a model: our engine, TLC, or both, whose answers are compared.
 *
 * An `Engine` takes a job (modules and a model in files) and gives an answer that has the same form whoever gives it. A
 * `Checker` is one engine or several, by the user's choice: `both` runs them side by side and holds one answer against
 * the other; `auto` is our engine, and TLC where ours refuses.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import type { Simulation } from "../tlc/run.js";
import { difference, isDefinite } from "./disagreement.js";
import { leftToTlc, noTlcAnswer } from "./faults.js";

export type EngineName = "own" | "tlc";
export type EngineChoice = EngineName | "both" | "auto";
export const engineChoices: readonly EngineChoice[] = ["own", "tlc", "both", "auto"];

/** A model to be checked. */
export interface Job {
  /** The folder of the modules; nothing is written there. */
  readonly dir: string;
  /** The root module's name, without `.tla`. */
  readonly module: string;
  /** The model's file, relative to `dir` or absolute. */
  readonly cfgFile: string;
  /** The environment that IOEnv shows to our engine. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
  /** Our engine's alone: time is what the processor spends on it, so that what else the machine does changes no answer. */
  readonly byProcessor?: boolean;
  /** Our engine's alone: TLC has no such limits. */
  readonly maxStates?: number;
  readonly maxBytes?: number;
  /** Our engine's alone: where the search of all states is kept, to be taken up later; seconds between two. */
  readonly checkpoint?: { readonly file: string; readonly seconds: number };
  /** Our engine's alone: a checkpoint to go on from. */
  readonly resume?: string;
  /** Our engine's alone: where the state graph is written. */
  readonly dump?: string;
  /** Random behaviours instead of all states. */
  readonly simulate?: Simulation;
  /** Our engine's alone: behaviours of at most so many steps (Infinity is allowed), depth first. */
  readonly depthFirst?: number;
  /** TLC's worker threads. */
  readonly workers?: number | "auto";
  /** TLC's: a run of seconds, for which Java compiles each method once instead of twice, which is slower afterwards. */
  readonly isShort?: boolean;
  /** Java's heap in MiB. */
  readonly heapMb?: number;
  readonly onProgress?: (engine: EngineName, progress: Progress) => void;
  /** What is to be said at once; without it, with the answer. */
  readonly onNote?: (note: Diagnostic) => void;
}

export interface EngineAnswer {
  readonly outcome: TlcOutcome;
  /** What is to be said besides: warnings. */
  readonly notes: readonly Diagnostic[];
}

export interface Engine {
  readonly name: EngineName;
  run(job: Job, signal: AbortSignal): Promise<EngineAnswer>;
}

/** How an engine is asked: once, or several times in different ways until there is an answer. */
export type Ask = (engine: Engine, job: Job, signal: AbortSignal) => Promise<EngineAnswer>;

const once: Ask = (engine, job, signal) => engine.run(job, signal);

export interface Answer extends EngineAnswer {
  /** Whose answer it is. */
  readonly by: EngineName | "both";
  /** What each engine said that was asked. */
  readonly each: Readonly<Partial<Record<EngineName, TlcOutcome>>>;
}

export interface Checker {
  readonly choice: EngineChoice;
  readonly signal: AbortSignal;
  check(job: Job, ask?: Ask): Promise<Answer>;
  /** A question on the way to an answer, for one engine: ours where that is among the chosen and can, else TLC. */
  ask(job: Job): Promise<TlcOutcome>;
  /** TLC, for what has questions of its own. */
  readonly tlc: Engines["tlc"];
}

export interface Engines {
  readonly own: Engine;
  /** Found when it is needed. Throws a DiagnosticError if it cannot be. */
  readonly tlc: () => Promise<Engine>;
}

/** With `lenient`, `both` leaves to TLC what our engine refuses, and says so. */
export function checkerOf(
  choice: EngineChoice,
  { own, tlc }: Engines,
  signal: AbortSignal,
  lenient = false,
): Checker {
  const single = async (engine: Engine, job: Job, ask: Ask): Promise<Answer> => {
    const answer = await ask(engine, job, signal);
    return { ...answer, by: engine.name, each: { [engine.name]: answer.outcome } };
  };
  const orTlc = async (job: Job, ask: Ask): Promise<Answer> => {
    const mine = await single(own, job, ask);
    if (mine.outcome.kind !== "unsupported") return mine;
    const other = await single(await tlc(), job, ask);
    return leftOver(mine.outcome, other, mine);
  };
  const check = async (job: Job, ask: Ask = once): Promise<Answer> => {
    if (choice === "own") return single(own, job, ask);
    if (choice === "tlc") return single(await tlc(), job, ask);
    if (choice === "auto") return orTlc(job, ask);
    return both({ own, tlc: await tlc(), signal, lenient }, job, ask);
  };
  return {
    choice,
    signal,
    tlc,
    check,
    ask: async (job) => (await (choice === "both" ? orTlc(job, once) : check(job))).outcome,
  };
}

interface Pair {
  readonly own: Engine;
  readonly tlc: Engine;
  readonly signal: AbortSignal;
  readonly lenient: boolean;
}

async function both({ own, tlc, signal, lenient }: Pair, job: Job, ask: Ask): Promise<Answer> {
  const refused = new AbortController();
  const theirs = ask(tlc, job, AbortSignal.any([signal, refused.signal]));
  // What comes of it when ours breaks off is awaited below or nowhere.
  theirs.catch(() => undefined);
  let mine: EngineAnswer;
  try {
    mine = await ask(own, job, signal);
  } catch (error) {
    refused.abort();
    await theirs.catch(() => undefined);
    throw error;
  }
  if (mine.outcome.kind === "unsupported" && !lenient) refused.abort();
  const other = await theirs;
  const each = { own: mine.outcome, tlc: other.outcome };
  if (mine.outcome.kind === "unsupported") {
    return lenient ? leftOver(mine.outcome, other, mine) : { ...mine, by: "own", each };
  }
  return combined(mine, other, ask === once && job.workers === 1);
}

function leftOver(refusal: TlcOutcome, theirs: EngineAnswer, mine: EngineAnswer): Answer {
  const reasons = refusal.kind === "unsupported" ? refusal.diagnostics : [];
  const notes = [...mine.notes, leftToTlc(reasons), ...theirs.notes];
  return { outcome: theirs.outcome, notes, by: "tlc", each: { own: refusal, tlc: theirs.outcome } };
}

/** One answer of two: theirs where ours has none, ours where both say the same. */
function combined(mine: EngineAnswer, theirs: EngineAnswer, sameOrder: boolean): Answer {
  const [own, tlc] = [mine.outcome, theirs.outcome];
  const each = { own, tlc };
  const notes = [...mine.notes, ...theirs.notes];
  const alone = (outcome: TlcOutcome, by: Answer["by"], more: readonly Diagnostic[] = []): Answer => ({
    outcome,
    notes: [...notes, ...more],
    by,
    each,
  });
  if (own.kind === "cancelled") return alone(own, "own");
  if (["cancelled", "not-installed", "crashed"].includes(tlc.kind)) return alone(tlc, "tlc");
  const found = difference(own, tlc, sameOrder);
  if (found !== undefined) {
    return alone({ ...own, kind: "disagreement", difference: found, own, tlc }, "both");
  }
  if (isDefinite(own) && isDefinite(tlc)) return alone(own, "both");
  if (isDefinite(own)) return alone(own, "own", [noTlcAnswer(tlc)]);
  return isDefinite(tlc) ? alone(tlc, "tlc") : alone(own, "own");
}
