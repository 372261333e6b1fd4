/**
 * A search by several threads, seen from the thread that asks for it and takes part in it. Small models are done before
 * any other thread is started, and while others start, this one goes on.
 *
 * Counts and verdicts are those of `explore`; behaviours are as short. Where a level has several errors, `explore` tells
 * the first it meets; as soon as others were asked to take part, the level is finished and the least by kind and place is
 * told, so that the answer does not depend on who was quicker; the way there may.
 */
import { unreachable } from "../../report/diagnostic.js";
import { type Counts, causeOf, type Verdict } from "../explore/explore-verdict.js";
import { guarded, Stop, Watch, type WatchOptions } from "../explore/explore-watch.js";
import { Judge } from "../explore/judge.js";
import { pathOf, stateText } from "../explore/path.js";
import { NO_PARENT } from "../explore/states.js";
import type { CompiledModel } from "../model.js";
import { withPostconditions } from "../modes/postcondition.js";
import type { SharedBank } from "../values/bank-shared.js";
import { Expander } from "./expander.js";
import { depthOf, Levels } from "./levels.js";
import { At, PER_THREAD, type SearchMemory, Tally, tallied } from "./memory.js";
import { SharedStates } from "./states-shared.js";
import { Least, ordered, type Trouble } from "./trouble.js";
import { tellFacts, type WorkerMessage } from "./worker.js";

/** How a thread ended. */
export type End =
  | { readonly kind: "finished" | "terminated" | "out-of-memory" }
  | { readonly kind: "failed"; readonly error: Error };

/** A thread at work; `src/host/workers.ts` has them. */
export interface Thread {
  /** How it ended, once it has. */
  readonly end: End | undefined;
  /** Resolves when it has ended, or after so long. */
  within(ms: number): Promise<void>;
  terminate(): Promise<void>;
}

export interface TeamOptions extends WatchOptions {
  /** How many are to take part, with the one that asks. */
  readonly threads: number;
  /** What was reserved for so many. */
  readonly search: SearchMemory;
  /** Starts a thread, which is to do `work` of `worker.ts` under this number. */
  readonly start: (thread: number, mostStates: number, onMessage: (message: WorkerMessage) => void) => Thread;
  /** Lets the event loop run. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  /** Runs work of this thread; false if the user interrupted it, which may be anywhere in the middle. */
  readonly guard?: (work: () => void) => boolean;
  /** How long to go on alone before threads are started; 0.1 if not given. */
  readonly aloneSeconds?: number;
  /** As in `ExpanderOptions`. */
  readonly batchFrom?: number;
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

/** How long threads may take to end before they are ended. */
const GRACE_MS = 1000;
const ALONE_SECONDS = 0.1;
/** As long as there are fewer, there is hardly anything to share out. */
const FEW_STATES = 100;
/** Between two turns of the event loop, where a guard runs the work, as in `explore`. */
const GUARDED_SECONDS = 0.2;

/** `model` is compiled over this bank, for which the threads will have models of the same texts. */
export async function exploreTogether(
  model: CompiledModel,
  bank: SharedBank,
  options: TeamOptions,
): Promise<TeamExploration> {
  return withPostconditions(model, await new Team(model, bank, options).run());
}

function unguarded(work: () => void): boolean {
  work();
  return true;
}

class Team {
  private readonly model: CompiledModel;
  private readonly bank: SharedBank;
  private readonly options: TeamOptions;
  private readonly states: SharedStates;
  private readonly levels: Levels;
  private readonly expander: Expander;
  private readonly watch: Watch;
  private readonly least: Least;
  private readonly troubles: Trouble[] = [];
  private limit: Verdict | undefined;
  private threads: readonly Thread[] = [];
  /** Whether others are to be started as soon as this thread can do so. */
  private isStartDue = false;

  constructor(model: CompiledModel, bank: SharedBank, options: TeamOptions) {
    const { search, limits, batchFrom, guard } = options;
    this.model = model;
    this.bank = bank;
    this.options = options;
    this.states = new SharedStates(search, model);
    this.levels = new Levels(search, this.states, 0);
    this.least = new Least((row) => stateText(model, row));
    this.expander = new Expander(model, this.states, {
      report: (trouble) => this.report(trouble),
      look: () => this.look(),
      mostStates: limits?.states ?? Number.POSITIVE_INFINITY,
      ...(batchFrom === undefined ? {} : { batchFrom }),
    });
    this.states.meet = () => this.levels.meet(this.expander);
    tellFacts(model, search);
    const watching = guard === undefined ? options : { pauseSeconds: GUARDED_SECONDS, ...options };
    this.watch = new Watch(watching, {
      counts: () => this.counts(),
      bytes: () => this.states.bytes + bank.usedBytes,
      nextBytes: () => this.states.nextBytes + bank.usedBytes / 4,
    });
    model.context?.facts.set("duration", () => bank.int(Math.floor(this.watch.seconds)));
  }

