/**
 * Why an action cannot be taken, or not to a given state: conjunct by conjunct, each with its place and the values that
 * decide it. The action is gone through as for finding its successors; every way that ends early is a failure.
 */
import type { Place } from "../../report/diagnostic.js";
import type { Env, Step, Values } from "../interpret/interpret-env.js";
import { WayInterpreter } from "../interpret/interpret-ways.js";
import type { Ir, IrBinder, LocalId } from "../lower/ir.js";
import { showValue } from "../values/lazy.js";
import { localNames, type NamedText, shown, valuesIn } from "./explain-names.js";
import { type Places, shortened } from "./explain-places.js";

/** One conjunct (or choice) of an action, and what became of it. */
export interface Finding {
  readonly kind: "true" | "assigned" | "false" | "not-reached";
  readonly text: string;
  readonly place: Place | undefined;
  /** For a comparison what stands on either side; for an assignment the variable and its value. */
  readonly sides: readonly [string, string] | undefined;
  /** The variables and bound names in it, with their values. */
  readonly values: readonly NamedText[];
}

/** One way of going through an action that led nowhere. */
export interface DeadEnd {
  /** What was true or assigned before, in order. */
  readonly before: readonly Finding[];
  /** The first that is false. */
  readonly at: Finding;
  /** Conjuncts after it. */
  readonly after: readonly Finding[];
  /** Choices on the way: names bound by \E. */
  readonly choices: readonly NamedText[];
}

export interface Explanation {
  /** In how many ways the action can be taken (to the next state, if one was given). */
  readonly ways: number;
  /** The conjuncts of the first way, if there is one. */
  readonly taken: readonly Finding[];
  /** What kept it from being taken otherwise: those that got furthest first. */
  readonly failures: readonly DeadEnd[];
}

/** At most this many dead ends are kept: an action may choose among thousands of messages. */
const MOST = 32;

const comparisons = new Set([
  ...["=", "#", "\\in", "\\notin", "\\subseteq"],
  ...["Naturals.<", "Naturals.>", "Naturals.<=", "Naturals.>="],
]);

/** Goes through an action once, telling what it finds. */
export class Explainer extends WayInterpreter {
  places: Places | undefined;
  private names: ReadonlyMap<LocalId, string> = new Map();
  private path: Finding[] = [];
  private choices: NamedText[] = [];
  private ends: DeadEnd[] = [];
  private taken: readonly Finding[] | undefined;
  private ways_ = 0;
  /** Whether formulas are gone through to be told of: not inside ENABLED. */
  private telling = false;

  /** `next` may have values for some variables or all: then only ways to them count. */
  explain(action: Ir, env: Env | undefined, state: Values, next?: Values): Explanation {
    this.reset();
    this.names = localNames(action);
    this.path = [];
    this.choices = [];
    this.ends = [];
    this.taken = undefined;
    this.ways_ = 0;
    this.telling = true;
    const count = (): void => {
      this.ways_ += 1;
      this.taken ??= [...this.path];
    };
    const own = next === undefined ? this.blank() : Int32Array.from(next);
    try {
      this.successors(action, state, count, env, own);
    } finally {
      this.telling = false;
    }
    return { ways: this.ways_, taken: this.taken ?? [], failures: this.ends };
  }

  protected override tested(e: Ir, env: Env | undefined, step: Step, then: () => void): void {
    if (!this.telling) {
      super.tested(e, env, step, then);
      return;
    }
    const [left, right] = e.op === "prim" && e.prim === "=>" ? e.args : [];
    if (left !== undefined && right !== undefined && this.test(left, env, step)) {
      // Where the left of an implication is true it says what its right says.
      this.along(this.finding("true", left, env, step), () => this.ways(right, env, step, then));
      return;
    }
    const is = this.test(e, env, step);
    const finding = this.finding(is ? "true" : "false", e, env, step);
    if (is) this.along(finding, then);
    else this.end(finding);
  }

