/**
 * What coverage counts: the conjuncts, disjuncts, branches and bodies of a model's formulas, each place of the user's
 * modules once, whatever it was lowered to. Whoever counts (the interpreter, or compiled code with counters) does so by
 * a point's number.
 */
import type { Place } from "../../report/diagnostic.js";
import type { Expr } from "../../tla/ast.js";
import { Places } from "../explain/explain-places.js";
import type { Ir, NamedIr } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";
import type { LoweredModel } from "../lower/lowered.js";

export type PointKind =
  | "formula"
  | "conjunct"
  | "disjunct"
  | "operand"
  | "condition"
  | "branch"
  | "body"
  | "definition";

export interface CoveragePoint {
  /** Its number: counters are arrays by it. */
  readonly id: number;
  readonly kind: PointKind;
  readonly place: Place;
  readonly text: string;
  /** What it is part of: a conjunct's conjunction, a body's quantifier; undefined for a whole formula of the model. */
  readonly parent: number | undefined;
  /** The definition that it stands in, or the model's name for the formula. */
  readonly under: string;
}

export interface CoverageTable {
  readonly points: readonly CoveragePoint[];
  /** The number of the point that an expression belongs to; undefined for what is not counted. */
  pointOf(e: Ir): number | undefined;
}

/**
 * Points of the initial predicate, the actions, the invariants and constraints, in the order of their text. `also`: other
 * programs of the same specification; what they share with the model's formulas has the same points there.
 */
export function coverageTable(
  lowered: LoweredModel,
  places = new Places(lowered.spec),
  also: readonly NamedIr[] = [],
): CoverageTable {
  const collector = new Collector(places);
  collector.formula(lowered.init, "the initial predicate");
  for (const { name, ir } of lowered.actions) collector.formula(ir, name);
  for (const list of [lowered.invariants, lowered.constraints, lowered.actionConstraints]) {
    for (const { name, ir } of list) collector.formula(ir, name);
  }
  for (const { name, ir } of also) collector.formula(ir, name);
  return collector;
}

class Collector implements CoverageTable {
  readonly points: CoveragePoint[] = [];
  private readonly byExpr = new Map<Expr, number>();
  private readonly byIr = new Map<Ir, number>();
  private readonly seen = new Set<Ir>();

  constructor(private readonly places: Places) {}

  pointOf(e: Ir): number | undefined {
    return this.byIr.get(e);
  }

  formula(ir: Ir, name: string): void {
    this.part(ir, "formula", { ir: undefined, point: undefined, under: name });
  }

  /** The point of an expression: none for constants and what stands in no text of the user's. */
  private point(e: Ir, kind: PointKind, around: Around): number | undefined {
    const before = this.byExpr.get(e.at);
    if (before !== undefined) return before;
    if (e.op === "const" || this.places.moduleOf(e.at)?.origin !== "file") return undefined;
    const place = this.places.place(e.at);
    if (place === undefined) return undefined;
    const id = this.points.length;
    const text = this.places.text(e.at, 60);
    this.points.push({ id, kind, place, text, parent: around.point, under: around.under });
    this.byExpr.set(e.at, id);
    return id;
  }

  private part(e: Ir, kind: PointKind, around: Around): void {
    if (this.seen.has(e)) return;
    this.seen.add(e);
    // Of what one expression was lowered to the outermost part counts: `UNCHANGED <<x, y>>` is one conjunct.
    const same = around.ir?.at === e.at;
    const id = same ? undefined : this.point(e, kind, around);
    if (id !== undefined) this.byIr.set(e, id);
    this.inside(e, { ir: e, point: id ?? around.point, under: around.under });
  }

  private inside(e: Ir, here: Around): void {
    const parts = (kind: PointKind, ...items: readonly (Ir | undefined)[]): void => {
      for (const item of items) if (item !== undefined) this.part(item, kind, here);
    };
    switch (e.op) {
      case "and":
        parts("conjunct", ...e.items);
        return;
      case "or":
        parts("disjunct", ...e.items);
        return;
      case "if":
        parts("condition", e.test);
        parts("branch", e.then, e.else);
        return;
      case "case":
        parts("condition", ...e.arms.map((a) => a.test));
        parts("branch", ...e.arms.map((a) => a.value));
        return;
      case "bind":
        for (const { domain } of e.binders) if (domain !== undefined) this.plain(domain, here);
        parts("body", e.body);
        return;
      case "named":
        this.part(e.body, "definition", { ...here, under: e.name });
        return;
      case "let":
        this.plain(e.value, here);
        this.part(e.body, "body", here);
        return;
      case "call":
        for (const arg of e.args) this.plain(arg, here);
        this.part(e.fn.body, "definition", { ...here, under: e.fn.name });
        return;
      case "prim":
        if (e.prim !== "=>" && e.prim !== "<=>") break;
        parts("operand", ...e.args);
        return;
      default:
        break;
    }
    for (const part of partsOf(e)) this.plain(part, here);
  }

  /** An expression that is no point itself, but may have some in it. */
  private plain(e: Ir, here: Around): void {
    if (this.seen.has(e)) return;
    this.seen.add(e);
    this.inside(e, { ...here, ir: e });
  }
}

/** What is around an expression: the expression, the innermost point, the definition. */
interface Around {
  readonly ir: Ir | undefined;
  readonly point: number | undefined;
  readonly under: string;
}