  async run(): Promise<TeamExploration> {
    const { states, watch, bank, model, options } = this;
    let verdict: Verdict;
    try {
      verdict = guarded(options, () => this.assumptions()) ?? (await this.search());
    } catch (error) {
      Levels.stop(options.search);
      if (!(error instanceof Stop)) {
        await this.ended(false);
        throw error;
      }
      verdict = error.verdict;
    }
    const threads = await this.ended(verdict.kind === "holds");
    this.levels.tell(this.expander);
    model.context?.facts.set("level", () => bank.int(options.search.control[At.level]!));
    const { initial } = this.expander;
    const told = this.told(verdict);
    return { verdict: told, counts: this.counts(), initial, seconds: watch.seconds, states, threads };
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

  /** This thread's part of the search; what is thrown is a Stop if it is no bug. */
  private async search(): Promise<Verdict> {
    const { options, levels, expander, watch } = this;
    const { guard = unguarded, signal, pause, aloneSeconds = ALONE_SECONDS } = options;
    let isBegun = false;
    let isOver = false;
    const isDue = (): boolean => watch.pauseIsDue || this.isStartDue;
    const work = (): void => {
      if (!isBegun) {
        expander.begin();
        levels.begin();
        isBegun = true;
        if (aloneSeconds === 0) this.isStartDue = true;
      }
      isOver = !isDue() && levels.run(expander, isDue);
    };
    for (;;) {
      if (signal?.aborted === true || !guard(work)) throw new Stop({ kind: "cancelled" });
      if (isOver) return { kind: "holds" };
      if (this.isStartDue) this.startOthers();
      await pause();
      watch.paused();
      for (const { end } of this.threads)
        if (end !== undefined && end.kind !== "finished") throw new Stop({ kind: "cancelled" });
    }
  }

  private startOthers(): void {
    const { threads, start, limits } = this.options;
    this.isStartDue = false;
    this.threads = Array.from({ length: threads - 1 }, (_, i) =>
      start(i + 1, limits?.states ?? Number.POSITIVE_INFINITY, (message) => this.take(message)),
    );
  }

  /** Waits until all other threads have ended, or ends them; who did not join in a search that is over is ended at once. */
  private async ended(isOver: boolean): Promise<number> {
    const { search } = this.options;
    if (!isOver) Levels.stop(search);
    this.states.lock.giveBack();
    this.bank.giveBack();
    const joined = this.levels.close();
    const hasJoined = (i: number): boolean => search.tallies[(i + 1) * PER_THREAD + Tally.joined] === 1;
    await Promise.all(
      this.threads.map(async (thread, i) => {
        if (!isOver || hasJoined(i)) await thread.within(GRACE_MS);
        if (thread.end === undefined) await thread.terminate();
      }),
    );
    this.states.release();
    this.bank.free();
    return joined;
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

  private look(): void {
    const { watch, options, threads, states } = this;
    this.levels.look(this.expander);
    watch.look();
    const { aloneSeconds = ALONE_SECONDS } = options;
    if (threads.length === 0 && states.reserved >= FEW_STATES && watch.seconds >= aloneSeconds)
      this.isStartDue = options.threads > 1;
  }

  private report(trouble: Trouble): void {
    if (this.threads.length === 0) throw new Stop(this.verdictOf(trouble));
    this.levels.end();
    this.least.add(trouble);
  }

  /** The answer, when all threads have ended; `verdict` is this thread's. */
  private told(verdict: Verdict): Verdict {
    const failures = this.threads.flatMap(({ end }) => (end?.kind === "failed" ? [end.error] : []));
    const isMemory = (error: Error): boolean => causeOf(error, this.model)?.kind === "memory";
    if (this.threads.some(({ end }) => end?.kind === "out-of-memory") || failures.some(isMemory))
      this.limit = { kind: "limit", limit: "memory" };
    if (this.least.trouble !== undefined) this.troubles.push(this.least.trouble);
    const [first, ...others] = this.troubles;
    if (first !== undefined && !this.states.isTorn) {
      const text = (row: Int32Array): string => stateText(this.model, row);
      this.states.sync();
      return this.verdictOf(others.reduce((a, b) => (ordered(b, a, text) < 0 ? b : a), first));
    }
    for (const error of failures) if (!isMemory(error)) throw error;
    return verdict.kind === "cancelled" ? (this.limit ?? verdict) : verdict;
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
