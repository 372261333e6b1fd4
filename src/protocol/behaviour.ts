/**
 * The initial predicate and the next-state relation of a protocol: those that the mapping file names, else those of the
 * behaviour that the model or the module speaks of (`Spec == Init /\\ [][Next]_vars`), else Init and Next.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Declaration, ResolvedSpec } from "../resolve/types.js";
import { behaviourOf, type Located } from "../structure/behaviour.js";
import { Elaborator } from "../structure/elaborate.js";
import type { Expr } from "../tla/ast.js";
import { and } from "../tla/build.js";
import type { Cfg } from "../tla/cfg.js";
import { noDefinition } from "./faults.js";
import type { MappingSource } from "./read.js";
import type { ModuleTable } from "./table.js";

export interface ProtocolBehaviour {
  readonly init: Expr | undefined;
  readonly next: Expr | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function behaviourFor(
  spec: ResolvedSpec,
  table: ModuleTable,
  { mapping, placeAt }: MappingSource,
  model: Cfg | undefined,
): ProtocolBehaviour {
  const diagnostics: Diagnostic[] = [];
  const said = behaviourOf(new Elaborator(spec), model === undefined ? {} : { cfg: model });
  const one = (role: "init" | "next", found: Expr | undefined): Expr | undefined => {
    const name = mapping[role];
    const expr = name === undefined ? found : table.definitions.get(name)?.body;
    if (expr !== undefined) return expr;
    const place = name === undefined ? table.place(table.parsed.module.name) : placeAt([role]);
    diagnostics.push(noDefinition(name ?? (role === "init" ? "Init" : "Next"), role, place));
    return undefined;
  };
  const starts = said.init.map((at) => opened(spec, table, at));
  const known = starts.filter((e) => e !== undefined);
  const [first] = known;
  const start = known.length < starts.length ? undefined : known.length === 1 ? first : and(known);
  const init = one("init", starts.length === 0 ? undefined : start);
  const next = one("next", said.next === undefined ? undefined : opened(spec, table, said.next));
  return { init, next, diagnostics };
}

/**
 * The formula in the table's name space, a name of one as what it names; undefined if the root cannot say it, since it
 * stands behind an INSTANCE.
 */
function opened(spec: ResolvedSpec, table: ModuleTable, { node, env }: Located): Expr | undefined {
  const named = (name: string, means: (d: Declaration) => boolean): Expr | undefined => {
    const found = spec.root.names.get(name)?.declaration;
    return found !== undefined && means(found) ? table.definitions.get(name)?.body : undefined;
  };
  if (node.kind === "Label") {
    // A definition that is named but not called anywhere comes under its name.
    const body = named(node.name.text, (d) => d.kind === "operator" && d.node.body === node.body);
    if (body !== undefined) return body;
  }
  const to = node.kind === "Apply" && node.args.length === 0 ? spec.reference(node)?.to : undefined;
  const body = to === undefined ? undefined : named(to.name, (d) => d === to);
  if (body !== undefined) return body;
  return table.expression(node, env.parsed);
}
