import type { Prepared } from "../prepare.js";
import { Branches } from "./branches.js";
import type { StepResult } from "./match.js";

/** The verdict of another engine in the place of ours. */
export class KnownMatcher {
  checking = true;
  readonly pending: readonly number[] = [];
  readonly current: Branches;
  private left: number;

  constructor(prepared: Prepared, matched: number) {
    this.current = new Branches(prepared.own.model.width);
    this.left = matched;
  }

  before(): Branches {
    return this.current;
  }

  step(): StepResult {
    if (this.left === 0) return { kind: "rejected", invariant: undefined };
    this.left -= 1;
    return { kind: "matched" };
  }
}
