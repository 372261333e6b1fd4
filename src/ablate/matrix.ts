/**
 * The ablation matrix: every check off, one at a time; then what nothing noticed in pairs, at the smallest bounds; then
 * all of it together, cut down to what is needed, there and, where that tells nothing, at larger ones. No check is left
 * without a label. (transformation.md §4, derivation.md §4)
 *
 * Several questions may be asked at the same time. Answers are then taken in the order of the questions, so that labels
 * do not depend on who is done first.
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
  /** The same at the usual bounds, for a part of the time: of sets of what nothing noticed, too, there are many. */
  triedJointly(off: readonly string[]): Promise<Outcome>;
  /** At the smallest bounds: states that there are not yet with only the checks of `base` off, some of those of `off`. */
  triedBeyond(off: readonly string[], base: readonly string[]): Promise<Outcome>;
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
  /** What went unnoticed there. */
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
      await this.all(names);
      for (const name of names) if (!this.isLabelled(name)) await this.covering(name);
      await this.allFarther(names);
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

  /** All together, cut down to what is needed, for the checks that have no label yet. */
  private async all(survivors: readonly string[]): Promise<void> {
    if (survivors.length < 2) return;
    const isOpen = (name: string): boolean => !this.isLabelled(name);
    for (let open = survivors.filter(isOpen); open.length > 0; ) {
      const now = open.slice(0, this.width);
      const least = await Promise.all(now.map((check) => this.least(survivors, check)));
      for (const [i, found] of least.entries()) {
        if (found !== undefined && isOpen(now[i] ?? "")) this.redundant(found.off, found);
      }
      open = open.slice(this.width).filter(isOpen);
    }
  }

  /**
   * A least set with `check` in it of which all must be off before anything is noticed. As many others are taken away as
   * go unnoticed without it, in one order and the other; if that is noticed with it, those that are not needed come back.
   */
  private async least(survivors: readonly string[], check: string): Promise<Outcome | undefined> {
    const whole = await this.joint(survivors, "near");
    if (whole === undefined || !isFound(whole)) return undefined;
    const others = survivors.filter((s) => s !== check);
    for (const order of [others, others.toReversed()]) {
      const unnoticed = await this.unnoticed(order);
      let found = await this.joint(inOrder(survivors, [...unnoticed, check]), "near");
      if (found === undefined || !isFound(found)) continue;
      for (const name of unnoticed) {
        const fewer = await this.joint(
          found.off.filter((s) => s !== name),
          "near",
        );
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
      if (this.isNoticed(more)) continue;
      const outcome = this.isUnnoticed(more, "near") ? undefined : await this.joint(more, "near");
      if (outcome === undefined ? !this.watch.signal.aborted : !isFound(outcome)) off = more;
    }
    return off;
  }

  /**
   * The same at larger bounds, where what is noticed is soon told and what is not takes all the time that there is: all of
   * them are taken away, and those that are not needed for it come back. Then one that is comes back for good, if the
   * others are noticed without it, and so on.
   */
  private async allFarther(survivors: readonly string[]): Promise<void> {
    let whole = await this.found(survivors);
    while (whole !== undefined) {
      const { off } = whole;
      const least = await this.needed(whole);
      if (this.watch.signal.aborted) return;
      this.redundant(least.off, least);
      whole = undefined;
      for (const name of least.off) whole ??= await this.found(off.filter((other) => other !== name));
    }
  }

  /** What is noticed at larger bounds with these off, if a check among them has no label yet. */
  private async found(off: readonly string[]): Promise<Outcome | undefined> {
    if (off.length < 2 || off.every((name) => this.isLabelled(name)) || this.isUnnoticed(off, "far"))
      return undefined;
    const outcome = await this.joint(off, "far");
    return outcome !== undefined && isFound(outcome) ? outcome : undefined;
  }

  /** Those that must be off for something to be noticed; what is not noticed with one of them on is not with more on. */
  private async needed(whole: Outcome): Promise<Outcome> {
    let found = whole;
    for (let left = found.off; left.length > 0 && !this.watch.signal.aborted; ) {
      const now = left.slice(0, this.width);
      const { off } = found;
      const fewer = now.map((name) => off.filter((other) => other !== name));
      const tried = await Promise.all(
        fewer.map(async (some) => {
          const outcome = this.isUnnoticed(some, "far") ? undefined : await this.joint(some, "far");
          return outcome !== undefined && isFound(outcome) ? outcome : undefined;
        }),
      );
      const first = tried.findIndex((outcome) => outcome !== undefined);
      found = tried[first] ?? found;
      left = left.filter((name) => {
        const i = now.indexOf(name);
        return i < 0 || (i !== first && tried[i] !== undefined);
      });
    }
    return found;
  }

  /** Something of it is noticed already: who checks less still lets that through. */
  private isNoticed(off: readonly string[]): boolean {
    return [...this.together.values()].some((o) => isFound(o) && o.off.every((name) => off.includes(name)));
  }

  /** More than that went unnoticed already. */
  private isUnnoticed(off: readonly string[], reach: Reach): boolean {
    const more = reach === "near" ? this.unseen.near : this.unseen.far;
    return more.some((set) => off.every((name) => set.includes(name)));
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
    if (!isFound(outcome)) this.unseen[reach].push(off);
    return outcome;
  }

  /** The first check that is missed itself, and without which this one keeps something out. */
  private async covering(name: string): Promise<void> {
    const row = this.rows.get(name);
    if (row?.label.kind !== "survives") return;
    const missed = [...this.rows.values()].filter((r) => r.outcome !== undefined && isFound(r.outcome));
    const others = this.checks.filter((c) => missed.some((r) => r.check === c)).map((c) => c.name);
    for (let left = others; left.length > 0 && !this.watch.signal.aborted; left = left.slice(this.width)) {
      const now = left.slice(0, this.width);
      const tried = now.map((by) => {
        const off = [name, by];
        return this.trying(off, () => this.trials.triedBeyond(off, [by]));
      });
      const outcomes = await Promise.all(tried);
      const first = outcomes.findIndex((o) => o.extra !== undefined);
      const [by, extra] = [now[first], outcomes[first]?.extra];
      if (by === undefined || extra === undefined) continue;
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

const inOrder = (all: readonly string[], some: readonly string[]): readonly string[] =>
  all.filter((name) => some.includes(name));

/** Nothing was found: that says something only if something was looked at, and nothing was at fault. */
function unlabelled(looked: readonly Looked[]): Label {
  const fault = looked.find((l) => l.isFault === true);
  if (fault !== undefined) return { kind: "unknown", why: fault.why ?? "a step cannot be evaluated" };
  if (looked.some((l) => l.states > 0)) return { kind: "survives", looked };
  return { kind: "unknown", why: looked.find((l) => l.why !== undefined)?.why ?? "nothing was run" };
}
