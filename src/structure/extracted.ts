/**
 * The steps that were read, as a module again:
 *
 *     ExtractedNext == \/ Extracted1_Timeout \/ …      each \E parameters : guards /\ updates /\ UNCHANGED …
 *
 * so that a model checker can tell whether they are the next-state relation that was written.
 */
import type { Expr, Unit } from "../tla/ast.js";
import { and, apply, definition, exists, extendsUnit, letIn, module, or } from "../tla/build.js";
import { prettyModule } from "../tla/pretty.js";
import type { Item, Step } from "./steps.js";
import type { Extraction } from "./structure.js";

/** A module of its own, with its name. */
export interface ModuleText {
  readonly name: string;
  readonly text: string;
}

/** A module that extends the specification and defines `ExtractedNext`; undefined if no step was read. */
export function extractedNext(extraction: Extraction): ModuleText | undefined {
  const { el, readings } = extraction;
  if (readings.length === 0) return undefined;
  const root = el.spec.root.name;
  const taken = new Set([...el.reserved]);
  const fresh = (wanted: string): string => {
    let name = wanted;
    for (let k = 2; taken.has(name); k++) name = `${wanted}_${k}`;
    taken.add(name);
    return name;
  };
  const steps = readings.map((r) => r.step);
  const definitions = steps.map((step, k) =>
    definition(fresh(`Extracted${k + 1}_${step.operator}`), [], stepExpr(step)),
  );
  const next = definition("ExtractedNext", [], or(definitions.map((d) => apply(d.name.text))));
  const name = fresh(`${root}Extracted`);
  const units: readonly Unit[] = [
    extendsUnit(root, ...[...el.needs].filter((m) => m !== root)),
    ...definitions,
    next,
  ];
  return { name, text: prettyModule(module(name, units)) };
}

/** A step as one formula, its parts in the order of the text. */
export function stepExpr(step: Step): Expr {
  return built(step.items);
}

function built(items: readonly Item[]): Expr {
  const at = items.findIndex((i) => i.kind !== "part");
  const parts = (at < 0 ? items : items.slice(0, at)).flatMap((i) => (i.kind === "part" ? [i.expr] : []));
  if (at < 0) return and(parts);
  const rest = items.slice(at);
  const run = rest.findIndex((i) => i.kind !== rest[0]?.kind);
  const [head, tail] = run < 0 ? [rest, []] : [rest.slice(0, run), rest.slice(run)];
  return and([...parts, ...wrapped(head, built(tail))]);
}

/** Binders one after the other: a later set may speak of an earlier name. */
function wrapped(head: readonly Item[], body: Expr): readonly Expr[] {
  const units = head.flatMap((i) => (i.kind === "let" ? [i.unit] : []));
  if (units.length > 0) return [letIn(units, body)];
  return [head.reduceRight((inner: Expr, i) => (i.kind === "bound" ? exists(i.bound, inner) : inner), body)];
}
