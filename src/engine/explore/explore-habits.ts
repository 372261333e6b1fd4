/** What a search has learnt of the successors of its model, to look for them in the way that costs least. */

/** So many successors are generated until it is decided anew. */
const WINDOW = 1 << 12;

/**
 * Constraints come first if one of so many successors is outside. To evaluate what reads the changed cells takes a
 * fraction of the time that it takes to pack a successor and to wait for memory; and as long as successors are looked for
 * first, those that are known to have come up before are not counted again.
 */
const ONE_IN = 4;

/**
 * Whether constraints are evaluated before a successor is looked for. In many models most successors are outside: then
 * looking for them is of no use, as none is ever found. Where nearly all are inside, it is the other way round.
 */
export class Outside {
  /** Whether constraints come first. Changes only in `decide`. */
  isFirst: boolean;
  private readonly isPossible: boolean;
  private readonly isForced: boolean;
  private since = 0;
  private count = 0;

  /** `isForced`: from the beginning, whatever is found. */
  constructor(isPossible: boolean, isForced = false) {
    this.isPossible = isPossible;
    this.isForced = isForced;
    this.isFirst = isPossible && isForced;
  }

  /** A successor that is outside. */
  note(): void {
    this.count += 1;
  }

  /** To be called while no successor is put off, with how many were generated. */
  decide(generated: number): void {
    if (generated - this.since < WINDOW || !this.isPossible) return;
    this.isFirst = this.isForced || this.count * ONE_IN > generated - this.since;
    this.since = generated;
    this.count = 0;
  }
}

const MANY_FOREIGN = 1 << 12;

/** Successors that cannot be put off. */
export class Foreign {
  private count = 0;
  private since = 0;

  /** Notes one; true if they are so many that nothing is gained by putting off the others. */
  areMany(generated: number): boolean {
    this.count += 1;
    if (this.count < MANY_FOREIGN) return false;
    const areMany = generated - this.since < 4 * MANY_FOREIGN;
    this.count = 0;
    this.since = generated;
    return areMany;
  }
}
