/**
 * The ablation matrix: every check off, one at a time; then what nothing noticed in pairs, at the smallest bounds; then
 * as many of them together as are not known to be noticed, cut down to what is needed, there and, where that tells nothing,
 * at larger ones. No check is left without a label. (transformation.md §4, derivation.md §4)
 *
 * Several questions may be asked at the same time. Answers are then taken in the order of the questions, so that labels
 * do not depend on who is done first.
 */
import type { SwitchableCheck } from "../reduction/defended.js";
import { isFound, type Looked, type Outcome } from "./findings.js";
import { type Label, labelOf } from "./labels.js";
import { isWithin, largestWithout, leastPart } from "./least-sets.js";

/** Runs with checks taken away, by whoever can run them. */
export interface Trials {
  /** At the smallest bounds and the usual ones: an invariant violated, a state beyond the original. */
  tried(off: readonly string[]): Promise<Outcome>;
  /** At the smallest bounds only, which takes no time: for the many pairs of what nothing noticed. */
  triedTogether(off: readonly string[]): Promise<Outcome>;
  /** With a bound raised and at the usual ones, for a part of the time: of sets of what nothing noticed, too, there are many. */
  triedJointly(off: readonly string[]): Promise<Outcome>;
  /** At the smallest bounds: states that there are not yet with only the checks of `base` off, some of those of `off`. */
  triedBeyond(off: readonly string[], base: readonly string[]): Promise<Outcome>;
  /** Whether the behaviour that was found is one with only these off, too. */
  allows(found: Outcome, off: readonly string[]): Promise<boolean>;
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
  /** Something is about to be tried; what is given back is called when it has been. */
  onTry?(off: readonly string[]): () => void;
  /** How many are tried at the same time; one, if not given. */
  readonly width?: number;
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

/** At the smallest bounds alone, which takes little; or at larger ones, too. */
type Reach = "near" | "far";

const interrupted: Label = { kind: "unknown", why: "interrupted" };

class Ablation {
  private readonly rows = new Map<string, MatrixRow>();
  private readonly together = new Map<string, Outcome>();
  /** What is being tried, or has been, with several off: by what is off; at the smallest bounds, and at larger ones. */
  private readonly nears = new Map<string, Promise<Outcome | undefined>>();
  private readonly fars = new Map<string, Promise<Outcome | undefined>>();
  /** What went unnoticed in all states there. */
  private readonly unseen: Readonly<Record<Reach, (readonly string[])[]>> = { near: [], far: [] };

  constructor(
    private readonly checks: readonly SwitchableCheck[],
    private readonly trials: Trials,
    private readonly watch: MatrixWatch,
  ) {}

