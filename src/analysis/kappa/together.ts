/** How far the parts of a model are explored: what was asked for is of all of them together. */

export interface RecordOptions {
  readonly states: number;
  /** Steps of random behaviours, if not all states are found; none if not given. */
  readonly randomSteps?: number;
  readonly seconds: number;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (states: number, depth: number) => void;
}

/** What ends the exploration of all parts. */
export class Together {
  states = 0;
  /** All states that were asked for, no more time, or a fault. */
  isOver = false;
  private most: number;
  private readonly started: number;

  constructor(private readonly options: RecordOptions) {
    this.started = options.now();
    this.most = options.states;
  }

  found(more: number): void {
    this.states += more;
    if (this.states >= this.most) this.isOver = true;
  }

  /** Where the whole has as many states as were asked for, fewer of its parts will do. */
  levels(parts: readonly (readonly number[])[]): void {
    if (parts.length > 1 && statesOfWhole(parts) >= this.options.states)
      this.most = this.options.states * ENOUGH;
    this.found(0);
  }

  async isLate(depth: number): Promise<boolean> {
    const { options } = this;
    if (options.now() - this.started > options.seconds || options.signal?.aborted === true) return true;
    options.onProgress?.(this.states, depth);
    await options.pause();
    return false;
  }
}

/** Which part of the states that were asked for is explored at least, however deep these are. */
const ENOUGH = 1 / 4;

/**
 * How many states the whole has as deep as its parts were explored. A state is one of each part, and as deep as these
 * together, so that the numbers by depth multiply like polynomials.
 */
export function statesOfWhole(parts: readonly (readonly number[])[]): number {
  const depth = Math.max(...parts.map((levels) => levels.length));
  let whole: readonly number[] = [1];
  for (const levels of parts)
    whole = Array.from({ length: depth }, (_, d) =>
      whole.reduce((sum, count, k) => sum + count * (levels[d - k] ?? 0), 0),
    );
  return whole.reduce((sum, count) => sum + count, 0);
}
