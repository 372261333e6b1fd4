/**
 * The ablation matrix: every check off, one at a time; then what nothing noticed in pairs, at the smallest bounds; then,
 * at larger ones, all of it together, cut down to what is needed. No check is left without a label. (transformation.md §4, derivation.md §4)
 */
import type { SwitchableCheck } from "../reduction/defended.js";
import { isFound, type Looked, type Outcome } from "./findings.js";
import { type Label, labelOf } from "./labels.js";

/** Runs with checks taken away, by whoever can run them. */
export interface Trials {
  /** At the smallest bounds and the usual ones: an invariant violated, a state beyond the original. */
  tried(off: readonly string[]): Promise<Outcome>;
  /** At the smallest bounds only, which takes no time: for the many pairs of what nothing noticed. */
  triedTogether(off: readonly string[]): Promise<Outcome>;
  /** What is left when that finds nothing: the reduction at the usual bounds, and five nodes at random. */
  triedFurther(off: readonly string[]): Promise<Outcome>;
}

export interface MatrixRow {
  readonly check: SwitchableCheck;
  readonly label: Label;
  /** What its own runs showed; undefined if there was none. */
  readonly outcome: Outcome | undefined;
}

export interface Matrix {
  readonly rows: readonly MatrixRow[];
  /** Checks that were taken away together, as none of them was missed alone. */
  readonly together: readonly Outcome[];
}

export interface MatrixWatch {
  /** Called with each row as it is known; later labels of the same check are better ones. */
  onRow(row: MatrixRow): void;
  /** Something is about to be tried. */
  onTry?(off: readonly string[]): void;
  /** Checks are taken away one at a time only. */
  readonly isSingle?: boolean;
  readonly signal: AbortSignal;
}

export async function ablate(
  checks: readonly SwitchableCheck[],
  trials: Trials,
  watch: MatrixWatch,
): Promise<Matrix> {
  return new Ablation(checks, trials, watch).run();
}

const interrupted: Label = { kind: "unknown", why: "interrupted" };

class Ablation {
  private readonly rows = new Map<string, MatrixRow>();
  private readonly together = new Map<string, Outcome>();

  constructor(
    private readonly checks: readonly SwitchableCheck[],
    private readonly trials: Trials,
    private readonly watch: MatrixWatch,
  ) {}

  async run(): Promise<Matrix> {
    const survivors: SwitchableCheck[] = [];
    for (const check of this.checks) {
      const outcome = await this.one(check);
      if (outcome !== undefined && !isFound(outcome)) survivors.push(check);
    }
    if (this.watch.isSingle !== true) {
      await this.pairs(survivors.map((c) => c.name));
      await this.all(survivors.map((c) => c.name));
    }
    const rows = this.checks.map(
      (check): MatrixRow => this.rows.get(check.name) ?? { check, label: interrupted, outcome: undefined },
    );
    return { rows, together: [...this.together.values()] };
  }

  /** A check alone; undefined if nothing could be said of it. */
  private async one(check: SwitchableCheck): Promise<Outcome | undefined> {
    if (this.watch.signal.aborted) return undefined;
    const off = [check.name];
    let outcome = await this.trying(off, () => this.trials.tried(off));
    if (!isFound(outcome) && !this.watch.signal.aborted) {
      const more = await this.trying(off, () => this.trials.triedFurther(off));
      outcome = { ...more, looked: [...outcome.looked, ...more.looked] };
    }
    const isCut = this.watch.signal.aborted && !isFound(outcome);
    const label = isCut ? interrupted : (labelOf(outcome) ?? unlabelled(outcome.looked));
    this.put({ check, label, outcome });
    return isCut || label.kind === "unknown" ? undefined : outcome;
  }

  private async pairs(survivors: readonly string[]): Promise<void> {
    for (const [i, one] of survivors.entries()) {
      for (const other of survivors.slice(i + 1)) {
        if (this.isLabelled(one) && this.isLabelled(other)) continue;
        if (this.watch.signal.aborted) return;
        const off = [one, other];
        const outcome = await this.trying(off, () => this.trials.triedTogether(off));
        if (!isFound(outcome)) continue;
        this.together.set(keyOf(off), outcome);
        this.redundant(off, outcome);
      }
    }
  }

