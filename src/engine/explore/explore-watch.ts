/** Time and room of an exploration: when the clock is read, what is reported, which limit is reached. */
import type { Progress } from "../../tlc/outcome.js";
import type { Counts, Verdict } from "./explore-verdict.js";

/** Bounds that end an exploration with the verdict «limit». */
export interface Limits {
  /** The exploration ends with the first distinct state beyond this number, once that is checked. */
  readonly states?: number;
  readonly seconds?: number;
  /** Of what `WatchOptions.memory` measures. */
  readonly bytes?: number;
}

export interface ExploreProgress extends Progress {
  readonly distinct: number;
  readonly queue: number;
  readonly depth: number;
  /** In use: what `WatchOptions.memory` measures. */
  readonly bytes: number;
  /**
   * An estimate of what is left, in seconds; undefined while the queue tells nothing. It takes the share of new states
   * to stay what it was lately: as that mostly falls towards the end, the estimate is rather too long.
   */
  readonly remainingSeconds: number | undefined;
}

export interface WatchOptions {
  /** Seconds on a clock that never goes back. */
  readonly now: () => number;
  readonly limits?: Limits;
  /** What is in use, in bytes; without it, what states and values take. */
  readonly memory?: () => number;
  /** Whether so many bytes more can be had without harm to the process or the machine. */
  readonly hasRoom?: (bytes: number) => boolean;
  readonly onProgress?: (progress: ExploreProgress) => void;
  /** Between two reports; 1 if not given. */
  readonly progressSeconds?: number;
  /** Between two turns of the event loop; 0.05 if not given, 0.2 with a guard. */
  readonly pauseSeconds?: number;
  /**
   * Runs some work; false if the user interrupted it, which may be anywhere in the middle: an action may take long, or
   * never end, and no signal is seen meanwhile. Without it, signals are seen between expansions.
   */
  readonly guard?: (work: () => void) => boolean;
}

/** What a watch asks of the search. */
export interface Watched {
  counts(): Counts;
  /** What states and values take. */
  bytes(): number;
  /** What the next step may need at once. */
  nextBytes(): number;
}

/** Unwinds compiled code when the answer is known. */
export class Stop extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super(verdict.kind);
    this.verdict = verdict;
  }
}

/** What some work found, run by a guard if there is one. */
export function guarded<Found>(
  { guard }: Pick<WatchOptions, "guard">,
  work: () => Found,
): Found | { readonly kind: "cancelled" } {
  if (guard === undefined) return work();
  let found: { readonly of: Found } | undefined;
  const isDone = guard(() => {
    found = { of: work() };
  });
  return isDone && found !== undefined ? found.of : { kind: "cancelled" };
}

const PAUSE_SECONDS = 0.05;
/** A guard sees what a turn of the event loop is most needed for, and each piece of work costs something there. */
const GUARDED_SECONDS = 0.2;
/** The clock is read about this often. */
const LOOK_SECONDS = 0.01;
const MOST_STRIDE = 1 << 12;
/** Memory is measured this often. */
const MEASURE_SECONDS = 0.1;

export class Watch {
  /** Whether the event loop should run. */
  pauseIsDue = false;
  private readonly options: WatchOptions;
  private readonly watched: Watched;
  private readonly pauseSeconds: number;
  private readonly startedAt: number;
  private readonly estimate = new Estimate();
  private stride = 1;
  private lookedAt: number;
  private pausedAt: number;
  private reportedAt: number;
  private measuredAt = -Infinity;
  private reportedGenerated: number;

  /** `before` are the seconds that earlier runs took whose search goes on here. */
  constructor(options: WatchOptions, watched: Watched, before = 0) {
    this.options = options;
    this.watched = watched;
    this.pauseSeconds =
      options.pauseSeconds ?? (options.guard === undefined ? PAUSE_SECONDS : GUARDED_SECONDS);
    const now = options.now();
    this.startedAt = now - before;
    this.lookedAt = now;
    this.pausedAt = now;
    this.reportedAt = now;
    this.reportedGenerated = watched.counts().generated;
  }

  get seconds(): number {
    return this.options.now() - this.startedAt;
  }

  /**
   * Reads the clock, reports when that is due, and throws a Stop at a limit. Gives the number of states that may be
   * generated or expanded before it wants to be called again.
   */
  look(): number {
    const now = this.options.now();
    const took = now - this.lookedAt;
    if (took < LOOK_SECONDS / 2) this.stride = Math.min(this.stride * 2, MOST_STRIDE);
    else if (took > LOOK_SECONDS * 2) this.stride = Math.ceil((this.stride * LOOK_SECONDS) / took);
    this.lookedAt = now;
    const { limits, onProgress, progressSeconds = 1 } = this.options;
    if (now - this.startedAt >= (limits?.seconds ?? Infinity))
      throw new Stop({ kind: "limit", limit: "seconds" });
    this.measure(now);
    if (onProgress !== undefined && now - this.reportedAt >= progressSeconds) this.report(now);
    if (now - this.pausedAt >= this.pauseSeconds) this.pauseIsDue = true;
    return this.stride;
  }

  /** To be told when the event loop has run. */
  paused(): void {
    this.pauseIsDue = false;
    this.pausedAt = this.options.now();
    // The pause is no work: the stride is not to shrink for it.
    this.lookedAt = this.pausedAt;
  }

  private measure(now: number): void {
    const { limits, memory, hasRoom } = this.options;
    const most = limits?.bytes ?? Infinity;
    const isCheap = memory === undefined && hasRoom === undefined;
    if (!isCheap && now - this.measuredAt < MEASURE_SECONDS) return;
    this.measuredAt = now;
    if (most < Infinity && this.memory() >= most) throw new Stop({ kind: "limit", limit: "memory" });
    if (hasRoom !== undefined && !hasRoom(this.watched.nextBytes()))
      throw new Stop({ kind: "limit", limit: "memory" });
  }

  private memory(): number {
    return this.options.memory?.() ?? this.watched.bytes();
  }

  private report(now: number): void {
    const counts = this.watched.counts();
    const rate = (counts.generated - this.reportedGenerated) / Math.max(now - this.reportedAt, 0.001);
    this.reportedAt = now;
    this.reportedGenerated = counts.generated;
    const seconds = now - this.startedAt;
    const remainingSeconds = this.estimate.add(seconds, counts);
    this.options.onProgress?.({ ...counts, rate, seconds, bytes: this.memory(), remainingSeconds });
  }
}

interface Point {
  readonly seconds: number;
  readonly distinct: number;
  readonly queue: number;
}

/** Of how many reports the estimate is made; the queue must have fallen from each to the next. */
const WINDOW = 4;

/**
 * When the queue will be empty. Of n states expanded lately, b * n were new ones: the queue stands for
 * queue / (1 - b) expansions if b stays as it is.
 */
class Estimate {
  private points: Point[] = [];

  add(seconds: number, { distinct, queue }: Counts): number | undefined {
    const last = this.points.at(-1);
    if (last !== undefined && queue >= last.queue) this.points = [];
    this.points.push({ seconds, distinct, queue });
    if (this.points.length > WINDOW) this.points.shift();
    const [first] = this.points;
    if (first === undefined || this.points.length < WINDOW) return undefined;
    const expanded = distinct - queue - (first.distinct - first.queue);
    const isNew = (distinct - first.distinct) / expanded;
    const rate = expanded / (seconds - first.seconds);
    return queue / (1 - isNew) / rate;
  }
}