  async run(): Promise<Matrix> {
    const outcomes = await inLanes(this.checks, this.width, (check) => this.one(check));
    const survivors = this.checks.filter((_, i) => {
      const outcome = outcomes[i];
      return outcome !== undefined && !isFound(outcome);
    });
    if (this.watch.isSingle !== true) {
      const names = survivors.map((c) => c.name);
      await this.pairs(names);
      await this.several(names, "near");
      const open = names.filter((name) => !this.isLabelled(name));
      await inLanes(open, this.width, (name) => this.covering(name));
      await this.several(names, "far");
    }
    const rows = this.checks.map(
      (check): MatrixRow => this.rows.get(check.name) ?? { check, label: interrupted, outcome: undefined },
    );
    const together = [...this.together].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, outcome]) => outcome);
    return { rows, together };
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
    const pairs = survivors.flatMap((one, i) => survivors.slice(i + 1).map((other) => [one, other] as const));
    const isOpen = (off: readonly string[]): boolean => !off.every((name) => this.isLabelled(name));
    for (let next = pairs; next.length > 0; ) {
      const open = next.filter(isOpen);
      const now = open.slice(0, this.width);
      next = open.slice(this.width);
      if (this.watch.signal.aborted) return;
      const tried = now.map((off) => this.trying(off, () => this.trials.triedTogether(off)));
      for (const [i, outcome] of (await Promise.all(tried)).entries()) {
        const off = now[i] ?? [];
        this.nears.set(keyOf(off), Promise.resolve(outcome));
        if (!isFound(outcome) || !isOpen(off)) continue;
        this.together.set(keyOf(off), outcome);
        this.redundant(off, outcome);
      }
    }
  }

  /**
   * What is noticed with several off that is not with fewer: all of them are taken away but for one of each set that is
   * known, and what is noticed then is cut down to what is needed; as often as there are checks.
   */
  private async several(survivors: readonly string[], reach: Reach): Promise<void> {
    for (let left = survivors.length; left > 0; left--) {
      const known = [...this.together.values()].filter(isFound).map((outcome) => outcome.off);
      const found = await this.first(largestWithout(survivors, known), reach);
      if (found === undefined) return;
      const least = await this.least(found, reach);
      this.together.set(keyOf(least.off), least);
      this.redundant(least.off, least);
    }
  }

  /** What is noticed with the first of these sets with which anything is; for those too large to tell, with a part of them. */
  private async first(sets: readonly (readonly string[])[], reach: Reach): Promise<Outcome | undefined> {
    const isWorthwhile = (off: readonly string[]): boolean =>
      off.length > 1 && !off.every((name) => this.isLabelled(name)) && !this.isUnnoticed(off, reach);
    for (let now = sets; now.length > 0; ) {
      const smaller: (readonly string[])[] = [];
      for (let left = now.filter(isWorthwhile); left.length > 0; left = left.filter(isWorthwhile)) {
        const outcomes = await Promise.all(left.slice(0, this.width).map((off) => this.joint(off, reach)));
        if (this.watch.signal.aborted) return undefined;
        const known = outcomes.filter((outcome) => outcome !== undefined);
        const found = known.find(isFound);
        if (found !== undefined) return found;
        smaller.push(...known.filter((o) => !isExhausted(o)).map(({ off }) => this.calmer(off, reach)));
        left = left.slice(this.width);
      }
      now = smaller;
    }
    return undefined;
  }

  /** The half of them that lets in the fewest states, each alone. */
  private calmer(off: readonly string[], reach: Reach): readonly string[] {
    const where = reach === "near" ? "small" : "usual";
    const statesOf = (name: string): number => {
      const looked = this.rows.get(name)?.outcome?.looked ?? [];
      return Math.max(
        0,
        ...looked.filter((l) => l.where === where && l.seeds.length === 0).map((l) => l.states),
      );
    };
    const calm = [...off].sort((a, b) => statesOf(a) - statesOf(b)).slice(0, Math.floor(off.length / 2));
    return inOrder(off, calm);
  }

  /** Those that must be off: for the same behaviour, and then for anything to be noticed. */
  private async least(found: Outcome, reach: Reach): Promise<Outcome> {
    const { signal } = this.watch;
    const needed = await leastPart(
      found.off,
      async (off) => !signal.aborted && this.trials.allows(found, off),
    );
    const off = await leastPart(needed, async (some) => {
      const outcome = await this.joint(some, reach);
      return outcome !== undefined && isFound(outcome);
    });
    const fewer = off.length < needed.length ? await this.joint(off, reach) : undefined;
    return fewer !== undefined && isFound(fewer) ? fewer : { ...found, off: needed };
  }

  /** More than that went unnoticed already. */
  private isUnnoticed(off: readonly string[], reach: Reach): boolean {
    return this.unseen[reach].some((set) => isWithin(off, set));
  }

  /** Several off at once, tried once however often it is asked; undefined if interrupted. */
  private async joint(off: readonly string[], reach: Reach): Promise<Outcome | undefined> {
    if (off.length === 0) return undefined;
    if (off.length === 1) return this.rows.get(off[0] ?? "")?.outcome;
    const key = keyOf(off);
    const known = this.together.get(key);
    if (known !== undefined) return known;
    if (this.watch.signal.aborted) return undefined;
    const asked = reach === "near" ? this.nears : this.fars;
    const begun = asked.get(key) ?? this.jointly(off, reach);
    asked.set(key, begun);
    return begun;
  }

  private async jointly(off: readonly string[], reach: Reach): Promise<Outcome | undefined> {
    const { trials } = this;
    const outcome = await this.trying(off, () =>
      reach === "near" ? trials.triedTogether(off) : trials.triedJointly(off),
    );
    if (isFound(outcome) || (reach === "far" && !this.watch.signal.aborted))
      this.together.set(keyOf(off), outcome);
    if (this.watch.signal.aborted && !isFound(outcome)) return undefined;
    if (!isFound(outcome) && isExhausted(outcome)) this.unseen[reach].push(off);
    return outcome;
  }

  /** The first check that is missed itself, and without which this one keeps something out. */
  private async covering(name: string): Promise<void> {
    const row = this.rows.get(name);
    if (row?.label.kind !== "survives") return;
    const missed = [...this.rows.values()].filter((r) => r.outcome !== undefined && isFound(r.outcome));
    const others = this.checks.filter((c) => missed.some((r) => r.check === c)).map((c) => c.name);
    for (const by of others) {
      if (this.watch.signal.aborted) return;
      const off = [name, by];
      const { extra } = await this.trying(off, () => this.trials.triedBeyond(off, [by]));
      if (extra === undefined) continue;
      this.put({ ...row, label: { kind: "covered", by, extra, looked: row.label.looked } });
      return;
    }
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

  private get width(): number {
    return this.watch.width ?? 1;
  }

  private async trying(off: readonly string[], run: () => Promise<Outcome>): Promise<Outcome> {
    const done = this.watch.onTry?.(off);
    const outcome = await run();
    done?.();
    return outcome;
  }

  private put(row: MatrixRow): void {
    this.rows.set(row.check.name, row);
    this.watch.onRow(row);
  }
}

const keyOf = (off: readonly string[]): string => [...off].sort().join(" ");

/** So many at the same time, each as soon as one before is done; results in the order of the items. */
async function inLanes<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const lane = async (): Promise<void> => {
    for (const [i, item] of left) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}

/** All was seen that there is to see. */
const isExhausted = ({ looked }: Outcome): boolean => looked.every((l) => l.isExhausted);

const inOrder = (all: readonly string[], some: readonly string[]): readonly string[] =>
  all.filter((name) => some.includes(name));

/** Nothing was found: that says something only if something was looked at, and nothing was at fault. */
function unlabelled(looked: readonly Looked[]): Label {
  const fault = looked.find((l) => l.isFault === true);
  if (fault !== undefined) return { kind: "unknown", why: fault.why ?? "a step cannot be evaluated" };
  if (looked.some((l) => l.states > 0)) return { kind: "survives", looked };
  return { kind: "unknown", why: looked.find((l) => l.why !== undefined)?.why ?? "nothing was run" };
}
