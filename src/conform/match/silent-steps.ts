/**
 * Which silent steps are tried before a line. One that commutes with the line's step need not be: taken after it, it leads
 * to the same states. So it is put off until a line comes that it does not commute with, or for ever.
 *
 *     silent: Tick (clock), Lose (network)      line: Vote, which reads the network
 *     ⇒  Lose is tried before the line; of Tick it is remembered that it may be taken once more
 *
 * Representation: `pending[k]` says how many steps of silent rule k have been put off. It depends on the lines alone, so
 * that it is the same for all states of a set. Rules that do not commute with each other are a group: what was put off of
 * one is taken before a line that allows further steps of one of them, as their order counts.
 */
import type { Prepared } from "../prepare.js";
import type { Rule } from "../rules/rule-types.js";
import { commute, type Effects, effectsOf, isApart } from "./effects.js";

/** How often a silent rule may be taken. */
export interface Allowance {
  readonly rule: number;
  readonly most: number;
}

export interface Plan {
  /** What is taken before the line, one group after another. */
  readonly taken: readonly (readonly Allowance[])[];
  /** What is put off beyond it. */
  readonly pending: readonly number[];
}

const NOTHING: Plan = { taken: [], pending: [] };

export class SilentSteps {
  private readonly groups: readonly (readonly number[])[];
  private readonly effects: readonly (Effects | undefined)[];
  /** Whether steps of a rule read the line before which they are taken: then they cannot be put off. */
  private readonly isOfLine: readonly boolean[];
  /** Whether steps of a rule leave alone what invariants read: then it does not matter where they look. */
  private readonly isUnseen: readonly boolean[];
  private readonly crossing = new Map<Rule, readonly boolean[]>();

  constructor(
    private readonly prepared: Prepared,
    /** Whether steps are put off at all. */
    private readonly delays: boolean,
  ) {
    const { silent, own } = prepared;
    this.isOfLine = silent.map((rule) => rule.columns.length > 0);
    this.effects = delays ? silent.map((rule) => this.effectsOf(rule)) : silent.map(() => undefined);
    const seen = delays ? effectsOf(own.lowered.invariants.map((i) => i.ir)) : undefined;
    this.isUnseen = this.effects.map(
      (e) =>
        seen !== undefined && e !== undefined && isApart(e.writes, { reads: seen.reads, writes: new Set() }),
    );
    // Where invariants see both, the states between their steps differ by the order.
    const isUnseen = (k: number): boolean => this.isUnseen[k] === true;
    this.groups = groupsOf(
      silent.length,
      (a, b) => (isUnseen(a) || isUnseen(b)) && commute(this.effects[a], this.effects[b]),
    );
  }

  get none(): readonly number[] {
    return this.prepared.silent.map(() => 0);
  }

  /** `isLooked`: whether invariants are looked at. */
  plan(rule: Rule, name: string, pending: readonly number[], isLooked: boolean): Plan {
    if (this.groups.length === 0) return NOTHING;
    const given = (this.prepared.mapping.content.silent ?? []).map((s) => (s.for.includes(name) ? s.max : 0));
    const crosses = this.crossesOf(rule);
    const taken: Allowance[][] = [];
    const after = [...this.none];
    for (const [g, group] of this.groups.entries()) {
      const allowed = (most: (k: number) => number): void => {
        const list = group.map((k) => ({ rule: k, most: most(k) })).filter((a) => a.most > 0);
        if (list.length > 0) taken.push(list);
      };
      const isApartHere = isLooked && this.delays && crosses[g] === true;
      const isOrdered = group.length > 1 && group.some((k) => (given[k] ?? 0) > 0);
      const before = (k: number): number => (isOrdered ? 0 : (pending[k] ?? 0));
      if (isOrdered) allowed((k) => pending[k] ?? 0);
      if (isApartHere) for (const k of group) after[k] = before(k) + (given[k] ?? 0);
      else allowed((k) => before(k) + (given[k] ?? 0));
    }
    return { taken, pending: after };
  }

  /** Of each group, whether its steps may as well be taken after a line of the rule. */
  private crossesOf(rule: Rule): readonly boolean[] {
    const known = this.crossing.get(rule);
    if (known !== undefined) return known;
    const line = this.delays ? this.effectsOf(rule) : undefined;
    const found = this.groups.map((group) =>
      group.every((k) => !this.isOfLine[k] && this.isUnseen[k] === true && commute(line, this.effects[k])),
    );
    this.crossing.set(rule, found);
    return found;
  }

  private effectsOf({ phases }: Rule): Effects | undefined {
    const { own } = this.prepared;
    const formulas = phases.map((phase) => own.lowered.actions[own.actionOf.get(phase) ?? -1]?.ir);
    const there = formulas.filter((ir) => ir !== undefined);
    return there.length === formulas.length ? effectsOf(there) : undefined;
  }
}

/** Numbers below `size`, those together that are not apart. */
function groupsOf(
  size: number,
  isApartFrom: (a: number, b: number) => boolean,
): readonly (readonly number[])[] {
  let groups: (readonly number[])[] = [];
  for (let k = 0; k < size; k++) {
    const near = groups.filter((group) => group.some((other) => !isApartFrom(other, k)));
    groups = [...groups.filter((group) => !near.includes(group)), [...near.flat(), k]];
  }
  return groups;
}
