/** What was done with the lines of a trace: every verdict tells it, so that an acceptance can be judged. */
import type { Bank, Ref } from "../../engine/values/bank.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Rule } from "../rules/rule-types.js";
import type { Compared, TraceFacts } from "../verdict.js";
import { Widening } from "./widening.js";

interface RuleCount {
  lines: number;
  /** Of each comparison, in how many of them it was not made. */
  readonly leftOut: number[];
}

/** A comparison that is not made in all lines. */
interface Conditional {
  readonly index: number;
  /** Columns of the rule without which it is not made. */
  readonly optional: readonly number[];
  /** The column of the rule that must have this value. */
  readonly when: { readonly column: number; readonly value: Ref } | undefined;
}

function conditionals({ comparisons, columns }: Rule, bank: Bank): readonly Conditional[] {
  return comparisons.flatMap(({ optional, when }, index) => {
    if (optional.length === 0 && when === undefined) return [];
    const value = when && { column: columns.indexOf(when.column), value: bank.string(when.text) };
    return { index, optional: optional.map((column) => columns.indexOf(column)), when: value };
  });
}

export class Tally {
  events = 0;
  private stepped = 0;
  private checked = 0;
  readonly widening: Widening;
  /** By event name, then by rule. */
  private readonly counts = new Map<string, Map<Rule, RuleCount>>();
  private readonly left = new Map<string, { lines: number; readonly why: string }>();
  private readonly conditional = new Map<Rule, readonly Conditional[]>();

  constructor(private readonly prepared: Prepared) {
    this.widening = new Widening(prepared);
  }

  ignored(name: string, why: string): void {
    const known = this.left.get(name) ?? { lines: 0, why };
    known.lines += 1;
    this.left.set(name, known);
  }

  matched(event: Event): void {
    const { rule } = event.rule;
    this.events += 1;
    if (rule.steps) this.stepped += 1;
    else this.checked += 1;
    const count = this.countOf(event.name ?? "", rule);
    count.lines += 1;
    for (const comparison of this.conditionalsOf(rule))
      if (!this.isMade(comparison, event)) count.leftOut[comparison.index]! += 1;
  }

  private conditionalsOf(rule: Rule): readonly Conditional[] {
    const known = this.conditional.get(rule);
    if (known !== undefined) return known;
    const found = conditionals(rule, this.prepared.own.model.bank);
    this.conditional.set(rule, found);
    return found;
  }

  /** Whether nothing that is compared is absent, and the comparison is one of this line's case. */
  private isMade({ optional, when }: Conditional, { values }: Event): boolean {
    const { absent } = this.prepared.own;
    if (optional.some((column) => values[column] === absent)) return false;
    return when === undefined || values[when.column] === when.value;
  }

  private countOf(name: string, rule: Rule): RuleCount {
    const known = this.counts.get(name)?.get(rule);
    if (known !== undefined) return known;
    const rules = this.counts.get(name) ?? new Map<Rule, RuleCount>();
    const count = { lines: 0, leftOut: rule.comparisons.map(() => 0) };
    this.counts.set(name, rules.set(rule, count));
    return count;
  }

  get isVacuous(): boolean {
    for (const rules of this.counts.values())
      for (const { lines, leftOut } of rules.values()) if (leftOut.some((n) => n < lines)) return false;
    return true;
  }

  facts(files: readonly string[], used: Int32Array | undefined, notes: readonly Diagnostic[]): TraceFacts {
    const { prepared } = this;
    const taken = new Set(
      [...this.counts.values()].flatMap((rules) => [...rules.keys()].flatMap((r) => r.actions)),
    );
    const all = new Set(
      [...prepared.lineRules.map((l) => l.rule), ...prepared.silent].flatMap((r) => r.actions),
    );
    for (const [i, rule] of prepared.silent.entries())
      if ((used?.[i] ?? 0) > 0) for (const a of rule.actions) taken.add(a);
    return {
      files,
      stepped: this.stepped,
      checked: this.checked,
      ignored: [...this.left].map(([event, { lines, why }]) => ({ event, lines, why })),
      compared: [...this.counts].flatMap(([event, rules]) =>
        [...rules].map(
          ([rule, count]): Compared => ({
            event,
            rule: rule.id,
            lines: count.lines,
            items: rule.comparisons.flatMap(({ kind, specification, log, when }, i) => {
              const lines = count.lines - (count.leftOut[i] ?? 0);
              // What is of cases that never came up is not told.
              return when !== undefined && lines === 0 ? [] : { kind, specification, log, lines };
            }),
          }),
        ),
      ),
      silent: prepared.silent.flatMap((rule, i) => {
        const steps = used?.[i] ?? 0;
        return steps === 0 ? [] : [{ rule: rule.id, action: rule.action, steps }];
      }),
      widest: this.widening.told(),
      neverTaken: [...all].filter((a) => !taken.has(a)),
      notes,
    };
  }
}
