/** An operator of a node, such as the values that it has decided, as an expression over the node's slice. */
import type { Expr } from "../tla/ast.js";
import { apply } from "../tla/build.js";
import { mapExpr } from "../tla/visit.js";
import { inlineStateful } from "./actor.js";
import { sliceField } from "./new-values.js";
import type { ModuleTable } from "./table.js";
import { freshName, nameOf } from "./terms.js";
import type { Protocol } from "./types.js";

/** `Decided(i)` at the node called `actor`; undefined if there is no such operator of one node. */
export function atNode(
  protocol: Protocol,
  table: ModuleTable,
  operator: string,
): { readonly actor: string; readonly value: Expr } | undefined {
  const definition = table.definitions.get(operator);
  if (definition === undefined || definition.params.length !== 1) return undefined;
  const actor = freshName("self", table.names);
  const inlined = inlineStateful(table, apply(operator, apply(actor)));
  const variables = new Set(protocol.slice.map((v) => v.name));
  const value = mapExpr(inlined, (e) => {
    if (e.kind !== "Index" || e.args.length !== 1) return e;
    const [name, index] = [nameOf(e.fn), e.args[0]];
    if (name === undefined || index === undefined || !variables.has(name) || nameOf(index) !== actor)
      return e;
    return sliceField(protocol.names.slice, name, e);
  });
  return { actor, value };
}
