/** When a search is saved, and from where it could go on. */
import type { Position, Snapshot } from "./explore-snapshot.js";

export interface Checkpoints {
  /** Between two. Twenty times what writing one takes, if that is more. */
  readonly seconds: number;
  /** Stores one; false if it could not, which is no reason to end. Also called at a limit and when cancelled. */
  save(snapshot: Snapshot): Promise<boolean>;
}

/** The numbers of a search where an expansion, or an initial state, begins. Never changed but replaced: a guard may interrupt anywhere. */
export interface Beginning extends Omit<Position, "seconds"> {
  readonly size: number;
  readonly words: number;
  readonly names: number;
}

export class Keeper {
  /** Whether what was asked to be saved last is stored. */
  isSaved = false;
  private readonly checkpoints: Checkpoints | undefined;
  private readonly now: () => number;
  private savedAt: number;
  private savingSeconds = 0;

  constructor(checkpoints: Checkpoints | undefined, now: () => number) {
    this.checkpoints = checkpoints;
    this.now = now;
    this.savedAt = now();
  }

  get isDue(): boolean {
    if (this.checkpoints === undefined) return false;
    return this.now() - this.savedAt >= Math.max(this.checkpoints.seconds, 20 * this.savingSeconds);
  }

  /** Says that there is nothing to be saved now: what was saved last is not where the search is. */
  putOff(): void {
    this.isSaved = false;
    this.savedAt = this.now();
  }

  async save(snapshot: () => Snapshot): Promise<void> {
    if (this.checkpoints === undefined) return;
    const startedAt = this.now();
    this.isSaved = await this.checkpoints.save(snapshot());
    this.savedAt = this.now();
    this.savingSeconds = this.savedAt - startedAt;
  }
}
