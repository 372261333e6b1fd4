/**
 * A search by several threads, seen from the thread that asks for it. Small models are done before any other thread
 * is started: the first levels are expanded here.
 *
 * Counts and verdicts are those of `explore`; behaviours are as short. Where a level has several errors, `explore` tells
 * the first it meets, and this one finishes the level and tells the least by kind and place, so that the answer does not
 * depend on who was quicker; the way there may.
 */
import { unreachable } from "../../report/diagnostic.js";
import { type Counts, causeOf, type Verdict } from "../explore/explore-verdict.js";
import { guarded, Stop, Watch, type WatchOptions } from "../explore/explore-watch.js";
import { Judge } from "../explore/judge.js";
import { pathOf, stateText } from "../explore/path.js";
import { NO_PARENT } from "../explore/states.js";
import type { CompiledModel } from "../model.js";
import { withPostconditions } from "../modes/postcondition.js";
import { withLivenessAfter } from "../temporal/explore.js";
import type { SharedBank } from "../values/bank-shared.js";
import { Expander } from "./expander.js";
import { Levels } from "./levels.js";
import { At, type SearchMemory, Tally, tallied } from "./memory.js";
import { SharedStates } from "./states-shared.js";
import { ordered, type Trouble } from "./trouble.js";
import { depthOf, tellFacts, type WorkerMessage } from "./worker.js";

/** How a thread ended. */
export type End =
  | { readonly kind: "finished" | "terminated" | "out-of-memory" }
  | { readonly kind: "failed"; readonly error: Error };

/** Threads at work; `src/host/workers.ts` has them. */
export interface Crew {
  readonly ended: Promise<readonly End[]>;
  wait(ms: number): Promise<"all-ended" | "failed" | "running">;
  terminate(): Promise<void>;
}

export interface TeamOptions extends WatchOptions {
  readonly threads: number;
  /** What was reserved for `threads + 1` threads, of which the last is the one that asks. */
  readonly search: SearchMemory;
  /** Starts the threads, each to do `work` of `worker.ts`. */
  readonly start: (mostStates: number, onMessage: (message: WorkerMessage) => void) => Crew;
  /** Lets the event loop run. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  /** Runs work of this thread; false if the user interrupted it, which may be anywhere in the middle. */
  readonly guard?: (work: () => void) => boolean;
  /** How long to go on alone before threads are started; 0.1 if not given. */
  readonly aloneSeconds?: number;
}

export interface TeamExploration {
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** Initial states generated. */
  readonly initial: number;
  readonly seconds: number;
  readonly states: SharedStates;
  /** How many threads took part; 1 if there was no need of others. */
  readonly threads: number;
}

/** How often limits are looked at, and how long threads may take to end before they are ended. */
const POLL_MS = 50;
const GRACE_MS = 1000;
const ALONE_SECONDS = 0.1;
/** As long as there are fewer, there is hardly anything to share out. */
const FEW_STATES = 100;
/** States that are expanded between two looks at the clock. */
const ALONE_STATES = 64;

/** `model` is compiled over this bank, for which the threads will have models of the same texts. */
export async function exploreTogether(
  model: CompiledModel,
  bank: SharedBank,
  options: TeamOptions,
): Promise<TeamExploration> {
  const exploration = await new Team(model, bank, options).run();
  return withPostconditions(model, await withLivenessAfter(model, exploration, options));
}

function unguarded(work: () => void): boolean {
  work();
  return true;
}

/** Unwinds when something was found. */
class Found extends Stop {
  constructor(verdict: Verdict) {
    super(verdict);
  }
}

class Team {
  private readonly model: CompiledModel;
  private readonly bank: SharedBank;
  private readonly options: TeamOptions;
  private readonly states: SharedStates;
  private readonly levels: Levels;
  private readonly expander: Expander;
  private readonly watch: Watch;
  private readonly troubles: Trouble[] = [];
  private limit: Verdict | undefined;
  private threads = 1;

  constructor(model: CompiledModel, bank: SharedBank, options: TeamOptions) {
    const { search, threads } = options;
    this.model = model;
    this.bank = bank;
    this.options = options;
    this.states = new SharedStates(search, model.identity);
    this.levels = new Levels(search, threads, 1);
    const report = (trouble: Trouble): void => {
      throw new Found(this.verdictOf(trouble));
    };
    this.expander = new Expander(model, this.states, {
      report,
      look: () => this.lookAlone(),
      mostStates: options.limits?.states ?? Number.POSITIVE_INFINITY,
    });
    tellFacts(model, search);
    this.watch = new Watch(options, {
      counts: () => this.counts(),
      bytes: () => this.states.bytes + bank.usedBytes,
      nextBytes: () => this.states.bytes / 4 + bank.usedBytes / 4,
    });
    model.context?.facts.set("duration", () => bank.int(Math.floor(this.watch.seconds)));
  }

  async run(): Promise<TeamExploration> {
    let verdict: Verdict;
    try {
      const begun = guarded(this.options, () => this.assumptions());
      verdict = begun ?? (await this.alone()) ?? (await this.together());
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      verdict = error.verdict;
      // A guard may have stopped what this thread did in the middle, locks and all.
      if (this.threads === 1) this.interrupted();
    }
    const { states, threads, watch } = this;
    this.levels.tell(this.expander);
    const { bank, model } = this;
    model.context?.facts.set("level", () => bank.int(this.options.search.control[At.level]!));
    const { initial } = this.expander;
    return { verdict, counts: this.counts(), initial, seconds: watch.seconds, states, threads };
  }

