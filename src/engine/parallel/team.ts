/**
 * A search by several threads, seen from the thread that asks for it and takes part in it. Small models are done before
 * any other thread is started, and while others start, this one goes on.
 *
 * Counts and verdicts are those of `explore`; behaviours are as short. Where a level has several errors, `explore` tells
 * the first it meets; as soon as others were asked to take part, the level is finished and the least by kind and place is
 * told, so that the answer does not depend on who was quicker; the way there may.
 */
import { unreachable } from "../../report/diagnostic.js";
import { type Checkpoints, Keeper } from "../explore/explore-keeper.js";
import type { Snapshot } from "../explore/explore-snapshot.js";
import { type Counts, causeOf, type Verdict } from "../explore/explore-verdict.js";
import { guarded, Stop, Watch, type WatchOptions } from "../explore/explore-watch.js";
import { Judge } from "../explore/judge.js";
import { pathOf, stateText } from "../explore/path.js";
import { NO_PARENT } from "../explore/states.js";
import type { CompiledModel } from "../model.js";
import { withPostconditions } from "../modes/postcondition.js";
import type { SharedBank } from "../values/bank-shared.js";
import { Expander } from "./expander.js";
import { depthOf, Leave, Levels } from "./levels.js";
import { At, PER_THREAD, type SearchMemory, Tally, tallied } from "./memory.js";
import { savedSearch } from "./saved.js";
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
  /** How long to go on alone before threads are started; 0.1 if not given. */
  readonly aloneSeconds?: number;
  /** As in `ExpanderOptions`. */
  readonly batchFrom?: number;
  readonly checkpoints?: Checkpoints;
  /** Where to go on, in order, as in `ExploreOptions`. */
  readonly from?: Snapshot;
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
  /** Whether the search can be taken up where it ended. */
  readonly isSaved: boolean;
}

/** How long threads may take to end before they are ended. */
const GRACE_MS = 1000;
const ALONE_SECONDS = 0.1;
const CANCELLED: Verdict = { kind: "cancelled" };
/** As long as there are fewer, there is hardly anything to share out. */
const FEW_STATES = 100;
/** How long others may take to rest; if one does not, the search goes on and is saved later. */
const REST_SECONDS = 10;

/** `model` is compiled over this bank, for which the threads will have models of the same texts. */
export async function exploreTogether(
  model: CompiledModel,
  bank: SharedBank,
  options: TeamOptions,
): Promise<TeamExploration> {
  return withPostconditions(model, await new Team(model, bank, options).run());
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
  private readonly keeper: Keeper;

  constructor(model: CompiledModel, bank: SharedBank, options: TeamOptions) {
    const { search, limits, batchFrom } = options;
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
    const watched = {
      counts: () => this.counts(),
      bytes: () => this.states.bytes + bank.usedBytes,
      nextBytes: () => this.states.nextBytes + bank.usedBytes / 4,
    };
    if (options.from !== undefined) this.takeUp(options.from);
    this.watch = new Watch(options, watched, options.from?.position.seconds);
    this.keeper = new Keeper(options.checkpoints, options.now);
    model.context?.facts.set("duration", () => bank.int(Math.floor(this.watch.seconds)));
  }

  async run(): Promise<TeamExploration> {
    const { states, watch, bank, model, options } = this;
    let verdict: Verdict;
    // A signal that came before is heard now.
    await options.pause();
    try {
      verdict = await this.search();
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
    const counts = this.counts();
    const { seconds } = watch;
    if (told.kind === "limit" || told.kind === "cancelled") await this.save();
    else this.keeper.isSaved = false;
    return { verdict: told, counts, initial, seconds, states, threads, isSaved: this.keeper.isSaved };
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
    const { signal, pause, aloneSeconds = ALONE_SECONDS, from } = options;
    let isBegun = from !== undefined && from.position.current !== NO_PARENT;
    if (isBegun && aloneSeconds === 0) this.isStartDue = true;
    const isDue = (): boolean => watch.pauseIsDue || this.isStartDue;
    const some = (): Verdict | undefined => {
      if (!isBegun) {
        const broken = from === undefined ? this.assumptions() : undefined;
        if (broken !== undefined) return broken;
        expander.begin();
        levels.begin();
        isBegun = true;
        if (aloneSeconds === 0) this.isStartDue = true;
      }
      try {
        return !isDue() && levels.run(expander, isDue) ? { kind: "holds" } : undefined;
      } catch (error) {
        if (!(error instanceof Leave)) throw error;
        levels.redo(expander);
        return undefined;
      }
    };
    for (;;) {
      const verdict = signal?.aborted === true ? CANCELLED : guarded(options, some);
      if (verdict?.kind === "cancelled") throw new Stop(verdict);
      if (verdict !== undefined) return verdict;
      if (this.isStartDue) this.startOthers();
      if (this.keeper.isDue) await this.saveAtRest();
      await pause();
      watch.paused();
      if (this.hasLost) throw new Stop(CANCELLED);
    }
  }

  // ------------------------------------------------------------------------------------------- saving, taking up

  private takeUp({ position, states, bank, universes, registers }: Snapshot): void {
    const { model } = this;
    if (!this.bank.restore(bank)) throw new Error("a search of another model cannot be taken up");
    model.universes?.restore(universes);
    this.states.restore(states);
    for (const [number, value] of registers) model.context?.registers.set(number, value);
    this.expander.takeUp(position);
    this.levels.tell(this.expander);
    if (position.current !== NO_PARENT) this.levels.resume(position);
  }

  /** Saves the search between two expansions of this thread, the others having come to rest. */
  private async saveAtRest(): Promise<void> {
    const { levels, options } = this;
    const until = options.now() + REST_SECONDS;
    const isInVain = (): boolean =>
      levels.isOver || options.now() > until || options.signal?.aborted === true || this.hasLost;
    levels.halt();
    try {
      while (this.threads.length > 0 && !levels.isAtRest) {
        if (isInVain()) {
          this.keeper.putOff();
          return;
        }
        await options.pause();
      }
      await this.save();
    } finally {
      levels.goOn();
    }
  }

  /** The same when nobody is at work. */
  private async save(): Promise<void> {
    const { model, bank, options, watch } = this;
    if (options.checkpoints === undefined) return;
    const snapshot = savedSearch(model, bank.memory, options.search, watch.seconds);
    if (snapshot === undefined) this.keeper.putOff();
    else await this.keeper.save(() => snapshot);
  }

  /** Whether a thread has ended that should not have. */
  private get hasLost(): boolean {
    return this.threads.some(({ end }) => end !== undefined && end.kind !== "finished");
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
