/**
 * Changes instead of values. A line lists, for a variable, operations with where in its value they work and their
 * arguments; what each operation does is TLA+ of the mapping, in which `v` is the value there and `a` the arguments.
 *
 *     "ops": { "Update": "a[1]", "AddElement": "v \\cup {a[1]}" }
 *     {"rmState": [{"op": "Update", "path": ["r1"], "args": ["prepared"]}]}
 *  ⇒  rmState' = [rmState EXCEPT !["r1"] = "prepared"]
 */
import type { Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { units } from "../../tla/quote.js";
import type { Where } from "../faults.js";
import type { Expressions } from "../mapping/expressions.js";
import type { MappingFile } from "../mapping/mapping-schema.js";

export interface DeltaOperators {
  /** Takes a value and a list of operations, and gives the value after all of them. */
  readonly name: string;
  readonly units: readonly Unit[];
}

export function deltaOperators(
  expressions: Expressions,
  { op, path, args, ops }: NonNullable<MappingFile["delta"]>,
  whereOf: (path: string) => Where,
): DeltaOperators {
  const fresh = (name: string): string => expressions.columns.fresh(name);
  const [v, a, list] = [fresh("the_v"), fresh("the_a"), fresh("the_list")];
  const [change, steps] = [fresh("the_change"), fresh("the_steps")];
  const [one, where, at, all] = [fresh("DeltaOf"), fresh("DeltaPath"), fresh("DeltaAt"), fresh("DeltaAll")];
  expressions.needs(["Head", "Tail"], whereOf("delta"));
  const bound = new Map([
    ["v", b.apply(v)],
    ["a", b.apply(a)],
  ]);
  const given = b.apply(change);
  // What is left out is empty: what clears a set has no arguments, and what changes a whole variable has no path.
  const listed = (label: string): Expr =>
    b.ifThenElse(b.inSet(b.str(label), b.domain(given)), b.field(given, label), b.tuple());
  const arms = Object.entries(ops).map(
    ([name, text]) =>
      [
        b.eq(b.field(given, op), b.str(name)),
        expressions.read(text, whereOf(`delta.ops.${name}`), bound).expr,
      ] as const,
  );
  const changed = b.letIn([b.definition(a, [], listed(args))], b.caseOf(arms));
  return {
    name: all,
    units: units`
${one}(${change}, ${v}) == ${changed}
${where}(${change}) == ${listed(path)}
RECURSIVE ${at}(_, _, _)
${at}(${change}, ${steps}, ${v}) ==
  IF ${steps} = <<>>
  THEN ${one}(${change}, ${v})
  ELSE [${v} EXCEPT ![Head(${steps})] = ${at}(${change}, Tail(${steps}), ${v}[Head(${steps})])]
RECURSIVE ${all}(_, _)
${all}(${v}, ${list}) ==
  IF ${list} = <<>>
  THEN ${v}
  ELSE ${all}(${at}(Head(${list}), ${where}(Head(${list})), ${v}), Tail(${list}))
`,
  };
}
