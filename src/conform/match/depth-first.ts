/**
 * Matching where too many states are possible at once: one behaviour is followed as far as the lines that are there, and
 * another one when it can go no further. A line is rejected when no behaviour is left, so that the verdict and the line are
 * those that sets of states would give. Behaviours with fewer silent steps before a line come first.
 *
 * Representation: level k has the states after k lines that its parent (the state chosen on level k - 1) leads to; `at` is
 * the one chosen. States of which it is known that no behaviour goes on from them to the last line are remembered by level.
 */
import type { Row } from "../../engine/model.js";
import type { Event } from "../reader.js";
import { Branches } from "./branches.js";
import { type Matcher, MOST_STATES, type StepResult } from "./match.js";

/** So many steps are taken before it is given up, and so many states remembered. */
export const MOST_TRIES = 2_000_000;
const MOST_DEAD = 200_000;

interface Level {
  readonly rows: readonly Row[];
  readonly used: readonly (Int32Array | undefined)[];
  /** Silent steps that were put off up to there. */
  readonly pending: readonly number[];
  at: number;
}

export class DepthFirst {
  checking = true;
  private readonly levels: Level[];
  private readonly events: Event[] = [];
  private dead = new Map<number, Branches>();
  private remembered = 0;
  private tries = 0;
  /** What the last line was tried from last. */
  private tip: Branches;
  private tipPending: readonly number[];

  /** Goes on from the states that the matcher has. */
  constructor(
    private readonly matcher: Matcher,
    private readonly width: number,
    private readonly mostTries = MOST_TRIES,
  ) {
    this.levels = [levelOf(matcher)];
    // What one state leads to is gone through, however few are kept in a set.
    matcher.mostStates = MOST_STATES;
    this.tip = matcher.current;
    this.tipPending = matcher.pending;
  }

  get pending(): readonly number[] {
    return this.tipPending;
  }

  /** The state of the behaviour that is followed. */
  get current(): Branches {
    return this.tip;
  }

  before(event: Event): Branches {
    this.matcher.current = this.tip;
    this.matcher.pending = this.tipPending;
    return this.matcher.before(event);
  }

  step(event: Event): StepResult {
    const { levels, events } = this;
    events.push(event);
    let invariant: string | undefined;
    for (;;) {
      const depth = levels.length - 1;
      const top = levels[depth];
      if (top === undefined) return { kind: "rejected", invariant };
      const row = top.rows[top.at];
      if (row === undefined) {
        levels.pop();
        this.exhausted();
      } else if (depth === events.length) {
        this.tip = this.single(row, top.used[top.at]);
        this.tipPending = top.pending;
        return { kind: "matched" };
      } else if (this.dead.get(depth)?.has(row) === true) top.at += 1;
      else {
        this.tries += 1;
        if (this.tries > this.mostTries) return { kind: "too-wide" };
        const tip = this.single(row, top.used[top.at]);
        if (depth === events.length - 1) {
          this.tip = this.single(row, top.used[top.at]);
          this.tipPending = top.pending;
        }
        this.matcher.current = tip;
        this.matcher.pending = top.pending;
        const result = this.matcher.step(events[depth]!);
        if (result.kind === "too-wide") return result;
        if (result.kind === "matched") levels.push(levelOf(this.matcher));
        else {
          if (depth === events.length - 1) invariant ??= result.invariant;
          this.exhausted();
        }
      }
    }
  }

  /** Nothing is left of the state that was chosen last. */
  private exhausted(): void {
    const depth = this.levels.length - 1;
    const top = this.levels[depth];
    const row = top?.rows[top.at];
    if (top === undefined || row === undefined) return;
    top.at += 1;
    if (this.remembered >= MOST_DEAD) {
      this.dead = new Map();
      this.remembered = 0;
    }
    const known = this.dead.get(depth) ?? new Branches(this.width);
    this.dead.set(depth, known);
    if (known.has(row)) return;
    known.add(row, undefined);
    this.remembered += 1;
  }

  private single(row: Row, used: Int32Array | undefined): Branches {
    const branches = new Branches(this.width);
    branches.add(row, used);
    return branches;
  }
}

function levelOf({ current: { rows, used }, pending }: Matcher): Level {
  return { rows: rows.map((row) => Int32Array.from(row)), used: [...used], pending, at: 0 };
}