  /** At larger bounds all together, cut down to what is needed, for the checks that have no label yet. */
  private async all(survivors: readonly string[]): Promise<void> {
    if (survivors.length < 2) return;
    for (const check of survivors) {
      if (this.isLabelled(check)) continue;
      const least = await this.least(survivors, check);
      if (least !== undefined) this.redundant(least.off, least);
    }
  }

  /**
   * A least set with `check` in it of which all must be off before anything is noticed. As many others are taken away as
   * go unnoticed without it, in one order and the other; if that is noticed with it, those that are not needed come back.
   */
  private async least(survivors: readonly string[], check: string): Promise<Outcome | undefined> {
    const whole = await this.joint(survivors);
    if (whole === undefined || !isFound(whole)) return undefined;
    const others = survivors.filter((s) => s !== check);
    for (const order of [others, others.toReversed()]) {
      const unnoticed = await this.unnoticed(order);
      let found = await this.joint(inOrder(survivors, [...unnoticed, check]));
      if (found === undefined || !isFound(found)) continue;
      for (const name of unnoticed) {
        const fewer = await this.joint(found.off.filter((s) => s !== name));
        if (fewer !== undefined && isFound(fewer)) found = fewer;
      }
      return found;
    }
    return undefined;
  }

  /** As many as can be off without anything being noticed, taken in this order. */
  private async unnoticed(order: readonly string[]): Promise<readonly string[]> {
    let off: readonly string[] = [];
    for (const name of order) {
      const more = inOrder(order, [...off, name]);
      const outcome = await this.joint(more);
      if (outcome !== undefined && !isFound(outcome)) off = more;
    }
    return off;
  }

  /** Several off at once, tried once however often it is asked; undefined if interrupted. */
  private async joint(off: readonly string[]): Promise<Outcome | undefined> {
    const key = keyOf(off);
    const known = this.together.get(key);
    if (known !== undefined) return known;
    if (off.length === 0 || this.watch.signal.aborted) return undefined;
    if (off.length === 1) return this.rows.get(off[0] ?? "")?.outcome;
    const outcome = await this.trying(off, () => this.trials.tried(off));
    if (this.watch.signal.aborted && !isFound(outcome)) return undefined;
    this.together.set(key, outcome);
    return outcome;
  }

  private redundant(names: readonly string[], outcome: Outcome): void {
    for (const name of names) {
      const row = this.rows.get(name);
      if (row === undefined || this.isLabelled(name)) continue;
      const others = names.filter((n) => n !== name);
      this.put({ ...row, label: { kind: "redundant", others, outcome } });
    }
  }

  /** It has a label that says more than that nothing was found. */
  private isLabelled(name: string): boolean {
    const kind = this.rows.get(name)?.label.kind;
    return kind !== undefined && kind !== "survives";
  }

  private trying(off: readonly string[], run: () => Promise<Outcome>): Promise<Outcome> {
    this.watch.onTry?.(off);
    return run();
  }

  private put(row: MatrixRow): void {
    this.rows.set(row.check.name, row);
    this.watch.onRow(row);
  }
}

const keyOf = (off: readonly string[]): string => [...off].sort().join(" ");

const inOrder = (all: readonly string[], some: readonly string[]): readonly string[] =>
  all.filter((name) => some.includes(name));

/** Nothing was found: that says something only if something was looked at, and nothing was at fault. */
function unlabelled(looked: readonly Looked[]): Label {
  const fault = looked.find((l) => l.isFault === true);
  if (fault !== undefined) return { kind: "unknown", why: fault.why ?? "a step cannot be evaluated" };
  if (looked.some((l) => l.states > 0)) return { kind: "survives", looked };
  return { kind: "unknown", why: looked.find((l) => l.why !== undefined)?.why ?? "nothing was run" };
}
