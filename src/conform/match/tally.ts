/** What was done with the lines of a trace: every verdict tells it, so that an acceptance can be judged. */
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Comparison, Rule } from "../rules/rule-types.js";
import type { Compared, TraceFacts } from "../verdict.js";
import { Widening } from "./widening.js";

interface RuleCount {
  lines: number;
  /** Of each comparison, in how many lines it was made. */
  readonly made: number[];
}

export class Tally {
  events = 0;
  private stepped = 0;
  private checked = 0;
  readonly widening: Widening;
  /** By event name, then by rule. */
  private readonly counts = new Map<string, Map<Rule, RuleCount>>();
  private readonly left = new Map<string, { lines: number; readonly why: string }>();
  private readonly optional: ReadonlyMap<Rule, readonly (readonly number[])[]>;

  constructor(private readonly prepared: Prepared) {
    this.widening = new Widening(prepared);
    this.optional = new Map(
      prepared.lineRules.map(({ rule }) => [
        rule,
        rule.comparisons.map((c: Comparison) => c.optional.map((column) => rule.columns.indexOf(column))),
      ]),
    );
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
    const { absent } = this.prepared.own;
    const optional = this.optional.get(rule) ?? [];
    for (let i = 0; i < count.made.length; i++) {
      const columns = optional[i] ?? [];
      if (columns.some((c) => event.values[c] === absent) || !this.isFor(rule, i, event)) continue;
      count.made[i] = (count.made[i] ?? 0) + 1;
    }
  }

  /** Whether a comparison is one of this line's case. */
  private isFor(rule: Rule, comparison: number, event: Event): boolean {
    const when = rule.comparisons[comparison]?.when;
    if (when === undefined) return true;
    const { bank } = this.prepared.own.model;
    return event.values[rule.columns.indexOf(when.column)] === bank.string(when.text);
  }

  private countOf(name: string, rule: Rule): RuleCount {
    const rules = this.counts.get(name) ?? new Map<Rule, RuleCount>();
    const count = rules.get(rule) ?? { lines: 0, made: rule.comparisons.map(() => 0) };
    this.counts.set(name, rules.set(rule, count));
    return count;
  }

  get isVacuous(): boolean {
    for (const rules of this.counts.values())
      for (const { made } of rules.values()) if (made.some((n) => n > 0)) return false;
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
              const lines = count.made[i] ?? 0;
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
