/**
 * Temporal formulas, once names are gone: what lowering makes of PROPERTY and of a specification's fairness.
 *
 * Representation: `atom` is a number, the place in a list of predicates of a state (`step` false) or of a step. WF, SF and
 * `~>` are already what they are defined as. In *normal form* negations stand at atoms only.
 */
import { unreachable } from "../../report/diagnostic.js";

export interface Atom {
  readonly kind: "atom";
  readonly atom: number;
  readonly negated: boolean;
  /** Whether it speaks of the next state. */
  readonly step: boolean;
}

/** What is known of a predicate of steps without evaluating it. */
export interface StepHint {
  /** What it says of the step from any state to itself. */
  readonly stutter: boolean;
  /** A predicate of states without which it holds of no step. */
  readonly onlyIf: number | undefined;
  /** Whether it holds of all steps from a state to another one. */
  readonly always: boolean;
}

export type Formula =
  | Atom
  | { readonly kind: "not"; readonly body: Formula }
  | { readonly kind: "and" | "or"; readonly items: readonly Formula[] }
  | { readonly kind: "always" | "eventually"; readonly body: Formula };

export const TRUE: Formula = { kind: "and", items: [] };
export const FALSE: Formula = { kind: "or", items: [] };

export const not = (body: Formula): Formula => ({ kind: "not", body });
export const and = (...items: readonly Formula[]): Formula => ({ kind: "and", items });
export const or = (...items: readonly Formula[]): Formula => ({ kind: "or", items });
export const always = (body: Formula): Formula => ({ kind: "always", body });
export const eventually = (body: Formula): Formula => ({ kind: "eventually", body });

/** Whether it says something of more than one step. */
export function isTemporal(f: Formula): boolean {
  switch (f.kind) {
    case "atom":
      return false;
    case "not":
      return isTemporal(f.body);
    case "and":
    case "or":
      return f.items.some(isTemporal);
    case "always":
    case "eventually":
      return true;
    default:
      return unreachable(f);
  }
}

/** Whether a predicate of steps occurs in it. */
export function speaksOfSteps(f: Formula): boolean {
  switch (f.kind) {
    case "atom":
      return f.step;
    case "and":
    case "or":
      return f.items.some(speaksOfSteps);
    case "not":
    case "always":
    case "eventually":
      return speaksOfSteps(f.body);
    default:
      return unreachable(f);
  }
}

/** Normal form of the formula, or of its negation, with what is plainly the same made the same. */
export function normal(f: Formula, negated = false): Formula {
  switch (f.kind) {
    case "atom":
      return negated ? { ...f, negated: !f.negated } : f;
    case "not":
      return normal(f.body, !negated);
    case "and":
    case "or": {
      const kind = (f.kind === "and") === negated ? "or" : "and";
      return junction(
        kind,
        f.items.map((item) => normal(item, negated)),
      );
    }
    case "always":
    case "eventually": {
      const kind = (f.kind === "always") === negated ? "eventually" : "always";
      return modal(kind, normal(f.body, negated));
    }
    default:
      return unreachable(f);
  }
}

/** Nested ones of a kind as one; TRUE and FALSE, which are empty junctions, carried up. */
function junction(kind: "and" | "or", items: readonly Formula[]): Formula {
  const other = kind === "and" ? "or" : "and";
  const flat: Formula[] = [];
  const seen = new Set<string>();
  for (const item of items.flatMap((i) => (i.kind === kind ? i.items : [i]))) {
    if (item.kind === other && item.items.length === 0) return item;
    const key = keyOf(item);
    if (!seen.has(key)) flat.push(item);
    seen.add(key);
  }
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { kind, items: flat };
}

/**
 * `[][]F` is `[]F`, `[]<>[]F` is `<>[]F`, `[]` goes into conjunctions of temporal formulas; and so for `<>`, the other way
 * round.
 */
function modal(kind: "always" | "eventually", body: Formula): Formula {
  const other = kind === "always" ? "eventually" : "always";
  if (body.kind === kind) return body;
  if (body.kind === other && body.body.kind === kind) return body;
  if ((body.kind === "and" || body.kind === "or") && body.items.length === 0) return body;
  const inner = kind === "always" ? "and" : "or";
  if (body.kind === inner && isTemporal(body)) {
    return junction(
      inner,
      body.items.map((item) => modal(kind, item)),
    );
  }
  return { kind, body };
}

/** A text that is the same for the same formula only. */
export function keyOf(f: Formula): string {
  switch (f.kind) {
    case "atom":
      return `${f.negated ? "~" : ""}${f.atom}`;
    case "not":
      return `!(${keyOf(f.body)})`;
    case "and":
    case "or":
      return `(${f.items.map(keyOf).join(f.kind === "and" ? "&" : "|")}${f.kind === "and" ? "&" : "|"})`;
    case "always":
      return `[]${keyOf(f.body)}`;
    case "eventually":
      return `<>${keyOf(f.body)}`;
    default:
      return unreachable(f);
  }
}