  private assumptions(): Verdict | undefined {
    const judge = new Judge(this.model);
    const mark = this.bank.mark();
    try {
      return judge.assumptions();
    } catch (error) {
      this.bank.release(mark);
      return judge.failed(error, []);
    }
  }

  /** The first levels, in this thread; undefined if there is more to do. */
  private async alone(): Promise<Verdict | undefined> {
    const { expander, options, watch } = this;
    const { search, guard = unguarded } = options;
    const seconds = options.aloneSeconds ?? ALONE_SECONDS;
    const begin = (): void => {
      expander.begin();
      Levels.open(search, 0, 1, this.states.size);
    };
    const goOn = (): void => {
      this.levels.takePart(expander, ALONE_STATES);
      if (Atomics.load(search.control, At.next) >= search.control[At.levelEnd]!)
        this.levels.advance(expander);
      watch.look();
    };
    if (!guard(begin)) return this.interrupted();
    while (watch.seconds < seconds || (seconds > 0 && this.states.size < FEW_STATES)) {
      if (options.signal?.aborted === true) return { kind: "cancelled" };
      if (!guard(goOn)) return this.interrupted();
      if (search.control[At.over] === 1) return { kind: "holds" };
      if (watch.pauseIsDue) {
        await options.pause();
        watch.paused();
      }
    }
    return undefined;
  }

  /** What was being done was left in the middle, locks and all. */
  private interrupted(): Verdict {
    this.states.free();
    this.bank.free();
    return { kind: "cancelled" };
  }

  private async together(): Promise<Verdict> {
    const { options, watch } = this;
    const { threads, start, search, signal, limits } = options;
    // Whoever takes a state beyond the end of its level leaves the counter there.
    const { control } = search;
    Levels.open(
      search,
      Math.min(control[At.next]!, control[At.levelEnd]!),
      control[At.level]!,
      control[At.levelEnd]!,
    );
    this.threads = threads;
    const crew = start(limits?.states ?? Number.POSITIVE_INFINITY, (message) => this.take(message));
    let stopped: Verdict | undefined;
    let state = await crew.wait(0);
    while (state === "running" && stopped === undefined) {
      state = await crew.wait(POLL_MS);
      if (signal?.aborted === true) stopped = { kind: "cancelled" };
      else stopped = this.lookAtLimits();
      watch.paused();
    }
    return (await this.ended(crew)) ?? stopped ?? this.limit ?? { kind: "holds" };
  }

  /** When the threads have ended, or have been told to: what they found. */
  private async ended(crew: Crew): Promise<Verdict | undefined> {
    if ((await crew.wait(0)) !== "all-ended") {
      Levels.stop(this.options.search);
      for (let waited = 0; waited < GRACE_MS; waited += POLL_MS) {
        if ((await crew.wait(POLL_MS)) === "all-ended") break;
      }
      await crew.terminate();
    }
    const ends = await crew.ended;
    this.states.free();
    this.bank.free();
    const failures = ends.flatMap((end) => (end.kind === "failed" ? [end.error] : []));
    const isMemory = (error: Error): boolean => causeOf(error, this.model)?.kind === "memory";
    if (ends.some((end) => end.kind === "out-of-memory") || failures.some(isMemory))
      this.limit = { kind: "limit", limit: "memory" };
    const [first, ...others] = this.troubles;
    if (first !== undefined) {
      const text = (row: Int32Array): string => stateText(this.model, row);
      return this.verdictOf(others.reduce((a, b) => (ordered(b, a, text) < 0 ? b : a), first));
    }
    for (const error of failures) if (!isMemory(error)) throw error;
    return undefined;
  }

  private take(message: WorkerMessage): void {
    const { context } = this.model;
    switch (message.kind) {
      case "printed":
        context?.printed(message.text);
        return;
      case "warned":
        context?.warned(message.text);
        return;
      case "trouble":
        this.troubles.push(message.trouble);
        return;
      case "limit":
        this.limit = { kind: "limit", limit: message.limit };
        return;
      default:
        unreachable(message);
    }
  }

  private lookAlone(): void {
    this.levels.look(this.expander);
    this.watch.look();
  }

  private lookAtLimits(): Verdict | undefined {
    try {
      this.watch.look();
      return undefined;
    } catch (error) {
      if (error instanceof Stop) return error.verdict;
      throw error;
    }
  }

  private verdictOf({ what, at, beyond }: Trouble): Verdict {
    const { model, states } = this;
    const way = states.pathTo(at).map((index) => {
      const row = new Int32Array(model.width);
      states.read(index, row);
      return { row, action: states.parentOf(index) === NO_PARENT ? undefined : states.actionOf(index) };
    });
    const trace = pathOf(model, beyond === undefined ? way : [...way, beyond]);
    // What an evaluation that fails in the initial predicate had of the state is no behaviour.
    return { ...what, trace } as Verdict;
  }

  private counts(): Counts {
    const { search } = this.options;
    const distinct = this.states.size;
    const looking = this.expander.offeredIsKept ? 1 : 0;
    const queue = Math.max(0, distinct - tallied(search, Tally.expanded) - looking);
    return { distinct, generated: tallied(search, Tally.generated), queue, depth: depthOf(search) };
  }
}