  protected override assign(e: Ir, values: Values, slot: number, value: number, then: () => void): void {
    if (!this.telling) {
      super.assign(e, values, slot, value, then);
      return;
    }
    const name = `${this.variables[slot] ?? ""}'`;
    const sides = [name, shown(this.bank, value)] as const;
    const finding: Finding = { ...this.bare("assigned", e), sides, values: [] };
    super.assign(e, values, slot, value, () => this.along(finding, then));
  }

  protected override witnesses(
    binders: readonly IrBinder[],
    body: Ir,
    env: Env | undefined,
    step: Step,
    then: () => void,
  ): void {
    const [first] = binders;
    if (!this.telling || first?.domain === undefined) {
      super.witnesses(binders, body, env, step, then);
      return;
    }
    const set = this.value(first.domain, env, step);
    let any = false;
    for (const x of this.elements(first, env, step, "\\E")) {
      any = true;
      const name = first.locals.map((id) => this.names.get(id) ?? "").join(", ");
      this.choices.push({ name, value: shown(this.bank, x) });
      this.witnesses(binders.slice(1), body, this.bound(first, x, env), step, then);
      this.choices.pop();
    }
    if (any) return;
    const text = shortened(showValue(this.bank, set), 120);
    this.end({
      ...this.bare("false", first.domain),
      sides: undefined,
      values: [{ name: "the set", value: text }],
    });
  }

  private along(finding: Finding, then: () => void): void {
    this.path.push(finding);
    then();
    this.path.pop();
  }

  private end(at: Finding): void {
    const end: DeadEnd = {
      before: [...this.path],
      at,
      after: this.unreached(),
      choices: [...this.choices],
    };
    let place = this.ends.length;
    while (place > 0 && (this.ends[place - 1]?.before.length ?? 0) < end.before.length) place--;
    this.ends.splice(place, 0, end);
    if (this.ends.length > MOST) this.ends.pop();
  }

  /** The conjuncts after the present one, of the conjunctions around it, innermost first. */
  private unreached(): readonly Finding[] {
    const out: Finding[] = [];
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const { ir } = this.stack[i]!;
      const inside = this.stack[i + 1]?.ir;
      if (ir.op !== "and" || inside === undefined) continue;
      const rest = ir.items.slice(ir.items.indexOf(inside) + 1);
      out.push(...rest.map((e) => ({ ...this.bare("not-reached", e), sides: undefined, values: [] })));
    }
    return out;
  }

  private bare(kind: Finding["kind"], e: Ir): Pick<Finding, "kind" | "text" | "place"> {
    return { kind, text: this.textOf(e), place: this.places?.place(e.at) };
  }

  private textOf(e: Ir): string {
    // `UNCHANGED <<x, y>>` and `[A]_v` are an equation for each variable.
    const isUnchanged = e.at.kind === "ActionSub" || (e.at.kind === "Prefix" && e.at.op === "UNCHANGED");
    const [left] = e.op === "prim" && e.prim === "=" ? e.args : [];
    if (isUnchanged && left?.op === "state") return `UNCHANGED ${this.variables[left.slot] ?? ""}`;
    return this.places?.text(e.at, 120) ?? "";
  }

  private finding(kind: Finding["kind"], e: Ir, env: Env | undefined, step: Step): Finding {
    const [left, right] = e.op === "prim" && comparisons.has(e.prim) ? e.args : [];
    const side = (x: Ir): string => shortened(showValue(this.bank, this.value(x, env, step)), 160);
    const sides =
      left === undefined || right === undefined ? undefined : ([side(left), side(right)] as const);
    return { ...this.bare(kind, e), sides, values: valuesIn(this, { ir: e, env, step }, this.names) };
  }
}

/** `m.term = term[i]: 3 against 4`. */
export function findingText({ kind, text, sides, values }: Finding): string {
  if (kind === "not-reached") return text;
  if (kind === "assigned" && sides !== undefined) return `${sides[0]} = ${sides[1]}`;
  if (sides !== undefined) return `${text}: ${sides[0]} against ${sides[1]}`;
  const where = values.map(({ name, value }) => `${name} = ${value}`).join(", ");
  return where === "" ? text : `${text}: ${where}`;
}
