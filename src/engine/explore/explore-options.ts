/** What a search is asked, and what it answers. */
import type { Checkpoints } from "./explore-keeper.js";
import type { Snapshot } from "./explore-snapshot.js";
import type { Counts, Verdict } from "./explore-verdict.js";
import type { WatchOptions } from "./explore-watch.js";
import type { StateSet } from "./states.js";

export interface ExploreOptions extends WatchOptions {
  /** Lets the event loop run; called about every 50 ms (200 with a guard), but not in the middle of an expansion. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  /** Called for each step within the constraints, and for each initial state (`from` is `NO_PARENT`). */
  readonly onStep?: (from: number, action: number, to: number, isNew: boolean) => void;
  /** From so many states on, successors are looked for some at a time if nobody can tell; some ten thousand if not given. */
  readonly batchFrom?: number;
  /** Whether constraints come before a successor is looked for wherever nobody can tell; else where that pays. */
  readonly constraintsFirst?: boolean;
  readonly checkpoints?: Checkpoints;
  /**
   * Where to go on, instead of from the initial states; the model must be compiled of the same texts. `onStep` is told
   * of the steps before as well, for which the states are expanded once more.
   */
  readonly from?: Snapshot;
}

/** How a run went, whatever its verdict: counts are what was reached when it ended. */
export interface Exploration {
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** Initial states generated. */
  readonly initial: number;
  readonly seconds: number;
  readonly states: StateSet;
  /** Whether the search can be taken up where it ended: that was stored. */
  readonly isSaved: boolean;
}
